import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Watches how far the event loop falls behind. */
export function watchEventLoop(): {
  /** The mean delay of the last second or two, in milliseconds: one pause alone, of the system or of the collector, is not counted as more. */
  readonly delay: () => number
  readonly stop: () => void
} {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let last = { sum: 0, count: 0 }
  const current = () => ({
    sum: histogram.count === 0 ? 0 : histogram.mean * histogram.count,
    count: histogram.count,
  })
  const timer = setInterval(() => {
    last = current()
    histogram.reset()
  }, 1000).unref()
  return {
    delay: () => {
      const now = current()
      const count = last.count + now.count
      return count === 0 ? 0 : (last.sum + now.sum) / count / 1e6 - RESOLUTION_MS
    },
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}

const RESOLUTION_MS = 20
