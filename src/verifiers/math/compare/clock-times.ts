import type { Tree } from '../tree.js'
import type { Comparison } from './context.js'
import { equalQuantities, hasUnit } from './quantities.js'

const HALF_DAY = 12 * 3600

/** The same time; where one side leaves out a.m. or p.m., the same face of the clock. */
function sameClock(a: Tree & { kind: 'clock' }, b: Tree & { kind: 'clock' }): boolean {
  const onDay = (clock: Tree & { kind: 'clock' }): number =>
    clock.half === undefined
      ? clock.seconds
      : (clock.seconds % HALF_DAY) + (clock.half === 'p' ? HALF_DAY : 0)
  if (onDay(a) === onDay(b)) return true
  return (a.half === undefined) !== (b.half === undefined) && a.seconds === b.seconds
}

/** As a duration in seconds. */
const asDuration = (clock: Tree & { kind: 'clock' }): Tree => ({
  kind: 'quantity',
  value: { kind: 'number', value: { n: BigInt(clock.seconds), d: 1n } },
  unit: 's',
})

export function equalClocks(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'clock' && prediction.kind === 'clock') return sameClock(gold, prediction)
  const [clock, other] =
    gold.kind === 'clock' ? [gold, prediction] : [prediction as Tree & { kind: 'clock' }, gold]
  return clock.half === undefined && hasUnit(other) && equalQuantities(asDuration(clock), other, c)
}
