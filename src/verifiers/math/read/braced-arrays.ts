/** `\left\{\begin{array}{l} … \end{array}\right.`: a system, or a function by cases, as `cases`; a sign of its own column is part of the line. */
export function withCases(text: string): string {
  const found = text.includes('\\begin') ? OPENING.exec(text) : null
  if (!found) return text
  const start = found.index + found[0].length
  const end = text.indexOf(`\\end{${found[1]}}`, start)
  const closing = end < 0 ? null : CLOSING.exec(text.slice(end, end + LONGEST_CLOSING))
  if (!closing) return text
  const lines = text.slice(start, end).replace(SIGN, ' $1 ')
  return `${text.slice(0, found.index)}\\begin{cases}${lines}\\end{cases}${withCases(text.slice(end + closing[0].length))}`
}

const OPENING = /\\left\s?\\\{\s?\\begin\s?\{(array|aligned|gathered|matrix|split)\}(?:\s?\{[lcr|@ ]{1,9}\})?/
const CLOSING = /^\\end\{[a-z]{5,8}\}\s?\\right\s?\./
const LONGEST_CLOSING = 30
const SIGN = /\s?&\s?(=|<|>|\\[gl]eq?(?![a-z])|\\[gl]eqslant)\s?&?\s?/g
