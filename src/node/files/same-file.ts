import { stat } from 'node:fs/promises'

/**
 * The first of `inputs` that is the same file as one of `outputs`: by the same path, a symbolic link or a hard link.
 *
 * @returns the two paths as they were given; undefined when all are different files
 */
export async function findSameFile(
  inputs: readonly string[],
  outputs: readonly string[],
): Promise<{ readonly input: string; readonly output: string } | undefined> {
  const known = new Map<string, string>()
  for (const input of inputs) {
    const id = await fileId(input)
    if (id !== undefined) known.set(id, input)
  }
  for (const output of outputs) {
    const id = await fileId(output)
    const input = id === undefined ? undefined : known.get(id)
    if (input !== undefined) return { input, output }
  }
  return undefined
}

/** Device and file number, after all links; undefined for a file that is not there. */
async function fileId(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}
