import type { Reason } from '../../index.js'
import { gateNotice } from '../gate-notice.js'
import type { ScoredRow } from './scored-row.js'

/** How the rollouts of one task type came out. */
export interface TaskSummary {
  readonly taskType: string
  readonly prompts: number
  readonly rollouts: number
  /** Mean reward of the decided rollouts; null when there is none. */
  readonly meanReward: number | null
  /** How many verdicts there are of each reason. `undecided` ones are in no mean. */
  readonly reasons: Readonly<Record<Reason, number>>
}

/** How a file of rollouts came out. */
export interface ScoreSummary {
  readonly rollouts: number
  /** Verdicts that a work limit left open: neither right nor wrong. */
  readonly undecided: number
  /** Rollouts without a verdict, and the first few reasons. */
  readonly notScored: number
  readonly errors: readonly string[]
  readonly tasks: readonly TaskSummary[]
  /** One sentence for each task type most of whose responses fail the think gate. */
  readonly notices: readonly string[]
}

/** Collects a summary, one row after another. */
export function summarize(): {
  readonly add: (row: ScoredRow, group: number) => void
  readonly summary: () => ScoreSummary
} {
  const tasks = new Map<string, { groups: Set<number>; sum: number; reasons: Record<Reason, number> }>()
  const errors: string[] = []
  let notScored = 0
  return {
    add: ({ taskType, reward, reason, error }, group) => {
      if (taskType === null) {
        notScored++
        if (errors.length < MOST_ERRORS && error !== null && !errors.includes(error)) errors.push(error)
        return
      }
      const task = tasks.get(taskType) ?? { groups: new Set(), sum: 0, reasons: { ...NO_REASONS } }
      tasks.set(taskType, task)
      task.groups.add(group)
      task.reasons[reason as Reason]++
      if (reason !== 'undecided') task.sum += reward ?? 0
    },
    summary: () => {
      const summaries = [...tasks].map(([taskType, { groups, sum, reasons }]): TaskSummary => {
        const rollouts = Object.values(reasons).reduce((total, count) => total + count, 0)
        const decided = rollouts - reasons.undecided
        return {
          taskType,
          prompts: groups.size,
          rollouts,
          meanReward: decided === 0 ? null : sum / decided,
          reasons,
        }
      })
      const total = (count: (task: TaskSummary) => number) =>
        summaries.reduce((sum, task) => sum + count(task), 0)
      return {
        rollouts: total((task) => task.rollouts) + notScored,
        undecided: total((task) => task.reasons.undecided),
        notScored,
        errors,
        tasks: summaries,
        notices: summaries.flatMap(
          ({ taskType, reasons, rollouts }) => gateNotice(taskType, reasons['bad format'], rollouts) ?? [],
        ),
      }
    },
  }
}

const MOST_ERRORS = 20

const NO_REASONS: Readonly<Record<Reason, number>> = {
  correct: 0,
  partial: 0,
  wrong: 0,
  'no answer': 0,
  'bad format': 0,
  undecided: 0,
}
