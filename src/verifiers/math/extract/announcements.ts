import { ANSWER_LABELS, ANSWER_STATEMENTS, VALUE_STATEMENTS } from './answer-words.js'

/** A place that announces the answer of a response. */
export interface Announcement {
  /** Where the announcing words begin, and where what they announce does. */
  readonly start: number
  readonly end: number
  /** A label or heading may have its answer in the next paragraph. */
  readonly isLabel: boolean
  /** The words end with a tag or mark of their own rather than in a sentence. */
  readonly isMarked: boolean
}

const anyOf = (words: readonly string[]): string => `(?:${words.join('|')})`

/** What may stand between the start of a line and a label: bullets, quotes, heading marks, bold, brackets, pictures. */
const BEFORE_LABEL =
  '[ \\t]{0,8}(?:(?:[>#*_•·=-]{1,8}|\\d{1,2}[.)]|\\p{Extended_Pictographic}\\uFE0F?)[ \\t]{0,4}){0,4}[\\[【「《（("“]?[*_]{0,3}'
const AFTER_LABEL = '[*_]{0,3}[\\]】」》）)"”]?[*_]{0,3}'

/** `Answer:`, `**Answer**`, `【答案】` at the start of a line: with a colon, in brackets, or alone on the line. */
const LABEL = /* @__PURE__ */ new RegExp(
  `^${BEFORE_LABEL}${anyOf(ANSWER_LABELS)}(?:[ \\t]?\\([^()\\n]{1,30}\\))?${AFTER_LABEL}[ \\t]{0,4}(?:[:：][*_]{0,3}|(?<=[\\]】])|(?=[ \\t]*$)|[—–](?=[ \\t])|-(?=[ \\t]))`,
  'gimu',
)

/** `Answer: 12` behind other words of the line. */
const INLINE_LABEL =
  /* @__PURE__ */ /(?<![\p{L}\d])(?:final )?(?:answers?|antwort|réponse|respuesta|resposta|risposta|odpowiedź|ответ|答案|答|정답)(?:\*\*|__)?[ \t]?[:：]/giu

const STATEMENT = /* @__PURE__ */ new RegExp(
  `(?<![\\p{L}\\d])${anyOf(ANSWER_STATEMENTS.slice(0, -1))}|${ANSWER_STATEMENTS.at(-1)}`,
  'giu',
)

const UNSPACED_STATEMENT =
  /(?:最终|最後)?答案(?:就)?(?:应该|應該)?(?:是|为|為|等于|：|:)|答え(?:は|が)|结果(?:是|为|：|:)|故选(?:择)?[：:]?|(?:정답|답)은/g

const MARKED: readonly RegExp[] = [
  /<answer>/gi,
  /#{4}(?=[ \t]*[^#\s])/g,
  /["'](?:final_?answer|answer|result)["']\s*:/gi,
]

const VALUE = /* @__PURE__ */ new RegExp(anyOf(VALUE_STATEMENTS), 'giu')

/** Words without which none of the longer patterns can match, in any of their languages. */
export function announcementsIn(text: string): readonly Announcement[] {
  const found: Announcement[] = []
  const collect = (pattern: RegExp, isLabel: boolean, isMarked = false) => {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const end = match.index + match[0].length
      if (match[0] === '') pattern.lastIndex++
      else found.push({ start: match.index, end, isLabel, isMarked })
    }
  }
  collect(LABEL, true)
  collect(INLINE_LABEL, true)
  collect(STATEMENT, false)
  collect(UNSPACED_STATEMENT, false)
  for (const pattern of MARKED) collect(pattern, false, true)
  found.push(...tableRows(text))
  return found.sort((a, b) => a.end - b.end)
}

/** Where the last statement of a value in a text ends; −1 where there is none. */
export function lastValueStatement(text: string): number {
  let end = -1
  VALUE.lastIndex = 0
  for (let match = VALUE.exec(text); match; match = VALUE.exec(text)) end = match.index + match[0].length
  return end
}

/** `| **Answer** | 1250 |`. */
const ROW = /* @__PURE__ */ new RegExp(
  `^[ \\t]{0,4}\\|[ \\t]{0,8}[*_]{0,3}${anyOf(ANSWER_LABELS)}[:：]?[*_]{0,3}[ \\t]{0,20}\\|`,
  'gimu',
)

function tableRows(text: string): readonly Announcement[] {
  if (!text.includes('|')) return []
  const found: Announcement[] = []
  ROW.lastIndex = 0
  for (let match = ROW.exec(text); match; match = ROW.exec(text)) {
    const end = match.index + match[0].length
    // The head of a column is no row: under it stands a rule.
    const nextLine = text.slice(text.indexOf('\n', end) + 1).split('\n', 1)[0]!
    if (/^[\s|:-]{3,}$/.test(nextLine) && text.indexOf('\n', end) >= 0) continue
    found.push({ start: match.index, end, isLabel: false, isMarked: true })
  }
  return found
}
