import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { scoreBatch } from '../../src/index.js'

const prompts = readLines<{ promptId: string; record: unknown }>('prompts')
const rollouts = readLines<{ promptId: string; response: string }>('rollouts')
const expected = readLines<{ promptId: string; rollout: number; published: number }>('expected')
const words = new Map(
  readLines<{ tokens: readonly string[] }>('zh_tokens').map(({ tokens }) => [
    unspaced(tokens.join('')),
    tokens,
  ]),
)
const tokenize = (text: string): readonly string[] => words.get(unspaced(text)) ?? [text]

const recordOf = new Map(prompts.map(({ promptId, record }) => [promptId, record]))
const batch = rollouts.map(({ promptId, response }) => ({ record: recordOf.get(promptId), response }))

describe('rollouts over real documents', () => {
  it('gives exactly the published reward', () => {
    const verdicts = scoreBatch(batch, { profile: 'published', tokenize })
    const wrong = verdicts.flatMap((verdict, i) => {
      const { promptId, rollout, published } = expected[i]!
      if (isRight(verdict) && verdict.right.reward === published) return []
      return [`${promptId} ${rollout}: expected ${published}, got ${JSON.stringify(verdict)}`]
    })
    expect(wrong).toEqual([])
  })

  it('reads every record in the natural profile, and every reward is in [0, 1]', () => {
    for (const verdict of scoreBatch(batch)) {
      expect(isRight(verdict)).toBe(true)
      if (!isRight(verdict)) continue
      expect(verdict.right.reward).toBeGreaterThanOrEqual(0)
      expect(verdict.right.reward).toBeLessThanOrEqual(1)
    }
  })
})

function unspaced(text: string): string {
  return text.replace(/\s/g, '')
}

function readLines<T>(name: string): T[] {
  return readFileSync(new URL(`./rollouts/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}
