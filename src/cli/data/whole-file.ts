import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/**
 * Writes lines to a file that appears only when it is whole: a command that is killed leaves the old file, or none, and a second
 * run writes the same bytes. Compressed where the name ends in `.gz`.
 */
export async function writeWholeFile(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
  overwrite: boolean,
): Promise<void> {
  if (!overwrite && existsSync(path)) throw new Error(`${path} is there already: --overwrite replaces it.`)
  const unfinished = `${path}.${process.pid}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
    const source = Readable.from(withLineEnds(lines))
    const target = createWriteStream(unfinished)
    await (path.endsWith('.gz') ? pipeline(source, createGzip(), target) : pipeline(source, target))
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new Error(`${path} cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}

/** Lines in portions, which a stream handles faster than single ones. */
async function* withLineEnds(lines: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  let portion = ''
  for await (const line of lines) {
    portion += `${line}\n`
    if (portion.length > 1 << 18) {
      yield portion
      portion = ''
    }
  }
  if (portion !== '') yield portion
}
