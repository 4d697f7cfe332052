import type { Work } from '../work.js'
import { withResults } from './calculations.js'
import { withoutClosingRemarks } from './closing-remarks.js'
import { withoutDiscarded, withoutRemarks } from './discarded.js'
import { withoutPlace, withoutYears } from './places.js'
import { plainNumbers } from './plain-numbers.js'
import { withPrices } from './prices.js'
import { withoutRestated } from './restated.js'
import { withoutTimes } from './times.js'
import { withoutTokens } from './tokens.js'

type Reduction = (text: string, work: Work) => string

/** A text after each of some steps. */
export const reduced = (text: string, steps: readonly Reduction[], work: Work): string =>
  steps.reduce((rest, reduce) => reduce(rest, work), text)

/** What makes the end of a text plainer, in its order: each leaves out or rewrites what states nothing. */
export const WRITTEN: readonly Reduction[] = [
  withoutTokens,
  withoutClosingRemarks,
  plainNumbers,
  withoutTimes,
  withoutRestated,
  withPrices,
]
export const REDUCTIONS: readonly Reduction[] = [
  withResults,
  withoutDiscarded,
  withoutRemarks,
  withoutPlace,
  withoutYears,
  withoutExplanation,
]

/** A short text without the explanation that stands behind its answer: "15\n\nExplanation: 3 rows of 5." */
function withoutExplanation(text: string): string {
  const found = text.includes('\n') ? EXPLANATION.exec(text) : null
  const before = found ? text.slice(0, found.index).trimEnd() : ''
  const answer = before.slice(before.lastIndexOf('\n\n') + 1)
  return answer.length <= 120 && /\d/.test(answer) ? before : text
}

const EXPLANATION =
  /\n\W{0,6}(?:explanation|reasoning|justification|why|erklärung|begründung|explication|explicación|spiegazione|пояснение|解释|解析|理由|説明)[*_]{0,3}\s?[:：]/iu

/** A text as its sentences mean it: prices, results of calculations, and numbers as mathematics writes them. */
export const proseOf = (text: string): string => withResults(withPrices(plainNumbers(withoutTokens(text))))
