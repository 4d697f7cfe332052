import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import type { BatchPart } from './split-batch.js'
import type { PolicyLoss, PolicyLossMetrics, TokenBatch } from './token-batch.js'

/**
 * The metrics of the whole batch from those of its parts: sums stay sums, means over tokens or rollouts are weighed by how
 * many the part has, extremes are those of the parts that have tokens. Right for parts that carry the whole's denominators
 * (`splitBatch`).
 *
 * @param parts the metrics, or the losses that have them, of at least one part of the same options.
 * @returns `Left` for no parts, or a part without what another has.
 */
export function mergeMetrics(
  parts: readonly (PolicyLossMetrics | Pick<PolicyLoss, 'metrics'>)[],
): Either<BadBatch, PolicyLossMetrics> {
  if (!Array.isArray(parts) || parts.length === 0) {
    return left(badBatch('parts', 'the metrics of at least one part', parts))
  }
  for (let k = 0; k < parts.length; k++) {
    if (typeof parts[k] !== 'object' || parts[k] === null) {
      return left(badBatch(`parts[${k}]`, 'the metrics of a part', parts[k]))
    }
  }
  const metrics = parts.map((part) => ('metrics' in part ? part.metrics : part))
  const names = Object.keys(metrics[0]!).sort().join(', ')
  const other = metrics.findIndex((of) => Object.keys(of).sort().join(', ') !== names)
  if (other >= 0) {
    return left(
      badBatch(`parts[${other}]`, `metrics of the same names as the first: ${names}`, metrics[other]),
    )
  }
  return right(merged(metrics))
}

function merged(parts: readonly PolicyLossMetrics[]): PolicyLossMetrics {
  const sum = (of: (part: PolicyLossMetrics) => number) => parts.reduce((total, part) => total + of(part), 0)
  const mean = (name: Mean, count: 'tokens' | 'rollouts' | 'clipUnits') => {
    const units = sum((part) => part[count]!)
    return units === 0 ? 0 : sum((part) => weighed(part[name]!, part[count]!)) / units
  }
  const withTokens = parts.filter(({ tokens }) => tokens > 0)
  const withRollouts = parts.filter(({ rollouts }) => rollouts > 0)
  const first = parts[0]!
  return {
    policyLoss: sum((part) => part.policyLoss),
    clipFraction: mean('clipFraction', 'tokens'),
    clipFractionLower: mean('clipFractionLower', 'tokens'),
    ...(first.clipUnits !== undefined && {
      clipUnits: sum((part) => part.clipUnits!),
      clipFractionBelow: mean('clipFractionBelow', 'clipUnits'),
      clipFractionAbove: mean('clipFractionAbove', 'clipUnits'),
      clipFractionBelowMin: least(withRollouts.map((part) => part.clipFractionBelowMin!)),
      clipFractionAboveMax: largest(withRollouts.map((part) => part.clipFractionAboveMax!)),
    }),
    approxKl: mean('approxKl', 'tokens'),
    ratioMean: mean('ratioMean', 'tokens'),
    ratioMin: least(withTokens.map((part) => part.ratioMin)),
    ratioMax: largest(withTokens.map((part) => part.ratioMax)),
    tokens: sum((part) => part.tokens),
    rollouts: sum((part) => part.rollouts),
    ...(first.kl !== undefined && { kl: sum((part) => part.kl!) }),
    ...(first.klTerms !== undefined && {
      klTerms: first.klTerms.map((_, k) => sum((part) => part.klTerms![k]!)),
    }),
    ...(first.entropy !== undefined && { entropy: sum((part) => part.entropy!) }),
    ...(first.sequenceWeightMean !== undefined && {
      sequenceWeightMean: mean('sequenceWeightMean', 'rollouts'),
    }),
    ...(first.weightMean !== undefined && {
      weightMean: mean('weightMean', 'tokens'),
      effectiveSampleSize: effectiveSampleSize(withTokens),
    }),
  }
}

type Mean = Exclude<keyof PolicyLossMetrics, 'klTerms'>

/** mean · count, and 0 for a count of 0, also where the mean overflowed. */
const weighed = (mean: number, count: number): number => (count === 0 ? 0 : mean * count)

const least = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => Math.min(a, b))
const largest = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => Math.max(a, b))

/** (Σw)² / (N·Σw²), with Σw = mean · n of each part and Σw² = (Σw)² / (n · its effective sample size). */
function effectiveSampleSize(parts: readonly PolicyLossMetrics[]): number {
  // Divided by the largest sum, so that the squares do not overflow float64.
  const scale = largest(parts.map(({ weightMean, tokens }) => Math.abs(weightMean! * tokens)))
  let tokens = 0
  let sum = 0
  let squares = 0
  for (const part of parts) {
    tokens += part.tokens
    const own = (part.weightMean! * part.tokens) / scale
    if (!(own !== 0 && part.effectiveSampleSize! > 0)) continue
    sum += own
    squares += ((own / part.tokens) * own) / part.effectiveSampleSize!
  }
  return squares === 0 ? 0 : (sum / squares) * (sum / tokens)
}

/**
 * The loss of the whole batch from those of its parts, the gradient in the layout of the batch that was cut.
 *
 * @param batch what `splitBatch` was given.
 * @param parts what it returned, all of them.
 * @param losses `policyLoss(part, options)` of each, in the same order.
 * @returns `Left` where they do not fit each other.
 */
export function mergeLosses(
  batch: Pick<TokenBatch, 'logProbs' | 'rollouts'>,
  parts: readonly BatchPart[],
  losses: readonly PolicyLoss[],
): Either<BadBatch, PolicyLoss> {
  if (!Array.isArray(parts)) return left(badBatch('parts', 'the list that splitBatch returns', parts))
  if (!Array.isArray(losses) || losses.length !== parts.length) {
    return left(badBatch('losses', `one for each of ${parts.length} parts`, losses))
  }
  for (let k = 0; k < parts.length; k++) {
    const positions = parts[k]?.partOf?.positions
    if (positions === undefined)
      return left(badBatch(`parts[${k}]`, 'a part that splitBatch returned', parts[k]))
    const gradLogProbs = losses[k]?.gradLogProbs
    if (gradLogProbs === undefined) {
      return left(
        badBatch(`losses[${k}]`, 'what policyLoss returns, out of its Right (see orThrow)', losses[k]),
      )
    }
    if (gradLogProbs.length !== positions.length) {
      const received = `${gradLogProbs.length} values`
      return left(badBatch(`losses[${k}].gradLogProbs`, `${positions.length} values`, received))
    }
  }
  const metrics = mergeMetrics(losses)
  if (metrics._tag === 'Left') return metrics
  const single = losses.every(({ gradLogProbs }) => gradLogProbs instanceof Float32Array)
  const gradLogProbs = new (single ? Float32Array : Float64Array)(batch.logProbs.length)
  const gradEntropies = losses[0]!.gradEntropies && new Float64Array(batch.rollouts)
  parts.forEach(({ partOf, rows }, k) => {
    const part = losses[k]!
    for (let i = 0; i < partOf.positions.length; i++)
      gradLogProbs[partOf.positions[i]!] = part.gradLogProbs[i]!
    if (gradEntropies === undefined) return
    for (let s = 0; s < rows.length; s++) gradEntropies[rows[s]!] = part.gradEntropies![s]!
  })
  return right({
    loss: losses.reduce((sum, { loss }) => sum + loss, 0),
    gradLogProbs,
    ...(gradEntropies && { gradEntropies }),
    metrics: metrics.right,
  })
}
