import type { Tree } from '../tree.js'
import { ELEMENTS } from './chemical-formulas.js'

/** Longest text that is read as a chemical equation. */
const LONGEST = 300

/**
 * `\ce{2Al + 3Cl2 -> 2AlCl3}`, `2\text{Al}(s) + 3\text{Cl}_2(g) \to 2\text{AlCl}_3(s)`, `2Al + 3Cl₂ → 2AlCl₃` as one text: the
 * substances of each side in the order of the alphabet, without their states. With `=` only where the atoms are balanced.
 */
export function readChemicalEquation(text: string): (Tree & { kind: 'text' }) | undefined {
  if (text.length > LONGEST || !/arrow|[→⟶⇌⇄>=]|\\to|equal|harpoon/.test(text)) return undefined
  const plain = plainEquation(text)
  const [left, right, ...more] = plain.split(/->(?:->)?|=/)
  const before = left ? substancesOf(left) : undefined
  const after = right ? substancesOf(right) : undefined
  if (!before || !after || more.length > 0 || !/\d|[⁺⁻]|[A-Z][a-z]/.test(plain)) return undefined
  const isBalanced = () => before.length + after.length > 2 && atomsOf(before) === atomsOf(after)
  return plain.includes('->') || isBalanced()
    ? { kind: 'text', text: `${written(before)} → ${written(after)}` }
    : undefined
}

const OVER_ARROW = '(?:\\s?\\[[^[\\]]{0,40}\\])?\\s?\\{[^{}]{0,60}(?:\\{[^{}]{0,40}\\})?[^{}]{0,20}\\}'
const ARROW = /* @__PURE__ */ new RegExp(
  `\\\\x(?:right|leftright|long)(?:arrow|harpoons|equal)${OVER_ARROW}|\\\\(?:overset|stackrel)${OVER_ARROW}(?=\\s?\\{?\\\\)|\\\\(?:to|[a-zA-Z]{0,9}(?:arrows?|harpoons))(?![a-zA-Z])|<?[-=]{1,2}>|[→⟶⇌⇄]|<->`,
  'g',
)

/** `2Al+3Cl2->2AlCl3`: charges as `²⁺`, without layout, states of matter, and what stands above an arrow. */
const plainEquation = (text: string): string =>
  text
    .replace(/\\(?:up|down)arrow|[↑↓]/g, '')
    .replace(ARROW, ' ->')
    .replace(/->\[[^[\]]{0,30}\]/, '->')
    .replace(/={2,3}/g, '=')
    .replace(/[₀-₉]/g, (digit) => String('₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)))
    .replace(/(?:_\s?\{?\s?|\\(?:text|mathrm|mathit)\s?\{\s?)?\((?:s|l|g|aq)\)\}?/g, '')
    .replace(/\\[dt]?frac\s?\{?(\d{1,2})\}?\s?\{?(\d)\}?/g, '$1/$2')
    .replace(/\^\s?\{?\s?(\d?)([+-])|([²³⁴]?)([⁺⁻])|(?<=[A-Za-z\d)])()([+-])(?=\s|[}\s]{0,3}$)/g, asCharge)
    .replace(/\\cdot|·|\*/g, '•')
    .replace(/\\(?:text|mathrm|rm|left|right)(?![a-zA-Z])|\\[,;:! ]|\\q?quad|[{}_\s$~]/g, '')

const asCharge = (_: string, ...[size, sign, power, mark, , end]: (string | undefined)[]): string =>
  `${size ? '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(size)] : (power ?? '')}${/[+⁺]/.test(mark ?? sign ?? end!) ? '⁺' : '⁻'}`

interface Substance {
  readonly amount: number
  /** Elements, brackets and indices, apart. */
  readonly parts: readonly string[]
  readonly charge: string
}

/** The substances of one side; `undefined` if anything else stands there. */
function substancesOf(side: string): readonly Substance[] | undefined {
  const substances = side.split('+').map((text): Substance | undefined => {
    const found = /^(\d{0,3})(?:\/(\d))?((?:[A-Z][a-z]?|[\d()[\]•]|e(?=⁻)){1,40})([²³⁴⁵⁶⁷]?[⁺⁻])?$/.exec(text)
    const parts = found?.[3]?.match(/[A-Z][a-z]?|\d+|[^A-Z\d]/g) ?? []
    const isKnown = parts.every((part) => !/^[A-Z]/.test(part) || ELEMENTS.has(part))
    return found && isKnown && parts.some((part) => /[A-Ze]/.test(part))
      ? { amount: Number(found[1] || 1) / Number(found[2] ?? 1), parts, charge: found[4] ?? '' }
      : undefined
  })
  return substances.every((substance) => substance !== undefined) ? substances : undefined
}

/** Elements are kept apart, since CO is not Co and words are compared without capitals. */
const written = (substances: readonly Substance[]): string =>
  substances
    .map(({ amount, parts, charge }) => `${parts.join('·')}${charge} × ${amount}`)
    .sort()
    .join(' and ')

/** How many atoms of each element there are, as a text. */
function atomsOf(substances: readonly Substance[]): string {
  const counts = new Map<string, number>()
  for (const { amount, parts } of substances) {
    const factors = [amount]
    for (let index = parts.length - 1; index >= 0; index--) {
      const [part, next] = [parts[index]!, Number(parts[index + 1] ?? 1) || 1]
      if (part === ')' || part === ']') factors.push(factors.at(-1)! * next)
      else if (part === '(' || part === '[') factors.pop()
      else if (ELEMENTS.has(part)) counts.set(part, (counts.get(part) ?? 0) + (factors.at(-1) ?? 1) * next)
    }
  }
  return [...counts].sort().join()
}
