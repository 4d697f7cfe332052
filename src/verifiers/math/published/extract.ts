/**
 * Where the published reward looks for an answer: Math-Verify's extraction as a scanner over the last 500 characters.
 * Patterns are tried in the order of their priority; of the matches of one priority the one that ends last comes first.
 */
export interface PublishedCandidate {
  /** LaTeX in delimiters or boxes, several of them when joined by "and", "or" or a comma. */
  readonly kind: 'latex' | 'expression'
  readonly parts: readonly Part[]
}

interface Part {
  readonly text: string
  /** A percent sign follows the formula. */
  readonly percent: boolean
}

/** Characters of the response that the published trainer looks at. */
export const PUBLISHED_WINDOW = 500

interface Match extends PublishedCandidate {
  readonly start: number
  readonly end: number
}

/** Candidates, best first, one list for each priority. */
export function* publishedCandidates(text: string): Generator<readonly PublishedCandidate[]> {
  for (const matches of [hopeful, finalOrBoxed, answerColon, answer, plain]) {
    const found = matches(text)
    if (found.length > 0) yield found.sort((a, b) => b.end - a.end || a.start - b.start)
  }
}

/** "final answer is X. I hope" */
function hopeful(text: string): Match[] {
  const matches: Match[] = []
  for (const at of occurrences(text, 'final answer is')) {
    const from = skipSpace(text, at + (text[at] === ':' ? 1 : 0))
    for (const match of [latexGroupAt(text, from, envAt), expressionOrNumberAt(text, from)]) {
      if (match && /^\.?\s?I hope/.test(text.slice(match.end, match.end + 10)))
        matches.push({ ...match, start: at })
    }
  }
  return matches
}

/** "final answer … is X", and boxes. */
function finalOrBoxed(text: string): Match[] {
  const matches: Match[] = []
  for (const at of occurrences(text, 'final answer')) {
    const latex = behindIs(text, at, text.length, (from) => latexGroupAt(text, skipSpace(text, from), envAt))
    const expression = behindIs(text, at, lineEnd(text, at), (from) => expressionOrNumberAt(text, from))
    for (const match of [latex, expression]) if (match) matches.push({ ...match, start: at })
  }
  return [...matches, ...boxedMatches(text)]
}

/** What follows an "is" within 100 characters. */
function behindIs(
  text: string,
  at: number,
  end: number,
  match: (from: number) => Match | undefined,
): Match | undefined {
  for (let gap = at; gap <= at + 100 && gap < end; gap++) {
    const is = /^\s+is:?/.exec(text.slice(gap, gap + 20))
    const found = is && match(gap + is[0].length)
    if (found) return found
  }
  return undefined
}

const answerColon = (text: string): Match[] => afterAnswer(text, true)
const answer = (text: string): Match[] => afterAnswer(text, false)

/** "answer: … X" within 50 characters, or behind an equals sign within 100. */
function afterAnswer(text: string, colon: boolean): Match[] {
  const matches: Match[] = []
  let free = 0
  for (const found of occurrences(text, 'answer')) {
    if (found < free) continue
    let at = found
    if (colon) {
      if (text[at] !== ':' && text[at] !== '：') continue
      at++
    }
    const latex = withinReach(text.length, at, (from) => latexGroupAt(text, from, envAt))
    if (latex) matches.push({ ...latex, start: found })
    if (colon && text[found] === '：') continue
    const expression =
      behindEquals(text, at) ??
      withinReach(lineEnd(text, at), at, (from) => unlessEquals(text, expressionOrNumberAt(text, from)))
    if (expression) {
      matches.push({ ...expression, start: found })
      free = expression.end
    }
  }
  return matches
}

function behindEquals(text: string, at: number): Match | undefined {
  const line = lineEnd(text, at)
  for (let equals = Math.min(line, at + 100) - 1; equals >= at; equals--) {
    if (text[equals] !== '=') continue
    const from = skipSpace(text, equals + 1)
    for (let start = from; start > equals; start--) {
      const match = unlessEquals(text, expressionOrNumberAt(text, start))
      if (match) return match
    }
  }
  return undefined
}

const unlessEquals = (text: string, match: Match | undefined): Match | undefined =>
  match && /^\s*=/.test(text.slice(match.end, match.end + 20)) ? undefined : match

/** The first match that begins within 50 characters, and for expressions on the same line. */
function withinReach(end: number, at: number, match: (from: number) => Match | undefined): Match | undefined {
  for (let from = at; from <= at + 50 && from <= end; from++) {
    const found = match(from)
    if (found) return found
  }
  return undefined
}

