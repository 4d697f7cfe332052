/** More bugs that reward functions have had, and right ones of shapes that no task type has. */
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

const score = (lines: Iterable<string>, gold: readonly string[]): number => {
  const [found, wanted] = [new Set(lines), setOf(gold)]
  const hits = [...found].filter((line) => wanted.has(line)).length
  return (2 * hits) / (found.size + wanted.size)
}
const f1: ListVerifier = (answer, gold) => score(linesOf(answer), gold)
const exact = (answer: string, gold: string): number => Number(norm(answer) === norm(gold))
const list = (verifier: ListVerifier): VerifierUnderTest => verifier as VerifierUnderTest
const single = (verifier: (answer: string, gold: string) => number): VerifierUnderTest =>
  verifier as VerifierUnderTest

const ranking =
  (
    gainOf: (rank: number, size: number) => number,
    order: (gold: readonly string[]) => readonly string[],
  ): ListVerifier =>
  (answer, gold) => {
    const wanted = order(gold)
    const lines = [...new Set(linesOf(answer))].slice(0, wanted.length)
    const discounted = (gains: readonly number[]) =>
      gains.reduce((sum, gain, k) => sum + gain / Math.log2(k + 2), 0)
    const best = discounted(wanted.map((_, i) => gainOf(i, wanted.length)))
    const got = discounted(
      lines.map((line) => (wanted.includes(line) ? gainOf(wanted.indexOf(line), wanted.length) : 0)),
    )
    return lines.length === 0 ? 0 : Math.min(1, got / best)
  }

const table = (text: string): readonly (readonly unknown[])[] | undefined => {
  try {
    const { data } = JSON.parse(/<answer>([\s\S]*)<\/answer>/.exec(text)?.[1] ?? text)
    return Array.isArray(data) && data.every(Array.isArray) ? data : undefined
  } catch {
    return undefined
  }
}
const jaccard = (
  answer: string,
  gold: string,
  key: (row: readonly unknown[]) => string,
  distinct = true,
): number => {
  const rows = table(answer)?.map(key) ?? []
  const wanted = new Set(table(gold)!.map(key))
  const found = distinct ? [...new Set(rows)] : rows
  const hits = found.filter((row) => wanted.has(row)).length
  return Math.min(1, hits / Math.max(1, found.length + wanted.size - hits))
}
const cells = (write: (cell: unknown) => unknown) => (row: readonly unknown[]) =>
  JSON.stringify(row.map(write))

let calls = 0
const remembered = new Map<number, ReadonlySet<string>>()
let previous: readonly string[] = []
const queue: number[] = []

