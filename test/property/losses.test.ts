import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/errors.js'
import { AGGREGATIONS } from '../../src/losses/aggregation.js'
import { fastExp } from '../../src/losses/fast-exp.js'
import { type PolicyLossOptions, policyLoss } from '../../src/losses/policy-loss.js'
import { rolloutCorrection } from '../../src/losses/rollout-correction.js'
import type { PolicyLoss, TokenBatch } from '../../src/losses/token-batch.js'

/** Kinds whose gradient is the derivative of their value. */
const DERIVATIVES: readonly PolicyLossOptions[] = [
  { kind: 'vanilla' },
  { kind: 'vanilla', ratioCap: 2, dualClip: Number.POSITIVE_INFINITY },
  { kind: 'vanilla', ratioCap: 1.1 },
  { kind: 'vanilla', importanceLevel: 'sequence' },
  { kind: 'sapo' },
  { kind: 'sapo', importanceLevel: 'sequence', tauPos: 2, tauNeg: 0.5 },
  { kind: 'gpg' },
  { kind: 'geo-mean', clipLow: 0.2, clipHigh: 0.2 },
  { kind: 'dro', droBeta: 0.5 },
  { kind: 'luspo' },
]

/** Kinds that treat a factor as a constant: their gradient is the derivative of a loss with that factor frozen. */
const FROZEN: readonly PolicyLossOptions[] = [
  { kind: 'gspo' },
  { kind: 'cispo' },
  { kind: 'cispo', ratioCap: 1.5, importanceLevel: 'sequence' },
  { kind: 'dppo-tv' },
  { kind: 'dppo-kl' },
  { kind: 'vespo' },
]

const SPLITTABLE = [...DERIVATIVES, ...FROZEN]

interface Row {
  readonly advantage: number
  readonly tokens: readonly {
    readonly old: number
    readonly logRatio: number
    readonly ref: number
    readonly weight: number
    readonly selected: boolean
  }[]
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  advantage: between(-2, 2),
  tokens: fc.array(
    fc.record({
      old: between(-4, -0.01),
      logRatio: fc.oneof(between(-0.5, 0.5), between(-3, 3)),
      ref: between(-1, 1),
      weight: between(0.1, 3),
      selected: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
})

const rowsArbitrary = fc.array(rowArbitrary, { minLength: 1, maxLength: 5 })

const COLUMNS = 5

/** Rows of five columns; what lies behind the end of a row or is not selected holds NaN. */
function padded(
  rows: readonly Row[],
  Floats: Float64ArrayConstructor | Float32ArrayConstructor = Float64Array,
) {
  const fill = (read: (token: Row['tokens'][number]) => number) => {
    const values = new Floats(rows.length * COLUMNS).fill(Number.NaN)
    rows.forEach((row, s) => {
      row.tokens.forEach((token, t) => {
        if (token.selected) values[s * COLUMNS + t] = read(token)
      })
    })
    return values
  }
  return {
    rollouts: rows.length,
    promptOf: rows.map((_, s) => s % 2),
    tokens: COLUMNS,
    logProbs: fill((token) => token.old + token.logRatio),
    oldLogProbs: fill((token) => token.old),
    refLogProbs: fill((token) => token.old + token.ref),
    importanceWeights: fill((token) => token.weight),
    advantages: Floats.from(rows.map((row) => row.advantage)),
    responseMask: fill(() => 1).map((bit) => (bit === 1 ? 1 : 0)),
  } satisfies TokenBatch
}

/** The selected tokens alone, one after another. */
function packed(rows: readonly Row[]): TokenBatch {
  const whole = padded(rows)
  const keep = (values: Float64Array | Float32Array) =>
    Float64Array.from(values).filter((_, i) => whole.responseMask[i] === 1)
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, s) => {
    offsets[s + 1] = offsets[s]! + row.tokens.filter((token) => token.selected).length
  })
  const tokens = offsets[rows.length]!
  return {
    rollouts: rows.length,
    promptOf: rows.map((_, s) => s % 2),
    tokens: COLUMNS,
    offsets,
    logProbs: keep(whole.logProbs),
    oldLogProbs: keep(whole.oldLogProbs),
    refLogProbs: keep(whole.refLogProbs),
    importanceWeights: keep(whole.importanceWeights),
    // one per token: with as many tokens as rollouts, one per rollout would be read as one per token
    advantages: Float64Array.from({ length: tokens }, (_, i) => {
      const rollout = offsets.findIndex((start, s) => start <= i && i < offsets[s + 1]!)
      return rows[rollout]!.advantage
    }),
  }
}

function lossOf(batch: TokenBatch, options: PolicyLossOptions): PolicyLoss {
  const result = policyLoss(batch, options)
  if (isLeft(result)) throw new Error(describeError(result.left))
  return result.right
}

const near = (actual: number, expected: number, tolerance: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(expected)))

