import { readFileSync } from 'node:fs'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import type { Profile, Reading } from '../../src/index.js'
import {
  accuracy,
  choiceAccuracy,
  exactMatch,
  f1,
  iou,
  ndcg,
  pairwiseAccuracy,
  rougeL,
  subExactMatch,
} from '../../src/index.js'

/** An answer as somebody's model wrote it, with the reward that it deserves. */
interface Finding {
  readonly id: string
  readonly metric: keyof typeof METRICS
  readonly gold: unknown
  readonly answer: string
  readonly profile: Profile
  readonly reading: Reading
  readonly reward: number
  readonly why?: string
}

const METRICS = {
  Accuracy: accuracy,
  choice: choiceAccuracy,
  EM: exactMatch,
  F1: f1,
  IoU: iou,
  NDCG: ndcg,
  Pairwise: pairwiseAccuracy,
  'ROUGE-L': rougeL,
  SubEM: subExactMatch,
} as const

const findings: readonly Finding[] = readFileSync(
  new URL('./metrics/findings.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))

it.each(findings.map((finding) => [finding.id, finding.metric, finding.answer, finding] as const))(
  '%s %s %j',
  (_id, metric, answer, { gold, profile, reading, reward, why }) => {
    // What strict reading pays lenient reading pays too; what lenient reading refuses strict reading refuses.
    const both = profile === 'natural' && (reading === 'strict' || reward === 0)
    for (const read of both ? (['strict', 'lenient'] as const) : [reading]) {
      const verdict = METRICS[metric](answer, gold, { profile, reading: read })
      expect(isRight(verdict) && verdict.right.reward, why ?? read).toBe(reward)
    }
  },
)
