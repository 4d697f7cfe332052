import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/errors.js'
import { LOSS_KINDS } from '../../src/losses/loss-options.js'
import { mergeLosses, mergeMetrics } from '../../src/losses/merge-losses.js'
import { type PolicyLossOptions, policyLoss } from '../../src/losses/policy-loss.js'
import { type BatchPart, type SplitOptions, splitBatch } from '../../src/losses/split-batch.js'
import type { PolicyLoss, TokenBatch } from '../../src/losses/token-batch.js'
import { lossCases } from '../../src/testing/backend/loss-cases.js'

const right = <T>(either: { _tag: 'Left'; left: unknown } | { _tag: 'Right'; right: T }): T => {
  if (either._tag === 'Right') return either.right
  throw new Error(describeError(either.left as never))
}

const cuts: fc.Arbitrary<SplitOptions> = fc.record(
  { tokens: fc.constantFrom(11, 12, 30), rollouts: fc.constantFrom(1, 2, 4) },
  { requiredKeys: [] },
)

const near = (got: number, wanted: number, scale: number, name: string) => {
  if (got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) return
  expect(Math.abs(got - wanted), `${name}: ${got} for ${wanted}`).toBeLessThanOrEqual(1e-12 * scale)
}

const partLosses = (parts: readonly BatchPart[], options: PolicyLossOptions): PolicyLoss[] =>
  parts.map((part) => right(policyLoss(part, options)))

function sameAsWhole(batch: TokenBatch, options: PolicyLossOptions, cut: SplitOptions): void {
  const whole = policyLoss(batch, options)
  const parts = right(splitBatch(batch, cut))
  if (whole._tag === 'Left') {
    expect(parts.some((part) => policyLoss(part, options)._tag === 'Left')).toBe(true)
    return
  }
  const merged = right(mergeLosses(batch, parts, partLosses(parts, options)))
  const { loss, gradLogProbs, gradEntropies, metrics } = whole.right
  // What cancels between rollouts counts: 1e-12 of the sizes that are added up.
  const terms = partLosses(right(splitBatch(batch, { rollouts: 1 })), options)
  const added = (of: (term: PolicyLoss) => number) =>
    terms.reduce((sum, term) => sum + Math.abs(of(term)), 1 + terms.length)
  near(
    merged.loss,
    loss,
    added((term) => term.loss),
    'loss',
  )
  gradLogProbs.forEach((value, i) => {
    near(merged.gradLogProbs[i]!, value, Math.abs(value), `gradient[${i}]`)
  })
  gradEntropies?.forEach((value, s) => {
    near(merged.gradEntropies![s]!, value, Math.abs(value), `entropies[${s}]`)
  })
  expect(Object.keys(merged.metrics).sort()).toEqual(Object.keys(metrics).sort())
  for (const [name, value] of Object.entries(metrics)) {
    const got = [merged.metrics[name as 'tokens']].flat()
    ;[value].flat().forEach((wanted, k) => {
      near(
        got[k]!,
        wanted,
        Math.abs(wanted) + added(({ metrics }) => [metrics[name as 'tokens']].flat()[k]!),
        name,
      )
    })
  }
}

describe('the parts of a batch add up to it', () => {
  it.each(LOSS_KINDS)('%s', (kind) => {
    fc.assert(
      fc.property(lossCases(kind), cuts, ({ batch, options }, cut) => sameAsWhole(batch, options, cut)),
      { numRuns: 150 },
    )
  })

  it('and so do the parts of parts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOSS_KINDS).chain(lossCases), ({ batch, options }) => {
        const whole = policyLoss(batch, options)
        fc.pre(whole._tag === 'Right')
        const parts = right(splitBatch(batch, { rollouts: 3 }))
        const losses = parts
          .flatMap((part) => right(splitBatch(part, { rollouts: 1 })))
          .map((part) => right(policyLoss(part, options)).loss)
        const sum = losses.reduce((a, b) => a + b, 0)
        const size = losses.reduce((a, b) => a + Math.abs(b), 1)
        near(sum, right(whole).loss, size, 'loss')
      }),
    )
  })
})

const f = (...values: number[]) => Float64Array.from(values)
const batch: TokenBatch = {
  rollouts: 4,
  tokens: 3,
  logProbs: f(-1, -2, NaN, -1, NaN, NaN, -1, -2, -3, NaN, NaN, NaN),
  oldLogProbs: f(-1, -2, NaN, -1, NaN, NaN, -1, -2, -3, NaN, NaN, NaN),
  advantages: f(1, 2, 3, 4),
  responseMask: [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0],
  promptOf: [0, 0, 1, 1],
}

