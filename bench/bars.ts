import { type Measurement, ratio } from 'golongrl/bench'
import type { EndToEndRow } from './report.js'

/** What we set out to reach, beside what was measured. */
export interface Bar {
  readonly work: string
  readonly opponent: string
  readonly measured: string
  readonly bar: string
  readonly reached: boolean
}

/** A pair of neighbours of a file of results: the opponent's measurement and ours. */
export interface Contest {
  readonly theirs: Measurement
  readonly ours: Measurement
}

/** The opponent comes first in each pair. */
export const contestsOf = (measurements: readonly Measurement[]): readonly Contest[] =>
  measurements.flatMap((theirs, i) => (i % 2 === 0 ? [{ theirs, ours: measurements[i + 1]! }] : []))

/** Bars as ratios, by workload; the second is the one of a prompt whose gold is read once. */
const RELEASED: Readonly<Record<string, readonly [direct: number, once: number]>> = {
  exactMatch: [1, 1],
  accuracy: [5, 10],
  choiceAccuracy: [1, 1],
  f1: [5, 10],
  subExactMatch: [5, 10],
  ndcg: [5, 10],
  pairwiseAccuracy: [5, 10],
  iou: [5, 10],
  rougeL: [100, 100],
  'rougeL, Chinese': [100, 100],
  'mathVerify, plain numbers': [30, 30],
}

export function releasedBars(contests: readonly Contest[]): readonly Bar[] {
  return contests.flatMap(({ theirs, ours }) => {
    const direct = ours.subject === 'scoreRecord'
    const bar = RELEASED[ours.workload]?.[direct ? 0 : 1]
    const work = `${ours.workload}, ${direct ? 'direct' : 'gold read once'}`
    return bar === undefined ? [] : [barOf(work, 'released function', { theirs, ours }, bar)]
  })
}

/** By workload and subject. */
const NUMPY: Readonly<Record<string, readonly [work: string, opponent: string, bar: number]>> = {
  'tmnReweight beside pandas, UUIDs': ['TMN-Reweight, 1,048,576 rollouts, UUIDs', 'pandas + numpy', 1],
  'tmnReweight beside pandas, integers': ['the same, integers', 'pandas + numpy', 1],
  'tmnReweight beside pandas, UUIDs shuffled': ['the same, UUIDs in random order', 'pandas + numpy', 1],
  'tmnReweight beside numpy, groups known': ['the same, groups known', 'numpy', 1],
  'policyLoss beside numpy closed form policyLoss': [
    'loss and gradient, 8,388,608 tokens: policyLoss',
    'numpy, closed form',
    0.5,
  ],
  'policyLoss beside numpy closed form wasm backend': [
    'the same: wasm backend, gradient fresh',
    'numpy, closed form',
    1,
  ],
  'policyLoss beside numpy closed form wasm backend, gradient buffer reused': [
    'the same: wasm backend, gradient reused',
    'numpy, closed form',
    4,
  ],
}

export function numpyBars(contests: readonly Contest[]): readonly Bar[] {
  return contests.flatMap((contest) => {
    const { workload, subject } = contest.ours
    const known = NUMPY[workload] ?? NUMPY[`${workload} ${subject}`]
    return known === undefined ? [] : [barOf(known[0], known[1], contest, known[2])]
  })
}

/** The bars of `golongrl score` and of the service. */
export function endToEndBars(rows: readonly EndToEndRow[]): readonly Bar[] {
  const bars: Bar[] = []
  for (const ours of rows) {
    const theirs = rows.find(({ work, subject }) => work === ours.work && subject.startsWith('FastAPI'))
    if (theirs !== undefined && theirs !== ours) {
      const times = ours.perSecond / theirs.perSecond
      bars.push({
        ...{ work: ours.work, opponent: 'FastAPI + uvicorn', measured: `${digits(times)}×` },
        ...{ bar: '≥ 2×', reached: times >= 2 },
      })
      if (ours.work.includes('64') && ours.p99 !== undefined) {
        bars.push({
          ...{ work: `${ours.work}, 99th percentile`, opponent: '', measured: `${digits(ours.p99)} ms` },
          ...{ bar: '< 60 ms', reached: ours.p99 < 60 },
        })
      }
    }
    if (ours.work.startsWith('/v1/batch')) bars.push(perSecond(ours.work, ours, 10_000))
    if (ours.work.endsWith('no ROUGE-L') && ours.subject.endsWith('1')) {
      const work = `golongrl score, ${ours.work}, one worker`
      bars.push(perSecond(work, ours, 15_000))
      const two = rows.find(({ work, subject }) => work === ours.work && subject.endsWith('2'))
      if (two !== undefined) {
        const times = two.perSecond / ours.perSecond
        bars.push({
          ...{ work: 'the same, two workers', opponent: 'one worker', measured: `${digits(times)}×` },
          ...{ bar: '≥ 1.7×', reached: times >= 1.7 },
        })
      }
    }
  }
  return bars
}

const perSecond = (work: string, row: EndToEndRow, bar: number): Bar => ({
  ...{ work, opponent: '', measured: `${count(Math.round(row.perSecond))} a second` },
  ...{ bar: `≥ ${count(bar)} a second`, reached: row.perSecond >= bar },
})

export function barOf(work: string, opponent: string, { theirs, ours }: Contest, bar: number): Bar {
  const { median, min, max } = ratio(theirs, ours)
  const measured = `${digits(median)}× (${digits(min)}–${digits(max)})`
  return { work, opponent, measured, bar: `≥ ${bar}×`, reached: median >= bar }
}

/** A bar from above, in milliseconds or kilobytes. */
export const below = (work: string, value: number, unit: string, bar: number): Bar => ({
  ...{ work, opponent: '', measured: `${digits(value)} ${unit}` },
  ...{ bar: `< ${bar} ${unit}`, reached: value < bar },
})

const count = (value: number): string => value.toLocaleString('en')
const digits = (value: number): string => Number(value.toPrecision(3)).toString()