/** Formulas, simple fractions, then expressions and numbers anywhere. */
function plain(text: string): Match[] {
  const matches: Match[] = []
  for (let at = 0; at < text.length; ) {
    const match = latexGroupAt(text, at, envAt)
    if (match) matches.push(match)
    at = match ? match.end : at + 1
  }
  for (const pattern of [expressionAt, numberAt]) {
    for (let at = 0; at < text.length; ) {
      const match = pattern(text, at)
      if (match) matches.push(match)
      at = match ? Math.max(match.end, at + 1) : at + 1
    }
  }
  return matches
}

interface Env {
  readonly start: number
  readonly end: number
  readonly content: string
}

/** `$$…$$`, `\[…\]`, `$…$`, `\(…\)`, ` […] ` or `\frac{1}{2}` exactly here. */
function envAt(text: string, at: number): Env | undefined {
  const before = text[at - 1]
  const char = text[at]
  if (char === '$' && before !== '\\') {
    if (text[at + 1] === '$') {
      const end = text.indexOf('$$', at + 3)
      if (end > 0) return { start: at, end: end + 2, content: text.slice(at + 2, end) }
    }
    if (before !== undefined && before >= '0' && before <= '9') return undefined
    for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
      if (text[end] === '\\' && text[end + 1] === '$') end++
      else if (text[end] === '$')
        return end > at + 1 ? { start: at, end: end + 1, content: text.slice(at + 1, end) } : undefined
    }
    return undefined
  }
  if (char === '\\' && before !== '\\') {
    if (text[at + 1] === '[') {
      const end = text.indexOf('\\]', at + 2)
      return end > at + 2 ? { start: at, end: end + 2, content: text.slice(at + 2, end) } : undefined
    }
    if (text[at + 1] === '(') {
      const end = text.indexOf('\\)', at + 2)
      const content = text.slice(at + 2, end)
      return end > at + 2 && !content.includes('\n') ? { start: at, end: end + 2, content } : undefined
    }
  }
  if (char !== undefined && /\s/.test(char) && text[at + 1] === '[') {
    const end = text.indexOf(']', at + 2)
    const content = text.slice(at + 2, end)
    if (end > at + 2 && !/[\n[]/.test(content) && /\s/.test(text[end + 1] ?? ''))
      return { start: at, end: end + 2, content }
  }
  if (char === '\\' || char === '-') {
    const fraction = /^-?\\frac\{-?\d+(?:[.,]\d+)?\}\{-?\d+(?:[.,]\d+)?\}/.exec(text.slice(at, at + 60))
    if (fraction) return { start: at, end: at + fraction[0].length, content: fraction[0] }
  }
  return undefined
}

/** A formula with a box in it, or a bare box. */
function boxedEnvAt(text: string, at: number): Env | undefined {
  const env = text.startsWith('\\frac', at) || text.startsWith('-\\frac', at) ? undefined : envAt(text, at)
  const box = env?.content.indexOf('\\boxed{') ?? -1
  if (env && box >= 0 && env.content.indexOf('}', box + 8) > 0) return env
  return bareBoxAt(text, at)
}

function bareBoxAt(text: string, at: number): Env | undefined {
  const opening = /^\\boxed\s?\{/.exec(text.slice(at, at + 9))
  if (!opening) return undefined
  const open = at + opening[0].length - 1
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0) {
      return index > open + 1 ? { start: at, end: index + 1, content: text.slice(at, index + 1) } : undefined
    }
  }
  const last = text.lastIndexOf('}')
  return last > open + 1 ? { start: at, end: last + 1, content: text.slice(open + 1, last) } : undefined
}

function boxedMatches(text: string): Match[] {
  const matches: Match[] = []
  for (let at = 0; at < text.length; ) {
    const match = latexGroupAt(text, at, boxedEnvAt)
    if (match) matches.push(match)
    at = match ? match.end : at + 1
  }
  return matches
}

const JOINED = /^\s*(?:and|or|,|;)\s*/
/** Bare boxes that follow one another closely are one answer. */
const JOINED_BOXES = /^[^{}\\$]{0,50}(?=\\boxed)/

