import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rougeL } from '../../src/index.js'
import { verdictOf } from '../unit/verifiers/expect-verdict.js'
import { byTable } from '../unit/verifiers/lcs-by-table.js'

/** Few words, so that sentences share some, repeat, and have several longest subsequences; x, y occur on one side only. */
const summary = (words: string[]) =>
  fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 }), {
    minLength: 1,
    maxLength: 7,
  })
const answers = summary(['a', 'b', 'c', 'd', 'x'])
const references = fc.array(summary(['a', 'b', 'c', 'd', 'y']), { minLength: 1, maxLength: 3 })

type Summary = readonly (readonly string[])[]

const asText = (sentences: Summary, end: string) => sentences.map((words) => words.join(' ')).join(end)

const pairsOf = (rows: readonly string[], columns: readonly string[]) =>
  byTable(
    rows.map((word) => word.charCodeAt(0)),
    columns.map((word) => word.charCodeAt(0)),
  ).pairs

/** google's rougeLsum, sentence by sentence, every pair of them. */
function summaryLevel(answer: Summary, reference: Summary): number {
  const occurs = (sentences: Summary) => (word: string) => sentences.flat().filter((w) => w === word).length
  const left = new Map<string, number>()
  for (const word of answer.flat()) left.set(word, Math.min(occurs(answer)(word), occurs(reference)(word)))
  let hits = 0
  for (const sentence of reference) {
    const union = new Set(answer.flatMap((words) => pairsOf(words, sentence).map(([, column]) => column)))
    for (const column of union) {
      const word = sentence[column] as string
      if (!left.get(word)) continue
      left.set(word, (left.get(word) as number) - 1)
      hits++
    }
  }
  return (2 * hits) / (answer.flat().length + reference.flat().length)
}

/** The package `rouge`: distinct words of every pair's common subsequence. */
function setBased(answer: Summary, reference: Summary): number {
  const union = new Set(
    reference.flatMap((rows) =>
      answer.flatMap((columns) => pairsOf(rows, columns).map(([row]) => rows[row] as string)),
    ),
  )
  const precision = union.size / new Set(answer.flat()).size
  const recall = union.size / new Set(reference.flat()).size
  return (2 * precision * recall) / (precision + recall + 1e-8)
}

it.each([
  ['rougeLsum', '\n', { variant: 'rougeLsum' }, summaryLevel],
  ['the published variant', '. ', { profile: 'published' }, setBased],
] as const)('%s leaves out only what adds nothing', (_name, end, options, byEveryPair) => {
  fc.assert(
    fc.property(answers, references, (answer, golds) => {
      const expected = Math.max(...golds.map((gold) => byEveryPair(answer, gold)))
      const texts = golds.map((gold) => asText(gold, end))
      const { reward } = verdictOf(rougeL(asText(answer, end), texts, options))
      expect(reward).toBeCloseTo(expected, 12)
    }),
    { seed: 20260519, numRuns: 500 },
  )
})
