import { isFormula } from './plain-words.js'

export interface Comparison {
  readonly relator: '<' | '\\le' | '>' | '\\ge' | '\\ne'
  readonly value: string
}

/** `\ge` and 3 of "at least 3". */
export function comparisonIn(text: string): Comparison | undefined {
  for (const [pattern, relator] of COMPARISONS) {
    const found = pattern.exec(text)
    if (!found) continue
    const value = text.slice(found[0].length).replace(/\ssein$/, '')
    return isFormula(value) && !/[<>=]|\\[gl][et]|,/.test(value) ? { relator, value } : undefined
  }
  return undefined
}

const COMPARISONS: readonly (readonly [RegExp, Comparison['relator']])[] = [
  [
    /^(?:(?:(?:greater|larger|bigger) than|more than) or equal to|at least|(?:no|not|cannot be|must not be) (?:less|smaller|fewer) than|(?:不小于|大于(?:或)?等于)) ?/i,
    '\\ge',
  ],
  [
    /^(?:(?:less|smaller) than or equal to|at most|not exceeding|(?:cannot|can not|must not|does not|may not) exceed|up to|(?:no|not|cannot be|must not be) (?:more|greater|larger) than|(?:不大于|小于(?:或)?等于)) ?/i,
    '\\le',
  ],
  [/^(?:(?:different from|not equal to|unequal to) |不等于 ?)/i, '\\ne'],
  [
    /^(?:(?:greater|larger|bigger|more) than |above |exceed(?:s|ing)? |must exceed |größer als |supérieure? à |mayor que |大于 ?)/i,
    '>',
  ],
  [/^(?:(?:less|smaller) than |below |under |kleiner als |inférieure? à |menor que |小于 ?)/i, '<'],
  [/^(?:>|\\gt(?![a-z])) ?/, '>'],
  [/^(?:<|\\lt(?![a-z])) ?/, '<'],
  [/^(?:\\geq?(?:slant)?(?![a-z])|>=|≥) ?/, '\\ge'],
  [/^(?:\\leq?(?:slant)?(?![a-z])|<=|≤) ?/, '\\le'],
]
