import { sparing } from '../sparing.js'
import { INFERENCES } from './answer-words.js'
import { endOfLast } from './patterns.js'

/**
 * A text whose last sentence says where a value is taken, without the place: "函数取得最大值5" of "当$x=2$时，函数取得最大值5". Only
 * where there is one such place and another number; else the place may be the answer, or the value one of several.
 */
export function withoutPlace(text: string): string {
  if (!text.includes('$')) return text
  const ending = text.slice(-LONGEST)
  if (!A_PLACE.test(ending) || !AT_A_PLACE.test(ending)) return text
  const end = text.trimEnd()
  const near = end.slice(-LONGEST)
  const start = endOfLast(near.slice(0, -1), /[.!?]\s|[\n。！]/g)
  const sentence = near.slice(start)
  const rest = AT_A_PLACE.replaceIn(sentence, '$1').replace(/[,，]\s{0,2}(?=[.。]?$)/, '')
  return rest !== sentence && /\d/.test(rest) && !A_PLACE.test(rest)
    ? end.slice(0, end.length - near.length + start) + rest
    : text
}

const LONGEST = 300

const PLACE = '\\$\\s?[a-zA-Z]\\s?=[^$=<>\\n]{1,40}\\$'
const WHERE = 'en|quand|lorsque|pour|bei|für|para|cuando|em|quando|per|при|voor|dla'

/** At the beginning of a sentence, "für $x=2$"; in Chinese, Japanese and Korean anywhere in it. */
const AT_A_PLACE = sparing(
  new RegExp(
    `((?:^|[.!?]\\s|\\n)\\W{0,4}(?:(?:${INFERENCES.join('|')}),?\\s)?)(?:${WHERE})\\s${PLACE},?\\s|(?:当且仅当|当|在)\\s?${PLACE}\\s?(?:时|处|点|的?时候)[,，]?|${PLACE}\\s?(?:일 ?때|에서|のとき|の時|で(?=最)|時|时)[,，、에]?`,
    'iu',
  ),
)
const A_PLACE = /* @__PURE__ */ new RegExp(PLACE)

/**
 * A text whose last sentence says in which year, without the year: "services grew by 19.7%" of "services grew by 19.7% from 2018 to
 * 2019". Only where there is another number.
 */
export function withoutYears(text: string): string {
  const end = text.trimEnd()
  const near = end.slice(-LONGEST)
  if (!/(?:1[5-9]|20)\d\d/.test(near)) return text
  const start = endOfLast(near.slice(0, -1), /[.!?]\s|[\n。！]/g)
  const rest = IN_YEARS.replaceIn(near.slice(start), '')
  return /\d/.test(rest) && rest.length < near.length - start
    ? end.slice(0, end.length - near.length + start) + rest
    : text
}

const YEAR =
  '(?:the (?:fiscal |financial )?year |(?:fiscal|financial) (?:year )?|jahre? |año |ano |год\\p{L}{0,2} |FY ?)?(?:1[5-9]|20)\\d\\d'
/** Not "in 2000 cases", "of 2000 km": a year stands before no noun. */
const NO_NOUN =
  '(?!\\d|[.,/:]\\d|\\s?[%€$]|\\s\\p{L}{3,20}s(?!\\p{L})|\\s\\p{L}{1,2}(?!\\p{L})(?<!\\s(?:is|an?|he|it|we|by|to|in|um|de|el|la|le|es|y|e|è|é|a)))'
const IN_YEARS = sparing(
  new RegExp(
    `,?\\s?(?<!\\p{L})(?:(?:from|between) ${YEAR} (?:to|and|until) ${YEAR}|(?:(?:by|at) the end of|in|since|during|im|seit|en|depuis|desde|nel|dal|em|в|w|från|i) ${YEAR})${NO_NOUN}(?: год[ау]| roku)?|[在到于从]?(?:1[5-9]|20)\\d\\d年(?:[至到](?:1[5-9]|20)\\d\\d年)?(?!\\d)`,
    'giu',
  ),
)
