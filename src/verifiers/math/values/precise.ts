/**
 * Real arithmetic to 64 digits and more, on whole numbers: m·2^e with a mantissa of 256 binary digits, 77 decimal ones, or as many
 * as `withBits` says. The functions are good to all but the last 20 of these.
 */
export interface Precise {
  readonly m: bigint
  readonly e: number
}

/** Binary digits of a mantissa where nothing else is said. */
export const USUAL_BITS = 256

/** Binary digits that a series has behind the point, beyond those of a mantissa. */
const GUARD = 64

let BITS = USUAL_BITS
let SCALE = USUAL_BITS + GUARD
let SCALE_BITS = BigInt(SCALE)

/** Runs with a mantissa of so many binary digits. */
export function withBits<Result>(bits: number, run: () => Result): Result {
  const use = (count: number) => {
    BITS = count
    SCALE = count + GUARD
    SCALE_BITS = BigInt(SCALE)
  }
  use(bits)
  try {
    return run()
  } finally {
    use(USUAL_BITS)
  }
}

const ZERO: Precise = { m: 0n, e: 0 }
const ONE: Precise = { m: 1n, e: 0 }

const bitsOf = (m: bigint): number => (m < 0n ? -m : m).toString(16).length * 4

/** m·2^e with no more digits than a mantissa has. */
function rounded(m: bigint, e: number): Precise {
  const excess = bitsOf(m) - BITS
  return excess > 0 ? { m: m >> BigInt(excess), e: e + excess } : { m, e }
}

export const fromInteger = (n: bigint): Precise => rounded(n, 0)

export const fromRational = ({ n, d }: { readonly n: bigint; readonly d: bigint }): Precise =>
  d === 1n ? fromInteger(n) : over(fromInteger(n), fromInteger(d))!

export function toNumber({ m, e }: Precise): number {
  const excess = Math.max(0, bitsOf(m) - 64)
  return Number(m >> BigInt(excess)) * 2 ** Math.max(-1_100, Math.min(1_100, e + excess))
}

const fromNumber = (value: number): Precise => {
  if (value === 0) return ZERO
  const e = Math.floor(Math.log2(Math.abs(value))) - 52
  return { m: BigInt(Math.round(value / 2 ** e)), e }
}

export const isZero = ({ m }: Precise): boolean => m === 0n
export const isNegative = ({ m }: Precise): boolean => m < 0n
export const negated = ({ m, e }: Precise): Precise => ({ m: -m, e })
export const absolute = (x: Precise): Precise => (x.m < 0n ? negated(x) : x)

export function plus(a: Precise, b: Precise): Precise {
  if (a.m === 0n) return b
  if (b.m === 0n) return a
  const [high, low] = a.e >= b.e ? [a, b] : [b, a]
  const shift = high.e - low.e
  // Beyond the last digit of the larger one.
  if (shift > 3 * BITS) return high
  return rounded((high.m << BigInt(shift)) + low.m, low.e)
}

export const minus = (a: Precise, b: Precise): Precise => plus(a, negated(b))

export const times = (a: Precise, b: Precise): Precise => rounded(a.m * b.m, a.e + b.e)

export const over = (a: Precise, b: Precise): Precise | undefined =>
  b.m === 0n ? undefined : rounded((a.m << BigInt(2 * BITS)) / b.m, a.e - b.e - 2 * BITS)

/** x·2^k. */
const shifted = ({ m, e }: Precise, k: number): Precise => ({ m, e: e + k })

const isLess = (a: Precise, b: Precise): boolean => isNegative(minus(a, b))

/** Whether two values agree to so many digits, or to so many places if they are below 1. */
export function agree(a: Precise, b: Precise, tolerance: Precise): boolean {
  const scale = plus(plus(absolute(a), absolute(b)), ONE)
  return isLess(absolute(minus(a, b)), times(scale, tolerance))
}

/** Binary digits before the point; as many zeros behind it where they are negative. */
export const magnitudeOf = ({ m, e }: Precise): number => bitsOf(m) + e

