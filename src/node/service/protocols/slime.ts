import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../../errors.js'
import type { RecordError, Rollout, Verdict } from '../../../index.js'
import type { OptionRow } from '../../../options/option-row.js'
import { isObject } from '../../files/row.js'
import { findRecord, type RecordSources } from '../find-record.js'
import { float } from './python-json.js'

/**
 * slime's (and miles') `--rm-type remote_rm`: `{prompt, response, label}` in, the sample's reward out.
 *
 * @see slime/rollout/rm_hub/__init__.py
 */
export function readSlime(body: unknown, sources: RecordSources): Either<RecordError, Rollout> {
  if (!isObject(body)) return left(badRecord('body', 'a JSON object', body))
  const { response, label } = body
  if (typeof response !== 'string') return left(badRecord('response', 'a string', response))
  const record = findRecord(label, sources, 'label')
  return record._tag === 'Left' ? record : right({ record: record.right, response })
}

/** `?reply=object`. */
export const SLIME_REPLY: OptionRow = { kind: 'choice', of: ['object'] }

/** The bare number, or with `?reply=object` (and slime's `--reward-key score`) an object that is always of this shape. */
export function replySlime({ reward, reason, taskType }: Verdict, asObject: boolean): string {
  if (!asObject) return float(reward)
  const acc = reason === 'correct' ? 1 : 0
  const undecided = reason === 'undecided' ? 1 : 0
  return `{"score":${float(reward)},"acc":${acc},"undecided":${undecided},"reason":${JSON.stringify(reason)},"task_type":${JSON.stringify(taskType)}}`
}
