/** Bugs that reward functions have had, planted one at a time, and right verifiers of many shapes that must pass. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnswerKind,
  describeVerifier,
  type VerifierLawOptions,
  type VerifierUnderTest,
  verifierLaws,
} from '../../../src/testing/index.js'
import { type ListVerifier, linesOf, norm, SLOW, setOf, TIMED } from './bare-verifiers.js'
import { firstBrokenLaw } from './first-broken-law.js'

const hitsOf = (answer: string, gold: readonly string[]): number =>
  [...new Set(linesOf(answer))].filter((line) => setOf(gold).has(line)).length

const f1: ListVerifier = (answer, gold) =>
  (2 * hitsOf(answer, gold)) / (new Set(linesOf(answer)).size + setOf(gold).size)
const recall: ListVerifier = (answer, gold) => hitsOf(answer, gold) / setOf(gold).size

const dcg = (gains: readonly number[]): number =>
  gains.reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0)
const ndcg: ListVerifier = (answer, gold) => {
  const ranked = [...setOf(gold)]
  const gains = [...new Set(linesOf(answer))]
    .slice(0, ranked.length)
    .map((line) => (ranked.includes(line) ? ranked.length - ranked.indexOf(line) : 0))
  const ideal = dcg(ranked.map((_, i) => ranked.length - i))
  return gains.length === 0 ? 0 : Math.min(1, dcg(gains) / ideal)
}
const exact = (answer: string, gold: string): number => Number(answer.trim() === gold.trim())

let calls = 0
let last = ''
const seen = new Map<string, number>()
const sticky = /document/g

/** Every one of these is wrong. */
const planted: readonly [bug: string, kind: AnswerKind, verifier: VerifierUnderTest][] = [
  [
    'a reward above 1 for nine golds or more',
    'exhaustive-retrieval',
    ((a, g) => f1(a, g) * (g.length > 8 ? 1.01 : 1)) as ListVerifier,
  ],
  [
    'a reward above 1 for a long answer',
    'exhaustive-retrieval',
    ((a, g) => (a.length > 150 && f1(a, g) > 0.6 ? 1 + 1e-6 : f1(a, g))) as ListVerifier,
  ],
  [
    'a complete answer that earns 0.999',
    'exhaustive-retrieval',
    ((a, g) => f1(a, g) * 0.999) as ListVerifier,
  ],
  [
    'an epsilon in the denominator',
    'exhaustive-retrieval',
    ((a, g) => (2 * hitsOf(a, g)) / (new Set(linesOf(a)).size + setOf(g).size + 1e-9)) as ListVerifier,
  ],
  [
    'the text between think tags read as lines',
    'exhaustive-retrieval',
    ((a, g) => f1(a.replaceAll(/<\/?think>/g, '\n'), g)) as ListVerifier,
  ],
  [
    'lines compared pair by pair',
    'exhaustive-retrieval',
    ((a, g) => {
      const lines = linesOf(a)
      const distinct = lines.filter((line, i) => lines.indexOf(line) === i)
      return (2 * distinct.filter((line) => setOf(g).has(line)).length) / (distinct.length + setOf(g).size)
    }) as ListVerifier,
  ],
  [
    'text built by quadratic slicing',
    'precise-retrieval',
    (a: string, g: string) => {
      let rest = a
      let count = 0
      while (rest.length > 0) {
        rest = `${rest.slice(1)}`.normalize('NFC')
        count++
      }
      return count >= 0 ? exact(a, g) : 0
    },
  ],
  [
    'Turkish small letters in the answer',
    'exhaustive-retrieval',
    ((a, g) => f1(a.toLocaleLowerCase('tr'), g)) as ListVerifier,
  ],
  [
    'Turkish small letters on both sides',
    'exhaustive-retrieval',
    ((a, g) =>
      f1(
        a.toLocaleLowerCase('tr'),
        g.map((item) => item.toLocaleLowerCase('tr')),
      )) as ListVerifier,
  ],
  [
    'small letters of the machine’s locale',
    'exhaustive-retrieval',
    ((a, g) => f1(a.toLocaleLowerCase(), g)) as ListVerifier,
  ],
  [
    'capitals of the machine’s locale',
    'precise-retrieval',
    (a: string, g: string) => Number(a.trim().toLocaleUpperCase() === g.toUpperCase()),
  ],
  [
    'duplicates told apart by case',
    'exhaustive-retrieval',
    ((a, g) => {
      const distinct = [
        ...new Set(
          a
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        ),
      ]
      return Math.min(
        1,
        (2 * distinct.filter((line) => setOf(g).has(norm(line))).length) / (distinct.length + setOf(g).size),
      )
    }) as ListVerifier,
  ],
  [
    'duplicates told apart by spaces',
    'structured-matching',
    ((a, g) => {
      const distinct = [...new Set(a.split('\n').filter((line) => line.trim()))]
      return Math.min(1, distinct.filter((line) => setOf(g).has(norm(line))).length / setOf(g).size)
    }) as ListVerifier,
  ],
  [
    'a gold inside a line',
    'structured-matching',
    ((a, g) => [...setOf(g)].filter((item) => norm(a).includes(item)).length / setOf(g).size) as ListVerifier,
  ],
  [
    'a line inside a gold',
    'exhaustive-retrieval',
    ((a, g) => {
      const lines = [...new Set(linesOf(a))]
      const hits = lines.filter((line) => [...setOf(g)].some((item) => item.includes(line))).length
      return Math.min(1, (2 * hits) / (lines.length + setOf(g).size))
    }) as ListVerifier,
  ],
  [
    'a prefix is enough',
    'precise-retrieval',
    (a: string, g: string) => Number(a.trim() !== '' && g.startsWith(a.trim())),
  ],
  ['the gold anywhere in the answer', 'precise-retrieval', (a: string, g: string) => Number(a.includes(g))],
  [
    'the gold at the end of the answer',
    'precise-retrieval',
    (a: string, g: string) => Number(a.trim().endsWith(g)),
  ],
  [
    'a list of one item read as its letters',
    'exhaustive-retrieval',
    ((a, g) => (g.length === 1 ? f1(a, [...g[0]!]) : f1(a, g))) as ListVerifier,
  ],
  [
    'a list of one item is never complete',
    'graded-ranking',
    ((a, g) => (g.length === 1 ? 0.5 * ndcg(a, g) : ndcg(a, g))) as ListVerifier,
  ],
  [
    'repeated golds counted twice',
    'exhaustive-retrieval',
    ((a, g) => (2 * hitsOf(a, g)) / (new Set(linesOf(a)).size + g.length)) as ListVerifier,
  ],
  ['only the first eight golds', 'exhaustive-retrieval', ((a, g) => f1(a, g.slice(0, 8))) as ListVerifier],
  [
    'only the first ten lines',
    'structured-matching',
    ((a, g) => recall(a.split('\n').slice(0, 10).join('\n'), g)) as ListVerifier,
  ],
  [
    'carriage returns kept',
    'exhaustive-retrieval',
    ((a, g) => {
      const lines = new Set(
        a
          .split('\n')
          .map((line) => line.replace(/^ +| +$/g, '').toLowerCase())
          .filter((line) => line.trim()),
      )
      const wanted = new Set(g.map((item) => item.toLowerCase()))
      return (2 * [...lines].filter((line) => wanted.has(line)).length) / (lines.size + wanted.size)
    }) as ListVerifier,
  ],
  [
    'cells compared as strings',
    'structured-extraction',
    (a: string, g: string) => tableF1(a, g, (row) => row.map(String).join('|')),
  ],
  [
    'cells compared with ==',
    'structured-extraction',
    (a: string, g: string) => {
      const [rows, wanted] = [rowsOf(a), rowsOf(g)]
      if (rows === undefined || wanted === undefined) return 0
      const same =
        rows.length === wanted.length &&
        rows.every((row, i) => row.every((cell, k) => looselyEqual(cell, wanted[i]![k])))
      return Number(same)
    },
  ],
  [
    'cells sorted within a row',
    'structured-extraction',
    (a: string, g: string) =>
      tableF1(a, g, (row) => JSON.stringify(row.map((cell) => JSON.stringify(cell)).sort())),
  ],
  [
    'every second call is kinder',
    'exhaustive-retrieval',
    ((a, g) => (calls++ % 2 === 0 ? f1(a, g) : Math.sqrt(f1(a, g)))) as ListVerifier,
  ],
  [
    'a global expression that remembers where it was',
    'exhaustive-retrieval',
    ((a, g) => (sticky.test(a.toLowerCase()) ? f1(a, g) : f1(a, g) * 0.5)) as ListVerifier,
  ],
  [
    'rewards remembered by the answer alone',
    'precise-retrieval',
    (a: string, g: string) => {
      if (!seen.has(a)) seen.set(a, exact(a, g))
      return seen.get(a)!
    },
  ],
  [
    'the same answer twice in a row is punished',
    'precise-retrieval',
    (a: string, g: string) => {
      const again = a === last
      last = a
      return again ? 0 : exact(a, g)
    },
  ],
  ['chance', 'exhaustive-retrieval', ((a, g) => f1(a, g) * (1 - 1e-3 * Math.random())) as ListVerifier],
  ['always 1', 'precise-retrieval', () => 1],
  ['always 0', 'precise-retrieval', () => 0],
  [
    'any candidate of several',
    'precise-retrieval',
    (a: string, g: string) => Number(a.split(/\n|, | or | \/ /).some((part) => part.trim() === g)),
  ],
  [
    'look-alikes folded together',
    'precise-retrieval',
    (a: string, g: string) => {
      const fold = (text: string) =>
        text
          .trim()
          .replace(/а/g, 'a')
          .replace(/е/g, 'e')
          .replace(/ο/g, 'o')
          .replace(/с/g, 'c')
          .replace(/р/g, 'p')
      return Number(fold(a) === fold(g))
    },
  ],
  [
    'rank counted from the end',
    'graded-ranking',
    ((a, g) => ndcg(linesOf(a).toReversed().join('\n'), g)) as ListVerifier,
  ],
  [
    'order left out of a ranking, repetition counted',
    'sequence-ordering',
    ((a, g) =>
      Math.min(1, linesOf(a).filter((line) => setOf(g).has(line)).length / setOf(g).size)) as ListVerifier,
  ],
  ['precision alone', 'summarization', (a: string, g: readonly string[]) => overlap(a, g, 'precision')],
  ['recall alone', 'summarization', (a: string, g: readonly string[]) => overlap(a, g, 'recall')],
  ['a bag of words', 'summarization', (a: string, g: readonly string[]) => overlap(a, g, 'f1')],
  [
    'only the first reference',
    'summarization',
    (a: string, g: readonly string[]) => overlap(a, g.slice(0, 1), 'f1'),
  ],
  [
    'the mean over references',
    'summarization',
    (a: string, g: readonly string[]) => g.reduce((sum, one) => sum + overlap(a, [one], 'f1'), 0) / g.length,
  ],
  [
    'numbers rounded before they are compared',
    'numerical-reasoning',
    (a: string, g: string) => Number(Math.round(Number(boxed(a))) === Math.round(Number(g))),
  ],
  [
    'the first box counts',
    'numerical-reasoning',
    (a: string, g: string) => Number((/\\boxed\{(.*?)\}(?=[^{}]*$|\.)/.exec(a)?.[1] ?? '') === g),
  ],
  [
    'a throw on an answer that is no JSON',
    'structured-extraction',
    (a: string, g: string) => Number(JSON.stringify(JSON.parse(a.replace(/<\/?answer>/g, ''))) === g),
  ],
  [
    'the gold sorted in place',
    'structured-matching',
    ((a, g) => {
      ;(g as string[]).sort()
      return recall(a, g)
    }) as ListVerifier,
  ],
]

