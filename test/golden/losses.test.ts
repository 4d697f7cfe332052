import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/errors.js'
import { type PolicyLossOptions, policyLoss } from '../../src/losses/policy-loss.js'
import type { PolicyLossMetrics, TokenBatch } from '../../src/losses/token-batch.js'

/** One case of losses.jsonl: the reference's loss, gradient (by automatic differentiation) and metrics. */
interface Case {
  readonly id: string
  readonly ref: 'golongrl' | 'verl-main' | 'trl'
  readonly lossMode: string
  readonly aggMode: string
  readonly params: Readonly<Record<string, number | string>>
  readonly rows: number
  readonly cols: number
  readonly logProbs: readonly number[]
  readonly oldLogProbs: readonly number[]
  readonly advantages: readonly number[]
  readonly mask: readonly number[]
  readonly isWeights?: readonly number[]
  readonly refLogProbs?: readonly number[]
  readonly klMode?: string
  readonly klCoef?: number
  readonly loss: number
  readonly gradLogProbs?: readonly number[]
  readonly metrics: Readonly<Record<string, number>>
}

const cases: readonly Case[] = readFileSync(new URL('./advloss/losses.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('the reference losses', () => {
  for (const golden of cases) {
    it(`${golden.id} ${golden.lossMode} ${golden.aggMode} ${golden.klMode ?? ''}`, () => {
      const result = policyLoss(batchOf(golden), optionsOf(golden))
      if (isLeft(result)) throw new Error(describeError(result.left))
      const { loss, gradLogProbs, metrics } = result.right
      expectClose('loss', loss, golden.loss, 1e-12)
      golden.gradLogProbs?.forEach((expected, i) => {
        expectClose(`gradient[${i}]`, gradLogProbs[i]!, expected, 1e-12)
      })
      for (const [name, expected] of Object.entries(golden.metrics)) {
        expectClose(name, metricOf(name, metrics, golden), expected, 1e-6)
      }
    })
  }
})

function batchOf(golden: Case): TokenBatch {
  return {
    rollouts: golden.rows,
    tokens: golden.cols,
    logProbs: Float64Array.from(golden.logProbs),
    oldLogProbs: Float64Array.from(golden.oldLogProbs),
    advantages: Float64Array.from(golden.advantages),
    responseMask: Uint8Array.from(golden.mask),
    importanceWeights: golden.isWeights && Float64Array.from(golden.isWeights),
    refLogProbs: golden.refLogProbs && Float64Array.from(golden.refLogProbs),
  }
}

function optionsOf(golden: Case): PolicyLossOptions {
  const { params } = golden
  const kl = golden.klMode && { estimator: golden.klMode, coefficient: golden.klCoef }
  const shared = { clipLow: params.clipLow, clipHigh: params.clipHigh, kl }
  const options =
    golden.ref === 'trl'
      ? {
          ...shared,
          ...TRL[golden.lossMode],
          profile: 'trl',
          ratioCap: golden.lossMode === 'trl_cispo' ? params.clipHigh : params.delta,
          importanceLevel: params.isLevel,
          denominators: golden.lossMode === 'trl_dr_grpo' ? { length: params.maxCompletionLength } : {},
          tauPos: params.tauPos,
          tauNeg: params.tauNeg,
        }
      : {
          ...shared,
          kind: golden.lossMode.replace('_', '-'),
          aggregation: golden.aggMode,
          profile: golden.ref === 'golongrl' ? 'published' : 'verl-main',
          dualClip: golden.lossMode === 'vanilla' ? params.clipC : undefined,
          ratioCap: golden.lossMode.startsWith('dppo') ? params.clipC : undefined,
          tauPos: params.tauPos,
          tauNeg: params.tauNeg,
          droBeta: params.droBeta,
        }
  return options as PolicyLossOptions
}

/** TRL's loss types in our terms. */
const TRL: Readonly<Record<string, object>> = {
  trl_grpo: { kind: 'vanilla', aggregation: 'seq-mean-token-mean' },
  trl_bnpo: { kind: 'vanilla', aggregation: 'token-mean' },
  trl_dr_grpo: { kind: 'vanilla', aggregation: 'seq-mean-token-sum-norm' },
  trl_dapo: { kind: 'vanilla', aggregation: 'token-mean' },
  trl_luspo: { kind: 'luspo', aggregation: 'seq-mean-token-sum' },
  trl_sapo: { kind: 'sapo' },
  trl_cispo: { kind: 'cispo', aggregation: 'token-mean' },
  trl_vespo: { kind: 'vespo', aggregation: 'token-mean' },
}

/** Our metric for one of the reference's. */
function metricOf(name: string, metrics: PolicyLossMetrics, golden: Case): number {
  switch (name) {
    case 'pgLoss':
      return metrics.policyLoss
    case 'clipFrac':
    case 'cispo_clip_ratio':
      return metrics.clipFraction
    case 'clipFracLower':
      return metrics.clipFractionLower
    case 'approxKl':
      return metrics.approxKl
    case 'klLoss':
      return metrics.kl!
    case 'kl': // TRL's is the mean over tokens; luspo sums the 6 tokens of each row
      return golden.lossMode === 'trl_luspo' ? metrics.kl! / golden.cols : metrics.kl!
    case 'clip_ratio/low_mean':
      return metrics.clipFractionBelow!
    case 'clip_ratio/high_mean':
      return metrics.clipFractionAbove!
    case 'clip_ratio/region_mean':
      return metrics.clipFractionBelow! + metrics.clipFractionAbove!
    case 'clip_ratio/low_min':
      return metrics.clipFractionBelowMin!
    case 'clip_ratio/high_max':
      return metrics.clipFractionAboveMax!
    case 'vespo/phi_seq_mean':
      return metrics.sequenceWeightMean!
    default:
      throw new Error(`no metric of ours is ${name}`)
  }
}

/** Relative to the expected number; 1e-15 for numbers that are 0 but for the rounding of a sum. */
function expectClose(name: string, actual: number, expected: number, tolerance: number): void {
  const distance = Math.abs(actual - expected)
  const allowed = tolerance * Math.abs(expected) + (expected === 0 ? 0 : 1e-15)
  expect(distance, `${name}: ${actual} for ${expected}`).toBeLessThanOrEqual(allowed)
}
