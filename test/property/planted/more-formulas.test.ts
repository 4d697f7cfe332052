/** More bugs that estimators and losses have had, and right ones of unusual shapes. */
import { describe, expect, it } from 'vitest'
import type { PromptGroups } from '../../../src/advantages/prompt-groups.js'
import type { TokenBatch } from '../../../src/losses/token-batch.js'
import {
  describeEstimator,
  describeLoss,
  type EstimatorLawOptions,
  type EstimatorUnderTest,
  estimatorLaws,
  type LossLawOptions,
  type LossOutcome,
  lossLaws,
} from '../../../src/testing/index.js'
import { firstBrokenLaw } from './first-broken-law.js'

type Like = EstimatorLawOptions['like']

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
const variance = (values: readonly number[]) =>
  values.length < 2 ? 0 : sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1)
const std = (values: readonly number[]) => Math.sqrt(variance(values))

const membersOf = (groups: PromptGroups, u: number) => [
  ...groups.members.subarray(groups.offsets[u]!, groups.offsets[u + 1]!),
]
const perPrompt =
  (
    of: (
      rewards: readonly number[],
      groups: PromptGroups,
      members: readonly number[],
      u: number,
    ) => readonly number[],
  ) =>
  (groups: PromptGroups): number[] => {
    const advantages = new Array<number>(groups.rewards.length).fill(0)
    groups.promptIds.forEach((_, u) => {
      const members = membersOf(groups, u)
      const result = of(
        members.map((i) => groups.rewards[i]!),
        groups,
        members,
        u,
      )
      members.forEach((i, k) => {
        advantages[i] = result[k]!
      })
    })
    return advantages
  }
const lone = (of: (rewards: readonly number[]) => readonly number[]) =>
  perPrompt((r) => (r.length === 1 ? r : of(r)))
const grpo = lone((r) => r.map((x) => (x - mean(r)) / (std(r) + 1e-6)))
const centred = lone((r) => r.map((x) => x - mean(r)))
const taskScale = (groups: PromptGroups, task: number, of: (rewards: readonly number[]) => number) => {
  const own = groups.promptIds.flatMap((_, u) => {
    const rewards = membersOf(groups, u).map((i) => groups.rewards[i]!)
    return groups.taskOf[u] === task && rewards.length > 0 ? [rewards.length === 1 ? 1 : of(rewards)] : []
  })
  return mean(own)
}
let steps = 0
let average = 0

