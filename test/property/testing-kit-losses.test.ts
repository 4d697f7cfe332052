import { describe, expect, it } from 'vitest'
import type { TokenBatch } from '../../src/losses/token-batch.js'
import { type LossOutcome, lossLaws } from '../../src/testing/index.js'

interface Bugs {
  readonly multipliesMask?: boolean
  readonly countsPadding?: boolean
  readonly flipsSign?: boolean
  readonly gradientOfPadding?: boolean
  readonly stopsGradient?: boolean
  readonly writesInput?: boolean
  readonly weighsByRow?: boolean
  readonly entropyBonus?: boolean
  readonly ignoresOffsets?: boolean
  readonly firstAdvantageOnly?: boolean
  readonly countsWrongTokens?: boolean
}

/** PPO's clipped loss, token-mean, written down again without any of our code; `bugs` are planted one at a time. */
function clipped(batch: TokenBatch, bugs: Bugs = {}): LossOutcome {
  const { logProbs, oldLogProbs, advantages, responseMask, rollouts } = batch
  const columns = batch.tokens ?? 0
  const rowOf = (i: number) => {
    if (batch.offsets === undefined || bugs.ignoresOffsets) return Math.floor(i / columns)
    return batch.offsets.findIndex((start, row) => start <= i && i < batch.offsets![row + 1]!)
  }
  const selected = Array.from(logProbs, (_, i) => responseMask === undefined || Boolean(responseMask[i]))
  const tokens = selected.filter((bit) => bit || bugs.countsPadding).length
  const gradLogProbs = new Float64Array(logProbs.length)
  let loss = 0
  for (let i = 0; i < logProbs.length; i++) {
    if (!selected[i] && !bugs.multipliesMask && !bugs.gradientOfPadding) continue
    const row = rowOf(i)
    const advantage = advantages[advantages.length === rollouts ? (bugs.firstAdvantageOnly ? 0 : row) : i]!
    const ratio = Math.exp(logProbs[i]! - oldLogProbs[i]!)
    const held = Math.min(Math.max(ratio, 0.8), 1.28)
    const weight = (bugs.weighsByRow ? 1 + row : 1) / tokens
    const sign = bugs.flipsSign ? 1 : -1
    const value = Math.max(sign * advantage * ratio, sign * advantage * held)
    const bit = bugs.multipliesMask ? Number(selected[i]) : 1
    if (selected[i] || bugs.multipliesMask) loss += weight * value * bit
    if (bugs.entropyBonus) loss += 0.01 * weight * logProbs[i]!
    const active = value === sign * advantage * ratio
    const slope = bugs.stopsGradient ? sign * advantage : sign * advantage * ratio
    gradLogProbs[i] = active ? weight * slope * bit : 0
    if (bugs.entropyBonus) gradLogProbs[i]! += 0.01 * weight
  }
  if (bugs.writesInput) logProbs[0] = 0
  return { loss, gradLogProbs, metrics: { tokens: bugs.countsWrongTokens ? logProbs.length : tokens } }
}

describe('lossLaws', () => {
  it('passes a right clipped loss and says what it checked', () => {
    expect(lossLaws((batch) => clipped(batch))).toEqual([
      'finite',
      'leaves the batch alone',
      'deterministic',
      'padding is nothing',
      'NaN is no number',
      'no gradient at padding',
      'one advantage per rollout',
      'float32 is read too',
      'a mask may be booleans',
      'metrics are possible',
      'the gradient is the derivative',
      'proportional to the advantages',
      'pushes towards better rollouts',
      'on policy every token is pushed',
      'columns are nothing',
      'empty rows are nothing',
      'order of rollouts is nothing',
      'twice the batch',
      'packed is padded',
    ])
  })

  const planted: readonly [bug: keyof Bugs, law: string][] = [
    ['multipliesMask', 'padding is nothing'],
    ['countsPadding', 'columns are nothing'],
    ['flipsSign', 'pushes towards better rollouts'],
    ['gradientOfPadding', 'no gradient at padding'],
    ['stopsGradient', 'the gradient is the derivative'],
    ['writesInput', 'leaves the batch alone'],
    ['weighsByRow', 'order of rollouts is nothing'],
    ['entropyBonus', 'proportional to the advantages'],
    ['ignoresOffsets', 'packed is padded'],
    ['firstAdvantageOnly', 'one advantage per rollout'],
    ['countsWrongTokens', 'metrics are possible'],
  ]

  it.each(planted)('catches a loss that %s', (bug, law) => {
    const buggy = (batch: TokenBatch) => clipped(batch, { [bug]: true })
    expect(() => lossLaws(buggy)).toThrow(`The law "${law}" says`)
  })
})
