/** Ways to write what is usually written another way, and that way: `4\mathrm{i}` is `4i`. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\\text\s?\{\s?)?(?:negative|minus)\s?\}?\s?(?=[\d\\$(])/i, '-'],
  [/\\(?:mathrm|text)\s?\{\s?i\s?\}/g, ' i '],
  [
    /\(\s?(?:\\(?:text|mathrm|operatorname)\s?\{\s?mod\s?\}|\\?b?mod(?![a-zA-Z]))(?:\\[ ,;:]|[\s~]){0,4}([^()]{1,40})\)/g,
    '\\pmod{$1}',
  ],
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

/** `x \equiv 3 \bmod 7` is a congruence, where `10 \bmod 3` is 1. */
const REMAINDER = /\\b?mod(?![a-zA-Z])\s?(\{[^{}]{1,40}\}|\w{1,20})/g

/** π as a command, because as a letter it would begin the words behind it. */
export function usualSpelling(text: string): string {
  const spelt = SPELLINGS.reduce(
    (spelling, [pattern, usual]) => spelling.replace(pattern, usual),
    text.replaceAll('π', '\\pi '),
  )
  return /\\equiv|≡/.test(spelt) ? spelt.replace(REMAINDER, '\\pmod{$1}') : spelt
}