const planted: readonly [bug: string, like: Like, estimator: EstimatorUnderTest][] = [
  [
    'the deviation of the batch',
    'grpo',
    (g) => lone((r) => r.map((x) => (x - mean(r)) / (std([...g.rewards]) + 1e-6)))(g),
  ],
  [
    'an epsilon within the root',
    'grpo',
    lone((r) => r.map((x) => (x - mean(r)) / Math.sqrt(variance(r) + 1e-6))),
  ],
  ['an epsilon of 1e-3', 'grpo', lone((r) => r.map((x) => (x - mean(r)) / (std(r) + 1e-3)))],
  [
    'no Bessel for two',
    'grpo',
    lone((r) => r.map((x) => (x - mean(r)) / ((r.length === 2 ? std(r) / Math.SQRT2 : std(r)) + 1e-6))),
  ],
  ['groups cut at 16', 'drGrpo', lone((r) => r.map((x, k) => (k < 16 ? x - mean(r.slice(0, 16)) : 0)))],
  ['groups cut at 32', 'drGrpo', lone((r) => r.map((x, k) => (k < 32 ? x - mean(r.slice(0, 32)) : 0)))],
  ['clipped at 5', 'grpo', (g) => grpo(g).map((a) => Math.max(-5, Math.min(5, a)))],
  ['clipped at 3', 'grpo', (g) => grpo(g).map((a) => Math.max(-3, Math.min(3, a)))],
  ['negative advantages left out', 'grpo', (g) => grpo(g).map((a) => Math.max(0, a))],
  [
    'the last prompt left out',
    'drGrpo',
    (g) => {
      const a = centred(g)
      for (const i of membersOf(g, g.promptIds.length - 1)) a[i] = 0
      return a
    },
  ],
  ['the first rollout as the baseline', 'drGrpo', lone((r) => r.map((x) => x - r[0]!))],
  ['the best rollout as the baseline', 'drGrpo', lone((r) => r.map((x) => x - Math.max(...r)))],
  [
    'the mean of the others for the mean',
    'drGrpo',
    lone((r) => r.map((x) => x - (sum(r) - x) / (r.length - 1))),
  ],
  [
    'the mean of the task type',
    'drGrpo',
    (g) =>
      g.rewards.map((x, i) => {
        const own = [...g.rewards].filter((_, j) => g.taskOf[g.promptOf[j]!] === g.taskOf[g.promptOf[i]!])
        return x - mean(own)
      }),
  ],
  [
    'advantages in the order of the prompts',
    'drGrpo',
    (g) => {
      const a = centred(g)
      return [...g.members].map((i) => a[i]!).concat(new Array(g.rewards.length - g.members.length).fill(0))
    },
  ],
  [
    'RLOO’s factor turned round',
    'rloo',
    lone((r) => r.map((x) => ((x - mean(r)) * (r.length - 1)) / r.length)),
  ],
  [
    'the square of the length',
    'opo',
    perPrompt((r, g, m) => {
      if (r.length === 1) return r
      const w = m.map((i) => g.lengths![i]! ** 2)
      return r.map((x) => x - sum(r.map((y, k) => y * w[k]!)) / sum(w))
    }),
  ],
  ['the greedy baseline the other way round', 'remax', (g) => g.rewards.map((x, i) => g.baselines![i]! - x)],
  [
    'the mean of the deviations as the task scale',
    'tmn',
    perPrompt((r, g, _m, u) =>
      r.map((x) => (r.length === 1 ? x : x - mean(r)) / (taskScale(g, g.taskOf[u]!, std) + 1e-6)),
    ),
  ],
  [
    'the task scale without its root',
    'tmn',
    perPrompt((r, g, _m, u) =>
      r.map((x) => (r.length === 1 ? x : x - mean(r)) / (taskScale(g, g.taskOf[u]!, variance) + 1e-6)),
    ),
  ],
  [
    'one scale for all task types',
    'tmn',
    (g) =>
      perPrompt((r) =>
        r.map(
          (x) =>
            (r.length === 1 ? x : x - mean(r)) /
            (Math.sqrt(
              mean(
                g.promptIds.flatMap((_, u) => {
                  const own = membersOf(g, u).map((i) => g.rewards[i]!)
                  return own.length > 1 ? [variance(own)] : []
                }),
              ),
            ) +
              1e-6),
        ),
      )(g),
  ],
  [
    'TMN without difficulty',
    'tmnReweight',
    perPrompt((r, g, _m, u) =>
      r.map(
        (x) => (r.length === 1 ? x : x - mean(r)) / (Math.sqrt(taskScale(g, g.taskOf[u]!, variance)) + 1e-6),
      ),
    ),
  ],
  ['the mean that maxRl divides by left out', 'maxRl', centred],
  ['maxRl by the best reward', 'maxRl', lone((r) => r.map((x) => (x - mean(r)) / (Math.max(...r) + 1e-6)))],
  [
    'a moving baseline',
    'drGrpo',
    (g) => {
      average = 0.9 * average + 0.1 * mean([...g.rewards])
      return g.rewards.map((x) => x - average)
    },
  ],
  [
    'every second step is scaled',
    'drGrpo',
    (g) => centred(g).map((a) => a * (++steps % 2 === 0 ? 1 : 1.0001)),
  ],
  [
    'rewards in float32',
    'grpo',
    (g) =>
      lone((r) => {
        const f = r.map(Math.fround)
        return f.map((x) => (x - mean(f)) / (std(f) + 1e-6))
      })(g),
  ],
  ['rounded to six digits', 'drGrpo', (g) => centred(g).map((a) => Math.round(a * 1e6) / 1e6)],
  [
    'weighed by invalid rollouts',
    'drGrpo',
    (g) => {
      const a = new Array(g.rewards.length).fill(0)
      g.promptIds.forEach((_, u) => {
        const m = membersOf(g, u)
        const all = [...g.promptOf].filter((p) => p === u).length
        const r = m.map((i) => g.rewards[i]!)
        m.forEach((i) => {
          a[i] = r.length === 1 ? g.rewards[i] : g.rewards[i]! - sum(r) / all
        })
      })
      return a
    },
  ],
  [
    'advantages in place of the rewards',
    'drGrpo',
    (g) => {
      const a = centred(g)
      g.rewards.set(a)
      return a
    },
  ],
]

