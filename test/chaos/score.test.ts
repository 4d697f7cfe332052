import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { type ScoreFilesOptions, scoreFiles } from 'golongrl/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, finished, golongrl, scratchFolder, start } from '../package/files/run.js'
import { LONG, randomFrom, SEED } from './files/random.js'

const scratch = scratchFolder('chaos-score')
afterAll(scratch.remove)

const record = (gold: string) => ({ taskType: 'exhaustive-retrieval', gold: [gold, 'S1'] })
const write = (name: string, rows: readonly unknown[]) => {
  writeFileSync(scratch.path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return scratch.path(name)
}

let rollouts: string
let records: string
let expected: string
const args = (out: string, ...more: string[]) => [
  ...['score', '--rollouts', rollouts, '--records', records, '--out', out, '--workers', '2'],
  ...more,
]
const writeRecords = (changed: boolean) =>
  write(
    'records.jsonl',
    Array.from({ length: 400 }, (_, i) => ({
      promptId: i,
      record: record(changed && i === 7 ? 'other' : `S${i}`),
    })),
  )

const journalOf = (out: string): Buffer =>
  existsSync(`${out}.part`) ? readFileSync(`${out}.part`) : Buffer.alloc(0)

beforeAll(async () => {
  const thought = 'this and that '.repeat(40)
  rollouts = write(
    'rollouts.jsonl',
    Array.from({ length: 400 }, (_, i) => ({
      promptId: i,
      responses: Array.from({ length: 16 }, (_, k) => `<think>${thought}</think>[Answer]\nS${i}\nS${k}`),
    })),
  )
  records = writeRecords(false)
  const out = scratch.path('whole.jsonl')
  expect(await golongrl(args(out))).toMatchObject({ code: 0 })
  expected = readFileSync(out, 'utf8')
}, 120_000)

describe(`golongrl score under kill -9, seed ${SEED}`, () => {
  const random = randomFrom(SEED)

  it.each(Array.from({ length: LONG ? 12 : 2 }, (_, round) => round))(
    'round %i: ends with the same file, whatever was in between',
    async (round) => {
      const out = scratch.path(`out-${round}.jsonl`)
      for (let kills = 0; kills < 3 && !existsSync(out); kills++) {
        const child = start(args(out, '--resume'))
        const end = finished(child)
        await Promise.race([sleep(200 + random() * 1200), end])
        child.kill('SIGKILL')
        await end
        const journal = journalOf(out)
        // Without a whole first line nothing was scored yet, so that there is nothing to compare with.
        if (random() < 0.5 || !journal.includes('\n') || existsSync(out)) continue
        // Golds corrected in between are noticed, whatever the journal holds.
        writeRecords(true)
        const resumed = await golongrl(args(out, '--resume'))
        writeRecords(false)
        expect(resumed).toMatchObject({ code: 2 })
        expect(journalOf(out).equals(journal)).toBe(true)
      }
      // Killed after its result had its name: only the journal is left to remove.
      if (existsSync(out)) rmSync(`${out}.part`, { force: true })
      // Two writers at once: one is refused, or comes when the other has finished.
      const both = existsSync(out)
        ? [{ code: 0 }]
        : await Promise.all([golongrl(args(out, '--resume')), golongrl(args(out, '--resume'))])
      expect(both.map(({ code }) => code)).toContain(0)
      expect(readFileSync(out, 'utf8') === expected).toBe(true)
      expect([existsSync(`${out}.part`), existsSync(`${out}.new`)]).toEqual([false, false])
    },
    120_000,
  )
})

describe('a disk that is full', () => {
  /** A limit on the size of files stands in for it: both make a write fail in the middle of a line. */
  it.skipIf(process.platform === 'win32')(
    'is named, and the run goes on later',
    async () => {
      const out = scratch.path('full.jsonl')
      const child = spawn(
        'bash',
        ['-c', 'trap "" XFSZ; ulimit -f 300; exec "$@"', 'bash', process.execPath, command, ...args(out)],
        { stdio: 'pipe' },
      )
      const { code, stderr } = await finished(child)
      expect(code).toBe(2)
      expect(stderr).toContain(`${out}.part cannot be written`)
      expect(existsSync(out)).toBe(false)
      expect(await golongrl(args(out, '--resume'))).toMatchObject({ code: 0 })
      expect(readFileSync(out, 'utf8') === expected).toBe(true)
    },
    60_000,
  )
})

describe(`rows of all kinds, seed ${SEED}`, () => {
  const random = randomFrom(SEED)
  const oneOf = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)]!

  const response = (i: number) =>
    oneOf<unknown>(
      ...[`<think>t</think>[Answer]\nS${i}\nS1`, `<think>${'so '.repeat(random() * 900)}</think>S${i}`],
      ...['no', '', 'é漢😀</think>S1', 5, null, undefined],
    )

  function row(k: number): string {
    const kind = random()
    if (kind < 0.08)
      return oneOf('{bad', '', '  ', '[1]', `{"a":${'['.repeat(300)}${']'.repeat(300)}}`, '\uFEFF{}')
    const i = Math.floor(k / 5)
    const responses = Array.from({ length: random() * 5 }, () => response(i))
    return JSON.stringify({
      promptId: random() < 0.9 ? `p${i}` : oneOf<unknown>(i, `a/${i}`, 2 ** 60, null),
      step: random() < 0.9 ? Math.floor(k / 50) : oneOf<unknown>('last', null),
      record:
        random() < 0.8 ? record(`S${i}`) : oneOf<unknown>({ taskType: 'none' }, null, 'text', undefined),
      ...(random() < 0.3
        ? { responses, lengths: responses.map(() => 7) }
        : { response: response(i), length: 9 }),
      ...(random() < 0.2 && { baseline: random() }),
    })
  }

  it.each(Array.from({ length: LONG ? 40 : 3 }, (_, round) => round))(
    'round %i: the same result with any number of workers, in blocks of any size, and after an interruption',
    async (round) => {
      const text = Array.from({ length: 20 + random() * 300 }, (_, k) => row(k)).join(oneOf('\n', '\r\n'))
      const file = scratch.path(`kinds-${round}.jsonl${oneOf('', '.gz')}`)
      writeFileSync(file, file.endsWith('.gz') ? gzipSync(text) : text)
      const options = {
        rollouts: file,
        explain: random() < 0.2,
        ...(random() < 0.3 && { batchBy: 'step' }),
        ...(random() < 0.3 && { map: 'gold=record.gold,taskType=exhaustive-retrieval,response=response' }),
        ...(random() < 0.5 && { records, allowBadRecords: true }),
      }
      let outs = 0
      const scored = async (more: Partial<ScoreFilesOptions>, out = `kinds-${round}-${outs++}.jsonl`) => {
        const result = await scoreFiles({ ...options, out: scratch.path(out), ...more })
        return [result, readFileSync(scratch.path(out), 'utf8')]
      }
      const whole = await scored({ workers: 0 })
      expect(whole[0]).toMatchObject({ _tag: 'Right' })
      for (const chunkSize of [1, 7, 1000])
        expect(await scored({ workers: oneOf(0, 1, 2), chunkSize })).toEqual(whole)
      const stop = new AbortController()
      let left = Math.ceil(random() * 100)
      const onProgress = () => --left === 0 && stop.abort()
      const out = `kinds-${round}-stopped.jsonl`
      await scored({ workers: 1, signal: stop.signal, onProgress }, out).catch(() => {})
      if (!existsSync(scratch.path(out)))
        expect(await scored({ workers: 1, resume: true }, out)).toEqual(whole)
    },
    60_000,
  )
})
