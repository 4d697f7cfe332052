import { interpretationsOf } from '../read/interpretations.js'
import { unitOf } from '../read/units.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { toNumber } from '../values/rational.js'
import type { Work } from '../work.js'

/**
 * A text that gives a value of its end once: "the area is $\frac92$ square units" of "the area is $\frac92$ square units, or $4.5$". The
 * exact value stays where one is rounded. Two values that differ stay both: "5/8, or 0.5" is no answer.
 */
export function withoutRestated(text: string, work: Work): string {
  const start = Math.max(text.trimEnd().lastIndexOf('\n\n') + 1, text.length - LONGEST)
  const near = text.slice(start)
  const plain = JOINTS.reduce(
    (rest, [joint, marks]) =>
      !marks || marks.some((mark) => rest.includes(mark)) ? once(rest, joint, work) : rest,
    near,
  )
  return plain === near ? text : text.slice(0, start) + plain
}

const LONGEST = 400

function once(text: string, joint: RegExp, work: Work): string {
  const found = joint.exec(text)
  if (!found) return text
  const [whole, second, unit = ''] = found as unknown as readonly [string, string, string?]
  const head = text.slice(0, found.index)
  // "4.5, or 9/2, square units"
  const tail = text.slice(found.index + whole.length).replace(whole[0] === ',' ? /^,/ : '', '')
  const end = isInFormula(head) ? head.length : endOfValue(head)
  const first = head.slice(startOfValue(head, end), end)
  const [name, other] = [NAMED.exec(first)?.[1], NAMED.exec(second)?.[1]]
  // "y = 1 or x = 1" says two things.
  if (name !== undefined && other !== undefined && name !== other) return text
  const factor = factorBetween(head.slice(end), unit)
  const [a, b] = [numberOf(first, work), factor && numberOf(second, work, factor)]
  if (!a || !b || !agree(a, b)) return text
  const kept =
    factor === 1 && a.unit > 0 && b.unit === 0
      ? head.slice(0, end - first.length) + second + head.slice(end)
      : head
  return kept + tail
}

const NAMED = /^\$([a-zA-Z])\s?=/

/** Where the value ends that a text ends in, before its unit. */
function endOfValue(head: string): number {
  let end = head.length
  while (
    end > 0 &&
    head.length - end < LONGEST_UNIT &&
    /[\p{L}\s²³°/]/u.test(head[end - 1]!) &&
    head[end - 1] !== 'π'
  )
    end--
  return end
}