const right: readonly [name: string, like: Like, estimator: EstimatorUnderTest][] = [
  [
    'GRPO from a map of prompts',
    'grpo',
    (g) => {
      const by = new Map<number, number[]>()
      g.promptOf.forEach((u, i) => {
        if (g.valid?.[i] !== 0) by.set(u, [...(by.get(u) ?? []), i])
      })
      const a = new Float64Array(g.rewards.length)
      for (const m of by.values()) {
        const r = m.map((i) => g.rewards[i]!)
        for (const i of m) a[i] = m.length === 1 ? g.rewards[i]! : (g.rewards[i]! - mean(r)) / (std(r) + 1e-6)
      }
      return { advantages: a }
    },
  ],
  [
    'Dr. GRPO as an Either',
    'drGrpo',
    (g) => ({ _tag: 'Right', right: { advantages: Float64Array.from(centred(g)) } }),
  ],
  ['Dr. GRPO in one matrix of differences', 'drGrpo', lone((r) => r.map((x) => mean(r.map((y) => x - y))))],
  [
    'TMN',
    'tmn',
    perPrompt((r, g, _m, u) =>
      r.map(
        (x) => (r.length === 1 ? x : x - mean(r)) / (Math.sqrt(taskScale(g, g.taskOf[u]!, variance)) + 1e-6),
      ),
    ),
  ],
  [
    'maxRl',
    'maxRl',
    perPrompt((r) => r.map((x) => (mean(r) > 0 && r.length > 1 ? (x - mean(r)) / mean(r) : 0))),
  ],
  [
    'GRPO with a lone rollout at 0 and an epsilon of 0',
    'grpo',
    perPrompt((r) => r.map((x) => (r.some((y) => y !== r[0]) ? (x - mean(r)) / std(r) : 0))),
  ],
  [
    'ranks, by claims of their own',
    { reach: 'prompt', centred: 'prompt', shiftInvariant: 'prompt', scale: 'invariant' },
    perPrompt((r) => {
      const ranks = r.map((x) => r.filter((y) => y < x).length + r.filter((y) => y === x).length / 2)
      return ranks.map((k) => k - mean(ranks))
    }),
  ],
]

describe('estimatorLaws catches', () => {
  it.each(planted)('%s (like %j)', { timeout: 240_000 }, async (_bug, like, estimator) => {
    const broken = await firstBrokenLaw(
      (runner) => describeEstimator('planted', estimator, { like, ...runner }),
      { first: ['like the reference'] },
    )
    expect(broken).toBeDefined()
  })
})
describe('estimatorLaws passes', () => {
  it.each(right)('%s (like %j)', (_name, like, estimator) => {
    estimatorLaws(estimator, { like, runs: 50 })
  })
})

interface Token {
  readonly i: number
  readonly row: number
  readonly a: number
  readonly now: number
  readonly old: number
  readonly ref: number
  readonly w: number
}
interface Totals {
  readonly tokens: number
  readonly rows: number
  readonly columns: number
  readonly inRow: (row: number) => number
}
type Term = (token: Token) => readonly [value: number, slope: number]
type Weight = (token: Token, totals: Totals) => number

/** A loss as a sum of terms; what a bug changes is one of the two functions, or the reading of the batch. */
const build =
  (
    term: Term,
    weight: Weight = (_, { tokens }) => 1 / tokens,
    read: (batch: TokenBatch) => TokenBatch = (batch) => batch,
  ) =>
  (given: TokenBatch): LossOutcome => {
    const {
      logProbs,
      oldLogProbs,
      refLogProbs,
      advantages,
      responseMask,
      rollouts,
      offsets,
      tokens,
      importanceWeights,
    } = read(given)
    const columns = tokens ?? 1
    const rowOf = (i: number) =>
      offsets
        ? offsets.findIndex((start, row) => start <= i && i < offsets[row + 1]!)
        : Math.floor(i / columns)
    const selected = [...logProbs.keys()].filter((i) => responseMask === undefined || responseMask[i])
    const counts = new Map<number, number>()
    for (const i of selected) counts.set(rowOf(i), (counts.get(rowOf(i)) ?? 0) + 1)
    const totals = {
      tokens: selected.length,
      rows: rollouts,
      columns,
      inRow: (row: number) => counts.get(row) ?? 0,
    }
    const perToken = advantages.length === logProbs.length
    const gradLogProbs = new Float64Array(given.logProbs.length)
    let loss = 0
    for (const i of selected) {
      const row = rowOf(i)
      const token = {
        i,
        row,
        a: advantages[perToken ? i : row]!,
        now: logProbs[i]!,
        old: oldLogProbs[i]!,
        ref: refLogProbs?.[i] ?? 0,
        w: importanceWeights?.[i] ?? 1,
      }
      const [value, slope] = term(token)
      const c = weight(token, totals)
      loss += c * value
      gradLogProbs[i] = c * slope
    }
    return { loss, gradLogProbs, metrics: { tokens: selected.length } }
  }

