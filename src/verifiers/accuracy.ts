import type { Either } from 'fp-ts/lib/Either.js'
import { firstLine } from '../answers/lines.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import { readLines } from './golds.js'
import type { Verdict } from './verdict.js'
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

export const accuracyVerifier: Verifier<readonly string[]> = {
  taskType: 'comprehension',
  metric: 'Accuracy',
  publishedScope: 'response',

  readGold: (gold, { profile = 'natural' }) => readLines(gold, profile),

  score(answer, gold, { profile = 'natural', explain }) {
    const first = firstLine(answer, profile)
    const equal = first !== undefined && first === gold[0]
    const reward = equal ? 1 : 0
    const reason = equal ? 'correct' : first === undefined ? 'no answer' : 'wrong'
    if (!explain) return { reward, reason }
    return {
      reward,
      reason,
      explanation: {
        extracted: first ?? '',
        steps: [
          `The first line ${equal ? 'equals' : 'differs from'} the first gold ${JSON.stringify(gold[0])}.`,
        ],
      },
    }
  },
}
