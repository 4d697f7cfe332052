import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

const reward = (answer: string, gold: string): number => {
  const verdict = mathVerify(`\\boxed{${answer}}`, gold)
  return isRight(verdict) ? verdict.right.reward : Number.NaN
}

/** A polynomial in x by its coefficients, constant first. */
const coefficients = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 5 })

const term = (coefficient: number, power: number): string => `(${coefficient})x^{${power}}`
const ascending = (list: readonly number[]): string => list.map(term).join('+')
const descending = (list: readonly number[]): string => [...list.map(term)].reverse().join(' + ')
const horner = (list: readonly number[]): string =>
  list.reduceRight((inner, value) => `(${value}+x\\cdot ${inner})`, '0')
const overTwo = (list: readonly number[]): string =>
  `\\frac{${list.map((value, power) => term(2 * value, power)).join('+')}}{2}`

const form = fc.constantFrom(ascending, descending, horner, overTwo)

const fraction = fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 999 }))

const fractionForms: readonly ((n: number, d: number) => string)[] = [
  (n, d) => `\\frac{${n}}{${d}}`,
  (n, d) => `${n}/${d}`,
  (n, d) => `\\dfrac{${3 * n}}{${3 * d}}`,
  (n, d) => `${n} \\cdot ${d}^{-1}`,
  (n, d) => `\\frac{${n}+${d}}{${d}} - 1`,
  (n, d) => `\\frac{${100 * n}}{${d}}\\%`,
]

const readable = fc.oneof(
  fraction.map(([n, d]) => `\\frac{${n}}{${d}}`),
  coefficients.map(ascending),
  fc.array(fc.integer(), { minLength: 2, maxLength: 6 }).map((items) => `\\{${items.join(', ')}\\}`),
  fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => `(${a}, ${b}]`),
  fc.integer({ min: 2, max: 500 }).map((n) => `\\sqrt{${n}}+\\pi`),
  fc.constantFrom(
    '\\sin x',
    '\\ln 2',
    'x \\le 3',
    '2\\text{ km}',
    '\\text{Tuesday}',
    '1011_2',
    '3:4',
    '12:30',
    '\\infty',
  ),
)

describe('mathVerify', () => {
  it('accepts a polynomial in any other form', () => {
    fc.assert(
      fc.property(coefficients, form, form, (list, one, other) => reward(one(list), other(list)) === 1),
    )
  })

  it('rejects a polynomial with one coefficient changed', () => {
    fc.assert(
      fc.property(
        coefficients,
        form,
        form,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (list, one, other, at, change) => {
          const changed = list.map((value, index) => (index === at % list.length ? value + change : value))
          return reward(one(changed), other(list)) === 0
        },
      ),
    )
  })

  it('accepts a fraction in any other form, and no other fraction', () => {
    const forms = fc.constantFrom(...fractionForms)
    fc.assert(
      fc.property(fraction, forms, forms, ([n, d], one, other) => reward(one(n, d), other(n, d)) === 1),
    )
    fc.assert(
      fc.property(fraction, forms, forms, ([n, d], one, other) => reward(one(n + 1, d), other(n, d)) === 0),
    )
  })

  it('is reflexive for every gold that can be read', () => {
    fc.assert(fc.property(readable, (gold) => reward(gold, gold) === 1))
  })

  it('is symmetric', () => {
    fc.assert(fc.property(readable, readable, (a, b) => reward(a, b) === reward(b, a)))
  })

  it('takes a set in any order, a tuple only in its own', () => {
    const items = fc.uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 7 })
    fc.assert(
      fc.property(items, (list) => {
        const reversed = [...list].reverse()
        expect(reward(`\\{${reversed.join(',')}\\}`, `\\{${list.join(', ')}\\}`)).toBe(1)
        expect(reward(`(${reversed.join(', ')})`, `(${list.join(', ')})`)).toBe(0)
      }),
    )
  })

  it('never throws and always repeats itself, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\\boxed{',
        '}',
        '{',
        '\\frac',
        '$',
        '\\[',
        '\\]',
        '|',
        '^',
        '_',
        '\\text{',
        '\\sum_{',
        '(',
        ')',
        '!',
        '%',
        ',',
        '\\\\',
        '&',
      ),
      fc.constantFrom(
        '\\begin{pmatrix}',
        '\\end{pmatrix}',
        '1',
        'x',
        'i',
        'e',
        ' ',
        '9^9',
        '\\sqrt',
        '\\pm',
        '=',
        '<',
        'and',
        '答案：',
        'answer is ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    )
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(
        text,
        text,
        fc.constantFrom('natural' as const, 'published' as const),
        (response, gold, profile) => {
          expect(mathVerify(response, gold, { profile })).toEqual(mathVerify(response, gold, { profile }))
        },
      ),
      { numRuns: 500 },
    )
  })
})
