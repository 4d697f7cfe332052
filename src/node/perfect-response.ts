import type { Task } from '../index.js'
import { isObject, unpacked } from './service/find-record.js'

/**
 * The response that a record's own gold would make: what a model that knows the answer writes, in the form its task asks for.
 * A gold whose perfect response does not score 1 can never be met.
 *
 * @returns undefined for custom tasks, whose form we cannot know
 */
export function perfectResponse(record: unknown, task: Task): string | undefined {
  const answer = perfectAnswer(task, goldOf(record))
  if (answer === undefined) return undefined
  return task.gate.open === 'prefilled' ? `</think>\n${answer}` : `<think>\n</think>\n${answer}`
}

function perfectAnswer({ taskType }: Task, gold: unknown): string | undefined {
  const area = (lines: unknown) => `[Answer]\n${Array.isArray(lines) ? lines.join('\n') : String(lines)}`
  switch (taskType) {
    case 'precise-retrieval':
      return String(gold)
    case 'comprehension':
      return Array.isArray(gold) ? area(gold[0]) : choice(String(gold))
    case 'exhaustive-retrieval':
    case 'structured-matching':
    case 'graded-ranking':
    case 'sequence-ordering':
      return area(gold)
    case 'summarization':
      return area(Array.isArray(gold) ? gold[0] : gold)
    case 'numerical-reasoning':
      return isObject(gold) ? retrievalWithCalculation(gold) : `\\boxed{${String(gold)}}`
    case 'structured-extraction':
      return `<answer>${typeof gold === 'string' ? gold : JSON.stringify(gold)}</answer>`
    default:
      return undefined
  }
}

/** A gold of a multiple choice is a letter in some dress (`(B)`, `b.`, `Option B`), or the whole statement. */
function choice(gold: string): string {
  const letter = /^\s*(?:option\s+)?\(?([a-z])\)?\.?\s*$/iu.exec(gold)?.[1]
  return letter === undefined ? gold : `The correct answer is (${letter.toUpperCase()})`
}

function retrievalWithCalculation(gold: Readonly<Record<string, unknown>>): string {
  const ids = Array.isArray(gold.doc_ids) ? gold.doc_ids.join(', ') : String(gold.doc_ids)
  return `<relevant_doc_ids>${ids}</relevant_doc_ids>\n<continue_reasoning>\\boxed{${String(gold.golden_label)}}</continue_reasoning>`
}

/** The gold as a record of either form holds it. */
function goldOf(record: unknown): unknown {
  if (!isObject(record)) return undefined
  if (record.taskType !== undefined) return record.gold
  const model = unpacked(record.reward_model)
  const written = isObject(model) ? unpacked(model.ground_truth) : undefined
  const truth = Array.isArray(written) ? unpacked(written.at(-1)) : written
  if (!isObject(truth) || record.data_source === 'retrieval_calculate') return truth
  return truth.golden_label ?? truth.doc_ids ?? truth
}
