import { expect, expectTypeOf, it } from 'vitest'
import { type AnyTaskRecord, isLeft, readTask, scoreRecord, type TaskRecord } from '../../../src/index.js'

it('the nine names complete, each with the gold of its own', () => {
  expectTypeOf<{ taskType: 'exhaustive-retrieval'; gold: string[] }>().toExtend<TaskRecord>()
  expectTypeOf<{ taskType: 'exhaustive-retrieval'; gold: string }>().not.toExtend<TaskRecord>()
  expectTypeOf<{ taskType: 'comprehension'; gold: 'B' }>().toExtend<TaskRecord>()
  expectTypeOf<{ taskType: 'mine'; gold: 7 }>().not.toExtend<TaskRecord>()
  expectTypeOf<{ taskType: 'mine'; gold: 7 }>().toExtend<AnyTaskRecord>()
})

it('a field in another spelling does not compile, and is refused', () => {
  // @ts-expect-error: it is taskType
  expect(isLeft(readTask({ task_type: 'comprehension', gold: 'B' }))).toBe(true)
  // @ts-expect-error: it is taskType
  expect(isLeft(scoreRecord({ task_type: 'comprehension', gold: 'B' }, 'B'))).toBe(true)
})

it('what was parsed from a file is taken as it is', () => {
  const parsed: unknown = JSON.parse('{"taskType":"comprehension","gold":"B"}')
  expect(isLeft(readTask(parsed))).toBe(false)
  const row: Record<string, unknown> = { taskType: 'comprehension', gold: 'B' }
  expect(isLeft(readTask(row))).toBe(false)
})
