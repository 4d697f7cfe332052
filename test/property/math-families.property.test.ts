import * as fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { FAMILIES } from '../math/families.js'

const rewardOf = (answer: string, gold: string): number => {
  const verdict = mathVerify(`So the answer is $\\boxed{${answer}}$.`, gold)
  return isRight(verdict) ? verdict.right.reward : Number.NaN
}

describe.each(Object.entries(FAMILIES))('%s', (_, family) => {
  it('other forms are accepted, near misses are not', () => {
    fc.assert(
      fc.property(family, ({ gold, right, wrong }) => {
        expect(right.filter((answer) => rewardOf(answer, gold) !== 1)).toEqual([])
        expect(wrong.filter((answer) => rewardOf(answer, gold) !== 0)).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})
