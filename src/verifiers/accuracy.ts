import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import { lenientItem, lenientItems } from '../answers/lenient/list-items.js'
import { firstLine } from '../answers/lines.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import { withReadingSteps } from './better-reading.js'
import { firstInArea, readLines } from './golds.js'
import type { Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * Accuracy of an answer line: 1 if the first line of the answer area equals the *first* gold, else 0.
 * Lines are compared in lower case with white space joined; see `answerLines`.
 *
 * @param prediction the answer text, without its think block
 * @param gold a list of strings; only the first can be the answer
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see GoLongRL, arXiv 2605.19577: task type comprehension, with an answer line
 */
export const accuracy = (
  prediction: ResponseText,
  gold: unknown,
  options: VerifierOptions = {},
): Either<MetricError, Verdict> => verify(accuracyVerifier, prediction, gold, options)

/** The one gold that can be the answer, also in the form in which the lenient reading compares. */
interface AccuracyGold {
  readonly line: string | undefined
  readonly lenient: string | undefined
}

export const accuracyVerifier: Verifier<AccuracyGold> = {
  taskType: 'comprehension',
  metric: 'Accuracy',
  publishedScope: 'response',

  readGold(gold, { profile = 'natural', reading }, path) {
    const lines = readLines(gold, profile, path)
    if (isLeft(lines)) return lines
    const line = lines.right[0]
    const isLenient = reading === 'lenient' && profile === 'natural' && line !== undefined
    return right({ line, lenient: isLenient ? lenientItem(line) : undefined })
  },

  score(answer, { line, lenient }, { profile = 'natural', explain }) {
    const first = firstLine(answer, profile)
    const strict = judge(first, first !== undefined && first === line, line, explain)
    if (lenient === undefined || strict.reward === 1) return strict
    const read = lenientItems(answer)
    const found = read.items[0]
    const score = judge(found, found !== undefined && (found === lenient || found === line), line, explain)
    return withReadingSteps(score, read)
  },

  perfectAnswer: firstInArea,
}

function judge(
  first: string | undefined,
  equal: boolean,
  gold: string | undefined,
  explain: boolean | undefined,
): Score {
  const reward = equal ? 1 : 0
  const reason = equal ? 'correct' : first === undefined ? 'no answer' : 'wrong'
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted: first ?? '',
      steps: [`The first line ${equal ? 'equals' : 'differs from'} the first gold ${JSON.stringify(gold)}.`],
    },
  }
}
