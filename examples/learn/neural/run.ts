/**
 * The character policy: first taught with right answers until it is half as good as it could be, as language models are, then
 * trained by rewards. The start depends on the seed alone; each estimator goes on from there.
 */
import * as tf from '@tensorflow/tfjs'
import { groupRollouts, orThrow, readTask, scoreTask, TASK_TYPES } from 'golongrl'
import { tfPolicyLoss } from 'golongrl/backends/tfjs'
import { ESTIMATORS, type EstimatorName } from '../estimators.js'
import { createRandom, type Random } from '../random.js'
import { mean } from '../statistics.js'
import {
  ALPHABET,
  ANSWER_LENGTH,
  drawTextPrompt,
  END,
  PAD,
  PROMPT_LENGTH,
  respond,
  type TextPrompt,
} from './texts.js'
import { createTransformer, type Transformer } from './transformer.js'

export const NEURAL_SIZES = {
  teachingSteps: 150,
  taughtPrompts: 72,
  promptsPerStep: 18,
  rolloutsPerPrompt: 8,
  steps: 100,
  evaluateEvery: 20,
  heldOutPromptsPerTask: 48,
} as const

export interface NeuralResult {
  readonly estimator: EstimatorName
  readonly seed: number
  /** [looks][K] */
  readonly curve: readonly (readonly number[])[]
}

/** The weights after teaching. */
export function teach(seed: number): Float32Array[] {
  const model = createTransformer(createRandom(3000 + seed))
  const random = createRandom(5000 + seed)
  const optimizer = tf.train.adam(0.01)
  for (let step = 0; step < NEURAL_SIZES.teachingSteps; step++) {
    const prompts = drawPrompts(NEURAL_SIZES.taughtPrompts, random)
    const answers = prompts.map(({ answer }) => tokensOf(`${answer}${END}`))
    optimizer.minimize(() => {
      const { logProbs, mask } = answerLogProbs(model, prompts, answers)
      return tf.neg(tf.div(tf.sum(tf.mul(logProbs, mask)), tf.sum(mask)))
    })
  }
  const weights = model.variables.map((variable) => Float32Array.from(variable.dataSync()))
  optimizer.dispose()
  model.dispose()
  return weights
}

/** Trains by rewards, from these weights. */
export function train(
  estimator: EstimatorName,
  seed: number,
  weights: readonly Float32Array[],
  onLook: (step: number, rewards: readonly number[]) => void = () => {},
): NeuralResult {
  const model = createTransformer(createRandom(3000 + seed))
  for (const [i, variable] of model.variables.entries())
    variable.assign(tf.tensor(weights[i]!, variable.shape))
  const promptRandom = createRandom(1000 + seed)
  const sampleRandom = createRandom(2000 + seed)
  const heldOut = drawPrompts(NEURAL_SIZES.heldOutPromptsPerTask * TASK_TYPES.length, createRandom(77))
  const estimate = ESTIMATORS[estimator].create()
  const optimizer = tf.train.adam(0.002)
  const curve: number[][] = []
  for (let step = 0; step <= NEURAL_SIZES.steps; step++) {
    if (step % NEURAL_SIZES.evaluateEvery === 0) {
      const answers = sampleAnswers(model, heldOut, createRandom(999 + seed))
      const rewards = heldOut.map((prompt, i) => rewardOf(prompt, answers[i]!))
      const perTask = TASK_TYPES.map((taskType) =>
        mean(rewards.filter((_, i) => heldOut[i]!.taskType === taskType)),
      )
      curve.push(perTask.map((reward) => Math.round(reward * 1e4) / 1e4))
      onLook(step, perTask)
    }
    if (step === NEURAL_SIZES.steps) break
    const prompts = drawPrompts(NEURAL_SIZES.promptsPerStep, promptRandom)
    const rows = prompts.flatMap((prompt, promptId) =>
      Array(NEURAL_SIZES.rolloutsPerPrompt).fill({ prompt, promptId }),
    )
    trainStep(rows, model, sampleRandom, estimate, optimizer)
  }
  optimizer.dispose()
  model.dispose()
  return { estimator, seed, curve }
}

interface Row {
  readonly prompt: TextPrompt
  readonly promptId: number
}

