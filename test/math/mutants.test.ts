import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'
import { type Mutant, mutantsOf } from './mutants.js'

const goldsIn = (file: string): readonly string[] =>
  readFileSync(new URL(`../golden/math/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).gold)

const golds = [...new Set(['visible.jsonl', 'findings.jsonl'].flatMap(goldsIn))]

/** Mutants that do mean the same, each with the reason why. */
const EQUAL: readonly { readonly gold: string; readonly answer: string; readonly why: string }[] = JSON.parse(
  readFileSync(new URL('./equal-mutants.json', import.meta.url), 'utf8'),
)

const isEqual = ({ gold, answer }: Mutant): boolean =>
  EQUAL.some((known) => known.gold === gold && known.answer === answer)

const isPaid = ({ gold, answer }: Mutant): boolean => {
  const verdict = mathVerify(`\\boxed{${answer}}`, gold)
  return isRight(verdict) && verdict.right.reward === 1
}

describe('a gold with a digit, sign, letter, bracket or function changed is another answer', () => {
  it.each(['digit', 'sign', 'letter', 'bracket', 'function'] as const)('%s', (change) => {
    const mutants = golds.flatMap((gold) => [...mutantsOf(gold)].filter((mutant) => mutant.change === change))
    const paid = mutants.filter((mutant) => isPaid(mutant) && !isEqual(mutant))
    expect(paid).toEqual([])
    expect(mutants.length).toBeGreaterThan(20)
  })
})
