import { isRight } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { pairsOf, responseOf, SUBJECTS } from '../math/read-pairs.js'
import { root } from './files/run.js'

const { mathVerify } = (await import(`${root}dist/index.js`)) as typeof import('../../src/index.js')

// The other tests of verdicts read the sources; what users get has been through the build. A build that breaks a rule breaks many pairs.
it.each(SUBJECTS)('the built package judges every seventh pair of %s as its authors do', (subject) => {
  const some = pairsOf(subject).filter((_, i) => i % 7 === 0)
  const wrong = some.filter(({ gold, answer, truth }) => {
    const verdict = mathVerify(responseOf(subject, answer), gold)
    return !isRight(verdict) || verdict.right.reward !== truth
  })
  expect(wrong).toEqual([])
})
