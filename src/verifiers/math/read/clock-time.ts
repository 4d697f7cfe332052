import type { Tree } from '../tree.js'

/** `12:30`, `3:45 p.m.`, `00:45:30`: a time of day or a duration, in seconds. */
export function readClock(text: string): (Tree & { kind: 'clock' }) | undefined {
  const plain = text
    .replace(/\\(?:text|mathrm)\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\{:\}|：/g, ':')
    .replace(/\\[,;: ]|~|\s+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .toLowerCase()
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))? ?(a\.? ?m\.?|p\.? ?m\.?)?$/.exec(plain)
  if (!found) return undefined
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (minutes > 59 || seconds > 59) return undefined
  const half = found[4]?.[0] as 'a' | 'p' | undefined
  if (half && (hours < 1 || hours > 12)) return undefined
  return { kind: 'clock', seconds: (hours * 60 + minutes) * 60 + seconds, ...(half && { half }) }
}

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
