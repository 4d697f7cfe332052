/** A file of rollouts as a trainer leaves it: JSON Lines, 16 responses of one length to each record. */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { TaskType } from 'golongrl'
import { recordWorkload } from 'golongrl/bench'
import { releasedRecord } from './peers/released-record.js'

const METRIC_OF: Readonly<Record<string, string>> = {
  'precise-retrieval': 'exactMatch',
  comprehension: 'choiceAccuracy',
  'exhaustive-retrieval': 'f1',
  'structured-extraction': 'iou',
  'structured-matching': 'subExactMatch',
  'graded-ranking': 'ndcg',
  'sequence-ordering': 'pairwiseAccuracy',
  'numerical-reasoning': 'mathVerify',
  summarization: 'rougeL',
}

export interface RolloutFileOptions {
  readonly rollouts: number
  /** Characters of a response. */
  readonly characters: number
  /** Task types that are left out. */
  readonly without: readonly TaskType[]
}

/** Writes rows `{ promptId, record, response }`; the records are those of the published data set. */
export function writeRollouts(path: string, { rollouts, characters, without }: RolloutFileOptions): void {
  const file = openSync(path, 'w')
  let written = 0
  for (const { record, response } of recordWorkload.make(2 * rollouts)) {
    if (written === rollouts) break
    if ((without as readonly string[]).includes(record.taskType)) continue
    const [thought = '', answer = ''] = response.split('</think>')
    const room = Math.max(0, characters - answer.length - '<think>\n\n</think>'.length)
    const filled = thought.slice('<think>\n'.length).padEnd(room, ' and so on').slice(0, room)
    const row = {
      promptId: `prompt-${Math.floor(written / 16)}`,
      record: releasedRecord(METRIC_OF[record.taskType]!, record.gold),
      response: `<think>\n${filled}\n</think>${answer}`,
    }
    writeSync(file, `${JSON.stringify(row)}\n`)
    written++
  }
  closeSync(file)
}
