import type { Tree } from '../tree.js'
import { type Approximate, complex } from '../values/complex.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import type { Comparison } from './context.js'
import type { Point } from './probes.js'

/** D as a line in one symbol. */
interface Line {
  readonly slope: number
  /** D at 2. */
  readonly middle: number
  /** Of D. */
  readonly error: number
  readonly isStraight: boolean
}

export const isSloped = (line: Line): boolean => line.isStraight && Math.abs(line.slope) > 16 * line.error

/** From D's values at three points; one is negative, because |x| is two lines. */
export function lineIn(name: string, tree: Tree, values: Point, c: Comparison): Line | undefined {
  const at = (value: number) =>
    evaluateNumeric(tree, { values: new Map(values).set(name, value), realOnly: true }, c.work)
  const [low, middle, high] = [at(-3.25), at(2), at(3.5)]
  if (!low || !middle || !high) return undefined
  const slope = (high.re - middle.re) / 1.5
  const error = low.error + middle.error + high.error
  const bend = Math.abs((middle.re - low.re) / 5.25 - slope)
  return { slope, middle: middle.re, error, isStraight: bend <= 16 * error + 1e-12 * Math.abs(slope) }
}

/** The zero of D. */
export function rootOf({ slope, middle, error }: Line): Approximate {
  const root = 2 - middle / slope
  return complex(root, 0, (error * (1 + Math.abs(root))) / Math.abs(slope) + Math.abs(root) * 1e-14)
}
