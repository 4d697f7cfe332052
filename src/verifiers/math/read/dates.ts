import type { Tree } from '../tree.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?'

/** January 5, 2024; Jan 5; of the day first; 2024年1月5日; 2024/1/5; 2024-01-05. */
const FORMS: readonly (readonly [RegExp, (found: RegExpExecArray) => readonly (string | undefined)[]])[] = [
  [new RegExp(`^${MONTH} ${DAY}(?:,? (\\d{4}))?$`, 'i'), ([, month, day, year]) => [year, month, day]],
  [
    new RegExp(`^${DAY} (?:of )?${MONTH}(?:,? (\\d{4}))?$`, 'i'),
    ([, day, month, year]) => [year, month, day],
  ],
  [/^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]$/, ([, year, month, day]) => [year, month, day]],
  [/^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/, ([, year, month, day]) => [year, month, day]],
]

const DATE = new RegExp(`\\b(?:${MONTH} ${DAY}|${DAY} (?:of )?${MONTH})(?:,? \\d{4})?$`, 'i')

/** The date that a sentence ends with: "The date is 4th of July, 1776". */
export const dateIn = (sentence: string): string | undefined => DATE.exec(sentence)?.[0]

/** A year and a mark, 月, or a month where a word begins; most answers have none of them. */
const LIKE_A_DATE = /\d{4}\}?[/.-]|月|(?<![a-z\\])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i

/** A date as the words `2024-01-05`, whatever way it is spelt; without a year `--01-05`. */
export function readDate(text: string): (Tree & { kind: 'text' }) | undefined {
  if (text.length > 60 || !LIKE_A_DATE.test(text)) return undefined
  const plain = text
    .replace(/\\(?:text|mathrm)\s?\{([^{}]{1,40})\}/g, '$1')
    .replace(/\\[ ,]|~/g, ' ')
    .replace(/^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? /i, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  for (const [form, partsOf] of FORMS) {
    const found = form.exec(plain)
    if (!found) continue
    const [year, month, day] = partsOf(found)
    const index = /\d/.test(month!) ? Number(month) : MONTHS.indexOf(month!.slice(0, 3).toLowerCase()) + 1
    if (index < 1 || index > 12 || Number(day) < 1 || Number(day) > 31) return undefined
    const two = (part: number) => String(part).padStart(2, '0')
    return { kind: 'text', text: `${year ?? '-'}-${two(index)}-${two(Number(day))}` }
  }
  return undefined
}
