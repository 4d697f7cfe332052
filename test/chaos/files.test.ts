import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { root, scratchFolder } from '../package/files/run.js'
import { LONG, randomFrom, SEED, withFlippedBit } from './files/random.js'

const { readRows, scoreFiles } = (await import(
  `${root}dist/node/index.js`
)) as typeof import('../../src/node/index.js')

const scratch = scratchFolder('chaos-files')
afterAll(scratch.remove)

/** Of one reading of some rows. A hanging decoder is ended after it. */
const LIMITS = { rolloutTimeout: 10_000, rolloutMemory: 2 ** 30 }

async function rowsOf(path: string): Promise<readonly string[]> {
  const rows: string[] = []
  for await (const { value } of readRows(path, LIMITS))
    rows.push(isLeft(value) ? `refused: ${value.left.argument}` : JSON.stringify(value.right))
  return rows
}

/** What became of files with one flipped bit each: a file refused is named, or its rows are as they were, or some changed. */
async function flipBits(name: string, bytes: Buffer, times: number) {
  const path = scratch.path(name)
  writeFileSync(path, bytes)
  const expected = await rowsOf(path)
  const random = randomFrom(SEED)
  const outcomes = { same: 0, refused: 0, changed: 0, ended: 0 }
  for (let i = 0; i < times; i++) {
    writeFileSync(path, withFlippedBit(bytes, random))
    try {
      const rows = await rowsOf(path)
      if (rows.every((row, k) => row === expected[k]) && rows.length === expected.length) outcomes.same++
      else if (rows.some((row) => row.startsWith('refused: '))) outcomes.refused++
      else outcomes.changed++
    } catch (error) {
      expect(String(error)).toContain(name)
      if (String(error).includes('it took more than')) outcomes.ended++
      else outcomes.refused++
    }
  }
  expect(outcomes.same + outcomes.refused + outcomes.changed + outcomes.ended).toBe(times)
  return outcomes
}

describe(`flipped bits, seed ${SEED}`, () => {
  const parquet = (name: string) => readFileSync(`${root}test/chaos/files/${name}.parquet`)
  const jsonl = Buffer.from(
    Array.from(
      { length: 200 },
      (_, i) => `${JSON.stringify({ promptId: i, response: `answer ${i}` })}\n`,
    ).join(''),
  )

  it.each(['checksums', 'second-form'])(
    'of Parquet with checksums change no value, and keep no reader: %s',
    async (name) => {
      const outcomes = await flipBits(`${name}.parquet`, parquet(name), LONG ? 300 : 15)
      expect(outcomes).toMatchObject({ ended: 0, changed: 0 })
    },
    300_000,
  )

  it('of Parquet without checksums keep no reader', async () => {
    expect(await flipBits('plain.parquet', parquet('plain'), LONG ? 100 : 15)).toMatchObject({ ended: 0 })
  }, 300_000)

  it('of packed JSON Lines change no value', async () => {
    const outcomes = await flipBits('rows.jsonl.gz', gzipSync(jsonl), LONG ? 500 : 100)
    expect(outcomes).toMatchObject({ changed: 0 })
  }, 60_000)

  it('of JSON Lines cost a row, or change what is in it: they have no checksum', async () => {
    await flipBits('rows.jsonl', jsonl, LONG ? 500 : 100)
  }, 60_000)

  it('of a journal never change a result', async () => {
    const rollouts = scratch.path('rollouts.jsonl')
    const record = { taskType: 'precise-retrieval', gold: 'a' }
    const rows = Array.from({ length: 60 }, (_, i) => ({
      promptId: i >> 2,
      record,
      response: `</think>${i % 3 === 0 ? 'a' : 'b'}`,
    }))
    writeFileSync(rollouts, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const out = scratch.path('out.jsonl')
    const score = (resume: boolean) =>
      scoreFiles({ rollouts, out, resume, overwrite: true, workers: 0, estimator: { estimator: 'rloo' } })
    expect(await score(false)).toMatchObject({ right: { rollouts: 60, notScored: 0 } })
    const expected = readFileSync(out, 'utf8')
    // ReMax needs what the rows lack: the run ends with all rewards in its journal.
    await scoreFiles({ rollouts, out, overwrite: true, workers: 0, estimator: { estimator: 'remax' } })
    const journal = readFileSync(`${out}.part`)
    const random = randomFrom(SEED)
    for (let i = 0; i < (LONG ? 300 : 60); i++) {
      const cut = Math.floor(random() * journal.length)
      writeFileSync(`${out}.part`, withFlippedBit(journal.subarray(0, Math.max(cut, 1)), random))
      rmSync(out, { force: true })
      const result = await score(true)
      // Either the damage is passed over, or the journal is refused and nothing is written.
      if (isLeft(result)) expect(existsSync(out)).toBe(false)
      else expect(readFileSync(out, 'utf8')).toBe(expected)
      rmSync(`${out}.part`, { force: true })
    }
  }, 120_000)
})