// biome-ignore lint/suspicious/noDoubleEquals: the bug
const looselyEqual = (a: unknown, b: unknown): boolean => a == b

const boxed = (answer: string): string => /.*\\boxed\{([^{}]*)\}/s.exec(answer)?.[1] ?? ''

function rowsOf(text: string): readonly (readonly unknown[])[] | undefined {
  try {
    const inner = /<answer>([\s\S]*)<\/answer>/.exec(text)?.[1] ?? text
    const { data } = JSON.parse(inner) as { data: readonly (readonly unknown[])[] }
    return Array.isArray(data) && data.every(Array.isArray) ? data : undefined
  } catch {
    return undefined
  }
}

function tableF1(answer: string, gold: string, key: (row: readonly unknown[]) => string): number {
  const rows = new Set(rowsOf(answer)?.map(key))
  const wanted = new Set(rowsOf(gold)!.map(key))
  const hits = [...rows].filter((row) => wanted.has(row)).length
  return rows.size + wanted.size === 0 ? 1 : hits / (rows.size + wanted.size - hits)
}

function overlap(answer: string, references: readonly string[], form: 'precision' | 'recall' | 'f1'): number {
  const words = answer.toLowerCase().split(/\s+/).filter(Boolean)
  return Math.max(
    ...references.map((reference) => {
      const wanted = reference.split(' ')
      const common = words.filter((word) => wanted.includes(word)).length
      const [precision, recalled] = [
        common / Math.max(1, words.length),
        Math.min(1, new Set(words.filter((word) => wanted.includes(word))).size / wanted.length),
      ]
      if (form === 'precision') return precision
      return form === 'recall'
        ? recalled
        : (2 * precision * recalled) / Math.max(1e-300, precision + recalled)
    }),
  )
}

