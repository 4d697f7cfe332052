import * as fc from 'fast-check'

/** One mathematical object, written in many ways, with look-alikes that mean something else. */
export interface MathExpression {
  /** What sort of object: `integer`, `fraction`, `surd`, `matrix`, `inequality`, `percentage`, … */
  readonly kind: string
  readonly gold: string
  /** Other ways to write the gold. */
  readonly equivalents: readonly string[]
  /** Expressions whose value differs from the gold's. */
  readonly different: readonly string[]
}

/** Mathematical answers of many kinds, small enough to read in a counter-example. */
export const mathExpressions = (): fc.Arbitrary<MathExpression> =>
  fc.oneof(
    integers(),
    fractions(),
    surds(),
    multiplesOfPi(),
    polynomials(),
    sets(),
    intervals(),
    tuples(),
    percentages(),
    quantities(),
    matrices(),
    inequalities(),
    equations(),
    unboundedIntervals(),
    factorials(),
    mixedNumbers(),
  )

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

const percentages = (): fc.Arbitrary<MathExpression> =>
  fc.integer({ min: 1, max: 99 }).map((value) => ({
    kind: 'percentage',
    gold: `${value}\\%`,
    equivalents: [`${value}%`, `${value} \\%`, `${value}.0\\%`],
    different: [`${value + 1}\\%`, `${value}0\\%`],
  }))

const quantities = (): fc.Arbitrary<MathExpression> =>
  fc
    .tuple(fc.integer({ min: 2, max: 99 }), fc.constantFrom('cm', 'kg', 'km', 'meters'))
    .map(([value, unit]) => ({
      kind: 'quantity',
      gold: `${value} \\text{ ${unit}}`,
      equivalents: [`${value}\\text{ ${unit}}`, `${value}\\,\\text{${unit}}`, `${value}\\ \\mathrm{${unit}}`],
      different: [`${value + 1} \\text{ ${unit}}`, `${value}0 \\text{ ${unit}}`],
    }))

const matrixOf = (rows: readonly (readonly number[])[], form = 'pmatrix', gap = ' '): string =>
  `\\begin{${form}}${gap}${rows.map((row) => row.join(`${gap}&${gap}`)).join(`${gap}\\\\${gap}`)}${gap}\\end{${form}}`

const matrices = (): fc.Arbitrary<MathExpression> =>
  fc
    .tuple(smallInteger(), smallInteger(), smallInteger(), smallInteger())
    .filter(([, b, c]) => b !== c)
    .map(([a, b, c, d]) => ({
      kind: 'matrix',
      gold: matrixOf([
        [a, b],
        [c, d],
      ]),
      equivalents: [
        matrixOf(
          [
            [a, b],
            [c, d],
          ],
          'bmatrix',
        ),
        matrixOf(
          [
            [a, b],
            [c, d],
          ],
          'pmatrix',
          '',
        ),
      ],
      different: [
        matrixOf([
          [a, c],
          [b, d],
        ]),
        matrixOf([
          [a + 1, b],
          [c, d],
        ]),
        matrixOf([[a, b]]),
      ],
    }))

const inequalities = (): fc.Arbitrary<MathExpression> =>
  fc.tuple(smallInteger(), fc.constantFrom('<', '>')).map(([bound, sign]) => ({
    kind: 'inequality',
    gold: `x ${sign} ${bound}`,
    equivalents: [`x${sign}${bound}`, `${bound} ${sign === '<' ? '>' : '<'} x`],
    different: [
      `x ${sign === '<' ? '>' : '<'} ${bound}`,
      `x ${sign} ${bound + 1}`,
      `x ${sign === '<' ? '\\leq' : '\\geq'} ${bound}`,
    ],
  }))

const equations = (): fc.Arbitrary<MathExpression> =>
  fc.tuple(smallInteger(2, 9), smallInteger(1, 9)).map(([slope, shift]) => ({
    kind: 'equation',
    gold: `y = ${slope}x + ${shift}`,
    equivalents: [`y=${slope}x+${shift}`, `y = ${shift} + ${slope}x`],
    different: [`y = ${slope + 1}x + ${shift}`, `y = ${slope}x - ${shift}`, `y = ${slope}x`],
  }))

const unboundedIntervals = (): fc.Arbitrary<MathExpression> =>
  smallInteger().map((bound) => ({
    kind: 'unbounded interval',
    gold: `(${bound}, \\infty)`,
    equivalents: [`(${bound},\\infty)`, `\\left(${bound}, +\\infty\\right)`],
    different: [`[${bound}, \\infty)`, `(${bound + 1}, \\infty)`, `(-\\infty, ${bound})`],
  }))

const factorialOf = (value: number): number => (value < 2 ? 1 : value * factorialOf(value - 1))

const factorials = (): fc.Arbitrary<MathExpression> =>
  fc.integer({ min: 3, max: 9 }).map((value) => ({
    kind: 'factorial',
    gold: `${value}!`,
    equivalents: [String(factorialOf(value)), `${value} \\cdot ${value - 1}!`],
    different: [`${value + 1}!`, String(value), String(factorialOf(value) + 1)],
  }))

const mixedNumbers = (): fc.Arbitrary<MathExpression> =>
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 11 }), fc.integer({ min: 2, max: 12 }))
    .filter(([, top, bottom]) => top < bottom && greatestCommonDivisor(top, bottom) === 1)
    .map(([whole, top, bottom]) => ({
      kind: 'mixed number',
      gold: `${whole}\\frac{${top}}{${bottom}}`,
      equivalents: [
        `\\frac{${whole * bottom + top}}{${bottom}}`,
        `${whole}\\dfrac{${top}}{${bottom}}`,
        `${whole} + \\frac{${top}}{${bottom}}`,
      ],
      different: [`${whole + 1}\\frac{${top}}{${bottom}}`, `\\frac{${top}}{${bottom}}`, String(whole)],
    }))
