import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { groupedRewards } from './moments.js'
import { findBadGroups, type PromptGroups } from './prompt-groups.js'

export interface InformativeGroupsOptions {
  /**
   * What happens to a prompt's only rollout, which differs from nothing: taken out, or kept, as in verl's `filter_groups`.
   * Default `drop`.
   */
  readonly singletons?: 'drop' | 'keep'
}

const INFORMATIVE_GROUPS_OPTIONS: OptionRows<InformativeGroupsOptions> = {
  singletons: { kind: 'choice', of: ['drop', 'keep'], default: 'drop' },
}

/** Which rollouts of a batch carry a learning signal, and how many prompts carry none. */
export interface InformativeGroups {
  /** [N] 1 where the rollout stays: for `groupRollouts({ …, valid })`. Rollouts that were invalid stay invalid. */
  readonly valid: Uint8Array
  /** [P] 1 where the prompt stays. */
  readonly kept: Uint8Array
  /** Prompts with a valid rollout: `informativePrompts` + `equalPrompts` + `singlePrompts`. */
  readonly prompts: number
  /** Prompts with two or more different rewards. */
  readonly informativePrompts: number
  /** Prompts of two or more rollouts, all with one reward. */
  readonly equalPrompts: number
  /** Prompts of one rollout. */
  readonly singlePrompts: number
  /** How many rollouts stay. */
  readonly rollouts: number
}

/**
 * Dynamic sampling: the prompts whose rollouts do not all have the same reward. Equal rewards have advantage 0 in
 * every estimator that compares the rollouts of a prompt; trainers sample until enough other prompts are left.
 *
 * Rewards are compared as they are. (The released code asks whether `np.std` is above 0, and rounding can make it so: of 99
 * groups of three equal rewards it keeps 21.) Group the *raw* metric for this, then the shaped rewards with `valid`: a length
 * penalty makes equal answers differ.
 *
 * The published recipe filters *before* advantages, so that constant groups do not enter the task scale.
 *
 * @param groups N rollouts of P prompts.
 * @throws for a wrong option, as `orThrow` does.
 * @see DAPO (2025), arXiv 2503.14476, section 3.2.
 */
export function informativeGroups(
  groups: PromptGroups,
  options: InformativeGroupsOptions = {},
): InformativeGroups {
  refuse(findBadOption(options, INFORMATIVE_GROUPS_OPTIONS) ?? findBadGroups(groups))
  const { offsets, members, taskOf } = groups
  const rewards = groupedRewards(groups)
  const valid = new Uint8Array(groups.rewards.length)
  const kept = new Uint8Array(taskOf.length)
  const counts = { informativePrompts: 0, equalPrompts: 0, singlePrompts: 0, rollouts: 0 }
  for (let u = 0; u < taskOf.length; u++) {
    const start = offsets[u]!
    const end = offsets[u + 1]!
    if (end === start) continue
    let j = start + 1
    while (j < end && rewards[j] === rewards[start]) j++
    const differs = j < end
    const isSingle = end - start === 1
    counts[differs ? 'informativePrompts' : isSingle ? 'singlePrompts' : 'equalPrompts']++
    if (!differs && !(isSingle && options.singletons === 'keep')) continue
    kept[u] = 1
    for (let i = start; i < end; i++) valid[members[i]!] = 1
    counts.rollouts += end - start
  }
  const prompts = counts.informativePrompts + counts.equalPrompts + counts.singlePrompts
  return { valid, kept, prompts, ...counts }
}
