/** `\\frac{1}{2}`: every backslash doubled, as programs print texts. */
export const withSingleBackslashes = (text: string): string =>
  text.includes('\\\\') &&
  DOUBLED.test(text) &&
  (text.match(/\\+/g) ?? []).every(({ length }) => length % 2 === 0)
    ? text.replaceAll('\\\\', '\\')
    : text

const DOUBLED =
  /\\\\(?:[dt]?frac|sqrt|left|text|begin|cdot|times|pi|in|le|leq|ge|geq|infty|cup|pm|sin|cos|ln|log)(?![a-zA-Z])/
