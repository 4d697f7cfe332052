import { matchesOf } from '../matches.js'
import { ANSWER_LABELS, ANSWER_STATEMENTS, ANSWER_STEMS, VALUE_STATEMENTS } from './answer-words.js'
import { endOfLast } from './patterns.js'

/** A place that announces the answer of a response. */
export interface Announcement {
  readonly start: number
  /** Where what it announces begins. */
  readonly end: number
  /** A label or heading may have its answer in the next paragraph. */
  readonly isLabel: boolean
  /** A tag, a key or a table cell rather than words in a sentence. */
  readonly isMarked: boolean
}

/** As much of a line as a label may take, and as much of a sentence as the words of an announcement. */
const LONGEST_WORDS = 120

const anyOf = (words: readonly string[]): string => `(?:${words.join('|')})`

/** Bullets, quotes, heading marks, pictures before a label; bold and brackets around it. */
const BEFORE_LABEL =
  '\\s{0,8}(?:(?:[>#*_•·=-]{1,8}|\\d{1,2}[.)]|\\p{Extended_Pictographic}\\uFE0F?)[ \\t]{0,4}){0,4}[\\[【「《（("“]?[*_]{0,3}'
const AFTER_LABEL = '[*_]{0,3}[\\]】」》）)"”]?[*_]{0,3}'

/** `Answer:`, `**Answer**`, `【答案】` at the start of a line: with a colon, in brackets, or alone on the line. */
const LABEL = /* @__PURE__ */ new RegExp(
  `^${BEFORE_LABEL}${anyOf(ANSWER_LABELS)}(?:[ \\t]?\\((?!according|as (?:per|given)|per |from |by |in the |wrong|not )[^()]{1,30}\\))?${AFTER_LABEL}[ \\t]{0,4}(?:[:：][*_]{0,3}|(?<=[\\]】)）])|(?=[ \\t]*$)|[—–➜➔➡→](?=[ \\t])|-(?=[ \\t])|(?<=\\.)(?=[ \\t]))`,
  'iu',
)

/** `| **Answer** |` at the start of a row. */
const ROW = /* @__PURE__ */ new RegExp(
  `^[ \\t]{0,4}\\|[ \\t]{0,8}[*_]{0,3}${anyOf(ANSWER_LABELS)}(?:[ \\t]?\\([^()]{1,30}\\))?[:：]?[*_]{0,3}[ \\t]{0,20}\\|`,
  'iu',
)

/** "answer", "réponse", 答 anywhere in a text: where one of the patterns below may begin. */
const STEM = /* @__PURE__ */ new RegExp(anyOf(ANSWER_STEMS), 'giu')

/** `Answer: 12` or `**Answer.** 12` behind other words of the line. */
const INLINE_LABEL =
  /^(?:answers?|final(?=:)|antwort|réponse|respuesta|resposta|risposta|odpowiedź|ответ|答案|答|正解|정답)(?:(?:\*\*|__)?[ \t]?[:：]|\.\*\*)/iu

/** `A: 17`, in a text that has no choice B. */
const REPLY = /^[>\s]{0,8}[*_]{0,3}A(?:nswer)?[*_]{0,3}[:：][*_]{0,3}(?=\s)/
const REPLIES = /A(?:nswer)?[*_]{0,3}[:：]/
const OTHER_CHOICE = /^[>\s*_-]{0,8}\(?B\)?[*_]{0,3}[:：.)]/m

const STATEMENT = /* @__PURE__ */ new RegExp(`^${anyOf(ANSWER_STATEMENTS)}`, 'iu')

/** Tags, marks and keys, each with a sign that it has. */
const MARKED: readonly (readonly [sign: string, pattern: RegExp])[] = [
  ['>', /<(?:final_?)?answer>/gi],
  ['####', /#{4}(?=[ \t]?[^#\s])/g],
  [':', new RegExp(`["'](?:final_?)?(?:result|${ANSWER_LABELS.join('|')})(?:_value)?["'] {0,4}:`, 'giu')],
]

/** Every announcement in a text, first to last. */
export function announcementsIn(text: string): readonly Announcement[] {
  const found: Announcement[] = []
  const mayReply = REPLIES.test(text) && !OTHER_CHOICE.test(text)
  let start = 0
  while (start < text.length) {
    const end = endOfLine(text, start)
    const head = text.slice(start, Math.min(end, start + LONGEST_WORDS))
    const label = LABEL.exec(head)
    const reply = label ?? (mayReply ? REPLY.exec(head) : null)
    if (reply) found.push({ start, end: start + reply[0].length, isLabel: true, isMarked: false })
    const row = head.includes('|') && !isColumnHead(text, end) ? ROW.exec(head) : null
    if (row) found.push({ start, end: start + row[0].length, isLabel: false, isMarked: true })
    start = end + 1
  }
  for (const { index } of matchesOf(text, STEM)) {
    const words = text.slice(index, index + LONGEST_WORDS)
    const isInWord = /[\p{L}\d]/u.test(text[index - 1] ?? '') && text[index]! < '\u3000'
    const label = isInWord ? null : INLINE_LABEL.exec(words)
    const statement = isInWord ? null : STATEMENT.exec(words)
    if (label) found.push({ start: index, end: index + label[0].length, isLabel: true, isMarked: false })
    if (statement)
      found.push({ start: index, end: index + statement[0].length, isLabel: false, isMarked: false })
  }
  for (const [sign, pattern] of MARKED)
    for (const { index, 0: mark } of text.includes(sign) ? matchesOf(text, pattern) : [])
      found.push({ start: index, end: index + mark.length, isLabel: false, isMarked: true })
  return found.sort((a, b) => a.end - b.end)
}

const endOfLine = (text: string, start: number): number => {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

/** The head of a column is no row: under it stands a rule. */
const isColumnHead = (text: string, end: number): boolean =>
  end < text.length && /^[\s|:-]{3,200}$/.test(text.slice(end + 1, endOfLine(text, end + 1)))

const VALUE_STEM = /* @__PURE__ */ new RegExp(anyOf(VALUE_STATEMENTS), 'giu')

/** Where the last statement of a value in a text ends; −1 where there is none. */
export function lastValueStatement(text: string): number {
  return endOfLast(text, VALUE_STEM) || -1
}
