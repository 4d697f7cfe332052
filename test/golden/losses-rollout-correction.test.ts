import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/errors.js'
import {
  type RolloutCorrection,
  type RolloutCorrectionOptions,
  rolloutCorrection,
} from '../../src/losses/rollout-correction.js'

/** One case of rolloutcorr.jsonl: what one of three versions of the reference makes of it. */
interface Case {
  readonly id: string
  readonly impl: 'golongrl' | 'verl-main' | 'verl-21271aabb'
  readonly params: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly rows: number
  readonly cols: number
  readonly oldLogProbs: readonly number[]
  readonly rolloutLogProbs: readonly number[]
  readonly mask: readonly number[]
  readonly weights: readonly number[] | null
  readonly newMask: readonly number[]
  readonly metrics: Readonly<Record<string, number>>
}

const cases: readonly Case[] = readFileSync(new URL('./advloss/rolloutcorr.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('the reference rollout correction', () => {
  for (const golden of cases) {
    it(`${golden.id} ${JSON.stringify(golden.params)}`, () => {
      const result = rolloutCorrection(
        {
          rollouts: golden.rows,
          tokens: golden.cols,
          oldLogProbs: Float64Array.from(golden.oldLogProbs),
          rolloutLogProbs: Float64Array.from(golden.rolloutLogProbs),
          responseMask: Uint8Array.from(golden.mask),
        },
        optionsOf(golden),
      )
      if (isLeft(result)) throw new Error(describeError(result.left))
      const { importanceWeights, responseMask, metrics } = result.right
      expect([...responseMask]).toEqual(golden.newMask)
      expect(importanceWeights === undefined).toBe(golden.weights === null)
      golden.weights?.forEach((weight, i) => {
        expectClose(`weights[${i}]`, importanceWeights![i]!, weight, 1e-12)
      })
      for (const [name, expected] of Object.entries(golden.metrics)) {
        expectClose(name, metricOf(name.split('/')[1]!, metrics, golden), expected, 1e-6)
      }
    })
  }
})

function optionsOf({ impl, params }: Case): RolloutCorrectionOptions {
  if (impl === 'verl-21271aabb') {
    return {
      level: params.level as 'token',
      mode: params.mode === 'clip' ? 'mask' : 'truncate',
      upper: params.thresholdUpper as number,
      lower: (params.thresholdLower as number | null) ?? 1 / (params.thresholdUpper as number),
      vetoThreshold: (params.vetoThreshold as number | null) ?? 0,
    }
  }
  const [lower, upper] = rangeOf(params.rolloutIsThreshold as string | number)
  const rules = (params.rolloutRs as string | null | undefined)?.split(',') ?? []
  const thresholds = (params.rolloutRsThreshold as string | null | undefined)?.split(',') ?? []
  return {
    level: (params.rolloutIs as 'token' | 'sequence' | null) ?? 'none',
    mode: typeof params.rolloutIsThreshold === 'string' ? 'mask' : 'truncate',
    lower,
    upper,
    vetoThreshold: 0,
    batchNormalize: params.batchNormalize === true,
    rejection: rules.map((rule, index) => {
      const [least, most] = rangeOf(thresholds[index]!)
      return {
        measure: rule.replaceAll('_', '-') as 'token-k1',
        upper: most,
        ...(rule.endsWith('k1') && { lower: least }),
      }
    }),
  }
}

/** "0.5_5.0" is a range; one number is its upper end, with the reciprocal below. */
function rangeOf(threshold: string | number): readonly [number, number] {
  const ends = String(threshold).split('_').map(Number)
  return ends.length === 2 ? [ends[0]!, ends[1]!] : [1 / ends[0]!, ends[0]!]
}

