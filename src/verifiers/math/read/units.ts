import { integer, multiply, ONE, type Rational, rational } from '../values/rational.js'

/** A unit as a factor over the base unit of its dimension. */
export interface Unit {
  /** `length`, `length^2`, `length·time^-1`, or `label:students` for words that name no unit. */
  readonly dimension: string
  readonly scale: Rational
}

const SCALE_WORDS: Readonly<Record<string, number>> = {
  hundred: 1e2, thousand: 1e3, thousands: 1e3, million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9,
  trillion: 1e12, trillions: 1e12, mn: 1e6, bn: 1e9, 千: 1e3, 万: 1e4, 亿: 1e8, 百万: 1e6,
} // biome-ignore format: a table

/** `million dollars` → [1000000, 'dollars'], 万元 → [10000, 元]. */
export function scaleWord(words: string): [number, string] | undefined {
  // 千米 and 千克 are units of their own.
  if (isUnitWord(words)) return undefined
  const chinese = /^(百万|千|万|亿)(\p{L}{1,4})$/u.exec(words)
  if (chinese) return [SCALE_WORDS[chinese[1]!]!, chinese[2]!]
  const [first, ...rest] = words.split(/\s+/)
  const scale = Object.hasOwn(SCALE_WORDS, first!.toLowerCase())
    ? SCALE_WORDS[first!.toLowerCase()]
    : undefined
  return scale === undefined ? undefined : [scale, rest.join(' ')]
}

const of = (dimension: string, scale: number | Rational, names: string): [string, Unit][] =>
  names
    .split(' ')
    .map((name) => [name, { dimension, scale: typeof scale === 'number' ? exact(scale) : scale }])

function exact(scale: number): Rational {
  if (Number.isInteger(scale)) return integer(scale)
  const [digits, places] = [String(scale).replace('0.', ''), String(scale).split('.')[1]!.length]
  return rational(BigInt(digits), 10n ** BigInt(places))!
}

/** The dimension of a dozen: a number that a bare one can be compared with. */
export const NUMBER = 'number'

/** In grams, metres and seconds. */
const FORCE = 'length·mass·time^-2'
const ENERGY = 'length^2·mass·time^-2'
const POWER = 'length^2·mass·time^-3'
const PRESSURE = 'length^-1·mass·time^-2'

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...of('length', 1, 'm meter metre 米'),
  ...of('length', 0.01, 'cm centimeter centimetre 厘米'),
  ...of('length', 0.001, 'mm millimeter millimetre 毫米'),
  ...of('length', 0.1, 'dm decimeter decimetre 分米'),
  ...of('length', 1000, 'km kilometer kilometre 千米 公里'),
  ...of('length', 0.0254, 'in inch inche'),
  ...of('length', 0.3048, 'ft foot feet'),
  ...of('length', 0.9144, 'yd yard'),
  ...of('length', rational(1609344n, 1000n)!, 'mi mile'),
  ...of('time', 1, 's sec second 秒'),
  ...of('length', rational(1n, 1_000_000n)!, 'micrometer micrometre micron'),
  ...of('length', rational(1n, 1_000_000_000n)!, 'nm nanometer nanometre'),
  ...of('time', rational(1n, 1_000_000n)!, 'microsecond'),
  ...of('mass', rational(1n, 1_000_000n)!, 'microgram'),
  ...of('time', 60, 'min minute 分 分钟'),
  ...of('time', 3600, 'h hr hour 小时 时'),
  ...of('time', 86400, 'd day 天 日'),
  ...of('time', 604800, 'week wk 周'),
  ...of('time', 0.001, 'ms millisecond'),
  ...of('year', 12, 'yr year 年'),
  ...of('year', 1, 'month mo 月 个月'),
  ...of('mass', 1, 'g gram gm 克'),
  ...of('mass', 1000, 'kg kilogram 千克 公斤'),
  ...of('mass', 0.001, 'mg milligram'),
  ...of('mass', 1_000_000, 't ton tonne 吨'),
  ...of('weight', 16, 'lb pound'),
  ...of('weight', 1, 'oz ounce'),
  ...of(ENERGY, 1000, 'J joule'),
  ...of(ENERGY, 1_000_000, 'kJ kilojoule'),
  ...of(ENERGY, 1_000_000_000, 'MJ megajoule'),
  ...of(ENERGY, 3_600_000_000, 'kWh'),
  ...of(POWER, 1000, 'W watt'),
  ...of(POWER, 1_000_000, 'kW kilowatt'),
  ...of(FORCE, 1000, 'N newton'),
  ...of(FORCE, 1_000_000, 'kN'),
  ...of('amount', 1, 'mol mole'),
  ...of('amount', 0.001, 'mmol'),
  ...of('voltage', 1, 'V volt'),
  ...of('voltage', 1000, 'kV'),
  ...of('resistance', 1, 'Omega ohm'),
  ...of('resistance', 1000, 'kiloohm'),
  ...of('resistance', 1_000_000, 'megaohm'),
  ...of('current', 1, 'A amp ampere'),
  ...of('current', 0.001, 'mA'),
  ...of(PRESSURE, 1000, 'Pa pascal'),
  ...of(PRESSURE, 1_000_000, 'kPa'),
  ...of('frequency', 1, 'Hz hertz'),
  ...of('frequency', 1000, 'kHz'),
  ...of('length^3', 0.001, 'L l liter litre 升'),
  ...of('length^3', 0.000001, 'mL ml milliliter millilitre cc'),
  ...of('angle', 1, 'degree deg ° 度'),
  ...of('temperature', 1, 'degreeC °C celsius'),
  ...of('temperature-fahrenheit', 1, 'degreeF °F fahrenheit'),
  ...of('temperature-kelvin', 1, 'K kelvin'),
  ...of('money:$', 1, '$ usd dollar'),
  ...of('money:$', 0.01, 'cent ¢'),
  ...of('money:€', 1, '€ eur euro'),
  ...of('money:£', 1, '£ gbp'),
  ...of('money:¥', 1, '¥ 元 rmb cny yuan jpy yen 块'),
  ...of('money:¥', 0.1, '角'),
  ...of('money:₹', 1, '₹ rs rupee inr'),
  ...of('length·time^-1', rational(1609344n, 3600000n)!, 'mph'),
  ...of('length·time^-1', rational(1000n, 3600n)!, 'kmh kmph kph'),
  ...of('length^2', 10_000, 'hectare ha'),
  ...of('unit', 1, 'unit'),
  ...of(NUMBER, 12, 'dozen'),
  ...of(NUMBER, 20, 'score'),
  ...of(NUMBER, 144, 'gross'),
  ...of(NUMBER, rational(1n, 2n)!, 'half halve'),
  ...of(NUMBER, 0.1, 'tenth'),
  ...of(NUMBER, 0.01, 'hundredth'),
  ...of(NUMBER, 0.001, 'thousandth'),
  ...of(NUMBER, 100_000, 'lakh'),
  ...of(NUMBER, 10_000_000, 'crore'),
  ...of(NUMBER, 1000, 'k'),
])

