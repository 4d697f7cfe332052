import * as fc from 'fast-check'

/** One mathematical object, written in many ways, with look-alikes that mean something else. */
export interface MathExpression {
  /** What sort of object: `integer`, `fraction`, `surd`, `polynomial`, `set`, `interval`, `tuple`, … */
  readonly kind: string
  readonly gold: string
  /** Other ways to write the gold. */
  readonly equivalents: readonly string[]
  /** Expressions whose value differs from the gold's. */
  readonly different: readonly string[]
}

/** Mathematical answers of many kinds, small enough to read in a counter-example. */
export const mathExpressions = (): fc.Arbitrary<MathExpression> =>
  fc.oneof(integers(), fractions(), surds(), multiplesOfPi(), polynomials(), sets(), intervals(), tuples())

const smallInteger = (min = -30, max = 30) => fc.integer({ min, max })

const withThousandsCommas = (value: number): string => value.toLocaleString('en-US')

const integers = (): fc.Arbitrary<MathExpression> =>
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => ({
    kind: 'integer',
    gold: String(value),
    equivalents: [`${value}.0`, `\\frac{${2 * value}}{2}`, `${value - 1} + 1`, withThousandsCommas(value)],
    different: [String(value + 1), `${value}.5`, `${value}0${value === 0 ? '1' : ''}`],
  }))

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b)

const fractions = (): fc.Arbitrary<MathExpression> =>
  fc
    .tuple(
      smallInteger().filter((top) => top !== 0),
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 2, max: 5 }),
    )
    .filter(([top, bottom]) => greatestCommonDivisor(top, bottom) === 1)
    .map(([top, bottom, factor]) => {
      const sign = top < 0 ? '-' : ''
      const size = Math.abs(top)
      const terminating = [2, 4, 5, 8, 10].includes(bottom) ? [String(top / bottom)] : []
      return {
        kind: 'fraction',
        gold: `${sign}\\frac{${size}}{${bottom}}`,
        equivalents: [
          `${top}/${bottom}`,
          `${sign}\\dfrac{${size}}{${bottom}}`,
          `\\frac{${top * factor}}{${bottom * factor}}`,
          `\\left(\\frac{${top}}{${bottom}}\\right)`,
          ...terminating,
        ],
        different: [
          `\\frac{${top + bottom}}{${bottom}}`,
          `\\frac{${top}}{${bottom + 1}}`,
          `${-top}/${bottom}`,
        ],
      }
    })

const squareFree = [2, 3, 5, 6, 7, 10, 11, 13]

const surds = (): fc.Arbitrary<MathExpression> =>
  fc.tuple(fc.integer({ min: 2, max: 9 }), fc.constantFrom(...squareFree)).map(([factor, radicand]) => ({
    kind: 'surd',
    gold: `${factor}\\sqrt{${radicand}}`,
    equivalents: [
      `\\sqrt{${factor * factor * radicand}}`,
      `\\sqrt{${radicand}} \\cdot ${factor}`,
      `${factor} \\cdot ${radicand}^{1/2}`,
      `\\frac{${factor * radicand}}{\\sqrt{${radicand}}}`,
    ],
    different: [
      `${factor + 1}\\sqrt{${radicand}}`,
      `${factor}\\sqrt{${radicand + 1}}`,
      `${factor * radicand}`,
    ],
  }))

const multiplesOfPi = (): fc.Arbitrary<MathExpression> =>
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 9 }))
    .filter(([top, bottom]) => greatestCommonDivisor(top, bottom) === 1)
    .map(([top, bottom]) => ({
      kind: 'multiple of π',
      gold: `\\frac{${top}\\pi}{${bottom}}`,
      equivalents: [
        `\\frac{${top}}{${bottom}}\\pi`,
        `${top}\\pi/${bottom}`,
        `\\pi \\cdot \\frac{${top}}{${bottom}}`,
        `\\dfrac{${2 * top}\\pi}{${2 * bottom}}`,
      ],
      different: [
        `\\frac{${top}}{${bottom}}`,
        `\\frac{${top}\\pi}{${bottom + 1}}`,
        `-\\frac{${top}\\pi}{${bottom}}`,
      ],
    }))

const signed = (value: number): string => (value < 0 ? `- ${-value}` : `+ ${value}`)

const polynomials = (): fc.Arbitrary<MathExpression> =>
  fc.tuple(smallInteger(1, 9), smallInteger(1, 9)).map(([a, b]) => ({
    kind: 'polynomial',
    gold: `x^2 ${signed(a + b)}x ${signed(a * b)}`,
    equivalents: [
      `(x + ${a})(x + ${b})`,
      `(x+${b})(x+${a})`,
      `${a * b} + ${a + b}x + x^{2}`,
      `x(x + ${a + b}) + ${a * b}`,
    ],
    different: [
      `x^2 ${signed(a + b)}x ${signed(a * b + 1)}`,
      `(x - ${a})(x - ${b})`,
      `x^3 ${signed(a + b)}x ${signed(a * b)}`,
    ],
  }))

const sets = (): fc.Arbitrary<MathExpression> =>
  fc.uniqueArray(smallInteger(), { minLength: 2, maxLength: 5 }).map((members) => ({
    kind: 'set',
    gold: `\\{${members.join(', ')}\\}`,
    equivalents: [
      `\\{${[...members].reverse().join(', ')}\\}`,
      `\\left\\{${members.join(',')}\\right\\}`,
      `\\{ ${[...members].sort((a, b) => a - b).join(', ')} \\}`,
    ],
    different: [
      `\\{${members.slice(1).join(', ')}\\}`,
      `\\{${[...members, 31].join(', ')}\\}`,
      `\\{${[31, ...members.slice(1)].join(', ')}\\}`,
    ],
  }))

const intervals = (): fc.Arbitrary<MathExpression> =>
  fc.tuple(smallInteger(), fc.integer({ min: 1, max: 20 })).map(([low, width]) => ({
    kind: 'interval',
    gold: `[${low}, ${low + width})`,
    equivalents: [`\\left[${low}, ${low + width}\\right)`, `[${low},${low + width})`],
    different: [`(${low}, ${low + width})`, `[${low}, ${low + width}]`, `[${low}, ${low + width + 1})`],
  }))

const tuples = (): fc.Arbitrary<MathExpression> =>
  fc.uniqueArray(smallInteger(), { minLength: 3, maxLength: 4 }).map((entries) => ({
    kind: 'tuple',
    gold: `(${entries.join(', ')})`,
    equivalents: [`\\left(${entries.join(',')}\\right)`, `( ${entries.join(' , ')} )`],
    different: [`(${[...entries].reverse().join(', ')})`, `(${[31, ...entries.slice(1)].join(', ')})`],
  }))
