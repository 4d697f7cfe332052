import { isLeft, map, right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { computeAdvantages } from '../../src/advantages/compute-advantages.js'
import type { Advantages } from '../../src/advantages/prompt-groups.js'
import { type BackendParts, createBackend } from '../../src/backends/create-backend.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../../src/losses/token-batch.js'
import { describeBackend } from '../../src/testing/describe-backend.js'

/** The reference, rounded to float32: what a float32 backend may well return. */
const parts: BackendParts = {
  name: 'rounded',
  precision: 'float32',
  advantages: computeAdvantages,
  policyLoss: (batch, options) =>
    options?.gradLogProbs === undefined
      ? map(rounded)(policyLoss(batch, options))
      : policyLoss(batch, options),
}

const rounded = (result: PolicyLoss): PolicyLoss => ({
  ...result,
  loss: Math.fround(result.loss),
  gradLogProbs: Float32Array.from(result.gradLogProbs),
})

const changed =
  (change: (result: PolicyLoss, batch: TokenBatch) => PolicyLoss): BackendParts['policyLoss'] =>
  (batch, options) =>
    map((result: PolicyLoss) => change(result, batch))(policyLoss(batch, options))

/** The titles of the tests that a backend fails, among those that `chosen` picks. */
async function failures(
  faulty: Partial<BackendParts>,
  chosen: (title: string) => boolean = () => true,
): Promise<readonly string[]> {
  const tests: [string, () => void | Promise<void>][] = []
  describeBackend('faulty', () => createBackend({ ...parts, ...faulty }), {
    describe: (_, suite) => suite(),
    it: (title, body) => tests.push([title, body]),
    runs: 20,
  })
  const failed: string[] = []
  for (const [title, body] of tests)
    if (chosen(title))
      await Promise.resolve()
        .then(body)
        .catch(() => failed.push(title))
  return failed
}

test('a backend that rounds to float32 conforms', async () => {
  expect(await failures({})).toEqual([])
})

describe('planted bugs are caught', () => {
  const gradient = (result: PolicyLoss, change: (value: number, i: number) => number): PolicyLoss => ({
    ...result,
    gradLogProbs: result.gradLogProbs.map(change) as Float64Array,
  })
  const bugs: readonly [name: string, faulty: Partial<BackendParts>, caughtBy: string][] = [
    [
      'a gradient one millionth too large, declared as float64',
      { precision: 'float64', policyLoss: changed((r) => gradient(r, (g) => g * (1 + 1e-6))) },
      'computes the loss gpg',
    ],
    [
      'a gradient one hundred-thousandth too large, declared as float32',
      { policyLoss: changed((r) => gradient(r, (g) => g * (1 + 1e-5))) },
      'computes the loss vanilla',
    ],
    [
      'a gradient at masked tokens',
      {
        policyLoss: changed((r, batch) =>
          gradient(r, (g, i) => (batch.responseMask && !batch.responseMask[i] ? 1e-9 : g)),
        ),
      },
      'computes the loss vanilla',
    ],
    [
      'a mask that multiplies',
      {
        policyLoss: changed((r, batch) =>
          batch.responseMask && Array.from(batch.logProbs).some(Number.isNaN)
            ? { ...r, loss: Number.NaN }
            : r,
        ),
      },
      'computes the loss vanilla',
    ],
    [
      'an aggregation that is always token-mean',
      { policyLoss: (batch, options) => policyLoss(batch, { ...options, aggregation: 'token-mean' }) },
      'computes the loss vanilla',
    ],
    [
      'importance weights ignored',
      { policyLoss: ({ importanceWeights: _, ...batch }, options) => policyLoss(batch, options) },
      'computes the loss cispo',
    ],
    [
      'the KL without its sign',
      {
        policyLoss: (batch, { kl, ...options } = {}) =>
          policyLoss(batch, {
            ...options,
            ...(kl && {
              kl: [kl].flat().map((term) => ({ ...term, coefficient: Math.abs(term.coefficient) }))[0],
            }),
          }),
      },
      'computes the loss vanilla',
    ],
    [
      'a last piece of a long batch left out',
      { policyLoss: changed((r) => gradient(r, (g, i) => (i < 4096 ? g : 0))) },
      'computes long batches',
    ],
    [
      'a missing metric',
      {
        policyLoss: changed((r) => {
          const { approxKl: _, ...metrics } = r.metrics
          return { ...r, metrics: metrics as PolicyLoss['metrics'] }
        }),
      },
      'computes the loss vanilla',
    ],
    [
      'advantages of equal rewards that are not 0',
      {
        advantages: (groups, spec) =>
          map((r: Advantages) => ({
            ...r,
            advantages: r.advantages.map((a) => (a === 0 ? 1e-6 : a)),
          }))(computeAdvantages(groups, spec)),
      },
      'computes the advantages tmn',
    ],
    [
      'a gradient that overflows on its way to the caller’s array',
      {
        policyLoss: (batch, { gradLogProbs, ...options } = {}) =>
          map((r: PolicyLoss) => {
            gradLogProbs?.set(r.gradLogProbs)
            return { ...r, gradLogProbs: gradLogProbs ?? r.gradLogProbs }
          })(policyLoss(batch, options)),
      },
      'answers wrong calls with the Left of the reference',
    ],
    [
      'a number for a batch with NaN',
      {
        policyLoss: (batch, options) => {
          const result = policyLoss(batch, options)
          return isLeft(result)
            ? right({ loss: 0, gradLogProbs: new Float32Array(6), metrics: {} } as unknown as PolicyLoss)
            : result
        },
      },
      'answers wrong calls with the Left of the reference',
    ],
    [
      'an input changed',
      {
        policyLoss: (batch, options) => {
          const result = policyLoss(batch, options)
          if (batch.logProbs.length > 0) (batch.oldLogProbs as Float32Array)[0] = 0
          return result
        },
      },
      'leaves its inputs alone',
    ],
    [
      'one gradient for all calls',
      (() => {
        const shared = new Float64Array(100_000)
        return {
          policyLoss: changed((r) => {
            shared.set(r.gradLogProbs)
            return { ...r, gradLogProbs: shared.subarray(0, r.gradLogProbs.length) }
          }),
        }
      })(),
      'hands over outputs that are the caller’s',
    ],
    [
      'a result kept from the first call',
      (() => {
        const kept = new WeakMap<object, ReturnType<typeof policyLoss>>()
        return {
          policyLoss: (batch, options) => {
            if (!kept.has(batch)) kept.set(batch, policyLoss(batch, options))
            return kept.get(batch)!
          },
        } satisfies Partial<BackendParts>
      })(),
      'computes when the task runs, each time it runs',
    ],
    [
      'a gradient elsewhere than where the caller wants it',
      { policyLoss: (batch, { gradLogProbs: _, ...options } = {}) => policyLoss(batch, options) },
      'writes the gradient where the caller says',
    ],
  ]
  test.each(bugs)('%s', async (_, faulty, caughtBy) => {
    expect(await failures(faulty, (title) => title === caughtBy)).toEqual([caughtBy])
  })
})

describe('except', () => {
  const declared = (options: object) => {
    const tests: string[] = []
    const skipped: string[] = []
    const it = Object.assign((title: string) => tests.push(title), {
      skip: (title: string) => skipped.push(title),
    })
    describeBackend('mine', () => createBackend(parts), { describe: (_, suite) => suite(), it, ...options })
    return { tests, skipped }
  }
  test('skips a test with the reason in its title', () => {
    const whole = declared({})
    const { tests, skipped } = declared({ except: { 'computes the loss vespo': 'no kernel yet' } })
    expect(skipped).toEqual(['computes the loss vespo (no kernel yet)'])
    expect([...tests, 'computes the loss vespo'].sort()).toEqual([...whole.tests].sort())
  })
  test.each<[object, string]>([
    [{ except: { 'the loss vespo': 'none' } }, 'options.except must be titles among says its name'],
    [{ runs: 0 }, 'options.runs must be a whole number, 1 or more, but is 0'],
    [{ seed: 'random' }, 'options.seed must be a whole number, but is "random"'],
    [{ run: 5 }, 'options.run is unknown; did you mean options.runs?'],
  ])('%j is refused', (options, sentence) => {
    expect(() => declared(options)).toThrow(sentence)
  })
  test('every title is one that except takes', () => {
    const { tests } = declared({})
    expect(declared({ except: Object.fromEntries(tests.map((title) => [title, 'all'])) }).tests).toEqual([])
  })
})
