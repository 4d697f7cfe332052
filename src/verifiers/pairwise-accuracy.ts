import type { Either } from 'fp-ts/lib/Either.js'
import { answerLines } from '../answers/lines.js'
import type { BadGold } from '../errors.js'
import { readItems } from './golds.js'
import type { MatchOptions } from './item-matcher.js'
import { matchLines, UNDECIDED_MATCH } from './item-matcher.js'
import type { Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

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
  prediction: string,
  gold: unknown,
  options: PairwiseAccuracyOptions = {},
): Either<BadGold, Verdict> => verify(pairwiseAccuracyVerifier, prediction, gold, options)

export const pairwiseAccuracyVerifier: Verifier<readonly string[], PairwiseAccuracyOptions> = {
  taskType: 'sequence-ordering',
  metric: 'Pairwise',

  readGold: (gold, { profile = 'natural' }) => readItems(gold, profile),

  score(answer, golds, { profile = 'natural', match, explain }) {
    const lines = answerLines(answer, profile)
    const matched = matchLines(lines, golds, match)
    if (matched === undefined) return UNDECIDED_MATCH
    const published = profile === 'published'
    const order = published ? matched : [...new Set(matched)]
    const position = new Map(order.map((line, i) => [line, i]))
    const positions = golds.flatMap((gold) => position.get(gold) ?? [])
    const rightPairs = countAscendingPairs(positions, order.length)
    const pairs = pairsOf(published ? order.length : Math.max(golds.length, order.length))
    const single = !published && pairs === 0 && positions.length === 1
    const reward = single ? 1 : rightPairs === 0 ? 0 : rightPairs / pairs
    return {
      reward,
      reason: lines.length === 0 ? 'no answer' : reasonFor(reward),
      ...(explain && {
        explanation: {
          extracted: lines.join('\n'),
          steps: [
            `${positions.length} of ${golds.length} golds are among the lines.`,
            single
              ? 'The one gold is the only line.'
              : `${rightPairs} of ${pairs} pairs stand in the right order.`,
          ],
          measures: { rightPairs, pairs },
        },
      }),
    }
  },
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2

/**
 * Pairs i < j with positions[i] < positions[j], counted in a binary indexed tree: n log n, so that a list of
 * 100,000 golds does not cost a minute.
 */
function countAscendingPairs(positions: readonly number[], bound: number): number {
  const tree = new Int32Array(bound + 1)
  let pairs = 0
  for (const position of positions) {
    for (let i = position; i > 0; i -= i & -i) pairs += tree[i] as number
    for (let i = position + 1; i <= bound; i += i & -i) (tree[i] as number)++
  }
  return pairs
}
