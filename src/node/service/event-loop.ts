/** Watches how far the event loop falls behind. */
export function watchEventLoop(): {
  /** The mean delay of the last second or two, in milliseconds: one pause alone, of the system or of the collector, is not counted as more. */
  readonly delay: () => number
  readonly stop: () => void
} {
  // Sums of our own: a histogram of `node:perf_hooks` walks through all its buckets for a mean, 30 µs a request.
  let last = { sum: 0, count: 0 }
  let current = { sum: 0, count: 0 }
  let due = performance.now() + EVERY_MS
  let reset = due + RESET_AFTER_MS
  const timer = setInterval(() => {
    const now = performance.now()
    if (now > reset) {
      last = current
      current = { sum: 0, count: 0 }
      reset = now + RESET_AFTER_MS
    }
    current.sum += Math.max(0, now - due)
    current.count++
    due = now + EVERY_MS
  }, EVERY_MS).unref()
  return {
    delay: () => {
      const count = last.count + current.count
      return count === 0 ? 0 : (last.sum + current.sum) / count
    },
    stop: () => clearInterval(timer),
  }
}

const EVERY_MS = 20
const RESET_AFTER_MS = 1000
