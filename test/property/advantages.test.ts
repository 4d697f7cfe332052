import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type AdvantageSpec, computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { difficultyWeights } from '../../src/advantages/difficulty-weights.js'
import { exactSum } from '../../src/advantages/exact-sum.js'
import { groupRollouts, type RolloutBatch } from '../../src/advantages/group-rollouts.js'
import { portableExp } from '../../src/advantages/portable-exp.js'
import { tmn } from '../../src/advantages/tmn.js'
import { tmnReweight } from '../../src/advantages/tmn-reweight.js'
import { orThrow } from '../../src/results.js'

/** A rollout with all that any estimator may ask for. */
interface Rollout {
  readonly reward: number
  readonly prompt: number
  readonly length: number
  readonly baseline: number
  readonly component: number
}

/** Every estimator, with the options that change its path. */
const specs: readonly AdvantageSpec[] = [
  { estimator: 'grpo' },
  { estimator: 'grpo', normalizeByStd: false, singletons: 'zero' },
  { estimator: 'grpo', baseline: 'others' },
  { estimator: 'grpo', scaling: 'batch' },
  { estimator: 'grpoDifficulty' },
  { estimator: 'grpoPassK' },
  { estimator: 'tmn' },
  { estimator: 'tmn', singletons: 'exclude', zeroVariance: 'exclude' },
  { estimator: 'difficultyWeights' },
  { estimator: 'tmnReweight' },
  { estimator: 'tmnReweight', alpha: 1, singletons: 'zero' },
  { estimator: 'qwenLong' },
  { estimator: 'rloo' },
  { estimator: 'reinforcePlusPlus' },
  { estimator: 'reinforcePlusPlusBaseline' },
  { estimator: 'opo' },
  { estimator: 'remax' },
  { estimator: 'gpg' },
  { estimator: 'gdpo' },
]

const withEpsilon = (spec: AdvantageSpec, epsilon: number | undefined): AdvantageSpec =>
  epsilon === undefined || ['difficultyWeights', 'rloo', 'opo', 'remax', 'gpg'].includes(spec.estimator)
    ? spec
    : ({ ...spec, epsilon } as AdvantageSpec)

const name = (spec: AdvantageSpec): string => JSON.stringify(spec)

/** Prompts 0 to 4; the task type is the prompt's parity. */
const batchOf = (rollouts: readonly Rollout[], more: Partial<RolloutBatch> = {}): RolloutBatch => ({
  rewards: rollouts.map((rollout) => rollout.reward),
  promptIds: rollouts.map((rollout) => rollout.prompt),
  taskTypes: rollouts.map((rollout) => (rollout.prompt % 2 === 0 ? 'even' : 'odd')),
  lengths: rollouts.map((rollout) => rollout.length),
  baselines: rollouts.map((rollout) => rollout.baseline),
  components: [rollouts.map((rollout) => rollout.component), rollouts.map((rollout) => rollout.reward)],
  ...more,
})

const advantagesOf = (batch: RolloutBatch, spec: AdvantageSpec): number[] => [
  ...orThrow(computeAdvantages(orThrow(groupRollouts(batch)), spec)).advantages,
]

/** Rewards that meet each other's means often, rewards in general, and rewards of wild magnitudes. */
const someReward = fc.oneof(
  fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1e100, max: 1e100, noNaN: true }),
)

const rolloutOf = (reward: fc.Arbitrary<number>): fc.Arbitrary<Rollout> =>
  fc.record({
    reward,
    prompt: fc.integer({ min: 0, max: 4 }),
    length: fc.integer({ min: 1, max: 50 }),
    baseline: fc.double({ min: 0, max: 1, noNaN: true }),
    component: fc.double({ min: 0, max: 1, noNaN: true }),
  })

const rollouts = fc.array(rolloutOf(someReward), { maxLength: 30 })
const tameRollouts = fc.array(rolloutOf(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 })

