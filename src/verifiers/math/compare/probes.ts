import type { Tree } from '../tree.js'
import { hasSteps, symbolsOf } from '../tree-queries.js'
import { type Approximate, magnitude } from '../values/complex.js'
import type { ComplexValue } from '../values/probe.js'
import { complexLetters } from './complex-letters.js'

/** Values of the symbols at one place. */
export type Point = ReadonlyMap<string, number | ComplexValue>

/** What is probed: the symbols, each with whether it must be an integer, and which of them are complex. */
export interface ProbePlan {
  readonly symbols: ReadonlyMap<string, boolean>
  readonly isComplex: (name: string) => boolean
  /** There are floors or remainders: many integers are tried too. */
  readonly steps: boolean
  /** Further points, behind the usual ones. */
  readonly beyond?: readonly Point[]
}

export function planOf(a: Tree, b: Tree): ProbePlan {
  const symbols = symbolsOf(b, symbolsOf(a))
  return {
    symbols,
    isComplex: complexLetters(a, b),
    steps: symbols.size > 0 && (hasSteps(a) || hasSteps(b)),
  }
}

/** Probes that must agree where there are symbols. */
export const ENOUGH = 3

/** Signs of the symbols at each probe; the rest of a symbol's bits come from its name. */
const SIGNS = ['+', '-', '±', '+', '±', '±', '+', '-', '±', '±'] as const

/**
 * Points where expressions are probed: all symbols positive, all negative, of mixed signs. A value depends on the name of its
 * symbol alone, has three digits after the point, and no two symbols share one.
 */
export function* probePoints({ symbols, isComplex, steps, beyond = [] }: ProbePlan): Generator<Point> {
  const names = [...symbols.keys()].sort()
  if (steps) {
    for (let n = 1; n <= 60; n++) yield new Map(names.map((name, index) => [name, n + index * 7]))
  }
  for (const [round, signs] of SIGNS.entries()) {
    yield pointOf(names, round, (name, hash, taken) => {
      if (symbols.get(name)) return distinct(2 + (hash % (8 + round)), 1, taken)
      const size = distinct((330 + (hash % 2_400)) / 1_000, 0.001, taken)
      const value = signs === '+' || (signs === '±' && (hash >>> 16) & 1) ? size : -size
      return isComplex(name) ? { re: value, im: (250 + ((hash >>> 8) % 1_900)) / 1_000 } : value
    })
    if (names.length === 0) return
  }
  yield* beyond
}

function pointOf(
  names: readonly string[],
  round: number,
  valueFor: (name: string, hash: number, taken: Set<number>) => number | ComplexValue,
): Point {
  const taken = new Set<number>()
  return new Map(names.map((name) => [name, valueFor(name, hashOf(`${round}${name}`), taken)]))
}

/** The first of value, value + step, … that no other symbol has. */
function distinct(value: number, step: number, taken: Set<number>): number {
  let result = value
  while (taken.has(Math.round(result * 1_000))) result += step
  taken.add(Math.round(result * 1_000))
  return Math.round(result * 1_000) / 1_000
}

/** FNV-1a, with its bits mixed once more. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  hash ^= hash >>> 12
  return hash >>> 0
}

/** Whether two values agree within their errors, and these are small. */
export function near(x: Approximate, y: Approximate): boolean {
  return distance(x, y) <= 8 * (x.error + y.error) && x.error + y.error <= 1e-5 * (1 + magnitude(x))
}

/**
 * What two approximate values say: that they differ; that they agree, with a relative error that rules chance out; or nothing,
 * where errors are as large as the values, or the values too small for doubles.
 */
export function evidenceOf(x: Approximate, y: Approximate): 'apart' | 'together' | 'unclear' {
  const error = x.error + y.error
  if (distance(x, y) > 8 * error) return 'apart'
  const size = Math.max(magnitude(x), magnitude(y))
  if (size < 1e-280 || error > 2e-6 * size) return 'unclear'
  return 'together'
}

const distance = (x: Approximate, y: Approximate): number => Math.hypot(x.re - y.re, x.im - y.im)
