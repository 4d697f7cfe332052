import { findBoxes } from './boxed.js'

/** Words that the published reward takes for units and drops from the end of an answer. */
const UNIT_WORDS = new Set(
  (
    'integer point feet sue digit pound meal edge student east degree mph kmph ft deg mile monkey prime ratio rd o lb tile per ' +
    'lt gain ab way west men soldier pie bc excess st inches noon percent by gal kmh acre rise th sq mark l toy coin gallon ' +
    'profit minw yr women am pm hr square are rupee rounds cubic cc mtr s ohm number day hour minute min second man woman sec ' +
    'cube mt mp hectare more unit rs kg g month km m cm mm apple liter loss yard pure year increase decrease d less litre metre ' +
    'meter inch t h c a dm gm cent'
  ).split(' '),
)

/** The LaTeX that the published reward hands to its parser. */
export function normalizePublished(latex: string): string {
  let text = lastBox(latex)
  text = text
    .replace(/\\displaystyle|\\textstyle|\\,|\\;|\\!|\\:|~/g, (space) => (space === '\\!' ? '' : ' '))
    .replace(/\{,\}/g, ',')
    .replace(/\\(?:text|textbf|textrm|mbox)\{\s*(and|or)\s*\}/g, ' $1 ')
    .replace(/\b(?:and|or)\b/g, ',')
    .replace(/\\\$|\$/g, '')
    .replace(/√\(/g, '\\sqrt(')
    .replace(/\bsqrt\(([^()]*)\)/g, '\\sqrt{$1}')
    .replace(/\^\(([^()]*)\)/g, '^{$1}')
    .trim()
  text = dropText(text)
  text = dropUnit(text)
  return text.trim()
}

function lastBox(latex: string): string {
  const box = findBoxes(latex).at(-1)
  return box ? box.content : latex
}

/** `5\text{ cm}^2` → `5`, `2\text{ hours }30\text{ minutes}` → `2`: from the first words after a value to the end. */
function dropText(latex: string): string {
  const at = /\\(?:text|mathrm|textbf|textrm|mbox)\{/.exec(latex)
  if (!at || at.index === 0) return latex
  return latex.slice(0, at.index)
}

function dropUnit(latex: string): string {
  const found = /([\d})\s])\s*([a-zA-Z]+)\.?$/.exec(latex)
  if (!found) return latex
  const [, before, word] = found as unknown as [string, string, string]
  const singular = word.replace(/(?:es|s)$/, '')
  if (!UNIT_WORDS.has(word) && !UNIT_WORDS.has(singular) && !UNIT_WORDS.has(word.replace(/s$/, '')))
    return latex
  const kept = latex.slice(0, found.index) + before
  return kept.trim() === '' ? latex : kept
}
