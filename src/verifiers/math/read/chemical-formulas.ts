/** What the formulas of textbooks are made of. */
export const ELEMENTS: ReadonlySet<string> = new Set(
  'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Ru Rh Pd Ag Cd Sn I Sb Te Xe Cs Ba La Ce W Pt Au Hg Tl Pb Bi Ra Th U Pu'.split(
    ' ',
  ),
)

/**
 * `H2SO4` of `\text{H}_2\text{SO}_4`, `\mathrm{H_2SO_4}`, `\text{H2SO4}`; `Fe^3+` of `\text{Fe}^{3+}`; `CuSO4•5H2O`: a formula of
 * elements with an index or a charge. `isMarked`: upright letters say that it is one.
 */
export function chemicalFormula(
  text: string,
): { readonly formula: string; readonly isMarked: boolean } | undefined {
  if (text.length > 120 || !/^[\\{[(A-Z]/.test(text) || !WRITTEN.test(text)) return undefined
  const formula = text
    .replace(/[₀-₉]/g, (digit) => String('₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)))
    .replace(
      /([²³⁴]?)([⁺⁻])/,
      (_, size: string, sign: string) => `^${'  ²³⁴'.indexOf(size || ' ') || ''}${sign === '⁺' ? '+' : '-'}`,
    )
    .replace(/\\(?:text|mathrm|ce)(?![a-zA-Z])|\\(?:left|right)(?=[()[\]])/g, '')
    .replace(/[{}_\s]|\\[,;]/g, '')
    .replace(/(?:\\cdot|[.·*])(?=\d?\d?H2O$)/, '•')
    .replace(METAL, '$1^$2+')
    .replace(/\^?(?<!\^\d)(?=[+-]$)/, '^1')
  return isChemical(formula) && /\d/.test(formula)
    ? { formula, isMarked: /^\\(?:text|mathrm|ce)\s?\{/.test(text) }
    : undefined
}

/** Whether a text is elements and numbers alone: CO is not Co. */
export const isChemical = (text: string): boolean =>
  text.length < 100 &&
  /^[[(]?[A-Z](?:[A-Za-z()[\]]|\d{1,3}(?!\d)){0,60}(?:•\d{0,2}H2O)?(?:\^\d?[+-])?$/.test(text) &&
  text.match(/[A-Z]?[a-z]?/g)!.every((element) => element === '' || ELEMENTS.has(element))

/** Ca2+ as it is typed: two atoms of a metal are no ion. */
const METAL = /^((?:A[gl]|Ba|C[aoru]|Fe|Hg|Mg|Mn|Ni|Pb|S[nr]|Zn))([2-4])\+$/

/** With an index or a charge, or in one group: not `\text{B} 12`. */
const WRITTEN = /[_^₀-₉⁺⁻]|^\\(?:text|mathrm)\s?\{[^{}\s]{1,40}\}$|^[A-Z][A-Za-z\d()]{1,30}[+-]$/
