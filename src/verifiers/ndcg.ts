import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Items, NumberedLines } from '../answers/items.js'
import { firstOccurrences, lastOccurrences } from '../answers/items.js'
import { answerLines, normalizeItem } from '../answers/lines.js'
import type { ResponseText } from '../answers/response-text.js'
import type { BadGold, MetricError } from '../errors.js'
import { badGold } from '../errors.js'
import type { OptionRows } from '../options/option-row.js'
import { betterReading } from './better-reading.js'
import { areaOf, property, readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { MATCH, matchAnswer, UNDECIDED_MATCH } from './item-matcher.js'
import { missedGolds } from './missed-golds.js'
import type { Score, Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { VERIFIER_OPTIONS, verify } from './verifier.js'

export interface NdcgOptions extends VerifierOptions, MatchOptions {
  /** The gain of relevance r = n − i: `linear` r (default), or `exponential` 2^r − 1. */
  readonly gain?: 'linear' | 'exponential'
  /** How many lines count. Default: as many as there are distinct golds. */
  readonly cutoff?: number
}

/**
 * Normalised discounted cumulative gain of a ranking:
 *
 *     DCG = Σ gain(line at rank k) / log₂(k + 1),  k = 1 … n        NDCG = DCG / DCG of the gold order
 *
 * Gold i of n distinct ones, from 0, has relevance n − i; a line that is no gold has gain 0; only the first n
 * distinct lines count, or the first `cutoff`. A repeated line keeps its first position.
 *
 * A gold may be graded: `[{ item, grade }]`, or a list of lists of items that are worth the same, the best first. The
 * relevance is then the grade, or the number of the group from the last; items of equal grade may stand in any order. With
 * `cutoff` k this is trec_eval's ndcg_cut.k.
 *
 * `published` (pytrec_eval): a repeated line or gold keeps its *last* position while n still counts the
 * repeated golds, blank lines hold a rank, and an item ends at its first NUL character.
 *
 * @param prediction the answer text, without its think block; one item a line, best first
 * @param gold a list of strings, best first, or a graded one
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418; GoLongRL, arXiv 2605.19577: task type graded
 *   ranking
 */
export const ndcg = (
  prediction: ResponseText,
  gold: unknown,
  options: NdcgOptions = {},
): Either<MetricError, Verdict> => verify(ndcgVerifier, prediction, gold, options)

/** What every gold item is worth, and what the gold order earns. */
export interface NdcgGold {
  readonly items: Items
  /** By the number of the item. */
  readonly gains: Float64Array
  /** Where the published profile tells items apart by their text up to the first NUL: the gains by that text. */
  readonly byHead?: ReadonlyMap<string, number>
  readonly idealGain: number
  /** How many lines count. */
  readonly cutoff: number
}

export const NDCG_OPTIONS: OptionRows<NdcgOptions> = {
  ...VERIFIER_OPTIONS,
  match: MATCH,
  gain: { kind: 'choice', of: ['linear', 'exponential'], default: 'linear' },
  cutoff: { kind: 'number', from: 1, whole: true },
}

export const ndcgVerifier: Verifier<NdcgGold, NdcgOptions> = {
  taskType: 'graded-ranking',
  metric: 'NDCG',
  options: NDCG_OPTIONS,
  publishedScope: 'response',

  readGold(gold, { profile = 'natural', reading, gain = 'linear', cutoff: asked }, path = 'gold') {
    const graded = profile === 'natural' ? readGrades(gold, path) : undefined
    if (graded !== undefined) {
      if (isLeft(graded)) return graded
      const read = readItems(graded.right.items, profile, reading, path)
      return isLeft(read) ? read : right(gradedGold(read.right, graded.right, gain, asked))
    }
    const read = readItems(gold, profile, reading, path)
    if (isLeft(read)) return read
    const items = read.right
    const { count } = items
    const gains = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      gains[i] = gain === 'linear' ? count - i : exponentialGain(count - i, count)
    }
    const cutoff = Math.min(asked ?? count, count)
    return right(
      profile === 'published'
        ? publishedGold(items, gains)
        : { items, gains, idealGain: discountedGain(gains.slice(0, cutoff)), cutoff },
    )
  },

  score(answer, gold, options) {
    const { profile = 'natural', reading, match, explain } = options
    const matched = matchAnswer(answer, gold.items, profile, match)
    const gains = profile === 'published' && matched ? publishedGains(answer, matched, gold) : gold.gains
    const strict = judge(matched, explain ? answerLines(answer, profile) : [], { ...gold, gains }, options)
    if (reading !== 'lenient' || profile === 'published') return strict
    return betterReading(strict, answer, gold.items, match, (found, lines) =>
      judge(found, lines, gold, options),
    )
  },

  perfectAnswer(gold) {
    const graded = readGrades(gold, 'gold')
    if (graded === undefined || isLeft(graded)) return areaOf(gold)
    const { items, grades } = graded.right
    const best = items.map((item, i) => [item, grades[i]!] as const).sort(([, a], [, b]) => b - a)
    return areaOf(best.map(([item]) => item))
  },
}

function judge(
  matched: NumberedLines | undefined,
  lines: readonly string[],
  { items, gains, idealGain, cutoff, byHead }: NdcgGold,
  { profile = 'natural', explain }: NdcgOptions,
): Score {
  if (matched === undefined) return UNDECIDED_MATCH
  const ranking = profile === 'published' ? lastOccurrences(matched) : firstOccurrences(matched)
  const counted = gainsOf(ranking, gains, cutoff)
  const earned = discountedGain(counted)
  // Equal grades in another order add up in another order: the last digit may differ.
  const reward = earned === 0 ? 0 : Math.min(1, earned / idealGain)
  const reason = ranking.length === 0 ? 'no answer' : reasonFor(reward)
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted: lines.join('\n'),
      steps: [
        `${counted.filter((gain) => gain > 0).length} of ${byHead?.size ?? items.distinct} golds are among the first ${cutoff} lines.`,
        `Discounted gain ${earned} of ${idealGain}.`,
        ...missedGolds(matched, items, lines),
      ],
      measures: { discountedGain: earned, idealGain },
    },
  }
}

