import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

interface Pair {
  readonly id: string
  readonly gold: string
  readonly response: string
  /** The published reward. */
  readonly expected: 0 | 1
  /** What a fair grader says; null where that can be argued. */
  readonly truth: 0 | 1 | null
}

const pairs: readonly Pair[] = readFileSync(new URL('./math/visible.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** The answer text: what follows the only `</think>`. */
function afterThinking(response: string): string {
  const parts = response.split('</think>')
  return parts.length === 2 ? parts[1]! : response
}

function rewardOf(pair: Pair, profile: 'natural' | 'published'): number {
  const text = profile === 'natural' ? afterThinking(pair.response) : pair.response
  const verdict = mathVerify(text, pair.gold, { profile })
  return isRight(verdict) ? verdict.right.reward : Number.NaN
}

describe('1,866 pairs written for the reference', () => {
  it('agrees with the published reward on all but two', () => {
    const differing = pairs.filter((pair) => rewardOf(pair, 'published') !== pair.expected)
    expect(pairs).toHaveLength(1866)
    // 13^{0.5} against \sqrt{13}, and 6.02E23 against 6.02 × 10^23: docs/quirks-math.md
    expect(differing.map((pair) => pair.id)).toEqual(['root-0061', 'scientific-0011'])
  })

  it('agrees with a fair grader on every pair that can be decided', () => {
    const decided = pairs.filter((pair) => pair.truth !== null)
    const differing = decided.filter((pair) => rewardOf(pair, 'natural') !== pair.truth)
    expect(decided).toHaveLength(1726)
    expect(differing.map((pair) => pair.id)).toEqual([])
  })
})
