import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { segmentMoments } from '../../src/advantages/moments.js'
import { exactMoments } from '../../src/backends/wasm/exact-moments.js'
import { KERNEL_BYTES } from '../../src/backends/wasm/kernel-bytes.js'
import { instantiate } from '../../src/backends/wasm/kernels.js'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import { compile } from '../../src/losses/wasm/web-assembly.js'
import { advantageCases } from '../../src/testing/backend/advantage-cases.js'

const kernels = instantiate(compile(KERNEL_BYTES))

const offsetsOf = (sizes: readonly number[]): Int32Array => {
  const offsets = new Int32Array(sizes.length + 1)
  sizes.forEach((size, s) => {
    offsets[s + 1] = offsets[s]! + size
  })
  return offsets
}

test('moments are those of advantages/moments.ts, bit for bit', () => {
  const reward = fc.oneof(
    fc.integer({ min: 0, max: 64 }).map((parts) => parts / 64),
    fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    fc.double({ min: -1e100, max: 1e100, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  const groups = fc.array(fc.array(reward, { maxLength: 9 }), { maxLength: 12 })
  fc.assert(
    fc.property(groups, (lists) => {
      const values = Float64Array.from(lists.flat())
      const offsets = offsetsOf(lists.map((list) => list.length))
      expect(exactMoments(kernels, values, offsets)).toEqual(segmentMoments(values, offsets, 'exact'))
    }),
    { seed: 20260519, numRuns: 500 },
  )
})

test('groups that fill the memory, and one that does not fit', () => {
  const sizes = [3000, 1096, 1, 4096, 0, 5000, 7, ...Array.from({ length: 5000 }, (_, s) => s % 3)]
  const offsets = offsetsOf(sizes)
  const values = new Float64Array(offsets.at(-1)!).map((_, i) => Math.sin(i) + 0.1)
  expect(exactMoments(kernels, values, offsets)).toEqual(segmentMoments(values, offsets, 'exact'))
})

test('the wasm backend returns the advantages of the reference, to the bit', async () => {
  const backend = wasmBackend()
  const cases = fc
    .constantFrom('grpo', 'rloo', 'tmn', 'tmnReweight', 'difficultyWeights', 'gdpo')
    .chain(advantageCases)
  await fc.assert(
    fc.asyncProperty(cases, async ({ groups, spec }) => {
      expect(await backend.advantages(groups, spec)()).toEqual(computeAdvantages(groups, spec))
    }),
    { seed: 20260519, numRuns: 200 },
  )
  await backend.dispose()
})