function trainStep(
  rows: readonly Row[],
  model: Transformer,
  random: Random,
  estimate: ReturnType<(typeof ESTIMATORS)[EstimatorName]['create']>,
  optimizer: tf.Optimizer,
): void {
  const prompts = rows.map(({ prompt }) => prompt)
  const answers = sampleAnswers(model, prompts, random)
  const groups = orThrow(
    groupRollouts({
      rewards: prompts.map((prompt, i) => rewardOf(prompt, answers[i]!)),
      promptIds: rows.map(({ promptId }) => promptId),
      taskTypes: prompts.map(({ taskType }) => taskType),
    }),
  )
  const advantages = tf.tensor1d(Float32Array.from(estimate(groups).advantages))
  optimizer.minimize(() => {
    const { logProbs, mask } = answerLogProbs(model, prompts, answers)
    // One step a batch: the policy that answered is the policy that is trained.
    return tfPolicyLoss(tf, logProbs, { oldLogProbs: tf.clone(logProbs), advantages, responseMask: mask })
  })
  advantages.dispose()
}

const drawPrompts = (count: number, random: Random): TextPrompt[] =>
  Array.from({ length: count }, (_, i) => drawTextPrompt(TASK_TYPES[i % TASK_TYPES.length]!, random))

const rewardOf = ({ taskType, record }: TextPrompt, answer: readonly number[]): number =>
  scoreTask(orThrow(readTask(record)), respond(taskType, textOf(answer))).reward

/** Token by token, until every row has ended or has come to the longest length. */
function sampleAnswers(model: Transformer, prompts: readonly TextPrompt[], random: Random): number[][] {
  const answers: number[][] = prompts.map(() => [])
  const begun = prompts.map(promptTokens)
  let open = prompts.map((_, i) => i)
  for (let length = 0; length < ANSWER_LENGTH && open.length > 0; length++) {
    const logits = model.logits(open.map((i) => [...begun[i]!, ...answers[i]!]))
    const probabilities = tf.tidy(() =>
      tf.softmax(
        tf.reshape(tf.slice(logits, [0, length, 0], [open.length, 1, ALPHABET.length]), [open.length, -1]),
      ),
    )
    const values = probabilities.dataSync()
    tf.dispose([logits, probabilities])
    for (const [row, i] of open.entries()) {
      answers[i]!.push(random.draw(values.subarray(row * ALPHABET.length, (row + 1) * ALPHABET.length)))
    }
    open = open.filter((i) => answers[i]!.at(-1) !== END_TOKEN)
  }
  return answers
}

/** [rows, A] log-probability of each character of the answers, and 1 where there is one. */
function answerLogProbs(
  model: Transformer,
  prompts: readonly TextPrompt[],
  answers: readonly (readonly number[])[],
) {
  const padded = answers.map((answer) => [...answer, ...Array(ANSWER_LENGTH - answer.length).fill(PAD_TOKEN)])
  const logits = model.logits(
    prompts.map((prompt, i) => [...promptTokens(prompt), ...padded[i]!.slice(0, -1)]),
  )
  const spoken = tf.oneHot(tf.tensor2d(padded, undefined, 'int32'), ALPHABET.length)
  const shifted = tf.sub(logits, tf.max(logits, 2, true))
  const logProbs = tf.sub(
    tf.sum(tf.mul(shifted, spoken), 2),
    tf.log(tf.sum(tf.exp(shifted), 2)),
  ) as tf.Tensor2D
  const mask = tf.tensor2d(answers.map((answer) => padded[0]!.map((_, t) => (t < answer.length ? 1 : 0))))
  return { logProbs, mask }
}

const promptTokens = ({ text }: TextPrompt): number[] => tokensOf(text.padEnd(PROMPT_LENGTH, PAD))
const tokensOf = (text: string): number[] => [...text].map((character) => ALPHABET.indexOf(character))
const textOf = (tokens: readonly number[]): string =>
  tokens
    .map((token) => ALPHABET[token]!)
    .join('')
    .split(END)[0]!
const END_TOKEN = ALPHABET.indexOf(END)
const PAD_TOKEN = ALPHABET.indexOf(PAD)
