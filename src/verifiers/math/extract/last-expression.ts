import { isDigit } from '../read/lexer.js'
import { valueIn } from './answer-in-sentence.js'
import { standingOf, withdrawalBefore } from './assertion.js'
import { contrastBefore } from './contrasts.js'
import { behindArrow } from './delimited-formulas.js'
import type { IsReadable } from './extraction.js'
import { goesOn } from './going-on.js'
import { isOffered, LONGEST_OFFER } from './offers.js'
import { runAround } from './runs.js'
import { sentenceOf, sentenceStart } from './sentences.js'
import { SHORT_WORDS, statedValue } from './stated-value.js'
import { LONGEST_LINE, LONGEST_SENTENCE, MOST_FORMULAS, type Statement } from './statement.js'

/** The last line with a number in it: the expression that holds its last digit. */
export function lastExpression(
  text: string,
  isReadable: IsReadable,
  tries = MOST_FORMULAS,
): Statement | undefined {
  let place = text.length - 1
  while (place >= 0 && !isDigit(text[place])) place--
  if (place < 0) return undefined
  const start = Math.max(text.lastIndexOf('\n', place) + 1, place - LONGEST_LINE)
  const sentence = text.slice(
    Math.max(sentenceStart(text, place + 1), place - LONGEST_SENTENCE),
    place + LONGEST_SENTENCE,
  )
  const stated = STARTS_WITH_WORDS.test(sentence)
    ? statedValue(sentenceOf(sentence.trim()), isReadable)
    : undefined
  if (stated !== undefined) return { text: stated, found: 'statement' }
  const around = runAround(text.slice(start, place + LONGEST_LINE), place - start)
  if (!around) return undefined
  const arrows = around.text.length - behindArrow(around.text).length
  const lead =
    arrows > 0
      ? around.text.slice(0, arrows)
      : ((SHORT_WORDS.exec(around.text) ?? ARROW.exec(around.text))?.[0] ?? '')
  const run = { ...around, text: around.text.slice(lead.length) }
  const before = text.slice(start, start + run.start) + lead
  // "8 (not 3)"
  const withdrawal = withdrawalBefore(before)
  const rest = withdrawal?.standing === 'refuted' ? before.slice(0, withdrawal.at) : ''
  if (tries > 0 && /\d\s{0,2}[,(]\s?$/.test(rest))
    return lastExpression(text.slice(0, start) + rest.replace(/[\s,(]{1,4}$/, ''), isReadable, tries - 1)
  if (
    isOffered(before) ||
    contrastBefore(before) !== undefined ||
    withdrawal ||
    // "24 or more"
    /\bor\s{0,2}$/i.test(run.text) ||
    standingOf(text.slice(sentenceStart(text, place + 1), start + run.start) + lead, run.rest) !== 'asserted'
  )
    return { text: before + run.text + run.rest, found: 'withheld' }
  const labelled = { ...run, text: run.text.replace(LABEL, '') }
  const value = valueIn(labelled, isReadable)
  if (
    NONE.test(run.rest) ||
    NONE_OF.test(before.slice(-LONGEST_OFFER)) ||
    (value === undefined && goesOn(run.rest))
  )
    return { text: run.text + run.rest, found: 'number' }
  return { text: value ?? run.text.trim(), found: 'number' }
}

/** "Il y a 15 …", "24 students …" */
const STARTS_WITH_WORDS = /^[\s*_]{0,6}(?:\p{L}['’]|\d[\d,]{0,12}\s)?\p{L}{2}/u

/** `(a) 42`. */
const LABEL = /^\s{0,3}\(?[a-h\d]\)\s{1,3}(?=.*\d)/i

/** What a last line may begin with. */
const ARROW = /^\s{0,3}(?:(?:=>|[→⇒∴>•]|->)\s{0,3}){1,3}/

const NONE = /^[^\d]{0,80}\b(?:none|neither)\b/i

const NONE_OF = /\b(?:none|neither|no one) of\b[^.\d]{0,40}$/i
