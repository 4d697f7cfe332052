import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { MetricError, Reason, Verdict } from '../../../src/index.js'

type Metric = (answer: string, gold: unknown, options: never) => Either<MetricError, Verdict>

export interface Expected {
  readonly reward: number
  readonly reason: Reason
  /** What the explanation quotes. Default: the answer. */
  readonly extracted?: string
  readonly steps?: readonly string[]
  readonly measures?: Readonly<Record<string, number>>
}

/** The verdict is the same with and without its explanation, and has one only when asked. */
export function expectVerdict(
  metric: Metric,
  answer: string,
  gold: unknown,
  options: object,
  { reward, reason, extracted = answer, steps, measures }: Expected,
): void {
  const plain = verdictOf(metric(answer, gold, options as never))
  expect(plain.reward).toBe(reward)
  expect(plain.reason).toBe(reason)
  expect('explanation' in plain).toBe(false)
  const { explanation, ...rest } = verdictOf(metric(answer, gold, { ...options, explain: true } as never))
  expect(rest).toEqual(plain)
  expect(explanation?.extracted).toBe(extracted)
  // What was missed, and what would be paid leniently, has a test of its own.
  if (steps)
    expect(
      explanation?.steps.filter((step) => !/^(?:Missed|Rows that|The lenient reading would)/.test(step)),
    ).toEqual(steps)
  if (measures) expect(explanation?.measures).toEqual(measures)
}

export function verdictOf(verdict: Either<MetricError, Verdict>): Verdict {
  if (isLeft(verdict)) throw new Error(JSON.stringify(verdict.left))
  return verdict.right
}

/** The argument that a Left names. */
export function wrongArgument(verdict: Either<MetricError, Verdict>): string {
  if (!isLeft(verdict)) throw new Error(JSON.stringify(verdict.right))
  return verdict.left.argument
}
