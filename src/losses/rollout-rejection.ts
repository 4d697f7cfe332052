import { type BadOption, badOption } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'
import { holdLogRatio, LOG_RATIO_LIMIT } from './importance-ratio.js'
import type { LogRatios } from './rollout-mismatch.js'
import { shareOf, spreadOf } from './statistics.js'

type Divergence = 'k1' | 'k2' | 'k3'

/** What a rule measures: at each token, or one number per rollout from its tokens. */
export type RejectionMeasure = `token-${Divergence}` | `seq-${'sum' | 'mean' | 'max'}-${Divergence}`

/**
 * A token, or a rollout as a whole, stays if its measure lies within bounds (inclusive).
 *
 * For k1 the bounds are on the ratio rollout / old probability, and the measure is compared with their logarithms: verl's
 * convention, so { lower: 0.5, upper: 5 } keeps old / rollout in [0.2, 2], though its documentation reads the other way.
 * For k2 and k3, which are 0 or more, `upper` bounds the measure itself.
 */
export interface RejectionRule {
  readonly measure: RejectionMeasure
  readonly upper: number
  /** k1 only. Above 0, at most `upper` and 1e100. Default: 1 / upper. */
  readonly lower?: number
}

export interface RejectionMetrics {
  /** Share of response tokens rejected by any rule. */
  readonly rejectedFraction: number
  /** Share of all rollouts that lost a token. */
  readonly rolloutRejectedFraction: number
  readonly rules: readonly RuleMetrics[]
}

/** One rule's measure over the response tokens; a rollout's measure counts for each of its tokens. */
export interface RuleMetrics {
  readonly rule: RejectionRule
  readonly mean: number
  readonly max: number
  readonly min: number
  /** Population standard deviation of the measure clamped into the bounds. */
  readonly std: number
  /** Share above and below the bounds: of tokens, for a `seq-…` measure of rollouts with tokens. */
  readonly fractionHigh: number
  readonly fractionLow: number
  /** Over the rollouts with tokens: of the measure, its mean for a token measure. */
  readonly rolloutMean: number
  readonly rolloutStd: number
  readonly rolloutMax: number
  readonly rolloutMin: number
  readonly rolloutMaxDeviation: number
  readonly rolloutFractionHigh: number
  readonly rolloutFractionLow: number
  /** Share of response tokens this rule rejects, and of rollouts with tokens that it takes a token from. */
  readonly rejectedFraction: number
  readonly rolloutRejectedFraction: number
}

/**
 * Takes out of the mask what is too far off-policy, by estimators of the divergence with d = oldLogProb − rolloutLogProb
 * held within ± 20:
 *
 *     k1 = −d,   k2 = d² / 2,   k3 = e^d − d − 1
 *
 * Rules are independent of each other: a token stays if every one of them keeps it.
 *
 * @see verl `rollout_corr_helper.compute_rollout_rejection_mask`
 */
export function reject(
  batch: LogRatios,
  rules: readonly RejectionRule[],
): { readonly responseMask: Uint8Array; readonly metrics: RejectionMetrics } {
  const { responseMask, starts, rollouts } = batch
  const kept = new Uint8Array(starts[rollouts]!)
  for (let i = 0; i < kept.length; i++) kept[i] = responseMask === undefined || responseMask[i] ? 1 : 0
  const ruleMetrics = rules.map((rule) => applyRule(batch, rule, kept))
  return { responseMask: kept, metrics: { ...rejectedShares(batch, kept), rules: ruleMetrics } }
}

/** The conditions between options, which the rows cannot express. */
export function checkRejection(rules: readonly RejectionRule[] = []): BadOption | undefined {
  for (const [index, { measure, upper, lower }] of rules.entries()) {
    const at = `options.rejection[${index}]`
    const ofRatio = measure.endsWith('k1')
    if (!ofRatio && lower !== undefined) {
      return badOption(`${at}.lower`, 'absent: k2 and k3 have no lower bound', lower)
    }
    if (ofRatio && lower === undefined && upper < 1) {
      return badOption(`${at}.upper`, 'at least 1, or lower given', upper)
    }
    if (lower !== undefined && lower > upper) {
      return badOption(`${at}.lower`, `above 0 and at most upper (${upper})`, lower)
    }
  }
  return undefined
}

const MEASURES = /* @__PURE__ */ ['token', 'seq-sum', 'seq-mean', 'seq-max'].flatMap((level) =>
  ['k1', 'k2', 'k3'].map((divergence) => `${level}-${divergence}` as RejectionMeasure),
)

