import {
  hasMathematics,
  type Interpretations,
  interpretationsOf,
  type KnownText,
} from '../read/interpretations.js'
import { withoutTypography } from '../read/typography.js'
import { sparing } from '../sparing.js'
import { spend, type Work } from '../work.js'
import { announced } from './announced.js'
import { announcementsIn } from './announcements.js'
import { type Box, findBoxes } from './boxed.js'
import { boxed } from './boxes-together.js'
import { calculated } from './calculated-value.js'
import { chosenLetter, chosenLetters } from './choices.js'
import type { Candidate, Extraction, IsReadable } from './extraction.js'
import { lastStatement } from './last-statement.js'
import { fewWords, lastWords, wholeLine } from './last-words.js'
import { lettersAlone } from './letters-alone.js'
import { lastParagraph, lastSentence } from './lines-and-sentences.js'
import { mentionsOf } from './mentions.js'
import { nameIn, verdictIn } from './named.js'
import { withName } from './named-values.js'
import { namedValues, partsAtEnd, solutionsAtEnd, twoQuantities, valuesAtEnd } from './parts.js'
import { plainResponse } from './plain-response.js'
import { described } from './predicates.js'
import { proseOf, REDUCTIONS, reduced, WRITTEN } from './reductions.js'
import { saidInWords } from './said-in-words.js'
import { sentenceIn, withoutReasonIn } from './sentence-in-box.js'
import { behaves, infinitelyMany, noSolution, unbounded } from './solutions-in-words.js'
import { ownTurn, partsOfThinking, turnsIn } from './turns.js'
import { isDeniedBox, withdrawn } from './withdrawn.js'
import { brokenOff, refused, stillToDo } from './withheld.js'
import { affirmed, answered, opened, verdictOf } from './yes-or-no.js'

/**
 * The final answer of a response, by strength and then by position: the last box; else what announces an answer ("the
 * final answer is", `### Answer`, 答案：, `####`, `<answer>`, a table row); else what is stated last; else, of a text of a
 * word or two, the text itself. An announcement behind a box wins over the box if the box is blank or a step on the way.
 *
 * Every candidate is read once, on the caller's work; one that is the gold's text was read already.
 */
export function findAnswer(original: string, work: Work, gold?: KnownText): Extraction | undefined {
  spend(work, original.length >> 8)
  const response = plainResponse(original)
  const readings = new Map<string, Interpretations>()
  const read = (text: string): Interpretations => {
    const known = readings.get(text)
    if (known) return known
    const fresh = text === gold?.text ? readAgain(gold, work) : interpretationsOf(text, work)
    readings.set(text, fresh)
    return fresh
  }
  const isReadable = (text: string): boolean => hasMathematics(text, read(text))
  const found = spokenIn(ownTurn(response), isReadable, work)
  if (!found || found.found === 'withheld') return found && { ...found, readings: { trees: [] } }
  const main = read(found.text)
  if (found.also === undefined) return { ...found, readings: main }
  const beside = read(found.also)
  return {
    ...found,
    readings: {
      ...main,
      ...(beside.choice && { choice: beside.choice }),
      trees: [main, beside].flatMap(({ trees, words }) => (words ? [...trees, words] : trees)),
    },
  }
}

/** The answer behind the thinking, where no gate has taken that away; one that it announces, where what stands behind only works or talks. */
function spokenIn(text: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  const parts = partsOfThinking(text)
  const room = { left: MOST_SEARCHED }
  if (!parts) return foundIn(text, isReadable, work, room)
  const spoken = foundIn(parts.behind, isReadable, work, room)
  if (spoken && !WEAK.has(spoken.found)) return spoken
  if (spoken && parts.behind.length < LONGEST_BARE_ANSWER && isReadable(spoken.text)) return spoken
  const thought = foundIn(parts.thinking, isReadable, work, room)
  return spoken && (!thought || WEAK.has(thought.found) || thought.found === 'statement') ? spoken : thought
}

