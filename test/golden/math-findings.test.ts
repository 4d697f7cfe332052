import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

interface Finding {
  readonly id: string
  readonly gold: string
  readonly response: string
  readonly truth: 0 | 1
}

const findings: readonly Finding[] = readFileSync(new URL('./math/findings.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

describe('pairs that were once graded wrongly', () => {
  it.each(findings)('$id: $gold and $response', ({ gold, response, truth }) => {
    const verdict = mathVerify(response, gold)
    expect(isRight(verdict) && verdict.right.reward).toBe(truth)
  })
})
