import { spend, type Work } from '../work.js'
import type { Dialect } from './dialect.js'
import { FUNCTIONS, GREEK, MORE_FUNCTIONS } from './latex-names.js'
import { isWord } from './words.js'

/** A piece of LaTeX or plain mathematical text. */
export interface Token {
  readonly type:
    | 'number' /* digits, perhaps with a point and an exponent: `1234.5`, `6.02e23` */
    | 'based' /* `101_2`: value `digits_base` */
    | 'letters' /* a run of letters: `x`, `abc`, `sin` */
    | 'command' /* `\frac`: value `frac` */
    | 'text' /* `\text{ cm}`: value ` cm` */
    | 'begin' /* `\begin{pmatrix}`: value `pmatrix` */
    | 'end'
    | 'mark' /* everything else, one character, or `\\`, `<=`, … */
    | 'stop'
  readonly value: string
  /** White space, or a spacing command, stands before it. */
  readonly spaced: boolean
}

/** `\,`, `\;`, `\quad`, … : white space. */
const SPACING = new Set([
  ',', ';', ':', '!', ' ', '>', '/', 'quad', 'qquad', 'thinspace', 'medspace', 'thickspace', 'enspace', 'hfill',
  'negthinspace', 'displaystyle', 'textstyle', 'scriptstyle', 'limits', 'nolimits', 'left', 'right', 'big', 'Big',
  'bigg', 'Bigg', 'bigl', 'bigr', 'Bigl', 'Bigr', 'biggl', 'biggr', 'Biggl', 'Biggr', 'middle', 'boldmath', 'rm',
  'bf', 'it', 'sf', 'tt', 'cal', 'hline', 'notag', 'nonumber', '\n', 'normalsize', 'large', 'Large', 'strut',
]) // biome-ignore format: a table

/** Sizes of brackets, which are no space: `f\left(x\right)` is f(x). */
const FENCE_SIZES = new Set([
  'left', 'right', 'big', 'Big', 'bigg', 'Bigg', 'bigl', 'bigr', 'Bigl', 'Bigr', 'biggl', 'biggr', 'Biggl', 'Biggr',
]) // biome-ignore format: a table

/** Spaces and sizes that the published reward does not know. */
const MORE_SPACING = new Set(['negmedspace', 'negthickspace', 'mleft', 'mright'])

/** Brackets by their names. */
const NAMED_BRACKETS: ReadonlyMap<string, string> = new Map([
  ['lbrack', '['], ['rbrack', ']'], ['lparen', '('], ['rparen', ')'], ['lgroup', '('], ['rgroup', ')'],
]) // biome-ignore format: a table

/** Two shapes of one letter. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  ['varphi', 'phi'],
  ['varepsilon', 'epsilon'],
  ['vartheta', 'theta'],
  ['varrho', 'rho'],
])

/** `\quadx`, `\timesy`: a command and a letter whose space was lost. */
const GLUED = /^(q?quad|times|cdot)(?![sp]|$)[a-zA-Z]/

/** Words between steps; the published reward's grammar reads them before a factor only, so not before a minus. */
const CONNECTIVES = new Set(['therefore', 'because'])

/** Commands whose braces hold words. */
const TEXT_COMMANDS = new Set([
  'text', 'mbox', 'hbox', 'textrm', 'textbf', 'textit', 'texttt', 'textsf', 'textnormal', 'mathrm', 'operatorname',
  'emph', 'textsc', 'mathop', 'fbox', 'rm', 'bf',
]) // biome-ignore format: a table

/** Functions that are no units and no words. */
const ELEMENTARY = new Set([
  'sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'ln', 'log', 'lg', 'exp', 'sinh', 'cosh', 'tanh', 'arcsin', 'arccos', 'arctan', 'gcd', 'lcm', 'det', 'max',
  'min',
]) // biome-ignore format: a table

/** Commands whose braces hold a name or words. */
const WORDY = new Set(['mathit', 'mathsf', 'mathtt'])

