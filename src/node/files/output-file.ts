import { readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Either, left, right } from 'fp-ts/lib/Either.js'

/**
 * Where a file that is written under another name and renamed in the end goes to: behind a symbolic link, which would be replaced
 * otherwise.
 *
 * @returns `Left` with one sentence where a folder, a device or a pipe stands there, which must not be replaced
 */
export async function outputFile(path: string): Promise<Either<string, string>> {
  const target = await behindLinks(path)
  const found = await stat(target).catch(() => undefined)
  if (found === undefined || found.isFile()) return right(target)
  return left(`${path} is ${found.isDirectory() ? 'a folder: name a file in it' : 'no file: name one'}.`)
}

async function behindLinks(path: string): Promise<string> {
  const target = await readlink(path).catch(() => undefined)
  if (target === undefined) return path
  // A link may lead to a file that is not there yet.
  return await realpath(path).catch(() => resolve(dirname(path), target))
}