const clip = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high)
const ppo: Term = ({ a, now, old, w }) => {
  const ratio = Math.exp(now - old)
  const plain = -a * ratio * w
  const held = -a * clip(ratio, 0.8, 1.2) * w
  return [Math.max(plain, held), held > plain ? 0 : plain]
}
const kl =
  (value: (u: number) => number, slope: (u: number) => number, sign = 1): Term =>
  (token) => {
    const [v, s] = ppo(token)
    const u = token.now - token.ref
    return [v + sign * 0.1 * value(u), s + sign * 0.1 * slope(u)]
  }
const k3 = (u: number) => Math.exp(-u) + u - 1
const plainPpo = {
  clipLow: 0.2,
  clipHigh: 0.2,
  dualClip: Number.POSITIVE_INFINITY,
  logRatioLimit: Number.POSITIVE_INFINITY,
}
const withKl = { ...plainPpo, kl: { estimator: 'k3-unclamped', coefficient: 0.1 } } as const

const plantedLosses: readonly [
  bug: string,
  loss: (batch: TokenBatch) => LossOutcome,
  options: LossLawOptions,
][] = [
  ['the sign of the KL', build(kl(k3, (u) => 1 - Math.exp(-u), -1)), { like: withKl }],
  [
    'the KL of the reference to the policy',
    build(
      kl(
        (u) => k3(-u),
        (u) => Math.exp(u) - 1,
      ),
    ),
    { like: withKl },
  ],
  [
    'k1 for k3',
    build(
      kl(
        (u) => u,
        () => 1,
      ),
    ),
    { like: withKl },
  ],
  ['a KL without its gradient', build(kl(k3, () => 0)), { like: withKl }],
  ['a KL gradient of k1', build(kl(k3, () => 1)), { like: withKl }],
  ['no KL', build(ppo), { like: withKl }],
  ['weights squared', build((t) => ppo({ ...t, w: t.w * t.w })), { weights: true }],
  [
    'weights left out of the gradient',
    build((t) => [ppo(t)[0], t.w === 0 ? 0 : ppo(t)[1] / t.w]),
    { weights: true },
  ],
  ['weights left out', build((t) => ppo({ ...t, w: 1 })), { weights: true }],
  [
    'weights in the denominator',
    build(ppo, ({ w }, { tokens }) => 1 / (tokens * (w || 1))),
    { weights: true },
  ],
  [
    'the mean over rows of padded length',
    build(ppo, (_, { rows, columns }) => 1 / (rows * columns)),
    { like: { ...plainPpo, aggregation: 'seq-mean-token-mean' } },
  ],
  [
    'the tokens of the longest row',
    build(
      ppo,
      ({ row }, { rows, inRow }) =>
        1 / (rows * Math.max(...Array.from({ length: rows }, (_, r) => inRow(r) + 0 * row))),
    ),
    { like: { ...plainPpo, aggregation: 'seq-mean-token-mean' } },
  ],
  ['the tokens of the first row', build(ppo, (_, { rows, inRow }) => 1 / (rows * Math.max(1, inRow(0)))), {}],
  ['the square root of the tokens', build(ppo, (_, { tokens }) => 1 / Math.sqrt(tokens)), {}],
  [
    'a gradient beyond the upper clip alone',
    build((t) => {
      const r = Math.exp(t.now - t.old)
      return r > 1.2 && t.a > 0 ? [ppo(t)[0], -t.a * r * t.w] : ppo(t)
    }),
    {},
  ],
  [
    'a gradient beyond the lower clip alone',
    build((t) => {
      const r = Math.exp(t.now - t.old)
      return r < 0.8 && t.a < 0 ? [ppo(t)[0], -t.a * r * t.w] : ppo(t)
    }),
    {},
  ],
  [
    'no gradient where the ratio is out of range at all',
    build((t) => {
      const r = Math.exp(t.now - t.old)
      return [ppo(t)[0], r < 0.8 || r > 1.2 ? 0 : ppo(t)[1]]
    }),
    {},
  ],
  ['a gradient of twice the size', build((t) => [ppo(t)[0], 2 * ppo(t)[1]]), {}],
  [
    'a gradient with respect to the ratio',
    build((t) => [ppo(t)[0], ppo(t)[1] / Math.exp(t.now - t.old)]),
    {},
  ],
  [
    'advantages whitened within the loss',
    build(ppo, undefined, (b) => {
      const m = mean([...b.advantages])
      return { ...b, advantages: b.advantages.map((a) => a - m) }
    }),
    {},
  ],
  [
    'the advantage of the row before',
    build(ppo, undefined, (b) =>
      b.advantages.length === b.rollouts && b.rollouts > 1 && b.advantages.length !== b.logProbs.length
        ? { ...b, advantages: b.advantages.map((_, s) => b.advantages[Math.max(0, s - 1)]!) }
        : b,
    ),
    {},
  ],
  [
    'the last token left out',
    build(ppo, ({ i }, { tokens }) => (i === 0 && tokens > 1 ? 0 : 1 / tokens)),
    {},
  ],
  [
    'the last row left out',
    build(ppo, ({ row }, { tokens, rows }) => (row === rows - 1 && rows > 1 ? 0 : 1 / tokens)),
    {},
  ],
  [
    'the mask shifted by a token',
    build(ppo, undefined, (b) =>
      b.responseMask
        ? { ...b, responseMask: Array.from(b.responseMask, (_, i) => b.responseMask![i + 1] ?? 0) }
        : b,
    ),
    {},
  ],
  [
    'only Float64Arrays are read',
    build(ppo, undefined, (b) =>
      b.advantages instanceof Float64Array ? b : { ...b, advantages: new Float64Array(b.advantages.length) },
    ),
    {},
  ],
  [
    'NaN is taken for 0',
    build((t) => {
      const [v, s] = ppo(t)
      return [Number.isNaN(v) ? 0 : v, Number.isNaN(s) ? 0 : s]
    }),
    {},
  ],
  [
    'dual clip of 3',
    build((t) => {
      const [v, s] = ppo(t)
      return t.a < 0 && v > -3 * t.a * t.w ? [-3 * t.a * t.w, 0] : [v, s]
    }),
    { like: { ...plainPpo, clipHigh: 0.2 }, edges: true, weights: true },
  ],
  [
    'ratios held at e',
    build((t) => ppo({ ...t, now: t.old + clip(t.now - t.old, -1, 1) })),
    { like: plainPpo, edges: true },
  ],
  [
    'the sampler for the old policy',
    build(ppo, undefined, (b) => (b.rolloutLogProbs ? { ...b, oldLogProbs: b.rolloutLogProbs } : b)),
    { like: plainPpo },
  ],
  [
    'importance weights counted twice in the mean',
    build((t) => [ppo(t)[0] * t.w, ppo(t)[1] * t.w]),
    { like: plainPpo, weights: true },
  ],
]

