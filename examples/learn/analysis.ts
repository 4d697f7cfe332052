/** From learning curves to comparisons. */
import { TASK_TYPES } from 'golongrl'
import { ESTIMATORS, type EstimatorName } from './estimators.js'
import type { RunResult } from './experiment.js'
import { SETTINGS, type SettingName } from './settings.js'
import { halfWidth, holm, mean, signFlipTest } from './statistics.js'

/**
 * One number per run; more is better. The first is the one that is tested: it uses every look at a run, and was chosen before
 * the runs were made. The others say where a difference comes from.
 */
export const YARDSTICKS = {
  area: 'over the run',
  final: 'at the end',
  normalized: 'at the end, each task from its start (0) to the best seen (1)',
  worst: 'the worst task of these',
} as const

export type Yardstick = keyof typeof YARDSTICKS

export interface Comparison {
  readonly setting: SettingName
  readonly estimator: EstimatorName
  readonly yardstick: Yardstick
  /** Mean over the seeds of the difference to GRPO. */
  readonly difference: number
  readonly halfWidth: number
  readonly pValue: number
  /** Corrected for the number of comparisons by this yardstick. */
  readonly corrected: number
}

/** One estimator in one setting. */
export interface Cell {
  readonly setting: SettingName
  readonly estimator: EstimatorName
  readonly results: readonly RunResult[]
  readonly yardsticks: Readonly<Record<Yardstick, readonly number[]>>
}

export interface Analysis {
  /** The seeds that every cell has. */
  readonly seeds: readonly number[]
  readonly cells: readonly Cell[]
  readonly comparisons: readonly Comparison[]
  /** [K] mean reward before training. */
  readonly start: readonly number[]
  /** [K] the best mean held-out reward that any run has seen. */
  readonly best: readonly number[]
}

const BASELINE: EstimatorName = 'grpo'

/** Compares the estimators with GRPO, seed by seed. Seeds that not every estimator has in every setting are left out. */
export function analyse(all: readonly RunResult[]): Analysis {
  const byCell = new Map<string, Map<number, RunResult>>()
  for (const run of all) {
    const cell = `${run.setting} ${run.estimator}`
    if (!byCell.has(cell)) byCell.set(cell, new Map())
    byCell.get(cell)!.set(run.seed, run)
  }
  const seeds = [...new Set(all.map(({ seed }) => seed))]
    .filter((seed) => [...byCell.values()].every((runs) => runs.has(seed)))
    .sort((a, b) => a - b)
  const kept = all.filter(({ seed }) => seeds.includes(seed))
  const start = perTask((k) => mean(kept.map(({ curve }) => curve[0]![k]!)))
  const best = perTask((k) => Math.max(...kept.flatMap(({ curve }) => curve.map((look) => look[k]!))))
  const cells = namesOf(SETTINGS).flatMap((setting) =>
    namesOf(ESTIMATORS).flatMap((estimator): Cell[] => {
      const runs = byCell.get(`${setting} ${estimator}`)
      if (runs === undefined) return []
      const results = seeds.map((seed) => runs.get(seed)!)
      return [{ setting, estimator, results, yardsticks: measure(results, start, best) }]
    }),
  )
  return { seeds, cells, comparisons: compare(cells), start, best }
}

/** A run at its end: the mean of its last two looks. */
export const finalRewards = ({ curve }: RunResult): number[] =>
  perTask((k) => mean(curve.slice(-2).map((look) => look[k]!)))

function measure(
  results: readonly RunResult[],
  start: readonly number[],
  best: readonly number[],
): Cell['yardsticks'] {
  const finals = results.map(finalRewards)
  const normalized = finals.map((rewards) =>
    rewards.map((reward, k) => (reward - start[k]!) / (best[k]! - start[k]!)),
  )
  return {
    final: finals.map(mean),
    area: results.map(({ curve }) => mean(curve.map(mean))),
    normalized: normalized.map(mean),
    worst: normalized.map((tasks) => Math.min(...tasks)),
  }
}

function compare(cells: readonly Cell[]): Comparison[] {
  const compared = cells.flatMap((cell) => {
    const baseline = cells.find(
      ({ setting, estimator }) => setting === cell.setting && estimator === BASELINE,
    )
    if (cell === baseline || baseline === undefined) return []
    return namesOf(YARDSTICKS).map((yardstick) => {
      const differences = cell.yardsticks[yardstick].map(
        (value, i) => value - baseline.yardsticks[yardstick][i]!,
      )
      return {
        ...{ setting: cell.setting, estimator: cell.estimator, yardstick },
        ...{
          difference: mean(differences),
          halfWidth: halfWidth(differences),
          pValue: signFlipTest(differences),
        },
      }
    })
  })
  return namesOf(YARDSTICKS).flatMap((yardstick) => {
    const own = compared.filter((comparison) => comparison.yardstick === yardstick)
    const corrected = holm(own.map(({ pValue }) => pValue))
    return own.map((comparison, i) => ({ ...comparison, corrected: corrected[i]! }))
  })
}

const perTask = (value: (k: number) => number): number[] => TASK_TYPES.map((_, k) => value(k))

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(table) as Name[]
