import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { type ResponseCase, responseCases } from './responses.js'

const cases = [...responseCases()]
const families = [...new Set(cases.map(({ family }) => family))]

const rewardOf = ({ response, gold }: ResponseCase): number => {
  const verdict = mathVerify(response, gold)
  return isRight(verdict) ? verdict.right.reward : Number.NaN
}

describe('mathVerify finds the answer where models put it', () => {
  it.each(families)('%s', (family) => {
    const members = cases.filter((item) => item.family === family)
    expect(members.filter((item) => rewardOf(item) !== item.truth)).toEqual([])
    expect(members.length).toBeGreaterThan(100)
  })
})
