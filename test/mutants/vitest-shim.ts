/**
 * As much of vitest as the tests of the formulas use, without its runner: tests are collected once and run many times, which
 * makes a mutant cost milliseconds.
 */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect'
import * as chai from 'chai'

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)

export const expect = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
)

export interface CollectedTest {
  readonly name: string
  readonly run: () => unknown
}

export const collected: CollectedTest[] = []

type Body = (...values: never[]) => unknown

const bodyOf = (rest: readonly unknown[]) => rest.find((each) => typeof each === 'function') as Body

function each(use: (name: string, body: () => unknown) => void) {
  return (cases: readonly unknown[]) =>
    (name: string, ...rest: readonly unknown[]): void => {
      for (const one of cases) {
        const values = Array.isArray(one) ? one : [one]
        use(`${name} ${JSON.stringify(one)?.slice(0, 80)}`, () => bodyOf(rest)(...(values as never[])))
      }
    }
}

const add = (name: string, run: () => unknown): void => {
  collected.push({ name, run })
}

const nest = (_name: string, body: () => unknown): void => {
  body()
}

export const it = Object.assign((name: string, ...rest: readonly unknown[]) => add(name, bodyOf(rest)), {
  each: each(add),
  skip: () => {},
})
export const test = it
export const describe = Object.assign(
  (name: string, ...rest: readonly unknown[]) => nest(name, bodyOf(rest)),
  {
    each: each(nest),
  },
)

const before: (() => unknown)[] = []
export const beforeAll = (body: () => unknown): void => {
  before.push(body)
}
export const afterAll = (): void => {}
