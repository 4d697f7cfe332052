/** What the formulas of textbooks are made of. */
export const ELEMENTS: ReadonlySet<string> = new Set(
  'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Ru Rh Pd Ag Cd Sn I Sb Te Xe Cs Ba La Ce W Pt Au Hg Tl Pb Bi Ra Th U Pu'.split(
    ' ',
  ),
)

/**
 * `H2SO4` of `\text{H}_2\text{SO}_4`, `\mathrm{H_2SO_4}`, `\text{H2SO4}`; `Fe^3+` of `\text{Fe}^{3+}`: a formula of elements with
 * an index or a charge. `isMarked`: upright letters say that it is one.
 */
export function chemicalFormula(
  text: string,
): { readonly formula: string; readonly isMarked: boolean } | undefined {
  if (text.length > 80 || !/^[\\A-Z]/.test(text) || !WRITTEN.test(text)) return undefined
  const isMarked = /^\\(?:text|mathrm|ce)\s?\{/.test(text)
  const formula = text
    .replace(/[₀-₉]/g, (digit) => String('₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)))
    .replace(
      /([²³⁴]?)([⁺⁻])/,
      (_, size: string, sign: string) => `^${'  ²³⁴'.indexOf(size || ' ') || ''}${sign === '⁺' ? '+' : '-'}`,
    )
    .replace(/\\(?:text|mathrm|ce)(?![a-zA-Z])/g, '')
    .replace(/[{}_\s]|\\[,;]/g, '')
    .replace(/\^(?=[+-])/g, '^1')
  const found = /^((?:[A-Z][a-z]?|[\d()]){1,40})(?:\^?\d?[+-])?$/.exec(formula)
  if (!found || !/\d|[+-]$/.test(formula)) return undefined
  const elements = found[1]!.match(/[A-Z][a-z]?/g) ?? []
  const known = elements.length > 0 && elements.every((element) => ELEMENTS.has(element))
  return known && /^[A-Z]/.test(formula) ? { formula, isMarked } : undefined
}

/** Whether a text is elements and numbers alone: CO is not Co. */
export const isChemical = (text: string): boolean =>
  /^(?:[A-Z][a-z]?\d{0,3}){1,20}(?:\^\d?[+-])?$/.test(text) &&
  text.match(/[A-Z][a-z]?/g)!.every((element) => ELEMENTS.has(element))

/** With an index or a charge, or in one group: not `\text{B} 12`. */
const WRITTEN = /[_^₀-₉⁺⁻]|^\\(?:text|mathrm)\s?\{[^{}\s]{1,40}\}$/
