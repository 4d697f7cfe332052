import { groupRollouts, type RolloutBatch } from '../../../src/advantages/group-rollouts.js'
import type { PromptGroups } from '../../../src/advantages/prompt-groups.js'

export function group(batch: RolloutBatch): PromptGroups {
  const groups = groupRollouts(batch)
  if (groups._tag === 'Right') return groups.right
  throw new Error(JSON.stringify(groups.left))
}

/** The rollouts of prompts p0, p1, … of one task type. */
export const prompts = (
  rewards: readonly (readonly number[])[],
  more: Partial<RolloutBatch> = {},
): PromptGroups =>
  group({
    rewards: rewards.flat(),
    promptIds: rewards.flatMap((own, u) => own.map(() => `p${u}`)),
    ...more,
  })
