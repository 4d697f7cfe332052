import { createHash } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * A module's address with a hash of its text and, recursively, of the files that it names in `import`, `require` and `new URL`:
 * functions can only be compared by their source text. Of a package only the imported file counts. Files that a module finds in other
 * ways are not part of the hash.
 */
export async function fingerprintModule(url: string): Promise<string> {
  const hash = createHash('sha256')
  if (!url.startsWith('file:')) hash.update(url)
  else
    for (const content of await filesOf(fileURLToPath(url))) hash.update(`${content.length} `).update(content)
  return `${url} (SHA-256 ${hash.digest('hex')})`
}

/** The contents of a module and of what it names, each file once. */
async function filesOf(entry: string): Promise<Iterable<Buffer>> {
  const files = new Map<string, Buffer>([[entry, await readFile(entry)]])
  // Iterating over a Map also visits entries that are added during the loop.
  for (const [path, content] of files) {
    if (path.includes('node_modules') || !isCode(path)) continue
    for (const name of namedIn(content.toString())) {
      const named = await resolved(name, path)
      const text = named === undefined ? undefined : await readFile(named).catch(() => undefined)
      if (text !== undefined) files.set(named!, text)
    }
  }
  return files.values()
}

const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/u.test(path)

/** A name that is no import, such as one in a comment, does no harm. */
const namedIn = (source: string): readonly string[] => [...source.matchAll(NAMED)].map((match) => match[2]!)

const NAMED = /\b(?:from|import|require|URL)\s{0,9}\(?\s{0,9}(["'`])([^"'`\n]{1,999})\1/gu

/** `x.json` in a URL is a file beside the module; in an import it is a package. */
async function resolved(name: string, from: string): Promise<string | undefined> {
  const { resolve } = createRequire(from)
  for (const each of name.startsWith('file:') ? [fileURLToPath(name)] : [name, `./${name}`]) {
    try {
      return await realpath(resolve(each))
    } catch {}
  }
  return undefined
}
