import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AdvantageSpec, computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { groupRollouts } from '../../src/advantages/group-rollouts.js'

/** Rewards far from 0 and close to each other: multiples of 2⁻¹² around 2⁴⁰, exact in float64; their mean is not. */
const SCALE = 4096
const OFFSET = 2 ** 40

const groups = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 7 })
  .filter((parts) => new Set(parts).size > 1)

function advantagesOf(parts: readonly number[], spec: AdvantageSpec): Float64Array {
  const batch = groupRollouts({
    rewards: parts.map((part) => OFFSET + part / SCALE),
    promptIds: parts.map(() => 'p'),
    lengths: parts.map((_, i) => i + 1),
  })
  if (batch._tag === 'Left') throw new Error(JSON.stringify(batch.left))
  const outcome = computeAdvantages(batch.right, spec)
  if (outcome._tag === 'Left') throw new Error(JSON.stringify(outcome.left))
  return outcome.right.advantages
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** All of these are differences of rewards, so they are known exactly from the small parts alone. */
const differences: readonly [spec: AdvantageSpec, exact: (parts: readonly number[], i: number) => number][] =
  [
    [
      { estimator: 'grpo', normalizeByStd: false },
      (parts, i) => (parts.length * parts[i]! - sum(parts)) / parts.length / SCALE,
    ],
    [
      { estimator: 'tmn', normalizeByTaskScale: false },
      (parts, i) => (parts.length * parts[i]! - sum(parts)) / parts.length / SCALE,
    ],
    [
      { estimator: 'rloo' },
      (parts, i) => (parts.length * parts[i]! - sum(parts)) / (parts.length - 1) / SCALE,
    ],
    [{ estimator: 'gpg' }, (parts, i) => (parts.length * parts[i]! - sum(parts)) / parts.length / SCALE],
    [
      { estimator: 'opo' },
      (parts, i) => {
        const tokens = (parts.length * (parts.length + 1)) / 2
        return (tokens * parts[i]! - sum(parts.map((part, k) => (k + 1) * part))) / tokens / SCALE
      },
    ],
  ]

it.each(differences)('%j loses no digit far from 0', (spec, exact) => {
  fc.assert(
    fc.property(groups, (parts) => {
      advantagesOf(parts, spec).forEach((advantage, i) => {
        const wanted = exact(parts, i)
        expect(Math.abs(advantage - wanted)).toBeLessThanOrEqual(
          1e-14 * Math.max(Math.abs(wanted), 1 / SCALE),
        )
      })
    }),
    { seed: 20260519, numRuns: 200 },
  )
})

it.each<AdvantageSpec>([{ estimator: 'grpo' }, { estimator: 'tmn' }, { estimator: 'tmnReweight' }])(
  '%j far from 0 equals the same spread around 0',
  (spec) => {
    fc.assert(
      fc.property(groups, (parts) => {
        const far = advantagesOf(parts, { ...spec, epsilon: 0 } as AdvantageSpec)
        const near = groupRollouts({ rewards: parts, promptIds: parts.map(() => 'p') })
        if (near._tag === 'Left') throw new Error(JSON.stringify(near.left))
        const wanted = computeAdvantages(near.right, { ...spec, epsilon: 0 } as AdvantageSpec)
        if (wanted._tag === 'Left') throw new Error(JSON.stringify(wanted.left))
        far.forEach((advantage, i) => {
          expect(Math.abs(advantage - wanted.right.advantages[i]!)).toBeLessThanOrEqual(1e-12)
        })
      }),
      { seed: 20260519, numRuns: 200 },
    )
  },
)
