import { type FileHandle, open, truncate } from 'node:fs/promises'
import { blocks, lines } from './lines.js'
import type { ScoredRow } from './scored-row.js'

/**
 * What has been scored so far, on disk: a first line that says how it was scored, then one line a rollout, in order.
 * A run that was cut off goes on from here; the advantages, which need all rewards, are filled in at the end.
 */
export interface Journal {
  readonly append: (row: ScoredRow) => Promise<void>
  /** Writes out what is still in memory. */
  readonly close: () => Promise<void>
}

/** A fresh journal, or one that goes on after `keep` bytes of an old one. */
export async function openJournal(
  path: string,
  conditions: string,
  keep: number | undefined,
): Promise<Journal> {
  if (keep !== undefined) await truncate(path, keep)
  const file: FileHandle = await open(path, keep === undefined ? 'w' : 'a')
  let buffer = keep === undefined ? `${conditions}\n` : ''
  const flush = async () => {
    const text = buffer
    buffer = ''
    await file.appendFile(text)
  }
  await flush()
  return {
    append: async (row) => {
      buffer += `${JSON.stringify(row)}\n`
      if (buffer.length > BUFFERED_CHARACTERS) await flush()
    },
    close: async () => {
      await flush()
      await file.close()
    },
  }
}

const BUFFERED_CHARACTERS = 1 << 16

/** The rows of a journal with where each line ends. The conditions come first; a line that was cut off is not given. */
export async function* readJournal(
  path: string,
): AsyncIterable<{ readonly conditions: string; readonly row: ScoredRow | undefined; readonly end: number }> {
  let conditions: string | undefined
  for await (const { text, end, complete } of lines(blocks(path))) {
    if (!complete) return
    const row = conditions === undefined ? undefined : (JSON.parse(text) as ScoredRow)
    conditions ??= text
    yield { conditions, row, end }
  }
}
