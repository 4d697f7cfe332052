import type { RecordError } from '../../index.js'
import { type AdvantageColumns, putOptional } from './advantage-columns.js'
import { oneRecordEach } from './one-record-each.js'
import type { PromptId } from './prompt-ids.js'
import type { ReadRollout } from './rollout-columns.js'
import { fingerprintRollouts } from './rollout-fingerprint.js'
import type { ScoredRow } from './scored-row.js'
import { type ScoreSummary, summarize } from './summary.js'

/** What a run keeps of the rollouts that it has dealt with, in the file's order. */
export interface Tally {
  /** The place of the next rollout of the file. */
  readonly next: (rollout: ReadRollout) => Place
  readonly add: (rollout: ReadRollout, place: Place, row: ScoredRow) => void
  /** Rollouts that were added. */
  readonly count: () => number
  readonly columns: AdvantageColumns
  readonly summary: () => ScoreSummary
}

/** Where a rollout stands among those before it. */
export interface Place {
  /** Its prompt, numbered in the order they appear. */
  readonly group: number
  /** Its number within the prompt. */
  readonly number: number
  /** Of all rollouts up to this one. */
  readonly fingerprint: string
  /** Why it has no verdict, whatever was scored: its prompt id is that of another record. */
  readonly problem: RecordError | undefined
}

export interface TallyOptions {
  readonly groupBy?: 'rewardMode' | 'taskType'
  readonly maskUndecided?: boolean
}

export function createTally({ groupBy, maskUndecided = false }: TallyOptions): Tally {
  const columns: AdvantageColumns = { rewards: [], groupOf: [], lengths: [], baselines: [], groups: [] }
  const groups = groupCounter(columns)
  const fingerprint = fingerprintRollouts()
  const problemOf = oneRecordEach()
  const { add, summary } = summarize()
  return {
    next: (rollout) => ({
      ...groups(rollout),
      fingerprint: fingerprint(rollout.checksum),
      problem: rollout.record && problemOf(rollout.promptId!, rollout.record),
    }),
    add: ({ length, baseline }, { group }, row) => {
      const type = groupBy === 'taskType' ? row.taskType : row.rewardMode
      columns.groups[group]!.type ??= type ?? undefined
      const masked = row.reward === null || (maskUndecided && row.reason === 'undecided')
      const position = columns.rewards.push(masked ? Number.NaN : row.reward) - 1
      columns.groupOf.push(group)
      putOptional(columns.lengths, position, length)
      putOptional(columns.baselines, position, baseline)
      add(row, group)
    },
    count: () => columns.rewards.length,
    columns,
    summary,
  }
}

/** Numbers the prompts of each batch in the order they appear, and the rollouts within each. */
function groupCounter({
  groups,
}: AdvantageColumns): (rollout: ReadRollout) => { readonly group: number; readonly number: number } {
  const numbers = new Map<string, number>()
  // The rollouts of a prompt mostly stand together.
  let last:
    | { readonly batch: PromptId; readonly promptId: PromptId | undefined; readonly group: number }
    | undefined
  const groupOf = ({ batch, promptId }: ReadRollout): number => {
    if (last !== undefined && last.promptId === promptId && last.batch === batch) return last.group
    const key = JSON.stringify([batch, promptId])
    const known = numbers.get(key)
    const group = known ?? groups.push({ batch, type: undefined, size: 0 }) - 1
    if (known === undefined) numbers.set(key, group)
    last = { batch, promptId, group }
    return group
  }
  return (rollout) => {
    const group = groupOf(rollout)
    return { group, number: groups[group]!.size++ }
  }
}
