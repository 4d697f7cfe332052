import { readDate } from '../read/dates.js'
import { trimMarks } from '../trim-answer.js'
import { withoutAdverbs } from './adverbs.js'
import type { Announcement } from './announcements.js'
import { answerOf } from './answer-in-sentence.js'
import { standingOf } from './assertion.js'
import { chineseNumberAtEnd } from './chinese-numbers.js'
import { inferredFrom } from './concluding.js'
import type { IsReadable } from './extraction.js'
import { goesOn } from './going-on.js'
import { namedValues } from './parts.js'
import { sentenceOf } from './sentences.js'
import { statedValue } from './stated-value.js'
import { verdictOf } from './yes-or-no.js'

/** What stands behind an announcement. */
export interface Introduced {
  readonly isWithheld?: boolean
  readonly text: string
  /** Where the sentence that holds it ends. */
  readonly end: number
  /** "Yes" beside a value: "Yes, there are 12". */
  readonly also?: string
}

/** What is read of the text behind an announcement. */
const LONGEST_REST = 4_000

/** What an announcement introduces: a value; else the one value that its sentence states; else words. */
export function introduced(
  text: string,
  place: Announcement,
  isReadable: IsReadable,
): Introduced | undefined {
  const { end, isLabel } = place
  let at = end
  const line = lineAt(text, at)
  if (isLabel && line.replace(/[\s*_#:：\]】)）]/g, '') === '') at = nextParagraph(text, end + line.length)
  if (at < 0) return undefined
  const cell = place.isMarked && text[end - 1] === '|'
  const rest = cell ? (lineAt(text, at).split(/(?<!\\)\|/)[0] ?? '') : text.slice(at, at + LONGEST_REST)
  const startsLine = at !== end || /^[^\S\n]*\n/.test(rest)
  const cleaned = withoutAdverbs(withoutFence(rest, startsLine))
  if (cleaned === '') return undefined
  const offset = at + rest.indexOf(cleaned.slice(0, 40))
  const value = place.isMarked ? JSON_VALUE.exec(cleaned)?.[2] : undefined
  if (value !== undefined) return { text: value.replaceAll('\\\\', '\\').trim(), end: offset + value.length }
  const quoted = cleaned[0] === '"' ? cleaned.indexOf('"', 1) : -1
  const unquoted = cleaned.slice(quoted + 1)
  if (quoted > 0 && !goesOn(unquoted) && standingOf('', sentenceOf(unquoted)) === 'asserted')
    return { text: cleaned.slice(1, quoted).trim(), end: offset + quoted }
  const factorial = isLabel ? FACTORIAL.exec(lineAt(withoutFence(rest, startsLine), 0))?.[1] : undefined
  if (factorial !== undefined) return { text: factorial, end: offset + factorial.length }
  // "14 March" is no number with a word behind it.
  const date = trimMarks(lineAt(cleaned, 0), '.。*_')
  if (readDate(date) !== undefined) return { text: date, end: offset + date.length }
  const list = isLabel ? listed(cleaned, isReadable) : undefined
  if (list !== undefined) return { text: list, end: offset + cleaned.length }
  const answer = answerOf(cleaned, isReadable)
  const sentence = sentenceOf(cleaned)
  const sentenceEnd = offset + sentence.length
  if (answer === '') return undefined
  const letter = LETTER_IS.exec(cleaned)?.[1]
  if (letter !== undefined) return { text: letter, end: sentenceEnd }
  const choice = CHOICE.exec(lineAt(cleaned, 0)) ?? EXPLAINED_CHOICE.exec(sentence)
  if (choice && isReadable(choice[2]!)) return { text: `(${choice[1]!}) ${choice[2]!}`, end: sentenceEnd }
  const names = namedValues(sentence)
  if (names !== undefined) return { text: names, end: sentenceEnd }
  const verdict = verdictOf(sentence)
  const figure = verdict && /\d/.test(sentence) ? statedValue(sentence, isReadable) : undefined
  if (verdict !== undefined)
    return { text: figure ?? verdict, end: sentenceEnd, ...(figure !== undefined && { also: verdict }) }
  const isFragment =
    !/\d/.test(answer) && /\d/.test(sentence) && WORD_FOLLOWS.test(sentence.slice(answer.length))
  const isValue = isReadable(answer) && !isFragment && !FOREIGN_START.test(cleaned)
  if (isValue && isFollowed(answer, sentence.slice(sentence.indexOf(answer) + answer.length)))
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  const start = cleaned.startsWith(`$${answer}$`) ? 1 : 0
  const behind = isValue && cleaned.startsWith(answer, start) ? sentence.slice(start + answer.length) : ''
  const other = IS_SUBJECT.test(behind) ? statedValue(sentence, isReadable) : undefined
  if (other !== undefined) return { text: other, end: sentenceEnd }
  if (behind !== '' && (standingOf('', behind) !== 'asserted' || IS_SUBJECT.test(behind)))
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  // "The answer is the 15th prime."
  if (/^(?:the )?\d{1,9}(?:st|nd|rd|th) \p{L}/iu.test(cleaned))
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  if (isValue || !(STARTS_WITH_WORDS.test(cleaned) || NAME_IS.test(cleaned)))
    return { text: answer, end: sentenceEnd }
  const stated =
    statedValue(sentence, isReadable) ??
    (isLabel ? statedLater(cleaned, isReadable) : undefined) ??
    chineseNumberAtEnd(sentence) ??
    (isLabel ? CHINESE_UNDER_LABEL.exec(sentence)?.[1] : undefined)
  return { text: stated ?? answer, end: sentenceEnd }
}

/** The text behind a key of JSON, with its backslashes doubled. */
const JSON_VALUE = /^(["'])((?:[^"'\\\n]|\\[^"'\n]){1,400})\1\s{0,9}[,}]/

/** "60 pens per box, hence 180 pens": another value follows from the announced one. */
function isFollowed(answer: string, rest: string): boolean {
  const behind = inferredFrom(rest)?.match(/\d[\d.,]{0,20}(?<=\d)/g) ?? []
  return behind.length > 0 && /\d/.test(answer) && !behind.some((number) => answer.includes(number))
}

/** "36 divided by 4 is 9" states no 36, and so does "$36$的一半是18". */
const IS_SUBJECT =
  /^[$)]{0,2}\s?的[^，。]{1,12}[是为等]于?\s?\$?\d|^\s(?:\p{L}{1,12}\s){1,3}(?:(?:the\s)?\p{L}{1,12}\s|\d{1,9}\s){0,3}(?:is|equals?|gives?|makes?|leaves?)\s\\?\$?\d/iu