const withKl: PolicyLossOptions[] = (['k1', 'abs', 'k2', 'k3', 'k3-unclamped'] as const).map((estimator) => ({
  kind: 'vanilla',
  kl: { estimator, coefficient: 0.3 },
}))

describe('the gradient', () => {
  it.each([...DERIVATIVES, ...withKl])('is the central difference of the loss: %j', (options) => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(...AGGREGATIONS), (rows, aggregation) => {
        const batch = padded(rows)
        const all = { ...options, aggregation } as PolicyLossOptions
        const { gradLogProbs } = lossOf(batch, all)
        const step = 1e-6
        const at = (i: number, by: number) => {
          const logProbs = batch.logProbs.map((value, j) => (j === i ? value + by : value))
          return lossOf({ ...batch, logProbs }, all).loss
        }
        const here = at(0, 0)
        batch.responseMask.forEach((bit, i) => {
          if (bit === 0) {
            expect(gradLogProbs[i]).toBe(0)
            return
          }
          const forward = (at(i, step) - here) / step
          const backward = (here - at(i, -step)) / step
          // Next to a kink the two sides differ; there the gradient has to be one of them.
          const tolerance = 2e-3 * (1 + Math.abs(forward) + Math.abs(backward))
          const distance = Math.min(
            Math.abs(gradLogProbs[i]! - (forward + backward) / 2),
            Math.abs(gradLogProbs[i]! - forward),
            Math.abs(gradLogProbs[i]! - backward),
          )
          expect(distance).toBeLessThanOrEqual(tolerance)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('of cispo is minus the clipped ratio times the advantage, scaled by the aggregation', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const batch = padded(rows)
        const { gradLogProbs } = lossOf(batch, { kind: 'cispo', aggregation: 'token-sum' })
        batch.responseMask.forEach((bit, i) => {
          if (bit === 0) return
          const ratio = Math.exp(batch.logProbs[i]! - batch.oldLogProbs[i]!)
          const clipped = Math.min(Math.max(ratio, 0.8), 1.28)
          const advantage = batch.advantages[Math.floor(i / COLUMNS)]!
          near(gradLogProbs[i]!, -clipped * advantage * batch.importanceWeights[i]!, 1e-12)
        })
      }),
    )
  })

  it('of a straight-through KL is that of k2', () => {
    fc.assert(
      fc.property(
        rowsArbitrary,
        fc.constantFrom('k1+', 'abs+', 'k3+', 'k3-unclamped+' as const),
        (rows, name) => {
          const estimator = name as 'k1+'
          const batch = padded(rows)
          const straight = lossOf(batch, { kl: { estimator, coefficient: 1 } })
          const square = lossOf(batch, { kl: { estimator: 'k2', coefficient: 1 } })
          const base = lossOf(batch, { kl: { estimator: estimator.slice(0, -1) as 'k1', coefficient: 1 } })
          expect(straight.gradLogProbs).toEqual(square.gradLogProbs)
          expect(straight.loss).toBe(base.loss)
        },
      ),
    )
  })
})

