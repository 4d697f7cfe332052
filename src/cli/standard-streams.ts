import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { EXIT } from './exit-codes.js'

/** What stands for standard input or standard output in the place of a file name. */
export const STANDARD_STREAM = '-'

/** The path itself, or for `-` that of a file with all of standard input: commands read their files more than once. */
export const inputFile = async (path: string): Promise<string> =>
  path === STANDARD_STREAM ? await copyStandardInput() : path

async function copyStandardInput(): Promise<string> {
  const path = await temporaryFile('standard-input')
  await pipeline(process.stdin, createWriteStream(path))
  const named = `${path}${await extensionOf(path)}`
  await rename(path, named)
  return named
}

/** Standard input has no name that says its form: the first bytes do. */
async function extensionOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    if (buffer.toString('latin1') === 'PAR1') return '.parquet'
    return buffer[0] === 0x1f && buffer[1] === 0x8b ? '.jsonl.gz' : '.jsonl'
  } finally {
    await file.close()
  }
}

/** Writes a file to standard output. */
export const printFile = (path: string): Promise<void> =>
  pipeline(createReadStream(path), process.stdout, { end: false })

/** A name for a file in a folder of its own, which is removed when the process ends. */
export async function temporaryFile(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'golongrl-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // A signal without a listener ends the process without its `exit` event.
  const endUnlessHandled = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) === 0) process.exit(EXIT.interrupted)
  }
  process.once('SIGINT', endUnlessHandled).once('SIGTERM', endUnlessHandled)
  return join(folder, name)
}
