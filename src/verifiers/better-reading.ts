import type { Items, NumberedLines } from '../answers/items.js'
import { isPlainAnswer } from '../answers/lenient/is-plain.js'
import { type LenientItems, lenientItems } from '../answers/lenient/list-items.js'
import { answerLines } from '../answers/lines.js'
import { type ItemMatcher, type MatchOptions, matchAnswer, matchItems } from './item-matcher.js'
import type { Score } from './verdict.js'
import type { VerifierOptions } from './verifier.js'

/** Judges the items of an answer, given as numbers and as they are compared. */
type Judge = (matched: NumberedLines | undefined, lines: readonly string[]) => Score

/** The score of a list by its lines; in the lenient reading, of its items as well. */
export function scoreItems(
  answer: string,
  items: Items,
  { profile = 'natural', reading, match, explain }: VerifierOptions & MatchOptions,
  judge: Judge,
): Score {
  const strict = judge(
    matchAnswer(answer, items, profile, match),
    explain ? answerLines(answer, profile) : [],
  )
  if (reading !== 'lenient' || profile === 'published') return strict
  return betterReading(strict, answer, items, match, judge)
}

/**
 * The lenient score of a list: the better of the strict one and that of the items which the lenient reading finds. Where
 * the two look at different parts of the answer the lenient reading alone decides, so that no answer can offer a list to each.
 */
export function betterReading(
  strict: Score,
  answer: string,
  items: Items,
  match: ItemMatcher | undefined,
  judge: Judge,
): Score {
  if (strict.reward >= 1 || (items.dress !== undefined && isPlainAnswer(answer, items.dress === 'brackets')))
    return strict
  const read = lenientItems(answer)
  const lenient = judge(matchItems(read.items, items, match), read.items)
  return read.asStrict && lenient.reward <= strict.reward ? strict : withReadingSteps(lenient, read)
}

/** Says first how the lenient reading found what it judges. */
export const withReadingSteps = (score: Score, { steps }: Pick<LenientItems, 'steps'>): Score =>
  score.explanation === undefined
    ? score
    : { ...score, explanation: { ...score.explanation, steps: [...steps, ...score.explanation.steps] } }
