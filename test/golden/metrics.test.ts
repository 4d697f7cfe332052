import { readdirSync, readFileSync } from 'node:fs'
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { GolongrlError, Profile, TaskOptions, Verdict } from '../../src/index.js'
import {
  accuracy,
  choiceAccuracy,
  exactMatch,
  f1,
  iou,
  ndcg,
  pairwiseAccuracy,
  rougeL,
  scoreRecord,
  subExactMatch,
} from '../../src/index.js'

/** One line of metrics.jsonl, records.jsonl or quirks.jsonl: a metric on a text, or a record with a response. */
interface GoldenCase {
  readonly id: string
  readonly quirk?: string
  readonly metric?: keyof typeof METRICS
  readonly answers?: unknown
  readonly prediction?: string
  readonly language?: string
  readonly record?: { readonly data_source: string }
  readonly response?: string
  /** jieba's words of a Chinese case. */
  readonly tokenized?: Readonly<Record<string, unknown>>
  readonly published: number | null
  readonly natural: number | null
}

const METRICS = {
  Accuracy: accuracy,
  EM: exactMatch,
  F1_Score: f1,
  IoU: iou,
  NDCG: ndcg,
  Pairwise_Accuracy: pairwiseAccuracy,
  selection: choiceAccuracy,
  SubEM: subExactMatch,
  Summary: rougeL,
} as const

const TOLERANCE = 1e-9

/** Vectors that the rules contradict, and why; docs/quirks.md has the arithmetic. */
const NOT_REPRODUCED: Readonly<Record<Profile, (golden: GoldenCase) => boolean>> = {
  natural: ({ id }) =>
    [
      // The text after the last [Answer] is ")", which is no gold: 0 by the rule of the answer area.
      'quirk/marker-precedence/02',
      // "**Answer:** $$-\\frac{1}{2}$$" and "The answer is (1,2)" announce the gold; prose follows.
      'rec/math_longcot_math_verify/math/027',
      'rec/math_longcot_math_verify/math/054',
    ].includes(id),
  // These zeros come from the depth of the caller's stack, and from the caller's thread.
  published: ({ quirk }) => quirk === 'rouge-recursion-limit' || quirk === 'math-needs-main-thread',
}

const directory = new URL('./metrics/', import.meta.url)

for (const file of readdirSync(directory).filter(
  (name) => name.endsWith('.jsonl') && !name.startsWith('rouge_') && name !== 'findings.jsonl',
)) {
  const cases = readLines<GoldenCase>(file)
  describe(file, () => {
    for (const profile of ['natural', 'published'] as const) {
      it(`gives every ${profile} score`, () => {
        const wrong: string[] = []
        let compared = 0
        for (const golden of cases) {
          const expected = golden[profile]
          if (expected === null || NOT_REPRODUCED[profile](golden)) continue
          const verdict = score(golden, profile)
          compared++
          if (isRight(verdict) && Math.abs(verdict.right.reward - expected) <= TOLERANCE) continue
          wrong.push(`${golden.id}: expected ${expected}, got ${JSON.stringify(verdict)}`)
        }
        expect(wrong).toEqual([])
        expect(compared).toBeGreaterThan(0)
      })
    }
  })
}

describe('bad golds', () => {
  it.each([
    ['Accuracy/edge/046', '[""]: a blank item'],
    ['F1_Score/edge/047', '[]: an empty list'],
    ['EM/exotic-space/028', '" ": a blank label'],
    ['selection/label-forms/049', '答案是B: no letter the rule reads'],
    ['IoU/gold-forms/001', 'no JSON'],
    ['IoU/raw-numbers/027', 'NaN is not JSON'],
    ['Summary/edge/051', '[]: no reference'],
    ['Summary/periods/049', '" . ": a reference without a word, and no other'],
    ['rec/longbench_pro/lbp-edge/010', 'an empty doc_ids'],
    ['rec/EM/em/111', 'a blank golden_label'],
    ['rec/multitableqa_pretraining/table/113', 'a table that cannot be read'],
    ['quirk/uncaught-error/01', 'no `summary`'],
    ['quirk/uncaught-error/02', 'an unknown sub-task'],
    ['quirk/uncaught-error/03', 'a number for a label'],
    ['quirk/silent-type-zero/01', 'numbers for doc_ids'],
    ['quirk/silent-type-zero/02', 'a string for doc_ids'],
    ['quirk/model-judge-unimplemented/01', 'an unknown data source'],
  ])('%s is a Left in the natural profile (%s)', (id) => {
    const all = ['metrics.jsonl', 'records.jsonl', 'quirks.jsonl'].flatMap(readLines<GoldenCase>)
    const golden = all.find((candidate) => candidate.id === id) as GoldenCase
    expect(golden.natural).toBeNull()
    expect(isLeft(score(golden, 'natural'))).toBe(true)
  })
})

interface GoogleScore {
  readonly precision: number
  readonly recall: number
  readonly fmeasure: number
}

describe('rouge_google.jsonl', () => {
  it.each(['rougeL', 'rougeLsum'] as const)('%s', (variant) => {
    const cases = readLines<
      { id: string; prediction: string; reference: string } & Record<typeof variant, GoogleScore>
    >('rouge_google.jsonl')
    for (const golden of cases) {
      const verdict = rougeL(golden.prediction, [golden.reference], { variant, explain: true })
      const { precision, recall, fmeasure } = golden[variant]
      // Without one word of its own a reference is a bad gold here, and scores 0 there.
      if (!/[a-z0-9]/i.test(golden.reference)) {
        expect(isLeft(verdict), golden.id).toBe(true)
        expect(golden[variant].fmeasure).toBe(0)
        continue
      }
      const measures = isRight(verdict) ? verdict.right.explanation?.measures : undefined
      expect(measures?.precision, golden.id).toBeCloseTo(precision, 9)
      expect(measures?.recall, golden.id).toBeCloseTo(recall, 9)
      expect(measures?.f1, golden.id).toBeCloseTo(fmeasure, 9)
    }
  })
})

function score(golden: GoldenCase, profile: Profile): Either<GolongrlError, Verdict> {
  const { record, response = '', metric, prediction = '', answers, language, tokenized } = golden
  const options: TaskOptions = {
    profile,
    ...(tokenized && { tokenize: tokensOf(tokenized) }),
    ...(language !== undefined && { language }),
  }
  if (record) return scoreRecord(record as unknown, response, options)
  return METRICS[metric as keyof typeof METRICS](prediction, answers, options)
}

/** A tokenizer that knows the texts of one case, whatever their white space. */
function tokensOf(tokenized: Readonly<Record<string, unknown>>): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  const lists = Object.values(tokenized).flatMap((value) =>
    Array.isArray(value) && Array.isArray(value[0]) ? (value as string[][]) : [value as string[]],
  )
  for (const tokens of lists) known.set(tokens.join('').replace(/\s/g, ''), tokens)
  return (text) => known.get(text.replace(/\s/g, '')) ?? [text]
}

function readLines<T>(file: string): T[] {
  const text = readFileSync(new URL(file, directory), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
