import { readFile } from 'node:fs/promises'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { workerSourceModule } from '../../src/backends/wasm/build-kernels.js'
import { wasmBackend } from '../../src/backends/wasm/wasm.js'
import type { PolicyLoss, TokenBatch } from '../../src/losses/token-batch.js'
import { randomNumbers } from '../../src/testing/backend/loss-cases.js'

const ROLLOUTS = 31
const TOKENS = 6007
const random = randomNumbers(3)
const numbers = (next: () => number) => new Float32Array(ROLLOUTS * TOKENS).map(next)
const oldLogProbs = numbers(() => -4 * random())
const batch: TokenBatch = {
  oldLogProbs,
  logProbs: oldLogProbs.map((value) => value + random() - 0.5),
  refLogProbs: oldLogProbs.map((value) => value + random() - 0.5),
  advantages: new Float32Array(ROLLOUTS).map(() => 2 * random() - 1),
  responseMask: new Uint8Array(ROLLOUTS * TOKENS).map(() => (random() < 0.7 ? 1 : 0)),
  rollouts: ROLLOUTS,
  tokens: TOKENS,
}
const options = { kl: { estimator: 'k3', coefficient: 0.01 }, aggregation: 'seq-mean-token-mean' } as const

async function lossWith(threads: number, of: TokenBatch = batch, more = {}): Promise<PolicyLoss> {
  const backend = wasmBackend({ threads })
  const result = await backend.policyLoss(of, { ...options, ...more })()
  await backend.dispose()
  if (isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

test('the committed worker source is what the bundler makes of worker.ts', async () => {
  const committed = await readFile(
    new URL('../../src/backends/wasm/worker-source.ts', import.meta.url),
    'utf8',
  )
  expect(committed).toBe(await workerSourceModule())
})

test('the number of threads changes no bit', async () => {
  const one = await lossWith(1)
  const three = await lossWith(3)
  expect(three.loss).toBe(one.loss)
  expect(three.metrics).toEqual(one.metrics)
  expect(three.gradLogProbs.every((value, i) => value === one.gradLogProbs[i])).toBe(true)
})

test('inputs on shared memory are read in place, other masks are understood', async () => {
  const share = (values: Float32Array) => {
    const shared = new Float32Array(new SharedArrayBuffer(values.byteLength))
    shared.set(values)
    return shared
  }
  const shared = {
    ...batch,
    logProbs: share(batch.logProbs as Float32Array),
    oldLogProbs: share(oldLogProbs),
    responseMask: Array.from(batch.responseMask!, Boolean),
  }
  expect((await lossWith(2, shared)).loss).toBe((await lossWith(1)).loss)
})

test('the gradient goes where the caller says, in the precision of the caller', async () => {
  const gradLogProbs = new Float64Array(ROLLOUTS * TOKENS).fill(7)
  const given = await lossWith(2, batch, { gradLogProbs })
  expect(given.gradLogProbs).toBe(gradLogProbs)
  const fresh = await lossWith(1)
  expect(gradLogProbs.every((value, i) => value === fresh.gradLogProbs[i])).toBe(true)
})

test('overlapping calls keep apart, buffers are reused', async () => {
  const backend = wasmBackend({ threads: 2 })
  const batches = [1, 2, 3].map((scale) => ({
    ...batch,
    advantages: (batch.advantages as Float32Array).map((value) => value * scale),
  }))
  for (let round = 0; round < 2; round++) {
    const results = await Promise.all(batches.map((each) => backend.policyLoss(each, options)()))
    const losses = await Promise.all(batches.map(async (each) => (await lossWith(1, each)).loss))
    expect(results.map((result) => (isLeft(result) ? result.left : result.right.loss))).toEqual(losses)
  }
  await backend.dispose()
})

test('NaN in a selected token is refused by name', async () => {
  const backend = wasmBackend({ threads: 2 })
  const selected =
    batch.responseMask!.length - 1 - [...(batch.responseMask as Uint8Array)].reverse().indexOf(1)
  const logProbs = (batch.logProbs as Float32Array).slice().fill(Number.NaN, selected, selected + 1)
  expect(await backend.policyLoss({ ...batch, logProbs }, options)()).toMatchObject({
    left: { _tag: 'BadBatch', argument: `logProbs[${selected}]` },
  })
  await backend.dispose()
})

test.each([0, -1, 1.5, Number.NaN])('threads: %s is refused', async (threads) => {
  const backend = wasmBackend({ threads })
  expect(await backend.policyLoss(batch)()).toMatchObject({
    left: { _tag: 'BadOption', argument: 'options.threads' },
  })
})
