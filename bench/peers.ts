/**
 * npm run bench:peers: golongrl beside its twins in Python, run for run, in turns.
 * bench/peers/text_peer.py needs Python and, for the mathematics, sympy; bench/peers/torch_peer.py needs torch (Debian: python3-sympy,
 * python3-torch); bench/peers/numpy_peer.py needs numpy, pandas and torch. Says so and goes on where one is missing. PEERS_PYTHON names
 * a Python to ask first, `--only text`, `torch` or `numpy` leaves out the others. `--reward-score PATH` times the released functions
 * themselves instead of their twin (see bench/peers/released.py). PEERS_CLOCK=processor takes the time of the processes, where the
 * machine does other work.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measurement, median, ratio } from 'golongrl/bench'
import { readFlags, refuseUnknown } from '../scripts/flags.js'
import { environment } from './environment.js'
import { millisecondsOf, warmUp } from './peers/clock.js'
import { numpyPairs } from './peers/numpy-pairs.js'
import type { Pair } from './peers/pair.js'
import {
  publishedRewards,
  RELEASED_ONLY,
  releasedRewards,
  textPairs,
  textRollouts,
} from './peers/text-pairs.js'
import { torchPairs } from './peers/torch-pairs.js'
import { pythonWith, startOurs, startTwin, type Twin } from './peers/twin.js'
import { digits, duration, printTable } from './terminal.js'

/** What the released functions import. */
const RELEASED_MODULES = ['sympy', 'math_verify', 'rouge', 'pytrec_eval', 'jieba'] as const
const { values: flags } = readFlags({
  options: {
    /** One of text, torch, numpy. */
    only: { type: 'string' },
    /** The folder of the released functions: GoLongRL's Train/verl/verl/utils/reward_score. */
    'reward-score': { type: 'string' },
    rounds: { type: 'string', default: '9' },
    /** How many of the 200 responses of each metric. */
    responses: { type: 'string', default: '200' },
  },
})
refuseUnknown('--only', flags.only, ['text', 'torch', 'numpy'])
const ROUNDS = Number(flags.rounds)
const wants = (part: string): boolean => flags.only === undefined || flags.only === part
const rewardScore = flags['reward-score']
const sympy = wants('text')
  ? rewardScore === undefined
    ? pythonWith('sympy')
    : pythonWith(...RELEASED_MODULES)
  : undefined
const torch = wants('torch') ? pythonWith('torch') : undefined
const pandas = wants('numpy') ? pythonWith('pandas', 'torch') : undefined
const besideText = wants('text') ? await besideSympy() : []
const besideEager = wants('torch') ? await besideTorch() : []
const besidePlain = wants('numpy') ? await besideNumpy() : []

const rows = [...besideText, ...besideEager, ...besidePlain].flatMap((theirs, i, all) => {
  if (i % 2 === 1) return []
  const ours = all[i + 1]!
  const { median: times, min, max } = ratio(theirs, ours)
  return [
    [
      theirs.workload,
      theirs.size.toLocaleString('en'),
      ours.subject,
      `${duration(theirs.median)} (${theirs.subject})`,
      duration(ours.median),
      `${digits(times)}× (${digits(min)}–${digits(max)})`,
    ],
  ]
})
printTable(['work', 'size', 'ours', 'theirs', 'golongrl', 'faster by (min–max)'], rows)
if (sympy !== undefined)
  keep(rewardScore === undefined ? 'twin.json' : 'released.json', { sympy: sympy.version }, besideText)
if (torch !== undefined) keep('torch.json', { torch: torch.version }, besideEager)
if (pandas !== undefined) keep('numpy.json', { pandas: pandas.version }, besidePlain)

function keep(name: string, versions: Readonly<Record<string, string>>, found: readonly Measurement[]): void {
  mkdirSync('bench/results', { recursive: true })
  const report = { environment: environment(versions), measurements: found }
  writeFileSync(`bench/results/${name}`, `${JSON.stringify(report, null, 1)}\n`)
}

