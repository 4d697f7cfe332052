/**
 * npm run bench:end-to-end: what users start, beside what an engineer writes in five minutes.
 *
 * - `golongrl serve` beside the FastAPI service of peers/service_peer.py, the same requests in rounds that alternate
 * - `golongrl score`, 100,000 rollouts of 2,000 characters, with one worker and with two in rounds that alternate
 *
 * Requests and rollouts a second by the clock, and microseconds of processor time each, which do not mind what else the machine
 * does. PEERS_PYTHON names a Python with fastapi and uvicorn[standard]; `--reward-score PATH` the released functions for it.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from 'golongrl/bench'
import { readFlags, refuseUnknown } from '../scripts/flags.js'
import { environment } from './environment.js'
import { pythonWith } from './peers/twin.js'
import type { EndToEndRow } from './report.js'
import { writeRollouts } from './rollout-file.js'
import {
  batchRequests,
  type Load,
  load,
  type Service,
  slimeRequests,
  startFastApi,
  startOurs,
  stop,
} from './service.js'
import { printTable } from './terminal.js'

const { values: flags } = readFlags({
  options: {
    only: { type: 'string' },
    'reward-score': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    rollouts: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
  },
})
refuseUnknown('--only', flags.only, ['service', 'score'])
const rounds = Number(flags.rounds)
const seconds = Number(flags.seconds)
const wants = (part: string): boolean => flags.only === undefined || flags.only === part
const folder = mkdtempSync(join(tmpdir(), 'golongrl-'))

const WARM_UP_SECONDS = 8

/** A round of `golongrl score` takes ten seconds and more. */
const MOST_SCORE_ROUNDS = 3

const found = {
  service: wants('service') ? await services() : [],
  score: wants('score') ? await scoring() : [],
}
rmSync(folder, { recursive: true })
printTable(
  ['work', 'subject', 'a second', 'processor, µs', 'p99, ms'],
  Object.values(found)
    .flat()
    .map(({ work, subject, perSecond, processor, p99 }) => [
      ...[
        work,
        subject,
        Math.round(perSecond).toLocaleString('en'),
        processor.toFixed(0),
        p99?.toFixed(1) ?? '',
      ],
    ]),
)
if (flags.write) {
  mkdirSync('bench/results', { recursive: true })
  for (const [name, rows] of Object.entries(found)) {
    if (rows.length === 0) continue
    const report = { environment: environment({}), rows }
    writeFileSync(`bench/results/${name}.json`, `${JSON.stringify(report, null, 1)}\n`)
  }
}

async function services(): Promise<readonly EndToEndRow[]> {
  const python = pythonWith('fastapi', 'uvicorn')?.python
  const ours = await startOurs(join(folder, 'log.jsonl'))
  const theirs = python === undefined ? undefined : await startFastApi(python, flags['reward-score'])
  if (theirs === undefined) console.log('skipped: no python3 here has fastapi and uvicorn')
  const slime = slimeRequests()
  const found: EndToEndRow[] = []
  for (const connections of [16, 64])
    found.push(
      ...(await inTurns(`/slime, ${connections} connections`, [ours, theirs], slime, connections, 1)),
    )
  found.push(...(await inTurns('/v1/batch of 512, a rollout', [ours], batchRequests(512), 2, 512)))
  await stop(ours)
  if (theirs !== undefined) await stop(theirs)
  return found
}

/** @param each units of work in a request */
async function inTurns(
  work: string,
  all: readonly (Service | undefined)[],
  requests: readonly Buffer[],
  connections: number,
  each: number,
): Promise<readonly EndToEndRow[]> {
  const subjects = all.filter((service) => service !== undefined)
  const found = subjects.map((): Load[] => [])
  // Engines compile what is hot, for some ten thousand requests.
  for (const service of subjects) await load(service, requests, connections, WARM_UP_SECONDS)
  for (let round = 0; round < rounds; round++) {
    for (const [i, service] of subjects.entries())
      found[i]!.push(await load(service, requests, connections, seconds))
  }
  return subjects.map(({ name }, i) => ({
    work,
    subject: name,
    perSecond: each * median(found[i]!.map(({ perSecond }) => perSecond)),
    processor: median(found[i]!.map(({ processor }) => processor)) / each,
    p99: median(found[i]!.map(({ p99 }) => p99)),
  }))
}

async function scoring(): Promise<readonly EndToEndRow[]> {
  const path = join(folder, 'rollouts.jsonl')
  const rollouts = Number(flags.rollouts)
  const found: EndToEndRow[] = []
  for (const without of [['summarization'], []] as const) {
    writeRollouts(path, { rollouts, characters: 2000, without })
    const runs = [1, 2].map((workers) => ({ workers, took: [] as number[], processor: [] as number[] }))
    for (let round = 0; round < Math.min(rounds, MOST_SCORE_ROUNDS); round++) {
      for (const { workers, took, processor } of runs) {
        const run = await scored(path, workers)
        took.push(run.took)
        processor.push(run.processor)
      }
    }
    for (const { workers, took, processor } of runs)
      found.push({
        work: `${rollouts.toLocaleString('en')} rollouts of 2,000 characters${without.length > 0 ? ', no ROUGE-L' : ''}`,
        subject: `golongrl score --workers ${workers}`,
        perSecond: rollouts / median(took),
        processor: (median(processor) * 1e6) / rollouts,
      })
  }
  return found
}

/** Seconds by the clock, and of processor time, from the first instruction to the last. */
async function scored(path: string, workers: number) {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const out = join(folder, 'out.jsonl')
  const args = ['score', '--rollouts', path, '--out', out, '--overwrite', '--workers', String(workers)]
  const nodeArguments = (process.env.BENCH_NODE_ARGUMENTS ?? '').split(' ').filter(Boolean)
  const start = performance.now()
  const child = spawn(
    '/usr/bin/env',
    ['bash', '-c', 'time -p "$@"', 'bash', process.execPath, ...nodeArguments, main, ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(text)
  const [, user = 0, system = 0] = /user ([\d.]+)\nsys ([\d.]+)/.exec(text)?.map(Number) ?? []
  return { took: (performance.now() - start) / 1000, processor: user + system }
}
