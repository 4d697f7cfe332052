/** Bugs of the functions around estimators and losses, planted one at a time, and right ones written in other ways. */
import { describe, expect, it } from 'vitest'
import type { PromptGroups } from '../../../src/advantages/prompt-groups.js'
import { tmn } from '../../../src/advantages/tmn.js'
import type { ValuesToWhiten, WhitenOptions } from '../../../src/advantages/whiten.js'
import { mergeMetrics } from '../../../src/losses/merge-losses.js'
import { type BatchPart, splitBatch } from '../../../src/losses/split-batch.js'
import type { PolicyLossMetrics, TokenBatch } from '../../../src/losses/token-batch.js'
import type { ValueBatch, ValueLossOptions } from '../../../src/losses/value-loss.js'
import { orThrow } from '../../../src/results.js'
import type { GaeBatch, GaeOptions } from '../../../src/rewards/gae.js'
import type { RawRewards, ShapeOptions } from '../../../src/rewards/shape-rewards.js'
import { describeStep, type StepName, type StepUnderTest, stepLaws } from '../../../src/testing/index.js'
import { firstBrokenLaw } from './first-broken-law.js'

const finite = (...lists: readonly ArrayLike<number>[]) => {
  for (const list of lists)
    if (!Array.from(list).every(Number.isFinite)) throw new RangeError('a number is not finite')
}
const sameLength = (wanted: number, ...lists: readonly (ArrayLike<unknown> | undefined)[]) => {
  if (lists.some((list) => list?.length !== wanted)) throw new RangeError('lengths differ')
}

interface GaeBugs {
  readonly bootstrap?: boolean
  readonly lambda?: boolean
  readonly acrossRows?: boolean
  readonly overMask?: boolean
  readonly nextValue?: boolean
}

/** GAE over padded or packed rows; rewards per token or outcomes, without a KL. */
const myGae =
  (bugs: GaeBugs = {}) =>
  (batch: GaeBatch, { gamma = 1, lambda = 1, kl }: GaeOptions = {}) => {
    if (kl !== undefined) throw new RangeError('no KL here')
    const { values, rewards, tokenRewards, lastValues, rollouts, tokens, offsets, responseMask } = batch
    const size = values.length
    const starts = offsets ?? Array.from({ length: rollouts + 1 }, (_, s) => s * tokens!)
    if (starts.length !== rollouts + 1 || starts[rollouts] !== size || starts[0] !== 0)
      throw new RangeError('the layout does not fit')
    if (offsets === undefined) sameLength(size, responseMask)
    if (responseMask !== undefined) sameLength(size, responseMask)
    if (tokenRewards !== undefined) sameLength(size, tokenRewards)
    if (rewards !== undefined) sameLength(rollouts, rewards)
    if (lastValues !== undefined) sameLength(rollouts, lastValues)
    if (rewards === undefined && tokenRewards === undefined) throw new RangeError('no rewards')
    const advantages = new Float64Array(size)
    let carried = 0
    for (let s = 0; s < rollouts; s++) {
      const row: number[] = []
      for (let i = starts[s]!; i < starts[s + 1]!; i++)
        if (bugs.overMask || responseMask === undefined || responseMask[i]) row.push(i)
      let next = bugs.bootstrap ? 0 : (lastValues?.[s] ?? 0)
      finite([next])
      if (!bugs.acrossRows) carried = 0
      row.toReversed().forEach((i, k) => {
        const own = (tokenRewards?.[i] ?? 0) + (k === 0 ? (rewards?.[s] ?? 0) : 0)
        finite([own, values[i]!])
        const delta = own + gamma * (bugs.nextValue ? values[i]! : next) - values[i]!
        carried = delta + gamma * (bugs.lambda ? lambda * lambda : lambda) * carried
        advantages[i] = carried
        next = values[i]!
      })
    }
    return advantages
  }

interface WhitenBugs {
  readonly biased?: boolean
  readonly masked?: boolean
  readonly lengths?: boolean
  readonly epsilon?: boolean
}

