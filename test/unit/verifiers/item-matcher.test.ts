import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { GolongrlError, Verdict } from '../../../src/index.js'
import { f1, ndcg, pairwiseAccuracy, subExactMatch } from '../../../src/index.js'

const numbered = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`)

const undecided = { _tag: 'Right', right: { reward: 0, reason: 'undecided' } }
const VERIFIERS: readonly (readonly [
  string,
  (answer: string, golds: string[]) => Either<GolongrlError, Verdict>,
])[] = [
  ['f1', (answer, golds) => f1(answer, golds, { match: { anls: 0.9 } })],
  ['ndcg', (answer, golds) => ndcg(answer, golds, { match: { anls: 0.9 } })],
  ['pairwiseAccuracy', (answer, golds) => pairwiseAccuracy(answer, golds, { match: { anls: 0.9 } })],
  ['subExactMatch', (answer, golds) => subExactMatch(answer, golds, { match: { anls: 0.9 } })],
]

describe.each(VERIFIERS)('the work limit of fuzzy matching: %s', (_name, score) => {
  it('gives up on one pair of long lines', () => {
    expect(score('a'.repeat(9000), ['b'.repeat(9000)])).toMatchObject(undecided)
  })

  it('counts the pairs whose lengths alone rule out a match', () => {
    const golds = numbered(400, 'a very long item indeed')
    expect(score(numbered(6000, 'x').join('\n'), golds)).toMatchObject(undecided)
    expect(score(numbered(400, 'x').join('\n'), golds)).not.toMatchObject({ right: { reason: 'undecided' } })
  })

  it('does not spend it on equal lines', () => {
    const golds = numbered(2000, 'item')
    expect(score(golds.join('\n'), golds)).toMatchObject({ right: { reward: 1 } })
  })
})
