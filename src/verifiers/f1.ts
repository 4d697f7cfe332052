import type { Either } from 'fp-ts/lib/Either.js'
import type { Items, NumberedLines } from '../answers/items.js'
import { countDistinctGolds } from '../answers/items.js'
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
export const f1 = (
  prediction: ResponseText,
  gold: unknown,
  options: F1Options = {},
): Either<MetricError, Verdict> => verify(f1Verifier, prediction, gold, options)

export const F1_OPTIONS: OptionRows<F1Options> = {
  ...VERIFIER_OPTIONS,
  match: MATCH,
}

export const f1Verifier: Verifier<Items, F1Options> = {
  taskType: 'exhaustive-retrieval',
  metric: 'F1',
  options: F1_OPTIONS,
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
  { profile = 'natural', explain }: F1Options,
): Score {
  if (matched === undefined) return UNDECIDED_MATCH
  const common = countDistinctGolds(matched, gold)
  const predicted = matched.bound - gold.distinct + common
  const precision = predicted === 0 ? 0 : common / predicted
  const recall = gold.distinct === 0 ? 0 : common / gold.distinct
  const reward =
    common === 0
      ? 0
      : profile === 'published'
        ? (2 * precision * recall) / (precision + recall) // another rounding than below: 1 unit in the last place
        : (2 * common) / (predicted + gold.distinct)
  const reason = predicted === 0 ? 'no answer' : reasonFor(reward)
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted: lines.join('\n'),
      steps: [
        `${predicted} distinct lines against ${gold.distinct} gold items: ${common} in common.`,
        ...missedGolds(matched, gold, lines),
      ],
      measures: { precision, recall },
    },
  }
}
