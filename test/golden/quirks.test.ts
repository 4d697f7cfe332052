import { readFileSync } from 'node:fs'
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import type { GolongrlError, Profile, Verdict } from '../../src/index.js'
import * as golongrl from '../../src/index.js'

interface Quirk {
  readonly id: string
  readonly metric?: string
  readonly answers?: unknown
  readonly prediction?: string
  readonly record?: unknown
  readonly response?: string
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const quirks = read('./metrics/quirks.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Quirk)

const rows = read('../../docs/quirks.md')
  .split('\n')
  .filter((line) => /^\| [a-z0-9-]+\/\d+ /i.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '')))

it('docs/quirks.md has a row for every quirk', () => {
  const named = new Set(rows.map(([id]) => id?.split('/')[0]))
  for (const { id } of quirks) expect(named).toContain(id.split('/')[1])
})

it.each(rows)('docs/quirks.md: %s', (id, _gold, _answer, published, natural) => {
  const quirk = quirks.find((candidate) => candidate.id === `quirk/${id}`) as Quirk
  expect(shown(quirk, 'published')).toBe(published)
  expect(shown(quirk, 'natural')).toBe(natural)
})

const METRICS: Readonly<
  Record<string, (prediction: string, gold: unknown, options: object) => Either<GolongrlError, Verdict>>
> = {
  Accuracy: golongrl.accuracy,
  F1_Score: golongrl.f1,
  IoU: golongrl.iou,
  NDCG: golongrl.ndcg,
  Pairwise_Accuracy: golongrl.pairwiseAccuracy,
  selection: golongrl.choiceAccuracy,
  SubEM: golongrl.subExactMatch,
  Summary: golongrl.rougeL,
}

function shown(
  { metric = '', answers, prediction = '', record, response = '' }: Quirk,
  profile: Profile,
): string {
  const verdict = record
    ? golongrl.scoreRecord(record, response, { profile })
    : METRICS[metric]!(prediction, answers, { profile })
  return isLeft(verdict) ? 'Left' : String(Number(verdict.right.reward.toFixed(9)))
}