/** Our metric for one of the reference's. */
function metricOf(name: string, metrics: RolloutCorrection['metrics'], { impl }: Case): number {
  const mismatch = MISMATCH[name.replace('mismatch_', '')]
  if (mismatch !== undefined) return metrics.mismatch[mismatch]
  if (name === 'rollout_rs_masked_fraction') return metrics.rejection!.rejectedFraction
  if (name === 'rollout_rs_seq_masked_fraction') return metrics.rejection!.rolloutRejectedFraction
  const rule = metrics.rejection?.rules.find((r) =>
    name.startsWith(`rollout_rs_${r.rule.measure.replaceAll('-', '_')}_`),
  )
  if (rule !== undefined) {
    return rule[RULE[name.replace(`rollout_rs_${rule.rule.measure.replaceAll('-', '_')}_`, '')]!]
  }
  const own = OWN[name]
  if (own !== undefined) return metrics.weights![own]!
  // verl main describes the weights after IcePop has set some to 0, the other versions before any bound
  return metrics.weights![impl === 'verl-main' ? 'applied' : 'raw'][SUMMARY[name]!]
}

const MISMATCH: Readonly<Record<string, keyof RolloutCorrection['metrics']['mismatch']>> = {
  training_ppl: 'trainingPerplexity',
  training_log_ppl: 'trainingLogPerplexity',
  rollout_ppl: 'rolloutPerplexity',
  rollout_log_ppl: 'rolloutLogPerplexity',
  kl: 'kl',
  k3_kl: 'k3Kl',
  log_ppl_diff: 'logPerplexityDifference',
  log_ppl_abs_diff: 'logPerplexityAbsoluteDifference',
  log_ppl_diff_max: 'logPerplexityDifferenceMax',
  log_ppl_diff_min: 'logPerplexityDifferenceMin',
  ppl_ratio: 'perplexityRatio',
  chi2_token: 'chiSquaredToken',
  chi2_seq: 'chiSquaredSequence',
}

type Weights = NonNullable<RolloutCorrection['metrics']['weights']>

const OWN: Readonly<Record<string, Exclude<keyof Weights, 'raw' | 'applied'>>> = {
  rollout_is_ratio_fraction_high: 'fractionHigh',
  rollout_is_ratio_fraction_low: 'fractionLow',
  rollout_is_seq_fraction_high: 'rolloutFractionHigh',
  rollout_is_seq_fraction_low: 'rolloutFractionLow',
  rollout_is_clipped_fraction: 'outOfBoundsFraction',
  rollout_is_oob_ratio: 'outOfBoundsFraction',
  rollout_is_seq_clipped_fraction: 'rolloutOutOfBoundsFraction',
  rollout_is_veto_fraction: 'vetoedFraction',
  rollout_is_catastrophic_token_fraction: 'catastrophicFraction',
  rollout_is_batch_norm_factor: 'normalizationFactor',
}

const SUMMARY: Readonly<Record<string, keyof Weights['raw']>> = {
  rollout_is_mean: 'mean',
  rollout_is_max: 'max',
  rollout_is_min: 'min',
  rollout_is_std: 'std',
  rollout_is_eff_sample_size: 'effectiveSampleSize',
  rollout_is_seq_mean: 'rolloutMean',
  rollout_is_seq_std: 'rolloutStd',
  rollout_is_seq_max: 'rolloutMax',
  rollout_is_seq_min: 'rolloutMin',
  rollout_is_seq_max_deviation: 'rolloutMaxDeviation',
}

type Rule = NonNullable<RolloutCorrection['metrics']['rejection']>['rules'][number]

const RULE: Readonly<Record<string, Exclude<keyof Rule, 'rule'>>> = {
  mean: 'mean',
  max: 'max',
  min: 'min',
  std: 'std',
  fraction_high: 'fractionHigh',
  fraction_low: 'fractionLow',
  seq_mean: 'rolloutMean',
  seq_std: 'rolloutStd',
  seq_max: 'rolloutMax',
  seq_min: 'rolloutMin',
  seq_max_deviation: 'rolloutMaxDeviation',
  seq_fraction_high: 'rolloutFractionHigh',
  seq_fraction_low: 'rolloutFractionLow',
  masked_fraction: 'rejectedFraction',
  seq_masked_fraction: 'rolloutRejectedFraction',
}

/** Relative to the expected number, or to 1e-6 of it where that is near 0: the reference's metrics are partly float32. */
function expectClose(name: string, actual: number, expected: number, tolerance: number): void {
  const allowed = tolerance * Math.max(Math.abs(expected), tolerance === 1e-6 ? 1 : 0)
  expect(Math.abs(actual - expected), `${name}: ${actual} for ${expected}`).toBeLessThanOrEqual(allowed)
}