/** ⌊x⌋, where an error of 2^−places does not change it. */
export function wholePart({ m, e }: Precise, places: number): bigint | undefined {
  const [low, high] = ([-1, 1] as const).map((side) => {
    const near = plus({ m, e }, { m: BigInt(side), e: -places })
    return near.e >= 0 ? near.m << BigInt(near.e) : near.m >> BigInt(-near.e)
  })
  return low === high ? low : undefined
}

/** 10^−digits. */
export const tenToMinus = (digits: number): Precise => fromRational({ n: 1n, d: 10n ** BigInt(digits) })

export function squareRoot(x: Precise): Precise | undefined {
  if (x.m < 0n) return undefined
  if (x.m === 0n) return ZERO
  const shift = 2 * BITS - bitsOf(x.m)
  // The exponent of a square is even.
  const even = shift + ((x.e - shift) & 1)
  return rounded(integerRoot(x.m << BigInt(even)), (x.e - even) / 2)
}

/** ⌊√n⌋ by Newton's method, from above. */
function integerRoot(n: bigint): bigint {
  let root = 1n << BigInt((bitsOf(n) >> 1) + 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** A value with SCALE binary digits behind the point. */
function toFixed({ m, e }: Precise): bigint {
  const shift = e + SCALE
  return shift >= 0 ? m << BigInt(shift) : m >> BigInt(-shift)
}

const fromFixed = (m: bigint): Precise => rounded(m, -SCALE)

/** 1/n ± 1/(3n³) + 1/(5n⁵) ± …: arctan or artanh of 1/n. */
function inverseSeries(n: bigint, sign: 1n | -1n): bigint {
  let power = (1n << SCALE_BITS) / n
  let total = power
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (sign * power) / (n * n)
    total += power / k
  }
  return total
}

type Constants = Readonly<{ pi: bigint; ln2: bigint; e: bigint }>

/** By their numbers of digits, of which there are few. */
const constants = new Map<number, Constants>()

/** π by Machin's formula, ln 2 as 2·artanh(1/3), e as ∑ 1/n!, computed once for each number of digits. */
function known(): Constants {
  let found = constants.get(SCALE)
  if (found === undefined) {
    found = {
      pi: 16n * inverseSeries(5n, -1n) - 4n * inverseSeries(239n, -1n),
      ln2: 2n * inverseSeries(3n, 1n),
      e: inverseFactorials(),
    }
    constants.set(SCALE, found)
  }
  return found
}

function inverseFactorials(): bigint {
  let total = 0n
  for (let term = 1n << SCALE_BITS, n = 1n; term !== 0n; term /= n++) total += term
  return total
}

export const pi = (): Precise => fromFixed(known().pi)
export const e = (): Precise => fromFixed(known().e)

/** Largest argument of a function: what is left of it by the period loses this many digits. */
const LARGEST = 1e6

/** e^x = 2^k·e^r with r below ln 2 / 2, and e^r by its series at r/256. */
export function exponential(x: Precise): Precise | undefined {
  const size = toNumber(x)
  if (!(Math.abs(size) < LARGEST)) return undefined
  const k = Math.round(size / Math.LN2)
  const reduced = (toFixed(x) - BigInt(k) * known().ln2) >> 8n
  let term = 1n << SCALE_BITS
  let total = term
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * reduced) >> SCALE_BITS) / n
    total += term
  }
  for (let square = 0; square < 8; square++) total = (total * total) >> SCALE_BITS
  return shifted(fromFixed(total), k)
}

/** By Halley's method on e^y = x from the double next to it: every round has three times as many digits. */
export function logarithm(x: Precise): Precise | undefined {
  if (x.m <= 0n) return undefined
  // x = y·2^k with y near 1.
  const k = bitsOf(x.m) + x.e
  const y = shifted(x, -k)
  let result = fromNumber(Math.log(toNumber(y)))
  for (let digits = 50; digits < SCALE; digits *= 3) {
    const power = exponential(result)!
    result = plus(result, shifted(over(minus(y, power), plus(y, power))!, 1))
  }
  return plus(result, times(fromInteger(BigInt(k)), fromFixed(known().ln2)))
}

