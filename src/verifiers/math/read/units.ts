import { multiply, ONE, rational } from '../values/rational.js'
import { type Unit, unitNamed } from './unit-table.js'

const SCALE_WORDS: Readonly<Record<string, number>> = {
  hundred: 1e2, thousand: 1e3, thousands: 1e3, million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9,
  trillion: 1e12, trillions: 1e12, mn: 1e6, mln: 1e6, bn: 1e9, mrd: 1e9, tausend: 1e3, mille: 1e3, mil: 1e3, mila: 1e3,
  millionen: 1e6, milliarde: 1e9, milliarden: 1e9, milliard: 1e9, milliards: 1e9, millón: 1e6, millones: 1e6, milhão: 1e6,
  milhões: 1e6, bilhão: 1e9, bilhões: 1e9, milione: 1e6, milioni: 1e6, miliardo: 1e9, miliardi: 1e9, тыс: 1e3, тысяча: 1e3,
  тысячи: 1e3, тысяч: 1e3, млн: 1e6, миллион: 1e6, миллиона: 1e6, миллионов: 1e6, млрд: 1e9, миллиард: 1e9, миллиарда: 1e9,
  миллиардов: 1e9, 百: 1e2, 千: 1e3, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8, 兆: 1e12, 십: 10, 백: 1e2, 천: 1e3, 만: 1e4, 억: 1e8,
  लाख: 1e5, करोड़: 1e7, lakh: 1e5, lakhs: 1e5, crore: 1e7, crores: 1e7, हज़ार: 1e3, हजार: 1e3, مليون: 1e6, مليار: 1e9, ألف: 1e3,
} // biome-ignore format: a table