/** One formula and up to five more behind "and", "or", "," or ";". */
function latexGroupAt(
  text: string,
  at: number,
  env: (text: string, at: number) => Env | undefined,
): Match | undefined {
  const first = env(text, at)
  if (!first) return undefined
  const parts: Part[] = []
  let end = first.end
  let next: Env | undefined = first
  while (next) {
    const percent = /^\s*(?:\\?%|[Pp]ercent(?:age)?|[Pp]ct)/.exec(text.slice(next.end, next.end + 20))
    end = next.end + (percent?.[0].length ?? 0)
    parts.push({ text: next.content, percent: percent !== null })
    const join: RegExpExecArray | null =
      JOINED.exec(text.slice(end, end + 40)) ??
      (env === boxedEnvAt && text.startsWith('\\boxed', next.start)
        ? JOINED_BOXES.exec(text.slice(end, end + 80))
        : null)
    next = join && parts.length < 6 ? env(text, end + join[0].length) : undefined
    if (next) end = next.end
  }
  return { kind: 'latex', parts, start: at, end }
}

function expressionOrNumberAt(text: string, at: number): Match | undefined {
  return expressionAt(text, at) ?? numberAt(text, at)
}

const EXPRESSION_CHARACTER = /[\d.\s+\-*×/^()÷]/
const OPERATOR = /[+\-*×/^()÷]/

/** What stands before a number or expression: the start, a space or `=`, then perhaps `**`. */
function afterPrefix(text: string, at: number): number[] {
  const starts = []
  if (at === 0) starts.push(at)
  if (/[\s=]/.test(text[at] ?? '')) starts.push(at + 1)
  return starts.flatMap((start) => (text.startsWith('**', start) ? [start + 2, start] : [start]))
}

/** `1/2`, `(3+4)*2`: digits with at least one operator. */
function expressionAt(text: string, at: number): Match | undefined {
  for (const start of afterPrefix(text, at)) {
    const head = /^-?\(?-?\d/.exec(text.slice(start, start + 4))
    if (!head) continue
    let longest = start + head[0].length
    while (longest < text.length && EXPRESSION_CHARACTER.test(text[longest]!)) longest++
    for (let end = longest; end > start + head[0].length; end--) {
      const body = text.slice(start, end)
      const operator = lastOperator(body)
      if (operator < head[0].length || operator >= body.length - 1) {
        if (operator < head[0].length) break
        continue
      }
      const suffix = /^(?:\*\*)?(?:[.,:\s)$]|$)/.exec(text.slice(end, end + 4))
      if (suffix)
        return {
          kind: 'expression',
          parts: [{ text: body, percent: false }],
          start: at,
          end: end + suffix[0].length,
        }
    }
  }
  return undefined
}

function lastOperator(body: string): number {
  for (let index = body.length - 2; index >= 0; index--) if (OPERATOR.test(body[index]!)) return index
  return -1
}

const NUMBER = /^(?:-?[1-9]\d{0,2}(?:[ ,]\d{3})+(?:\.\d+)?|-?\d+[.,]\d+|\.\d+|-?\d+)/
const CURRENCY = /^[$€£¥₹₽₪₩₫฿₡₢₣₤₥₦₧₨₭₮₯₰₱₲₳₴₵₶₷₸₺₻₼₾₿]/

/** `1,234.5`, `$12`, `50%`. */
function numberAt(text: string, at: number): Match | undefined {
  for (const prefix of afterPrefix(text, at)) {
    const start = CURRENCY.test(text.slice(prefix, prefix + 1)) ? prefix + 1 : prefix
    const number = NUMBER.exec(text.slice(start, start + 80))
    if (!number) continue
    const end = start + number[0].length
    const percent = /^\s*(?:%|[Pp]ercent(?:age)?|[Pp]ct)/.exec(text.slice(end, end + 20))
    return {
      kind: 'expression',
      parts: [{ text: plainNumber(number[0]), percent: percent !== null }],
      start: at,
      end: end + (percent?.[0].length ?? 0),
    }
  }
  return undefined
}

/** Grouped digits joined, a decimal comma as a point. */
const plainNumber = (text: string): string =>
  /^-?\d{1,3}(?:[ ,]\d{3})+(?:\.|$)/.test(text) ? text.replace(/[ ,]/g, '') : text.replace(',', '.')

/** The places right after each occurrence of some words, in any case. */
function occurrences(text: string, words: string): number[] {
  const lower = text.toLowerCase()
  const found: number[] = []
  for (let at = lower.indexOf(words); at >= 0; at = lower.indexOf(words, at + words.length))
    found.push(at + words.length)
  return found
}

function skipSpace(text: string, at: number): number {
  let index = at
  while (index < text.length && /\s/.test(text[index]!)) index++
  return index
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