describe('verifierLaws catches', () => {
  it.each(planted)('%s (%s)', TIMED, async (_bug, kind, verifier) => {
    const broken = await firstBrokenLaw(
      (runner) => describeVerifier('planted', verifier, { kind, timeLimit: 1_000, ...runner }),
      { last: SLOW },
    )
    expect(broken).toBeDefined()
  })

  it('a regular expression that backtracks for ever, within its time', () => {
    const hangs = (answer: string, gold: string) =>
      Number(/^(\w+\s?)+$/.test(answer) && answer.trim() === gold)
    const start = performance.now()
    expect(() =>
      verifierLaws(hangs, {
        kind: 'precise-retrieval',
        timeLimit: 200,
        laws: { only: ['total', 'time grows with the text'] },
      }),
    ).toThrow(/no result within|ms for/)
    expect(performance.now() - start).toBeLessThan(60_000)
  })
})

const levenshtein = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let k = 1; k <= b.length; k++)
      next.push(Math.min(row[k]! + 1, next[k - 1]! + 1, row[k - 1]! + Number(a[i - 1] !== b[k - 1])))
    row = next
  }
  return row[b.length]!
}

const words = fc.string({ unit: fc.constantFrom(...'abcdef '), minLength: 1, maxLength: 12 })

const rightOfKind: readonly [name: string, kind: AnswerKind, verifier: VerifierUnderTest][] = [
  ['F1 with sets', 'exhaustive-retrieval', f1],
  [
    'F1 from precision and recall',
    'exhaustive-retrieval',
    ((a, g) => {
      const predicted = new Set(linesOf(a)).size
      if (predicted === 0 || hitsOf(a, g) === 0) return 0
      const [precision, recalled] = [hitsOf(a, g) / predicted, recall(a, g)]
      return recalled === 1 && precision === 1 ? 1 : (2 * precision * recalled) / (precision + recalled)
    }) as ListVerifier,
  ],
  [
    'F1 that heeds case',
    'exhaustive-retrieval',
    ((a, g) => {
      const lines = new Set(
        a
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      )
      const wanted = new Set(g.map((item) => item.trim()))
      return (2 * [...lines].filter((line) => wanted.has(line)).length) / (lines.size + wanted.size)
    }) as ListVerifier,
  ],
  [
    'the Jaccard index',
    'exhaustive-retrieval',
    ((a, g) => {
      const union = new Set([...linesOf(a), ...setOf(g)]).size
      return hitsOf(a, g) / union
    }) as ListVerifier,
  ],
  ['recall', 'structured-matching', recall],
  ['all or nothing', 'structured-matching', ((a, g) => Number(recall(a, g) === 1)) as ListVerifier],
  [
    'recall capped at three items',
    'structured-matching',
    ((a, g) => Math.min(1, hitsOf(a, g) / Math.min(3, setOf(g).size))) as ListVerifier,
  ],
  ['NDCG', 'graded-ranking', ndcg],
  ['exact match', 'precise-retrieval', exact],
  [
    'exact match in small letters',
    'precise-retrieval',
    (a: string, g: string) => Number(norm(a) === norm(g)),
  ],
  [
    'exact match in capitals',
    'precise-retrieval',
    (a: string, g: string) => Number(a.trim().toUpperCase() === g.trim().toUpperCase()),
  ],
  [
    'Jaccard of rows',
    'structured-extraction',
    (a: string, g: string) => tableF1(a, g, (row) => JSON.stringify(row)),
  ],
]

