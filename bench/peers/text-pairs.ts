import { mathVerify, readTask, scoreRecord, scoreTask, type TaskType } from 'golongrl'
import { answerWorkloads, calculationWorkload, recordWorkload } from 'golongrl/bench'
import { METRICS } from '../contests.js'
import { rightOf } from '../right-of.js'
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

const RESPONSES_PER_RECORD = 16

/** A record and a response in, a reward out: what text_peer.py does too. */
export const textPairs = (rollouts: Readonly<Record<string, readonly TextRollout[]>>): readonly Pair[] =>
  Object.entries(rollouts).flatMap(([name, answers]) => {
    const pair = { request: `time ${name}`, workload: name, item: 'response', size: answers.length }
    return [
      { ...pair, subject: 'scoreRecord', prepare: () => () => scoredAlone(answers) },
      {
        ...pair,
        subject: `readTask + ${RESPONSES_PER_RECORD} × scoreTask`,
        prepare: () => scoredByRecord(answers),
      },
    ]
  })

/** The gold read anew for each response, as text_peer.py reads it. */
const scoredAlone = (answers: readonly TextRollout[]): unknown =>
  answers.map(({ taskType, gold, response }) => scoreRecord({ taskType, gold }, response))

/** The same responses, as `scoreBatch` scores them where a record has 16: in 16 runs each gold is read once. */
function scoredByRecord(answers: readonly TextRollout[]): () => unknown {
  const read = ({ taskType, gold }: TextRollout) => rightOf(readTask({ taskType, gold }))
  const tasks = answers.map(read)
  let run = 0
  return () => {
    run++
    return answers.map((answer, i) => {
      if ((i + run) % RESPONSES_PER_RECORD === 0) tasks[i] = read(answer)
      return scoreTask(tasks[i]!, answer.response)
    })
  }
}

/** The rewards of the published rules on the answer, which the twin follows: both must be at the same work. */
export function publishedRewards(name: string, answers: readonly TextRollout[]): readonly number[] {
  const metric = METRICS[name] ?? mathVerify
  return answers.map(({ gold, response }) => {
    const answer = response.slice(response.indexOf('</think>') + '</think>'.length)
    return rightOf(metric(answer, gold, { profile: 'published' })).reward
  })
}
