import type { Tree } from '../tree.js'

/** The values of the parts combined from left to right; undefined as soon as a part or a combination has no value. */
export function foldValues<Value>(
  parts: readonly Tree[],
  evaluate: (part: Tree) => Value | undefined,
  combine: (a: Value, b: Value) => Value | undefined,
): Value | undefined {
  let total: Value | undefined
  for (const part of parts) {
    const value = evaluate(part)
    if (value === undefined) return undefined
    total = total === undefined ? value : combine(total, value)
    if (total === undefined) return undefined
  }
  return total
}
