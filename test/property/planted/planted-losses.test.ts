/** Bugs that policy losses have had, planted one at a time in losses written here without any of our code. */
import { describe, expect, it } from 'vitest'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import {
  describeLoss,
  LawsBroken,
  type LossLawOptions,
  type LossOutcome,
  lossLaws,
} from '../../../src/testing/index.js'
import { firstBrokenLaw } from './first-broken-law.js'

/** What each step of PPO's clipped loss may do otherwise. */
interface Steps {
  readonly logRatio: (logProb: number, oldLogProb: number) => number
  readonly ratio: (logRatio: number) => number
  readonly held: (ratio: number, advantage: number) => number
  /** Of −A·ratio and −A·held. */
  readonly pick: (plain: number, clipped: number) => number
  readonly gradient: (advantage: number, ratio: number, held: number, isClipped: boolean) => number
  readonly advantage: (advantages: ArrayLike<number>, row: number, token: number, rollouts: number) => number
  readonly selects: (mask: ArrayLike<number | boolean> | undefined, token: number) => boolean
  readonly weight: (
    tokens: number,
    row: number,
    position: number,
    rollouts: number,
    columns: number,
    inRow: number,
  ) => number
}

const ppo: Steps = {
  logRatio: (logProb, oldLogProb) => logProb - oldLogProb,
  ratio: Math.exp,
  held: (ratio) => Math.min(Math.max(ratio, 0.8), 1.2),
  pick: Math.max,
  gradient: (advantage, ratio, _held, isClipped) => (isClipped ? 0 : -advantage * ratio),
  advantage: (advantages, row, token, rollouts) => advantages[advantages.length === rollouts ? row : token]!,
  selects: (mask, token) => mask === undefined || Boolean(mask[token]),
  weight: (tokens) => 1 / tokens,
}

const loss =
  (changes: Partial<Steps> = {}) =>
  (batch: TokenBatch): LossOutcome => {
    const steps = { ...ppo, ...changes }
    const { logProbs, oldLogProbs, advantages, responseMask, rollouts, offsets } = batch
    const columns = batch.tokens ?? 1
    const rowOf = (i: number) =>
      offsets === undefined
        ? Math.floor(i / columns)
        : offsets.findIndex((start, row) => start <= i && i < offsets[row + 1]!)
    const selected = [...logProbs.keys()].filter((i) => steps.selects(responseMask, i))
    const gradLogProbs = new Float64Array(logProbs.length)
    let total = 0
    for (const i of selected) {
      const row = rowOf(i)
      // An array of one per token and of one per rollout at the same time is read per token.
      const isPerRollout = advantages.length !== logProbs.length
      const advantage = steps.advantage(advantages, row, i, isPerRollout ? rollouts : -1)
      const ratio = steps.ratio(steps.logRatio(logProbs[i]!, oldLogProbs[i]!))
      const held = steps.held(ratio, advantage)
      const value = steps.pick(-advantage * ratio, -advantage * held)
      const inRow = selected.filter((other) => rowOf(other) === row)
      const weight = steps.weight(selected.length, row, inRow.indexOf(i), rollouts, columns, inRow.length)
      total += weight * value
      gradLogProbs[i] = weight * steps.gradient(advantage, ratio, held, value !== -advantage * ratio)
    }
    return { loss: total, gradLogProbs, metrics: { tokens: selected.length } }
  }

const paper: LossLawOptions = {
  like: {
    clipLow: 0.2,
    clipHigh: 0.2,
    dualClip: Number.POSITIVE_INFINITY,
    logRatioLimit: Number.POSITIVE_INFINITY,
  },
}

/** Caught by the laws alone, without a reference. */
const caughtByLaws: readonly [bug: string, changes: Partial<Steps>][] = [
  ['zero', { weight: () => 0 }],
  ['a gradient kept beyond the clip', { gradient: (a, ratio) => -a * ratio }],
  ['a gradient of the clipped ratio', { gradient: (a, _ratio, held) => -a * held }],
  ['a gradient lost below the clip', { gradient: (a, ratio) => (ratio < 0.8 ? 0 : -a * ratio) }],
  ['a gradient without the ratio', { gradient: (a, _ratio, _held, clipped) => (clipped ? 0 : -a) }],
  [
    'a gradient for positive advantages alone',
    { gradient: (a, ratio, _held, clipped) => (clipped || a < 0 ? 0 : -a * ratio) },
  ],
  ['a gradient with its sign turned', { gradient: (a, ratio, _held, clipped) => (clipped ? 0 : a * ratio) }],
  [
    'the ratio turned round',
    { logRatio: (now, old) => old - now, gradient: (a, ratio, _held, clipped) => (clipped ? 0 : a * ratio) },
  ],
  ['the sign of the advantage turned', { advantage: (a, row, i, n) => -a[a.length === n ? row : i]! }],
  ['absolute advantages', { advantage: (a, row, i, n) => Math.abs(a[a.length === n ? row : i]!) }],
  [
    'advantages clipped at 1',
    { advantage: (a, row, i, n) => Math.max(-1, Math.min(1, a[a.length === n ? row : i]!)) },
  ],
  ['the first advantage for all', { advantage: (a) => a[0]! }],
  [
    'padding counted in the mean',
    { weight: (_tokens, _row, _at, rollouts, columns) => 1 / (rollouts * columns) },
  ],
  ['later tokens weigh more', { weight: (tokens, _row, at) => (1 + at) / tokens }],
  ['later rows weigh more', { weight: (tokens, row) => (1 + row) / tokens }],
  ['one token more in the mean', { weight: (tokens) => 1 / (tokens + 1) }],
  [
    'a mean of means over rows and columns',
    { weight: (_tokens, _row, _at, rollouts, columns) => 1 / (rollouts * columns) },
  ],
  ['a mask that means its opposite', { selects: (mask, i) => mask === undefined || !mask[i] }],
  ['a mask left out', { selects: () => true }],
  ['a mask of numbers only', { selects: (mask, i) => mask === undefined || mask[i] === 1 }],
  ['a squared mean', { weight: (tokens) => 1 / tokens ** 2 }],
  ['a first-order ratio with an exact gradient', { ratio: (d) => 1 + d }],
  [
    'a log-ratio held at 0.1 with a gradient',
    { logRatio: (now, old) => Math.max(-0.1, Math.min(0.1, now - old)) },
  ],
]

