import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { whyUnreadable } from '../node/files/refuse-other-files.js'
import { STANDARD_STREAM } from './standard-streams.js'

/** The text of a file, or of standard input for `-`. Rejects with a sentence that names the file. */
export async function readText(path: string): Promise<string> {
  if (path === STANDARD_STREAM) return text(process.stdin)
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} ${whyUnreadable(error)}`)
  })
}

/** The value in a JSON file. Rejects with a sentence that names the file. */
export async function readJson(path: string): Promise<unknown> {
  const json = await readText(path)
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`)
  }
}
