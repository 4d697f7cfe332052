import type { Change } from './compare.js'
import type { Measurement } from './measure.js'
import type { AnyContest } from './workload.js'

/** A named function without arguments: what tinybench, mitata and Vitest's `bench` all take. */
export interface BenchTask {
  readonly name: string
  readonly run: () => unknown
}

/**
 * The subjects of a contest at one size as tasks for another harness:
 *
 * ```ts
 * for (const { name, run } of tasksOf(contest, 100)) tinybench.add(name, run)
 * for (const { name, run } of tasksOf(contest, 100)) bench(name, run) // mitata, and Vitest in a describe
 * ```
 *
 * A `setup` runs within the task, so these harnesses time it as well.
 */
export function tasksOf({ workload, subjects }: AnyContest, size: number): readonly BenchTask[] {
  const input = workload.make(size)
  return subjects
    .filter(({ largest = Infinity }) => size <= largest)
    .map(({ name, run, setup }) => ({
      name: `${workload.name} × ${size}: ${name}`,
      run: setup === undefined ? () => run(input) : async () => run(await setup(input)),
    }))
}

/** One entry of github-action-benchmark's `customSmallerIsBetter`. */
export interface GithubBenchmark {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range: string
  readonly extra: string
}

/** Measurements as the action github-action-benchmark reads them (`tool: customSmallerIsBetter`): nanoseconds per item. */
export const githubBenchmarks = (
  measurements: readonly Measurement[],
  environment: Readonly<Record<string, unknown>> = {},
): readonly GithubBenchmark[] =>
  measurements.map((one) => ({
    name: `${one.workload} × ${one.size}: ${one.subject}`,
    unit: `ns/${one.item}`,
    value: (one.median * 1e6) / one.items,
    range: Number.isFinite(one.relativeError) ? `± ${one.relativeError.toFixed(1)} %` : '',
    extra: JSON.stringify({ rounds: one.rounds.length, runs: one.runs, ...environment }),
  }))

/** A change as one sentence, for a terminal or a comment. */
export const describeChange = ({ workload, size, subject, ratio, low, high, verdict }: Change): string =>
  `${subject} on ${workload} × ${size}: ${ratio.toFixed(2)} times the time (95 % ${low.toFixed(2)} to ${high.toFixed(2)}), ${verdict}`