/** `sigma^2` as typed. In LaTeX the letters of mu, nu and xi are factors: `nu^{k}` is n·u^k. */
const isTypedGreek = (run: string, source: string): boolean =>
  run.length < 11 && GREEK.has(run) && !(PRODUCTS.has(run) && /[\\{]/.test(source))

const PRODUCTS = new Set(['mu', 'nu', 'xi'])

/** Cuts a text into tokens. White space is kept as a mark on the token after it. */
export function tokenize(source: string, dialect: Dialect, work: Work): Token[] {
  const tokens: Token[] = []
  let at = 0
  let spaced = false
  let openBrackets = 0
  const hasBases = dialect.bases && source.includes('_')
  const push = (type: Token['type'], value: string) => {
    tokens.push({ type, value, spaced })
    if (value === '(' || value === '[' || value === '\\{') openBrackets++
    else if (value === ')' || value === ']' || value === '\\}') openBrackets = Math.max(0, openBrackets - 1)
    spaced = false
  }
  while (at < source.length) {
    spend(work, 3)
    const char = source[at]!
    if (char === '\\') {
      at = command(at)
    } else if (isSpace(char) || char === '~' || char === '$' || char === '&') {
      if (char === '&') push('mark', '&')
      else spaced = true
      at++
    } else if (isDigit(char) || (char === '.' && isDigit(source[at + 1]))) {
      at = numeral(at)
    } else if (isLetter(char)) {
      let end = at + 1
      while (end < source.length && isLetter(source[end]!)) end++
      const run = source.slice(at, end)
      if (dialect.fullNotation && isTypedGreek(run, source)) push('command', VARIANTS.get(run) ?? run)
      else push('letters', run)
      at = end
    } else {
      at = mark(at)
    }
  }
  tokens.push({ type: 'stop', value: '', spaced })
  return tokens

  function command(start: number): number {
    const next = source[start + 1]
    if (next === undefined) return start + 1
    if (next === '\\') {
      push('mark', '\\\\')
      return start + 2 + (dialect.fullNotation ? rowSpacing(source, start + 2) : 0)
    }
    let end = start + 1
    while (end < source.length && isAsciiLetter(source[end]!)) end++
    if (end === start + 1) {
      if (SPACING.has(next)) spaced = next !== '!' || spaced
      else if (next === '{' || next === '}' || next === '|') push('mark', `\\${next}`)
      else if (next === '%' || next === '$' || next === '#' || next === '&' || next === '_')
        push('mark', next)
      else if (next === '(' || next === ')' || next === '[' || next === ']') spaced = true
      else if (isDigit(next) && dialect.lenient) {
        // A digit behind a backslash is no escape; without it 3\5 would be 3.
        push('mark', '\\')
        return start + 1
      }
      return start + 2
    }
    const written = source.slice(start + 1, end)
    const name = (dialect.fullNotation && written.length > 4 && GLUED.exec(written)?.[1]) || written
    end = start + 1 + name.length
    if (name === 'begin' || name === 'end') {
      const group = bracedText(source, end)
      if (group === undefined) return end
      push(name, group.text.replace('*', ''))
      return group.end
    }
    if (TEXT_COMMANDS.has(name)) {
      const group = bracedText(source, end)
      if (group !== undefined) {
        // \operatorname{lcm} is \lcm, and \mathrm{sin} is \sin.
        const isFunction =
          dialect.fullNotation &&
          ((name === 'operatorname' && (FUNCTIONS.has(group.text) || MORE_FUNCTIONS.has(group.text))) ||
            (name === 'mathrm' && group.text.length > 1 && ELEMENTARY.has(group.text)))
        push(isFunction ? 'command' : 'text', group.text)
        return group.end
      }
    }
    if (WORDY.has(name) && dialect.fullNotation) {
      const group = bracedText(source, end)
      if (group && isWord(group.text)) {
        push('text', group.text)
        return group.end
      }
    }
    if ((name === 'left' || name === 'right') && source[end] === '.') return end + 1
    if (FENCE_SIZES.has(name)) return end
    if (dialect.fullNotation && MORE_SPACING.has(name)) return end
    const bracket = dialect.fullNotation ? NAMED_BRACKETS.get(name) : undefined
    if (bracket !== undefined) push('mark', bracket)
    else if (SPACING.has(name) || (dialect.lenient && CONNECTIVES.has(name))) spaced = true
    else push('command', dialect.fullNotation ? (VARIANTS.get(name) ?? name) : name)
    return end
  }

  function numeral(start: number): number {
    // x^2_{13}: an exponent before the index.
    const based = hasBases && tokens.at(-1)?.value !== '^' ? basedNumeral(source, start) : undefined
    if (based) {
      push('based', based.value)
      return based.end
    }
    let end = start
    while (isDigit(source[end])) end++
    let digits = source.slice(start, end)
    const groups = dialect.groupedThousands && !(dialect.fullNotation && digits === '0')
    if (end - start <= 3 && digits !== '' && groups) {
      const grouped = thousands(end, tokens, digits)
      if (grouped) ({ digits, end } = grouped)
    }
    const isComma = dialect.fullNotation && isDecimalComma(end, digits)
    if (isComma || (source[end] === '.' && isDigit(source[end + 1]))) {
      const point = end + 1
      end++
      while (isDigit(source[end])) end++
      digits += `.${source.slice(point, end)}`
    } else if (source[end] === '.' && source[end + 1] !== '.' && dialect.lenient) {
      end++
    }
    const exponent =
      (source[end] === 'e' || source[end] === 'E') && dialect.scientific.exec(source.slice(end, end + 8))
    if (exponent) {
      digits += `e${exponent[1]}`
      end += exponent[0].length
    }
    push('number', digits)
    return end
  }

  /** 3,07 is no list of 3 and 07, nor −0,6 one of −0 and 6, nor 0,125 a group of thousands: the comma is that of a decimal. */
  function isDecimalComma(at: number, before: string): boolean {
    if (source[at] !== ',' || !isDigit(source[at + 1])) return false
    if (source[at + 1] === '0' && isDigit(source[at + 2])) return true
    return (
      before === '0' &&
      (tokens.at(-1)?.value === '-' || (openBrackets === 0 && THREE.test(source.slice(at + 1, at + 6))))
    )
  }

  /** `1,234`, `1{,}234`, `1,\!234`, and where the dialect has it `1 234`: groups of three digits after the first. */
  function thousands(start: number, before: readonly Token[], first: string) {
    let digits = first
    let end = start
    let separator = ''
    for (;;) {
      const found = SEPARATED.includes(source[end] ?? '0')
        ? SEPARATORS.find((text) => source.startsWith(text, end))
        : undefined
      if (found === undefined || (separator !== '' && found !== separator)) break
      const group = end + found.length
      if (!(isDigit(source[group]) && isDigit(source[group + 1]) && isDigit(source[group + 2]))) break
      if (isDigit(source[group + 3])) break
      if (found === ',' && digits.length <= 3 && !commaGroups(group)) break
      if (SPACE_SEPARATORS.has(found)) {
        if (!dialect.spacedThousands || before.at(-1)?.type === 'number') break
        if (/^\s*[/]/.test(source.slice(group + 3, group + 8))) break
      }
      separator = found
      digits += source.slice(group, group + 3)
      end = group + 3
    }
    // 3,41,271 and 1,100,1000 are lists; 1,000,2,000 is one of 1000 and 2000.
    const isListed =
      dialect.fullNotation &&
      separator === ',' &&
      !source.slice(start, end).includes(',0') &&
      ((source[end] === ',' && isDigit(source[end + 1])) ||
        (before.at(-1)?.value === ',' && before.at(-2)?.type === 'number' && !spaced))
    return end === start || isListed ? undefined : { digits, end }
  }

  /** In `(312,123,231)` a comma separates; outside brackets, or before `062`, or beside `, ` it groups digits. */
  function commaGroups(group: number): boolean {
    return openBrackets === 0 || source[group] === '0' || separatorHasSpace(group)
  }

  function separatorHasSpace(from: number): boolean {
    for (let index = from; index < source.length && index < from + 200; index++) {
      const char = source[index]!
      if (char === ')' || char === ']' || char === '}') return false
      if (char === ';' || (char === ',' && isSpace(source[index + 1] ?? ''))) return true
    }
    return false
  }

  function mark(start: number): number {
    const char = source[start]! < '\x80' ? source[start]! : String.fromCodePoint(source.codePointAt(start)!)
    const two = source.slice(start, start + 2)
    if (char === '{' && dialect.lenient && source[start + 2] === '}' && ':=<>'.includes(source[start + 1]!)) {
      push('mark', source[start + 1]!)
      return start + 3
    }
    // 5! = 120 rather than 5 ≠ 120, and n! = n(n − 1)!.
    const isFactorial =
      two === '!=' &&
      dialect.fullNotation &&
      (/[\d)}]/.test(source[start - 1] ?? '') ||
        /[kmn]!=[^!]{0,60}!(?!=)/.test(source.slice(start - 1, start + 70)))
    if (RELATION_MARKS.has(two) && !isFactorial) {
      push('mark', two)
      return start + 2
    }
    if (dialect.fullNotation && source.startsWith('+/-', start)) {
      push('command', 'pm')
      return start + 3
    }
    if (two === '**' && dialect.plainMath) {
      push('mark', '^')
      return start + 2
    }
    push('mark', char)
    return start + char.length
  }
}

