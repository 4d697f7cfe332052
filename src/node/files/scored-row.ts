import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { describeError, type Verdict } from '../../index.js'
import type { ScoringError } from '../score-chunk.js'
import type { PromptId } from './prompt-ids.js'

/** One line of a file of scored rollouts. Always the same keys; what does not apply is null. */
export interface ScoredRow {
  readonly promptId: PromptId | null
  /** The rollout's number within its prompt (and batch), from 0, in the file's order. */
  readonly rollout: number
  readonly reward: number | null
  readonly reason: string | null
  readonly taskType: string | null
  readonly rewardMode: string | null
  readonly metric: string | null
  readonly advantage: number | null
  /** Why there is no verdict. */
  readonly error: string | null
  /** Only when explanations were asked for. */
  readonly explanation?: Verdict['explanation']
}

export function scoredRow(
  promptId: PromptId | undefined,
  rollout: number,
  verdict: Either<ScoringError, Verdict>,
): ScoredRow {
  const { reward, reason, taskType, rewardMode, metric, explanation } = isLeft(verdict)
    ? NO_VERDICT
    : verdict.right
  const row = {
    promptId: promptId ?? null,
    rollout,
    reward,
    reason,
    taskType,
    rewardMode,
    metric,
    advantage: null,
    error: isLeft(verdict) ? describeError(verdict.left) : null,
  }
  return explanation === undefined ? row : { ...row, explanation }
}

const NO_VERDICT = {
  reward: null,
  reason: null,
  taskType: null,
  rewardMode: null,
  metric: null,
  explanation: undefined,
}
