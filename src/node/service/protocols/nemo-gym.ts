import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../../errors.js'
import type { RecordError, Rollout, Verdict } from '../../../index.js'
import { holdsRecord } from '../../files/records.js'
import { isObject, type RowObject } from '../../files/row.js'
import { findRecord, mappedRecord, type RecordSources, recordOfPrompt } from '../find-record.js'
import { float } from './python-json.js'

/**
 * NeMo-Gym's `POST /verify`: a data set row with the model's `response` in the form of OpenAI's Responses API.
 * The record is the row itself, its `record`, the record behind its `prompt_id` (or `promptId`), or its `label` or
 * `expected_answer`, read as any label is.
 *
 * @see nemo_gym/base_resources_server.py
 */
export function readNemoGym(body: unknown, sources: RecordSources): Either<RecordError, Rollout> {
  if (!isObject(body)) return left(badRecord('body', 'a JSON object', body))
  const response = textOf(body.response)
  if (isLeft(response)) return response
  const record = recordOfRow(body, sources)
  return isLeft(record) ? record : right({ record: record.right, response: response.right })
}

function recordOfRow(row: RowObject, sources: RecordSources): Either<RecordError, unknown> {
  if (holdsRecord(row)) return findRecord(row, sources, 'body')
  if (row.prompt_id !== undefined) return recordOfPrompt(row.prompt_id, sources, 'prompt_id')
  if (row.promptId !== undefined) return recordOfPrompt(row.promptId, sources, 'promptId')
  const mapped = mappedRecord(row, sources)
  if (mapped !== undefined && isRight(mapped)) return mapped
  const name = row.label === undefined ? 'expected_answer' : 'label'
  return findRecord(row[name], sources, name)
}

/**
 * The request's fields, to the byte, with the verdict added. Two components, always the same: the metric's reward, and
 * whether there was an answer in the right form. An undecided verdict is what NeMo-Gym calls a failed judge: it leaves such
 * rows out of its aggregates.
 */
export function replyNemoGym(request: string, body: RowObject, verdict: Verdict): string {
  const { reward, reason, explanation } = verdict
  const format = reason === 'bad format' || reason === 'no answer' ? 0 : 1
  const added: Record<string, string> = {
    reward: float(reward),
    reward_components: `{"task":${float(reward)},"format":${float(format)}}`,
    task: float(reward),
    format: float(format),
    extracted_answer: format === 0 ? 'null' : JSON.stringify(explanation?.extracted ?? null),
    reason: JSON.stringify(reason),
    ...(reason === 'undecided' && { _ng_failure_class: '"judge_failed"' }),
  }
  const fields = Object.entries(added).map(([name, value]) => `${JSON.stringify(name)}:${value}`)
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(added, name)))
  const untouched = Object.keys(rest).length === Object.keys(body).length
  const echo = untouched ? request.trim() : JSON.stringify(rest)
  return `${echo.slice(0, -1)}${Object.keys(rest).length === 0 ? '' : ','}${fields.join(',')}}`
}

/**
 * The text of a response: the parts of its assistant messages. A server that splits the reasoning off gives it as items of
 * its own; it is put back as a think block, which is where the think gate looks for it.
 */
function textOf(response: unknown): Either<RecordError, string> {
  const output = isObject(response) ? response.output : undefined
  if (!Array.isArray(output)) return left(badRecord('response.output', 'a list of output items', output))
  const items = output.filter(isObject)
  const reasoning = items
    .filter((item) => item.type === 'reasoning')
    .map((item) => texts(item.content) || texts(item.summary))
    .join('\n')
  const text = items
    .filter((item) => item.type === 'message' && (item.role ?? 'assistant') === 'assistant')
    .map((item) => texts(item.content))
    .join('')
  return right(
    reasoning === '' || text.includes('</think>') ? text : `<think>\n${reasoning}\n</think>\n${text}`,
  )
}

const texts = (content: unknown): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('')
}