/** Words of two letters that begin a sentence and are no symbols: "El tren tarda 15 minutos". */
const WORD_FOLLOWS = /^[ '’]\p{L}{2}/u
const FOREIGN_START =
  /^\p{Script=Greek}{1,12}\s?\p{Script=Greek}{2}|^(?:il|elle|on|no|ils|es|er|sie|wir|man|el|la|los|las|le|les|lo|ci|ce|un|une|os|as|se|há|hay|son|si|há|ona|on|у|в|в|на)\s(?:\p{L}|y a )/iu

/** Mathematics at the start of a sentence is the answer or none; words may lead to one. */
const STARTS_WITH_WORDS =
  /^[\s*_"“«(]{0,4}(?:\p{L}{2,}|\p{L}['’]\p{L}{2}|[oeyàé]\s\p{L}{2}|\p{Script=Han}|\p{Script=Hiragana}|[aAI]\s|\p{Script=Cyrillic}\s|\p{Lu}\s(?:\d{1,3}\s)?\p{Ll}{3}|\$?\\text)/u

/** "C. 10 cm", "C，即10": a choice and what it says. */
const CHOICE = /^\(?([A-H])(?:[).．]\s{1,2}|[，,]\s?(?:即|i\.e\.,?)\s?)(\$?[-−]?\d[^\n]{0,40}?)\.?[*_]{0,2}$/

/** "**C** ($5$ m/s)" */
const EXPLAINED_CHOICE = /^\(?([A-H])\)?\*{0,2} \(([^()]{1,40})\)$/

/** "C입니다", "Cです", "C项" */
const LETTER_IS =
  /^\(?([A-H①-⑳])\)?\s?(?:입니다|이다|이에요|です|である|だ(?!\p{L})|项|选项|['’][dt][ıiuü]r(?!\p{L})|şıkkı|seçeneği)/u

/** `8!` under a label, or alone; the mark behind a number in a sentence is emphasis. */
export const FACTORIAL = /^[\s*_$]{0,4}(\(?\d{1,4}\)?!)[\s*_$]{0,4}$/

/** "n equals 48" */
const NAME_IS = /^\$?[a-zA-Z]\$?\s(?:is|equals|must be|has to be)\s/

/** In a paragraph under a heading the last sentence may state the answer: "The farm has 3 fields. In total it yields 40 t." */
function statedLater(paragraph: string, isReadable: IsReadable): string | undefined {
  const block = paragraph.split('\n\n', 1)[0]!
  const sentences = block.split(/(?<=[.。!])\s|\n/).filter((sentence) => /\d|\$|\\/.test(sentence))
  const last = sentences.at(-1)
  return last === undefined || sentences.length < 2 ? undefined : statedValue(last, isReadable)
}

const lineAt = (text: string, at: number): string => {
  const end = text.indexOf('\n', at)
  return text.slice(at, end < 0 ? text.length : end)
}

/** Where the next line stands that is neither blank nor a rule. */
function nextParagraph(text: string, from: number): number {
  let at = text.indexOf('\n', from)
  while (at >= 0) {
    const line = lineAt(text, at + 1)
    if (line.trim() !== '' && !/^\s*(?:[-*_]{3,}|=+|```\w{0,10}|\$\$|\\\[)\s*$/.test(line)) {
      // The delimiters of a display belong to it.
      const near = Math.max(0, at - 12)
      const display = /(?:\$\$|\\\[)\s{0,10}$/.exec(text.slice(near, at))
      return display ? near + display.index : at + 1
    }
    at = text.indexOf('\n', at + 1)
  }
  return -1
}

/** A display on several lines as one line; without bullets and quote marks. "Answer: - 5" is minus five. */
function withoutFence(text: string, startsLine: boolean): string {
  const start = text.trimStart()
  for (const [open, close] of DISPLAYS) {
    const end = start.startsWith(open) ? start.indexOf(close, open.length) : -1
    if (end > 0 && end < LONGEST_DISPLAY) return start.slice(0, end).replace(/\n/g, ' ') + start.slice(end)
  }
  return start.replace(startsLine ? /^(?:[>•] |[-*] (?=\S))/ : /^(?:[>•] |[-*] (?=\p{L}{2}))/u, '')
}

const DISPLAYS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
] as const
const LONGEST_DISPLAY = 1_000

/** `- x = 3` and `- y = 4` on lines of their own under a heading. */
function listed(text: string, isReadable: IsReadable): string | undefined {
  const lines = text.split('\n\n', 1)[0]!.split('\n').slice(0, 9)
  if (lines.length < 2 || lines.length > 8) return undefined
  const items = lines.map((line) => line.replace(/^\s*(?:[-*•]\s|\d{1,2}[.)]\s|\([a-h\d]\)\s)/, '').trim())
  if (!items.every((_, index) => index === 0 || /^\s*(?:[-*•]|\d{1,2}[.)]|\()/.test(lines[index]!)))
    return undefined
  const values = items.map((item) => answerOf(item, isReadable))
  return values.every((value) => value !== '' && isReadable(value)) ? values.join(', ') : undefined
}

/** 答：每个小朋友分到六块糖。 */
const CHINESE_UNDER_LABEL =
  /^[^，,；;\d至最不没超]{0,30}[到了要需用卖买付花赚跑走高长宽重飞装做写看养种]([零一二三四五六七八九十百千万亿点两]{1,20}?)(?:千[米克]|(?![零一二三四五六七八九十百千万亿点两分])\p{Script=Han}{1,6})[。.]?$/u