async function besideSympy(): Promise<readonly Measurement[]> {
  if (sympy === undefined) return skipped('sympy')
  const folder = mkdtempSync(join(tmpdir(), 'golongrl-'))
  const file = join(folder, 'rollouts.json')
  const rollouts = Object.fromEntries(
    Object.entries(textRollouts())
      .filter(([name]) => rewardScore !== undefined || !RELEASED_ONLY.includes(name))
      .map(([name, answers]) => [name, answers.slice(0, Number(flags.responses))]),
  )
  writeFileSync(file, JSON.stringify(rollouts))
  const twin = startTwin(
    sympy.python,
    'text_peer.py',
    file,
    ...(rewardScore === undefined ? [] : [rewardScore]),
  )
  for (const [name, answers] of Object.entries(rollouts)) {
    // Chinese is cut into words by other dictionaries, and Math-Verify has an opinion of its own on some answers.
    if (RELEASED_ONLY.includes(name)) continue
    const theirs: readonly number[] = JSON.parse(await twin.ask(`scores ${name}`))
    const ours = rewardScore === undefined ? publishedRewards(name, answers) : releasedRewards(answers)
    const differs = ours.findIndex((reward, i) => Math.abs(reward - theirs[i]!) > 1e-9)
    if (differs >= 0) throw new Error(`${name}: the twin scores response ${differs} ${theirs[differs]}`)
  }
  const measured = await takeTurns(twin, 'python', textPairs(rollouts))
  twin.end()
  rmSync(folder, { recursive: true })
  return measured
}

async function besideTorch(): Promise<readonly Measurement[]> {
  if (torch === undefined) return skipped('torch')
  const twin = startTwin(torch.python, 'torch_peer.py')
  const { pairs, end } = torchPairs()
  const measured = await takeTurns(twin, 'torch', pairs, apart('torch'))
  twin.end()
  await end()
  return measured
}

async function besideNumpy(): Promise<readonly Measurement[]> {
  if (pandas === undefined) return skipped('pandas')
  const peer = startTwin(pandas.python, 'numpy_peer.py')
  const { pairs, end } = numpyPairs()
  const measured = await takeTurns(peer, 'python', pairs, apart('numpy'))
  peer.end()
  await end()
  return measured
}

function skipped(module: string): readonly Measurement[] {
  console.log(`skipped: no python3 here has ${module} (Debian: apt-get install python3-${module})`)
  return []
}

/** The measurements of a pair stand side by side, the twin's first. */
async function takeTurns(
  twin: Twin,
  name: string,
  pairs: readonly Pair[],
  start: (pair: Pair, index: number) => Promise<Ours> = here,
): Promise<readonly Measurement[]> {
  const measured: Measurement[] = []
  for (const [index, pair] of pairs.entries()) {
    const { turn, end } = await start(pair, index)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(Number(await twin.ask(pair.request)))
      ours.push(await turn())
    }
    end()
    measured.push(measurement(pair, name, theirs), measurement(pair, pair.subject, ours))
  }
  return measured
}

/** Our side of a pair. */
interface Ours {
  /** Milliseconds of one run. */
  readonly turn: () => Promise<number>
  readonly end: () => void
}

async function here(pair: Pair): Promise<Ours> {
  const run = pair.prepare()
  const repeats = await warmUp(run)
  return { turn: () => millisecondsOf(run, repeats), end: () => undefined }
}

/** In a process of its own, see peers/ours.ts. */
function apart(set: 'torch' | 'numpy') {
  return async (_: Pair, index: number): Promise<Ours> => {
    const ours = startOurs(set, index)
    return { turn: async () => Number(await ours.ask('turn')), end: ours.end }
  }
}

function measurement(
  { workload, item, size }: Pair,
  subject: string,
  rounds: readonly number[],
): Measurement {
  return {
    ...{ workload, item, size, items: size, subject },
    median: median(rounds),
    p99: Math.max(...rounds),
    relativeError: 0,
    rounds,
    runs: rounds.length,
  }
}
