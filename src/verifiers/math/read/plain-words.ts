/** A text as one would say it: without \text, dollars and spaces of LaTeX, and the capital it begins with. */
export const plainWords = (text: string): string =>
  text
    .replace(/\\(?:text|mathrm|textrm|mbox)\s?\{([^{}]{0,120})\}/g, ' $1 ')
    .replace(/\\(?:[,;: !]|q?quad(?![a-z]))|[~$]|\\[()]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/(?<=[a-z]) -(?=[a-z]{4})/g, '-')
    .replace(/[.,] ?$/, '')
    .trim()
    .replace(/^[A-Z](?=[a-z]{2})/, (capital) => capital.toLowerCase())

/** No words are left. */
export const isFormula = (text: string): boolean => text !== '' && !/(?<![\\a-z])[a-z]{2,}/i.test(text)
