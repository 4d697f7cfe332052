import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Profile, type Reading, scoreRecord, type TaskOptions } from '../../src/index.js'

/** A response that wants more than it deserves. README.md beside this file says what the fields mean. */
interface Attack {
  readonly id: string
  readonly attack: string
  readonly record: unknown
  readonly response: string | readonly (string | { readonly repeat: string; readonly times: number })[]
  readonly options?: TaskOptions
  readonly published: number
  readonly natural: number
  readonly ceiling: number
  readonly why: string
  /** Where the lenient reading reads an answer that the strict one does not: the most that it may pay. */
  readonly lenient?: { readonly ceiling: number; readonly why: string }
}

const SUITES = [
  'exact-match',
  'accuracy',
  'choice-accuracy',
  'f1',
  'math-verify',
  'iou',
  'sub-exact-match',
  'ndcg',
  'pairwise-accuracy',
  'rouge-l',
]

const attacksOf = (suite: string): readonly Attack[] =>
  readFileSync(new URL(`${suite}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const textOf = ({ response }: Attack): string =>
  typeof response === 'string'
    ? response
    : response.map((part) => (typeof part === 'string' ? part : part.repeat.repeat(part.times))).join('')

function rewardOf(attack: Attack, profile: Profile, reading: Reading = 'strict'): number {
  const verdict = scoreRecord(attack.record, textOf(attack), { ...attack.options, profile, reading })
  if (verdict._tag === 'Left') throw new Error(`${attack.id}: ${JSON.stringify(verdict.left)}`)
  return verdict.right.reward
}

describe.each(SUITES)('%s', (suite) => {
  const attacks = attacksOf(suite)

  it.each(attacks.map((attack) => [attack.id, attack.attack, attack] as const))(
    '%s: %s',
    (_id, _what, attack) => {
      const natural = rewardOf(attack, 'natural')
      expect(natural, attack.why).toBeLessThanOrEqual(attack.ceiling + 1e-9)
      expect(natural).toBeCloseTo(attack.natural, 9)
      const lenient = rewardOf(attack, 'natural', 'lenient')
      expect(lenient).toBeGreaterThanOrEqual(natural - 1e-9)
      const { ceiling, why } = attack.lenient ?? attack
      expect(lenient, why).toBeLessThanOrEqual(ceiling + 1e-9)
      expect(rewardOf(attack, 'published')).toBeCloseTo(attack.published, 9)
    },
  )
})

it('holds at least two hundred attacks, none twice', () => {
  const all = SUITES.flatMap(attacksOf)
  expect(all.length).toBeGreaterThanOrEqual(200)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})