describe.each(specs.map((spec) => [name(spec), spec] as const))('%s', (_, spec) => {
  it('permuting rollouts permutes advantages, digit for digit', () => {
    fc.assert(
      fc.property(rollouts, fc.infiniteStream(fc.nat()), (batch, keys) => {
        const order = batch.map((__, i) => ({ i, key: keys.next().value as number }))
        order.sort((a, b) => a.key - b.key || a.i - b.i)
        const straight = advantagesOf(batchOf(batch), spec)
        const permuted = advantagesOf(batchOf(order.map(({ i }) => batch[i]!)), spec)
        expect(permuted).toEqual(order.map(({ i }) => straight[i]))
      }),
    )
  })

  it('invalid rollouts never matter and get 0', () => {
    const garbage = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e300, 5)
    fc.assert(
      fc.property(fc.array(fc.tuple(rolloutOf(someReward), fc.boolean(), garbage)), (tagged) => {
        const spoilt = tagged.map(([rollout, valid, value]) =>
          valid ? rollout : { ...rollout, reward: value, length: value, baseline: value, component: value },
        )
        const all = advantagesOf(batchOf(spoilt, { valid: tagged.map(([, valid]) => valid) }), spec)
        const valid = tagged.filter(([, isValid]) => isValid).map(([rollout]) => rollout)
        const alone = advantagesOf(batchOf(valid), spec)
        expect(all.filter((__, i) => tagged[i]![1])).toEqual(alone)
        expect(all.filter((__, i) => !tagged[i]![1]).every((advantage) => advantage === 0)).toBe(true)
      }),
    )
  })

  it('is finite, whatever the rewards', () => {
    fc.assert(
      fc.property(rollouts, fc.constantFrom(undefined, 0), (batch, epsilon) => {
        const advantages = advantagesOf(batchOf(batch), withEpsilon(spec, epsilon))
        expect(advantages.every(Number.isFinite)).toBe(true)
      }),
    )
  })

  it('leaves its inputs alone', () => {
    fc.assert(
      fc.property(tameRollouts, (batch) => {
        const groups = orThrow(groupRollouts(batchOf(batch)))
        const before = structuredClone(groups)
        computeAdvantages(groups, spec)
        expect(groups).toEqual(before)
      }),
      { numRuns: 20 },
    )
  })
})

const centred = specs.filter(({ estimator }) =>
  [
    'grpo',
    'tmn',
    'tmnReweight',
    'rloo',
    'opo',
    'gpg',
    'grpoDifficulty',
    'reinforcePlusPlusBaseline',
    'gdpo',
  ].includes(estimator),
)

describe('groups of equal rewards', () => {
  it.each(centred.map((spec) => [name(spec), spec] as const))('%s gives exactly 0', (_, spec) => {
    const reward = fc.oneof(
      fc.double({ min: -1e100, max: 1e100, noNaN: true }),
      fc.integer({ min: 0, max: 99 }).map((n) => n / 100),
    )
    fc.assert(
      fc.property(
        reward,
        fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 40 }),
        (value, lengths) => {
          const batch = lengths.map((length) => ({
            reward: value,
            prompt: 0,
            length,
            baseline: 0,
            component: value,
          }))
          const advantages = advantagesOf(batchOf(batch), spec)
          expect(advantages.every((advantage) => advantage === 0)).toBe(true)
        },
      ),
    )
  })
})

describe('group means', () => {
  const unweighted: readonly AdvantageSpec[] = [
    { estimator: 'grpo' },
    { estimator: 'grpo', normalizeByStd: false },
    { estimator: 'grpo', scaling: 'batch' },
    { estimator: 'tmn' },
    { estimator: 'rloo' },
    { estimator: 'gpg' },
  ]
  it.each(unweighted.map((spec) => [name(spec), spec] as const))(
    '%s sums to 0 within a prompt',
    (_, spec) => {
      fc.assert(
        fc.property(tameRollouts, (batch) => {
          const advantages = advantagesOf(batchOf(batch), spec)
          for (let prompt = 0; prompt < 5; prompt++) {
            const own = advantages.filter((__, i) => batch[i]!.prompt === prompt)
            const size = own.reduce((sum, value) => sum + Math.abs(value), 0)
            const sum = own.reduce((total, value) => total + value, 0)
            if (own.length > 1) expect(Math.abs(sum)).toBeLessThanOrEqual(1e-13 * (1 + size))
          }
        }),
      )
    },
  )
})

