/** The nine task types of GoLongRL. Custom tasks may carry any other name. */
export const TASK_TYPES = [
  'precise-retrieval',
  'comprehension',
  'exhaustive-retrieval',
  'numerical-reasoning',
  'structured-extraction',
  'structured-matching',
  'graded-ranking',
  'sequence-ordering',
  'summarization',
] as const

export type TaskType = (typeof TASK_TYPES)[number]

export type { Profile } from '../profile.js'

/**
 * Why a reward is what it is.
 *
 * - `correct`: reward 1, or as near to it as the metric comes; `partial`: between 0 and 1; `wrong`: a
 *   readable answer worth 0
 * - `bad format`: the think gate was not passed; `no answer`: nothing that could be read as an answer
 * - `undecided`: a counted work limit was hit. Neither right nor wrong; count these apart
 */
export type Reason = (typeof REASONS)[number]

export const REASONS = ['correct', 'partial', 'wrong', 'bad format', 'no answer', 'undecided'] as const

/** How a verdict came about; present when `explain: true` was asked for. */
export interface Explanation {
  /** The part of the response that was read as the answer. */
  readonly extracted: string
  /** One sentence a step: how it was read, what was compared, with which outcome. */
  readonly steps: readonly string[]
  /** The numbers behind the reward, by name: precision and recall, lines per gold, … */
  readonly measures?: Readonly<Record<string, number>>
}

/** A metric's own result for one answer. */
export interface Score {
  /** In [0, 1] in the natural profile. */
  readonly reward: number
  readonly reason: Reason
  readonly explanation?: Explanation
}

/** The judgement of one response. */
export interface Verdict extends Score {
  readonly taskType: string
  /** The tag the published trainer groups by: `NDCG`, `selection`, `EM`, … */
  readonly rewardMode: string
  /**
   * The metric's name: `EM`, `Accuracy`, `F1`, `math_verify`, `IoU`, `SubEM`, `NDCG`, `Pairwise`, `ROUGE-L`.
   */
  readonly metric: string
}

/** The reason that goes with a reward of a graded metric. */
export const reasonFor = (reward: number): Reason =>
  reward >= 1 ? 'correct' : reward > 0 ? 'partial' : 'wrong'