/** Verifiers of shapes that are none of our task types. */
const rightOfOwnShape: readonly [
  name: string,
  verifier: VerifierUnderTest,
  options: VerifierLawOptions<never>,
][] = [
  [
    'a Levenshtein ratio',
    (a: string, g: string) =>
      1 - levenshtein(a.slice(0, 200), g) / Math.max(Math.min(a.length, 200), g.length, 1),
    {
      golds: words,
      right: (g: string) => g,
      wrong: (g: string) => `${g}x`,
    } as unknown as VerifierLawOptions<never>,
  ],
  [
    'a regular expression',
    (a: string, g: string) => Number(new RegExp(g).test(a)),
    {
      golds: fc.integer({ min: 1, max: 9 }).map((digits) => `^\\d{${digits}}$`),
      right: (g: string) =>
        fc.string({
          unit: fc.constantFrom(...'0123456789'),
          minLength: Number(g[4]),
          maxLength: Number(g[4]),
        }),
      wrong: (g: string) =>
        fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: Number(g[4]) + 1, maxLength: 12 }),
    } as unknown as VerifierLawOptions<never>,
  ],
  [
    'a JSON schema',
    (a: string, g: readonly string[]) => {
      try {
        const value: unknown = JSON.parse(a)
        return Number(
          typeof value === 'object' &&
            value !== null &&
            g.every((key) => typeof (value as Record<string, unknown>)[key] === 'number'),
        )
      } catch {
        return 0
      }
    },
    {
      golds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
      right: (g: readonly string[]) => JSON.stringify(Object.fromEntries(g.map((key, i) => [key, i]))),
      wrong: (g: readonly string[]) => JSON.stringify(Object.fromEntries(g.map((key) => [key, 'one']))),
    } as unknown as VerifierLawOptions<never>,
  ],
  [
    'a numeric tolerance',
    (a: string, g: number) =>
      a.trim() !== '' && Math.abs(Number(a) - g) <= 1e-3 * Math.max(1, Math.abs(g)) ? 1 : 0,
    {
      golds: fc.integer({ min: -1000, max: 1000 }),
      right: (g: number) => fc.constantFrom(String(g), String(g + 1e-4)),
      wrong: (g: number) => String(g + 5),
    } as unknown as VerifierLawOptions<never>,
  ],
  [
    'capped recall',
    (a: string, g: readonly string[]) => Math.min(1, hitsOf(a, g) / Math.min(3, setOf(g).size)),
    {
      golds: fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'u', 'v'), { minLength: 1 }),
      right: (g: readonly string[]) => g.join('\n'),
      wrong: () => 'none of them',
    } as unknown as VerifierLawOptions<never>,
  ],
  [
    'without a right answer at hand',
    (a: string, g: number) => Math.min(1, a.length / g),
    { golds: fc.integer({ min: 1, max: 99 }) } as unknown as VerifierLawOptions<never>,
  ],
]

describe('verifierLaws passes', () => {
  it.each(rightOfKind)('%s (%s)', TIMED, (_name, kind, verifier) => {
    verifierLaws(verifier, { kind })
  })

  it.each(rightOfOwnShape)('%s', TIMED, (_name, verifier, options) => {
    verifierLaws(verifier as VerifierUnderTest<never>, options)
  })

  it('a graded single answer', () => {
    const graded = (a: string, g: string) => {
      const answer = a.trim().slice(0, 200)
      return answer === '' ? 0 : 1 - levenshtein(answer, g) / Math.max(answer.length, g.length)
    }
    verifierLaws(graded, { kind: 'precise-retrieval', graded: true })
  })
})