function startOfValue(head: string, end: number): number {
  if (isInFormula(head)) return head.lastIndexOf('$')
  if (head[end - 1] === '$') return Math.max(0, head.lastIndexOf('$', end - 2))
  let start = end
  while (start > 0 && end - start < LONGEST_VALUE && /[\d.,√π/*%()−sqrt-]/.test(head[start - 1]!)) start--
  return start
}

const LONGEST_UNIT = 30
const LONGEST_VALUE = 24

const isInFormula = (head: string): boolean => head.split('$').length % 2 === 0

interface Value {
  readonly size: number
  /** One in the last place of a decimal; 0 for an exact value. */
  readonly unit: number
}

/** What a number of the second unit is in the first one; undefined where one is no part of the other. */
function factorBetween(first: string, second: string): number | undefined {
  const [a, b] = [unitOf(first.trim()), unitOf(second.trim())]
  if (a.dimension === b.dimension) return toNumber(b.scale) / toNumber(a.scale)
  const areKnown = [a, b].every(({ dimension }) => !dimension.startsWith('label'))
  return areKnown ? undefined : 1
}

function numberOf(text: string, work: Work, factor = 1): Value | undefined {
  const plain = text
    .replace(/^\$|\$$/g, '')
    .replace(/^.*[=≈]/, '')
    .trim()
  const tree = interpretationsOf(plain, work).trees[0]
  const value = tree && evaluateNumeric(tree, { values: new Map(), realOnly: false }, work)
  if (value?.im !== 0) return undefined
  const decimal = /^[-−]?[\d,]{1,20}(?:\.(\d{1,15}))?\s?(\\?%)?$/.exec(plain)
  return {
    size: value.re * factor,
    unit:
      decimal?.[1] === undefined && !decimal?.[2]
        ? 0
        : 10 ** -((decimal[1]?.length ?? 0) + (decimal[2] ? 2 : 0)),
  }
}

/** Equal, or one the other one rounded, to three digits or more where it is the first. */
const agree = (a: Value, b: Value): boolean => {
  const distance = Math.abs(a.size - b.size)
  return (
    distance <= 1e-12 * Math.abs(a.size) ||
    (b.unit > 0 && distance < 0.499 * b.unit) ||
    (a.unit > 0 && a.unit * 100 <= Math.abs(a.size) && distance < 0.499 * a.unit)
  )
}

const NUMBER = '\\d(?:[\\d.,]{0,20}\\d)?'
const ROOT = '(?:[√π]\\d{0,6}|sqrt\\(\\d{1,9}\\))'
const VALUE = `\\$[^$\\n]{1,60}\\$|[-−]?(?:${NUMBER}(?:\\*?${ROOT})?|${ROOT})(?:/\\d{1,9})?(?:\\s?\\\\?%)?`
const WORD = '\\p{L}[\\p{L}²³]{0,13}'
const UNIT = `(?:\\s?${WORD}(?:/${WORD})?|°)?(?:\\s${WORD})?`
const ABOUT =
  '(?:(?:about|approximately|approx\\.|roughly|around|(?:more )?(?:exactly|precisely)|genauer|plus précisément|simply|equivalently|environ|etwa|ungefähr|circa|aproximadamente|unos|примерно|приблизительно|около|khoảng|yaklaşık|sekitar),?\\s|[≈=]\\s?)?'
const OR =
  "or(?:,? in (?:another|other|decimal|percent|fraction|simplest) (?:form|words),?|,? equivalently,?)?|i\\.e\\.,?|that is,?|which (?:is|equals)|equivalently,?|in other words,?|soit|c['’]est-à-dire|es decir,?|o sea,?|ou seja,?|cioè|ovvero|also|bzw\\.|das heißt|d\\. ?h\\.|то есть|т\\. ?е\\.|czyli|tức là|yani|yaitu"

/** What joins a value to the one before it, and marks of which a text with it has one. */
const JOINTS: readonly (readonly [joint: RegExp, marks?: readonly string[]])[] = [
  [new RegExp(`,?\\s(?:${OR})\\s${ABOUT}(${VALUE})(${UNIT})(?=[.,;)*_]{0,4}(?:\\s|$))`, 'iu')],
  [
    new RegExp(
      `\\.\\s(?:This|That|It)\\s(?:is|equals)(?:\\s(?:equal|equivalent)\\sto|\\sthe\\ssame\\sas)?\\s${ABOUT}(${VALUE})(${UNIT})(?=[.;)*_]{0,4}(?:\\s|$))`,
      'u',
    ),
    ['. This ', '. That ', '. It '],
  ],
  [
    new RegExp(
      `,\\s(?:approximately|about|roughly|environ|etwa|circa|aproximadamente)\\s(${VALUE})(${UNIT})(?=[.;)*_]{0,4}(?:\\s|$))`,
      'iu',
    ),
    [','],
  ],
  [
    /\s?(?:≈|\\approx(?![a-z]))\s?([-−]?\d[\d.,]{0,20}(?<=\d))(?=\s?\$?(?:\s?(?:square|cubic))?(?:\s?[\p{L}°]{1,14}[²³]?)?[.,;)*_]{0,4}(?:\s|$))/u,
    ['≈', '\\approx'],
  ],
  [new RegExp(`\\s\\((?:(?:${OR})\\s)?${ABOUT}(${VALUE})(${UNIT})\\)`, 'iu'), ['(']],
  [
    new RegExp(`[,，]?\\s?(?:即|也就是|约为?|つまり|즉)\\s?(${VALUE})(\\p{Script=Han}{0,4})(?=[.。]|$)`, 'u'),
    ['即', '也就是', '约', 'つまり', '즉'],
  ],
]