const RULE_OPTIONS: OptionRows<RejectionRule> = {
  measure: { kind: 'choice', of: MEASURES },
  upper: { kind: 'number', above: 0 },
  lower: { kind: 'number', above: 0, to: LARGEST },
}

/** What a list of rules may be. */
export const REJECTION_ROW: OptionRow = {
  kind: 'list',
  of: { kind: 'object', fields: RULE_OPTIONS, required: ['measure', 'upper'] },
  default: [],
}

/** Clears `kept` where the rule rejects. */
function applyRule(batch: LogRatios, rule: RejectionRule, kept: Uint8Array): RuleMetrics {
  const { responseMask, starts, lengths, rollouts } = batch
  const byToken = rule.measure.startsWith('token')
  const [lowest, highest] = limits(rule)
  const tokens = lengths.reduce((sum, length) => sum + length, 0)
  const tokenMeasures = new Float64Array(tokens)
  const rolloutMeasures = new Float64Array(lengths.filter((length) => length > 0).length)
  let token = 0
  let measured = 0
  let rejected = 0
  let rolloutsRejected = 0
  for (let rollout = 0; rollout < rollouts; rollout++) {
    if (lengths[rollout] === 0) continue
    const first = token
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask === undefined || responseMask[i]) {
        tokenMeasures[token++] = divergence(rule.measure, batch.oldLogProbs[i]! - batch.rolloutLogProbs[i]!)
      }
    }
    const own = tokenMeasures.subarray(first, token)
    const measure = ofRollout(rule.measure, own)
    rolloutMeasures[measured++] = measure
    if (!byToken) own.fill(measure)
    let lost = 0
    token = first
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const value = tokenMeasures[token++]!
      if (value >= lowest && value <= highest) continue
      kept[i] = 0
      lost++
    }
    rejected += lost
    if (lost > 0) rolloutsRejected++
  }
  const overTokens = spreadOf(tokenMeasures)
  const overRollouts = spreadOf(rolloutMeasures)
  const above = (value: number) => value > highest
  const below = (value: number) => value < lowest
  const judged = byToken ? tokenMeasures : rolloutMeasures
  const clamped = spreadOf(tokenMeasures.map((value) => Math.min(Math.max(value, lowest), highest)))
  return {
    rule,
    mean: overTokens.mean,
    max: overTokens.max,
    min: overTokens.min,
    std: tokens === 0 ? 0 : clamped.std * Math.sqrt((tokens - 1) / tokens),
    fractionHigh: shareOf(judged, above),
    fractionLow: shareOf(judged, below),
    rolloutMean: overRollouts.mean,
    rolloutStd: overRollouts.std,
    rolloutMax: overRollouts.max,
    rolloutMin: overRollouts.min,
    rolloutMaxDeviation: rolloutMeasures.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    rolloutFractionHigh: shareOf(rolloutMeasures, above),
    rolloutFractionLow: shareOf(rolloutMeasures, below),
    rejectedFraction: rejected / Math.max(tokens, 1),
    rolloutRejectedFraction: rolloutsRejected / Math.max(rolloutMeasures.length, 1),
  }
}

function limits({ measure, upper, lower = 1 / upper }: RejectionRule): readonly [number, number] {
  return measure.endsWith('k1') ? [Math.log(lower), Math.log(upper)] : [Number.NEGATIVE_INFINITY, upper]
}

function divergence(measure: RejectionMeasure, rawLogRatio: number): number {
  const logRatio = holdLogRatio(rawLogRatio, LOG_RATIO_LIMIT)
  if (measure.endsWith('k1')) return -logRatio
  if (measure.endsWith('k2')) return (logRatio * logRatio) / 2
  return Math.exp(logRatio) - logRatio - 1
}

function ofRollout(measure: RejectionMeasure, values: Float64Array): number {
  if (measure.startsWith('seq-max')) return values.reduce((most, value) => Math.max(most, value))
  const sum = values.reduce((total, value) => total + value, 0)
  return measure.startsWith('seq-sum') ? sum : sum / values.length
}

function rejectedShares(
  { responseMask, starts, rollouts }: LogRatios,
  kept: Uint8Array,
): { readonly rejectedFraction: number; readonly rolloutRejectedFraction: number } {
  let tokens = 0
  let rejected = 0
  let rolloutsRejected = 0
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const before = rejected
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      tokens++
      if (kept[i] === 0) rejected++
    }
    if (rejected > before) rolloutsRejected++
  }
  return {
    rejectedFraction: rejected / Math.max(tokens, 1),
    rolloutRejectedFraction: rolloutsRejected / Math.max(rollouts, 1),
  }
}
