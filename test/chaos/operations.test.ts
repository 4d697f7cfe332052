import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { golongrl, scratchFolder } from '../package/files/run.js'

const scratch = scratchFolder('chaos-operations')
afterAll(scratch.remove)

const write = (name: string, rows: readonly unknown[]) => {
  writeFileSync(scratch.path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return scratch.path(name)
}
const rollouts = write(
  'rollouts.jsonl',
  Array.from({ length: 40 }, (_, i) => ({
    promptId: i,
    responses: Array.from({ length: 4 }, (_, k) => `[Answer]\nS${i}\nS${k}`),
  })),
)
const recordsWith = (name: string, gold: string) =>
  write(
    name,
    Array.from({ length: 40 }, (_, i) => ({
      promptId: i,
      record: { taskType: 'exhaustive-retrieval', gold: [i === 7 ? gold : `S${i}`, 'S1'] },
    })),
  )
const records = recordsWith('records.jsonl', 'S7')

const folder = scratch.path('.')
const out = scratch.path('out.jsonl')
const run = (more: readonly string[], env: Record<string, string> = {}) =>
  golongrl(['score', '--rollouts', rollouts, '--records', records, '--out', out, '--workers', '1', ...more], {
    node: ['--import', new URL('files/break-operation.mjs', import.meta.url).href],
    env,
  })
const journalOf = () => (existsSync(`${out}.part`) ? readFileSync(`${out}.part`) : Buffer.alloc(0))

/** What `out` and the files beside it are called. */
const written = () => readdirSync(folder).filter((name) => name.startsWith('out.jsonl'))
const removeWritten = () => {
  for (const name of written()) rmSync(scratch.path(name))
}

let expected: string
let halfJournal: Buffer
/** How many operations a fresh run makes, and one that resumes. */
const operations = { fresh: 0, resumed: 0 }

const count = async (more: readonly string[]): Promise<number> => {
  const list = scratch.path('operations.txt')
  expect(await run(more, { OPERATIONS: list })).toMatchObject({ code: 0 })
  return readFileSync(list, 'utf8').split(' ').length
}

beforeAll(async () => {
  operations.fresh = await count([])
  expected = readFileSync(out, 'utf8')
  rmSync(out)
  // The last operations are those of the result: the journal is whole before them.
  await run([], { BREAK: `kill:${operations.fresh - 4}` })
  const lines = journalOf().toString().split('\n')
  expect(lines.length).toBeGreaterThan(100)
  halfJournal = Buffer.from(`${lines.slice(0, 80).join('\n')}\n{"half a li`)
  removeWritten()
  writeFileSync(`${out}.part`, halfJournal)
  operations.resumed = await count(['--resume'])
  removeWritten()
}, 60_000)

/** Resumes what was interrupted: other golds are refused wherever something was scored, the same give the same result. */
async function expectSameResult() {
  if (existsSync(out)) {
    expect(readFileSync(out, 'utf8') === expected).toBe(true)
    return
  }
  const journal = journalOf()
  if (journal.includes('\n')) {
    const corrected = await run(['--resume', '--records', recordsWith('corrected.jsonl', 'other')])
    expect(corrected).toMatchObject({ code: 2 })
    expect(journalOf().equals(journal)).toBe(true)
  }
  expect(await run(['--resume'])).toMatchObject({ code: 0 })
  expect(readFileSync(out, 'utf8') === expected).toBe(true)
  expect(written().filter((name) => /part|new|lock$/.test(name))).toEqual([])
}

describe.each(['fresh', 'resumed'] as const)('golongrl score, %s', (kind) => {
  const start = (env: Record<string, string>) => {
    removeWritten()
    if (kind === 'resumed') writeFileSync(`${out}.part`, halfJournal)
    return run(kind === 'resumed' ? ['--resume'] : [], env)
  }

  it.each(['kill', 'after'])(
    'killed (%s) at each operation on files, ends with the same file',
    async (mode) => {
      for (let at = 1; at <= operations[kind]; at++) {
        const { code } = await start({ BREAK: `${mode}:${at}` })
        expect([at, code]).toEqual([at, null])
        await expectSameResult()
      }
    },
    240_000,
  )

  it('with no space left at any operation, says so in one sentence and goes on later', async () => {
    for (let at = 1; at <= operations[kind]; at++) {
      const { code, stderr } = await start({ BREAK: `fail:${at}` })
      if (code !== 0) {
        const sentences = stderr.split('\n').filter((line) => line !== '' && !/^\d+% /.test(line))
        expect([at, code, sentences]).toEqual([at, 2, [expect.stringContaining('ENOSPC')]])
        expect(stderr).toContain(folder)
      }
      await expectSameResult()
    }
  }, 240_000)
})
