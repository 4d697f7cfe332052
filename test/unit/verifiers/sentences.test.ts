import { describe, expect, it } from 'vitest'
import { UNKNOWN } from '../../../src/verifiers/lcs.js'
import { asRows, countEqual, indexSentences, meet, type Sentence } from '../../../src/verifiers/sentences.js'

it('equal sentences are counted, empty ones are not', () => {
  expect(countEqual([[1], [], [1, 2], [1], [1, 2], [12]])).toEqual([
    { sentence: [1], times: 2 },
    { sentence: [1, 2], times: 2 },
    { sentence: [12], times: 1 },
  ])
})

it('a symbol knows the sentences that have it, each once', () => {
  const { distinct, having } = indexSentences([[2, 2], [1, 2, 1, 2], [2, 2], [1]])
  expect(distinct).toEqual([[2, 2], [1, 2, 1, 2], [1]])
  expect([...having]).toEqual([
    [2, [0, 1]],
    [1, [1, 2]],
  ])
})

it('of rows that match nothing one is kept behind each run that matches', () => {
  expect(asRows([9, 1, 9, 9, 2, 3, 9, 9], (symbol) => symbol < 5)).toEqual([1, UNKNOWN, 2, 3, UNKNOWN])
  expect(asRows([9, 9], (symbol) => symbol < 5)).toEqual([])
})

describe('a sentence meets', () => {
  const answer = () => indexSentences([[1, 2], [2], [3], [1, 2], [2, 4]])
  const met = (sentence: Sentence, left: number, isOpen: (position: number, met: number) => boolean) => {
    const found: Sentence[] = []
    const steps = { left }
    meet(
      sentence,
      answer(),
      (position) => isOpen(position, found.length),
      (one) => found.push(one),
      steps,
    )
    return { found, left: steps.left }
  }

  it('those that share a word with it, each once', () => {
    expect(met([1, 2], 100, () => true)).toEqual({ found: [[1, 2], [2], [2, 4]], left: 96 })
  })

  it('none for a position that is not open, and no further one once it is not', () => {
    expect(met([1, 2], 100, (position) => position === 0).found).toEqual([[1, 2]])
    expect(met([2], 100, (_, count) => count < 2).found).toEqual([[1, 2], [2]])
    expect(met([2, 3], 100, () => false)).toEqual({ found: [], left: 100 })
  })

  it('as many as there are steps', () => {
    expect(met([2], 2, () => true)).toEqual({ found: [[1, 2], [2]], left: -1 })
    expect(met([2], 0, () => true)).toEqual({ found: [], left: -1 })
  })

  it('the same ones again for another reference', () => {
    const twice = answer()
    const found: Sentence[] = []
    for (let i = 0; i < 2; i++)
      meet(
        [3],
        twice,
        () => true,
        (one) => found.push(one),
        { left: 9 },
      )
    expect(found).toEqual([[3], [3]])
  })
})
