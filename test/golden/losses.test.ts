import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type PolicyLossOptions, policyLoss } from '../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'

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
  for (const golden of cases.filter((c) => c.lossMode === 'vanilla' && c.klMode === undefined)) {
    it(golden.id, () => {
      const result = policyLoss(batchOf(golden), optionsOf(golden))
      if (isLeft(result)) throw new Error(JSON.stringify(result.left))
      const { loss, gradLogProbs } = result.right
      expectClose(loss, golden.loss, 1e-12)
      golden.gradLogProbs?.forEach((expected, i) => {
        expectClose(gradLogProbs[i]!, expected, 1e-12)
      })
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
  const { clipLow, clipHigh, clipC } = golden.params as Record<string, number>
  return {
    kind: 'vanilla',
    aggregation: golden.aggMode as never,
    clipLow,
    clipHigh,
    dualClip: clipC,
    normalization: golden.ref === 'golongrl' ? 'length' : 'rollouts-and-length',
  }
}

/** Within `tolerance`, relative to the larger of the expected number and the smallest that still matters. */
function expectClose(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1e-3))
}
