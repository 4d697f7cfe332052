import { type Measurement, median } from './measure.js'

/** How many times slower A was than B, from rounds that ran side by side. */
export interface Ratio {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Time of `a` over time of `b`, round by round: above 1, b is faster. */
export function ratio(a: Measurement, b: Measurement): Ratio {
  const rounds = a.rounds.slice(0, b.rounds.length).map((time, round) => time / b.rounds[round]!)
  return { median: median(rounds), min: Math.min(...rounds), max: Math.max(...rounds) }
}

/** One measurement then and now. */
export interface Change {
  readonly workload: string
  readonly size: number
  readonly subject: string
  /** Time now over time then. */
  readonly ratio: number
  /** The spread of the rounds of both runs: a ratio within [1 / noise, noise] says nothing. */
  readonly noise: number
  readonly verdict: 'faster' | 'slower' | 'within noise'
}

/**
 * What changed between two runs, for every measurement that both have. The noise is what the runs themselves measured:
 * the larger of their ratios of slowest to fastest round. Two runs at different times also differ by what else the
 * machine was doing; subjects of one run are the better comparison.
 */
export function compare(before: readonly Measurement[], after: readonly Measurement[]): readonly Change[] {
  const key = ({ workload, size, subject }: Measurement) => JSON.stringify([workload, size, subject])
  const then = new Map(before.map((measurement) => [key(measurement), measurement]))
  return after.flatMap((now) => {
    const old = then.get(key(now))
    if (old === undefined) return []
    const change = now.median / old.median
    const noise = Math.max(spread(old), spread(now))
    return [
      {
        workload: now.workload,
        size: now.size,
        subject: now.subject,
        ratio: change,
        noise,
        verdict: change > noise ? 'slower' : change < 1 / noise ? 'faster' : 'within noise',
      } as const,
    ]
  })
}

const spread = ({ rounds }: Measurement): number => Math.max(...rounds) / Math.min(...rounds)
