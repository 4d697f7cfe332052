/**
 * A text whose prices are written `\$5`, so that their dollars delimit no formulas: "she paid \$16 + \$4 = \$20" of "she paid $16 + $4 =
 * $20". A dollar before a digit opens a formula only where the next dollar can close one.
 */
export function withPrices(text: string): string {
  if (!PRICE.test(text)) return text
  let priced = ''
  let from = 0
  let at = nextDollar(text, 0)
  while (at >= 0) {
    let next = at + 1
    const close = text[next] === '$' ? text.indexOf('$$', next + 1) : nextDollar(text, next)
    if (text[next] === '$') next = close < 0 ? text.length : close + 2
    else if (closes(text, at, close)) next = close + 1
    else if (STARTS_PRICE.test(text.slice(next, next + 2))) {
      priced += `${text.slice(from, at)}\\`
      from = at
    }
    at = nextDollar(text, next)
  }
  return (priced + text.slice(from)).replace(EACH, '$1 per ')
}

/** "\\$4/person" */
const EACH = /(\\\$[\d.,]{0,12}\d)\/(?=\p{L}{2})/gu

const PRICE = /(?<!\\)\$\.?\d/
const STARTS_PRICE = /^\.?\d/

/** The next dollar that has no backslash. */
function nextDollar(text: string, from: number): number {
  let at = text.indexOf('$', from)
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf('$', at + 1)
  return at
}

/** Whether the dollar at `close` ends a formula that the one at `open` begins: it stands behind mathematics, and before no digit. */
function closes(text: string, open: number, close: number): boolean {
  const content = text.slice(open + 1, close)
  if (close < 0 || content.length > LONGEST_FORMULA || content.includes('\n')) return false
  if (STARTS_PRICE.test(text.slice(close + 1, close + 3))) return false
  const after = text[close + 1]
  const isLast = after === undefined || /[\s\p{P}\p{Script=Han}<|]/u.test(after)
  return /\s$/.test(content) ? isLast && !PROSE.test(content) : isLast || !STARTS_PRICE.test(content)
}

const LONGEST_FORMULA = 400
/** "5 and the other " */
const PROSE = /\p{L}{3}[.,;:]?\s\p{L}{2}/u
