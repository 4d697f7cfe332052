import { rewrites, rewritten } from './rewrites.js'

/** A text without marks of layout, footnotes and control tokens, and with one word for "and", "or" and "not" between values. */
export const withoutTokens = (text: string): string => rewritten(text, REWRITES).trimEnd()

const REWRITES = rewrites(
  [/<\|[a-z_]{1,40}\|>|<\/s>|\[\/answer\]/gi, ' ', ['<', '[']],
  // `$y = 6$ So, …`: the full stop is left out, or stands within the formula.
  [/(?<=\$) (?=(?:Now|So|Thus|Hence|Therefore|Consequently|Finally),? )/g, '. ', ['$ ']],
  // "The angle is [90]." is no footnote.
  [
    /(?<=(?<!\p{L})(?:is|are|equals|est|ist|es|è|é)\s)\[(-?\d[^[\],;\n]{0,30})\](?=[.\s]{0,3}$)/iu,
    '$1',
    [' ['],
  ],
  [
    /\n\[\^\d{1,3}\]:[^\n]*|\[\^\d{1,3}\]|(?<=\p{L}|\d|\.) \[\d{1,3}\](?=[\s.,;]|$)|(?:\b(?:see|cf\.?) (?:also )?|,? according to )(?:equation|eq\.|page|theorem|lemma|section|chapter|figure|table|line|note|exhibit) \(?\d{1,4}\)?/giu,
    '',
    ['[^', ' [', 'see ', 'See ', 'SEE ', 'cf', 'Cf', 'CF', 'according to'],
  ],
  [/(?<![*\w^])(\*|\*{3})(?=\S)([^*\n]{1,80})(?<=\S)\1(?![*\w])/g, '**$2**', ['*']],
  [
    /(?<=[\d$)]),?\s(?:et non(?: pas)?|y no|e non|und nicht|а не|и не|e não|en niet)\s(?=[\d$\\])/gu,
    ', not ',
  ],
  [
    /(?<=\d\$|[a-z}]\$)\s(?:et|und|y|e|и|en|och|og|and that)\s(?=\$)|(?<=\d\$),?\s(?:while|and)\s(?=\$[a-z]\s?=)|(?<=\$)\s?[和与及]\s?(?=\$)/gu,
    ' and ',
    ['$'],
  ],
  [/(?<=\d\$|[a-z}]\$)\s(?:ou|oder|o|или|of|eller)\s(?=\$)|(?<=\$)\s?或\s?(?=\$)/gu, ' or ', ['$']],
  [/(?<=\d)\s(?:et|und|y|e|и|och|og|và|dan|ve)\s(?=[-−]?\d)/gu, ' and '],
  [
    /(?<=[\d)}$]),?\s(?:oder|ou|oppure|o|lub|albo|или|або|veya|atau|hoặc|eller|nebo|vagy|sau)\s(?=\$?[a-z][_{}\d₀-₉]{0,4}\s?=)/giu,
    ' or ',
    ['='],
  ],
  [/(?<=\$\s?)\su\.?\s?[²³](?![\p{L}\d])/gu, '', ['$']],
  [/,?\sor,?\s(?:equivalently|in other words),?\s(?=\$|\\\()/gi, ', i.e. ', ['$', '\\(']],
  // "9 — no, " of "9 — no, 8 — values".
  [
    /(?<![\d.,])\d{1,9}(?:\s?[—–-]|,)\s(?:no|wait|sorry|I mean|make that)(?:, (?:wait|no|sorry))?,?\s(?=\d{1,9}(?![\d\p{L}]))/giu,
    '',
    [',', '-', '–', '—'],
  ],
  // `\\frac{3}{40} = 7.5\\%` of `\\frac{3}{40} \\times 100 = 7.5\\%`.
  [/\s?(?:[×*]|\\times(?![a-z]))\s?100(\s?(?:=|≈|\\approx)\s?[-−]?\d[\d.,]{0,12}\s?\\?%)/g, '$1', ['100']],
  [/,?\s(?:year|month|quarter|week)[- ](?:over|on)[- ](?:year|month|quarter|week)\b/gi, ''],
  // The member of a chain that an antiderivative is put into: `= \\left.\\frac{x^3}{3}\\right|_0^1`.
  [/=[^=$\n]{1,120}(?:\\right\s?[|\]]|\\[Bb]igg?r?\s?[|\]]|\])\s?_[^=$\n]{1,30}(?==)/g, '', ['_']],
  // "$\\det A = -2 \\ne 0$"
  [
    /\$([^$\n<>≠]{0,60}[\d}])\s?(?:\\neq?|[≠<>])\s?0\$/g,
    (whole, value) =>
      /(?:^|=)\s?[-−]?(?:\d[\d.,]{0,12}|\\[dt]?frac[\d{}]{2,20})$/.test(value!) ? `$${value}$` : whole!,
    ['0$'],
  ],
  [/\$\\(?:blacksquare|square|Box|qed|checkmark)\$|[∎□■]\s{0,3}$/g, '', ['$\\', '∎', '□', '■']],
  [/<<[^<>\n]{1,80}>>|~~[^~\n]{1,60}~~/g, '', ['<<', '~~']],
  [/\{\\(?:bf|it|em|large|Large)\s([^{}\n$\\]{1,60})\}/g, '**$1**', ['{\\']],
  [/<\/?(?:b|strong|em|i|u|p|span|div|code|center|font)>|\uFE0F/gi, '', ['<', '\uFE0F']],
  [/\\begin\{(?:align|equation|gather|multline)\*?\}/g, '\\[', ['\\begin']],
  [/\\end\{(?:align|equation|gather|multline)\*?\}/g, '\\]', ['\\end']],
  [
    /(^|\n)([\s*#-]{0,8}(?:step|case|phase|stage|schritt|étape|paso|шаг)\s\d{1,2}[*_]{0,2}):(?=[*_\s])/gi,
    '$1$2.',
    [':'],
  ],
  [
    /\\text(?:bf|it|sf)\s?\{\s?([^{}\n$\\]{1,60}?)\s?\}/g,
    (_, words) => (/\p{L}{2}/u.test(words!) ? `**${words}**` : `{${words}}`),
    ['\\text'],
  ],
)
