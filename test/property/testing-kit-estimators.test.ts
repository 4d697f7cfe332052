import { describe, expect, it } from 'vitest'
import type { PromptGroups } from '../../src/advantages/prompt-groups.js'
import { estimatorLaws } from '../../src/testing/index.js'

/** The rollouts of each prompt: their indices and rewards. */
const groupsOf = ({ offsets, members, rewards, promptIds }: PromptGroups) =>
  promptIds.map((_, prompt) => {
    const indices = Array.from(members.subarray(offsets[prompt]!, offsets[prompt + 1]!))
    return { prompt, indices, rewards: indices.map((i) => rewards[i]!) }
  })

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const squares = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0)

/** (r − mean) / (std + 1e-6) with a choice of divisor; a lone rollout keeps its reward. */
const grpoWith =
  (variance: (rewards: readonly number[]) => number, epsilon = 1e-6) =>
  (groups: PromptGroups): number[] => {
    const advantages = Array.from(groups.rewards, () => 0)
    for (const { indices, rewards } of groupsOf(groups)) {
      const [centre, spread] = rewards.length === 1 ? [0, 1] : [mean(rewards), Math.sqrt(variance(rewards))]
      for (const i of indices) advantages[i] = (groups.rewards[i]! - centre) / (spread + epsilon)
    }
    return advantages
  }

const sampleVariance = (rewards: readonly number[]) => {
  const variance = squares(rewards) / (rewards.length - 1)
  return variance < 1e-24 ? 0 : variance
}

const grpo = grpoWith(sampleVariance)

describe('estimatorLaws', () => {
  it('passes a right GRPO and says what it checked', () => {
    expect(estimatorLaws(grpo, { like: 'grpo' })).toEqual([
      'one finite advantage per rollout',
      'leaves the batch alone',
      'deterministic',
      'order is nothing',
      'names are nothing',
      'an invalid rollout is nothing',
      'a better reward is better',
      'reach',
      'centred',
      'unit variance',
      'shift',
      'scale',
      'like the reference',
    ])
  })

  const planted: readonly [
    bug: string,
    law: string,
    estimator: (groups: PromptGroups) => ArrayLike<number>,
  ][] = [
    ['the population variance', 'unit variance', grpoWith((rewards) => squares(rewards) / rewards.length)],
    ['a forgotten epsilon', 'one finite advantage per rollout', grpoWith(sampleVariance, 0)],
    [
      'a variance in place of a standard deviation',
      'scale',
      grpoWith((rewards) => sampleVariance(rewards) ** 2),
    ],
    [
      'a mean over the whole batch',
      'reach',
      (groups) => {
        const centre = mean(Array.from(groups.rewards))
        return groups.rewards.map((reward) => reward - centre)
      },
    ],
    [
      'a running mean',
      'order is nothing',
      (groups) => {
        const advantages = grpo(groups)
        for (const { indices, rewards } of groupsOf(groups)) {
          indices.forEach((i, k) => {
            advantages[i] = groups.rewards[i]! - mean(rewards.slice(0, k + 1))
          })
        }
        return advantages
      },
    ],
    [
      'rewards overwritten in place',
      'leaves the batch alone',
      (groups) => {
        const advantages = grpo(groups)
        groups.rewards.set(advantages)
        return groups.rewards
      },
    ],
    [
      'prompt ids read as numbers',
      'names are nothing',
      (groups) => {
        const numbers = groups.promptIds.map((id) => Number(id) || id)
        const merged = groups.promptOf.map((prompt) => numbers.indexOf(numbers[prompt]!))
        return groups.rewards.map((reward, i) => {
          const peers = groups.rewards.filter((_, j) => merged[j] === merged[i])
          return reward - mean(Array.from(peers))
        })
      },
    ],
    [
      'invalid rollouts in the mean',
      'an invalid rollout is nothing',
      (groups) =>
        groups.rewards.map((reward, i) => {
          const peers = groups.rewards.filter((_, j) => groups.promptOf[j] === groups.promptOf[i])
          return peers.length === 1 ? reward : reward - mean(Array.from(peers))
        }),
    ],
    ['the sign turned', 'a better reward is better', (groups) => grpo(groups).map((advantage) => -advantage)],
    [
      'a baseline that is not the mean',
      'centred',
      (groups) => grpo(groups).map((advantage) => advantage + 0.01),
    ],
  ]

  it.each(planted)('catches %s', (_bug, law, estimator) => {
    expect(() => estimatorLaws(estimator, { like: 'grpo' })).toThrow(`The law "${law}" says`)
  })
})
