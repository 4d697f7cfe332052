/**
 * npm run bench                          everything: tables, and bench/results/latest.json
 *   -- --only mathVerify                 workloads whose name contains this, and nothing else
 *   -- --largest 65536 --rounds 3        smaller sizes, fewer rounds
 *   -- --quick                           everything once and tiny, nothing written: does it still run?
 *   -- --out FILE                        where the JSON goes
 *   -- --baseline FILE                   afterwards, compare with an older run
 *   -- --compare OLD NEW                 compare two files, run nothing
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, growth, measure } from 'golongrl/bench'
import { bundleSizes } from './bundle-size.js'
import { contests } from './contests.js'
import { environment, pinned } from './environment.js'
import { importTimes } from './import-time.js'
import { latencies } from './latency.js'
import { memoryUses } from './memory.js'
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    largest: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    baseline: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
})

const PEERS = {
  'js-rouge': pinned('js-rouge'),
  mathjs: pinned('mathjs'),
  'tfjs-backend-cpu': pinned('@tensorflow/tfjs-backend-cpu'),
}

if (values.compare) compareFiles()
else await run()

function compareFiles(): void {
  const [before, after] = positionals
  if (before === undefined || after === undefined) throw new Error('--compare takes two files: OLD NEW')
  printChanges(compare(readReport(before).measurements, readReport(after).measurements))
}

async function run(): Promise<void> {
  const { quick, only, baseline, out = quick ? undefined : 'bench/results/latest.json' } = values
  const rounds = quick ? 1 : Number(values.rounds)
  const bar = progressBar()
  const timed = await measure(await chosenContests(), {
    rounds,
    onTurn: bar.turn,
    ...(quick && { roundTime: 0, warmupTime: 0 }),
    ...(values.largest !== undefined && { largest: Number(values.largest) }),
  })
  bar.end()
  const everything = only === ''
  const measurements = [...timed, ...(everything ? importTimes(quick ? 1 : 2 * rounds + 1) : [])]
  const report: Report = {
    environment: environment(PEERS),
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
  if (baseline !== undefined) printChanges(compare(readReport(baseline).measurements, measurements))
  if (out === undefined) return
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, `${JSON.stringify(report, fourDigits, 1)}\n`)
  console.log(`\nwritten to ${out}`)
}

async function chosenContests() {
  const chosen = (await contests()).filter(({ workload }) => workload.name.includes(values.only))
  if (!values.quick) return chosen
  return chosen.map((contest) => ({
    ...contest,
    workload: { ...contest.workload, sizes: [Math.ceil(contest.workload.sizes[0]! / 64)] },
  }))
}

/** No time is known better than that, and the file stays small. */
function fourDigits(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}