describe('micro-batches', () => {
  it.each(SPLITTABLE)('sum to the whole batch, however it is split: %j', (options) => {
    fc.assert(
      fc.property(
        rowsArbitrary,
        fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
        fc.constantFrom(...AGGREGATIONS.filter((name) => name !== 'prompt-mean')),
        fc.constantFrom<PolicyLossOptions['profile']>('natural', 'verl-main', 'trl'),
        (rows, parts, aggregation, profile) => {
          const all = {
            ...options,
            aggregation,
            profile,
            kl: { estimator: 'k3', coefficient: 0.2 },
          } as PolicyLossOptions
          const counted = rows.map((row) => row.tokens.filter((token) => token.selected).length)
          const tokens = counted.reduce((sum, count) => sum + count, 0)
          fc.pre(tokens > 0)
          const denominators = { tokens, rollouts: rows.length, length: COLUMNS }
          const whole = lossOf(padded(rows), { ...all, denominators } as PolicyLossOptions)
          let sum = 0
          for (let part = 0; part < 5; part++) {
            const at = rows.flatMap((_, s) => (parts[s] === part ? [s] : []))
            const micro = lossOf(padded(at.map((s) => rows[s]!)), {
              ...all,
              denominators,
            } as PolicyLossOptions)
            sum += micro.loss
            at.forEach((s, row) => {
              const gradient = micro.gradLogProbs.subarray(row * COLUMNS, (row + 1) * COLUMNS)
              expect(gradient).toEqual(whole.gradLogProbs.subarray(s * COLUMNS, (s + 1) * COLUMNS))
            })
          }
          near(sum, whole.loss, 1e-12)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('need no explicit rollouts when the counted ones are the same', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(...AGGREGATIONS), (rows, aggregation) => {
        const counted = rows.map((row) => row.tokens.filter((token) => token.selected).length)
        const tokens = counted.reduce((sum, count) => sum + count, 0)
        const rollouts = counted.filter((count) => count > 0).length
        fc.pre(tokens > 0)
        const explicit = lossOf(padded(rows), {
          aggregation,
          denominators: { tokens, rollouts, length: COLUMNS },
        })
        const implicit = lossOf(padded(rows), { aggregation })
        expect(explicit.loss).toBe(implicit.loss)
        expect(explicit.gradLogProbs).toEqual(implicit.gradLogProbs)
      }),
    )
  })
})

describe('layouts', () => {
  const kinds: readonly PolicyLossOptions[] = [
    ...SPLITTABLE,
    { kind: 'clip-cov', covLow: 0, covHigh: 9, covRatio: 0.3 },
    { kind: 'kl-cov', covRatio: 0.3 },
  ]

  it.each(kinds)('padded and packed rows give the same numbers: %j', (options) => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(...AGGREGATIONS), (rows, aggregation) => {
        const all = {
          ...options,
          aggregation,
          kl: { estimator: 'k3', coefficient: 0.2 },
        } as PolicyLossOptions
        const sparse = padded(rows)
        const ofPadded = lossOf(sparse, all)
        const ofPacked = lossOf(packed(rows), all)
        expect(ofPacked.loss).toBe(ofPadded.loss)
        expect(ofPacked.metrics).toEqual(ofPadded.metrics)
        expect([...ofPacked.gradLogProbs]).toEqual(
          [...ofPadded.gradLogProbs].filter((_, i) => sparse.responseMask[i] === 1),
        )
        ofPadded.gradLogProbs.forEach((value, i) => {
          if (sparse.responseMask[i] !== 1) expect(value).toBe(0)
        })
      }),
      { numRuns: 40 },
    )
  })

  it.each(kinds)('float32 numbers give what the same numbers in float64 give: %j', (options) => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const single = padded(rows, Float32Array)
        const double: TokenBatch = {
          ...single,
          logProbs: Float64Array.from(single.logProbs),
          oldLogProbs: Float64Array.from(single.oldLogProbs),
          importanceWeights: Float64Array.from(single.importanceWeights),
          advantages: Float64Array.from(single.advantages),
        }
        expect(lossOf(single, options)).toEqual(lossOf(double, options))
      }),
      { numRuns: 40 },
    )
  })

  it.each(kinds)('a caller’s buffer gets the same gradient, and inputs stay as they were: %j', (options) => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const batch = padded(rows)
        const before = structuredClone(batch)
        const fresh = lossOf(batch, options)
        const buffer = new Float64Array(batch.logProbs.length).fill(7)
        const reused = lossOf(batch, { ...options, gradLogProbs: buffer } as PolicyLossOptions)
        expect(reused.gradLogProbs).toBe(buffer)
        expect(reused).toEqual(fresh)
        expect(batch).toEqual(before)
      }),
      { numRuns: 40 },
    )
  })
})

describe('rollout correction', () => {
  it('never weighs more than the upper bound, masked tokens not at all, and rejects only what was selected', () => {
    fc.assert(
      fc.property(
        rowsArbitrary,
        fc.constantFrom<'token' | 'sequence' | 'geometric'>('token', 'sequence', 'geometric'),
        fc.constantFrom<'truncate' | 'mask' | 'clamp'>('truncate', 'mask', 'clamp'),
        (rows, level, mode) => {
          const { logProbs, oldLogProbs, ...layout } = padded(rows)
          const result = rolloutCorrection(
            { ...layout, oldLogProbs: logProbs, rolloutLogProbs: oldLogProbs },
            { level, mode, upper: 2, lower: 0.5, rejection: [{ measure: 'seq-mean-k3', upper: 0.5 }] },
          )
          if (isLeft(result)) throw new Error(describeError(result.left))
          const { importanceWeights, responseMask } = result.right
          layout.responseMask.forEach((bit, i) => {
            const weight = importanceWeights![i]!
            expect(weight).toBeLessThanOrEqual(2)
            if (bit === 0) expect([weight, responseMask[i]]).toEqual([0, 0])
            if (mode === 'mask' && weight !== 0) expect(weight).toBeGreaterThanOrEqual(0.5)
          })
          const numbers = JSON.stringify(result.right.metrics, (_, value) =>
            typeof value === 'number' && !Number.isFinite(value) ? `not finite: ${value}` : value,
          )
          expect(numbers).not.toContain('not finite')
        },
      ),
    )
  })
})

it('the table exponential is Math.exp to a few units in the last place', () => {
  fc.assert(
    fc.property(fc.double({ min: -21, max: 21, noNaN: true }), (x) => {
      expect(Math.abs(fastExp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-15)
    }),
    { numRuns: 2000 },
  )
})