const WEAK: ReadonlySet<Candidate['found']> = new Set(['math', 'number', 'words'])

/** As much as may surround an answer that nothing announces: `$42$`, a closing tag. */
const LONGEST_BARE_ANSWER = 60

/** What a text means that was read before, for the same work. */
function readAgain({ interpretations, steps }: KnownText, work: Work): Interpretations {
  spend(work, steps)
  return interpretations
}

/** The answer of the text before the first question of another that has one before it, as base models go on; else of all of it. */
function foundIn(text: string, isReadable: IsReadable, work: Work, room: Room): Candidate | undefined {
  const find = (part: string): Candidate | undefined =>
    boxedOrAnnounced(part, isReadable, work, room) ?? unboxed(part, isReadable, work, room)
  let tries = MOST_TURNS
  for (const { before, asks } of turnsIn(text)) {
    if (tries-- === 0) break
    const found = find(before)
    if (found?.found === 'boxed' || found?.found === 'phrase') return found
    if (found && asks && found.found !== 'withheld') return found
  }
  return find(text) ?? announced(text.slice(-searched(text, room)), isReadable, work, true)
}

/** Questions that are looked at, from the beginning of the text. */
const MOST_TURNS = 4

/** Without a box, the answer is looked for in this many characters at the end. */
const LONGEST_ENDING = 20_000

/** What may still be searched of a response with many parts: of its thinking, and before the questions of others. */
interface Room {
  left: number
}

const MOST_SEARCHED = 24_000
/** As much is searched of each part. */
const SHORT_ENDING = 2_000

/** How much of a part is searched, from its end. */
function searched(part: string, room: Room): number {
  const longest = Math.min(part.length, LONGEST_ENDING, Math.max(room.left, SHORT_ENDING))
  room.left -= longest
  return longest
}

function boxedOrAnnounced(
  response: string,
  isReadable: IsReadable,
  work: Work,
  room: Room,
): Candidate | undefined {
  const boxes = findBoxes(response)
  const last = boxes.at(-1)
  if (!last) return undefined
  const behind = response.slice(last.end)
  const saysMore = searched(behind, room) === behind.length && /\p{L}|####/u.test(behind)
  if (saysMore && behind.length > 8 && !isAnnounced(response, last)) {
    const later = announced(proseOf(behind), isReadable, work)
    if (later && isReadable(later.text)) return later
  }
  if (isDeniedBox(response, last)) return { text: last.content, found: 'withheld' }
  return (
    (saysMore && withdrawn(last.content, behind, isReadable)) ||
    withStated(boxed(response, boxes, isReadable), isReadable, work, room)
  )
}

/** Whether the sentence or heading that a box stands in announces it as the answer. */
function isAnnounced(text: string, box: Box): boolean {
  const paragraph = Math.max(text.lastIndexOf('\n\n', box.start), box.start - 300, 0)
  const heading = Math.max(text.lastIndexOf('\n\n', paragraph - 1), paragraph - 100, 0)
  return announcementsIn(text.slice(heading, box.start)).some(
    ({ end, isLabel }) =>
      heading + end > paragraph || (isLabel && !/[\p{L}\d]/u.test(text.slice(heading + end, paragraph))),
  )
}

/** A sentence in a box says what it would say without one, besides its own words. */
function withStated(found: Candidate, isReadable: IsReadable, work: Work, room: Room): Candidate {
  const text = withoutReasonIn(found.text)
  const candidate = text === found.text ? found : { ...found, text }
  const sentence = sentenceIn(withoutTypography(candidate.text, (sentence) => sentence.trim()))
  const said = sentence === undefined ? undefined : unboxed(sentence, isReadable, work, room)
  return said && said.found !== 'withheld' && said.text !== candidate.text && isReadable(said.text)
    ? { ...candidate, also: said.text }
    : candidate
}

/**
 * What a text says without a box. Where that is nothing, or stands before the last paragraph, what the last paragraph says by itself: its value
 * is later, and its words may be the answer as well.
 */
