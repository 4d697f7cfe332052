import { sparing } from '../sparing.js'
import { endOfLast } from './patterns.js'

/**
 * A text whose last sentence says how much something changed, without the time and the values between which it did: "EPS increased by
 * $0.36" of "EPS increased by $0.36 from 2018 to 2019". Where no other number is left, the times are what is said.
 */
export function withoutTimes(text: string): string {
  const end = text.trimEnd()
  const start = Math.max(0, end.length - LONGEST)
  const near = end.slice(start)
  if (!(TIMED.test(near) && SPAN.test(near)) && !FROM.test(near) && !BESIDE.test(near)) return text
  const sentence = endOfLast(near.slice(0, -1), /[.!?]\s(?![a-z])|[\n。！]/g)
  const words = near.slice(sentence)
  const plain = words
    .replace(SPANS, '')
    .replace(BESIDE.pattern, '')
    .replace(FROM.pattern, (whole: string, at: number) => (CHANGE.test(words.slice(0, at)) ? '' : whole))
  return /\d/.test(plain) ? end.slice(0, start + sentence) + plain.trimStart() : text
}

const LONGEST = 300

/** A year or a time of day. */
const TIMED = /(?:19|20)\d\d|\d\s?[ap]\.?m\b/i

const YEAR = '(?:(?:the )?(?:fiscal |calendar )?(?:years? )?|FY ?|Q[1-4] )?(?:19|20)\\d{2}(?![\\d%]|[.,]\\d)'
const CLOCK = '\\d{1,2}(?::\\d{2})?\\s?[ap]\\.?m\\b\\.?'
const TIME = `(?:${YEAR}|${CLOCK})`
const BETWEEN = `(?:from|between|von|zwischen|de|del|entre|dal|tra|desde|с|между|từ|dari)\\s${TIME}\\s(?:to|and|until|through|bis|und|à|a|al|et|y|e|hasta|по|и|đến|sampai|hingga)\\s${TIME}`
const AGAINST = `(?:(?:when |as )?compared (?:to|with)|relative to|versus|vs\\.?|over|than in|gegenüber|par rapport à|respecto a|rispetto a)\\s(?:that (?:of|in)\\s)?${YEAR}(?!\\s\\p{Ll}{3})`
const SPAN = sparing(new RegExp(`(?<!\\p{L})(?:${BETWEEN}|${AGAINST})`, 'iu'))
const SPANS = /* @__PURE__ */ new RegExp(`,?\\s?(?<!\\p{L})(?:${BETWEEN}|${AGAINST}),?(?=[\\s.)]|$)`, 'giu')

const AMOUNT =
  '\\$?\\d(?:[\\d.,]{0,14}\\d)?%?(?:\\s(?:million|billion|thousand|dollars|cents|euros|people|units|percent|degrees|%))?(?:\\sin (?:19|20)\\d{2})?'
/** "from $1.78 in 2018 to $2.14 in 2019" */
const FROM = sparing(new RegExp(`,?\\s\\(?from ${AMOUNT} to ${AMOUNT}\\)?(?=[.,]|$)`, 'iu'))
/** "15 km/h slower than at first" */
const COMPARED = `(?:(?:which (?:is|was|are|were)(?: \\p{L}{4,13})?|das (?:sind|ist)|soit|c['’]est-à-dire|das heißt|es decir|o sea|ou seja|ossia|cioè|что на) )?${AMOUNT}(?:\\s[\\p{L}/²³]{1,14}){0,2}\\s(?:(?:less|more|(?!other)\\p{L}{3,12}er) than|(?:mehr|weniger|(?!oder)\\p{L}{3,12}er) als|de (?:plus|moins) que?|(?:más|menos) que|(?:più|meno) (?:di|che|del)|(?:a )?(?:mais|menos) (?:do )?que|(?:больше|меньше|быстрее|медленнее|дольше),? чем)[^.;,]{1,60}`
/** "ahead of the consensus of $2.20", "up from $40 million in 2020" */
const VERSUS = `(?:which (?:is|was) )?(?:(?:well|just|slightly|far|only|[\\p{L}\\d.]{1,8} (?:percentage |basis )?points?) )?(?:(?:up|down) from|(?:as )?compared (?:to|with)|versus|vs\\.|against|above|below|ahead of|short of|(?:higher|lower|better|worse) than|in line with|half(?: of)?|twice|double|(?:two|three|four|five) times)\\s[^.;,:()\\d$]{0,40}${AMOUNT}[^.;,:()\\d]{0,40}`
/** "$43 million, up from $40 million in 2020", "45 km/h, which is 15 km/h slower than at first", "0.75 — below the benchmark of 1" */
const BESIDE = sparing(new RegExp(`[,—–-]\\s(?:${VERSUS}|${COMPARED})(?=\\.(?!\\d)|$)`, 'iu'))
/** A change that its value belongs to: "increased by 7.5%", "the growth rate was 7.5%". */
const CHANGE =
  /(?<!\p{L})(?:by|up|down|(?:increase|decrease|rise|fall|drop|growth|change|rate|gain|loss|reduction|difference)\s(?:of|was|is))\s(?:about\s|approximately\s|roughly\s|around\s)?[*_]{0,2}\$?\d[\d.,]{0,15}\s?%?(?:\s\p{L}{2,12}){0,3}[*_]{0,2}$/iu