const planted: readonly [bug: string, kind: AnswerKind, verifier: VerifierUnderTest][] = [
  [
    'a bonus for a complete answer that repeats itself',
    'exhaustive-retrieval',
    list((a, g) => f1(a, g) + (f1(a, g) === 1 && linesOf(a).length > setOf(g).size ? 0.1 : 0)),
  ],
  [
    'occurrences of the gold counted',
    'precise-retrieval',
    single((a, g) => norm(a).split(norm(g)).length - 1),
  ],
  [
    'a reward below 0 for wrong lines',
    'exhaustive-retrieval',
    list((a, g) => f1(a, g) - (f1(a, g) === 0 && a.trim() !== '' ? 0.01 : 0)),
  ],
  [
    'NaN for an answer without a line',
    'exhaustive-retrieval',
    list((a, g) => {
      const hits = [...new Set(linesOf(a))].filter((line) => setOf(g).has(line)).length
      const p = hits / new Set(linesOf(a)).size
      const r = hits / setOf(g).size
      return p + r === 0 ? 0 : (2 * p * r) / (p + r)
    }),
  ],
  [
    'lines cut at commas',
    'exhaustive-retrieval',
    list((a, g) => score(a.split(/[\n,]/).map(norm).filter(Boolean), g)),
  ],
  [
    'digits at the end left out',
    'precise-retrieval',
    single((a, g) => Number(norm(a).replace(/ \d+$/, '') === norm(g).replace(/ \d+$/, ''))),
  ],
  [
    'diacritics of the answer folded alone',
    'exhaustive-retrieval',
    list((a, g) => f1(a.normalize('NFD').replace(/\p{M}/gu, ''), g)),
  ],
  [
    'only Latin letters compared',
    'precise-retrieval',
    single((a, g) => Number(norm(a).replace(/[^a-z0-9]/g, '') === norm(g).replace(/[^a-z0-9]/g, ''))),
  ],
  [
    'the gold as a pattern',
    'precise-retrieval',
    single((a, g) => Number(new RegExp(`^${g}$`, 'i').test(a.trim()))),
  ],
  [
    'all words of the gold somewhere',
    'precise-retrieval',
    single((a, g) =>
      Number(
        norm(g)
          .split(' ')
          .every((word) => norm(a).split(' ').includes(word)),
      ),
    ),
  ],
  [
    'any word of the gold',
    'comprehension',
    ((a: string, g: readonly string[]) =>
      Number(
        g.some((item) => norm(a) !== '' && norm(item).split(' ').includes(norm(a))),
      )) as VerifierUnderTest,
  ],
  [
    'the first line counts',
    'comprehension',
    ((a: string, g: readonly string[]) =>
      Number(g.some((item) => norm(item) === norm(a.split('\n')[0]!)))) as VerifierUnderTest,
  ],
  [
    'near duplicates told apart by their composition',
    'exhaustive-retrieval',
    list((a, g) => {
      const distinct = [...new Set(linesOf(a))]
      const wanted = new Set(g.map((i) => norm(i.normalize('NFC'))))
      return Math.min(
        1,
        (2 * distinct.filter((line) => wanted.has(line.normalize('NFC'))).length) /
          (distinct.length + wanted.size),
      )
    }),
  ],
  [
    'near duplicates told apart by a bullet',
    'exhaustive-retrieval',
    list((a, g) => {
      const distinct = [...new Set(linesOf(a))]
      return Math.min(
        1,
        (2 * distinct.filter((line) => setOf(g).has(line.replace(/^(?:- |\d+\. )/, ''))).length) /
          (distinct.length + setOf(g).size),
      )
    }),
  ],
  [
    'near duplicates told apart by a full stop',
    'structured-matching',
    list((a, g) =>
      Math.min(
        1,
        [...new Set(linesOf(a))].filter((line) => setOf(g).has(line.replace(/[.*"]+$|^[*"]+/g, ''))).length /
          setOf(g).size,
      ),
    ),
  ],
  [
    'a hit for names that every object has',
    'exhaustive-retrieval',
    list((a, g) => {
      const known: Record<string, unknown> = {}
      for (const item of setOf(g)) known[item] = true
      const distinct = [...new Set(linesOf(a))]
      return Math.min(
        1,
        (2 * distinct.filter((line) => known[line]).length) / (distinct.length + setOf(g).size),
      )
    }),
  ],
  [
    'a mask of 32 bits',
    'structured-matching',
    list((a, g) => {
      const wanted = [...setOf(g)]
      let mask = 0
      for (const line of linesOf(a)) {
        const at = wanted.indexOf(line)
        if (at >= 0) mask |= 1 << at
      }
      let hits = 0
      for (let i = 0; i < 32; i++) if (mask & (1 << i)) hits++
      return hits / wanted.length
    }),
  ],
  [
    'a count in one byte',
    'structured-matching',
    list((a, g) => {
      const hits = new Uint8Array(1)
      for (const line of new Set(linesOf(a))) if (setOf(g).has(line)) hits[0]! += 16
      return Math.min(1, hits[0]! / (16 * setOf(g).size))
    }),
  ],
  ['the first 20 lines', 'exhaustive-retrieval', list((a, g) => score(linesOf(a).slice(0, 20), g))],
  ['the first 4,096 characters', 'exhaustive-retrieval', list((a, g) => f1(a.slice(0, 4_096), g))],
  [
    'an empty line is an item',
    'exhaustive-retrieval',
    list((a, g) => (a.trim() === '' ? 0 : score(a.trim().split('\n').map(norm), g))),
  ],
  [
    'a carriage return parts lines of their own',
    'exhaustive-retrieval',
    list((a, g) =>
      a.trim() === ''
        ? 0
        : score(
            a
              .trim()
              .split(/[\r\n]/)
              .map(norm),
            g,
          ),
    ),
  ],
  [
    'one item alone divides by log 1',
    'graded-ranking',
    list((a, g) => {
      const wanted = [...setOf(g)]
      const lines = linesOf(a)
      const got = lines.reduce(
        (sum, line, k) =>
          sum + (wanted.includes(line) ? 1 / Math.log2(k + 1 + (wanted.length > 1 ? 1 : 0)) : 0),
        0,
      )
      return Math.min(
        1,
        got / wanted.reduce((sum, _, k) => sum + 1 / Math.log2(k + 1 + (wanted.length > 1 ? 1 : 0)), 0),
      )
    }),
  ],
  [
    'one item has no pairs and earns 0',
    'sequence-ordering',
    list((a, g) => {
      const wanted = [...setOf(g)]
      const at = wanted.map((item) => linesOf(a).indexOf(item))
      let right = 0
      let all = 0
      for (let i = 0; i < wanted.length; i++)
        for (let j = i + 1; j < wanted.length; j++) {
          all++
          if (at[i]! >= 0 && at[j]! > at[i]!) right++
        }
      return all === 0 ? 0 : right / all
    }),
  ],
  [
    'repeated golds shift the ranks',
    'graded-ranking',
    list(
      ranking(
        (i, n) => n - i,
        (g) => g.map(norm),
      ),
    ),
  ],
  ['a ranking without order', 'graded-ranking', list((a, g) => score(linesOf(a), g))],
  [
    'a ranking backwards for long lists',
    'sequence-ordering',
    list((a, g) =>
      ranking(
        (i, n) => n - i,
        (gold) => [...setOf(gold)],
      )(g.length > 8 ? linesOf(a).toReversed().join('\n') : a, g),
    ),
  ],
  [
    'precision alone',
    'exhaustive-retrieval',
    list((a, g) => {
      const found = new Set(linesOf(a))
      return found.size === 0 ? 0 : [...found].filter((line) => setOf(g).has(line)).length / found.size
    }),
  ],
  [
    'nothing for null',
    'structured-extraction',
    single((a, g) =>
      jaccard(
        a,
        g,
        cells((cell) => cell ?? ''),
      ),
    ),
  ],
  [
    'texts of numbers read as numbers',
    'structured-extraction',
    single((a, g) =>
      jaccard(
        a,
        g,
        cells((cell) =>
          cell !== '' && typeof cell === 'string' && !Number.isNaN(Number(cell)) ? Number(cell) : cell,
        ),
      ),
    ),
  ],
  [
    'truths as numbers',
    'structured-extraction',
    single((a, g) =>
      jaccard(
        a,
        g,
        cells((cell) => (typeof cell === 'boolean' ? Number(cell) : cell)),
      ),
    ),
  ],
  [
    'falsy cells alike',
    'structured-extraction',
    single((a, g) =>
      jaccard(
        a,
        g,
        cells((cell) => cell || null),
      ),
    ),
  ],
  [
    'cells joined by a comma',
    'structured-extraction',
    single((a, g) => jaccard(a, g, (row) => row.join(','))),
  ],
  [
    'repeated rows counted',
    'structured-extraction',
    single((a, g) =>
      jaccard(
        a,
        g,
        cells((cell) => cell),
        false,
      ),
    ),
  ],
  [
    'rows by position',
    'structured-extraction',
    single((a, g) => {
      const [rows, wanted] = [table(a) ?? [], table(g)!]
      return (
        wanted.filter((row, i) => JSON.stringify(row) === JSON.stringify(rows[i])).length /
        Math.max(rows.length, wanted.length)
      )
    }),
  ],
  [
    'the first cell of a row decides',
    'structured-extraction',
    single((a, g) => jaccard(a, g, (row) => JSON.stringify(row[0]))),
  ],
  [
    'a throw on a lone surrogate',
    'precise-retrieval',
    single((a, g) => (encodeURIComponent(a) === '' ? 0 : exact(a, g))),
  ],
  [
    'every third call is another',
    'precise-retrieval',
    single((a, g) => (++calls % 3 === 0 ? 0 : exact(a, g))),
  ],
  [
    'golds remembered by their number of items',
    'exhaustive-retrieval',
    list((a, g) => {
      if (!remembered.has(g.length)) remembered.set(g.length, setOf(g))
      return score(linesOf(a), [...remembered.get(g.length)!])
    }),
  ],
  [
    'the gold of the call before',
    'exhaustive-retrieval',
    list((a, g) => {
      const used = previous.length > 0 ? previous : g
      previous = g
      return f1(a, used)
    }),
  ],
  [
    'a running mean of the rewards',
    'exhaustive-retrieval',
    list((a, g) => {
      queue.push(f1(a, g))
      if (queue.length > 2) queue.shift()
      return queue.reduce((x, y) => x + y, 0) / queue.length
    }),
  ],
  [
    'a comparison of the machine’s locale',
    'precise-retrieval',
    single((a, g) => Number(a.trim().localeCompare(g.trim(), undefined, { sensitivity: 'accent' }) === 0)),
  ],
  [
    'a collator of the machine’s locale',
    'exhaustive-retrieval',
    list((a, g) => {
      const { compare } = new Intl.Collator(undefined, { sensitivity: 'accent' })
      const lines = [...new Set(linesOf(a))]
      const hits = [...setOf(g)].filter((item) => lines.some((line) => compare(line, item) === 0)).length
      return lines.length === 0 ? 0 : Math.min(1, (2 * hits) / (lines.length + setOf(g).size))
    }),
  ],
  [
    'white space at the end by a slow pattern',
    'precise-retrieval',
    single((a, g) => Number(a.replace(/\s+$/, '').trim() === g.trim())),
  ],
  [
    'lines parted by a slow pattern',
    'exhaustive-retrieval',
    list((a, g) => f1(a.replace(/(?:\s*\n)+\s*$/, ''), g)),
  ],
  [
    'distinct lines by comparing all pairs',
    'structured-matching',
    list((a, g) => {
      const lines: string[] = []
      for (const line of linesOf(a)) if (!lines.includes(line)) lines.push(line)
      return Math.min(1, lines.filter((line) => setOf(g).has(line)).length / setOf(g).size)
    }),
  ],
  [
    'text copied for each character',
    'comprehension',
    ((a: string, g: readonly string[]) => {
      let text = ''
      for (const letter of a) text = `${text}${letter}`.trimStart().normalize()
      return Number(g.some((item) => norm(item) === norm(text)))
    }) as VerifierUnderTest,
  ],
  [
    'numbers by their first digits',
    'numerical-reasoning',
    single((a, g) => Number((/\\boxed\{(.*)\}/.exec(a)?.[1] ?? '').slice(0, 2) === g.slice(0, 2))),
  ],
  [
    'units and percent left out',
    'numerical-reasoning',
    single((a, g) => {
      const plain = (text: string) => text.replace(/[^0-9-]/g, '')
      return Number(plain(/\\boxed\{(.*)\}/.exec(a)?.[1] ?? 'x') === plain(g))
    }),
  ],
  [
    'the best sentence counts',
    'summarization',
    ((a: string, g: readonly string[]) =>
      Math.max(
        ...g.map((one) => (one.split(' ').some((word) => a.split(' ').includes(word)) ? 1 : 0)),
      )) as VerifierUnderTest,
  ],
  [
    'characters in common',
    'summarization',
    ((a: string, g: readonly string[]) =>
      Math.max(
        ...g.map((one) => {
          const [x, y] = [new Set(a), new Set(one)]
          const hits = [...x].filter((c) => y.has(c)).length
          return x.size === 0 ? 0 : (2 * hits) / (x.size + y.size)
        }),
      )) as VerifierUnderTest,
  ],
]