/** The unit that a text names; words that name none stay a label of their own. */
export function unitOf(text: string): Unit {
  const words = text
    .replace(/\\(?:cdot|times)(?![a-zA-Z])|⋅/g, '·')
    .replace(/\\text|\\[,;:!]|[{}\\~]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?· ?/g, '·')
    .replace(/²/g, '^2')
    .replace(/³/g, '^3')
    .replace(/ ?\^ ?/g, '^')
    .replace(/\bper\b|每/gi, '/')
    .replace(/平方(\p{Script=Han}{1,3})/gu, '$1^2')
    .replace(/立方(\p{Script=Han}{1,3})/gu, '$1^3')
    .replace(/(?<!\S)(\S+) squared\b/gi, '$1^2')
    .replace(/(?<!\S)(\S+) cubed\b/gi, '$1^3')
    .replace(/\b(?:sq|square)\.?\s+(\S+)/gi, '$1^2')
    .replace(/\b(?:cu|cubic)\.?\s+(\S+)/gi, '$1^3')
    .replace(/ ?\/ ?/g, '/')
    .replace(/^degrees?\s+(?=[CF]|celsius|fahrenheit)/i, '')
    .trim()
  const [above, ...below] = words.split('/')
  const numerator = powers(above!)
  const denominators = below.map(powers)
  if (numerator === undefined || denominators.some((unit) => unit === undefined)) {
    return { dimension: `label:${labelOf(text)}`, scale: ONE }
  }
  return joined([numerator, ...denominators.map((unit) => raised(unit!, -1))])
}

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

const dimensionOf = (exponents: ReadonlyMap<string, number>): string =>
  [...exponents]
    .filter(([, size]) => size !== 0)
    .map(([base, size]) => (size === 1 ? base : `${base}^${size}`))
    .sort()
    .join('·')

function lookUp(name: string): Unit | undefined {
  const bare = name.replace(/\.$/, '')
  return (
    UNITS.get(bare) ??
    UNITS.get(bare.toLowerCase()) ??
    UNITS.get(bare.toLowerCase().replace(/(?:es|s)$/, '')) ??
    UNITS.get(bare.toLowerCase().replace(/s$/, ''))
  )
}

const labelOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%$]+/gu, ' ')
    .trim()
    .replace(/ies\b/g, 'y')
    .replace(/(?<=x|ch|sh|ss)es\b|(?<!s)s\b/g, '')

/** Whether a bare word after a number is a unit: `5 cm`, `18 dollars`, `128元`. */
export const isUnitWord = (word: string): boolean =>
  lookUp(word) !== undefined || (COMPOUND.test(word) && !unitOf(word).dimension.startsWith('label'))

/** 平方米, 公里每小时. */
const COMPOUND = /^(?:平方|立方)\p{Script=Han}{1,3}$|^\p{Script=Han}{1,3}每\p{Script=Han}{1,3}$/u