describe('scale invariance', () => {
  const invariant: readonly AdvantageSpec[] = [
    { estimator: 'grpo', epsilon: 0, singletons: 'zero' },
    { estimator: 'tmn', epsilon: 0, singletons: 'exclude' },
    { estimator: 'tmnReweight', epsilon: 0, singletons: 'zero' },
    { estimator: 'grpoPassK', epsilon: 0 },
  ]
  const scores = fc.array(rolloutOf(fc.integer({ min: 0, max: 100 }).map((n) => n / 100)), { maxLength: 30 })
  it.each(invariant.map((spec) => [name(spec), spec] as const))(
    '%s: doubling rewards changes nothing',
    (_, spec) => {
      fc.assert(
        fc.property(scores, fc.integer({ min: -20, max: 20 }), (batch, power) => {
          const scaled = batch.map((rollout) => ({ ...rollout, reward: rollout.reward * 2 ** power }))
          expect(advantagesOf(batchOf(scaled), spec)).toEqual(advantagesOf(batchOf(batch), spec))
        }),
      )
    },
  )
})

describe('TMN-Reweight', () => {
  it('is TMN times the difficulty weights', () => {
    fc.assert(
      fc.property(rollouts, fc.constantFrom('natural' as const, 'published' as const), (batch, profile) => {
        const groups = orThrow(groupRollouts(batchOf(batch)))
        const weights = difficultyWeights(groups, { profile }).weights
        const product = tmn(groups, { profile }).advantages.map((advantage, i) => advantage * weights[i]!)
        expect(tmnReweight(groups, { profile }).advantages).toEqual(product)
      }),
    )
  })

  it('decides every tie as integers do', () => {
    const tenths = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 24,
    })
    fc.assert(
      fc.property(tenths, fc.constantFrom(-0.5, 0, 0.5, 0.75, 1), (drawn, alpha) => {
        // Eighths are exact in float64, so means and ties are those of the integers.
        const groups = orThrow(
          groupRollouts({
            rewards: drawn.map(([eighths]) => eighths / 8),
            promptIds: drawn.map(([, id]) => id),
          }),
        )
        const { passRates } = difficultyWeights(groups, { alpha, singletons: 'zero' }).statistics
        const own = groups.promptIds.map((id) =>
          drawn.filter(([, prompt]) => prompt === id).map(([eighths]) => BigInt(eighths)),
        )
        const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
        const common = 24n * 23n * 22n * 21n * 20n * 19n * 18n * 17n * 16n * 15n * 14n * 13n * 11n
        const mean = (values: readonly bigint[]) => (sum(values) * common) / BigInt(values.length)
        const taskMean = sum(own.map(mean)) // times P
        const prompts = BigInt(own.length)
        const quarters = BigInt(alpha * 4)
        own.forEach((values, u) => {
          const share = values.length === 1 ? 0n : quarters
          const threshold = share * mean(values) * prompts + (4n - share) * taskMean
          const above = values.filter((value) => 4n * value * common * prompts > threshold).length
          expect(passRates![u]).toBe(above / values.length)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('differs from exact arithmetic by less than 1e-12 at 1,048,576 rollouts, far from 0', () => {
    const count = 2 ** 20
    const size = 16
    const prompts = count / size
    const steps = new Int32Array(count)
    let state = 20260519
    for (let i = 0; i < count; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      steps[i] = state >>> 22 // 0 … 1023
    }
    // Rewards of 1e6 + k / 1024 are exact in float64, and so are the integer sums behind the expected values.
    const rewards = Float64Array.from(steps, (step) => 1e6 + step / 1024)
    const promptIds = Int32Array.from(steps, (_, i) => i % prompts)
    const alpha = 0.75
    const epsilon = 0
    const groups = orThrow(groupRollouts({ rewards, promptIds }))
    const { advantages } = tmnReweight(groups, { alpha, epsilon })

    const sums = new Float64Array(prompts)
    const squares = new Float64Array(prompts)
    for (let i = 0; i < count; i++) {
      sums[promptIds[i]!]! += steps[i]!
      squares[promptIds[i]!]! += steps[i]! * steps[i]!
    }
    let total = 0
    let spread = 0
    for (let u = 0; u < prompts; u++) {
      total += sums[u]!
      spread += size * squares[u]! - sums[u]! ** 2
    }
    const scale = Math.sqrt(spread / (size * (size - 1) * prompts))
    const above = new Int32Array(prompts)
    for (let i = 0; i < count; i++) {
      const u = promptIds[i]!
      if (4 * prompts * size * steps[i]! > 3 * prompts * sums[u]! + total) above[u]!++
    }
    let worst = 0
    for (let i = 0; i < count; i++) {
      const u = promptIds[i]!
      const deviation = (size * steps[i]! - sums[u]!) / size
      const rate = above[u]! / size
      const exact = (deviation / scale) * Math.exp(deviation > 0 ? 0.5 - rate : rate - 0.5)
      const error = exact === 0 ? Math.abs(advantages[i]!) : Math.abs(advantages[i]! / exact - 1)
      if (error > worst) worst = error
    }
    expect(worst).toBeLessThan(2e-15)
  })
})

describe('groupRollouts', () => {
  it('names the first reward that is not a number', () => {
    const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        fc.nat(),
        bad,
        (rewards, at, value) => {
          const index = at % rewards.length
          const spoilt = rewards.map((reward, i) => (i === index ? value : reward))
          const result = groupRollouts({ rewards: spoilt, promptIds: rewards.map(() => 'p') })
          expect(isLeft(result) && result.left.argument).toBe(`rewards[${index}]`)
        },
      ),
    )
  })

  it('puts each valid rollout into the group of its prompt, in order', () => {
    const id = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('0', '1', '00', ''))
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.boolean())), (drawn) => {
        const groups = orThrow(
          groupRollouts({
            rewards: drawn.map(() => 0),
            promptIds: drawn.map(([prompt]) => prompt),
            valid: drawn.map(([, valid]) => valid),
          }),
        )
        expect(groups.promptIds).toEqual([...new Set(drawn.map(([prompt]) => prompt))])
        groups.promptIds.forEach((prompt, u) => {
          const members = [...groups.members.subarray(groups.offsets[u], groups.offsets[u + 1])]
          const wanted = drawn.flatMap(([own, valid], i) => (own === prompt && valid ? [i] : []))
          expect(members).toEqual(wanted)
        })
        drawn.forEach(([prompt], i) => {
          expect(groups.promptIds[groups.promptOf[i]!]).toBe(prompt)
        })
      }),
    )
  })
})

