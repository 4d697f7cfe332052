import { expect, it } from 'vitest'
import { createScorer } from '../../src/node/scorer.js'

it.each<[name: 'workers' | 'chunkSize', value: number, least: number]>([
  ['workers', Number.NaN, 0],
  ['workers', -1, 0],
  ['workers', 0.5, 0],
  ['workers', Number.POSITIVE_INFINITY, 0],
  ['chunkSize', Number.NaN, 1],
  ['chunkSize', 0, 1],
  ['chunkSize', -1, 1],
  ['chunkSize', 1.5, 1],
  ['chunkSize', Number.POSITIVE_INFINITY, 1],
])('createScorer refuses %s of %d', (name, value, least) => {
  expect(() => createScorer({ workers: 0, [name]: value })).toThrow(
    new RangeError(`BadBatch: ${name} must be a whole number, ${least} or more, but is ${value}.`),
  )
})

it('createScorer takes the least of each', async () => {
  const scorer = createScorer({ workers: 0, chunkSize: 1 })
  expect(await scorer.scoreBatch([])).toEqual([])
})
