import { SMALLEST } from '../magnitude.js'
import { PROFILE } from '../profile.js'
import { type Estimator, estimate } from './estimator.js'
import { gather, groupedRewards, promptMoments, promptStatistics, segmentMoments } from './moments.js'
import type { Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { sortByGroup } from './sort-by-group.js'
import { byTaskName } from './task-scale.js'

export interface QwenLongOptions extends Profiled {
  /** Added to the standard deviation, outside the root: 0, or 1e-100 or more. Default 1e-6. */
  readonly epsilon?: number
}

/**
 * QwenLong-L1.5's task-level advantage: centred on the prompt, in units of the spread of the whole task type.
 *
 *     A_i = (r_i − mean_u) / (std_k + ε)
 *
 * `std_k` is the sample deviation (n − 1) of all rewards of the task type, prompts mixed: the spread between prompts
 * counts as well as that within them. (`tmn` takes the spread within prompts only.) Rewards 1, 0 of one prompt and 1, 1 of
 * another of the same type: std 0.5, advantages 1, −1, 0, 0. Equal rewards of a prompt, and a single rollout, give exactly 0.
 *
 * `profile: 'published'` is GoLongRL's released code, which cites the paper's equation 7 and subtracts the mean of the task
 * type instead: 0.5, −1.5, 0.5, 0.5 above, so that a prompt that is always solved keeps being rewarded. There the only
 * rollout of a task type has deviation 1.
 *
 * @param groups N rollouts of P prompts of K task types.
 * @returns [N] advantages; 0 for invalid rollouts. `taskMeans` and `taskScales` are over rollouts, not prompts.
 * @throws for a wrong option, see `estimate`.
 * @see QwenLong-L1.5 (2025), arXiv 2512.12967, equation 7; GoLongRL's released code for the other form.
 */
export function qwenLong(groups: PromptGroups, options: QwenLongOptions = {}): Advantages {
  return estimate(qwenLongEstimator, groups, options)
}

export const qwenLongEstimator: Estimator<'qwenLong', QwenLongOptions> = {
  name: 'qwenLong',
  options: {
    profile: PROFILE,
    epsilon: { kind: 'number', from: SMALLEST, finite: true, orZero: true, default: 1e-6 },
  },
  startsFromMoments: true,

  compute(groups, options) {
    const { epsilon = 1e-6, profile = 'natural' } = options
    const isPublished = profile === 'published'
    const rewards = groupedRewards(groups)
    const prompts = promptMoments(groups, rewards, 'exact')
    const tasks = taskMoments(groups, isPublished ? 'one-pass' : 'exact')
    const stds = tasks.variances.map((variance, k) => (tasks.sizes[k] === 1 ? 1 : Math.sqrt(variance)))
    const { means, meanTails } = isPublished ? tasks : prompts
    const advantages = new Float64Array(groups.rewards.length)
    for (let u = 0; u < groups.taskOf.length; u++) {
      const k = groups.taskOf[u]!
      const centre = isPublished ? k : u
      const divisor = stds[k]! + epsilon
      for (let j = groups.offsets[u]!; j < groups.offsets[u + 1]!; j++) {
        const deviation = rewards[j]! - means[centre]! - meanTails[centre]!
        advantages[groups.members[j]!] = divisor === 0 ? 0 : deviation / divisor
      }
    }
    return {
      advantages,
      statistics: {
        ...promptStatistics(prompts),
        taskMeans: byTaskName(groups, tasks.means),
        taskScales: byTaskName(groups, stds),
      },
    }
  },
}

/** The moments of all rewards of each task type, in the batch's order, which plain sums depend on. */
function taskMoments(groups: PromptGroups, arithmetic: 'exact' | 'one-pass') {
  const typeOf = groups.promptOf.map((u) => groups.taskOf[u]!)
  const { members, offsets } = sortByGroup(typeOf, groups.taskTypes.length, groups.valid)
  return segmentMoments(gather(groups.rewards, members), offsets, arithmetic)
}
