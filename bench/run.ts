/**
 * npm run bench                          every contest, a table, bench/results/latest.json
 *   -- --only mathVerify                 workloads whose name contains this
 *   -- --largest 65536 --rounds 3        smaller sizes, fewer rounds
 *   -- --quick                           each workload once at its smallest size: does it still run?
 *   -- --out FILE                        where the JSON goes
 *   -- --baseline FILE                   afterwards, compare with an older run
 *   -- --compare OLD NEW                 compare two files, run nothing
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, growth, type Measurement, measure } from 'golongrl/bench'
import { contests } from './contests.js'
import { environment } from './environment.js'
import { printChanges, printGrowth, printMeasurements, progressBar } from './terminal.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    largest: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string', default: 'bench/results/latest.json' },
    baseline: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
})

interface Report {
  readonly environment: Awaited<ReturnType<typeof environment>>
  readonly measurements: readonly Measurement[]
}

const read = (file: string): Report => JSON.parse(readFileSync(file, 'utf8'))

if (values.compare) {
  const [before, after] = positionals
  if (before === undefined || after === undefined) throw new Error('--compare takes two files: OLD NEW')
  printChanges(compare(read(before).measurements, read(after).measurements))
} else {
  const chosen = contests()
    .filter(({ workload }) => workload.name.includes(values.only))
    .map((contest) =>
      values.quick
        ? { ...contest, workload: { ...contest.workload, sizes: contest.workload.sizes.slice(0, 1) } }
        : contest,
    )
  const bar = progressBar()
  const measurements = await measure(chosen, {
    rounds: values.quick ? 1 : Number(values.rounds),
    ...(values.quick && { roundTime: 0, warmupTime: 0 }),
    ...(values.largest !== undefined && { largest: Number(values.largest) }),
    onTurn: bar.turn,
  })
  bar.end()
  printMeasurements(measurements)
  printGrowth(growth(measurements))
  mkdirSync(dirname(values.out), { recursive: true })
  const report: Report = { environment: await environment(), measurements }
  writeFileSync(values.out, `${JSON.stringify(report, null, 1)}\n`)
  console.log(`\nwritten to ${values.out}`)
  if (values.baseline !== undefined) printChanges(compare(read(values.baseline).measurements, measurements))
}
