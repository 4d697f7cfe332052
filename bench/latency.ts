import { answerWorkloads, median } from 'golongrl/bench'
import { METRICS } from './contests.js'

/** How long single responses take, in milliseconds: what a reward service makes its callers wait. */
export interface Latency {
  readonly metric: string
  readonly responses: number
  readonly median: number
  readonly p99: number
  readonly slowest: number
}

const RESPONSES = 2_000

/** Each response is timed alone, gold reading included, `rounds` times; its time is the median of them. */
export function latencies(rounds: number): readonly Latency[] {
  return Object.entries(METRICS).map(([metric, score]) => {
    const answers = answerWorkloads[metric]!.make(rounds === 1 ? 10 : RESPONSES)
    const times = answers.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      for (const [i, { prediction, gold }] of answers.entries()) {
        const start = performance.now()
        score(prediction, gold)
        times[i]!.push(performance.now() - start)
      }
    }
    const sorted = times.map(median).sort((a, b) => a - b)
    const quantile = (q: number): number => sorted[Math.ceil(q * sorted.length) - 1]!
    return {
      metric,
      responses: sorted.length,
      median: quantile(0.5),
      p99: quantile(0.99),
      slowest: quantile(1),
    }
  })
}
