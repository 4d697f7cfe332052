import type { Iterated } from '../tree.js'
import { infinityOf } from '../tree-queries.js'
import type { Work } from '../work.js'
import { evaluateNumeric } from './evaluate-numeric.js'

/** Halvings of the distance, or doublings of the place, at which a function is looked at. */
const STEPS = 24

/**
 * +1 or −1 where a limit is ∞ or −∞: from every side that counts its values go that way without end, at least as fast as a
 * logarithm. `undefined` for any other limit, and where letters are left.
 */
export function infiniteLimit(tree: Iterated, work: Work): 1 | -1 | undefined {
  const { from, side, variable, body } = tree
  if (tree.operator !== 'limit' || !from) return undefined
  const far = infinityOf(from)
  const near = far ? undefined : evaluateNumeric(from, { values: new Map(), realOnly: true }, work)
  if (!far && near?.im !== 0) return undefined
  const at = (place: number) =>
    evaluateNumeric(body, { values: new Map([[variable, place]]), realOnly: true }, work)?.re
  const ways = far
    ? [wayOf((step) => sameAt(2 ** step, 2 ** step + 1), STEPS)]
    : (side ? [side] : [1, -1]).map((way) => wayOf((step) => at(near!.re + way * 2 ** -step), STEPS))
  return ways.every((way) => way === ways[0]) ? ways[0] : undefined

  /** (−2)ⁿ is positive at every second place alone. */
  function sameAt(place: number, next: number): number | undefined {
    const [value, other] = [at(far! * place), at(far! * next)]
    return value !== undefined && (other === undefined || value * other > 0) ? value : undefined
  }
}

/** Which way the values go: the last steps are all the same way, and do not get shorter. */
function wayOf(at: (step: number) => number | undefined, last: number): 1 | -1 | undefined {
  const values: number[] = []
  for (let step = 3; step <= last; step++) {
    const value = at(step)
    // Out of range: what e^(1/x) soon is.
    if (value === undefined || !Number.isFinite(value)) break
    values.push(value)
  }
  const steps = values.slice(1).map((value, index) => value - values[index]!)
  const end = steps.slice(-5)
  const way = Math.sign(end[0] ?? 0)
  const goesOn =
    end.length >= 4 &&
    end.every((step, index) => step * way > 0 && Math.abs(step) >= 0.999 * Math.abs(end[index - 1] ?? 0)) &&
    values.at(-1)! * way > 1
  return goesOn ? (way as 1 | -1) : undefined
}
