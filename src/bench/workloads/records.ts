import type { AnyTaskRecord } from '../../tasks/task-record.js'
import { TASK_TYPES } from '../../verifiers/verdict.js'
import type { Workload } from '../workload.js'
import { prose, typicalAnswers } from './answers.js'
import { randomFrom } from './random.js'

/** A record of ours with one response to it. */
export interface RecordedAnswer {
  readonly record: AnyTaskRecord
  readonly response: string
}

const RESPONSES_PER_RECORD = 16
const WORDS_OF_THOUGHT = 400

/**
 * What a trainer scores at each step: 16 responses to each record, think blocks included, the nine task types in turn;
 * 2,048 rollouts are the 128 × 16 of the published runs. All rollouts share 32 think blocks, so that millions of
 * rollouts fit into memory.
 */
export const recordWorkload: Workload<readonly RecordedAnswer[]> = {
  name: 'scoreBatch',
  item: 'response',
  sizes: [256, 2_048, 16_384],
  make: (size) => {
    const random = randomFrom(size)
    const thoughts = Array.from({ length: 32 }, () => prose(random, WORDS_OF_THOUGHT))
    const rollouts: RecordedAnswer[] = []
    while (rollouts.length < size) {
      const taskType = TASK_TYPES[(rollouts.length / RESPONSES_PER_RECORD) % TASK_TYPES.length]!
      const { gold, prediction } = typicalAnswers[taskType](random)
      const record = { taskType, gold }
      for (let i = 0; i < RESPONSES_PER_RECORD; i++) {
        // Four of sixteen responses repeat the prediction whole; the others are cut off at some point.
        const kept = i < 4 ? prediction.length : random.integer(prediction.length)
        const response = `<think>\n${random.pick(thoughts)}\n</think>\n${prediction.slice(0, kept)}`
        rollouts.push({ record, response })
      }
    }
    return rollouts
  },
  items: (rollouts) => rollouts.length,
}
