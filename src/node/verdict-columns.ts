import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { Verdict } from '../index.js'
import type { ScoringError } from './score-chunk.js'

/** Verdicts in the form in which threads exchange them: a typed array is copied much faster than as many objects. */
export interface VerdictColumns {
  readonly rewards: Float64Array
  /** Index into `kinds`; `OTHER` where `others` has the result. */
  readonly kindOf: Uint16Array
  readonly kinds: readonly Kind[]
  /** By position: errors, and verdicts with an explanation. */
  readonly others: ReadonlyMap<number, Result>
}

type Result = Either<ScoringError, Verdict>

/** The fields that many verdicts share. */
type Kind = Omit<Verdict, 'reward' | 'explanation'>

const OTHER = 0xffff

export function toColumns(results: readonly Result[]): VerdictColumns {
  const rewards = new Float64Array(results.length)
  const kindOf = new Uint16Array(results.length)
  const kinds: Kind[] = []
  const others = new Map<number, Result>()
  results.forEach((result, i) => {
    const kind =
      isLeft(result) || result.right.explanation !== undefined ? OTHER : numberOf(result.right, kinds)
    kindOf[i] = kind
    if (kind === OTHER || isLeft(result)) others.set(i, result)
    else rewards[i] = result.right.reward
  })
  return { rewards, kindOf, kinds, others }
}

export const fromColumns = ({ rewards, kindOf, kinds, others }: VerdictColumns): Result[] =>
  Array.from(rewards, (reward, i) => others.get(i) ?? right({ reward, ...kinds[kindOf[i]!]! }))

function numberOf({ reason, taskType, rewardMode, metric }: Verdict, kinds: Kind[]): number {
  const known = kinds.findIndex(
    (kind) =>
      kind.reason === reason &&
      kind.taskType === taskType &&
      kind.rewardMode === rewardMode &&
      kind.metric === metric,
  )
  if (known >= 0) return known
  return kinds.length === OTHER ? OTHER : kinds.push({ reason, taskType, rewardMode, metric }) - 1
}
