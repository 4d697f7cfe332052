import { left, right } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import {
  getOrElse,
  isLeft,
  isRight,
  match,
  orReject,
  orThrow,
  ResultError,
  scoreRecord,
} from '../../src/index.js'

const thrownBy = (action: () => unknown): unknown => {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

it('orThrow gives the value of a Right', () => {
  const record = { taskType: 'numerical-reasoning', gold: '1/2' }
  expect(orThrow(scoreRecord(record, '<think></think>The answer is 0.5')).reward).toBe(1)
})

it('orThrow throws an Error with the sentence and the value of a Left', () => {
  const either = scoreRecord({ taskType: 'numerical-reasoning', gold: undefined }, '</think>1')
  const error = thrownBy(() => orThrow(either)) as ResultError
  expect(error).toBeInstanceOf(Error)
  expect(error).toBeInstanceOf(ResultError)
  expect(error.message).toMatch(/^BadRecord: record\.gold must be .*, but is missing\.$/)
  expect(error.value).toEqual(isLeft(either) && either.left)
  expect(error.cause).toBe(error.value)
})

it.each([
  ['a text', 'a text'],
  [{ _tag: 'CannotScore', problems: ['one', 'two'] }, 'one\ntwo'],
  [new TypeError('inner'), 'inner'],
  [{ _tag: 'Unheard' }, 'an object'],
  [undefined, 'missing'],
])('orThrow says what it can of a Left of %j', (value, message) => {
  expect(thrownBy(() => orThrow(left(value)))).toMatchObject({ message, value })
})

it('orReject resolves with a Right and rejects with a Left', async () => {
  expect(await orReject(async () => right(3))).toBe(3)
  await expect(orReject(async () => left('not today'))).rejects.toThrow(new ResultError('not today'))
})

it('fp-ts guards are exported', () => {
  expect([isLeft(left(1)), isRight(right(1)), getOrElse(() => 2)(left(1))]).toEqual([true, true, 2])
  expect(
    match(
      () => 0,
      (x: number) => x + 1,
    )(right(1)),
  ).toBe(2)
})
