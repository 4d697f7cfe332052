/** Prompts with the rewards of their rollouts. */
export interface PromptRewards {
  readonly taskType: string
  readonly rewards: readonly number[]
}

export interface Preset {
  readonly title: string
  /** What to look at. */
  readonly note: string
  readonly prompts: readonly PromptRewards[]
}

const EM = 'precise-retrieval'
const ROUGE = 'summarization'
const F1 = 'exhaustive-retrieval'

export const PRESETS: readonly Preset[] = [
  {
    title: 'Quiet and loud tasks',
    note: 'Summaries spread by hundredths, retrieval by ones. Without a scale the quiet task has no say; TMN gives both as much.',
    prompts: [
      { taskType: EM, rewards: [1, 0, 0, 1] },
      { taskType: EM, rewards: [1, 1, 0, 1] },
      { taskType: ROUGE, rewards: [0.42, 0.47, 0.4, 0.45] },
      { taskType: ROUGE, rewards: [0.31, 0.3, 0.36, 0.33] },
    ],
  },
  {
    title: 'One lucky rollout',
    note: 'One success in eight on the left, one failure in eight on the right: the difficulty weight makes the first louder and the other’s successes quieter.',
    prompts: [
      { taskType: EM, rewards: [1, 0, 0, 0, 0, 0, 0, 0] },
      { taskType: EM, rewards: [1, 1, 1, 1, 1, 1, 1, 0] },
    ],
  },
  {
    title: 'A lone prompt of its type',
    note: 'With one prompt of its type in the batch, the scale of the type is the deviation of the prompt: TMN is GRPO there.',
    prompts: [
      { taskType: EM, rewards: [1, 0, 1, 1] },
      { taskType: EM, rewards: [0, 0, 1, 0] },
      { taskType: EM, rewards: [1, 1, 1, 1] },
      { taskType: F1, rewards: [0.5, 0.52, 0.48, 0.5] },
    ],
  },
  {
    title: 'Luck within a type',
    note: 'Three rollouts of the first prompt differ by chance alone. GRPO blows the difference up to full size; TMN leaves it small beside the prompt with something to learn.',
    prompts: [
      { taskType: F1, rewards: [0.5, 0.51, 0.5, 0.49] },
      { taskType: F1, rewards: [0, 1, 0.4, 0.9] },
    ],
  },
]
