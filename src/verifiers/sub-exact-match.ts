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
  prediction: ResponseText,
  gold: unknown,
  options: SubExactMatchOptions = {},
): Either<MetricError, Verdict> => verify(subExactMatchVerifier, prediction, gold, options)

export const SUB_EXACT_MATCH_OPTIONS: OptionRows<SubExactMatchOptions> = {
  ...VERIFIER_OPTIONS,
  match: MATCH,
  maxLinesPerGold: { kind: 'number', above: 0 },
}

export const subExactMatchVerifier: Verifier<Items, SubExactMatchOptions> = {
  taskType: 'structured-matching',
  metric: 'SubEM',
  options: SUB_EXACT_MATCH_OPTIONS,
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
  { maxLinesPerGold = Number.POSITIVE_INFINITY, explain }: SubExactMatchOptions,
): Score {
  if (matched === undefined) return UNDECIDED_MATCH
  const distinct = countDistinctGolds(matched, gold)
  const found = gold.count === gold.distinct ? distinct : countRepeated(matched, gold)
  const predicted = matched.bound - gold.distinct + distinct
  const linesPerGold = gold.distinct === 0 ? 0 : predicted / gold.distinct
  const tooMany = linesPerGold > maxLinesPerGold
  const recall = found === 0 ? 0 : found / gold.count
  const reward = tooMany ? 0 : recall
  const reason = predicted === 0 ? 'no answer' : reasonFor(reward)
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted: lines.join('\n'),
      steps: [
        `${found} of ${gold.list.length} golds occur among ${predicted} distinct lines.`,
        ...missedGolds(matched, gold, lines),
        ...(tooMany ? [`More than ${maxLinesPerGold} lines per gold: no reward.`] : []),
      ],
      measures: { linesPerGold, recall },
    },
  }
}

/** The golds that occur as a line, a repeated one as often as the gold repeats it. */
function countRepeated({ lines }: NumberedLines, { list, numbers }: Items): number {
  const written = new Set(lines)
  return list.filter((item) => written.has(numbers.get(item) as number)).length
}
