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

export interface SubExactMatchOptions extends VerifierOptions, MatchOptions {
  /**
   * A guard against listing every candidate: an answer with more distinct lines per distinct gold than this
   * scores 0. Default Infinity: no guard, as the metric is defined. The ratio itself is in the explanation,
   * as `linesPerGold`.
   */
  readonly maxLinesPerGold?: number
}

/**
 * Sub-exact match: the share of the distinct golds that occur as a line,
 *
 *     SubEM = |gold ∩ lines| / |gold|
 *
 * It is a recall: listing everything scores 1, hence the guard `maxLinesPerGold`.
 * `published` counts repeated golds as often as they stand there.
 *
 * @param prediction the answer text, without its think block; one item a line
 * @param gold a list of strings
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see GoLongRL, arXiv 2605.19577: task type structured matching
 */
export const subExactMatch = (
  prediction: string,
  gold: unknown,
  options: SubExactMatchOptions = {},
): Either<BadGold, Verdict> => verify(subExactMatchVerifier, prediction, gold, options)

export const subExactMatchVerifier: Verifier<readonly string[], SubExactMatchOptions> = {
  taskType: 'structured-matching',
  metric: 'SubEM',

  readGold: (gold, { profile = 'natural' }) => readItems(gold, profile),

  score(answer, golds, { profile = 'natural', match, maxLinesPerGold = Number.POSITIVE_INFINITY, explain }) {
    const lines = answerLines(answer, profile)
    const matched = matchLines(lines, golds, match)
    if (matched === undefined) return UNDECIDED_MATCH
    const predicted = new Set(matched)
    const found = golds.filter((gold) => predicted.has(gold)).length
    const linesPerGold = golds.length === 0 ? 0 : predicted.size / new Set(golds).size
    const tooMany = linesPerGold > maxLinesPerGold
    const reward = found === 0 || tooMany ? 0 : found / golds.length
    return {
      reward,
      reason: predicted.size === 0 ? 'no answer' : reasonFor(reward),
      ...(explain && {
        explanation: {
          extracted: lines.join('\n'),
          steps: [
            `${found} of ${golds.length} golds occur among ${predicted.size} distinct lines.`,
            ...(tooMany ? [`More than ${maxLinesPerGold} lines per gold: no reward.`] : []),
          ],
          measures: { linesPerGold, recall: golds.length === 0 ? 0 : found / golds.length },
        },
      }),
    }
  },
}