/** Whole responses. */
const leaks: readonly [bug: string, verifier: VerifierUnderTest][] = [
  [
    'the think block is read',
    list((a, g) =>
      score(
        [...linesOf(a)].filter((line) => setOf(g).has(line)),
        g,
      ),
    ),
  ],
  ['an open think block is read', list((a, g) => f1(a.replace(/<think>[\s\S]*?<\/think>/g, ''), g))],
  ['the text before the mark', list((a, g) => f1(a.split('</think>')[0]!.replace('<think>', ''), g))],
  [
    'the last think mark is looked for at the beginning alone',
    list((a, g) =>
      f1(a.startsWith('<think>\n') ? a.slice(a.indexOf('</think>') + 8) : a.replace(/<\/?think>/g, ''), g),
    ),
  ],
]

describe('verifierLaws catches', () => {
  it.each(planted)('%s (%s)', TIMED, async (_bug, kind, verifier) => {
    const broken = await firstBrokenLaw(
      (runner) => describeVerifier('planted', verifier, { kind, timeLimit: 1_000, ...runner }),
      { last: SLOW },
    )
    expect(broken).toBeDefined()
  })
  it.each(leaks)('%s', async (_bug, verifier) => {
    const options = { kind: 'exhaustive-retrieval', responses: true } as const
    const broken = await firstBrokenLaw((runner) =>
      describeVerifier('planted', verifier, { ...options, ...runner }),
    )
    expect(broken).toBeDefined()
  })
})