describe('exactSum', () => {
  it('is the nearest float64 to the true sum, and its rest, in any order', () => {
    const wild = fc.array(fc.double({ min: -1e100, max: 1e100, noNaN: true }), { maxLength: 40 })
    fc.assert(
      fc.property(wild, (values) => {
        const sumOf = (terms: readonly number[]) => {
          const out = new Float64Array(2)
          exactSum(Float64Array.from(terms), 0, terms.length, out)
          return [...out]
        }
        const [head, tail] = sumOf(values)
        const unit = 2n ** 1074n
        const scaled = (x: number): bigint => {
          let numerator = x
          let shift = 0
          while (!Number.isInteger(numerator)) {
            numerator *= 2
            shift++
          }
          return (BigInt(numerator) * unit) >> BigInt(shift)
        }
        const exact = values.reduce((sum, value) => sum + scaled(value), 0n)
        const rest = exact - scaled(head!)
        // Half a unit in the last place of the head bounds the rest; likewise for the tail.
        const magnitude = (x: bigint) => (x < 0n ? -x : x)
        expect(magnitude(rest) * 2n ** 53n <= magnitude(scaled(head!))).toBe(true)
        expect(magnitude(rest - scaled(tail!)) * 2n ** 53n <= magnitude(rest)).toBe(true)
        expect(sumOf([...values].reverse())).toEqual([head, tail])
        expect(sumOf([...values].sort((a, b) => Math.abs(b) - Math.abs(a)))).toEqual([head, tail])
      }),
      { numRuns: 300 },
    )
  })
})

describe('portableExp', () => {
  it("agrees with the engine's to the last digit or the one before", () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (x) => {
        expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(2.3e-16)
      }),
    )
    expect(portableExp(0)).toBe(1)
    expect(portableExp(1)).toBe(Math.E)
  })
})
