import { matchesOf } from '../matches.js'

const ONES = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen',
  'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
] // biome-ignore format: a table
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }
const PARTS: Readonly<Record<string, number>> = {
  half: 2, halves: 2, third: 3, thirds: 3, quarter: 4, quarters: 4, fourth: 4, fourths: 4, fifth: 5, fifths: 5, sixth: 6, sixths: 6,
  seventh: 7, sevenths: 7, eighth: 8, eighths: 8, ninth: 9, ninths: 9, tenth: 10, tenths: 10,
} // biome-ignore format: a table

/**
 * English number words at the start of a text as digits, with the words behind them: "twenty-five" is `25`, "three quarters"
 * `3/4`, "fifteen liters" `15 liters`.
 */
export function digitsOfWords(text: string): string | undefined {
  if (text.length > 120 || !/^(?:minus |negative )?[a-z]/i.test(text)) return undefined
  const negative = /^(?:minus|negative) /i.test(text)
  const words = text
    .toLowerCase()
    .replace(/^(?:minus|negative) /, '')
    .split(/[\s-]+/)
  const { value, taken } = leading(words)
  if (value === undefined) return undefined
  const part = words[taken]
  const parts = part !== undefined && Object.hasOwn(PARTS, part) ? PARTS[part] : undefined
  // The twenty-fifth is no fraction.
  if (parts && value >= 20 && value % 10 === 0 && !/s$|half|quarter/.test(part!)) return undefined
  const rest = words.slice(parts === undefined ? taken : taken + 1)
  const number = `${negative ? '-' : ''}${value}${parts === undefined ? '' : `/${parts}`}`
  return rest.length === 0 ? number : rest.length <= 4 ? `${number} ${rest.join(' ')}` : undefined
}

/**
 * A sentence whose one number, in words, is in digits: "There are exactly 6.", "It takes 2 1/2 hours". `undefined` where there
 * are none, or several, or the words before it do not lead to it.
 */
export function numberWordsAsDigits(
  sentence: string,
  leads: (before: string) => boolean,
): string | undefined {
  const all = [...matchesOf(sentence, SPOKEN)]
  const [first, second] = all
  if (first && second && all.length === 2) {
    const before = sentence.slice(0, first.index)
    const between = sentence.slice(first.index + first[0].length, second.index)
    const [part, whole] = [digitsOfPhrase(first[0].toLowerCase()), digitsOfPhrase(second[0].toLowerCase())]
    const after = sentence.slice(second.index + second[0].length)
    // "Two out of five", "a one in four chance"
    if (
      /^ (?:in|out of) $/.test(between) &&
      part &&
      whole &&
      /^(?: chance)?[.!]?$/.test(after.trimEnd()) &&
      leads(before.replace(/(?<=\s)an? $/i, ''))
    )
      return `${before}${part}/${whole}${after.replace(' chance', '')}`
  }
  const found = all.filter(([words]) => !/^one$/i.test(words))
  const [only] = found
  if (only === undefined || found.length > 1 || !leads(sentence.slice(0, only.index))) return undefined
  const digits = digitsOfPhrase(only[0].toLowerCase())
  return digits && sentence.slice(0, only.index) + digits + sentence.slice(only.index + only[0].length)
}

const NUMBER_WORD = [...ONES, ...TENS.slice(2), 'hundred', ...Object.keys(SCALES)].join('|')
/** "Twenty-five", "two and a half", "three quarters", "a dozen", "a quarter". */
const SPOKEN = new RegExp(
  `(?<![\\p{L}-])(?:(?:half )?a dozen|an? (?:${Object.keys(PARTS).join('|')})|(?:${NUMBER_WORD})(?:[\\s-](?:and )?(?:${NUMBER_WORD}))*(?: and an? half|[\\s-](?:${Object.keys(PARTS).join('|')}))?)(?![\\p{L}-])`,
  'giu',
)

function digitsOfPhrase(words: string): string | undefined {
  if (words === 'a dozen') return '12'
  if (words === 'half a dozen') return '6'
  const mixed = / and an? half$/.exec(words)
  if (mixed) return `${digitsOfWords(words.slice(0, mixed.index))} 1/2`
  return digitsOfWords(words.replace(/^an? /, 'one '))
}

/** The number that the first words are, and how many words it takes. */
function leading(words: readonly string[]): { readonly value: number | undefined; readonly taken: number } {
  let total = 0
  let group: number | undefined
  let taken = 0
  for (const [index, word] of words.entries()) {
    const ones = ONES.indexOf(word)
    const tens = TENS.indexOf(word)
    if (ones >= 0 && (group === undefined || group % (ones < 10 ? 10 : 100) === 0))
      group = (group ?? 0) + ones
    else if (tens >= 2 && (group === undefined || group % 100 === 0)) group = (group ?? 0) + tens * 10
    else if (word === 'hundred' && group !== undefined && group < 100) group *= 100
    else if (Object.hasOwn(SCALES, word) && group !== undefined) {
      total += group * SCALES[word]!
      group = 0
    } else if (word === 'and' && group !== undefined && isNumberWord(words[index + 1])) continue
    else break
    taken = index + 1
  }
  return { value: group === undefined ? undefined : total + group, taken }
}

const isNumberWord = (word: string | undefined): boolean =>
  word !== undefined && (ONES.includes(word) || TENS.includes(word))
