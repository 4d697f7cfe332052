import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../../errors.js'
import type { Reason, RecordError, Rollout } from '../../../index.js'
import { isObject } from '../../files/row.js'
import { findRecord, type RecordSources } from '../find-record.js'
import type { Tally } from '../wire.js'
import { float } from './python-json.js'

/**
 * OpenRLHF's `--reward.remote_url`: `{query, prompts, labels}`, lists of one length. A query is the prompt with its response,
 * special tokens kept, so the prompt is taken off its start and special tokens off its end. A client with several servers
 * sends empty lists to all but one of them.
 *
 * @see openrlhf/utils/agent.py, openrlhf/cli/serve_rm.py
 */
export function readOpenRlhf(
  body: unknown,
  sources: RecordSources,
  mostRollouts: number,
): Either<RecordError, readonly Rollout[]> {
  if (!isObject(body)) return left(badRecord('body', 'a JSON object', body))
  const { query, prompts, labels } = body
  if (!Array.isArray(query)) return left(badRecord('query', 'a list of texts', query))
  if (query.length > mostRollouts) return left(badRecord('query', `a list of at most ${mostRollouts}`, query))
  if (!Array.isArray(prompts)) return left(badRecord('prompts', 'a list of texts', prompts))
  if (!Array.isArray(labels)) return left(badRecord('labels', 'a list of labels', labels))
  for (const [name, list] of [
    ['prompts', prompts],
    ['labels', labels],
  ] as const) {
    if (list.length !== query.length)
      return left(badRecord(name, `a list of ${query.length}, as query is`, list))
  }
  const rollouts: Rollout[] = []
  for (let i = 0; i < query.length; i++) {
    const response = responseIn(query[i], prompts[i], i)
    if (isLeft(response)) return response
    const record = findRecord(labels[i], sources, `labels[${i}]`)
    if (isLeft(record)) return record
    rollouts.push({ record: record.right, response: response.right })
  }
  return right(rollouts)
}

/**
 * @param rewards as Python floats, with commas between them
 * @param tally how often verdicts had each reason
 */
export function replyOpenRlhf(rewards: string, tally: Tally): string {
  const total = tally.reduce((sum, [, , count]) => sum + count, 0)
  const share = (reason: Reason) =>
    tally.reduce((sum, [, other, count]) => (other === reason ? sum + count : sum), 0) / total
  const logs = total === 0 ? [] : LOGGED.map(([name, reason]) => `"${name}":${float(share(reason))}`)
  return `{"rewards":[${rewards}],"scores":[${rewards}],"extra_logs":{${logs.join(',')}}}`
}

/** The same keys in every reply: OpenRLHF stacks them over the samples of a batch. */
const LOGGED: readonly (readonly [string, Reason])[] = [
  ['correct', 'correct'],
  ['partial', 'partial'],
  ['wrong', 'wrong'],
  ['no_answer', 'no answer'],
  ['bad_format', 'bad format'],
  ['undecided', 'undecided'],
]

/** The response in a query. Before the prompt there may be special tokens (`<s>`) that the prompt's text lacks. */
function responseIn(query: unknown, prompt: unknown, i: number): Either<RecordError, string> {
  if (typeof query !== 'string') return left(badRecord(`query[${i}]`, 'a string', query))
  if (typeof prompt !== 'string') return left(badRecord(`prompts[${i}]`, 'a string', prompt))
  const start = query.indexOf(prompt)
  if (start < 0 || start > LONGEST_OPENING || !OPENING_TOKENS.test(query.slice(0, start))) {
    return left(badRecord(`query[${i}]`, 'a text that starts with its prompt', query))
  }
  return right(withoutClosingTokens(query.slice(start + prompt.length)))
}

/** `<|im_start|>`, `<s>`, `[gMASK]`, `<｜begin▁of▁sentence｜>`, one after another. */
const OPENING_TOKENS = /^(?:\s|<[^<>\s]{1,40}>|\[[^[\]\s]{1,40}\])*$/u

const LONGEST_OPENING = 500

/** Takes off the special tokens that end a response and are no part of it; never an `</answer>`. */
function withoutClosingTokens(text: string): string {
  let rest = text
  for (;;) {
    const trimmed = rest.trimEnd()
    // Only the end is searched: a search through the whole text for something at its end is quadratic in white space.
    const token = CLOSING_TOKEN.exec(trimmed.slice(-LONGEST_TOKEN))
    if (token === null) return rest
    rest = trimmed.slice(0, -token[0].length)
  }
}

const CLOSING_TOKEN =
  /(?:<\|[^<>|\s]{1,40}\|>|<｜[^<>｜\s]{1,40}｜>|<\/s>|<eos>|<pad>|<end_of_turn>|\[PAD\]|\[EOS\])$/u

const LONGEST_TOKEN = 44
