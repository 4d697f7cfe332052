import { tidyAnswer } from '../trim-answer.js'
import { closingBrace } from './lexer.js'
import { latexFromUnicode, NOT_ASCII } from './unicode.js'

/**
 * An answer without its looks: colours, sizes, fonts and frames round the whole, spaces and struts at its ends. `{\bf -5}`,
 * `\textcolor{red}{-5}`, `\,\boldsymbol{-5}\;` and `\begin{aligned}&-5\end{aligned}` are -5. What a font or a frame marks inside
 * an answer, as the vector of `\mathbf{v} + 1`, stays.
 *
 * @param tidy what is done with what stands round a frame: dollars and full stops go; a sentence keeps those of its formulas
 */
export function withoutTypography(text: string, tidy: (text: string) => string = tidyAnswer): string {
  let plain = tidy(text.includes('\\') ? withUsualCommands(text) : text)
  for (let depth = 0; depth < DEEPEST && isDressed(plain); depth++) {
    const before = plain
    plain = tidy(withoutFrame(withoutLooks(plain).replace(ENDS, '')))
    if (plain === before) break
  }
  return plain
}

function withUsualCommands(text: string): string {
  let plain = withFractions(text).replace(UPRIGHT_D, '$1d ')
  if (/\\(?:left|[bB]ig)/.test(plain)) plain = plain.replace(FENCE_SIZE, '')
  if (plain.includes('~')) plain = plain.replace(TIED_WORDS, (words) => words.replaceAll('~', ' '))
  if (plain.includes('\\mathbf')) plain = plain.replace(BOLD_SET, '\\mathbb{$1$2}')
  return NOT_ASCII.test(plain) ? plain.replace(SIGN, (sign) => latexFromUnicode(sign, false)) : plain
}

/** In LaTeX a sign is its command. */
const SIGN = /[∈∞≤≥ℝ]/g

/** `\left(1\ 2\right)`, `\bigl(1\ 2\bigr)`: a parenthesis is one in any size. */
const FENCE_SIZE = /\\(?:left|[bB]igg?l?)\s?(?=[([])|\\(?:right|[bB]igg?r?)\s?(?=[)\]])/g

const TIED_WORDS = /\\text\s?\{[^{}~]*~[^{}]*\}/g

/** `k \in \mathbf{Z}`, `\mathbf{R} \setminus \{0\}`: in bold, as books print the sets of numbers. */
const BOLD_SET = /(?<=\\in\s?)\\mathbf\s?\{?([NZQRC])\}?|\\mathbf\s?\{?([NZQRC])\}?(?=\s?\\setminus)/g

/** The d of dx, set upright. */
const UPRIGHT_D =
  /(^|[^a-zA-Z_^])\\(?:mathrm|text|operatorname|rm)\s?\{\s?d\s?\}(?=\s?(?:\^\s?\{?\d\}?\s?)?\\?[a-zA-Z])/g

/** `{a \over b}` as `\frac{a}{b}`. */
function withFractions(text: string): string {
  let plain = text
  for (let at = plain.search(OVER); at >= 0; at = plain.search(OVER)) {
    const open = openingBrace(plain, at)
    const close = open < 0 ? plain.length : closingBrace(plain, open)
    if (close < 0) return plain
    const [above, below] = [plain.slice(open + 1, at), plain.slice(at + 5, close)]
    plain = `${plain.slice(0, Math.max(0, open))}\\frac{${above.trim()}}{${below.trim()}}${plain.slice(close + 1)}`
  }
  return plain
}

const OVER = /\\over(?![a-zA-Z])/

/** The brace that is open at `end`; -1 where there is none. */
function openingBrace(text: string, end: number): number {
  let depth = 0
  for (let at = end - 1; at >= 0; at--) {
    if (text[at - 1] === '\\' && text[at - 2] !== '\\') continue
    if (text[at] === '}') depth++
    else if (text[at] === '{' && depth-- === 0) return at
  }
  return -1
}

/** Frames in each other that are taken off. */
const DEEPEST = 8

