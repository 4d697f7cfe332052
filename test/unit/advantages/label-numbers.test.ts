import { expect, it } from 'vitest'
import { numberLabels } from '../../../src/advantages/label-numbers.js'

const MANY = 2 ** 40

it.each<[string, ArrayLike<unknown>, number[], number[]]>([
  ['no labels', [], [], []],
  ['runs', ['b', 'b', 'a', 'a', 'a'], [0, 0, 1, 1, 1], [0, 2]],
  ['rounds', ['b', 'a', 'c', 'b', 'a', 'c'], [0, 1, 2, 0, 1, 2], [0, 1, 2]],
  ['rounds backwards', ['b', 'a', 'c', 'c', 'a', 'b'], [0, 1, 2, 2, 1, 0], [0, 1, 2]],
  ['the first again in the middle', ['a', 'b', 'a', 'c', 'b'], [0, 1, 0, 2, 1], [0, 1, 3]],
  ['close integers', Int32Array.of(7, 7, 5, 9, 5), [0, 0, 1, 2, 1], [0, 2, 3]],
  ['one integer', [-3], [0], [0]],
  // Two labels have a table of at most eight entries.
  ['integers as far apart as a table reaches', [10, 17, 10], [0, 1, 0], [0, 1]],
  ['integers too far apart for a table', [10, 10 + MANY, 10], [0, 1, 0], [0, 1]],
  ['both zeros', [0, -0, 1], [0, 0, 1], [0, 2]],
  ['fractions', [0.5, 1, 0.5, 1.5], [0, 1, 0, 2], [0, 1, 3]],
  ['fractions alone', [0.5, 0.75, 0.5], [0, 1, 0], [0, 1]],
  ['floats in a typed array', Float64Array.of(0.5, -0, 0.5, 0), [0, 1, 0, 1], [0, 1]],
  ['close integers beyond 32 bits', [MANY, MANY + 1, MANY], [0, 1, 0], [0, 1]],
  ['close integers among floats', Float64Array.of(3, 4, 3), [0, 1, 0], [0, 1]],
  ['a string, then numbers', ['7', 7, '7', 7], [0, 1, 0, 1], [0, 1]],
  ['a number, then strings', [7, '7', 7, '7'], [0, 1, 0, 1], [0, 1]],
  ['NaN in a typed array', Float64Array.of(Number.NaN, 1, Number.NaN), [0, 1, 0], [0, 1]],
  ['digits', ['7', '07', '7'], [0, 1, 0], [0, 1]],
  ['numbers beside their names', [7, '7', 7, '007'], [0, 1, 0, 2], [0, 1, 3]],
  ['what is no label', [Number.NaN, undefined, Number.NaN, null], [0, 1, 0, 2], [0, 1, 3]],
])('%s', (_, labels, numberOf, firstOf) => {
  const numbers = numberLabels(labels)
  expect([...numbers.numberOf]).toEqual(numberOf)
  expect([...numbers.firstOf]).toEqual(firstOf)
})

it('as a Map does, thousands of labels of each kind', () => {
  const count = 20_000
  const of = (label: (k: number) => string | number) =>
    Array.from({ length: count }, (_, i) => label((i * 7919) % 6_007))
  const kinds = [of(String), of((k) => k), of((k) => k * 1e9), of((k) => k / 7), of((k) => `${k}-é`)]
  for (const labels of kinds) {
    const known = new Map<string | number, number>()
    const wanted = labels.map((label) => known.get(label) ?? known.set(label, known.size).size - 1)
    expect([...numberLabels(labels).numberOf]).toEqual(wanted)
  }
})
