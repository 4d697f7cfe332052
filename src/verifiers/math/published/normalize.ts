/** Words that the published reward takes for units and drops from the end of an answer. */
const UNIT_WORDS = new Set(
  (
    'integer point feet sue digit pound meal edge student east degree mph kmph ft deg mile monkey prime ratio rd o lb tile per ' +
    'lt gain ab way west men soldier pie bc excess st inches noon by gal kmh acre rise th sq mark l toy coin gallon ' +
    'profit minw yr women am pm hr square are rupee rounds cubic cc mtr s ohm number day hour minute min second man woman sec ' +
    'cube mt mp hectare more unit rs kg g month km m cm mm apple liter loss yard pure year increase decrease d less litre metre ' +
    'meter inch t h c dm gm cent'
  ).split(' '),
)

/** The LaTeX that the published reward hands to its parser. */
export function normalizePublished(latex: string): string {
  const text = lastBox(latex)
    .replace(/\\(?:left|right)(?![a-zA-Z])/g, '')
    .replace(/\\(?:displaystyle|textstyle|ldots|dots)(?![a-zA-Z])|\\[;:]|~/g, ' ')
    .replace(/\\,/g, ' ')
    .replace(/\\!/g, '')
    .replace(/\{,\}/g, ',')
    .replace(/\\(?:text|textbf|textrm|mbox)\{\s*(and|or)\s*\}/g, ' $1 ')
    .replace(/\s(?:and|or)\s/g, ',')
    .replace(/(?<!\{)\\?\$/g, '')
    .replace(/\\?%|(?<=\d)\s*(?:percent|pct)\s*$/g, '\\%')
    .replace(/\bsqrt\(([^()]*)\)/g, '\\sqrt{$1}')
    .replace(/\^\(([^()]*)\)/g, '^{$1}')
  return joinThousands(dropUnit(dropUnit(dropText(text))).trim())
}

/** The content of the last box, braces matched; of `\boxed 5` all that follows; an unclosed box stays as it is. */
function lastBox(latex: string): string {
  const at = Math.max(latex.lastIndexOf('\\boxed'), latex.lastIndexOf('\\fbox'))
  if (at < 0) return latex
  const open = at + (latex.startsWith('\\fbox', at) ? 5 : 6)
  if (latex[open] !== '{') return latex.slice(open).trimStart()
  let depth = 0
  for (let index = open; index < latex.length; index++) {
    if (latex[index] === '{') depth++
    else if (latex[index] === '}' && --depth === 0) return latex.slice(open + 1, index)
  }
  return latex
}

const TEXT = /\\(?:text|mathrm|mathbf|textbf|textrm|mbox)\s*\{/g

/** `5\text{ cm}^2` → `5`, `2\text{ hours }30\text{ minutes}` → `2`: from the first words behind a value to the end. */
function dropText(latex: string): string {
  if (latex.endsWith('\n')) return latex
  TEXT.lastIndex = 0
  for (let found = TEXT.exec(latex); found; found = TEXT.exec(latex)) {
    if (latex.slice(0, found.index).trim() === '') return latex
    if (bracesOpen(latex.slice(0, found.index)) === 0) return latex.slice(0, found.index)
  }
  return latex
}

function bracesOpen(text: string): number {
  let depth = 0
  for (const char of text) depth += char === '{' ? 1 : char === '}' ? -1 : 0
  return depth
}

/** `12h` → `12`, `10-4d` → `10-4`, `\\sin t` → `\\sin`. */
function dropUnit(latex: string): string {
  const tail = latex.slice(-40)
  const found = /([\d}\s])\s*([a-zA-Z]+)\.?\s*$/.exec(tail)
  if (!found) return latex
  const word = found[2]!
  if (![word, word.replace(/s$/, ''), word.replace(/es$/, '')].some((name) => UNIT_WORDS.has(name)))
    return latex
  const rest = latex.slice(0, latex.length - tail.length + found.index + 1)
  return rest.trim() === '' ? latex : rest
}

/** `1,234,567` is one number where it is all there is; otherwise, as in `x=1,234`, commas separate. */
const joinThousands = (latex: string): string =>
  /^[-+]?\s*\d{1,3}(?:,\d{3}){1,20}(?:\.\d{1,40})?$/.test(latex) ? latex.replaceAll(',', '') : latex
