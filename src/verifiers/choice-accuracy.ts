import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { readChoice, readChoiceLabel } from '../answers/choice.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import { badGold } from '../errors.js'
import { labelOf, readLabel } from './golds.js'
import type { Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * Accuracy of a multiple choice: 1 if the last statement "the correct answer is X" names the gold letter,
 * else 0. A statement that goes on with another letter, "(A) or (B)", is a hedge: 0. For the exact form see
 * `readChoice`.
 *
 * @param prediction the answer text, without its think block
 * @param gold a letter (`b`, `(B)`, `B.`, `Option B`) or a whole statement
 * @returns Left for a gold that is no string; in the natural profile also for one without a letter
 * @see GoLongRL, arXiv 2605.19577: task type comprehension, multiple choice
 */
export const choiceAccuracy = (
  prediction: ResponseText,
  gold: unknown,
  options: VerifierOptions = {},
): Either<MetricError, Verdict> => verify(choiceAccuracyVerifier, prediction, gold, options)

export const choiceAccuracyVerifier: Verifier<string> = {
  taskType: 'comprehension',
  metric: 'Accuracy',

  readGold(gold, { profile = 'natural', reading }, path = 'gold') {
    const label = readLabel(gold, profile, path)
    if (isLeft(label)) return label
    const letter = readChoiceLabel(label.right, profile, reading)
    return letter === undefined
      ? left(badGold(path, 'a letter from A to Z or a statement "The correct answer is (A)"', label.right))
      : right(letter)
  },

  score(answer, gold, { profile = 'natural', reading, explain }) {
    const choice = readChoice(answer, profile, reading)
    const letter = choice?.letter
    const equal = letter === gold
    const reward = equal ? 1 : 0
    const reason = equal ? 'correct' : choice === undefined ? 'no answer' : 'wrong'
    if (!explain) return { reward, reason }
    const found =
      choice === undefined
        ? 'No statement "the correct answer is X" was found.'
        : letter === undefined
          ? 'The last statement names several letters.'
          : `The answer states ${letter}; the gold is ${gold}.`
    return { reward, reason, explanation: { extracted: letter ?? '', steps: [found] } }
  },

  perfectAnswer(gold) {
    // A letter, however written (`(B)`, `b.`, `Option B`), or the whole statement.
    const label = labelOf(gold)
    const letter = /^\s*(?:option\s+)?\(?([a-z])\)?\.?\s*$/iu.exec(label)?.[1]
    return letter === undefined ? label : `The correct answer is (${letter.toUpperCase()})`
  },
}