const myWhiten =
  (bugs: WhitenBugs = {}) =>
  (
    { values, mask, lengths }: ValuesToWhiten,
    { variance = 'unbiased', epsilon = 1e-8, centre = true }: WhitenOptions = {},
  ) => {
    if (mask !== undefined) sameLength(values.length, mask)
    if (lengths !== undefined) sameLength(values.length, lengths)
    finite(Array.from(mask ?? [], Number))
    const chosen = Array.from(values, (_, i) => i).filter((i) => bugs.masked || mask === undefined || mask[i])
    const weight = (i: number) => (bugs.lengths ? 1 : (lengths?.[i] ?? 1))
    finite(
      chosen.map((i) => values[i]!),
      chosen.map(weight),
    )
    const total = chosen.reduce((sum, i) => sum + weight(i), 0)
    const mean = chosen.reduce((sum, i) => sum + weight(i) * values[i]!, 0) / total
    const squares = chosen.reduce((sum, i) => sum + weight(i) * (values[i]! - mean) ** 2, 0)
    const counted = chosen.filter((i) => weight(i) > 0)
    const isConstant = counted.every((i) => values[i] === values[counted[0]!])
    const spread = squares / (variance === 'biased' || bugs.biased ? total : total - 1)
    const out = new Float64Array(values.length)
    if (total <= 1 || (isConstant && centre)) return out
    const divisor = bugs.epsilon ? Math.sqrt(spread) + epsilon : Math.sqrt(spread + epsilon)
    for (const i of chosen) out[i] = divisor === 0 ? 0 : (values[i]! - (centre ? mean : 0)) / divisor
    return out
  }

const shape =
  (penalty: (length: number, maxLength: number, cache: number) => number) =>
  ({ rewards, lengths, truncated }: RawRewards, options: ShapeOptions = {}) => {
    const { bias = 0, scale = 1, least = -Infinity, most = Infinity, truncatedFactor = 1 } = options
    finite(rewards)
    if (lengths !== undefined) sameLength(rewards.length, lengths)
    return Array.from(rewards, (reward, i) => {
      const held = Math.min(Math.max((reward + bias) * scale, least), most)
      const kept = truncated?.[i] ? (options.truncatedReward ?? held * truncatedFactor) : held
      const { overlong, length } = options
      const over = overlong
        ? (overlong.factor ?? 1) * penalty(lengths![i]!, overlong.maxLength, overlong.cache)
        : 0
      return kept - over - (length ? length.perToken * Math.max(0, lengths![i]! - (length.free ?? 0)) : 0)
    })
  }

interface ValueBugs {
  readonly least?: boolean
  readonly keepsGradient?: boolean
  readonly half?: boolean
}

/** The clipped value loss, token-mean. */
const myValueLoss =
  (bugs: ValueBugs = {}) =>
  ({ values, oldValues, returns, responseMask }: ValueBatch, { clip = Infinity }: ValueLossOptions = {}) => {
    const chosen = Array.from(values, (_, i) => i).filter(
      (i) => responseMask === undefined || responseMask[i],
    )
    finite(
      chosen.map((i) => values[i]!),
      chosen.map((i) => returns[i]!),
    )
    const gradValues = new Float64Array(values.length)
    let loss = 0
    for (const i of chosen) {
      const old = oldValues?.[i] ?? values[i]!
      const plain = (values[i]! - returns[i]!) ** 2
      const held = (Math.min(Math.max(values[i]!, old - clip), old + clip) - returns[i]!) ** 2
      const isClipped = bugs.least ? held < plain : held > plain
      loss += ((isClipped ? held : plain) / chosen.length) * (bugs.half ? 1 : 0.5)
      gradValues[i] = isClipped && !bugs.keepsGradient ? 0 : (values[i]! - returns[i]!) / chosen.length
    }
    return { loss, gradValues }
  }

const split = (change: (parts: readonly BatchPart[]) => unknown) => (batch: TokenBatch, options: object) =>
  change(parts(batch, options))
const parts = (batch: TokenBatch, options: object) => orThrow(splitBatch(batch, options))

let memory = 0

