import type { Tree } from '../tree.js'

const HALF_DAY = 12 * 3600

/** The same time; where one side leaves out a.m. or p.m., the same face of the clock. */
export function sameClock(a: Tree & { kind: 'clock' }, b: Tree & { kind: 'clock' }): boolean {
  const onDay = (clock: Tree & { kind: 'clock' }): number =>
    clock.half === undefined
      ? clock.seconds
      : (clock.seconds % HALF_DAY) + (clock.half === 'p' ? HALF_DAY : 0)
  if (onDay(a) === onDay(b)) return true
  return (a.half === undefined) !== (b.half === undefined) && a.seconds === b.seconds
}

/** As a duration in seconds. */
export const asDuration = (clock: Tree & { kind: 'clock' }): Tree => ({
  kind: 'quantity',
  value: { kind: 'number', value: { n: BigInt(clock.seconds), d: 1n } },
  unit: 's',
})
