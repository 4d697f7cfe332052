import type { Either } from 'fp-ts/lib/Either.js'
import { map } from 'fp-ts/lib/Either.js'
import { answerLines } from '../answers/lines.js'
import type { BadGold } from '../errors.js'
import { readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { matchLines, UNDECIDED_MATCH } from './item-matcher.js'
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
  readonly gains: ReadonlyMap<string, number>
  readonly idealGain: number
  /** How many lines count. */
  readonly cutoff: number
}

export const ndcgVerifier: Verifier<NdcgGold, NdcgOptions> = {
  taskType: 'graded-ranking',
  metric: 'NDCG',

  readGold: (gold, { profile = 'natural', gain = 'linear' }) =>
    map((items: readonly string[]): NdcgGold => {
      const relevance = new Map<string, number>()
      items.forEach((item, i) => {
        relevance.set(profile === 'published' ? untilNul(item) : item, items.length - i)
      })
      const gains = new Map<string, number>()
      const scale = items.length
      for (const [item, r] of relevance) gains.set(item, gain === 'linear' ? r : exponentialGain(r, scale))
      const ideal = [...gains.values()].sort((a, b) => b - a)
      return { gains, idealGain: discountedGain(ideal), cutoff: items.length }
    })(readItems(gold, profile)),

  score(answer, gold, { profile = 'natural', match = 'exact', explain }) {
    const lines = answerLines(answer, profile)
    const matched = matchLines(lines, match === 'exact' ? [] : [...gold.gains.keys()], match)
    if (matched === undefined) return UNDECIDED_MATCH
    const ranking = profile === 'published' ? lastPositions(matched).map(untilNul) : [...new Set(matched)]
    const counted = ranking.slice(0, gold.cutoff)
    const earned = discountedGain(counted.map((line) => gold.gains.get(line) ?? 0))
    const reward = earned === 0 ? 0 : earned / gold.idealGain
    return {
      reward,
      reason: lines.length === 0 ? 'no answer' : reasonFor(reward),
      ...(explain && {
        explanation: {
          extracted: lines.join('\n'),
          steps: [
            `${counted.filter((line) => gold.gains.has(line)).length} of ${gold.gains.size} golds are among the first ${gold.cutoff} lines.`,
            `Discounted gain ${earned} of ${gold.idealGain}.`,
          ],
          measures: { discountedGain: earned, idealGain: gold.idealGain },
        },
      }),
    }
  },
}

/**
 * (2^r − 1) / 2^scale: the common factor 2^scale cancels in the quotient, and keeps a thousand golds finite.
 */
const exponentialGain = (relevance: number, scale: number): number => 2 ** (relevance - scale) - 2 ** -scale

/** Σ gain_k / log₂(k + 1) over ranks k from 1. */
function discountedGain(gains: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < gains.length; i++) {
    const gain = gains[i] as number
    if (gain > 0) sum += gain / Math.log2(i + 2)
  }
  return sum
}

/** Distinct lines in the order of their last occurrence. */
function lastPositions(lines: readonly string[]): string[] {
  return [...new Set(lines.toReversed())].reverse()
}

function untilNul(item: string): string {
  const end = item.indexOf('\0')
  return end < 0 ? item : item.slice(0, end)
}
