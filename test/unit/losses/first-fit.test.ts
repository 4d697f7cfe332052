import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstFit } from '../../../src/losses/first-fit.js'

/** The definition, with a list of bins and a search through all of them. */
function slowly(sizes: readonly number[], capacity: number, most: number): number[] {
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const bins: { room: number; items: number }[] = []
  const of: number[] = []
  for (const item of order) {
    let bin = bins.findIndex(({ room, items }) => room >= sizes[item]! && items < most)
    if (bin < 0) bin = bins.push({ room: capacity, items: 0 }) - 1
    bins[bin]!.room -= sizes[item]!
    bins[bin]!.items++
    of[item] = bin
  }
  return of
}

describe('firstFit', () => {
  it('is the definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 40 }),
        fc.integer({ min: 10, max: 30 }),
        fc.constantFrom(1, 2, 5, Number.POSITIVE_INFINITY),
        (sizes, capacity, most) => {
          expect([...firstFit(Int32Array.from(sizes), capacity, most)]).toEqual(slowly(sizes, capacity, most))
        },
      ),
    )
  })

  it('packs 6, 5, 4, 3, 2 into two bins of ten', () => {
    expect([...firstFit(Int32Array.of(2, 3, 4, 5, 6), 10)]).toEqual([1, 1, 0, 1, 0])
  })

  it('a million items, one to a bin', () => {
    const sizes = new Int32Array(1_000_000).fill(7)
    expect(firstFit(sizes, 7).at(-1)).toBe(999_999)
  })
})
