import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Items, NumberedLines } from '../answers/items.js'
import { firstOccurrences, lastOccurrences } from '../answers/items.js'
import { answerLines } from '../answers/lines.js'
import { READING } from '../answers/reading.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import type { OptionRows } from '../options/option-row.js'
import { PROFILE } from '../profile.js'
import { readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { MATCH, matchAnswer, UNDECIDED_MATCH } from './item-matcher.js'
import type { Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

export interface NdcgOptions extends VerifierOptions, MatchOptions {
  /** The gain of relevance r = n − i: `linear` r (default), or `exponential` 2^r − 1. */
  readonly gain?: 'linear' | 'exponential'
}

/**
 * Normalised discounted cumulative gain of a ranking:
 *
 *     DCG = Σ gain(line at rank k) / log₂(k + 1),  k = 1 … n        NDCG = DCG / DCG of the gold order
 *
 * Gold i of n distinct ones, from 0, has relevance n − i; a line that is no gold has gain 0; only the first n
 * distinct lines count. A repeated line keeps its first position. There are no ties: every gold has a
 * relevance of its own, and the order of the lines is the ranking.
 *
 * `published` (pytrec_eval): a repeated line or gold keeps its *last* position while n still counts the
 * repeated golds, blank lines hold a rank, and an item ends at its first NUL character.
 *
 * @param prediction the answer text, without its think block; one item a line, best first
 * @param gold a list of strings, best first
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
  profile: PROFILE,
  reading: READING,
  explain: { kind: 'flag', default: false },
  match: MATCH,
  gain: { kind: 'choice', of: ['linear', 'exponential'], default: 'linear' },
}

export const ndcgVerifier: Verifier<NdcgGold, NdcgOptions> = {
  taskType: 'graded-ranking',
  metric: 'NDCG',
  options: NDCG_OPTIONS,
  publishedScope: 'response',

  readGold(gold, { profile = 'natural', gain = 'linear' }) {
    const read = readItems(gold, profile)
    if (isLeft(read)) return read
    const items = read.right
    const cutoff = items.list.length
    const gains = new Float64Array(cutoff)
    for (let i = 0; i < cutoff; i++) {
      gains[i] = gain === 'linear' ? cutoff - i : exponentialGain(cutoff - i, cutoff)
    }
    return right(
      profile === 'published'
        ? publishedGold(items, gains)
        : { items, gains, idealGain: discountedGain(gains), cutoff },
    )
  },

  score(answer, gold, { profile = 'natural', match, explain }) {
    const { items, idealGain, cutoff } = gold
    const matched = matchAnswer(answer, items, profile, match)
    if (matched === undefined) return UNDECIDED_MATCH
    const ranking = profile === 'published' ? lastOccurrences(matched) : firstOccurrences(matched)
    const gains = profile === 'published' ? publishedGains(answer, matched, gold) : gold.gains
    const counted = gainsOf(ranking, gains, cutoff)
    const earned = discountedGain(counted)
    const reward = earned === 0 ? 0 : earned / idealGain
    const reason = ranking.length === 0 ? 'no answer' : reasonFor(reward)
    if (!explain) return { reward, reason }
    const distinct = gold.byHead?.size ?? items.distinct
    return {
      reward,
      reason,
      explanation: {
        extracted: answerLines(answer, profile).join('\n'),
        steps: [
          `${counted.filter((gain) => gain > 0).length} of ${distinct} golds are among the first ${cutoff} lines.`,
          `Discounted gain ${earned} of ${idealGain}.`,
        ],
        measures: { discountedGain: earned, idealGain },
      },
    }
  },
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
