import type { Either } from 'fp-ts/lib/Either.js'
import { map } from 'fp-ts/lib/Either.js'
import { canonical } from '../answers/canonical.js'
import { lenientArea } from '../answers/lenient/find-area.js'
import { isPlainLine, isPlainText } from '../answers/lenient/is-plain.js'
import { jsonList } from '../answers/lenient/list-items.js'
import { plainCharacters } from '../answers/lenient/plain-characters.js'
import { inBrackets, undress } from '../answers/lenient/undress.js'
import type { ResponseText } from '../answers/response-text.js'
import { joinWhiteSpace, strip } from '../answers/white-space.js'
import type { MetricError } from '../errors.js'
import { withReadingSteps } from './better-reading.js'
import { labelOf, readLabel } from './golds.js'
import type { Profile, Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * Exact match: 1 if the answer text and the gold are equal once white space is stripped from both ends, else
 * 0. Case counts, and so does every character in between: `Paris` ≠ `paris`, `a b` ≠ `a  b`.
 *
 * @param prediction the answer text, without its think block
 * @param gold a string that is not blank
 * @returns Left for a gold that is no string; in the natural profile also for a blank one
 * @see GoLongRL, arXiv 2605.19577: task type precise retrieval
 */
export const exactMatch = (
  prediction: ResponseText,
  gold: unknown,
  options: VerifierOptions = {},
): Either<MetricError, Verdict> => verify(exactMatchVerifier, prediction, gold, options)

const inForm = (text: string, profile: Profile): string =>
  strip(profile === 'published' ? text : canonical(text))

export const exactMatchVerifier: Verifier<string> = {
  taskType: 'precise-retrieval',
  metric: 'EM',

  readGold: (gold, { profile = 'natural' }, path) =>
    map((label: string) => inForm(label, profile))(readLabel(gold, profile, path)),

  score(answer, gold, { profile = 'natural', reading, explain }) {
    const strict = judge(inForm(answer, profile), gold, gold, explain)
    if (reading !== 'lenient' || profile === 'published' || strict.reward === 1) return strict
    if (isPlainLine(answer) && isPlainText(gold)) return strict
    const read = lenientArea(answer)
    const list = jsonList(read.text)
    const text = undressText(list?.length === 1 ? list[0]! : read.text)
    const bareGold = undressText(plainCharacters(gold))
    const found = text === bareGold ? text : (inBrackets(text) ?? text)
    const score = judge(found, bareGold, gold, explain)
    return withReadingSteps(score, read)
  },

  perfectAnswer: labelOf,
}

/** A text of one line without its markup; of several lines, each without trailing white space. */
const undressText = (text: string): string =>
  text.includes('\n') ? text.split('\n').map(strip).join('\n') : undress(text) || text

function judge(extracted: string, compared: string, gold: string, explain: boolean | undefined): Score {
  const equal = extracted === compared
  const reward = equal ? 1 : 0
  const reason = equal ? 'correct' : extracted === '' ? 'no answer' : 'wrong'
  if (!explain) return { reward, reason }
  return {
    reward,
    reason,
    explanation: {
      extracted,
      steps: [
        `The answer ${equal ? 'equals' : 'differs from'} the gold ${JSON.stringify(gold)}.`,
        ...(equal || extracted === '' ? [] : [differenceOf(extracted, compared)]),
      ],
    },
  }
}

/** How two texts differ, in a sentence. */
function differenceOf(answer: string, gold: string): string {
  if (answer.toLowerCase() === gold.toLowerCase()) return 'They differ in case alone.'
  if (joinWhiteSpace(answer) === joinWhiteSpace(gold)) return 'They differ in white space alone.'
  if (answer.includes(gold)) return 'The gold stands within the answer: nothing may stand beside it.'
  const [a, b] = [[...answer.slice(0, MOST_COMPARED)], [...gold.slice(0, MOST_COMPARED)]]
  const at = a.findIndex((character, i) => character !== b[i])
  const from = at < 0 ? a.length : at
  const shown = (text: readonly string[]) => JSON.stringify(text.slice(from, from + 20).join(''))
  return `From character ${from + 1} on the answer has ${shown(a)}, the gold ${shown(b)}.`
}

const MOST_COMPARED = 10_000
