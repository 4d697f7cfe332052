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

export interface F1Options extends VerifierOptions, MatchOptions {}

/**
 * F1 on the sets of lines:
 *
 *     F1 = 2 · |predicted ∩ gold| / (|predicted| + |gold|)
 *
 * the harmonic mean of precision and recall. Repeated lines count once; an empty answer scores 0.
 *
 * @param prediction the answer text, without its think block; one item a line
 * @param gold a list of strings
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see GoLongRL, arXiv 2605.19577: task type exhaustive retrieval
 */
export const f1 = (prediction: string, gold: unknown, options: F1Options = {}): Either<BadGold, Verdict> =>
  verify(f1Verifier, prediction, gold, options)

export const f1Verifier: Verifier<ReadonlySet<string>, F1Options> = {
  taskType: 'exhaustive-retrieval',
  metric: 'F1',

  readGold: (gold, { profile = 'natural' }) => map(toSet)(readItems(gold, profile)),

  score(answer, gold, { profile = 'natural', match = 'exact', explain }) {
    const lines = answerLines(answer, profile)
    const matched = matchLines(lines, match === 'exact' ? [] : [...gold], match)
    if (matched === undefined) return UNDECIDED_MATCH
    const predicted = new Set(matched)
    let common = 0
    for (const item of predicted) if (gold.has(item)) common++
    const precision = predicted.size === 0 ? 0 : common / predicted.size
    const recall = gold.size === 0 ? 0 : common / gold.size
    const reward =
      common === 0
        ? 0
        : profile === 'published'
          ? (2 * precision * recall) / (precision + recall) // another rounding than below: 1 unit in the last place
          : (2 * common) / (predicted.size + gold.size)
    return {
      reward,
      reason: predicted.size === 0 ? 'no answer' : reasonFor(reward),
      ...(explain && {
        explanation: {
          extracted: lines.join('\n'),
          steps: [`${predicted.size} distinct lines against ${gold.size} gold items: ${common} in common.`],
          measures: { precision, recall },
        },
      }),
    }
  },
}

const toSet = (items: readonly string[]): ReadonlySet<string> => new Set(items)