/** Golds with their grades, the same item graded once. */
interface Grades {
  readonly items: readonly unknown[]
  readonly grades: readonly number[]
}

/**
 * The graded forms of a gold: `[{ item, grade }]`, or a list of lists, each of which holds items that are worth the same,
 * the best first; group g of n is worth n − g.
 *
 * @returns undefined for a gold in another form
 */
function readGrades(gold: unknown, path: string): Either<BadGold, Grades> | undefined {
  const list = property(gold, 'doc_ids') ?? gold
  if (!Array.isArray(list) || list.length === 0) return undefined
  if (Array.isArray(list[0])) {
    const wrong = list.findIndex((group) => !Array.isArray(group) || group.length === 0)
    if (wrong >= 0)
      return left(badGold(`${path}[${wrong}]`, 'a list of items that are worth the same', list[wrong]))
    const items = list.flat(1)
    return right({ items, grades: list.flatMap((group: unknown[], g) => group.map(() => list.length - g)) })
  }
  if (property(list[0], 'item') === undefined) return undefined
  const grades: number[] = []
  for (let i = 0; i < list.length; i++) {
    const grade = property(list[i], 'grade')
    if (typeof property(list[i], 'item') !== 'string') {
      return left(badGold(`${path}[${i}].item`, 'a string', property(list[i], 'item')))
    }
    if (typeof grade !== 'number' || !(grade >= 0 && grade <= MOST_GRADE)) {
      return left(badGold(`${path}[${i}].grade`, `a number from 0 to ${MOST_GRADE}`, grade))
    }
    grades.push(grade)
  }
  if (!grades.some((grade) => grade > 0)) return left(badGold(path, 'a list with a grade above 0', list))
  return right({ items: list.map((graded) => property(graded, 'item')), grades })
}

/** 2^1000 is finite. */
const MOST_GRADE = 1000

function gradedGold(
  items: Items,
  { items: written, grades }: Grades,
  gain: 'linear' | 'exponential',
  asked: number | undefined,
): NdcgGold {
  const gains = new Float64Array(items.distinct).fill(-1)
  const highest = Math.max(...grades)
  for (let i = 0; i < grades.length; i++) {
    const number = items.numbers.get(normalizeItem(written[i] as string, 'natural'))!
    // Of an item that is graded twice the first grade counts, as the first position does elsewhere.
    if (gains[number]! >= 0) continue
    gains[number] = gain === 'linear' ? grades[i]! : exponentialGain(grades[i]!, highest)
  }
  const cutoff = asked ?? items.distinct
  const ideal = gains.slice().sort().reverse()
  return { items, gains, idealGain: discountedGain(ideal.slice(0, cutoff)), cutoff }
}

/**
 * (2^r − 1) / 2^scale: the common factor 2^scale cancels in the quotient, and keeps a thousand golds finite.
 */
const exponentialGain = (relevance: number, scale: number): number => 2 ** (relevance - scale) - 2 ** -scale

/** The gains of the first `cutoff` lines of a ranking; 0 for a line that is no gold. */
function gainsOf(ranking: readonly number[], gains: Float64Array, cutoff: number): Float64Array {
  const counted = new Float64Array(Math.min(cutoff, ranking.length))
  for (let i = 0; i < counted.length; i++) counted[i] = gains[ranking[i] as number] ?? 0
  return counted
}

/** Σ gain_k / log₂(k + 1) over ranks k from 1. */
function discountedGain(gains: Float64Array): number {
  let sum = 0
  for (let i = 0; i < gains.length; i++) sum += (gains[i] as number) / Math.log2(i + 2)
  return sum
}

/** @param gains by position: of a repeated item, or of two that are one up to their first NUL, the last counts */
function publishedGold(items: Items, gains: Float64Array): NdcgGold {
  const { list, distinct, numbers } = items
  const cutoff = list.length
  if (cutoff === distinct && !list.some((item) => item.includes('\0'))) {
    return { items, gains, idealGain: discountedGain(gains), cutoff }
  }
  const byHead = gainsByHead(items, gains)
  const ofItem = new Float64Array(distinct)
  for (const item of list) ofItem[numbers.get(item) as number] = byHead.get(untilNul(item)) as number
  const ideal = Float64Array.from(byHead.values()).sort().reverse()
  return { items, gains: ofItem, byHead, idealGain: discountedGain(ideal), cutoff }
}

/** The gains by the number of the line; a line that equals an item up to the first NUL has one too. */
function publishedGains(
  answer: string,
  { lines, bound }: NumberedLines,
  { items, gains, byHead }: NdcgGold,
): Float64Array {
  if (byHead === undefined && !answer.includes('\0')) return gains
  const heads = byHead ?? gainsByHead(items, gains)
  const all = new Float64Array(bound)
  all.set(gains)
  answerLines(answer, 'published').forEach((line, i) => {
    const number = lines[i] as number
    if (number >= gains.length) all[number] = heads.get(untilNul(line)) ?? 0
  })
  return all
}

const gainsByHead = ({ list }: Items, gains: Float64Array): Map<string, number> =>
  new Map(list.map((item, i) => [untilNul(item), gains[i] as number]))

function untilNul(item: string): string {
  const end = item.indexOf('\0')
  return end < 0 ? item : item.slice(0, end)
}
