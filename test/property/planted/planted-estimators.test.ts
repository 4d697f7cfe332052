/** Bugs that advantage estimators have had, planted one at a time, and right ones written in other ways. */
import { describe, expect, it } from 'vitest'
import type { PromptGroups } from '../../../src/advantages/prompt-groups.js'
import {
  describeEstimator,
  type EstimatorLawOptions,
  type EstimatorUnderTest,
  estimatorLaws,
} from '../../../src/testing/index.js'
import { firstBrokenLaw } from './first-broken-law.js'

type Like = EstimatorLawOptions['like']

/** An estimator that works on the rewards of one prompt. */
const perPrompt =
  (
    advantagesOf: (
      rewards: readonly number[],
      groups: PromptGroups,
      members: readonly number[],
    ) => readonly number[],
  ) =>
  (groups: PromptGroups): number[] => {
    const advantages = new Array<number>(groups.rewards.length).fill(0)
    for (let u = 0; u < groups.promptIds.length; u++) {
      const members = [...groups.members.subarray(groups.offsets[u]!, groups.offsets[u + 1]!)]
      const result = advantagesOf(
        members.map((i) => groups.rewards[i]!),
        groups,
        members,
      )
      members.forEach((i, k) => {
        advantages[i] = result[k]!
      })
    }
    return advantages
  }

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1)
const onePassVariance = (values: readonly number[]) =>
  Math.max(
    0,
    (mean(values.map((value) => value * value)) - mean(values) ** 2) * (values.length / (values.length - 1)),
  )
const welford = (values: readonly number[]) => {
  let [centre, squares] = [0, 0]
  values.forEach((value, i) => {
    const before = value - centre
    centre += before / (i + 1)
    squares += before * (value - centre)
  })
  return squares / (values.length - 1)
}

const standardized = (varianceOf: (values: readonly number[]) => number, epsilon = 1e-6, alone = 1) =>
  perPrompt((rewards) =>
    rewards.length === 1
      ? [alone * rewards[0]!]
      : rewards.map((reward) => (reward - mean(rewards)) / (Math.sqrt(varianceOf(rewards)) + epsilon)),
  )
const centred = perPrompt((rewards) =>
  rewards.map((reward) => (rewards.length === 1 ? reward : reward - mean(rewards))),
)
const rloo = perPrompt((rewards) =>
  rewards.map((reward) =>
    rewards.length === 1 ? reward : reward - (mean(rewards) * rewards.length - reward) / (rewards.length - 1),
  ),
)
const opo = perPrompt((rewards, { lengths }, members) => {
  if (rewards.length === 1) return rewards
  const weights = members.map((i) => lengths![i]!)
  const baseline =
    rewards.reduce((sum, reward, k) => sum + reward * weights[k]!, 0) /
    weights.reduce((sum, one) => sum + one, 0)
  return rewards.map((reward) => reward - baseline)
})

let calls = 0