describe('splitBatch', () => {
  it('packs the longest first and sorts back', () => {
    const parts = right(splitBatch(batch, { tokens: 3 }))
    expect(parts.map(({ rows, offsets }) => [[...rows], [...offsets]])).toEqual([
      [
        [0, 1],
        [0, 2, 3],
      ],
      [
        [2, 3],
        [0, 3, 3],
      ],
    ])
    expect(parts[1]).toMatchObject({
      advantages: f(3, 4),
      logProbs: f(-1, -2, -3),
      partOf: { positions: Int32Array.of(6, 7, 8) },
      denominators: { tokens: 6, rollouts: 3, allRollouts: 4, length: 3, prompts: 2, promptTokens: f(3, 3) },
    })
    expect(right(splitBatch(batch, { rollouts: 3 })).map(({ rows }) => [...rows])).toEqual([[0, 1, 2], [3]])
    expect(right(splitBatch(batch, {})).map(({ rows }) => [...rows])).toEqual([[0, 1, 2, 3]])
  })

  it('the same batch is always cut alike, and is left alone', () => {
    const before = JSON.stringify(batch)
    const cut = () => JSON.stringify(right(splitBatch(batch, { tokens: 4 })))
    expect(cut()).toBe(cut())
    expect(JSON.stringify(batch)).toBe(before)
  })

  it('one part of a batch without rollouts', () => {
    const none = { rollouts: 0, offsets: Int32Array.of(0), logProbs: f(), oldLogProbs: f(), advantages: f() }
    const parts = right(splitBatch(none, { tokens: 1 }))
    expect(parts).toHaveLength(1)
    expect(right(mergeMetrics(partLosses(parts, {})))).toMatchObject({ tokens: 0, policyLoss: 0 })
  })

  it('an advantage per rollout stays one where there are as many tokens as rollouts', () => {
    const ambiguous = { ...batch, responseMask: [1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0] }
    const parts = right(splitBatch(ambiguous, { rollouts: 2 }))
    expect(parts[0]!.advantages).toEqual(f(1, 1))
    expect(parts[1]!.advantages).toEqual(f(3, 4))
  })

  it('a fresh forward pass of each part', () => {
    const parts = right(splitBatch(batch, { tokens: 3 }))
    const moved = { ...batch, logProbs: batch.logProbs.map((v) => v + 0.1) }
    const fresh = parts.map((part) => ({ ...part, logProbs: part.logProbs.map((v) => v + 0.1) }))
    const losses = partLosses(fresh as BatchPart[], {})
    expect(right(mergeLosses(moved, parts, losses)).loss).toBeCloseTo(right(policyLoss(moved)).loss, 14)
  })

  it.each<[object, unknown, string]>([
    [{}, { tokens: 2 }, 'options.tokens'],
    [{}, { tokens: 0 }, 'options.tokens'],
    [{}, { tokens: Number.NaN }, 'options.tokens'],
    [{}, { rollouts: 1.5 }, 'options.rollouts'],
    [{}, { token: 3 }, 'options.token'],
    [{}, null, 'options'],
    [{ logProbs: f(1) }, { tokens: 3 }, 'logProbs'],
    [{ promptOf: [0] }, { tokens: 3 }, 'promptOf'],
  ])('%j, %j is refused', (change, options, argument) => {
    expect(splitBatch({ ...batch, ...change }, options as SplitOptions)).toMatchObject({ left: { argument } })
  })
})

describe('merging', () => {
  it('refuses what does not fit', () => {
    const parts = right(splitBatch(batch, { tokens: 3 }))
    const losses = partLosses(parts, {})
    expect(mergeMetrics([])).toMatchObject({ left: { argument: 'parts' } })
    expect(mergeMetrics([null as never])).toMatchObject({ left: { argument: 'parts[0]' } })
    const gspo = partLosses(parts, { kind: 'gspo' })
    expect(mergeMetrics([losses[0]!, gspo[1]!])).toMatchObject({ left: { argument: 'parts[1]' } })
    expect(mergeLosses(batch, parts, losses.slice(1))).toMatchObject({ left: { argument: 'losses' } })
    const turned = { ...batch, responseMask: [1, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0] }
    const others = partLosses(right(splitBatch(turned, { tokens: 3 })), {})
    expect(mergeLosses(batch, parts, others)).toMatchObject({
      left: { argument: expect.stringMatching(/losses\[\d\]\.gradLogProbs/) },
    })
  })

  it('takes metrics as well as losses', () => {
    const losses = partLosses(right(splitBatch(batch, { tokens: 3 })), {})
    expect(mergeMetrics(losses.map(({ metrics }) => metrics))).toEqual(mergeMetrics(losses))
  })
})
