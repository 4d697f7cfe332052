import type { Advantages, PromptGroups } from '../../advantages/prompt-groups.js'
import type { Backend } from '../../backends/backend.js'
import type { FloatArray, PolicyLoss, TokenBatch } from '../../losses/token-batch.js'
import { randomNumbers } from './loss-cases.js'

/**
 * The tolerance of a backend against the float64 reference: how much the reference itself changes when its inputs change by
 * amounts below the backend's precision.
 *
 * With ε = 2⁻²³ for float32 and 2⁻⁵² for float64, every number of the input is moved by 4ε (log-probabilities by
 * 4ε · (1 + |value|), other numbers relative to their size), in ten ways: all log-probabilities up, all down, and eight
 * times at random. A result may be off by twice the largest change seen, plus 4ε of its own size.
 *
 * At a kink, where the smallest change of a log-probability switches a gradient on or off, the tolerance is therefore wide; a
 * result that does not depend on rounding (a masked token's gradient, the advantages of equal rewards, a count) must be exact
 * to the last digits; and no tolerance is chosen by hand.
 */
export const EPSILON: Readonly<Record<Backend['precision'], number>> = {
  float32: 2 ** -23,
  float64: 2 ** -52,
}

const INPUT_STEPS = 4
const ALLOWANCE = 2
const RESULT_STEPS = 4
const RANDOM_MOVES = 8
/** Devices may flush subnormal float32 numbers to 0. */
const SMALLEST = 2 ** -126

/** Results by name; a scalar is a list of one number. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>

/**
 * A sentence about the first result of `actual` that is out of tolerance. `nearby`: the reference's results for moved inputs.
 *
 * @param slack a difference that is always allowed, relative to max(1, |expected|)
 * @param subject who returned `actual`
 */
export function findDiscrepancy(
  actual: Numbers,
  reference: Numbers,
  nearby: readonly Numbers[],
  epsilon: number,
  slack = 0,
  subject = 'the backend',
): string | undefined {
  const names = Object.keys(reference).sort().join(', ')
  const actualNames = Object.keys(actual).sort().join(', ')
  if (actualNames !== names) return `results are ${names}; ${subject} returned ${actualNames}`
  for (const [name, expected] of Object.entries(reference)) {
    const values = actual[name]!
    if (values.length !== expected.length) {
      return `${name} has ${expected.length} values; ${subject} returned ${values.length}`
    }
    for (let i = 0; i < expected.length; i++) {
      const target = expected[i]!
      if (Object.is(values[i], target)) continue
      let change = 0
      for (const other of nearby) change = Math.max(change, Math.abs(other[name]![i]! - target))
      const tolerance =
        ALLOWANCE * change +
        RESULT_STEPS * epsilon * Math.abs(target) +
        Math.max(SMALLEST, slack * Math.max(1, Math.abs(target)))
      if (!(Math.abs(values[i]! - target) <= tolerance)) {
        const where = expected.length === 1 ? name : `${name}[${i}]`
        return `${where} must be ${target} ± ${tolerance}; ${subject} returned ${values[i]}`
      }
    }
  }
  return undefined
}

export const lossNumbers = ({ loss, gradLogProbs, gradEntropies, metrics }: PolicyLoss): Numbers => ({
  loss: [loss],
  gradLogProbs,
  ...(gradEntropies && { gradEntropies }),
  ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`metrics.${name}`, [value].flat()])),
})

export const advantageNumbers = ({ advantages, statistics }: Advantages): Numbers => ({
  advantages,
  ...Object.fromEntries(
    Object.entries(statistics).flatMap(([name, values]) =>
      values === undefined ? [] : [[`statistics.${name}`, numbersIn(values)]],
    ),
  ),
})

/** A number, the numbers of a list, or those of an object's fields, however deep. */
const numbersIn = (value: unknown): ArrayLike<number> => {
  if (typeof value === 'number') return [value]
  if (ArrayBuffer.isView(value)) return value as unknown as ArrayLike<number>
  return Object.values(value as object).flatMap((part) => Array.from(numbersIn(part)))
}

/** The batch with its numbers moved in each of the ten ways. */
export function nearbyBatches(batch: TokenBatch, epsilon: number): TokenBatch[] {
  const step = INPUT_STEPS * epsilon
  const moved = (direction: () => number, ratherLogProbs: () => number): TokenBatch => ({
    ...batch,
    logProbs: shifted(batch.logProbs, step, ratherLogProbs),
    oldLogProbs: shifted(batch.oldLogProbs, step, direction),
    ...(batch.refLogProbs && { refLogProbs: shifted(batch.refLogProbs, step, direction) }),
    ...(batch.rolloutLogProbs && { rolloutLogProbs: shifted(batch.rolloutLogProbs, step, direction) }),
    advantages: stretched(batch.advantages, step, direction),
    ...(batch.importanceWeights && {
      importanceWeights: stretched(batch.importanceWeights, step, direction),
    }),
    ...(batch.entropies && { entropies: stretched(batch.entropies, step, direction) }),
  })
  const still = () => 0
  return [
    moved(still, () => 1),
    moved(still, () => -1),
    ...Array.from({ length: RANDOM_MOVES }, (_, k) => {
      const random = randomNumbers(k)
      const either = () => (random() < 0.5 ? -1 : 1)
      return moved(either, either)
    }),
  ]
}

/** The groups with their rewards moved; equal rewards stay equal. */
export function nearbyGroups(groups: PromptGroups, epsilon: number): PromptGroups[] {
  return Array.from({ length: RANDOM_MOVES + 2 }, (_, k) => {
    const random = randomNumbers(k)
    const moves = new Map<number, number>()
    const move = (value: number): number => {
      if (!moves.has(value)) moves.set(value, value * (1 + INPUT_STEPS * epsilon * (random() < 0.5 ? -1 : 1)))
      return moves.get(value)!
    }
    return {
      ...groups,
      rewards: groups.rewards.map(move),
      ...(groups.baselines && { baselines: groups.baselines.map(move) }),
      ...(groups.components && { components: groups.components.map((component) => component.map(move)) }),
    }
  })
}

const shifted = (values: FloatArray, step: number, direction: () => number): Float64Array =>
  Float64Array.from(values, (value) => value + direction() * step * (1 + Math.abs(value)))

const stretched = (values: FloatArray, step: number, direction: () => number): Float64Array =>
  Float64Array.from(values, (value) => value * (1 + direction() * step))
