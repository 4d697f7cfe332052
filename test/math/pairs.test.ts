import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { pairsOf, responseOf, SUBJECTS } from './read-pairs.js'

describe('authored pairs are judged as mathematics judges them', () => {
  it.each(SUBJECTS)('%s', (subject) => {
    const pairs = pairsOf(subject)
    const wrong = pairs.filter(({ gold, answer, truth }) => {
      const verdict = mathVerify(responseOf(subject, answer), gold)
      return !isRight(verdict) || verdict.right.reward !== truth
    })
    expect(wrong).toEqual([])
    expect(pairs.length).toBeGreaterThan(100)
  })
})
