/**
 * npm run bench:peers: golongrl beside its torch twin (bench/peers/torch_peer.py), run for run, in turns.
 * Needs a python3 with torch (Debian: python3-torch); says so and stops when there is none.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { groupRollouts, grpo, policyLoss, tmnReweight } from 'golongrl'
import { wasmBackend } from 'golongrl/backends'
import { type Measurement, median, paddedTokenWorkload, ratio, rewardWorkload } from 'golongrl/bench'
import { environment } from './environment.js'
import { digits, duration, printTable } from './terminal.js'

const ROUNDS = 9
const PYTHONS = ['python3', '/usr/bin/python3']
const VERSIONS = 'import platform, torch; print(platform.python_version(), torch.__version__)'

const found = PYTHONS.map((name) => ({
  name,
  ...spawnSync(name, ['-c', VERSIONS], { encoding: 'utf8' }),
})).find(({ status }) => status === 0)
if (found === undefined) {
  console.log('skipped: no python3 here has torch (Debian: apt-get install python3-torch)')
  process.exit(0)
}
const [python = '', torch = ''] = found.stdout.trim().split(' ')

const wasm = wasmBackend()
const wasmOnTwo = wasmBackend({ threads: 2 })
type Batch = Parameters<typeof groupRollouts>[0]
const grouped = (batch: Batch) => {
  const groups = groupRollouts(batch)
  if (groups._tag === 'Left') throw new Error(groups.left.argument)
  return groups.right
}
const withIntegerIds = (batch: Batch): Batch => ({
  ...batch,
  promptIds: Int32Array.from({ length: batch.rewards.length }, (_, i) => i >> 4),
})

interface Pair {
  /** The name the twin knows the work by. */
  readonly twin: string
  readonly size: number
  readonly subject: string
  readonly prepare: () => () => unknown
}

const pairs: readonly Pair[] = [
  ...[2_048, 1_048_576].flatMap((size): Pair[] => [
    {
      twin: 'tmnReweight',
      size,
      subject: 'groupRollouts + tmnReweight',
      prepare: () => {
        const batch = rewardWorkload.make(size)
        return () => tmnReweight(grouped(batch))
      },
    },
    {
      twin: 'tmnReweight, integer ids',
      size,
      subject: 'groupRollouts + tmnReweight',
      prepare: () => {
        const batch = withIntegerIds(rewardWorkload.make(size))
        return () => tmnReweight(grouped(batch))
      },
    },
  ]),
  {
    twin: 'grpo',
    size: 2_048,
    subject: 'groupRollouts + grpo',
    prepare: () => {
      const batch = rewardWorkload.make(2_048)
      return () => grpo(grouped(batch))
    },
  },
  ...[1 << 20, 1 << 23].flatMap((size): Pair[] => [
    {
      twin: 'policyLoss',
      size,
      subject: 'policyLoss',
      prepare: () => {
        const batch = paddedTokenWorkload.make(size)
        return () => policyLoss(batch)
      },
    },
    {
      twin: 'policyLoss',
      size,
      subject: 'wasm backend',
      prepare: () => {
        const batch = paddedTokenWorkload.make(size)
        return () => wasm.policyLoss(batch)()
      },
    },
    {
      twin: 'policyLoss',
      size,
      subject: 'wasm backend, gradient buffer reused',
      prepare: () => {
        const batch = paddedTokenWorkload.make(size)
        const gradLogProbs = new Float32Array(size)
        return () => wasm.policyLoss(batch, { gradLogProbs })()
      },
    },
    {
      twin: 'policyLoss',
      size,
      subject: 'wasm backend, 2 threads',
      prepare: () => {
        const batch = paddedTokenWorkload.make(size)
        return () => wasmOnTwo.policyLoss(batch)()
      },
    },
  ]),
]

const twin = startTwin(found.name)
const rows: string[][] = []
const measurements: Measurement[] = []
for (const pair of pairs) {
  const run = pair.prepare()
  for (let warmUp = 0; warmUp < 3; warmUp++) await run()
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await twin.time(pair.twin, pair.size))
    // Short work is repeated, so that the clock's grain does not matter.
    const repeats = pair.size < 100_000 ? 50 : 1
    const start = performance.now()
    for (let i = 0; i < repeats; i++) await run()
    ours.push((performance.now() - start) / repeats)
  }
  const theirMeasurement = measurement(pair, 'torch', theirs)
  const ourMeasurement = measurement(pair, pair.subject, ours)
  measurements.push(theirMeasurement, ourMeasurement)
  const speedup = ratio(theirMeasurement, ourMeasurement)
  rows.push([
    pair.twin,
    pair.size.toLocaleString('en'),
    pair.subject,
    duration(theirMeasurement.median),
    duration(ourMeasurement.median),
    `${digits(speedup.median)}× (${digits(speedup.min)}–${digits(speedup.max)})`,
  ])
}
twin.end()
await wasm.dispose()
await wasmOnTwo.dispose()
printTable(['work', 'size', 'ours', 'torch', 'golongrl', 'faster by (min–max)'], rows)
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/peers.json',
  `${JSON.stringify({ environment: environment({ python, torch }), measurements }, null, 1)}\n`,
)

function measurement(pair: Pair, subject: string, rounds: readonly number[]): Measurement {
  return {
    workload: pair.twin,
    item: pair.twin === 'policyLoss' ? 'token' : 'rollout',
    size: pair.size,
    items: pair.size,
    subject,
    median: median(rounds),
    p99: Math.max(...rounds),
    relativeError: 0,
    rounds,
    runs: rounds.length,
  }
}

/** The twin as a process that answers one request at a time. */
function startTwin(command: string) {
  const script = fileURLToPath(new URL('peers/torch_peer.py', import.meta.url))
  const child: ChildProcessWithoutNullStreams = spawn(command, [script])
  child.stderr.pipe(process.stderr)
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    time: async (name: string, size: number): Promise<number> => {
      child.stdin.write(`${name} ${size}\n`)
      const { value, done } = await answers.next()
      if (done === true) throw new Error('the torch twin ended early')
      return Number(value)
    },
    end: () => child.stdin.end(),
  }
}