const planted: readonly [bug: string, name: StepName, subject: StepUnderTest<never>][] = [
  ['values behind a cut rollout left out', 'gae', myGae({ bootstrap: true })],
  ['λ squared', 'gae', myGae({ lambda: true })],
  ['advantages carried over from the next rollout', 'gae', myGae({ acrossRows: true })],
  ['masked tokens are steps', 'gae', myGae({ overMask: true })],
  ['the value of the token for that of the next', 'gae', myGae({ nextValue: true })],
  [
    'returns for advantages',
    'gae',
    (b: GaeBatch, o: GaeOptions) => myGae()({ ...b, values: b.values.map(() => 0) }, o),
  ],
  ['a biased variance', 'whiten', myWhiten({ biased: true })],
  ['masked values in the mean', 'whiten', myWhiten({ masked: true })],
  ['lengths left out', 'whiten', myWhiten({ lengths: true })],
  ['epsilon beside the root', 'whiten', myWhiten({ epsilon: true })],
  ['no penalty before the limit', 'shapeRewards', shape((length, most) => Number(length > most))],
  [
    'a penalty that grows without end',
    'shapeRewards',
    shape((length, most, cache) => Math.max(0, (length - (most - cache)) / Math.max(cache, 1))),
  ],
  [
    'a bonus for long answers',
    'shapeRewards',
    shape((length, most, cache) => -Math.min(1, Math.max(0, (length - (most - cache)) / Math.max(cache, 1)))),
  ],
  ['the smaller of the two value losses', 'valueLoss', myValueLoss({ least: true })],
  ['a gradient beyond the clip', 'valueLoss', myValueLoss({ keepsGradient: true })],
  ['twice the value loss', 'valueLoss', myValueLoss({ half: true })],
  [
    'the quantile of all tokens',
    'topEntropyMask',
    ({ entropies }: { entropies: ArrayLike<number> }, { share }: { share: number }) => {
      const sorted = Array.from(entropies).sort((a, b) => b - a)
      return Array.from(entropies, (h) => Number(h >= sorted[Math.floor(share * (sorted.length - 1))]!))
    },
  ],
  [
    'successes are dropped as well',
    'offPolicyMask',
    (b: TokenBatch, { threshold }: { threshold: number }) =>
      Array.from(b.logProbs, (now, i) =>
        Number(Boolean(b.responseMask?.[i] ?? 1) && b.oldLogProbs[i]! - now <= threshold),
      ),
  ],
  [
    'a distance token by token',
    'offPolicyMask',
    (b: TokenBatch, { threshold }: { threshold: number }) =>
      Array.from(b.logProbs, (now, i) =>
        Number(
          Boolean(b.responseMask?.[i] ?? 1) &&
            !(
              b.oldLogProbs[i]! - now > threshold &&
              b.advantages[b.advantages.length === b.logProbs.length ? i : 0]! < 0
            ),
        ),
      ),
  ],
  [
    'the student before the teacher',
    'distillationAdvantages',
    (b: { logProbs: Float64Array; teacherLogProbs: Float64Array }) =>
      b.logProbs.map((now, i) => now - b.teacherLogProbs[i]!),
  ],
  [
    'β without its bounds',
    'adaptKlCoefficient',
    (
      beta: number,
      { kl, rollouts }: { kl: number; rollouts: number },
      { target, horizon = 10_000 }: { target: number; horizon?: number },
    ) => beta * (1 + ((kl / target - 1) * rollouts) / horizon),
  ],
  [
    'β that falls above the target',
    'adaptKlCoefficient',
    (
      beta: number,
      { kl, rollouts }: { kl: number; rollouts: number },
      { target, horizon = 10_000 }: { target: number; horizon?: number },
    ) => beta * (1 - (Math.min(Math.max(kl / target - 1, -0.2), 0.2) * rollouts) / horizon),
  ],
  [
    'a prompt of two equal rewards stays',
    'informativeGroups',
    (g: PromptGroups) => g.rewards.map((_, i) => Number(g.valid?.[i] !== 0)),
  ],
  [
    'rewards compared with the first of the batch',
    'informativeGroups',
    (g: PromptGroups) => g.rewards.map((r, i) => Number(g.valid?.[i] !== 0 && r !== g.rewards[0])),
  ],
  [
    'advantages scaled to the limit',
    'clipAdvantages',
    ({ advantages }: { advantages: Float64Array }, limit: number) => {
      const most = Math.max(1e-300, ...advantages.map(Math.abs))
      return advantages.map((a) => (a / most) * limit)
    },
  ],
  [
    'rejected where a token is',
    'rejectedRollouts',
    ({ tokenCounts: { selected, kept } }: { tokenCounts: { selected: Int32Array; kept: Int32Array } }) =>
      selected.map((n, s) => Number(n === kept[s])),
  ],
  [
    'a memory within the function',
    'tmn',
    (g: PromptGroups, o: object) => {
      memory++
      return { advantages: tmn(g, o).advantages.map((a) => a * (memory % 2 ? 1 : 1.001)) }
    },
  ],
  [
    'a decay of deviations',
    'tmn',
    (g: PromptGroups, { scales: _, ...o }: { readonly scales?: object }) => tmn(g, o),
  ],
  [
    'parts without what the whole divides by',
    'splitBatch',
    split((all) => all.map(({ denominators: _, ...part }) => part)) as StepUnderTest<never>,
  ],
  [
    'the last part left out',
    'splitBatch',
    split((all) => (all.length > 1 ? all.slice(0, -1) : all)) as StepUnderTest<never>,
  ],
  ['the limit left out', 'splitBatch', ((batch: TokenBatch) => parts(batch, {})) as StepUnderTest<never>],
  [
    'means of means',
    'mergeMetrics',
    ((all: readonly PolicyLossMetrics[]) => {
      const merged = orThrow(mergeMetrics(all))
      return { ...merged, ratioMean: all.reduce((sum, { ratioMean }) => sum + ratioMean, 0) / all.length }
    }) as StepUnderTest<never>,
  ],
  [
    'the metrics of the first part',
    'mergeMetrics',
    ((all: readonly PolicyLossMetrics[]) => all[0]) as StepUnderTest<never>,
  ],
]

