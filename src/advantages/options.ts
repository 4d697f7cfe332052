import { type BadBatch, badBatch, describeError } from '../errors.js'
import { DIVISOR, FACTOR, type Range, SMALLEST } from '../magnitude.js'

/**
 * How a wrong option, or an input that the caller forgot to hand over, is reported. One rule for all estimators:
 *
 * - `computeAdvantages(groups, spec)` returns `Left BadBatch`, naming the argument. Use it where options come from
 *   outside the program: a configuration file, a command line, a request.
 * - A direct call, `tmn(groups, { epsilon: -1 })`, throws a `RangeError` with the same sentence. Its options were written
 *   by the programmer; data never makes it throw, because `groupRollouts` has checked the data.
 *
 * An option that the estimator does not have is a `Left` there, and a type error here.
 */
export function refuse(problem: BadBatch | undefined): void {
  if (problem !== undefined) throw new RangeError(describeError(problem))
}

/** The profile an estimator computes in. */
export interface Profiled {
  /**
   * `natural` (default): exact sums and two-pass variances; no digit depends on the order of the rollouts.
   * `published`: plain float64 sums in the order and form of GoLongRL's training code, rounding included.
   */
  readonly profile?: 'natural' | 'published'
}

/**
 * What the only rollout of a prompt gets, having nothing to be compared with.
 *
 * - `keep-reward`: its baseline is 0 and, where a spread is needed, its variance is 1, in units of reward.
 * - `zero`: it is its own baseline and its variance is 0: advantage 0.
 * - `exclude`: advantage 0, and the prompt enters neither the scale nor the mean of its task type.
 */
export type SingletonPolicy = 'keep-reward' | 'zero' | 'exclude'

export const firstProblem = (...problems: readonly (BadBatch | undefined)[]): BadBatch | undefined =>
  problems.find((problem) => problem !== undefined)

export const finite = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || Number.isFinite(value) ? undefined : badBatch(name, 'a finite number', value)

export const notNegative = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || (Number.isFinite(value) && (value as number) >= 0)
    ? undefined
    : badBatch(name, 'a finite number of 0 or more', value)

export const fraction = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || (typeof value === 'number' && value >= 0 && value <= 1)
    ? undefined
    : badBatch(name, 'a number from 0 to 1', value)

/** What is added to a deviation that may be 0, so that it must not be so small that the quotient overflows. */
export const smoothing = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || value === 0 || (Number.isFinite(value) && (value as number) >= SMALLEST)
    ? undefined
    : badBatch(name, `0, or a finite number of ${SMALLEST} or more`, value)

const within =
  ({ expected, accepts }: Range) =>
  (name: string, value: unknown): BadBatch | undefined =>
    value === undefined || accepts(value) ? undefined : badBatch(name, expected, value)

export const divisor = /* @__PURE__ */ within(DIVISOR)
export const factor = /* @__PURE__ */ within(FACTOR)

/** A factor on advantages, which reach 1e262 where epsilon is 0: 1e100 over the root of the smallest variance above 0. */
export const weight = (name: string, value: unknown, smallest: number): BadBatch | undefined =>
  typeof value === 'number' && value >= smallest && value <= LARGEST_WEIGHT
    ? undefined
    : badBatch(name, `a number from ${smallest} to ${LARGEST_WEIGHT}`, value)

export const LARGEST_WEIGHT = 1e40

/** The strength of difficulty weights, kept where e^γ is an ordinary number. */
export const strength = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || (Number.isFinite(value) && Math.abs(value as number) <= 100)
    ? undefined
    : badBatch(name, 'a number from -100 to 100', value)

export const flag = (name: string, value: unknown): BadBatch | undefined =>
  value === undefined || typeof value === 'boolean' ? undefined : badBatch(name, 'true or false', value)

export const oneOf = (name: string, value: unknown, allowed: readonly string[]): BadBatch | undefined =>
  value === undefined || allowed.includes(value as string)
    ? undefined
    : badBatch(name, `one of ${allowed.join(', ')}`, value)

export const knownProfile = (options: Profiled): BadBatch | undefined =>
  oneOf('profile', options.profile, ['natural', 'published'])

export const given = (name: string, input: unknown, meaning: string): BadBatch | undefined =>
  input === undefined ? badBatch(name, meaning, input) : undefined