const tolerance = (a: string, g: { readonly value: number; readonly within: number }) =>
  a.trim() !== '' && Math.abs(Number(a.replace(',', '.')) - g.value) <= g.within ? 1 : 0

const right: readonly [
  name: string,
  verifier: VerifierUnderTest<never>,
  options: VerifierLawOptions<never>,
][] = [
  [
    'F-beta of lists',
    ((a: string, g: readonly string[]) => {
      const found = new Set(linesOf(a))
      const hits = [...found].filter((line) => setOf(g).has(line)).length
      return hits === 0 ? 0 : (5 * hits) / (4 * setOf(g).size + found.size)
    }) as never,
    { kind: 'exhaustive-retrieval' } as never,
  ],
  [
    'all or nothing on lists',
    ((a: string, g: readonly string[]) => Number(f1(a, g) === 1)) as never,
    { kind: 'exhaustive-retrieval' } as never,
  ],
  [
    'the overlap coefficient with a length penalty',
    ((a: string, g: readonly string[]) => {
      const found = new Set(linesOf(a))
      const hits = [...found].filter((line) => setOf(g).has(line)).length
      return (hits / setOf(g).size) * Math.min(1, setOf(g).size / Math.max(1, found.size))
    }) as never,
    { kind: 'exhaustive-retrieval' } as never,
  ],
  [
    'NFKC and full case folding',
    ((a: string, g: string) =>
      Number(norm(a.normalize('NFC').toUpperCase()) === norm(g.normalize('NFC').toUpperCase()))) as never,
    { kind: 'precise-retrieval' } as never,
  ],
  [
    'the share of adjacent pairs in order',
    ((a: string, g: readonly string[]) => {
      const wanted = [...setOf(g)]
      const at = wanted.map((item) => [...new Set(linesOf(a))].indexOf(item))
      if (wanted.length === 1) return Number(at[0]! >= 0)
      let rightPairs = 0
      let pairs = 0
      for (let i = 0; i < wanted.length; i++)
        for (let j = i + 1; j < wanted.length; j++) {
          pairs++
          if (at[i]! >= 0 && at[j]! > at[i]!) rightPairs++
        }
      return rightPairs / pairs
    }) as never,
    { kind: 'sequence-ordering' } as never,
  ],
  [
    'a verdict object',
    ((a: string, g: string) => ({ reward: exact(a, g), note: 'mine' })) as never,
    { kind: 'precise-retrieval' } as never,
  ],
  [
    'an Either',
    ((a: string, g: string) => ({ _tag: 'Right', right: { reward: exact(a, g) } })) as never,
    { kind: 'precise-retrieval' } as never,
  ],
  [
    'exact match of tables',
    ((a: string, g: string) => {
      const rows = table(a)
      return Number(
        rows !== undefined &&
          JSON.stringify([...new Set(rows.map((row) => JSON.stringify(row)))].sort()) ===
            JSON.stringify([...new Set(table(g)!.map((row) => JSON.stringify(row)))].sort()),
      )
    }) as never,
    { kind: 'structured-extraction' } as never,
  ],
  [
    'a numeric interval',
    tolerance as never,
    {
      golds: fc.record({ value: fc.integer({ min: -99, max: 99 }), within: fc.constantFrom(0.5, 1) }),
      right: (g: { value: number }) => [String(g.value)][0]!,
      wrong: (g: { value: number }) => String(g.value + 3),
    } as never,
  ],
  [
    'a set of dates in any order',
    ((a: string, g: readonly string[]) => {
      const found = new Set(a.match(/\d{4}-\d\d-\d\d/g) ?? [])
      return Number(found.size === g.length && g.every((date) => found.has(date)))
    }) as never,
    {
      golds: fc.uniqueArray(fc.constantFrom('2024-01-01', '2025-02-02', '2026-03-03'), { minLength: 1 }),
      right: (g: readonly string[]) =>
        fc.shuffledSubarray([...g], { minLength: g.length }).map((dates) => dates.join(', ')),
      wrong: () => 'never',
    } as never,
  ],
  [
    'an edit distance on words, as a share',
    ((a: string, g: string) => {
      const [x, y] = [a.trim().split(/\s+/).slice(0, 50), g.split(' ')]
      let row = y.map((_, i) => i + 1)
      let corner = 0
      for (let i = 0; i < x.length; i++) {
        let left = i + 1
        const next: number[] = []
        for (let j = 0; j < y.length; j++) {
          const cost = Math.min(
            left + 1,
            row[j]! + 1,
            (j === 0 ? corner : row[j - 1]!) + Number(x[i] !== y[j]),
          )
          next.push(cost)
          left = cost
        }
        corner = i + 1
        row = next
      }
      return a.trim() === '' ? 0 : Math.max(0, 1 - row.at(-1)! / Math.max(x.length, y.length))
    }) as never,
    {
      golds: fc.constantFrom('one two three', 'four five', 'six'),
      right: (g: string) => g,
      wrong: (g: string) => `${g} seven`,
    } as never,
  ],
  [
    'a bounded length',
    ((a: string, g: number) => Number(a.trim().length > 0 && a.trim().length <= g)) as never,
    {
      golds: fc.integer({ min: 1, max: 40 }),
      right: (g: number) => 'a'.repeat(g),
      wrong: (g: number) => 'a'.repeat(g + 1),
    } as never,
  ],
]

describe('verifierLaws passes', () => {
  it.each(right)('%s', TIMED, (_name, verifier, options) => {
    verifierLaws(verifier, { ...options, runs: 50 })
  })
})
