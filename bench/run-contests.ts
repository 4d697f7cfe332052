import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { measure } from 'golongrl/bench'
import { compare, githubBenchmarks, growth } from '../src/bench/index.js'
import { bundleSizes } from './bundle-size.js'
import { contests } from './contests.js'
import { environment, pinned } from './environment.js'
import { failOver } from './fail-over.js'
import { importTimes } from './import-time.js'
import { latencies } from './latency.js'
import { memoryUses } from './memory.js'
import { computeEngine } from './peers/text-peers.js'
import { type Report, readReport } from './report.js'
import {
  printBundles,
  printChanges,
  printGrowth,
  printLatencies,
  printMeasurements,
  printMemory,
  progressBar,
} from './terminal.js'

/** The flags of `npm run bench`, see run.ts. */
export interface RunFlags {
  readonly only: string
  readonly rounds: string
  readonly quick: boolean
  readonly largest?: string | undefined
  readonly out?: string | undefined
  readonly baseline?: string | undefined
  readonly 'fail-over'?: string | undefined
  readonly github?: string | undefined
}

async function peerVersions(): Promise<Readonly<Record<string, string>>> {
  const latex = await computeEngine()
  return {
    'js-rouge': pinned('js-rouge'),
    mathjs: pinned('mathjs'),
    'tfjs-backend-cpu': pinned('@tensorflow/tfjs-backend-cpu'),
    ...(latex && { 'compute-engine': latex.version }),
  }
}

/** Measures, prints, writes. */
export async function runContests(flags: RunFlags): Promise<void> {
  const { quick, only, largest, baseline, out = quick ? undefined : 'bench/results/latest.json' } = flags
  const rounds = quick ? 1 : Number(flags.rounds)
  const bar = progressBar()
  const timed = await measure(await chosenContests(flags), {
    rounds,
    onTurn: bar.turn,
    ...(quick && { roundTime: 0, warmupTime: 0 }),
    ...(largest !== undefined && { largest: Number(largest) }),
  })
  bar.end()
  const everything = only === ''
  const measurements = [...timed, ...(everything ? importTimes(quick ? 1 : 2 * rounds + 1) : [])]
  const report: Report = {
    environment: environment(await peerVersions()),
    measurements,
    latencies: everything ? latencies(quick ? 1 : 15) : [],
    growth: growth(measurements),
    bundles: everything ? await bundleSizes() : [],
    memory: everything ? memoryUses(quick ? 'tiny' : 'full') : [],
  }
  printMeasurements(report.measurements)
  printLatencies(report.latencies)
  printGrowth(report.growth)
  printBundles(report.bundles)
  printMemory(report.memory)
  if (baseline !== undefined) {
    const changes = compare(readReport(baseline).measurements, measurements)
    printChanges(changes)
    failOver(changes, flags['fail-over'])
  }
  if (flags.github !== undefined)
    writeFileSync(flags.github, JSON.stringify(githubBenchmarks(measurements, report.environment), null, 1))
  if (out === undefined) return
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, `${JSON.stringify(report, fourDigits, 1)}\n`)
  console.log(`\nwritten to ${out}`)
}

async function chosenContests({ only, quick }: RunFlags) {
  const chosen = (await contests()).filter(({ workload }) => workload.name.includes(only))
  if (!quick) return chosen
  return chosen.map((contest) => ({
    ...contest,
    workload: { ...contest.workload, sizes: [Math.ceil(contest.workload.sizes[0]! / 64)] },
  }))
}

/** No time is known better than that, and the file stays small. */
function fourDigits(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