const planted: readonly [bug: string, like: Like, estimator: EstimatorUnderTest][] = [
  ['zeros', 'grpo', (g) => new Float64Array(g.rewards.length)],
  ['ones', 'drGrpo', (g) => new Float64Array(g.rewards.length).fill(1)],
  ['the rewards themselves', 'drGrpo', (g) => g.rewards.slice()],
  [
    'groups cut at 8',
    'drGrpo',
    perPrompt((r) =>
      r.map((reward, k) => (r.length === 1 ? reward : k < 8 ? reward - mean(r.slice(0, 8)) : 0)),
    ),
  ],
  [
    'a mean of the first 8',
    'drGrpo',
    perPrompt((r) => r.map((reward) => (r.length === 1 ? reward : reward - mean(r.slice(0, 8))))),
  ],
  ['RLOO without its factor', 'rloo', centred],
  [
    'RLOO with n for n − 1',
    'rloo',
    perPrompt((r) =>
      r.map((reward) => (r.length === 1 ? reward : reward - (mean(r) * r.length - reward) / r.length)),
    ),
  ],
  ['a population variance', 'grpo', standardized((v) => (variance(v) * (v.length - 1)) / v.length)],
  ['a variance in one pass', 'grpo', standardized(onePassVariance)],
  ['a variance for a deviation', 'grpo', standardized((v) => variance(v) ** 2)],
  ['an epsilon of 0.1', 'grpo', standardized(variance, 0.1)],
  ['an epsilon within the root of 0.01', 'grpo', standardized((v) => variance(v) + 0.01)],
  [
    'lengths turned round',
    'opo',
    perPrompt((r, { lengths }, members) => {
      if (r.length === 1) return r
      const weights = members.map((i) => 1 / lengths![i]!)
      const baseline =
        r.reduce((sum, reward, k) => sum + reward * weights[k]!, 0) /
        weights.reduce((sum, one) => sum + one, 0)
      return r.map((reward) => reward - baseline)
    }),
  ],
  ['lengths left out', 'opo', centred],
  [
    'difficulty weights turned round',
    'tmnReweight',
    perPrompt((r) => r.map((reward) => (reward - mean(r)) * (1 + mean(r)))),
  ],
  ['task scales left out', 'tmn', centred],
  ['prompt scales for task scales', 'tmn', standardized(variance)],
  ['the sign turned', 'grpo', perPrompt((r) => r.map((reward) => mean(r) - reward))],
  [
    'ranks for rewards',
    'grpo',
    perPrompt((r) => {
      const ranks = r.map((reward) => r.filter((other) => other < reward).length)
      return ranks.map((rank) => rank - mean(ranks))
    }),
  ],
  [
    'clipped to ± 1',
    'grpo',
    perPrompt((r) =>
      r.map((reward) => Math.max(-1, Math.min(1, (reward - mean(r)) / (Math.sqrt(variance(r)) + 1e-6)))),
    ),
  ],
  [
    'a median for a mean',
    'drGrpo',
    perPrompt((r) => {
      const sorted = r.toSorted((a, b) => a - b)
      return r.map((reward) => reward - sorted[r.length >> 1]!)
    }),
  ],
  [
    'the mean of neighbours in the batch',
    'drGrpo',
    (g) =>
      g.rewards.map((reward, i) =>
        i % 2 === 0
          ? reward - 0.5 * (reward + (g.rewards[i + 1] ?? reward))
          : reward - 0.5 * (reward + g.rewards[i - 1]!),
      ),
  ],
  [
    'float32 rewards',
    'drGrpo',
    perPrompt((r) =>
      r.map((reward) => (r.length === 1 ? reward : Math.fround(reward) - Math.fround(mean(r)))),
    ),
  ],
  [
    'rewards clipped to [0, 1] first',
    'drGrpo',
    perPrompt((r) => {
      const held = r.map((reward) => Math.max(0, Math.min(1, reward)))
      return held.map((reward) => (r.length === 1 ? reward : reward - mean(held)))
    }),
  ],
  [
    'equal rewards get a push',
    'grpo',
    perPrompt((r) =>
      r.map((reward) => (variance(r) === 0 ? 1e-3 : (reward - mean(r)) / (Math.sqrt(variance(r)) + 1e-6))),
    ),
  ],
  [
    'every third call is another',
    'drGrpo',
    (g) => (++calls % 3 === 0 ? centred(g).map((value) => value * 1.001) : centred(g)),
  ],
  ['greedy baselines left out', 'remax', centred],
  [
    'invalid rollouts in the count',
    'drGrpo',
    (g) => {
      const counts = g.promptIds.map((_, u) => g.promptOf.filter((prompt) => prompt === u).length)
      return perPrompt((r, _, members) =>
        r.map((reward) =>
          r.length === 1 ? reward : reward - (mean(r) * r.length) / counts[g.promptOf[members[0]!]!]!,
        ),
      )(g)
    },
  ],
  [
    'zeros, by claims alone',
    { reach: 'prompt', shiftInvariant: 'prompt' },
    (g) => new Float64Array(g.rewards.length),
  ],
  [
    'a variance in one pass, by claims alone',
    { reach: 'prompt', shiftInvariant: 'prompt', scale: 'invariant' },
    standardized(onePassVariance),
  ],
  [
    'groups cut at 8, by claims alone',
    { reach: 'prompt', centred: 'prompt' },
    perPrompt((r) => r.map((reward) => reward - mean(r.slice(0, 8)))),
  ],
  ['a lone rollout of another convention, by spec', { estimator: 'rloo', singletons: 'zero' }, rloo],
]

const right: readonly [name: string, like: Like, estimator: EstimatorUnderTest][] = [
  ['GRPO with two passes', 'grpo', standardized(variance)],
  ['GRPO with Welford’s algorithm', 'grpo', standardized(welford)],
  ['GRPO with TRL’s epsilon', 'grpo', standardized(variance, 1e-4)],
  ['GRPO with an epsilon of 1e-8', 'grpo', standardized(variance, 1e-8)],
  ['GRPO that gives a lone rollout 0', 'grpo', standardized(variance, 1e-6, 0)],
  [
    'GRPO to the last convention',
    { estimator: 'grpo', epsilon: 1e-4 },
    perPrompt((r) => {
      const spread = r.length === 1 ? 1 : Math.sqrt(variance(r))
      return r.map((reward) => (reward - (r.length === 1 ? 0 : mean(r))) / (spread + 1e-4))
    }),
  ],
  ['Dr. GRPO', 'drGrpo', centred],
  ['Dr. GRPO in a Float64Array', 'drGrpo', (g) => Float64Array.from(centred(g))],
  ['RLOO from leave-one-out means', 'rloo', rloo],
  [
    'RLOO as a factor',
    'rloo',
    perPrompt((r) =>
      r.map((reward) => (r.length === 1 ? reward : ((reward - mean(r)) * r.length) / (r.length - 1))),
    ),
  ],
  ['OPO', 'opo', opo],
  [
    'ReMax',
    'remax',
    (g) => g.rewards.map((reward, i) => (g.valid?.[i] === 0 ? 0 : reward - g.baselines![i]!)),
  ],
  ['a claim of one’s own', { reach: 'prompt', centred: 'prompt', scale: 'equivariant' }, centred],
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

  it('a GRPO in float32 with a tolerance for it', () => {
    const single = (g: PromptGroups) => Float32Array.from(standardized(variance)(g))
    estimatorLaws(single, { like: 'grpo', tolerance: 1e-4 })
  })
})
