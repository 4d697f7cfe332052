import { changesValue } from '../value-changing-words.js'
import { spend, type Work } from '../work.js'
import { type Announcement, announcementsIn } from './announcements.js'
import { isOwnStatement } from './assertion.js'
import { isPlaceholder } from './boxed.js'
import type { Candidate, IsReadable } from './extraction.js'
import { isFallback } from './fallbacks.js'
import { type Introduced, introduced } from './introduced.js'
import { lineStart } from './lines-and-sentences.js'
import { withdrawn } from './withdrawn.js'

/**
 * What the last announcement that announces something introduces. Words that a sentence on the way announces ("the answer must be given
 * in metres") are overtaken by what other paragraphs state, unless nothing else is found: `anywhere`.
 */
export function announced(
  text: string,
  isReadable: IsReadable,
  work: Work,
  anywhere = false,
): Candidate | undefined {
  spend(work, text.length >> 6)
  const places = announcementsIn(text)
  let words: Candidate | undefined
  for (let index = places.length - 1; index >= 0 && index >= places.length - MOST_ANNOUNCEMENTS; index--) {
    const place = places[index]!
    const lead = text.slice(Math.max(lineStart(text, place.start), place.start - 200), place.start)
    const itself = text.slice(place.start, place.end)
    if (isFallback(lead, itself)) return { text: lead + itself, found: 'withheld' }
    if (itself === '####' && isHeading(text, place.end)) continue
    // A tag, a key and a table cell always are the writer's own.
    if (!place.isMarked && !isOwnStatement(lead, itself)) continue
    const whole = introduced(text, place, isReadable)
    const candidate =
      whole && !whole.isWithheld && isReadable(whole.text) ? whole : (counted(text, place.end) ?? whole)
    if (candidate === undefined || (!place.isLabel && JUDGEMENT.test(candidate.text))) continue
    if (/\bwould\b/i.test(itself) && RECONSIDERED.test(text.slice(candidate.end, candidate.end + 600)))
      continue
    if (
      !isReadable(candidate.text) &&
      (isPlaceholder(candidate.text) ||
        (place.isLabel && TASK.test(lead)) ||
        (!anywhere && isOnTheWay(text, place, candidate)))
    )
      continue
    if (candidate.isWithheld) return { text: candidate.text, found: 'withheld' }
    const found: Candidate = {
      text: candidate.text,
      found: 'phrase',
      ...(candidate.also !== undefined && { also: candidate.also }),
    }
    if (isReadable(candidate.text)) {
      const rest = text.slice(candidate.end, candidate.end + 2_000)
      const corrected = words === undefined && withdrawn(candidate.text, rest, isReadable)
      return words ?? (corrected || found)
    }
    words ??= found
    // An announcement that says something which is no answer: "the answer is as follows".
    if (
      !NO_ANSWER.test(candidate.text) ||
      (place.isLabel && (A_TERM.test(candidate.text) || /\d/.test(candidate.text)))
    )
      break
    words = undefined
  }
  return words
}

/** "3. **State the answer.** Answer what was asked.": a task that the writer puts to itself. */
const TASK =
  /(?:^|[\s*_])(?:(?:and|then|finally|clearly) )?(?:state|give|write(?: down)?|report|box|provide|present|find|check|verify|announce|express|simplify|round|interpret|conclude(?: with)?|determine|compute|get|submit|show)(?: (?:the|your|our|my|an?))?(?: final)?\s$/i

/** Whether a sentence that other paragraphs follow announces many words without a figure; a few are a name or a verdict. */
const isOnTheWay = (
  text: string,
  { isLabel, isMarked }: Announcement,
  { text: words, end }: Introduced,
): boolean =>
  !isLabel && !isMarked && /^(?:\S+ ){4}[^\d]*$/.test(words) && /\n\s{0,9}\n\s{0,9}\S/.test(text.slice(end))

/** Announcements that are looked at, from the end of the text. */
const MOST_ANNOUNCEMENTS = 12

/** Behind "the answer would be 5": "However, 0 is even too, so there are 6". */
const RECONSIDERED =
  /^[^.!?\n]{0,80}[.!?;,\n][\s*_]{0,4}(?:however|but|yet|actually|in fact|except)\b[\s\S]{0,300}\b(?:so|hence|thus|therefore|which (?:means|makes|gives))\b/i

const NO_ANSWER =
  /^(?:as follows|as above|above|below|shown|given|therefore|thus|then|right|correct|wrong|incorrect|verified|confirmed|reasonable|unique|consistent|found|known|clear|in (?:the )?(?:simplest|box|form)|what|the (?:following|same|one)|this|that|it|now|ready|required|obtained|only|an? |to be|(?:put|given|written|stated|expressed|rounded|simplified|enclosed|placed|presented|entered|provided|reported)(?!\p{L})|我们|如下|正确)/iu

/** `#### Conclusion` with a paragraph under it. */
const isHeading = (text: string, at: number): boolean => HEADING.test(text.slice(at, at + 120))

const HEADING = /^ ?\p{L}{3,20}(?: [^\d\n$\\=:]{0,60}| \d{1,2}[.:][^\d\n$\\=]{0,60})?:?\n\s*\S/u

/** "This answer is correct" judges an answer and is none; "Answer: correct" is one. */
const JUDGEMENT =
  /^(?:(?:in)?corr?ett?[ao]|(?:in)?correct[ea]?|right|wrong|richtig|falsch|fausse|sbagliata|errada|(?:не)?(?:верно|верный|правильный)|不?正确的?|错误?的?|对的?)$/iu

/** "Answer: a hyperbola" */
const A_TERM = /^an? [\p{L}-]{3,20}(?: [\p{L}-]{3,20})?$/iu

/** 3 of "Ann watched #### 3 30-minute films": the number behind the mark, whatever the sentence goes on with. */
function counted(text: string, at: number): Introduced | undefined {
  if (!text.startsWith('####', at - 4)) return undefined
  const found = COUNTED.exec(text.slice(at, at + 60))
  return found && !changesValue(found[3]!) ? { text: found[1]!, end: at + found[1]!.length } : undefined
}

const COUNTED =
  /^ ?(\\?\$?\d[\d,]{0,20}(?:\.\d{1,9})?)( |\/)((?!(?:or|to|and|times|plus|minus|through)\b)(?:\d{1,4}-)?\p{L}{3}[^.\n]{0,40})/u
