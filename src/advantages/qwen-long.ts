import type { BadBatch } from '../errors.js'
import { gather, groupedRewards, promptStatistics, segmentMoments } from './moments.js'
import { firstProblem, knownProfile, type Profiled, refuse, smoothing } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { sortByGroup } from './sort-by-group.js'
import { byTaskName } from './task-scale.js'

export interface QwenLongOptions extends Profiled {
  /** Added to the standard deviation, outside the root: 0, or 1e-100 or more. Default 1e-6. */
  readonly epsilon?: number
}

/**
 * QwenLong-L1.5's task-level advantage: mean and spread over all rollouts of the task type, prompts mixed.
 *
 *     A_i = (r_i − mean_k) / (std_k + ε)        std_k: sample standard deviation, n − 1
 *
 * Rewards 1, 0 of one prompt and 1, 1 of another of the same type: mean 0.75, std 0.5, advantages 0.5, −1.5, 0.5, 0.5; a
 * prompt that is always solved is rewarded all the same. The only rollout of a task type gets 0, unlike GRPO's and TMN's
 * single rollouts. The comment in the released code says population variance; the code takes the sample variance.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @returns [N] advantages; 0 for invalid rollouts. `taskMeans` and `taskScales` are over rollouts, not prompts.
 * @throws RangeError for a wrong option, see `refuse`.
 * @see QwenLong-L1.5 (2025), arXiv 2512.12967; GoLongRL's released code for the form.
 */
export function qwenLong(groups: PromptGroups, options: QwenLongOptions = {}): Advantages {
  refuse(checkQwenLong(groups, options))
  const { epsilon = 1e-6, profile = 'natural' } = options
  const typeOf = groups.promptOf.map((u) => groups.taskOf[u]!)
  const { members, offsets } = sortByGroup(typeOf, groups.taskTypes.length, groups.valid)
  const rewards = gather(groups.rewards, members)
  const tasks = segmentMoments(rewards, offsets, profile === 'published' ? 'one-pass' : 'exact')
  const stds = tasks.variances.map((variance, k) => (tasks.sizes[k] === 1 ? 1 : Math.sqrt(variance)))
  const advantages = new Float64Array(groups.rewards.length)
  for (let k = 0; k < stds.length; k++) {
    const divisor = stds[k]! + epsilon
    for (let j = offsets[k]!; j < offsets[k + 1]!; j++) {
      const deviation = rewards[j]! - tasks.means[k]! - tasks.meanTails[k]!
      advantages[members[j]!] = divisor === 0 ? 0 : deviation / divisor
    }
  }
  return {
    advantages,
    statistics: {
      ...promptStatistics(segmentMoments(groupedRewards(groups), groups.offsets, 'exact')),
      taskMeans: byTaskName(groups, tasks.means),
      taskScales: byTaskName(groups, stds),
    },
  }
}

export const checkQwenLong = (_groups: PromptGroups, options: QwenLongOptions): BadBatch | undefined =>
  firstProblem(smoothing('epsilon', options.epsilon), knownProfile(options))