const SEPARATORS = [
  '{,}',
  '{, }',
  ' {, }',
  ',\\!',
  ',\\,',
  ',',
  '{\\,}',
  '\\,',
  '\\ ',
  '\\;',
  '~',
  ' ',
  '\u00a0',
  '\u202f',
  '\u2009',
]
/** What they begin with. */
const SEPARATED = '{,\\~ \u00a0\u202f\u2009'
const SPACE_SEPARATORS = new Set(['{\\,}', '\\,', '\\ ', '\\;', '~', ' ', '\u00a0', '\u202f', '\u2009'])
const RELATION_MARKS = new Set(['<=', '>=', '!=', '==', '=>', '->'])

/** How long the `[4pt]` of `\\\\[4pt]` is, the space below a row. */
const rowSpacing = (source: string, start: number): number =>
  source[start] === '[' ? (ROW_SPACING.exec(source.slice(start, start + 16))?.[0].length ?? 0) : 0

const ROW_SPACING = /^\[-?\d{0,3}\.?\d{0,3} ?(?:pt|em|ex|mm|cm|in|px|mu)\]/

/** Three digits that no other item follows. */
const THREE = /^\d{3}(?![\d,])/

const BASE_WORDS: Readonly<Record<string, number>> = {
  two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  sixteen: 16, bin: 2, oct: 8, dec: 10, hex: 16,
} // biome-ignore format: a table

