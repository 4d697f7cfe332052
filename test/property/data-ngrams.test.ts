import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecontaminator } from '../../src/data/decontaminate.js'
import { eachNgram } from '../../src/data/each-ngram.js'
import { createNearDuplicates, shingleSimilarity } from '../../src/data/near-duplicates.js'
import { TEXT_RULES, type TextRuleName, textRule } from '../../src/data/text-rule.js'
import { orThrow } from '../../src/results.js'

/** The rules' words as strings: slow, and plain to read. */
function wordsByRegex(name: TextRuleName, prepared: string): readonly string[] {
  if (name === 'lm-eval') {
    const kept = prepared.replace(/[!-/:-@[-`{-~]+/g, '')
    return kept.split(/\s+/).filter((word) => word !== '')
  }
  if (name === 'open-r1') return prepared.split(/\s+/).filter((word) => word !== '')
  const single =
    '(?=[\\p{L}\\p{N}])[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]'
  const astral = '[\\u{10000}-\\u{10ffff}]'
  const word = new RegExp(`${astral}|${single}|(?:(?!${single}|${astral})[\\p{L}\\p{M}\\p{N}])+`, 'gu')
  return prepared.replace(/['’]/g, '').match(word) ?? []
}

const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'the',
        'Fox',
        "don't",
        'naïve',
        '12',
        '3.5',
        ' ',
        '\n',
        ', ',
        '.',
        '-',
        '堆',
        '雪',
        'ก',
        'カ',
        '𝑥',
        '😀',
        'é',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('eachNgram', () => {
  for (const name of TEXT_RULES) {
    it(`finds the same n-grams as words that are strings: ${name}`, () => {
      const rule = textRule(name)
      fc.assert(
        fc.property(texts, fc.integer({ min: 1, max: 5 }), (text, n) => {
          const prepared = rule.prepare(text)
          const words = wordsByRegex(name, prepared)
          const keys: string[] = []
          const count = eachNgram(prepared, rule, n, (low, high) => keys.push(`${low},${high}`))
          expect(count).toBe(words.length)
          const expected = words.slice(n - 1).map((_, i) => words.slice(i, i + n).join(' '))
          expect(keys.length).toBe(expected.length)
          // Equal hashes for equal n-grams, different ones for different n-grams.
          const nameOf = new Map<string, string>()
          expected.forEach((ngram, i) => {
            expect(nameOf.get(keys[i]!) ?? ngram).toBe(ngram)
            nameOf.set(keys[i]!, ngram)
          })
          expect(nameOf.size).toBe(new Set(expected).size)
        }),
        { numRuns: 300 },
      )
    })
  }
})

const word = fc.stringMatching(/^[a-z]{3,8}$/)

describe('decontamination', () => {
  it('finds 13 planted words always, 12 never', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 60, maxLength: 60 }),
        fc.nat(20),
        fc.constantFrom(12, 13),
        fc.constantFrom(' ', ', ', '\n', ' — '),
        (words, at, planted, separator) => {
          const benchmark = words.slice(0, 20).join(' ')
          const filler = words.slice(20)
          const record = [...filler.slice(0, at), ...words.slice(3, 3 + planted), ...filler.slice(at)]
          const decontaminator = orThrow(createDecontaminator())
          decontaminator.addBenchmark(benchmark)
          decontaminator.addRecord(record.join(separator).toUpperCase())
          const found = decontaminator.contaminated()
          expect(found.length).toBe(planted === 13 ? 1 : 0)
          if (planted === 13) expect(found[0]!.matches[0]!.text.split(/[^a-z]+/)).toEqual(words.slice(3, 16))
        },
      ),
    )
  })

  it('counts Chinese by characters: 13 found, 12 not', () => {
    const benchmark = '春眠不觉晓处处闻啼鸟夜来风雨声花落知多少'
    for (const planted of [12, 13]) {
      const decontaminator = orThrow(createDecontaminator())
      decontaminator.addBenchmark(benchmark)
      decontaminator.addRecord(`他说，${benchmark.slice(2, 2 + planted)}。完`)
      expect(decontaminator.contaminated().length).toBe(planted === 13 ? 1 : 0)
    }
  })

  it('ignores what more records share than `common`, in any order of the records', () => {
    const template = Array.from({ length: 15 }, (_, i) => `template${i}`).join(' ')
    const leak = Array.from({ length: 15 }, (_, i) => `leak${i}`).join(' ')
    const records = Array.from({ length: 12 }, (_, i) =>
      i === 7 ? `${template} x ${leak}` : `${template} y${i}`,
    )
    const decontaminator = orThrow(createDecontaminator({ common: 10 }))
    decontaminator.addBenchmark(`${template} z`)
    decontaminator.addBenchmark(leak)
    for (const record of records) decontaminator.addRecord(record)
    expect(decontaminator.contaminated().map(({ record }) => record)).toEqual([7])
    expect(decontaminator.counts().common).toBe(3)
  })

  it('refuses wrong options', () => {
    expect(createDecontaminator({ rule: 'lmeval' } as never)).toMatchObject({
      left: { _tag: 'BadOption', argument: 'options.rule' },
    })
    expect(createDecontaminator({ n: 0 })).toMatchObject({ left: { argument: 'options.n' } })
    expect(createNearDuplicates({ band: 3 } as never)).toMatchObject({ left: { argument: 'options.band' } })
  })
})

describe('near duplicates', () => {
  it('are found at a Jaccard similarity of 0.9 or more, in 99 of 100', () => {
    let [found, pairs] = [0, 0]
    const random = (seed: number) => () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed / 2 ** 32
    }
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed)
      const words = Array.from({ length: 400 }, () => `w${Math.floor(next() * 5000)}`)
      const other = [...words]
      // One changed word changes five shingles of 396.
      for (let k = 0; k < 1 + (seed % 4); k++) other[Math.floor(next() * 400)] = `other${seed}k${k}`
      const shingles = (list: string[]) =>
        new Set(list.slice(4).map((_, i) => list.slice(i, i + 5).join(' ')))
      const [a, b] = [shingles(words), shingles(other)]
      const common = [...a].filter((each) => b.has(each)).length
      const jaccard = common / (a.size + b.size - common)
      expect(orThrow(shingleSimilarity(words.join(' '), other.join(' ')))).toBe(jaccard)
      if (jaccard < 0.9) continue
      pairs++
      const duplicates = orThrow(createNearDuplicates())
      duplicates.add(words.join(' '))
      duplicates.add(Array.from({ length: 400 }, () => `x${Math.floor(next() * 5000)}`).join(' '))
      duplicates.add(other.join(' '))
      const clusters = duplicates.clusters()
      if (clusters.length === 1 && clusters[0]!.members.join() === '0,2') found++
    }
    expect(pairs).toBeGreaterThan(200)
    expect(found / pairs).toBeGreaterThanOrEqual(0.99)
  })

  it('knows short texts and leaves empty ones alone', () => {
    const duplicates = orThrow(createNearDuplicates())
    for (const text of ['', 'Yes.', '...', 'yes', 'no']) duplicates.add(text)
    expect(duplicates.clusters()).toEqual([{ members: [1, 3], similarities: [1, 1] }])
    expect(orThrow(shingleSimilarity('Yes.', 'yes'))).toBe(1)
    expect(orThrow(shingleSimilarity('yes', 'no'))).toBe(0)
    expect(orThrow(shingleSimilarity('', ''))).toBe(0)
    expect(shingleSimilarity('a', 'b', { bands: 3 } as never)).toMatchObject({ left: { _tag: 'BadOption' } })
  })

  it('make the same clusters in any order', () => {
    const texts = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }), { maxLength: 30 })
    fc.assert(
      fc.property(texts, fc.nat(), (wordLists, turn) => {
        const clustersOf = (order: readonly number[]) => {
          const duplicates = orThrow(createNearDuplicates({ n: 2, bands: 4, rows: 2 }))
          for (const text of order) duplicates.add(wordLists[text]!.join(' '))
          const members = duplicates.clusters().map((cluster) => cluster.members.map((row) => order[row]!))
          return members.map((cluster) => cluster.sort((a, b) => a - b).join()).sort()
        }
        const order = wordLists.map((_, i) => i)
        const other = order.map((_, i) => (i + turn) % order.length).reverse()
        expect(clustersOf(other)).toEqual(clustersOf(order))
      }),
      { numRuns: 200 },
    )
  })
})