describe('stepLaws catches', () => {
  it.each(planted)('%s (%s)', async (_bug, name, subject) => {
    const broken = await firstBrokenLaw((runner) => describeStep('planted', name, subject as never, runner))
    expect(broken).toBeDefined()
  })
})

const beside = 'another form'
const right: readonly [
  what: string,
  name: StepName,
  subject: StepUnderTest<never>,
  except?: Record<string, string>,
][] = [
  [
    'GAE without a KL',
    'gae',
    myGae(),
    { finite: 'no KL', deterministic: 'no KL', 'like the reference': 'no KL' },
  ],
  ['whitening in two passes', 'whiten', myWhiten()],
  [
    'the overlong penalty',
    'shapeRewards',
    shape((length, most, cache) =>
      length > most ? 1 : Math.min(1, Math.max(0, (length - (most - cache)) / Math.max(cache, 1e-9))),
    ),
    { 'wrong numbers are refused': beside, 'like the reference': beside },
  ],
  [
    'a value loss of its own',
    'valueLoss',
    myValueLoss(),
    { 'like the reference': 'token-mean only', 'wrong numbers are refused': beside },
  ],
  [
    'split, one rollout to a part',
    'splitBatch',
    ((batch: TokenBatch, options: object) => {
      parts(batch, options)
      return parts(batch, { rollouts: 1 })
    }) as StepUnderTest<never>,
    { 'like the reference': 'another packing' },
  ],
  [
    'informative groups by the spread',
    'informativeGroups',
    (g: PromptGroups, { singletons = 'drop' }: { singletons?: string } = {}) => {
      const valid = new Uint8Array(g.rewards.length)
      g.promptIds.forEach((_, u) => {
        const m = g.members.subarray(g.offsets[u]!, g.offsets[u + 1]!)
        const r = Array.from(m, (i) => g.rewards[i]!)
        if (Math.max(...r) > Math.min(...r) || (m.length === 1 && singletons === 'keep'))
          for (const i of m) valid[i] = 1
      })
      return valid
    },
  ],
  [
    'clipping by Math.sign',
    'clipAdvantages',
    ({ advantages }: { advantages: Float64Array }, limit: number) => {
      return { advantages: advantages.map((a) => (Math.abs(a) > limit ? Math.sign(a) * limit : a)) }
    },
  ],
  [
    'rejection by counts',
    'rejectedRollouts',
    ({ tokenCounts: { selected, kept } }: { tokenCounts: { selected: Int32Array; kept: Int32Array } }) => ({
      valid: Array.from(selected, (n, s) => n === 0 || kept[s]! > 0),
    }),
  ],
]

describe('stepLaws passes', () => {
  it.each(right)('%s (%s)', (_what, name, subject, except = {}) => {
    stepLaws(name, subject as never, { laws: { except } })
  })
})

describe('stepLaws refuses', () => {
  it.each<[wrong: readonly unknown[], sentence: string]>([
    [['gea', myGae()], 'name must be one of shapeRewards'],
    [['gae', 7], 'subject must be a function that takes what gae takes, but is 7'],
    [['gae', myGae(), { run: 5 }], 'options.run is unknown'],
    [['gae', myGae(), { tolerance: -1 }], 'options.tolerance must be a number, 0 or more, but is -1'],
    [['gae', myGae(), { runs: 0 }], 'options.runs must be a whole number, 1 or more, but is 0'],
  ])('%j', (wrong, sentence) => {
    expect(() => (stepLaws as (...args: readonly unknown[]) => unknown)(...wrong)).toThrow(sentence)
  })
})
