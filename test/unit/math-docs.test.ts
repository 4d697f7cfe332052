import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { mathVerify } from '../../src/verifiers/math-verify.js'

const rows = (name: string): string[][] =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| /.test(line) && line.includes('`'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const codes = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)

function reward(answer: string, gold: string, profile: 'natural' | 'published'): number {
  const verdict = mathVerify(`\\boxed{${answer}}`, gold, { profile })
  return isRight(verdict) ? verdict.right.reward : Number.NaN
}

describe('docs/quirks-math.md', () => {
  const quirks = rows('quirks-math.md').filter(
    (row) => row.length === 6 && !row[2]!.includes(' and 540') && !row[2]!.includes('…'),
  )

  it.each(quirks)('%s: %s, %s', (_, gold, answer, published, natural) => {
    const [golds, answers] = [codes(gold!)[0]!, codes(answer!)[0]!]
    expect([reward(answers, golds, 'published'), reward(answers, golds, 'natural')]).toEqual([
      Number(published),
      Number(natural),
    ])
  })
})

describe('docs/math.md', () => {
  const examples = rows('math.md').filter(
    (row) =>
      row.length === 3 &&
      row[0]!.startsWith('`') &&
      codes(row[0]!)[0] !== 'profile' &&
      codes(row[2]!).length > 0 &&
      /^`[^`]*`/.test(row[1]!) &&
      !/^(?:precision|strict|allowSetRelation|percentEquivalence|workLimit|explain)$/.test(
        codes(row[0]!)[0]!,
      ),
  )

  it.each(examples)('%s accepts %s and rejects %s', (gold, accepted, rejected) => {
    for (const answer of codes(accepted!))
      expect([answer, reward(answer, codes(gold!)[0]!, 'natural')]).toEqual([answer, 1])
    for (const answer of codes(rejected!))
      expect([answer, reward(answer, codes(gold!)[0]!, 'natural')]).toEqual([answer, 0])
  })
})
