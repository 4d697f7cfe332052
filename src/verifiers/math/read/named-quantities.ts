import { symbol, type Tree } from '../tree.js'

/**
 * `\oint_C \mathbf F \cdot d\mathbf r = 2\pi`, `\operatorname{ord}_7(2) = 3`, `\left.\frac{dy}{dx}\right|_{x=1} = 3`, a Jacobian: the
 * left side is the name of a quantity, which cannot be computed from what it says, and the right side the value.
 */
export function namedQuantity(text: string): { readonly name: Tree; readonly value: string } | undefined {
  const found = QUANTITY.exec(text)
  return found
    ? { name: symbol(found[1]!.replace(LAYOUT, '')), value: text.slice(found[0].length) }
    : undefined
}

const QUANTITY =
  /^(\\(?:operatorname|mathrm|text)\s?\{(?:ord|ind|Res)\}(?:_\{[^{}]{1,20}\})?[^=]{1,40}|\\(?:oint|i{0,2}int(?=_[A-Z](?!\s?\^)))(?![a-zA-Z])[^=]{1,80}|(?:\\left\s?\.)?\s?\\[dt]?frac\s?\{[^{}=]{1,30}\}\s?\{[^{}=]{1,30}\}(?:(?<=\\partial\s?\([^{}=]{1,30}\})|\s?(?:\\right|\\[bB]igg?r?)?\s?\|_\{[^{}]{1,30}\}))\s?=/

/** What says only how a formula looks. */
const LAYOUT = /\\(?:left\s?\.?|right|[bB]igg?r?|mathbf|[, ])(?![a-zA-Z])|(?<=\\)[dt](?=frac)|[\s{}]/g
