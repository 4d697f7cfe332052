import { interpretationsOf } from '../read/interpretations.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Work } from '../work.js'

/**
 * A text that gives a value of its end once: "the area is $\frac92$ square units" of "the area is $\frac92$ square units, or $4.5$". The
 * exact value stays where one is rounded. Two values that differ stay both: "5/8, or 0.5" is no answer.
 */
export function withoutRestated(text: string, work: Work): string {
  const start = Math.max(0, text.length - LONGEST)
  const near = text.slice(start)
  if (!JOINTS.some((joint) => joint.test(near))) return text
  return text.slice(0, start) + JOINTS.reduce((rest, joint) => once(rest, joint, work), near)
}

const LONGEST = 400

function once(text: string, joint: RegExp, work: Work): string {
  const found = joint.exec(text)
  if (!found) return text
  const [whole, second] = found as unknown as readonly [string, string]
  const head = text.slice(0, found.index)
  // "4.5, or 9/2, square units"
  const tail = text.slice(found.index + whole.length).replace(whole[0] === ',' ? /^,/ : '', '')
  const [, first, unit] = FIRST.exec(head) ?? []
  if (first === undefined) return text
  const [a, b] = [numberOf(first, work), numberOf(second, work)]
  if (!a || !b || !agree(a, b)) return text
  const kept = a.unit > 0 && b.unit === 0 ? `${head.slice(0, -(first + unit).length)}${second}${unit}` : head
  return kept + tail
}

interface Value {
  readonly size: number
  /** One in the last place of a decimal; 0 for an exact value. */
  readonly unit: number
}

function numberOf(text: string, work: Work): Value | undefined {
  const plain = text
    .replace(/^\$|\$$/g, '')
    .replace(/^.*[=≈]/, '')
    .trim()
  const tree = interpretationsOf(plain, work).trees[0]
  const value = tree && evaluateNumeric(tree, { values: new Map(), realOnly: false }, work)
  if (value?.im !== 0) return undefined
  const decimal = /^[-−]?[\d,]{1,20}(?:\.(\d{1,15}))?\s?(\\?%)?$/.exec(plain)
  return {
    size: value.re,
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

const VALUE =
  '\\$[^$\\n]{1,60}\\$|[-−]?(?:\\d[\\d.,]{0,20}(?<=\\d))?(?:[√π]\\d{0,6}|(?<=\\d)(?:/\\d{1,9})?)(?:\\s?\\\\?%)?'
const UNIT = '(?:\\s(?:square|cubic|sq\\.?|cu\\.?))?(?:\\s?[\\p{L}°]{1,14}[²³]?)?'
/** The value that a text ends in, and its unit. */
const FIRST = /* @__PURE__ */ new RegExp(`((?<![\\d.,√π/*^])(?:${VALUE}))(${UNIT})$`, 'u')

const ABOUT =
  '(?:(?:about|approximately|approx\\.|roughly|around|exactly|simply|equivalently|environ|etwa|ungefähr|circa|aproximadamente|unos|примерно|приблизительно|около|khoảng|yaklaşık|sekitar),?\\s|[≈=]\\s?)?'
const OR =
  "or|i\\.e\\.,?|that is,?|which (?:is|equals)|equivalently,?|in other words,?|soit|c['’]est-à-dire|es decir,?|o sea,?|ou seja,?|cioè|ovvero|also|bzw\\.|das heißt|d\\. ?h\\.|то есть|т\\. ?е\\.|czyli|tức là|yani|yaitu"

const JOINTS: readonly RegExp[] = [
  new RegExp(`,?\\s(?:${OR})\\s${ABOUT}(${VALUE})${UNIT}(?=[.,;)*_]{0,4}(?:\\s|$))`, 'iu'),
  new RegExp(`\\s\\((?:(?:${OR})\\s)?${ABOUT}(${VALUE})${UNIT}\\)`, 'iu'),
  new RegExp(`[,，]?\\s?(?:即|也就是|约为?|つまり|즉)\\s?(${VALUE})(?=[.。]|$)`, 'u'),
]
