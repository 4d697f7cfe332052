import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agree,
  arccosine,
  arcsine,
  arctangent,
  cosine,
  exponential,
  fromInteger,
  fromRational,
  logarithm,
  type Precise,
  pi,
  plus,
  power,
  sine,
  squareRoot,
  tangent,
  tenToMinus,
  times,
} from '../../src/verifiers/math/values/precise.js'

const TOLERANCE = tenToMinus(66)
const ONE = fromInteger(1n)

/** Rational numbers of all sizes up to 10^4. */
const numbers = fc
  .tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }))
  .map(([n, d]) => fromRational({ n: BigInt(n), d: BigInt(d) }))
const positive = numbers.filter(({ m }) => m > 0n)
const small = numbers.map((x) => times(x, tenToMinus(4)))

const expectEqual = (a: Precise | undefined, b: Precise | undefined): void => {
  expect(a && b && agree(a, b, TOLERANCE)).toBe(true)
}

const holds = (values: fc.Arbitrary<Precise>, law: (x: Precise) => void): void =>
  fc.assert(fc.property(values, law), { numRuns: 60 })

const decimal = (digits: string): Precise => {
  const places = digits.length - digits.indexOf('.') - 1
  return fromRational({ n: BigInt(digits.replace('.', '')), d: 10n ** BigInt(places) })
}

describe('arithmetic to 64 digits', () => {
  it('knows π, e, ln 2 and √2', () => {
    expectEqual(pi(), decimal('3.14159265358979323846264338327950288419716939937510582097494459230781641'))
    expectEqual(
      exponential(ONE),
      decimal('2.71828182845904523536028747135266249775724709369995957496696762772407663'),
    )
    expectEqual(
      logarithm(fromInteger(2n)),
      decimal('0.69314718055994530941723212145817656807550013436025525412068000949339362'),
    )
    expectEqual(
      squareRoot(fromInteger(2n)),
      decimal('1.41421356237309504880168872420969807856967187537694807317667973799073247'),
    )
  })

  it('has functions that keep their laws', () => {
    holds(positive, (x) => expectEqual(exponential(logarithm(x)!), x))
    holds(positive, (x) => expectEqual(times(squareRoot(x)!, squareRoot(x)!), x))
    holds(positive, (x) => expectEqual(power(power(x, fromRational({ n: 1n, d: 3n }))!, fromInteger(3n)), x))
    holds(numbers, (x) => expectEqual(plus(times(sine(x)!, sine(x)!), times(cosine(x)!, cosine(x)!)), ONE))
    holds(numbers, (x) => expectEqual(tangent(arctangent(x)!), x))
    holds(small, (x) => expectEqual(sine(arcsine(x)!), x))
    holds(small, (x) => expectEqual(cosine(arccosine(x)!), x))
  })

  it('has no value where the reals have none', () => {
    expect(logarithm(fromInteger(-1n))).toBeUndefined()
    expect(squareRoot(fromInteger(-1n))).toBeUndefined()
    expect(arcsine(fromInteger(2n))).toBeUndefined()
    expect(exponential(fromInteger(10_000_000n))).toBeUndefined()
  })
})
