import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { takeLock } from '../../node/files/lock.js'
import { outputFile } from '../../node/files/output-file.js'
import { findSameFile } from '../../node/files/same-file.js'

/** The files that a command reads and writes. */
export interface Files {
  readonly inputs: readonly string[]
  readonly outputs: readonly (string | undefined)[]
  readonly overwrite: boolean
}

/**
 * Whether a command may write what it is asked to; called before it reads anything, as reading may take long.
 *
 * @throws an Error with one sentence
 */
export async function checkFiles({ inputs, outputs, overwrite }: Files): Promise<void> {
  const given = outputs.filter((path) => path !== undefined)
  const targets = await Promise.all(given.map(async (path) => orThrowSentence(await outputFile(path))))
  const same = await findSameFile(
    inputs,
    targets.flatMap((target) => [target, partOf(target)]),
  )
  if (same !== undefined)
    throw new Error(`${same.output} is the same file as ${same.input}, which is read; choose another name.`)
  const twice = given.find((_, i) => targets.indexOf(targets[i]!) < i)
  if (twice !== undefined) throw new Error(`${twice} would be written twice; choose another name.`)
  const present = given.find((path) => existsSync(path))
  if (present !== undefined && !overwrite)
    throw new Error(`${present} is there already: --overwrite replaces it.`)
}

const partOf = (target: string): string => `${target}.part`

function orThrowSentence(target: Either<string, string>): string {
  if (isLeft(target)) throw new Error(target.left)
  return target.right
}

/**
 * Writes lines to a file that appears only when it is whole: a command that is killed leaves the old file, or none, and a second
 * run writes the same bytes. Compressed where the name ends in `.gz`. What a killed command has written so far stays in
 * `<path>.part`, which the next one writes anew; a lock file, `<path>.lock`, keeps two of them apart.
 */
export async function writeWholeFile(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const target = orThrowSentence(await outputFile(path))
  await mkdir(dirname(target), { recursive: true }).catch((error) => {
    throw new Error(`${path} cannot be written: ${error.message}`)
  })
  const lock = await takeLock(`${target}.lock`)
  if (isLeft(lock)) throw new Error(lock.left)
  const unfinished = partOf(target)
  try {
    const source = Readable.from(withLineEnds(lines))
    const file = createWriteStream(unfinished, { flush: true })
    await (path.endsWith('.gz') ? pipeline(source, createGzip(), file) : pipeline(source, file))
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw new Error(`${path} cannot be written: ${error instanceof Error ? error.message : error}`)
  } finally {
    await lock.right.release()
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
