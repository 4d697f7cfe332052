/**
 * Counted work: the same text costs the same number of steps on every machine, so a limit gives the same verdict
 * everywhere. No clocks.
 */
export interface Work {
  left: number
}

/** Raised when the work is used up, and caught in `mathVerify`, which returns it as reason `undecided`. */
export const OUT_OF_WORK = Object.freeze({ _tag: 'OutOfWork' as const })

/** Steps for one comparison. A typical answer takes a few hundred. */
const DEFAULT_WORK = 40_000

export const newWork = (steps: number = DEFAULT_WORK): Work => ({ left: steps })

/** Pays for a piece of work before it is done. */
export function spend(work: Work, steps: number): void {
  work.left -= steps
  if (!(work.left >= 0)) throw OUT_OF_WORK
}
