import { FUNCTIONS } from '../read/latex-names.js'
import { isUnitWord, scaleWord } from '../read/units.js'

export function isMathWord(word: string, before: string, after: string): boolean {
  if (NAMES.has(word)) return true
  const lower = word.toLowerCase()
  // "1 out of 6", "1 in 6 chances"; but "3 out of 8 slices" are 3 slices.
  if (word === 'out')
    return (
      !before.includes('out of') &&
      /\d\s$/.test(before) &&
      /^ of (?:every )?\d{1,9}(?!\d|[.,]\d| ?\p{L})/u.test(after)
    )
  if (word === 'in' && /\d\s$/.test(before) && /^ \d{1,9} (?:chance|odds)/.test(after)) return true
  if (word === 'of' && /\d out $/.test(before)) return true
  if (word === 'every' && /\d out of $/.test(before)) return true
  // "5/6 of an hour"
  if (word === 'of')
    return /\d\/\d{1,9}\s$/.test(before) && isUnitWord(/^ an? (\p{L}{1,20})/u.exec(after)?.[1] ?? '-')
  if (word === 'an' || word === 'a') {
    if (/\d of $/.test(before)) return true
  }
  // "3:45 AM", "9 am"
  if (lower === 'am' && /\d\s?$/.test(before)) return word === 'AM' || /:\d{2}\s?$/.test(before)
  // "2,5 kg de farine"
  if (PARTITIVES.has(word) && /\d\s?(?:\p{L}{1,12}\s)?$/u.test(before)) return false
  // "finns det 48", "krabici je 48"
  if (PARTICLES.has(lower) && before.trim() === '' && /^ \d/.test(after)) return false
  // "Στο κουτί"
  if (word > '\u0370' && word < '\u0400' && (word.length > 2 || /^ \p{Script=Greek}{3}/u.test(after)))
    return false
  // "40, ma 30"
  if (word === 'ma' && /,\s$/.test(before)) return false
  if (word === '又' || word === '分之' || word === '比') return /\d$/.test(before) && /^\d/.test(after)
  if (word === 'to') return /\d\s$/.test(before) && /^\s\d/.test(after)
  if (lower === 'negative' || lower === 'minus') return before.trim() === '' && /^\s[\d$\\]/.test(after)
  if (word.length === 1 && word < '\u0250')
    return !(
      /^[aIÀ-ÿ]$/.test(word) &&
      /(?:^|\s)$/.test(before) &&
      /^\s(?:\p{L}|\d{1,9} (?:in|out) )/u.test(after)
    )
  if (FUNCTIONS.has(word) && (/^\s?[(\d{]/.test(after) || word.length <= 3)) return !ENGLISH.has(word)
  if (isBehindNumber(before)) {
    if (MEASURES.has(lower)) return lower !== 'per' || isUnitWord(/\p{L}{1,20}/u.exec(after)?.[0] ?? '')
    if (isUnitWord(word) || scaleWord(word) !== undefined)
      return !ENGLISH.has(word) || /^\s?[.,;]?\s?$/.test(after)
  }
  if (ENGLISH.has(lower) || word > '\u0370') return word > '\u0370' && word < '\u0400'
  return (word.length === 2 && /^[a-zA-Z]+$/.test(word)) || (word.length === 3 && /[\d+\-*/^=]$/.test(before))
}

const NAMES = new Set(['pi', 'infinity', 'theta', 'alpha', 'beta', 'and', 'or', 'mod', '或', '和', '或者'])

const MEASURES = new Set(['percent', 'pct', 'per', 'square', 'cubic', 'sq', 'cu'])

/** Words of everyday English that could be taken for letters, units or functions. */
const ENGLISH = new Set(
  'of in is es to as at by if so we it on no be an he us up do my me go am vs ie eg ok for the sign floor arg per has em en um im na ra la le il el et un du só já'.split(
    ' ',
  ),
)

/** Words of two or three letters that lead to a number. */
const PARTICLES = new Set('det je ma su to is er on va ha si de da ay ni na ir yr są im'.split(' '))

/** "of", between a unit and what is measured. */
const PARTITIVES = new Set('de di da do du en em av'.split(' '))

/** Whether a run of mathematics holds a number, and ends so that a unit may follow. */
const isBehindNumber = (run: string): boolean =>
  /[\d$]/.test(run) && /[\d)}$½¼¾%°²³π]\s?$|\p{L}[\s/^·*]{0,2}$/u.test(run)
