import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planBatches } from '../../src/data/plan-batches.js'
import { orThrow } from '../../src/results.js'

const prompts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }).map((sizes) =>
  sizes.flatMap((size, k) =>
    Array.from({ length: size }, (_, i) => ({
      promptId: `${k}-${i}`,
      taskType: `task ${k}`,
      length: 1 + i,
    })),
  ),
)

const typeOf = (promptId: string) => promptId.split('-')[0]!

describe('planBatches', () => {
  it('fills every batch and replays digit for digit', () => {
    fc.assert(
      fc.property(prompts, fc.integer({ min: 2, max: 32 }), fc.nat(), (given, batchSize, seed) => {
        const plan = orThrow(planBatches(given, { batchSize, seed }))
        expect(plan.length).toBe(Math.ceil(given.length / batchSize))
        for (const { promptIds } of plan) expect(promptIds.length).toBe(batchSize)
        expect(orThrow(planBatches(given, { batchSize, seed }))).toEqual(plan)
      }),
    )
  })

  it('keeps each type within a prompt of its due, equal or proportional', () => {
    fc.assert(
      fc.property(
        prompts,
        fc.constantFrom('equal' as const, 'proportional' as const),
        fc.integer({ min: 1, max: 20 }),
        (given, balance, batchSize) => {
          const plan = orThrow(planBatches(given, { batchSize, balance, batches: 12 }))
          const types = [...new Set(given.map(({ promptId }) => typeOf(promptId)))]
          const dealt = new Map(types.map((type) => [type, 0]))
          plan.forEach(({ promptIds }, b) => {
            for (const id of promptIds) dealt.set(typeOf(id), dealt.get(typeOf(id))! + 1)
            for (const type of types) {
              const size = given.filter(({ promptId }) => typeOf(promptId) === type).length
              const share = balance === 'equal' ? 1 / types.length : size / given.length
              expect(Math.abs(dealt.get(type)! - share * batchSize * (b + 1))).toBeLessThan(types.length)
            }
          })
        },
      ),
    )
  })

  it('has no type with fewer prompts than leastPerTask', () => {
    fc.assert(
      fc.property(
        prompts,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 4, max: 24 }),
        (given, leastPerTask, batchSize) => {
          for (const { promptIds } of orThrow(planBatches(given, { batchSize, leastPerTask, batches: 10 }))) {
            const counts = new Map<string, number>()
            for (const id of promptIds) counts.set(typeOf(id), (counts.get(typeOf(id)) ?? 0) + 1)
            expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(leastPerTask)
          }
        },
      ),
    )
  })

  it('deals a type in rounds: no prompt again before all of its type', () => {
    fc.assert(
      fc.property(prompts, (given) => {
        const plan = orThrow(planBatches(given, { batchSize: 7, batches: 20 }))
        const seen = new Map<string, number>()
        for (const id of plan.flatMap(({ promptIds }) => promptIds)) seen.set(id, (seen.get(id) ?? 0) + 1)
        for (const type of new Set(given.map(({ promptId }) => typeOf(promptId)))) {
          const counts = given
            .filter(({ promptId }) => typeOf(promptId) === type)
            .map(({ promptId }) => seen.get(promptId) ?? 0)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('holds the lengths of its stages', () => {
    const given = Array.from({ length: 30 }, (_, i) => ({ promptId: `0-${i}`, taskType: 't', length: 1 + i }))
    const plan = orThrow(planBatches(given, { batchSize: 4, batches: 9, stages: [10, 20, 30] }))
    expect(plan.map(({ stage }) => stage)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2])
    for (const { stage, promptIds } of plan) {
      for (const id of promptIds) expect(Number(id.slice(2)) + 1).toBeLessThanOrEqual([10, 20, 30][stage]!)
    }
  })

  it('refuses what cannot be planned', () => {
    const one = [{ promptId: '0-0', taskType: 't' }]
    const wrong = (options: object) => planBatches(one, options as never)
    expect(wrong({ batchSize: 2, seeed: 1 })).toMatchObject({ left: { argument: 'options.seeed' } })
    expect(wrong({ batchSize: 2, balance: 0.5 })).toMatchObject({ left: { argument: 'options.balance' } })
    expect(wrong({ batchSize: 2, leastPerTask: 3 })).toMatchObject({
      left: { argument: 'options.leastPerTask' },
    })
    expect(wrong({ batchSize: 2, stages: [10] })).toMatchObject({
      left: { argument: 'length of prompt 0-0' },
    })
    expect(planBatches([], { batchSize: 2 })).toMatchObject({ left: { argument: 'prompts' } })
  })
})
