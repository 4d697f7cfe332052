import { Presets, SingleBar } from 'cli-progress'
import type { ScoreProgress } from '../node/index.js'

/** Shows progress on standard error: a bar on a terminal, otherwise a plain line at each tenth. */
export function showProgress(): {
  readonly update: (progress: ScoreProgress) => void
  readonly stop: () => void
} {
  return process.stderr.isTTY ? bar() : plainLines()
}

function bar() {
  const single = new SingleBar(
    {
      format: ' {bar} {percentage}% | {rollouts} rollouts | {duration_formatted}',
      etaBuffer: 1000,
      hideCursor: true,
    },
    Presets.shades_classic,
  )
  single.start(1000, 0, { rollouts: 0 })
  return {
    update: ({ fraction, rollouts }: ScoreProgress) =>
      single.update(Math.floor(fraction * 1000), { rollouts }),
    stop: () => single.stop(),
  }
}

function plainLines() {
  let shown = 0
  return {
    update: ({ fraction, rollouts }: ScoreProgress) => {
      const tenths = Math.floor(fraction * 10)
      if (tenths === shown) return
      shown = tenths
      process.stderr.write(`${tenths * 10}% ${rollouts} rollouts\n`)
    },
    stop: () => {},
  }
}
