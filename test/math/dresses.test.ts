import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { COMPANY, type Dress, FRAMES, RESPONSES, SENTENCES, SPELLINGS } from './dresses.js'
import { type Pair, pairsOf, responseOf, SUBJECTS } from './read-pairs.js'

/**
 * The authored pairs say what an answer is worth; a dress changes its looks and must not change its worth. Each pair wears one
 * dress of `EVERY`; `EVERY_DRESS=1` tries all of them on all pairs, which takes some minutes.
 */
const EVERY = process.env.EVERY_DRESS === '1' ? 1 : 36

const WHOLE = ['responses', 'adversarial', 'models']
const BOXED = SUBJECTS.filter((subject) => !WHOLE.includes(subject)).flatMap(pairsOf)
const RESPONDED = WHOLE.flatMap((subject) =>
  pairsOf(subject).map((pair) => ({ ...pair, answer: responseOf(subject, pair.answer) })),
)

/** A program's text with doubled backslashes, and one with turns of its own, are dressed already. */
const isBare = ({ answer }: Pair): boolean => !/\\\\[a-z]|<\|im_start/.test(answer)

/** The pairs that are judged otherwise in a dress. */
function misjudged(
  dresses: readonly Dress[],
  pairs: readonly Pair[],
  dressed: (pair: Pair, wear: Dress['wear']) => Pair,
) {
  return dresses.flatMap(({ name, wear }, number) =>
    pairs.filter(isBare).flatMap((pair, index) => {
      if ((index + number) % EVERY !== 0) return []
      const { gold, answer, truth } = dressed(pair, wear)
      if (gold === pair.gold && answer === pair.answer) return []
      const verdict = mathVerify(answer, gold)
      return isRight(verdict) && verdict.right.reward === truth ? [] : [{ dress: name, gold, answer, truth }]
    }),
  )
}

describe('an answer is worth the same in any dress', () => {
  it.each([
    ['frames', FRAMES],
    ['spellings', SPELLINGS],
  ])('%s of a boxed answer', (_, dresses) => {
    const dressed = (pair: Pair, wear: Dress['wear']) => ({
      ...pair,
      answer: `\\boxed{${wear(pair.answer)}}`,
    })
    expect(misjudged(dresses, BOXED, dressed)).toEqual([])
  })

  it('a sentence instead of a box', () => {
    const dressed = (pair: Pair, wear: Dress['wear']) => ({ ...pair, answer: wear(pair.answer) })
    expect(misjudged(SENTENCES, BOXED, dressed)).toEqual([])
  })

  it('spellings of a gold', () => {
    const dressed = ({ gold, answer, truth }: Pair, wear: Dress['wear']) => ({
      gold: wear(gold),
      answer: `\\boxed{${answer}}`,
      truth,
    })
    expect(misjudged(SPELLINGS, BOXED, dressed)).toEqual([])
  })

  it.each([
    ['looks', RESPONSES],
    ['company', COMPANY],
  ])('%s of a whole response', (_, dresses) => {
    const dressed = (pair: Pair, wear: Dress['wear']) => ({ ...pair, answer: wear(pair.answer) })
    expect(misjudged(dresses, RESPONDED, dressed)).toEqual([])
  })
})
