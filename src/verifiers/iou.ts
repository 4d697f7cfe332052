import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { JsonValue } from '../answers/json.js'
import { JsonNumber } from '../answers/json.js'
import type { ResponseText } from '../answers/response-text.js'
import type { GoldTable, TableRule } from '../answers/table.js'
import {
  countCommonRows,
  describeDifference,
  goldTableOf,
  readAnswerTable,
  readGoldTable,
} from '../answers/table.js'
import type { MetricError } from '../errors.js'
import { badGold } from '../errors.js'
import { property } from './golds.js'
import type { Profile, Score, Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * Intersection over union of table rows, as multisets: |∩| / |∪| with multiplicity. Row order does not count.
 *
 * Both tables empty: 1. No readable table in the answer: 0. Rows and cells compare as `TableRule` says;
 * numbers by value and exactly, however many digits they have.
 *
 * `published` differs: both tables empty gives 0, cells compare as Python's `str()` prints them, the first
 * `<answer>` counts, and a gold in a list, or one that cannot be read, gives 0 to every answer.
 *
 * @param prediction the answer text, without its think block: JSON `{ "data": [[cell, …], …] }` in
 *   `<answer>…</answer>`
 * @param gold such JSON as a text, an object `{ data }`, the data set's `{ golden_label }`, or a list that
 *   ends with one
 * @returns Left in the natural profile for a gold that is no such table
 * @see GoLongRL, arXiv 2605.19577: task type structured extraction
 */
export const iou = (
  prediction: ResponseText,
  gold: unknown,
  options: VerifierOptions = {},
): Either<MetricError, Verdict> => verify(iouVerifier, prediction, gold, options)

/**
 * A gold table with the rule its rows compare by; no table where the published profile has one it cannot
 * read.
 */
export interface IouGold {
  readonly table: GoldTable | undefined
  readonly rule: TableRule
}

export const iouVerifier: Verifier<IouGold> = {
  taskType: 'structured-extraction',
  metric: 'IoU',
  publishedScope: 'response',

  readGold(gold, { profile = 'natural', reading }, path = 'gold') {
    if (profile === 'published') return right(readIouGold(gold, profile))
    const last: unknown = Array.isArray(gold) ? gold.at(-1) : gold
    const read = readIouGold(last, profile)
    const rule = reading === 'lenient' ? 'lenient' : read.rule
    if (read.table !== undefined) return right({ ...read, rule })
    const label = property(last, 'golden_label')
    return left(
      label == null
        ? badGold(path, EXPECTED_TABLE, last)
        : badGold(`${path}.golden_label`, EXPECTED_TABLE, label),
    )
  },

  score(answer, gold, { profile = 'natural', explain }) {
    const table = readAnswerTable(answer, gold.rule, gold.table)
    if (table === undefined || gold.table === undefined) {
      return withSteps(
        { reward: 0, reason: table ? 'wrong' : 'no answer' },
        explain,
        table?.block ?? answer,
        [table ? 'The gold is no table the reference can read.' : 'No table could be read.'],
      )
    }
    const { rows, block } = table
    const common = countCommonRows(rows, gold.table, gold.rule)
    const union = rows.length + gold.table.rows.length - common
    const reward = union > 0 ? common / union : profile === 'published' ? 0 : 1
    return withSteps({ reward, reason: reasonFor(reward) }, explain, block, [
      `${rows.length} rows against ${gold.table.rows.length} gold rows: ${common} in common, ${union} in the union.`,
      ...(explain && reward < 1 ? describeDifference(rows, gold.table, gold.rule) : []),
    ])
  },

  perfectAnswer(gold) {
    const last: unknown = Array.isArray(gold) ? gold.at(-1) : gold
    const table = property(last, 'golden_label') ?? last
    return `<answer>${typeof table === 'string' ? table : JSON.stringify(table)}</answer>`
  },
}

const EXPECTED_TABLE = 'JSON of an object whose `data` is a list of rows'

function withSteps(
  score: Score,
  explain: boolean | undefined,
  extracted: string,
  steps: readonly string[],
): Score {
  return explain ? { ...score, explanation: { extracted, steps } } : score
}

function readIouGold(gold: unknown, profile: Profile): IouGold {
  const label = property(gold, 'golden_label')
  const json = label ?? gold
  // Of what is no text the reference makes no table.
  if (profile === 'published' && label !== undefined && typeof label !== 'string') {
    return { table: undefined, rule: profile }
  }
  if (typeof json === 'string') return { table: readGoldTable(json, profile), rule: profile }
  const rule = profile === 'published' ? 'published-values' : profile
  return { table: goldTableOf(toJsonValue(json, profile, 0), rule), rule }
}

/** More nesting than any table has; it also ends a cyclic object. */
const DEEPEST_GOLD = 500

/** A parsed gold as a JSON value; undefined where something in it has no place in JSON. */
function toJsonValue(value: unknown, profile: Profile, depth: number): JsonValue | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return new JsonNumber(String(value))
  if (typeof value === 'number') {
    return Number.isFinite(value) || profile === 'published' ? new JsonNumber(String(value)) : undefined
  }
  if (typeof value !== 'object' || depth > DEEPEST_GOLD) return undefined
  if (Array.isArray(value)) {
    const list: JsonValue[] = []
    for (const item of value) {
      const read = toJsonValue(item, profile, depth + 1)
      if (read === undefined) return undefined
      list.push(read)
    }
    return list
  }
  const object = new Map<string, JsonValue>()
  for (const [key, item] of Object.entries(value)) {
    const read = toJsonValue(item, profile, depth + 1)
    if (read === undefined) return undefined
    object.set(key, read)
  }
  return object
}
