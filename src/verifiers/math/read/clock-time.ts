import type { Tree } from '../tree.js'

/** `12:30`, `3:45 p.m.`, `00:45:30`: a time of day or a duration, in seconds. */
export function readClock(text: string): (Tree & { kind: 'clock' }) | undefined {
  if (text.length >= 60 || !TIME.test(text)) return undefined
  const plain = text
    .replace(/\\(?:text|mathrm)\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\{:\}|：/g, ':')
    .replace(/\\[,;: ]|~|\s+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .toLowerCase()
  const found =
    /^(\d{1,2})(?::| ?h ?(?=\d{2}$)|\.(?=\d{2} ?uhr))(\d{2})(?::(\d{2}))? ?(a\.? ?m\.?|p\.? ?m\.?|uhr)?$/.exec(
      plain,
    )
  if (!found) return undefined
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (minutes > 59 || seconds > 59) return undefined
  const half = found[4] === 'uhr' ? undefined : (found[4]?.[0] as 'a' | 'p' | undefined)
  if (half && (hours < 1 || hours > 12)) return undefined
  return { kind: 'clock', seconds: (hours * 60 + minutes) * 60 + seconds, ...(half && { half }) }
}

const TIME = /:|\d\s?(?:\\text\s?\{\s?)?h\s?\}?\s?\d|Uhr/

/** 12:00 and 1:00 are no ratios, as 3:45 may be. */
export const isOnlyClock = (text: string, clock: Tree & { kind: 'clock' }): boolean =>
  /:0|^0|Uhr/.test(text) || clock.half !== undefined || text.split(':').length > 2