/** `1011_2`, `2A_{16}`, `52_{\text{eight}}`, `52_{\text{base 8}}`: digits below the base, then the base. */
function basedNumeral(source: string, start: number): { value: string; end: number } | undefined {
  const found =
    /^(\d[\dA-Fa-f]{0,63}(?:\.[\dA-Fa-f]{1,63})?)_(?:\{(?:\\text\{base ?\} ?)?(\d{1,2})\}|\{\\(?:text|mathrm)\{(?:base )?(\d{1,2}|[a-z]+)\}\}|(\d))/.exec(
      source.slice(start, start + 120),
    )
  if (!found) return undefined
  const written = found[2] ?? found[3] ?? found[4]!
  const base = BASE_WORDS[written] ?? written
  if (!(Number(base) >= 2 && Number(base) <= 36)) return undefined
  for (const digit of found[1]!.replace('.', ''))
    if (Number.parseInt(digit, 36) >= Number(base)) return undefined
  return { value: `${found[1]}_${base}`, end: start + found[0].length }
}

/** The text of the braces that open at (or after spaces from) `start`; a missing closing brace ends with the text. */
function bracedText(source: string, start: number): { text: string; end: number } | undefined {
  let open = start
  while (isSpace(source[open] ?? '')) open++
  if (source[open] !== '{') return undefined
  const close = closingBrace(source, open)
  return close < 0
    ? { text: source.slice(open + 1), end: source.length }
    : { text: source.slice(open + 1, close), end: close + 1 }
}

/** Where the brace at `open` closes; -1 where it does not. */
export function closingBrace(source: string, open: number): number {
  let depth = 0
  for (let index = open; index < source.length; index++) {
    const char = source[index]
    if (char === '\\') index++
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return index
  }
  return -1
}

export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

function isAsciiLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z')
}

const isSpace = (char: string): boolean => char === ' ' || ((char < '!' || char > '~') && /\s/.test(char))

const LETTER = /\p{L}/u

function isLetter(char: string): boolean {
  return isAsciiLetter(char) || (char > '\x7f' && LETTER.test(char))
}
