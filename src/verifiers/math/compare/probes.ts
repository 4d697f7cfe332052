import { type Approximate, magnitude } from '../values/complex.js'

/** Signs of the symbols at each probe: all positive, all negative, mixed both ways. */
const SIGN_PATTERNS = [0b0000, 0b1111, 0b0101, 0b1010, 0b0000, 0b0011, 0b1100, 0b0000]

/** Points where expressions are probed: one in each pattern of signs; many integers where there are steps. */
export function* probePoints(
  symbols: ReadonlyMap<string, boolean>,
  steps: boolean,
): Generator<ReadonlyMap<string, number>> {
  const names = [...symbols.keys()].sort()
  if (steps) {
    for (let n = 1; n <= 60; n++) yield new Map(names.map((name, index) => [name, n + index * 7]))
  }
  for (const [round, pattern] of SIGN_PATTERNS.entries()) {
    const point = new Map<string, number>()
    for (const [index, name] of names.entries()) {
      if (symbols.get(name)) point.set(name, 3 + ((round * 2 + index * 3) % 9))
      else {
        const sign = (pattern >> (index % 4)) & 1 ? -1 : 1
        const size = MAGNITUDES[(round * 5 + index * 3) % MAGNITUDES.length]! * (round > 4 ? 0.31 : 1)
        point.set(name, sign * size)
      }
    }
    yield point
    if (names.length === 0) return
  }
}

/** No simple relation holds between these. */
const MAGNITUDES = [
  0.7390851332151, 1.3247179572447, 2.2360613478217, 0.5671432904097, 1.7632228343518, 3.3598856662431,
  0.834626841674, 1.4513692348833, 2.6854520010653, 0.6243299885435, 1.9021605831041, 4.6692016091029,
]

/** Whether two values agree within their errors, and these are small. */
export function near(x: Approximate, y: Approximate): boolean {
  const distance = Math.hypot(x.re - y.re, x.im - y.im)
  return distance <= 8 * (x.error + y.error) && x.error + y.error <= 1e-5 * (1 + magnitude(x))
}
