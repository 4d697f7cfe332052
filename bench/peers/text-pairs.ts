import { mathVerify, scoreRecord, type TaskType } from 'golongrl'
import { answerWorkloads, calculationWorkload, recordWorkload } from 'golongrl/bench'
import { METRICS } from '../contests.js'
import type { Pair } from './pair.js'

const TASK_TYPE_OF: Readonly<Record<string, TaskType>> = {
  exactMatch: 'precise-retrieval',
  accuracy: 'comprehension',
  choiceAccuracy: 'comprehension',
  f1: 'exhaustive-retrieval',
  subExactMatch: 'structured-matching',
  ndcg: 'graded-ranking',
  pairwiseAccuracy: 'sequence-ordering',
  iou: 'structured-extraction',
  rougeL: 'summarization',
  [calculationWorkload.name]: 'numerical-reasoning',
}

/** A response with its gold, think block and all; what the twin reads. */
export interface TextRollout {
  readonly taskType: TaskType
  readonly gold: unknown
  readonly response: string
}

/** 200 typical responses of each metric, each behind 400 words of thought. */
export function textRollouts(): Readonly<Record<string, readonly TextRollout[]>> {
  const [{ response = '' } = {}] = recordWorkload.make(16)
  const thought = response.slice(0, response.indexOf('</think>'))
  return Object.fromEntries(
    Object.entries(TASK_TYPE_OF).map(([name, taskType]) => {
      const workload = answerWorkloads[name] ?? calculationWorkload
      const rollouts = workload.make(workload.sizes[0]!).map(({ prediction, gold }) => ({
        ...{ taskType, gold },
        response: `${thought}</think>\n${prediction}`,
      }))
      return [name, rollouts]
    }),
  )
}

/** What text_peer.py does too: a record and a response in, a reward out, the gold read anew for each. */
export const textPairs = (rollouts: Readonly<Record<string, readonly TextRollout[]>>): readonly Pair[] =>
  Object.entries(rollouts).map(([name, answers]) => ({
    request: `time ${name}`,
    workload: name,
    item: 'response',
    size: answers.length,
    subject: 'scoreRecord',
    prepare: () => () =>
      answers.map(({ taskType, gold, response }) => scoreRecord({ taskType, gold }, response)),
  }))

/** The rewards of the published rules on the answer, which the twin follows: both must be at the same work. */
export function publishedRewards(name: string, answers: readonly TextRollout[]): readonly number[] {
  const metric = METRICS[name] ?? mathVerify
  return answers.map(({ gold, response }) => {
    const answer = response.slice(response.indexOf('</think>') + '</think>'.length)
    const scored = metric(answer, gold, { profile: 'published' })
    if (scored._tag === 'Left') throw new Error(scored.left.argument)
    return scored.right.reward
  })
}
