import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { isPlainAnswer } from '../answers/lenient/is-plain.js'
import { lenientItem, lenientItems } from '../answers/lenient/list-items.js'
import { inBrackets } from '../answers/lenient/undress.js'
import { answerLines, firstLine } from '../answers/lines.js'
import type { ResponseText } from '../answers/response-text.js'
import type { MetricError } from '../errors.js'
import { withReadingSteps } from './better-reading.js'
import { firstInArea, property, readLines } from './golds.js'
import type { Profile, Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * Accuracy of an answer line: 1 if the first line of the answer area equals the *first* gold, else 0; with the gold
 * `{ anyOf: [...] }`, if it equals any of them. Lines are compared in lower case with white space joined; see `answerLines`.
 *
 * @param prediction the answer text, without its think block
 * @param gold a list of strings of which only the first can be the answer, or `{ anyOf }` with such a list
 * @returns Left for a gold that is no list of strings; in the natural profile also for an empty list or a
 *   blank item
 * @see GoLongRL, arXiv 2605.19577: task type comprehension, with an answer line
 */
export const accuracy = (
  prediction: ResponseText,
  gold: unknown,
  options: VerifierOptions = {},
): Either<MetricError, Verdict> => verify(accuracyVerifier, prediction, gold, options)

/** The golds of which one must be the answer, also in the form in which the lenient reading compares. */
interface AccuracyGold {
  readonly lines: ReadonlySet<string>
  readonly lenient: ReadonlySet<string> | undefined
}

export const accuracyVerifier: Verifier<AccuracyGold> = {
  taskType: 'comprehension',
  metric: 'Accuracy',
  publishedScope: 'response',

  readGold(gold, { profile = 'natural', reading }, path = 'gold') {
    const anyOf = property(gold, 'anyOf')
    const lines = readLines(anyOf ?? gold, profile, anyOf === undefined ? path : `${path}.anyOf`)
    if (isLeft(lines)) {
      const isNoList = anyOf === undefined && !Array.isArray(gold)
      return isNoList
        ? left({ ...lines.left, expected: 'a list of strings, or { anyOf } with such a list' })
        : lines
    }
    const golds = anyOf === undefined ? lines.right.slice(0, 1) : lines.right
    const isLenient = reading === 'lenient' && profile === 'natural'
    return right({
      lines: new Set(golds),
      lenient: isLenient ? new Set([...golds, ...golds.map(lenientItem)]) : undefined,
    })
  },

  score(answer, { lines, lenient }, { profile = 'natural', explain }) {
    const strict = judge(firstLine(answer, profile), lines, lines, explain, answer, profile)
    if (lenient === undefined || strict.reward === 1) return strict
    // Each gold has one form where the lenient reading compares it as the strict one does.
    if (lenient.size === lines.size && isPlainAnswer(answer)) return strict
    const read = lenientItems(answer)
    const [first] = read.items
    const bare = first === undefined || lenient.has(first) ? first : (inBrackets(first) ?? first)
    return withReadingSteps(judge(bare, lenient, lines, explain, answer, profile), read)
  },

  perfectAnswer: (gold) => firstInArea(property(gold, 'anyOf') ?? gold),
}

/** @param accepted the forms of the golds that the first line may equal */
function judge(
  first: string | undefined,
  accepted: ReadonlySet<string>,
  golds: ReadonlySet<string>,
  explain: boolean | undefined,
  answer: string,
  profile: Profile,
): Score {
  const equal = first !== undefined && accepted.has(first)
  const reward = equal ? 1 : 0
  const reason = equal ? 'correct' : first === undefined ? 'no answer' : 'wrong'
  if (!explain) return { reward, reason }
  const which = golds.size > 1 ? `one of the ${golds.size} golds` : 'the first gold'
  const shown = [...golds].slice(0, MOST_SHOWN).map((gold) => JSON.stringify(gold))
  const compared = `The first line ${equal ? 'equals' : 'differs from'} ${which} ${shown.join(', ')}.`
  const at = equal ? -1 : answerLines(answer, profile).findIndex((line) => golds.has(line))
  const later = at > 0 ? [`Line ${at + 1} is a gold: only the first counts.`] : []
  return { reward, reason, explanation: { extracted: first ?? '', steps: [compared, ...later] } }
}

const MOST_SHOWN = 5
