import { FUNCTIONS } from './latex-names.js'

/**
 * Whether a run of letters is a word of a sentence rather than a product of letters: a short word of everyday English, or
 * four letters or more that are no known name; but `abcd` and `xxyyy` are products.
 */
export function isWord(run: string): boolean {
  if (run.length < 4) return SHORT_WORDS.has(run.toLowerCase())
  const unknown = run.replace(KNOWN, ' ').split(' ')
  return unknown.some(
    (rest) => rest.length >= 4 && new Set(rest).size > 2 && !isAlphabetical(rest) && !isUnspoken(rest),
  )
}

const SHORT_WORDS = new Set(
  'is are was the for all any odd has had not nor its you she his her per one two six ten day how why who can may'.split(
    ' ',
  ),
)

const KNOWN = /* @__PURE__ */ new RegExp(
  [
    ...[
      ...FUNCTIONS.keys(),
      'infinity',
      'theta',
      'alpha',
      'beta',
      'gamma',
      'delta',
      'lambda',
      'sigma',
      'omega',
    ].sort((a, b) => b.length - a.length),
    'pi',
  ]
    .filter((name) => name.length > 1)
    .join('|'),
  'g',
)

/** GMmr, mghr: capitals among small letters, or no vowel. */
const isUnspoken = (letters: string): boolean =>
  /^(?![A-Z]?[a-z]*$|[A-Z]*$)[a-zA-Z]{4,5}$|^[b-df-hj-np-tv-xz]+$/.test(letters)

/** `abcd`, `wxyz`. */
function isAlphabetical(letters: string): boolean {
  for (let index = 1; index < letters.length; index++)
    if (letters.charCodeAt(index) - letters.charCodeAt(index - 1) !== 1) return false
  return true
}