/** Other losses that are right about themselves: only the reference tells. */
const caughtByReference: readonly [bug: string, changes: Partial<Steps>][] = [
  ['the smaller of the two', { pick: Math.min }],
  ['no clip at all', { held: (ratio) => ratio }],
  ['a clip range of 0.3', { held: (ratio) => Math.min(Math.max(ratio, 0.7), 1.3) }],
  ['a clip at 1.25 above', { held: (ratio) => Math.min(Math.max(ratio, 0.8), 1.25) }],
  ['no lower clip', { held: (ratio) => Math.min(ratio, 1.2) }],
  ['no upper clip', { held: (ratio) => Math.max(ratio, 0.8) }],
  [
    'clip bounds by the sign of the advantage',
    { held: (ratio, a) => (a < 0 ? Math.min(ratio, 1.2) : Math.max(ratio, 0.8)) },
  ],
  ['a clip of the log-ratio', { held: (ratio) => Math.exp(Math.min(Math.max(Math.log(ratio), -0.2), 0.2)) }],
  ['a sum for a mean', { weight: () => 1 }],
  ['means of rows', { weight: (_tokens, _row, _at, rollouts, _columns, inRow) => 1 / (rollouts * inRow) }],
  ['half the loss', { weight: (tokens) => 0.5 / tokens }],
]

describe('lossLaws catches without a reference', () => {
  it.each(caughtByLaws)('%s', async (_bug, changes) => {
    const broken = await firstBrokenLaw((runner) => describeLoss('planted', loss(changes), runner))
    expect(broken).toBeDefined()
  })

  it('a gradient of 0 and a loss of 0', () => {
    const zero = ({ logProbs }: TokenBatch) => ({ loss: 0, gradLogProbs: new Float64Array(logProbs.length) })
    expect(() => lossLaws(zero)).toThrow('on policy every token is pushed')
  })

  it('NaN under the mask', () => {
    const multiplies = (batch: TokenBatch): LossOutcome => {
      const mask = Array.from(batch.responseMask ?? batch.logProbs.map(() => 1), Number)
      const all = loss({ selects: () => true, weight: () => 1 })(batch)
      const tokens = mask.reduce((sum, bit) => sum + bit, 0)
      const gradLogProbs = Float64Array.from(all.gradLogProbs, (value, i) => (value * mask[i]!) / tokens)
      return { loss: all.loss / tokens, gradLogProbs }
    }
    expect(() => lossLaws(multiplies)).toThrow(LawsBroken)
  })
})

describe('lossLaws catches beside the reference', () => {
  it.each([...caughtByReference, ...caughtByLaws])('%s', async (_bug, changes) => {
    const broken = await firstBrokenLaw(
      (runner) => describeLoss('planted', loss(changes), { ...paper, ...runner }),
      { first: ['like the reference'] },
    )
    expect(broken).toBeDefined()
  })
})

describe('lossLaws passes', () => {
  const rightOnes: readonly [name: string, changes: Partial<Steps>, options: LossLawOptions][] = [
    ['PPO', {}, paper],
    ['PPO, by the laws alone', {}, {}],
    [
      'PPO with a sum',
      { weight: () => 1 },
      { like: { ...(paper.like as object), aggregation: 'token-sum' } },
    ],
    [
      'PPO with means of rows',
      { weight: (_t, _r, _a, rollouts, _c, inRow) => 1 / (rollouts * inRow) },
      { emptyRowsAreNothing: false },
    ],
    ['DAPO’s clip range', { held: (ratio) => Math.min(Math.max(ratio, 0.8), 1.28) }, {}],
    ['the other side of min', { pick: (plain, clipped) => -Math.min(-plain, -clipped) }, paper],
    ['a plain policy gradient with ratios', { held: (ratio) => ratio }, {}],
    ['REINFORCE', { ratio: (d) => d, held: (ratio) => ratio, gradient: (a) => -a }, { proportional: true }],
  ]
  it.each(rightOnes)('%s', (_name, changes, options) => {
    lossLaws(loss(changes), { ...options, runs: 50 })
  })

  it('PPO in float32 with a tolerance for it', () => {
    const single = (batch: TokenBatch) => {
      const { loss: value, gradLogProbs } = loss()(batch)
      return { loss: Math.fround(value), gradLogProbs: Float32Array.from(gradLogProbs) }
    }
    lossLaws(single, { ...paper, tolerance: 1e-4 })
  })
})
