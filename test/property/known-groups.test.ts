import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type GroupedRolloutBatch, groupRollouts } from '../../src/advantages/group-rollouts.js'
import { numberLabels } from '../../src/advantages/label-numbers.js'
import { orThrow } from '../../src/results.js'

/** Prompt sizes, with the task type of each prompt. */
const shapes = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), task: fc.nat(3) }), {
  maxLength: 12,
})

const laid = (shape: readonly { readonly size: number; readonly task: number }[]) => {
  const promptOf = shape.flatMap(({ size }, u) => Array<number>(size).fill(u))
  const offsets = [0]
  for (const { size } of shape) offsets.push(offsets.at(-1)! + size)
  return {
    promptOf,
    offsets,
    tasks: shape.map(({ task }) => task),
    taskOfRollout: promptOf.map((u) => shape[u]!.task),
    numbers: { rewards: promptOf.map((u, i) => u + i / 8), valid: promptOf.map((_, i) => i % 3 !== 1) },
  }
}

describe('groups that the trainer knows are those that hashing finds', () => {
  it('by offsets, with task types a rollout or a prompt', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { promptOf, offsets, tasks, taskOfRollout, numbers } = laid(shape)
        const hashed = orThrow(
          groupRollouts({ ...numbers, promptIds: promptOf, taskTypes: taskOfRollout.map(String) }),
        )
        for (const more of [
          { taskTypes: taskOfRollout.map(String) },
          { taskTypes: tasks.map(String) },
          { taskIndices: taskOfRollout },
          { taskIndices: Int32Array.from(tasks) },
        ]) {
          expect(orThrow(groupRollouts({ ...numbers, offsets: Int32Array.from(offsets), ...more }))).toEqual(
            hashed,
          )
        }
      }),
    )
  })

  it('by group size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(9), (groupSize, prompts) => {
        const promptIds = Array.from({ length: groupSize * prompts }, (_, i) => Math.floor(i / groupSize))
        const rewards = promptIds.map((u, i) => u - i)
        expect(orThrow(groupRollouts({ rewards, groupSize }))).toEqual(
          orThrow(groupRollouts({ rewards, promptIds })),
        )
      }),
    )
  })

  it('by indices in any order', () => {
    const indices = fc.array(fc.nat(99), { maxLength: 40 }).map((list) => list.map((u) => u % list.length))
    fc.assert(
      fc.property(indices, (promptIndices) => {
        const rewards = promptIndices.map((u, i) => u / (i + 1))
        const taskIndices = promptIndices.map((u) => u % 3)
        const taskTypes = taskIndices.map(String)
        expect(orThrow(groupRollouts({ rewards, promptIndices, taskIndices }))).toEqual(
          orThrow(groupRollouts({ rewards, promptIds: promptIndices, taskTypes })),
        )
      }),
    )
  })
})

const rewards = [1, 2, 3, 4]

it.each<[object, string]>([
  [{ rewards }, 'promptIds'],
  [{ rewards, groupSize: 3 }, 'groupSize'],
  [{ rewards, groupSize: 0 }, 'groupSize'],
  [{ rewards, groupSize: 1.5 }, 'groupSize'],
  [{ rewards, groupSize: '2' }, 'groupSize'],
  [{ rewards, groupSize: 2, promptIds: [1, 1, 2, 2] }, 'groupSize'],
  [{ rewards, offsets: [0, 2, 4], groupSize: 2 }, 'offsets'],
  [{ rewards, offsets: [] }, 'offsets'],
  [{ rewards, offsets: 4 }, 'offsets'],
  [{ rewards, offsets: [1, 4] }, 'offsets[0]'],
  [{ rewards, offsets: [0, 2] }, 'offsets[1]'],
  [{ rewards, offsets: [0, 2, 2, 4] }, 'offsets[2]'],
  [{ rewards, offsets: [0, 5] }, 'offsets[1]'],
  [{ rewards, offsets: [0, Number.NaN, 4] }, 'offsets[1]'],
  [{ rewards, promptIndices: [0, 0, 1] }, 'promptIndices.length'],
  [{ rewards, promptIndices: [0, 0, 1, 4] }, 'promptIndices[3]'],
  [{ rewards, promptIndices: [0, -1, 1, 1] }, 'promptIndices[1]'],
  [{ rewards, promptIndices: [0, 0, '1', 1] }, 'promptIndices[2]'],
  [{ rewards, groupSize: 2, taskTypes: ['a', 'b', 'c'] }, 'taskTypes.length'],
  [{ rewards, groupSize: 2, taskTypes: ['a', 7] }, 'taskTypes[1]'],
  [{ rewards, groupSize: 2, taskIndices: [0, 1, 1, 1] }, 'taskIndices[1]'],
  [{ rewards, groupSize: 2, taskIndices: [0, 2 ** 31] }, 'taskIndices[1]'],
  [{ rewards, promptIndices: [0, 0, 1, 1], taskIndices: [0, 1] }, 'taskIndices.length'],
  [{ rewards, groupSize: 2, taskTypes: ['a', 'b'], taskIndices: [0, 1] }, 'taskIndices'],
])('%j is refused', (batch, argument) => {
  const result = groupRollouts(batch as GroupedRolloutBatch)
  expect(isLeft(result) && 'argument' in result.left && result.left.argument).toBe(argument)
})

it('labels of every kind are numbered as a Map numbers them', () => {
  const label = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.integer({ min: -5, max: 5 }),
    fc.double(),
    fc.constantFrom(0, -0, 2 ** 40, -(2 ** 40), '', 'é', 'x'.repeat(100)),
  )
  const strings = fc.oneof(fc.string({ maxLength: 2 }), fc.constantFrom('', 'p', 'p'.repeat(70)))
  const lists = fc.oneof(
    fc.array(label),
    fc.array(strings, { size: 'large' }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(fc.integer(), { size: 'large' }),
    // More distinct ones than the first table holds.
    fc
      .integer({ min: 400, max: 3000 })
      .map((n) => Array.from({ length: 2 * n }, (_, i) => `id-${(i * 7) % n}`)),
    fc
      .integer({ min: 400, max: 3000 })
      .map((n) => Array.from({ length: 2 * n }, (_, i) => ((i * 7) % n) / 8)),
  )
  fc.assert(
    fc.property(lists, (labels) => {
      const numbers = new Map<unknown, number>()
      const firstOf: number[] = []
      const numberOf = labels.map((label, i) => {
        if (!numbers.has(label)) firstOf.push(i)
        return numbers.get(label) ?? numbers.set(label, numbers.size).size - 1
      })
      const numbered = numberLabels(labels)
      expect([...numbered.numberOf]).toEqual(numberOf)
      expect([...numbered.firstOf]).toEqual(firstOf)
    }),
    { numRuns: 200 },
  )
})
