import { DELIMITERS } from './runs.js'

interface Formula {
  readonly start: number
  readonly end: number
  readonly content: string
  /** Whether `content` is where a chain of lines ends. */
  readonly isChain: boolean
}

export function lastDelimited(text: string): Formula | undefined {
  let best: Formula | undefined
  for (const [open, close] of DELIMITERS) {
    const end = lastMark(text, close, text.length)
    if (end <= 0) continue
    const start = lastMark(text, open, end - open.length)
    if (start < 0 || start + open.length >= end || end <= (best?.end ?? -1)) continue
    const whole = text.slice(start + open.length, end).trim()
    const content = behindArrow(lastOfChain(whole))
    if (content === '' || (open === '$' && (content.includes('\n') || isPrices(content)))) continue
    best = { start, end, content, isChain: content !== whole }
  }
  return best
}

/** Where a mark stands last before a place; a dollar behind a backslash is a price. */
function lastMark(text: string, mark: string, before: number): number {
  let at = before < 0 ? -1 : text.lastIndexOf(mark, before)
  while (at > 0 && mark[0] === '$' && text[at - 1] === '\\') at = text.lastIndexOf(mark, at - 1)
  return at
}

/** "$36 and the full price is $45" */
const isPrices = (content: string): boolean =>
  /^\d[^\\=]*$/.test(content) && /\p{L}{3}[,;]?\s\p{L}{2}/u.test(content)

/** `7` of `x &= 3 + 4 \\ &= 7`: lines that go on with the first one's left side end in its value. */
function lastOfChain(content: string): string {
  const plain = content.replace(ALIGNED, '').trimEnd()
  const at = plain.lastIndexOf('\\\\')
  const row = at < 0 ? '' : plain.slice(at + 2).trim()
  return GOES_ON.test(row) ? row.replace(GOES_ON, '').trim() : content
}

const ALIGNED = /\\(?:begin|end)\{(?:aligned|split|align\*?)\}/g

const GOES_ON = /^(?:&\s?=|=\s?&?)(?=[^&]{1,400}$)/

/** `b = 7` of `3b = 21 \\implies b = 7`. */
export function behindArrow(content: string): string {
  const pieces = content.split(IMPLIES)
  return pieces.length > 1 && pieces.every((piece) => RELATION.test(piece)) ? pieces.at(-1)!.trim() : content
}

const IMPLIES =
  /\\(?:implies|iff|Rightarrow|Leftrightarrow|Longrightarrow|Longleftrightarrow|rightarrow|to)(?![a-zA-Z])|[→⇒⟹⇔⟺]|[=-]>/g

const RELATION = /[=<>≤≥≠]|\\(?:[lg]eq?|ne)(?![a-z])/
