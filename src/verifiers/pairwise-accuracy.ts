import type { Either } from 'fp-ts/lib/Either.js'
import type { Items, NumberedLines } from '../answers/items.js'
import { firstOccurrences } from '../answers/items.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import type { OptionRows } from '../options/option-row.js'
import { scoreItems } from './better-reading.js'
import { areaOf, readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { MATCH, UNDECIDED_MATCH } from './item-matcher.js'
import { missedGolds } from './missed-golds.js'
import type { Score, Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { VERIFIER_OPTIONS, verify } from './verifier.js'

export interface PairwiseAccuracyOptions extends VerifierOptions, MatchOptions {}

/**
 * Pairwise accuracy of an order: the pairs of golds that both occur as lines and stand in the right order,
 *
 *     reward = right pairs / C(m, 2),   m = max(distinct golds, distinct lines)
 *
 * A repeated line keeps its first position. A single gold scores 1 if it is the only line.
 *
 * `published` divides by C(predicted lines, 2), blank and repeated lines included, whatever the gold holds; a
 * repeated line keeps its last position; a gold or an answer of one line scores 0; and a gold with repeated
 * items can give more than 1.
 *
 * @param prediction the answer text, without its think block; one item a line, in order
 * @param gold a list of strings, in order
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see GoLongRL, arXiv 2605.19577: task type sequence ordering
 */
export const pairwiseAccuracy = (
  prediction: ResponseText,
  gold: unknown,
  options: PairwiseAccuracyOptions = {},
): Either<MetricError, Verdict> => verify(pairwiseAccuracyVerifier, prediction, gold, options)

export const PAIRWISE_ACCURACY_OPTIONS: OptionRows<PairwiseAccuracyOptions> = {
  ...VERIFIER_OPTIONS,
  match: MATCH,
}

export const pairwiseAccuracyVerifier: Verifier<Items, PairwiseAccuracyOptions> = {
  taskType: 'sequence-ordering',
  metric: 'Pairwise',
  options: PAIRWISE_ACCURACY_OPTIONS,
  publishedScope: 'response',

  readGold: (gold, { profile = 'natural', reading }, path) => readItems(gold, profile, reading, path),

  score: (answer, gold, options) =>
    scoreItems(answer, gold, options, (matched, lines) => judge(matched, lines, gold, options)),

  perfectAnswer: areaOf,
}

function judge(
  matched: NumberedLines | undefined,
  lines: readonly string[],
  gold: Items,
  { profile = 'natural', explain }: PairwiseAccuracyOptions,
): Score {
  if (matched === undefined) return UNDECIDED_MATCH
  const published = profile === 'published'
  const order = published ? matched.lines : firstOccurrences(matched)
  const positions = positionsOf(gold, order)
  const rightPairs = countAscendingPairs(positions, order.length)
  const pairs = pairsOf(published ? order.length : Math.max(gold.distinct, order.length))
  const single = !published && pairs === 0 && positions.length === 1
  const reward = single ? 1 : rightPairs === 0 ? 0 : rightPairs / pairs
  const reason = order.length === 0 ? 'no answer' : reasonFor(reward)
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted: lines.join('\n'),
      steps: [
        `${positions.length} of ${gold.list.length} golds are among the lines.`,
        single
          ? 'The one gold is the only line.'
          : `${rightPairs} of ${pairs} pairs stand in the right order.`,
        ...missedGolds(matched, gold, lines),
      ],
      measures: { rightPairs, pairs },
    },
  }
}

/** Where each gold stands in the order, in gold order; those that are missing are left out. */
function positionsOf(items: Items, order: readonly number[]): number[] {
  const { count, distinct } = items
  const last = new Array<number | undefined>(distinct)
  for (let i = 0; i < order.length; i++) last[order[i] as number] = i
  const positions: number[] = []
  for (let i = 0; i < count; i++) {
    // Without repeated golds, gold i bears the number i.
    const number = count === distinct ? i : items.numbers.get(items.list[i]!)!
    const position = last[number]
    if (position !== undefined) positions.push(position)
  }
  return positions
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2

/**
 * Pairs i < j with positions[i] < positions[j], counted in a binary indexed tree: n log n, so that a list of
 * 100,000 golds does not cost a minute.
 */
function countAscendingPairs(positions: readonly number[], bound: number): number {
  const tree = new Int32Array(bound)
  let pairs = 0
  for (const position of positions) {
    for (let i = position; i > 0; i -= i & -i) pairs += tree[i] as number
    for (let i = position + 1; i < bound; i += i & -i) (tree[i] as number)++
  }
  return pairs
}
