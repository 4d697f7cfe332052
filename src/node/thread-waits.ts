import { readFileSync, readlinkSync } from 'node:fs'

/** The number by which Linux knows the calling thread; 0 where it cannot be told. */
export function ownThread(): number {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1))
  } catch {
    return 0
  }
}

/**
 * Milliseconds that a thread of this process has been ready to run, and another one had its core. Linux keeps count of them
 * (`schedstat`: nanoseconds at work, nanoseconds of waiting, turns) and adds a wait when it ends; 0 where nobody counts.
 */
export function waitedForCore(thread: number): number {
  if (thread === 0) return 0
  try {
    return Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
