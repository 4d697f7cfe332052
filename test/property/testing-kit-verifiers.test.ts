import { describe, expect, it } from 'vitest'
import { verifierLaws } from '../../src/testing/index.js'

const lines = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim().toLowerCase())
      .filter((line) => line !== ''),
  ),
]

const common = (answer: string, gold: readonly string[]): number => {
  const wanted = new Set(gold.map((item) => item.toLowerCase()))
  return lines(answer).filter((line) => wanted.has(line)).length
}

/** 2·common / (predicted + gold): right. */
const f1 = (answer: string, gold: readonly string[]): number =>
  (2 * common(answer, gold)) / (lines(answer).length + new Set(gold).size)

describe('verifierLaws', () => {
  it('passes a right F1 and says what it checked', () => {
    expect(verifierLaws(f1, { kind: 'exhaustive-retrieval' })).toEqual([
      'total',
      'bounded',
      'deterministic',
      'leaves the gold alone',
      'the gold decides',
      'a right answer earns 1',
      'an empty answer earns 0',
      'white space at the ends is nothing',
      'a wrong answer earns 0',
      'repetition never pays',
      'near duplicates never pay',
      'a wrong item never helps',
      'blank lines are nothing',
      'lines may end in CR LF',
      'a gold item named twice counts once',
      'one item is not the list',
      'a longer or shorter item is another one',
      'a look-alike is another item',
      'a thought earns nothing',
      'order is nothing',
      'a right item never hurts',
      'the locale is nothing',
      'case is ignored for all letters or for none',
      'time grows with the text',
    ])
  })

  const planted: readonly [
    bug: string,
    law: string,
    verifier: (answer: string, gold: readonly string[]) => number,
  ][] = [
    ['a reward above 1', 'bounded', (answer, gold) => 1.5 * f1(answer, gold)],
    [
      'NaN for an empty answer',
      'bounded',
      (answer, gold) => {
        const predicted = lines(answer).length
        const precision = common(answer, gold) / predicted
        const recall = common(answer, gold) / gold.length
        return (2 * precision * recall) / (precision + recall)
      },
    ],
    [
      'an F1 that falls when a right line is added',
      'a right item never hurts',
      (answer, gold) =>
        common(answer, gold) === gold.length
          ? 1
          : f1(answer, gold) * (1 - common(answer, gold) / gold.length),
    ],
    [
      'repeated lines count again',
      'repetition never pays',
      (answer, gold) => {
        const wanted = new Set(gold.map((item) => item.toLowerCase()))
        const all = answer
          .split('\n')
          .map((line) => line.trim().toLowerCase())
          .filter((line) => line !== '')
        const hits = all.filter((line) => wanted.has(line)).length
        return Math.min(1, (2 * hits) / (all.length + gold.length))
      },
    ],
    [
      'position decides',
      'order is nothing',
      (answer, gold) =>
        f1(answer, gold) === 1
          ? 1
          : f1(answer, gold) * (gold[0]!.toLowerCase() === lines(answer)[0] ? 1 : 0.9),
    ],
    [
      'a throw on a lone surrogate',
      'total',
      (answer, gold) => {
        encodeURIComponent(answer)
        return f1(answer, gold)
      },
    ],
    [
      'state between calls',
      'deterministic',
      (() => {
        const seen = new Set<string>()
        return (answer: string, gold: readonly string[]) => {
          const again = seen.has(answer)
          seen.add(answer)
          return f1(answer, gold) * (again ? 0.5 : 1)
        }
      })(),
    ],
    [
      'a gold that is sorted in place',
      'leaves the gold alone',
      (answer, gold) => {
        ;(gold as string[]).sort()
        return f1(answer, gold)
      },
    ],
    [
      'substrings match',
      'a wrong answer earns 0',
      (answer, gold) => f1(answer, gold) || (answer.includes('not asked for') ? 0.1 : 0),
    ],
    [
      'blank lines predicted',
      'white space at the ends is nothing',
      (answer, gold) => (2 * common(answer, gold)) / (answer.split('\n').length + gold.length),
    ],
  ]

  it.each(planted)('catches %s', (_bug, law, verifier) => {
    expect(() => verifierLaws(verifier, { kind: 'exhaustive-retrieval' })).toThrow(`The law "${law}" says`)
  })
})
