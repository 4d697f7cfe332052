import { type BadBatch, badBatch } from '../errors.js'
import { type CheckedBatch, PER_TOKEN } from './checked-batch.js'
import { klOptionsOf } from './kl.js'
import type { PolicyLossOptions } from './loss-options.js'
import type { FloatArray } from './token-batch.js'

/**
 * Whether every selected log-ratio and every number of the gradient is finite. A small sum of their magnitudes proves it;
 * otherwise the tokens are checked one by one.
 */
export function isFiniteThroughout(
  batch: CheckedBatch,
  magnitudes: number,
  gradLogProbs: FloatArray,
): boolean {
  if (magnitudes < SMALL_SUM) return true
  const { starts, responseMask, logProbs, oldLogProbs, rolloutLogProbs = oldLogProbs } = batch
  for (let i = 0; i < starts[batch.rollouts]!; i++) {
    if (responseMask !== undefined && !responseMask[i]) continue
    const allFinite =
      Number.isFinite(logProbs[i]! - oldLogProbs[i]!) &&
      Number.isFinite(logProbs[i]! - rolloutLogProbs[i]!) &&
      Number.isFinite(gradLogProbs[i])
    if (!allFinite) return false
  }
  return true
}

/** Well inside float32, which ends at 3.4e38. */
const SMALL_SUM = 1e38

/** The first selected number that is NaN or infinite, if there is one. Called only where a loss or a gradient is not finite. */
export function findNonFinite(batch: CheckedBatch): BadBatch | undefined {
  const found = findSelected(batch, (_, value) => !Number.isFinite(value))
  return found && badBatch(found.argument, 'finite where the response mask selects', found.value)
}

/**
 * Why a loss or its gradient is not finite: the first selected number that is not; the first negative importance weight
 * where the kind takes its logarithm; a factor among the options that is larger than all selected numbers; else the largest
 * of these.
 */
export function explainNonFinite(
  batch: CheckedBatch,
  options: PolicyLossOptions,
  gradLogProbs: FloatArray,
): BadBatch {
  return findNonFinite(batch) ?? findNegative(batch, options) ?? findLargest(batch, options, gradLogProbs)
}

function findNegative(batch: CheckedBatch, { kind }: PolicyLossOptions): BadBatch | undefined {
  if (kind !== 'geo-mean' && kind !== 'vespo') return undefined
  const found = findSelected(batch, (name, value) => name === 'importanceWeights' && value < 0)
  return found && badBatch(found.argument, `0 or more: ${kind} takes its logarithm`, found.value)
}

function findLargest(batch: CheckedBatch, options: PolicyLossOptions, gradLogProbs: FloatArray): BadBatch {
  let largest = 0
  findSelected(batch, (_, value) => {
    largest = Math.max(largest, Math.abs(value))
    return false
  })
  const { argument, value } =
    findFactor(options, largest) ?? findSelected(batch, (_, number) => Math.abs(number) === largest)!
  const side = argument.startsWith('denominators') ? 'larger' : 'of smaller magnitude'
  const precision =
    gradLogProbs instanceof Float32Array ? 'a gradient that float32 holds' : 'a finite gradient'
  return badBatch(argument, `${side}, for a finite loss and ${precision}`, value)
}

interface Found {
  readonly argument: string
  readonly value: number
}

/** A factor on everything that is larger than `size`, or a denominator that makes it so. */
function findFactor(options: PolicyLossOptions, size: number): Found | undefined {
  const { denominators = {} } = options
  const terms = klOptionsOf(options)
  const klFactors = terms.map(
    ({ coefficient }, k) =>
      [Array.isArray(options.kl) ? `kl[${k}].coefficient` : 'kl.coefficient', coefficient] as const,
  )
  const factors = [...klFactors, ...Object.entries(options).filter(([name]) => FACTORS.includes(name))]
  for (const [argument, value] of factors) {
    if (Math.abs(value as number) > size) return { argument, value: value as number }
  }
  for (const [name, value] of Object.entries(denominators)) {
    if (typeof value !== 'number') continue
    if (1 / value > size) return { argument: `denominators.${name}`, value }
  }
  return undefined
}

const FACTORS = [
  'entropyCoefficient',
  'klCoefficient',
  'droBeta',
  'powerPos',
  'powerNeg',
  'decayPos',
  'decayNeg',
]

/** The first number at a selected token that is the one looked for. */
function findSelected(
  batch: CheckedBatch,
  isIt: (name: string, value: number) => boolean,
): Found | undefined {
  const { starts, responseMask, advantages, advantagePerToken } = batch
  for (let rollout = 0; rollout < batch.rollouts; rollout++) {
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      for (const name of ['logProbs', ...PER_TOKEN] as const) {
        const value = batch[name]?.[i]
        if (value !== undefined && isIt(name, value)) return { argument: `${name}[${i}]`, value }
      }
      const at = advantagePerToken ? i : rollout
      const advantage = advantages[at]!
      if (isIt('advantages', advantage)) return { argument: `advantages[${at}]`, value: advantage }
    }
  }
  return undefined
}