/** `million dollars` → [1000000, 'dollars'], 万元 → [10000, 元]. */
export function scaleWord(words: string): [number, string] | undefined {
  // 千米 and 千克 are units of their own.
  if (isUnitWord(words)) return undefined
  const [, scales, counted] = EASTERN_SCALES.exec(words) ?? []
  if (scales) return [[...scales].reduce((total, scale) => total * SCALE_WORDS[scale]!, 1), counted!]
  const [first, ...rest] = words.split(/\s+/)
  const word = first!.toLowerCase().replace(/\.$/, '')
  const scale = Object.hasOwn(SCALE_WORDS, word) ? SCALE_WORDS[word] : undefined
  return scale === undefined ? undefined : [scale, rest.join(' ').replace(/^(?:d[ei] |d['’])/, '')]
}

/** 千万 and 万亿 are products; 万分之一 is a part. */
const EASTERN_SCALES =
  /^([百千십백천]?[万萬만]?[亿億억]|[百千십백천]?[万萬만]|[千兆천])(?!分之)(\p{L}{0,4})$/u

/** Words for what units are written with, of several languages: first what one of them has, then what is meant. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:cdot|times)(?![a-zA-Z])|[⋅×]/g, '·'],
  [/\\(?:Omega(?![a-zA-Z])|ohm(?![a-zA-Z]))|\u2126/g, 'Ω'],
  [/\\mu(?![a-zA-Z])\s?|μ/g, 'µ'],
  [/\\frac\s?\{([^{}]{1,40})\}\s?\{([^{}]{1,40})\}/g, '$1/($2)'],
  [/\\(?:AA|angstrom)(?![a-zA-Z])|\\mathring ?\{?A\}?|\u212B/g, 'Å'],
  [/\^? ?\{? ?\\circ ?\}?|\\degree/g, '°'],
  [/°\s(?=[CFKС](?!\p{L}))/gu, '°'],
  [/\\(kilo|mega|giga|milli|micro|nano|pico|centi|deci|hecto)(?=[ \\])\s?\\?/g, '$1'],
  [/\\(?:text|mathrm|rm|,|[ ;:!])|[{}\\~]/g, ' '],
  [/(?<=\p{L})(-?[1-4])(?!\d)/gu, '^$1'],
  [/²/g, '^2'],
  [/³/g, '^3'],
  [/ ?\^ ?/g, '^'],
  [/(?<!\p{L})(?:per|pro|par|por|al?l['’]|в|je)(?!\p{L})['’]?|每/giu, '/'],
  [/(?:平方|제곱|वर्ग ?)(\p{L}{1,6})/gu, '$1^2'],
  [/(?:立方|세제곱|घन ?)(\p{L}{1,6})/gu, '$1^3'],
  [/(?<!\S)(\S+) (?:squared|carr[ée]s?|cuadrad[oa]s?|quadrad[oa]s?|quadr(?:at)?[oi])(?!\p{L})/giu, '$1^2'],
  [/(?<!\S)(\S+) (?:cubed|cubes?|c[úu]bicos?|cub[oi])(?!\p{L})/giu, '$1^3'],
  [/(?:(?<!\p{L})(?:sq(?:uare)?|кв|квадратн\p{L}{2,3})\.?\s+|(?<!\p{L})quadrat)(\S+)/giu, '$1^2'],
  [/(?:(?<!\p{L})(?:cu(?:bic)?|куб|кубическ\p{L}{2,3})\.?\s+|(?<!\p{L})kubik)(\S+)/giu, '$1^3'],
  [/basis points?|个?基点/gi, 'bp'],
  [/percentage points?|个百分点|百分点/gi, 'percentagepoint'],
  [/light[- ]years?|光年/gi, 'ly'],
  [/(?<!\p{L})mm ?Hg/gu, 'mmHg'],
  [
    /^degrees?\s+(?=[CF]\b|celsius|fahrenheit)|(?<=°[CF])elsius|(?:градус\p{L}{0,2}|grados?|degrés?|grad) (?=celsius|цельсия)/giu,
    '',
  ],
  // m s^-1, as it is written without a space.
  [/(?<!\p{L})(k?m)s\^-(?=[12])/gu, '$1·s^-'],
  [/\s+/g, ' '],
  [/ ?([·/]) ?/g, '$1'],
]

/** Before a unit that may as well be a factor: the 5 of `5*m` alone is then no answer. */
export const PERHAPS = '*'

/** The unit that a text names; words that name none stay a label of their own. */
export function unitOf(text: string): Unit {
  let words = text.trim()
  if (words.startsWith(PERHAPS)) words = words.slice(1)
  const known = lookUp(words)
  if (known) return known
  for (const [spelling, usual] of SPELLINGS) words = words.replace(spelling, usual)
  // J/(kg K) has both below.
  words = words
    .replace(
      /\/\(([^()/]{1,40})\)/g,
      (_, below: string) =>
        `/${below
          .trim()
          .split(/[\s*·]+/)
          .join('/')}`,
    )
    .replace(/[()]/g, ' ')
    .trim()
  const [above, ...below] = words.split('/')
  const numerator =
    below.length > 0 && /^1?$/.test(above!.trim())
      ? NONE
      : (powers(above!) ?? (below.length > 0 ? counted(above!) : undefined))
  const denominators = below.map(powers)
  if (numerator === undefined || denominators.some((unit) => unit === undefined)) {
    return { dimension: `label:${labelOf(text)}`, scale: ONE }
  }
  return joined([numerator, ...denominators.map((unit) => raised(unit!, -1))])
}

/** Drops, words or beats, which are counted in a time: 40 drops per minute. */
const counted = (words: string): Unit | undefined =>
  /^\p{L}{3,20}$/u.test(words.trim()) ? { dimension: `label:${labelOf(words)}`, scale: ONE } : undefined

const NONE: Unit = { dimension: '', scale: ONE }

/** Whether two sides may mean one dimension: ¥ is yuan and yen, which are two. */
export const sameDimension = (a: string, b: string): boolean =>
  a === b || (a.startsWith('money:¥') && b.startsWith('money:¥') && (a.startsWith(b) || b.startsWith(a)))

/** `cm^2`, `kg m`. */
function powers(text: string): Unit | undefined {
  const units: Unit[] = []
  for (const part of text.trim().split(/[\s*·]+/)) {
    const [name, exponent = '1'] = part.split('^')
    const unit = lookUp(name!)
    const times = Number(exponent)
    if (unit === undefined || !Number.isInteger(times) || Math.abs(times) > 6) return undefined
    units.push(raised(unit, times))
  }
  return units.length === 0 ? undefined : joined(units)
}

function raised(unit: Unit, times: number): Unit {
  const factor = times < 0 ? rational(unit.scale.d, unit.scale.n)! : unit.scale
  let scale = ONE
  for (let index = 0; index < Math.abs(times); index++) scale = multiply(scale, factor)
  const exponents = [...exponentsOf(unit.dimension)].map(([base, size]) => [base, size * times] as const)
  return { dimension: dimensionOf(new Map(exponents)), scale }
}

/** The product of units: `m/s` and `m·s^-1` are `length·time^-1`. */
function joined(units: readonly Unit[]): Unit {
  const exponents = new Map<string, number>()
  for (const unit of units)
    for (const [base, size] of exponentsOf(unit.dimension))
      exponents.set(base, (exponents.get(base) ?? 0) + size)
  return {
    dimension: dimensionOf(exponents),
    scale: units.reduce((scale, unit) => multiply(scale, unit.scale), ONE),
  }
}

function exponentsOf(dimension: string): ReadonlyMap<string, number> {
  return new Map(
    dimension.split('·').map((part) => {
      const [base, size = '1'] = part.split('^')
      return [base!, Number(size)]
    }),
  )
}

/** A difference of temperatures is as many kelvins: J/(kg °C). */
function dimensionOf(exponents: ReadonlyMap<string, number>): string {
  const isCompound = exponents.size > 1
  return [...exponents]
    .filter(([base, size]) => size !== 0 && base !== '')
    .map(([base, size]) => [isCompound && base === 'temperature' ? 'K' : base, size] as const)
    .map(([base, size]) => (size === 1 ? base : `${base}^${size}`))
    .sort()
    .join('·')
}

function lookUp(name: string): Unit | undefined {
  const found = unitNamed(name.replace(/\.$/, ''))
  if (found === undefined || found.exponent === 0) return found?.unit
  const { unit, exponent } = found
  const power = 10n ** BigInt(Math.abs(exponent))
  return { ...unit, scale: multiply(unit.scale, exponent > 0 ? { n: power, d: 1n } : { n: 1n, d: power }) }
}

const labelOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%$]+/gu, ' ')
    .trim()
    .replace(/^gtts?\b/, 'drop')
    .replace(/ies\b/g, 'y')
    .replace(/(?<=x|ch|sh|ss)es\b|(?<!s)s\b/g, '')

/** Percent, in words or not. */
export const isPercent = (words: string): boolean => PERCENT.test(words)

const PERCENT =
  /^(?:[%％]|per ?cent(?:age)?|pct|prozent|pour ?cent|por ?ciento|per ?cento|por ?cento|procent|процент\p{L}{0,2}|パーセント|퍼센트|प्रतिशत)$/iu

/** Whether a bare word after a number is a unit: `5 cm`, `18 dollars`, `128元`. */
export const isUnitWord = (word: string): boolean =>
  lookUp(word) !== undefined || (COMPOUND.test(word) && isUnit(word))

/** Whether a text names a unit, as `kg m/s^2` does. */
export const isUnit = (text: string): boolean => !unitOf(text).dimension.includes('label:')

/**
 * Whether letters behind a number are rather factors than a unit in upright type: kT, kA² behind a fraction, B h. `isTight`: no
 * space is before them, or a fraction, or a power behind them.
 */
export function mayBeFactors(unit: string, isTight: boolean): boolean {
  const [first, ...more] = unit.split(/[ ·⋅*]/)
  // 2 g h
  if (first === 'kT' || /^[a-z](?: [a-z])+$/.test(unit)) return true
  if (!isTight || !unitNamed(first!)?.isSymbol) return false
  return (more.length > 0 && first!.length === 1) || !PLAIN_SYMBOL.test(first!)
}

const PLAIN_SYMBOL =
  /^(?:[a-zANVWJKL]|ft|yd|mi|[kcmdnµμ]m|[mkµμ]?g|m[sLl]|[kMG]?Hz|k?Pa|m?mol|kWh|[^a-zA-Z]+)$/

/** 平方米, 公里每小时, 제곱미터. */
const COMPOUND =
  /^(?:平方|立方)\p{Script=Han}{1,3}$|^\p{Script=Han}{1,3}每\p{Script=Han}{1,3}$|^제곱\p{L}{1,4}$|^(?:Quadrat|Kubik|quadrat|kubik)\p{L}{3,10}$/u
