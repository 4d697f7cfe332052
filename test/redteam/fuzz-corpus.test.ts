import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { choiceAccuracy, describeError, f1, iou, mathVerify, ndcg, rougeL } from '../../src/index.js'

const verifiers = { mathVerify, iou, ndcg, rougeL, f1, choiceAccuracy }

type Pieces = readonly (string | { readonly repeat: string; readonly times: number })[]

/** A text that once broke a verifier, ours or the reference's, or a gold that did; texts are lists of pieces, joined. */
interface Found {
  readonly target: keyof typeof verifiers
  readonly gold?: unknown
  /** In place of `gold`. It may be refused. */
  readonly goldText?: Pieces
  readonly text: Pieces
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
  (target, _trouble, { gold, goldText, text }) => {
    for (const profile of ['natural', 'published'] as const) {
      const verdict = verifiers[target](joined(text), goldText ? joined(goldText) : gold, { profile })
      if (verdict._tag === 'Left') {
        if (goldText) continue
        throw new Error(describeError(verdict.left))
      }
      expect(verdict.right.reward).toBeGreaterThanOrEqual(0)
      expect(verdict.right.reward).toBeLessThanOrEqual(1)
    }
  },
)

function joined(pieces: Pieces): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times)))
    .join('')
}