/** sin x and cos x: by their series at what quarter turns leave of x. */
function sineAndCosine(x: Precise): readonly [sine: Precise, cosine: Precise] | undefined {
  const size = toNumber(x)
  if (!(Math.abs(size) < LARGEST)) return undefined
  const quarters = Math.round(size / (Math.PI / 2))
  const r = toFixed(x) - ((BigInt(quarters) * known().pi) >> 1n)
  const square = (r * r) >> SCALE_BITS
  const series = (first: bigint, from: bigint): bigint => {
    let term = first
    let total = first
    for (let n = from; term !== 0n; n += 2n) {
      term = -((term * square) >> SCALE_BITS) / (n * (n + 1n))
      total += term
    }
    return total
  }
  const [sine, cosine] = [fromFixed(series(r, 2n)), fromFixed(series(1n << SCALE_BITS, 1n))]
  switch (((quarters % 4) + 4) % 4) {
    case 0:
      return [sine, cosine]
    case 1:
      return [cosine, negated(sine)]
    case 2:
      return [negated(sine), negated(cosine)]
    default:
      return [negated(cosine), sine]
  }
}

export const sine = (x: Precise): Precise | undefined => sineAndCosine(x)?.[0]
export const cosine = (x: Precise): Precise | undefined => sineAndCosine(x)?.[1]

export function tangent(x: Precise): Precise | undefined {
  const found = sineAndCosine(x)
  return found && over(found[0], found[1])
}

/** (e^x ± e^−x) / 2. */
function hyperbolic(x: Precise, sign: 1 | -1): Precise | undefined {
  const power = exponential(x)
  const inverse = power && over(ONE, power)
  return inverse && shifted(sign === 1 ? plus(power, inverse) : minus(power, inverse), -1)
}

export const hyperbolicSine = (x: Precise): Precise | undefined => hyperbolic(x, -1)
export const hyperbolicCosine = (x: Precise): Precise | undefined => hyperbolic(x, 1)

export function hyperbolicTangent(x: Precise): Precise | undefined {
  const [above, below] = [hyperbolic(x, -1), hyperbolic(x, 1)]
  return above && below && over(above, below)
}

/**
 * arctan x = y + arctan((x − tan y) / (1 + x·tan y)) for the double y next to it: what is left is below 10^-15, so that
 * every term of its series has 100 binary digits.
 */
export function arctangent(x: Precise): Precise | undefined {
  const near = fromNumber(Math.atan(toNumber(x)))
  const slope = tangent(near)
  const rest = slope && over(minus(x, slope), plus(ONE, times(x, slope)))
  if (!rest) return undefined
  const square = times(rest, rest)
  let series = ZERO
  for (let k = 2 * Math.ceil(BITS / 100) + 1; k > 0; k -= 2)
    series = minus(over(ONE, fromInteger(BigInt(k)))!, times(square, series))
  return plus(near, times(rest, series))
}

/** By the arctangent; at the ends of its domain, where that has a pole, ±π/2. */
export function arcsine(x: Precise): Precise | undefined {
  const below = minus(ONE, times(x, x))
  if (isZero(below)) return times(x, shifted(pi(), -1))
  const root = squareRoot(below)
  const ratio = root && over(x, root)
  return ratio && arctangent(ratio)
}

export function arccosine(x: Precise): Precise | undefined {
  const angle = arcsine(x)
  return angle && minus(shifted(pi(), -1), angle)
}

/** x^y; x above 0, or y whole. */
export function power(x: Precise, y: Precise): Precise | undefined {
  const whole = toNumber(y)
  if (Number.isInteger(whole) && Math.abs(whole) <= LARGEST_WHOLE && isZero(minus(y, fromNumber(whole)))) {
    const size = integerPower(x, Math.abs(whole))
    return whole < 0 ? over(ONE, size) : size
  }
  const exponent = logarithm(x)
  return exponent && exponential(times(y, exponent))
}

/** Largest exponent of a power by squaring, which loses a digit for every doubling. */
const LARGEST_WHOLE = 4_096

function integerPower(x: Precise, exponent: number): Precise {
  let result = ONE
  let square = x
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result = times(result, square)
    if (rest > 1) square = times(square, square)
  }
  return result
}
