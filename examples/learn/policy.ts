/**
 * A pointer network with one hidden layer, shared by all nine tasks, its gradient written by hand. It picks one candidate after
 * another; candidate i has the logit
 *
 *     logit_i = v · softsign(A x_i + B z + E_k)        softsign(a) = a / (1 + |a|)
 *
 * x_i: attributes of the candidate; z: how far the answer is; E_k: an embedding of the task type.
 */
import { TASK_TYPES } from 'golongrl'
import type { Prompt } from './prompts.js'
import type { Random } from './random.js'

const X = 9
const Z = 4

export interface Policy {
  /** A [H·X], B [H·Z], E [K·H], v [H], one after another. */
  readonly weights: Float64Array
  /** H. */
  readonly hiddenUnits: number
}

/** One choice that the policy has made or may make: what it saw and how likely each candidate is. */
export interface Decision {
  readonly task: number
  /** [candidates · X] */
  readonly x: Float64Array
  /** [Z] */
  readonly z: Float64Array
  /** [candidates · H] */
  readonly hidden: Float64Array
  /** [candidates], with the end of the answer as the last where the prompt allows one. */
  readonly probabilities: Float64Array
}

export function createPolicy(random: Random, hiddenUnits: number): Policy {
  const inputs = hiddenUnits * (X + Z + TASK_TYPES.length)
  const outputScale = 0.1 / Math.sqrt(hiddenUnits)
  const weights = Float64Array.from({ length: inputs + hiddenUnits }, (_, i) =>
    i < inputs ? 0.5 * random.normal() : outputScale * random.normal(),
  )
  return { weights, hiddenUnits }
}

/** The probabilities of the next pick, after these. */
export function decide(
  { weights, hiddenUnits: H }: Policy,
  prompt: Prompt,
  picks: readonly number[],
): Decision {
  const task = TASK_TYPES.indexOf(prompt.taskType)
  const x = candidateInputs(prompt, picks)
  const z = stateInputs(prompt, picks)
  const count = x.length / X
  const { B, E, v } = offsetsOf(H)
  const hidden = new Float64Array(count * H)
  const logits = new Float64Array(count)
  for (let j = 0; j < H; j++) {
    let common = weights[E + task * H + j]!
    for (let q = 0; q < Z; q++) common += weights[B + j * Z + q]! * z[q]!
    const weight = weights[v + j]!
    for (let i = 0; i < count; i++) {
      let sum = common
      for (let q = 0; q < X; q++) sum += weights[j * X + q]! * x[i * X + q]!
      const unit = sum / (1 + Math.abs(sum))
      hidden[i * H + j] = unit
      logits[i]! += weight * unit
    }
  }
  return { task, x, z, hidden, probabilities: softmax(logits) }
}

/**
 * Adds Σ_i gradLogits[i] · d logit_i / d weights to `gradient`.
 *
 * @param gradLogits [candidates] derivative of the loss with respect to each logit of the decision.
 */
export function addGradient(
  { weights, hiddenUnits: H }: Policy,
  { task, x, z, hidden }: Decision,
  gradLogits: Float64Array,
  gradient: Float64Array,
): void {
  const { B, E, v } = offsetsOf(H)
  for (let j = 0; j < H; j++) {
    const weight = weights[v + j]!
    let gradWeight = 0
    let gradCommon = 0
    for (let i = 0; i < gradLogits.length; i++) {
      const unit = hidden[i * H + j]!
      const slope = (1 - Math.abs(unit)) ** 2
      const gradSum = gradLogits[i]! * weight * slope
      gradWeight += gradLogits[i]! * unit
      gradCommon += gradSum
      for (let q = 0; q < X; q++) gradient[j * X + q]! += gradSum * x[i * X + q]!
    }
    gradient[v + j]! += gradWeight
    gradient[E + task * H + j]! += gradCommon
    for (let q = 0; q < Z; q++) gradient[B + j * Z + q]! += gradCommon * z[q]!
  }
}

const offsetsOf = (H: number) => ({
  B: H * X,
  E: H * (X + Z),
  v: H * (X + Z + TASK_TYPES.length),
})

/** [candidates · X]; the end of the answer is a candidate of its own, with nothing but its mark. */
function candidateInputs({ candidates, mayStop }: Prompt, picks: readonly number[]): Float64Array {
  const x = new Float64Array((candidates.length + (mayStop ? 1 : 0)) * X)
  const last = picks.length === 0 ? undefined : candidates[picks[picks.length - 1]!]!
  for (const [i, { value, match, time, relevance, distance }] of candidates.entries()) {
    const at = i * X
    x[at + 1] = value
    x[at + 2] = match
    x[at + 3] = time
    x[at + 4] = relevance
    x[at + 5] = distance
    x[at + 6] = picks.includes(i) ? 1 : 0
    x[at + 7] = last === undefined ? 0 : value - last.value
    x[at + 8] = last === undefined ? 0 : time - last.time
  }
  if (mayStop) x[candidates.length * X] = 1
  return x
}

function stateInputs({ candidates }: Prompt, picks: readonly number[]): Float64Array {
  const open = candidates.filter(({ match }, i) => match === 1 && !picks.includes(i)).length
  return Float64Array.of(1, picks.length / 5, open / 4, picks.length === 0 ? 1 : 0)
}

function softmax(logits: Float64Array): Float64Array {
  const max = logits.reduce((a, b) => Math.max(a, b))
  const powers = logits.map((logit) => Math.exp(logit - max))
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}