const isDressed = (text: string): boolean =>
  text.startsWith('\\') ||
  text.startsWith('{') ||
  text.startsWith('~') ||
  text.endsWith('~') ||
  (text.length > 4 && LABELLED.test(text)) ||
  (text.includes('\\') && LOOKS_INSIDE.test(text))

const LABELLED = /^(?:final |ans)/i

const LOOKS_INSIDE =
  /\\(?:text)?color|\\[vh]?phantom|\\[vh]space|strut|style|\\(?:text(?:bf|rm|it|sf|tt|normal|up|sc)|[mh]box|emph)(?![a-zA-Z])/

/** Colours, invisible boxes and the fonts of words, anywhere. */
const withoutLooks = (text: string): string =>
  LOOKS_INSIDE.test(text) ? withPlainWords(text.replace(INVISIBLE, ' ')) : text

/** `\textbf{ metres}` as `\text{ metres}`. */
export const withPlainWords = (text: string): string => text.replace(FONT_OF_WORDS, '\\text{')

/** In bold or italics not of one letter, which is a vector. */
const FONT_OF_WORDS =
  /\\(?:(?:text(?:rm|normal|up)|[mh]box)\s?\{|(?:text(?:bf|it|sf|tt|sc)|emph)\s?\{(?!\w\}))/g

const INVISIBLE =
  /\\(?:text)?color(?:box)?\s?(?:\[\w{1,10}\])?\{[^{}]{1,30}\}|\\(?:vphantom|[vh]space\*?)\s?\{[^{}]{0,40}\}|\\h?phantom\s?\{[^{}\p{L}\d]{0,40}\}|\\(?:math)?strut(?![a-zA-Z])|\\(?:display|text|script)style(?![a-zA-Z])/gu

/** What stands at the ends of an answer and says nothing: spaces, sizes, a label. */
const ENDS =
  /^(?:\\[,;:!> ]|\\(?:q?quad|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|boldmath|null|hfill|therefore)(?![a-zA-Z])|\\text\s?\{\s?(?:(?:the )?(?:final )?(?:answer|ans|result)(?: is)?)\s?[:=]?\s?\}|(?:final )?(?:answer|ans)\.?\s?[:=]|[\s~])+|(?:\\(?:[,;:!> ]|hfill|q?quad|null)|[\s~])+$/gi

/** Frames that only look: their name and their braces. */
const FRAME =
  /^(?:\\(?:boldsymbol|bm|mathbf|pmb|mathsf|mathtt|mathit|mathnormal|underline|uline|ensuremath|boxed|fbox|large|Large|LARGE|huge|Huge|displaystyle)\s?)?\{(?:\\(?:bf|it|rm|sf|tt|bfseries|itshape|large|Large|LARGE|huge|Huge|boldmath)(?![a-zA-Z])\s?)?/

/** Fonts that make another thing of a letter. */
const LETTER_FONT = /bold|bm|math(?:bf|sf|tt|it|normal)|pmb|line/

/** `\begin{aligned}&…\end{aligned}` of one line. */
const ONE_LINE =
  /^\\begin\{(aligned|align\*?|gathered|gather\*?|split|equation\*?|displaymath|math|center|eqnarray\*?)\}(.*)\\end\{\1\}$/s

function withoutFrame(text: string): string {
  if (text.startsWith('\\left.') && text.endsWith('\\right.')) return text.slice(6, -7)
  const frame = FRAME.exec(text)?.[0]
  if (frame !== undefined && closingBrace(text, text.indexOf('{')) === text.length - 1) {
    const content = text.slice(frame.length, -1)
    // A vector, a set or a group by its letter is its font.
    return LETTER_FONT.test(frame) && /^[\\\s]*\p{L}{1,2}$/u.test(content) ? text : content
  }
  const [, , line] = ONE_LINE.exec(text) ?? []
  if (line === undefined || line.includes('\\\\')) return text
  const aligned = line.indexOf('&')
  return aligned === line.lastIndexOf('&') ? line.replace('&', '') : line
}
