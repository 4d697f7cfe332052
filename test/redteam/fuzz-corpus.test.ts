import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { choiceAccuracy, describeError, f1, iou, mathVerify, ndcg, rougeL } from '../../src/index.js'

const verifiers = { mathVerify, iou, ndcg, rougeL, f1, choiceAccuracy }

/** A text that once broke a verifier, ours or the reference's: `text` is a list of pieces, joined. */
interface Found {
  readonly target: keyof typeof verifiers
  readonly gold: unknown
  readonly text: readonly (string | { readonly repeat: string; readonly times: number })[]
  readonly trouble: string
}

const found: readonly Found[] = readFileSync(
  new URL('../../fuzz/corpus/found.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))

it.each(found.map((each) => [each.target, each.trouble, each] as const))(
  '%s survives %s',
  (target, _trouble, { gold, text }) => {
    const answer = text
      .map((piece) => (typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times)))
      .join('')
    for (const profile of ['natural', 'published'] as const) {
      const verdict = verifiers[target](answer, gold, { profile })
      if (verdict._tag === 'Left') throw new Error(describeError(verdict.left))
      expect(verdict.right.reward).toBeGreaterThanOrEqual(0)
      expect(verdict.right.reward).toBeLessThanOrEqual(1)
    }
  },
)
