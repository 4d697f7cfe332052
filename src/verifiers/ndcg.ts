import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Items, NumberedLines } from '../answers/items.js'
import { firstOccurrences, lastOccurrences, numberItems } from '../answers/items.js'
import { answerLines } from '../answers/lines.js'
import type { BadGold } from '../errors.js'
import { readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { matchAnswer, UNDECIDED_MATCH } from './item-matcher.js'
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
  prediction: string,
  gold: unknown,
  options: NdcgOptions = {},
): Either<BadGold, Verdict> => verify(ndcgVerifier, prediction, gold, options)

/** What every gold item is worth, and what the gold order earns. */
export interface NdcgGold {
  readonly items: Items
  /** By the number of the item. */
  readonly gains: Float64Array
  readonly idealGain: number
  /** How many lines count. */
  readonly cutoff: number
}

export const ndcgVerifier: Verifier<NdcgGold, NdcgOptions> = {
  taskType: 'graded-ranking',
  metric: 'NDCG',

  readGold(gold, { profile = 'natural', gain = 'linear' }) {
    const read = readItems(gold, profile)
    if (isLeft(read)) return read
    const cut = profile === 'published' ? read.right.list.map(untilNul) : read.right.list
    const items = profile === 'published' ? numberItems(cut, cut) : read.right
    const gains = new Float64Array(items.distinct)
    const cutoff = cut.length
    cut.forEach((item, i) => {
      const relevance = cutoff - i
      gains[items.numbers.get(item) as number] =
        gain === 'linear' ? relevance : exponentialGain(relevance, cutoff)
    })
    return right({ items, gains, idealGain: discountedGain(gains.toSorted().reverse()), cutoff })
  },

  score(answer, { items, gains, idealGain, cutoff }, { profile = 'natural', match, explain }) {
    const matched = matchAnswer(answer, items, profile, match)
    if (matched === undefined) return UNDECIDED_MATCH
    const ranking =
      profile === 'published' ? publishedRanking(answer, matched, items) : firstOccurrences(matched)
    const counted = gainsOf(ranking, gains, cutoff)
    const earned = discountedGain(counted)
    const reward = earned === 0 ? 0 : earned / idealGain
    const reason = ranking.length === 0 ? 'no answer' : reasonFor(reward)
    if (!explain) return { reward, reason }
    return {
      reward,
      reason,
      explanation: {
        extracted: answerLines(answer, profile).join('\n'),
        steps: [
          `${counted.filter((gain) => gain > 0).length} of ${items.distinct} golds are among the first ${cutoff} lines.`,
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
  for (let i = 0; i < counted.length; i++) {
    const line = ranking[i] as number
    if (line < gains.length) counted[i] = gains[line] as number
  }
  return counted
}

/** Σ gain_k / log₂(k + 1) over ranks k from 1. */
function discountedGain(gains: Float64Array): number {
  let sum = 0
  for (let i = 0; i < gains.length; i++) {
    const gain = gains[i] as number
    if (gain > 0) sum += gain / Math.log2(i + 2)
  }
  return sum
}

/** The published ranking: each line once, where it stands last, and cut at its first NUL. */
function publishedRanking(answer: string, matched: NumberedLines, items: Items): readonly number[] {
  const ranking = lastOccurrences(matched)
  if (!answer.includes('\0')) return ranking
  const written = new Map(answerLines(answer, 'published').map((line, i) => [matched.lines[i], line]))
  return ranking.map((number) =>
    number < items.distinct ? number : (items.numbers.get(untilNul(written.get(number) as string)) ?? number),
  )
}

function untilNul(item: string): string {
  const end = item.indexOf('\0')
  return end < 0 ? item : item.slice(0, end)
}
