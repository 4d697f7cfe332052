/**
 * Flips single bits of Parquet files, one at a time, and reads each damaged file to its end: headers, footers, indexes and contents.
 *
 *     npm run fuzz:parquet [-- checksums.parquet] [--sample 1000] [--seed 1]
 *
 * Default: every bit of every file. A reading must refuse the file or give the rows as they were: where pages have checksums,
 * any other rows are a failure, as is a reading that does not end. The exit status is 1 then, and each such bit is printed.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFlags, refuseUnknown } from '../scripts/flags.js'
import { openParquetFile } from '../src/node/files/parquet-file.js'
import { seeded } from './random.js'

/** The files of the chaos tests, and whether their pages have checksums. */
const SUBJECTS: readonly (readonly [name: string, hasChecksums: boolean])[] = [
  ['checksums.parquet', true],
  ['second-form.parquet', true],
  ['plain.parquet', false],
]

/** Milliseconds for one reading, which takes a few. */
const LONGEST_READING = 20_000

type Outcome = 'same' | 'refused' | 'changed' | 'endless'

const { values, positionals } = readFlags({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    // Of a process that this one starts.
    file: { type: 'string' },
    from: { type: 'string', default: '0' },
  },
})

if (values.file === undefined) await main()
else await flipBits(values.file, bitsOf(values.file).subarray(Number(values.from)))

async function main(): Promise<void> {
  const names = SUBJECTS.map(([name]) => name)
  for (const given of positionals) refuseUnknown('the file', given, names)
  const chosen = SUBJECTS.filter(([name]) => positionals.length === 0 || positionals.includes(name))
  const failures = await Promise.all(chosen.map(([name, hasChecksums]) => judge(name, hasChecksums)))
  for (const failure of failures.flat()) console.log(failure)
  process.exitCode = failures.flat().length > 0 ? 1 : 0
}

/** Numbers of bits of a file. */
function bitsOf(name: string): Uint32Array {
  const bits = 8 * contentOf(name).length
  if (values.sample === undefined) return Uint32Array.from({ length: bits }, (_, i) => i)
  const random = seeded(Number(values.seed))
  return Uint32Array.from({ length: Number(values.sample) }, () => random.below(bits))
}

function contentOf(name: string): Buffer {
  return readFileSync(new URL(`../test/chaos/files/${name}`, import.meta.url))
}

async function judge(name: string, hasChecksums: boolean): Promise<readonly string[]> {
  const bits = bitsOf(name)
  const counts: Record<Outcome, number> = { refused: 0, same: 0, changed: 0, endless: 0 }
  const failures: string[] = []
  let done = 0
  const take = (outcome: Outcome) => {
    counts[outcome]++
    if (outcome === 'endless' || (outcome === 'changed' && hasChecksums))
      failures.push(`${name} with bit ${bits[done]} flipped: ${outcome}`)
    done++
  }
  while (done < bits.length) if (!(await readInProcess(name, done, take))) take('endless')
  const { refused, same, changed, endless } = counts
  console.log(
    `${name}, ${done} bits: ${refused} refused, ${same} without effect, ${changed} changed, ${endless} endless`,
  )
  return failures
}

/** @returns false where a reading did not end; the process is ended then */
function readInProcess(name: string, from: number, take: (outcome: Outcome) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const args = ['--file', name, '--from', String(from), ...process.argv.slice(2)]
    const child = fork(fileURLToPath(import.meta.url), args)
    let wasEnded = false
    const end = () => {
      wasEnded = true
      child.kill('SIGKILL')
    }
    let late = setTimeout(end, LONGEST_READING)
    child.on('message', (outcome: Outcome) => {
      clearTimeout(late)
      late = setTimeout(end, LONGEST_READING)
      take(outcome)
    })
    child.on('exit', (code) => {
      clearTimeout(late)
      if (code === 0 || wasEnded) resolve(!wasEnded)
      else reject(new Error(`the process that reads ${name} ended with ${code}`))
    })
  })
}

async function flipBits(name: string, bits: Uint32Array): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'golongrl-flips-'))
  const path = join(folder, name)
  try {
    const bytes = contentOf(name)
    writeFileSync(path, bytes)
    const expected = await readAll(path)
    for (const bit of bits) {
      const damaged = Buffer.from(bytes)
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      writeFileSync(path, damaged)
      const rows = await readAll(path).catch(() => undefined)
      const outcome: Outcome = rows === undefined ? 'refused' : rows === expected ? 'same' : 'changed'
      await new Promise((resolve) => process.send!(outcome, resolve))
    }
  } finally {
    rmSync(folder, { recursive: true })
    process.disconnect()
  }
}

async function readAll(path: string): Promise<string> {
  const file = await openParquetFile(path)
  const all: unknown[] = []
  for (;;) {
    const { rows } = await file.rowsFrom(all.length)
    if (rows.length === 0) return JSON.stringify(all)
    all.push(...rows)
  }
}
