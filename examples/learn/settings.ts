/** The conditions under which the estimators are compared. */

export interface Setting {
  readonly title: string
  /** How often each task type occurs, in the order of TASK_TYPES. Absent: each three times a batch. */
  readonly shares?: readonly number[]
  /** The share of prompts of the graded task types whose reward varies by luck alone. */
  readonly luckyShare: number
  /** Whether prompts whose rewards are all equal are taken out before the advantages. */
  readonly dropConstant: boolean
}

const BALANCED: Setting = { title: 'balanced', luckyShare: 0, dropConstant: false }

export const SETTINGS = {
  balanced: BALANCED,
  // Four types are 92 % of the data, as in the paper's training set.
  'paper-mix': {
    ...BALANCED,
    title: "the paper's mix",
    shares: [0.25, 0.25, 0.25, 0.17, 0.04, 0.01, 0.01, 0.01, 0.01],
  },
  luck: { ...BALANCED, title: 'luck within types', luckyShare: 0.5 },
  'drop-constant': { ...BALANCED, title: 'constant groups dropped', dropConstant: true },
} satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof SETTINGS

/** What all runs have in common. */
export const SIZES = {
  promptsPerStep: 27,
  rolloutsPerPrompt: 16,
  steps: 120,
  evaluateEvery: 15,
  hiddenUnits: 16,
  heldOutPromptsPerTask: 24,
  heldOutRollouts: 4,
} as const
