import { symbol, type Tree } from '../tree.js'

/**
 * `\oint_C \mathbf F \cdot d\mathbf r = 2\pi`, `\operatorname{ord}_7(2) = 3`, `\left.\frac{dy}{dx}\right|_{x=1} = 3`: the left side
 * is the name of a quantity, which cannot be computed from what it says, and the right side the value.
 */
export function namedQuantity(text: string): { readonly name: Tree; readonly value: string } | undefined {
  if (text[0] !== '\\') return undefined
  const found = QUANTITY.exec(text) ?? NAMED.exec(text)
  return found
    ? { name: symbol(found[1]!.replace(LAYOUT, '')), value: text.slice(found[0].length) }
    : undefined
}

const OPERATOR =
  '\\\\(?:operatorname|mathrm|text)\\s?\\{(?:ord|ind|Res|char|wt|mult|diam|girth)\\}(?:_\\{[^{}]{1,20}\\})?[^=]{1,40}'
const DIMENSION = '\\\\dim\\s?\\\\(?:ker|hom|(?:operatorname|mathrm|text)\\s?\\{\\w{1,10}\\})[^=]{1,40}'
const CONTOUR =
  '\\\\(?:oi?int(?:_\\{[^{}]{1,30}\\})?|i{0,2}int(?=_(?:[A-Z]|\\{(?:[A-Z]|\\\\partial [A-Z])\\})(?!\\s?\\^)))(?![a-zA-Z])[^=]{1,80}'
const GROUP = '\\\\pi_\\{?\\w\\}?\\s?\\([^=()]{1,30}\\)\\s?'
const TRANSFORM =
  '\\\\math(?:cal|scr)\\s?(?:[LFZ]|\\{\\s?[LFZ]\\s?\\})(?:\\^\\{-1\\})?\\s?(?:\\\\left)?\\s?(?:\\\\\\{|[[(])[^=]{1,80}'
const JACOBIAN =
  '\\\\[dt]?frac\\s?\\{\\s?\\\\partial\\s?\\([^(){}]{1,30}\\)\\s?\\}\\s?\\{\\s?\\\\partial\\s?\\([^(){}]{1,30}\\)\\s?\\}'
const DERIVATIVE =
  '(?:\\\\left\\s?\\.)?\\s?\\\\[dt]?frac\\s?\\{[^{}=]{1,12}\\}\\s?\\{[^{}=]{1,16}\\}\\s?(?:\\\\right|\\\\[bB]igg?r?)?\\s?\\|_\\{[^{}]{1,30}\\}'
const QUANTITY = /* @__PURE__ */ new RegExp(
  `^(${OPERATOR}|${DIMENSION}|${CONTOUR}|${JACOBIAN}|${DERIVATIVE})\\s?=(?!=)`,
)
const NAMED = /* @__PURE__ */ new RegExp(`^(${TRANSFORM}|${GROUP})=(?!=)`)

/** What says only how a formula looks. */
const LAYOUT =
  /\\(?:left\s?\.?|right|[bB]igg?r?|mathbf|boldsymbol|vec|operatorname|mathrm|text|[,;! ])(?![a-zA-Z])|(?<=\\)[dt](?=frac)|[\s{}]/g
