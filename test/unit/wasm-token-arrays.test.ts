import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type TokenArrays, wasmBackend } from '../../src/backends/wasm/wasm.js'
import type { PolicyLossOptions } from '../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'
import { randomNumbers } from '../../src/testing/backend/loss-cases.js'
import { moveBatch } from '../conformance/move-batch.js'

/** Rows of 3,001 tokens, some all padding, over three tiles that end within a row. */
const ROLLOUTS = 13
const TOKENS = 3001
const SIZE = ROLLOUTS * TOKENS
const random = randomNumbers(7)
const numbers = (next: () => number) => new Float32Array(SIZE).map(next)
const oldLogProbs = numbers(() => -4 * random())
const logProbs = oldLogProbs.map((value) => value + 0.4 * (random() - 0.5))
const padded: TokenBatch = {
  logProbs,
  oldLogProbs,
  advantages: new Float32Array(ROLLOUTS).map(() => 2 * random() - 1),
  responseMask: new Uint8Array(SIZE).map((_, i) =>
    Number((i % TOKENS) + 700 * (i % 5) < TOKENS * Math.cos(i / SIZE)),
  ),
  rollouts: ROLLOUTS,
  tokens: TOKENS,
}
const { responseMask: _mask, tokens: _tokens, ...rows } = padded
const packed: TokenBatch = {
  ...rows,
  offsets: Int32Array.of(0, 1, 1, 16_383, 16_385, 30_001, ...Array(ROLLOUTS - 6).fill(32_770), SIZE),
}
const refLogProbs = oldLogProbs.map((value) => value + random() - 0.5)
const kl: PolicyLossOptions = { kl: { estimator: 'k3', coefficient: 0.1 } }

describe('a batch in arrays of the backend has the loss and the gradient of a batch anywhere, to the bit', () => {
  test.each<[string, TokenBatch, PolicyLossOptions?]>([
    ['padded', padded],
    ['packed', packed],
    ['with a reference', { ...packed, refLogProbs }, kl],
    ['with a reference in float64', { ...padded, refLogProbs: Float64Array.from(refLogProbs) }, kl],
    [
      'with old log-probabilities in float64',
      { ...padded, refLogProbs, oldLogProbs: Float64Array.from(oldLogProbs) },
      kl,
    ],
    ['with an advantage for each token', { ...padded, advantages: numbers(() => random() - 0.5) }],
    ['with importance weights', { ...packed, importanceWeights: numbers(random) }],
    [
      'with both',
      { ...packed, advantages: numbers(() => random() - 0.5), importanceWeights: numbers(random) },
    ],
    ['with a mask of booleans', { ...padded, responseMask: Array.from(padded.responseMask!, Boolean) }],
    ['with far ratios', { ...padded, logProbs: numbers(() => -9 * random()) }],
  ])('%s', async (_, batch, options = {}) => {
    const backend = wasmBackend()
    const expected = right(await backend.policyLoss(batch, options)())
    const arrays = right(backend.allocate(SIZE + 10))
    for (const array of allOf(arrays)) array.fill(7)
    const gradLogProbs = arrays.gradLogProbs.subarray(3, SIZE + 3)
    const actual = right(await backend.policyLoss(moved(batch, arrays), { ...options, gradLogProbs })())

    expect(actual.loss).toBe(expected.loss)
    expect(actual.metrics).toEqual(expected.metrics)
    expect(actual.gradLogProbs).toBe(gradLogProbs)
    expect(gradLogProbs.every((value, i) => Object.is(value, expected.gradLogProbs[i]))).toBe(true)
    expect(gradLogProbs.some((value) => value !== 0)).toBe(true)
    for (const array of allOf(arrays)) {
      expect([...array.subarray(0, 3), ...array.subarray(SIZE + 3)]).toEqual(Array(10).fill(7))
    }
    // The next batch is none the wiser.
    expect(right(await backend.policyLoss(batch, options)()).loss).toBe(expected.loss)
    await backend.dispose()
  })
})