function unboxed(response: string, isReadable: IsReadable, work: Work, room: Room): Candidate | undefined {
  const written = reduced(response.slice(response.length - searched(response, room)), WRITTEN, work)
  const text = reduced(written, REDUCTIONS, work)
  const found = said(text, written, isReadable, work)
  if (found?.found === 'phrase') return found
  const last = lastParagraph(text)
  const isLast = found !== undefined && !WEAK.has(found.found) && !mentionsOf(last, found.text).next().done
  if (isLast || last === text.trim()) return found
  const alone = said(last, lastParagraph(written), isReadable, work)
  if (!alone || alone.found === 'withheld') return found
  if (alone.text === found?.text) return alone.also === undefined ? found : alone
  const isBeside = found && found.found !== 'withheld' && WEAK.has(alone.found) && alone.also === undefined
  return isBeside ? { ...found, also: alone.text } : alone
}

/** What a text says; `written` is the same with its calculations. */
function said(text: string, written: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  const last = lastSentence(text)
  if (DOUBTED.test(last)) return { text: last, found: 'withheld' }
  return (
    announced(text, isReadable, work) ??
    brokenOff(text) ??
    stillToDo(last) ??
    chosen(last) ??
    answered(last) ??
    wholeLine(text) ??
    noSolution(text) ??
    saidInWords(last) ??
    infinitelyMany(last) ??
    (verdictOf(last) === undefined ? (behaves(last) ?? unbounded(last)) : undefined) ??
    refused(text) ??
    lettered(text, isReadable) ??
    named(last, text, isReadable) ??
    opened(
      text,
      described(
        last,
        affirmed(last, calculated(lastSentence(written), isReadable) ?? stated(text, last, isReadable)),
      ) ??
        lettersAlone(last, isReadable) ??
        lastWords(text, last),
    ) ??
    fewWords(text)
  )
}

/** A last sentence that says that something is not so. */
const DOUBTED = sparing(
  /^(?:(?:I|we) (?:doubt|do(?:n['’]t| not) (?:think|believe))\b|it (?:is not|isn['’]t) (?:the case|true|correct) that )[^,;]*$/i,
)

/** "This matches option C." */
function chosen(sentence: string): Candidate | undefined {
  const letter = chosenLetters(sentence) ?? chosenLetter(sentence)
  return letter === undefined ? undefined : { text: letter, found: 'words' }
}

/** `(a) 5` and `(b) 7` at the end answer together. */
function lettered(text: string, isReadable: IsReadable): Candidate | undefined {
  const parts = partsAtEnd(text, isReadable)
  return parts && { text: parts.join(', '), found: 'statement', parts }
}

/** A verdict or a name; a figure that its sentence states beside it answers too: "The best one is Wholesale, at 9%". */
function named(sentence: string, text: string, isReadable: IsReadable): Candidate | undefined {
  const said = verdictIn(sentence) ?? nameIn(sentence)
  if (!said) return undefined
  const figure = /\d[^\d\p{L}]*$/u.test(sentence) ? stated(text, sentence, isReadable) : undefined
  return figure && figure.found !== 'withheld'
    ? { ...figure, also: said.text }
    : { text: said.text, found: 'words', ...(said.also !== undefined && { also: said.also }) }
}

/** What is stated last; where the sentence states two quantities, they answer together for two. */
function stated(text: string, last: string, isReadable: IsReadable): Candidate | undefined {
  const statement = lastStatement(text, isReadable)
  if (statement === undefined || statement.found === 'withheld') return statement
  const solutions = solutionsAtEnd(text)
  if (solutions !== undefined) return { text: solutions, found: 'phrase' }
  const listed = valuesAtEnd(text)
  if (listed !== undefined) return { ...statement, also: listed }
  const parts = twoQuantities(last)
  const names = parts && namedValues(last)
  return parts
    ? { ...statement, parts, ...(names !== undefined && { also: names }) }
    : withName(statement, last, isReadable)
}