const rightLosses: readonly [
  name: string,
  loss: (batch: TokenBatch) => LossOutcome,
  options: LossLawOptions,
][] = [
  ['PPO as a sum of terms', build(ppo), { like: plainPpo, weights: true }],
  ['PPO with a KL', build(kl(k3, (u) => 1 - Math.exp(-u))), { like: withKl }],
  [
    'a hinge on the log-ratio',
    build(({ a, now, old }) => {
      const d = clip(now - old, -0.5, 0.5)
      return [-a * d, d === now - old ? -a : 0]
    }),
    {},
  ],
  ['a plain policy gradient', build(({ a, now, w }) => [-a * now * w, -a * w]), { weights: true }],
  [
    'a squared penalty, by claims',
    build(({ a, now, old }) => [-a * now + 0.05 * (now - old) ** 2, -a + 0.1 * (now - old)]),
    { proportional: false },
  ],
]

describe('lossLaws catches', () => {
  it.each(plantedLosses)('%s', async (_bug, loss, options) => {
    const broken = await firstBrokenLaw(
      (runner) => describeLoss('planted', loss, { ...options, ...runner }),
      { first: ['like the reference'] },
    )
    expect(broken).toBeDefined()
  })
})
describe('lossLaws passes', () => {
  it.each(rightLosses)('%s', (_name, loss, options) => {
    lossLaws(loss, { ...options, runs: 50 })
  })
})
