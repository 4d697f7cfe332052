/** Ways to write what is usually written another way, and that way: `4\mathrm{i}` is `4i`. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\text\s?\{\s?)?(?:negative|minus)\s?\}?\s?(?=[\d\\$(])/i, '-'],
  [/\\(?:mathrm|text)\s?\{\s?i\s?\}/g, ' i '],
  [
    /\(\s?(?:\\(?:text|mathrm|operatorname)\s?\{\s?mod\s?\}|\\?b?mod(?![a-zA-Z]))(?:\\[ ,;:]|[\s~])*([^()]{1,40})\)/g,
    '\\pmod{$1}',
  ],
  [/(?<=(?:\\equiv|≡)[^=]{1,200})\\(?:bmod|mod)(?![a-zA-Z])\s?(\{[^{}]*\}|\w+)/g, '\\pmod{$1}'],
  [/\\text\s?\{\s?\\?\$\s?\}/g, '\\$'],
  [/(?<=\d)\s?(?:\\text\s?\{)?\s?and (?:a|one)[ -]half\b\s?\}?/g, '\\frac{1}{2}'],
  [/(?<=\d) to (?=\d)/g, ':'],
  [/\bUS\s?(?=\\?\$)/g, ''],
  [/(?<=\d)\s?x\s?(?=10\s?\^)/g, '\\times '],
  [
    /\\frac\s?\{\s?\\(?:text|mathrm)\s?\{([a-zA-Z ]{1,20})\}\s?\}\s?\{\s?\\(?:text|mathrm)\s?\{([a-zA-Z ]{1,20})\}\s?\}/g,
    '\\text{$1/$2}',
  ],
]

/** π as a command, because as a letter it would begin the words behind it. */
export const usualSpelling = (text: string): string =>
  SPELLINGS.reduce((spelt, [pattern, usual]) => spelt.replace(pattern, usual), text.replaceAll('π', '\\pi '))