/** Tokens in the middle of the arrays, and something of the caller's on either side. */
const moved = (batch: TokenBatch, arrays: TokenArrays): TokenBatch => moveBatch(batch, arrays, 3)

test('but for the last tile, nothing is copied to where the kernels have their own arrays', async () => {
  const backend = wasmBackend()
  const arrays = right(backend.allocate(SIZE + 3))
  const batch = moved(padded, arrays)
  right(await backend.policyLoss(batch, { gradLogProbs: arrays.gradLogProbs.subarray(3) })())
  const { buffer, byteOffset } = arrays.logProbs
  const tile = new Set(new Float32Array(buffer, 0, byteOffset / 4))
  const isInTile = (value: number): boolean => tile.has(value)
  for (const name of ['logProbs', 'oldLogProbs'] as const) {
    // A few numbers occur twice by chance.
    expect([...batch[name].subarray(0, 2 ** 15)].filter(isInTile).length).toBeLessThan(50)
    expect([...batch[name].subarray(2 ** 15)].filter(isInTile).length).toBeGreaterThan(1000)
  }
  await backend.dispose()
})

test('batches in the arrays of several allocations keep apart', async () => {
  const backend = wasmBackend()
  const [one, two] = [right(backend.allocate(SIZE + 3)), right(backend.allocate(SIZE + 3))]
  const expected = right(await backend.policyLoss(padded)())
  const mixed = {
    ...moved(padded, one),
    oldLogProbs: moved(padded, two).oldLogProbs,
    responseMask: moved(padded, two).responseMask!,
  }
  const [a, b] = await Promise.all([
    backend.policyLoss(mixed, { gradLogProbs: one.gradLogProbs.subarray(3) })(),
    backend.policyLoss(moved(padded, two), { gradLogProbs: one.refLogProbs.subarray(3) })(),
  ])
  expect(right(a).loss).toBe(expected.loss)
  expect(right(b).loss).toBe(expected.loss)
  expect(right(a).gradLogProbs.every((value, i) => value === expected.gradLogProbs[i])).toBe(true)
  expect(right(b).gradLogProbs.every((value, i) => value === expected.gradLogProbs[i])).toBe(true)
  await backend.dispose()
})

test('with threads the arrays are shared among them', async () => {
  const backend = wasmBackend({ threads: 2 })
  const arrays = right(backend.allocate(4))
  expect(arrays.logProbs.buffer).toBeInstanceOf(SharedArrayBuffer)
  await backend.dispose()
})

test('new arrays hold 0, each of as many values as there are tokens', () => {
  const arrays = right(wasmBackend().allocate(5))
  for (const array of allOf(arrays)) expect([...array]).toEqual([0, 0, 0, 0, 0])
})

describe('refusals', () => {
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '8' as never])('%s tokens', (tokens) => {
    expect(wasmBackend().allocate(tokens)).toMatchObject({ left: { _tag: 'BadBatch', argument: 'tokens' } })
  })

  test('more tokens than memory can hold', () => {
    expect(wasmBackend().allocate(2 ** 40)).toMatchObject({
      left: { _tag: 'BackendFailed', operation: 'allocate' },
    })
  })

  test('after dispose', async () => {
    const backend = wasmBackend()
    await backend.dispose()
    expect(backend.allocate(4)).toMatchObject({ left: { _tag: 'BackendFailed', operation: 'allocate' } })
  })

  test('threads that make no sense', () => {
    expect(wasmBackend({ threads: 0 }).allocate(4)).toMatchObject({ left: { argument: 'options.threads' } })
  })
})

const allOf = (arrays: TokenArrays): readonly (Float32Array | Uint8Array)[] => Object.values({ ...arrays })

function right<Value>(either: Either<unknown, Value>): Value {
  if (isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}
