/** A causal transformer over characters, in tfjs: two layers, root-mean-square norms, learnt positions. */
import * as tf from '@tensorflow/tfjs'
import type { Random } from '../random.js'
import { ALPHABET, ANSWER_LENGTH, PROMPT_LENGTH } from './texts.js'

const LAYERS = 2
const HEADS = 2
const WIDTH = 32
const INNER = 64
const POSITIONS = PROMPT_LENGTH + ANSWER_LENGTH - 1

export interface Transformer {
  readonly variables: tf.Variable[]
  /**
   * [rows, A, V] logits of the answer's characters.
   *
   * @param tokens [rows][P + a] prompt and the answer so far, a ≤ A − 1; then A is a + 1.
   */
  readonly logits: (tokens: readonly (readonly number[])[]) => tf.Tensor3D
  readonly dispose: () => void
}

export function createTransformer(random: Random): Transformer {
  const weight = (rows: number, columns: number, scale = 1 / Math.sqrt(rows)) =>
    tf.variable(
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => scale * random.normal()),
        [rows, columns],
      ),
    )
  const embedding = weight(ALPHABET.length, WIDTH, 0.3)
  const positions = weight(POSITIONS, WIDTH, 0.3)
  const layers = Array.from({ length: LAYERS }, () => ({
    query: weight(WIDTH, WIDTH),
    key: weight(WIDTH, WIDTH),
    value: weight(WIDTH, WIDTH),
    out: weight(WIDTH, WIDTH, 0.5 / Math.sqrt(WIDTH)),
    up: weight(WIDTH, INNER),
    down: weight(INNER, WIDTH, 0.5 / Math.sqrt(INNER)),
  }))
  const output = weight(WIDTH, ALPHABET.length)
  const variables = [embedding, positions, output, ...layers.flatMap((layer) => Object.values(layer))]

  const logits = (tokens: readonly (readonly number[])[]): tf.Tensor3D =>
    tf.tidy(() => {
      const rows = tokens.length
      const length = tokens[0]!.length
      const oneHot = tf.oneHot(tf.tensor1d(tokens.flat(), 'int32'), ALPHABET.length)
      const embedded = tf.reshape(tf.matMul(tf.cast(oneHot, 'float32'), embedding), [rows, length, WIDTH])
      let x: tf.Tensor = tf.add(embedded, tf.slice(positions, [0, 0], [length, WIDTH]))
      const mask = causalMask(length)
      for (const { query, key, value, out, up, down } of layers) {
        const seen = flat(norm(x))
        const scores = tf.matMul(
          heads(tf.matMul(seen, query), rows),
          heads(tf.matMul(seen, key), rows),
          false,
          true,
        )
        const attention = tf.softmax(tf.add(tf.mul(scores, 1 / Math.sqrt(WIDTH / HEADS)), mask))
        const mixed = tf.matMul(attention, heads(tf.matMul(seen, value), rows))
        const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows * length, WIDTH])
        x = tf.add(x, tf.reshape(tf.matMul(joined, out), [rows, length, WIDTH]))
        const inner = tf.relu(tf.matMul(flat(norm(x)), up))
        x = tf.add(x, tf.reshape(tf.matMul(inner, down), [rows, length, WIDTH]))
      }
      const answer = length - PROMPT_LENGTH + 1
      const last = tf.slice(norm(x), [0, PROMPT_LENGTH - 1, 0], [rows, answer, WIDTH])
      return tf.reshape(tf.matMul(flat(last), output), [rows, answer, ALPHABET.length])
    }) as tf.Tensor3D

  return { variables, logits, dispose: () => tf.dispose(variables) }
}

/** [rows · length, WIDTH] */
const flat = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, WIDTH])

/** [rows, HEADS, length, WIDTH / HEADS] */
const heads = (x: tf.Tensor, rows: number): tf.Tensor4D =>
  tf.transpose(tf.reshape(x, [rows, -1, HEADS, WIDTH / HEADS]), [0, 2, 1, 3])

const norm = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), 1e-5)))

/** [length, length] 0 where a place may look, a large negative number at later places. */
const causalMask = (length: number): tf.Tensor2D =>
  tf.tensor2d(Array.from({ length }, (_, i) => Array.from({ length }, (_, j) => (j <= i ? 0 : -1e9))))
