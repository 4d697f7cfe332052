import * as fc from 'fast-check'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import { refuse } from '../../results.js'
import type { TaskType } from '../../verifiers/verdict.js'
import { foreignItem, itemLists, items } from './items.js'
import { mathExpressions } from './math-expressions.js'

/** A task type, or `choice`: comprehension questions with lettered options. */
export type AnswerKind = TaskType | 'choice'

/** A gold and an answer to it, before any think block. */
export interface AnsweredGold {
  readonly kind: AnswerKind
  /** As the verifier of this kind takes it: a string, a list of strings, or the JSON text of a table. */
  readonly gold: unknown
  readonly answer: string
}

/** How good the generated answers are. */
export interface Quality {
  /**
   * The share of the gold that the answer gets right, in [0, 1]. Default 1.
   * A kind with a single answer is right at 1 and wrong below; a list or a table keeps this share of its items and
   * puts foreign ones in place of the others; a summary keeps this share of its words.
   */
  readonly quality?: number
}

/**
 * Golds of one kind with answers of a chosen quality. At quality 1 the reward is 1; at 0 it is 0.
 *
 * @throws the Error of a `BadOption` for a wrong option
 */
export function answeredGolds(kind: AnswerKind, options: Quality = {}): fc.Arbitrary<AnsweredGold> {
  refuse(findBadOption(options, QUALITY))
  const { quality = 1 } = options
  switch (kind) {
    case 'precise-retrieval':
      return fc
        .tuple(items({ min: 1, max: 1 }), foreignItem())
        .map(([[gold], foreign]) => ({ kind, gold, answer: quality >= 1 ? gold! : foreign }))
    case 'comprehension':
      return fc
        .tuple(items({ min: 1, max: 1 }), foreignItem())
        .map(([gold, foreign]) => ({ kind, gold, answer: quality >= 1 ? gold[0]! : foreign }))
    case 'choice':
      return fc
        .tuple(fc.constantFrom(...LETTERS), fc.integer({ min: 1, max: LETTERS.length - 1 }))
        .map(([gold, step]) => ({
          kind,
          gold,
          answer: `The correct answer is (${quality >= 1 ? gold : letterAfter(gold, step)})`,
        }))
    case 'numerical-reasoning':
      return mathExpressions().chain(({ gold, equivalents, different }) =>
        fc.constantFrom(...(quality >= 1 ? equivalents : different)).map((answer) => ({
          kind,
          gold,
          answer: `\\boxed{${answer}}`,
        })),
      )
    case 'structured-extraction':
      return tables().map((rows) => ({
        kind,
        gold: tableText(rows),
        answer: `<answer>${tableText(degrade(rows, quality, (index) => ['foreign', -1 - index]))}</answer>`,
      }))
    case 'summarization':
      return summaries().map((words) => ({
        kind,
        gold: [words.join(' ')],
        answer: degrade(words, quality, (index) => `foreign${index}`).join(' '),
      }))
    default:
      return itemLists().map((gold) => ({
        kind,
        gold,
        answer: degrade(gold, quality, (index) => `not asked for ${index}`).join('\n'),
      }))
  }
}

const QUALITY: OptionRows<Quality> = { quality: { kind: 'number', from: 0, to: 1, default: 1 } }

export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const

const letterAfter = (letter: string, step: number): string =>
  LETTERS[(LETTERS.indexOf(letter as (typeof LETTERS)[number]) + step) % LETTERS.length]!

export type Row = readonly (string | number | boolean | null)[]

/** Tables of up to twelve distinct rows; the first cell tells them apart. */
export const tables = (): fc.Arbitrary<readonly Row[]> =>
  fc.uniqueArray(
    fc.tuple(
      items({ min: 1, max: 1 }).map(([name]) => name!),
      fc.integer({ min: 0, max: 9999 }),
      fc.constantFrom(null, true, false, 'x', '', '007', 0.5, -3, 1e21),
    ),
    { minLength: 1, maxLength: 12, size: 'max', selector: (row) => row[0] },
  )

export const tableText = (rows: readonly Row[]): string =>
  JSON.stringify({ columns: ['name', 'n', 'note'], data: rows })

/** Words of a summary, each different from the others. */
export const summaries = (): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcdefghij'), minLength: 1, maxLength: 6 }), {
    minLength: 2,
    maxLength: 24,
  })

/** Keeps the first `quality` share of a list, rounded down unless that is all of it, and replaces the rest. */
const degrade = <Item>(
  list: readonly Item[],
  quality: number,
  replacement: (index: number) => Item,
): readonly Item[] =>
  list.map((item, index) => (index < Math.floor(quality * list.length) ? item : replacement(index)))
