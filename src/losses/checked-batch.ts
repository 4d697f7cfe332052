import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import type { FloatArray, TokenBatch } from './token-batch.js'

/** A token batch whose shapes are known to fit, with both layouts reduced to one: row s is `starts[s] … starts[s + 1] - 1`. */
export interface CheckedBatch {
  readonly logProbs: FloatArray
  readonly oldLogProbs: FloatArray
  readonly advantages: FloatArray
  /** Whether `advantages` holds one number per token; otherwise one per rollout. */
  readonly advantagePerToken: boolean
  readonly responseMask: ArrayLike<number | boolean> | undefined
  readonly refLogProbs: FloatArray | undefined
  readonly importanceWeights: FloatArray | undefined
  readonly entropies: FloatArray | undefined
  readonly rollouts: number
  /** T, where the caller said it. */
  readonly tokens: number | undefined
  /** [N + 1] */
  readonly starts: ArrayLike<number>
  /** [N] response tokens of each row. */
  readonly lengths: Int32Array
}

/**
 * Checks every shape of a batch, without reading the numbers in it: those are looked at by the loss's own pass, and
 * `findNonFinite` names the culprit afterwards.
 *
 * @returns `Left` naming the argument when an array is missing, not a Float32Array or Float64Array, or of another length
 * than the layout says; when `offsets` do not start at 0, rise, and end at the number of tokens; when a padded batch has no mask.
 */
export function checkTokenBatch(batch: TokenBatch): Either<BadBatch, CheckedBatch> {
  const { logProbs, rollouts, tokens, offsets, responseMask } = batch
  if (!isFloatArray(logProbs)) return left(badBatch('logProbs', FLOAT_ARRAY, logProbs))
  if (!isCount(rollouts)) return left(badBatch('rollouts', 'a whole number, 0 or more', rollouts))
  if (tokens !== undefined && !isCount(tokens)) {
    return left(badBatch('tokens', 'a whole number, 0 or more', tokens))
  }
  const size = logProbs.length
  const wrongLayout = offsets === undefined ? checkPadded(batch, size) : checkOffsets(offsets, rollouts, size)
  if (wrongLayout !== undefined) return left(wrongLayout)
  if (responseMask !== undefined && responseMask.length !== size) {
    return left(badBatch('responseMask', `one value per token, ${size} in all`, responseMask.length))
  }
  for (const name of PER_TOKEN) {
    const values = batch[name]
    if (values === undefined && name !== 'oldLogProbs') continue
    if (!isFloatArray(values)) return left(badBatch(name, FLOAT_ARRAY, values))
    if (values.length !== size) {
      return left(badBatch(name, `one value per token, ${size} in all`, `${values.length} values`))
    }
  }
  const { advantages } = batch
  if (!isFloatArray(advantages)) return left(badBatch('advantages', FLOAT_ARRAY, advantages))
  const advantagePerToken = advantages.length === size
  if (!advantagePerToken && advantages.length !== rollouts) {
    const expected = `one value per token (${size}) or per rollout (${rollouts})`
    return left(badBatch('advantages', expected, `${advantages.length} values`))
  }
  const starts = offsets ?? evenStarts(rollouts, tokens!)
  return right({
    logProbs,
    oldLogProbs: batch.oldLogProbs,
    advantages,
    advantagePerToken,
    responseMask,
    refLogProbs: batch.refLogProbs,
    importanceWeights: batch.importanceWeights,
    entropies: batch.entropies,
    rollouts,
    tokens,
    starts,
    lengths: countTokens(starts, rollouts, responseMask),
  })
}

/** The first selected number that is NaN or infinite, if there is one. Run only when a loss came out strange. */
export function findNonFinite(batch: CheckedBatch): BadBatch | undefined {
  const { starts, responseMask, advantages, advantagePerToken } = batch
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      for (const name of ['logProbs', ...PER_TOKEN] as const) {
        const value = batch[name]?.[i]
        if (value !== undefined && !Number.isFinite(value)) {
          return badBatch(`${name}[${i}]`, 'finite where the response mask selects', value)
        }
      }
      const at = advantagePerToken ? i : rollout
      if (!Number.isFinite(advantages[at])) {
        return badBatch(`advantages[${at}]`, 'finite where the response mask selects', advantages[at])
      }
    }
  }
  return undefined
}

const FLOAT_ARRAY = 'a Float32Array or a Float64Array'
const PER_TOKEN = ['oldLogProbs', 'refLogProbs', 'importanceWeights', 'entropies'] as const

export function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float64Array || value instanceof Float32Array
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function checkPadded(batch: TokenBatch, size: number): BadBatch | undefined {
  const { rollouts, tokens, responseMask } = batch
  if (tokens === undefined)
    return badBatch('tokens', 'the columns of a padded batch, or offsets given', tokens)
  if (rollouts * tokens !== size) {
    return badBatch('logProbs', `rollouts × tokens = ${rollouts * tokens} values`, `${size} values`)
  }
  if (responseMask === undefined) {
    return badBatch('responseMask', 'given for a padded batch (packed batches have offsets)', responseMask)
  }
  return undefined
}

function checkOffsets(offsets: ArrayLike<number>, rollouts: number, size: number): BadBatch | undefined {
  if (offsets.length !== rollouts + 1) {
    return badBatch('offsets', `rollouts + 1 = ${rollouts + 1} values`, `${offsets.length} values`)
  }
  if (offsets[0] !== 0) return badBatch('offsets[0]', '0', offsets[0])
  for (let rollout = 0; rollout < rollouts; rollout++) {
    if (!(offsets[rollout + 1]! >= offsets[rollout]!)) {
      return badBatch(`offsets[${rollout + 1}]`, `at least ${offsets[rollout]}`, offsets[rollout + 1])
    }
  }
  if (offsets[rollouts] !== size) {
    return badBatch(`offsets[${rollouts}]`, `the number of tokens, ${size}`, offsets[rollouts])
  }
  return undefined
}

function evenStarts(rollouts: number, tokens: number): Float64Array {
  const starts = new Float64Array(rollouts + 1)
  for (let rollout = 0; rollout <= rollouts; rollout++) starts[rollout] = rollout * tokens
  return starts
}

function countTokens(
  starts: ArrayLike<number>,
  rollouts: number,
  responseMask: ArrayLike<number | boolean> | undefined,
): Int32Array {
  const lengths = new Int32Array(rollouts)
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const start = starts[rollout]!
    const end = starts[rollout + 1]!
    let length = 0
    if (responseMask === undefined) length = end - start
    else for (let i = start; i < end; i++) if (responseMask[i]) length++
    lengths[rollout] = length
  }
  return lengths
}
