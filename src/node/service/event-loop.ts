import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Watches how far the event loop falls behind. */
export function watchEventLoop(): {
  /** The longest delay of the last second or so, in milliseconds. */
  readonly delay: () => number
  readonly stop: () => void
} {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let last = 0
  const timer = setInterval(() => {
    last = delayOf(histogram.max)
    histogram.reset()
  }, 1000).unref()
  return {
    delay: () => Math.max(last, delayOf(histogram.max)),
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    },
  }
}

const RESOLUTION_MS = 20

const delayOf = (nanoseconds: number): number => nanoseconds / 1e6 - RESOLUTION_MS
