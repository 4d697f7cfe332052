import { type FileHandle, open, truncate } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import { blocks, lineBlocks } from './lines.js'
import { parseObject } from './parse-object.js'
import type { ScoredRow } from './scored-row.js'

/**
 * What has been scored so far, on disk: a first line with the conditions of the run, then one line a rollout, in order.
 * An interrupted run goes on from here; the advantages, which need all rewards, are filled in at the end.
 *
 * Each line is a JSON object that ends with the checksum of its text. A line of a rollout also carries the fingerprint of
 * all rollouts up to it, so that a journal is never continued with other responses.
 */
export interface Journal {
  readonly append: (row: ScoredRow, fingerprint: string) => void
  /** Writes what is in memory if that is much. To be called now and then. */
  readonly drain: () => Promise<void>
  /** Writes what is still in memory, and waits until it is on disk. */
  readonly close: () => Promise<void>
}

/** Everything that decides what a journal holds, by the name it has in messages. */
export type Conditions = Readonly<Record<string, string>>

/** A fresh journal, or one that goes on after `keep` bytes of an old one. */
export async function openJournal(
  path: string,
  conditions: Conditions,
  keep: number | undefined,
): Promise<Journal> {
  if (keep !== undefined) await truncate(path, keep)
  const file: FileHandle = await open(path, keep === undefined ? 'w' : 'a')
  let buffer = keep === undefined ? withChecksum(JSON.stringify({ conditions }).slice(0, -1)) : ''
  const named = (error: Error) => {
    throw new Error(`${path} cannot be written: ${error.message}`)
  }
  const flush = async () => {
    const text = buffer
    buffer = ''
    await file.appendFile(text).catch(named)
  }
  try {
    await flush()
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    append: (row, fingerprint) => {
      buffer += withChecksum(`${JSON.stringify(row).slice(0, -1)},"fingerprint":"${fingerprint}"`)
    },
    drain: async () => {
      if (buffer.length > BUFFERED_CHARACTERS) await flush()
    },
    close: async () => {
      try {
        await flush()
        await file.sync().catch(named)
      } finally {
        await file.close()
      }
    },
  }
}

const BUFFERED_CHARACTERS = 1 << 16

/** One line of a journal. */
export interface JournalEntry {
  /** `out.jsonl.part:17`. */
  readonly place: string
  /** Bytes of the journal up to here. */
  readonly end: number
  readonly content: JournalHead | JournalRow
}

export interface JournalHead {
  readonly conditions: Conditions
}

export interface JournalRow {
  /** The row as JSON text, `{"promptId":…}`. */
  readonly json: string
  readonly fingerprint: string
}

/**
 * The lines of a journal. The conditions come first. A last line that was cut off is not given; a line that is broken is
 * a `Left`, and the last one given.
 */
export async function* readJournal(path: string): AsyncIterable<Either<BadRecord, JournalEntry>> {
  for await (const entries of readJournalBlocks(path)) yield* entries
}

/** The same, some lines at a time: to wait for each takes longer than to read it. */
export async function* readJournalBlocks(
  path: string,
): AsyncIterable<readonly Either<BadRecord, JournalEntry>[]> {
  let number = 0
  for await (const block of lineBlocks(blocks(path))) {
    const entries: Either<BadRecord, JournalEntry>[] = []
    for (const { bytes, end, complete } of block) {
      if (!complete) break
      number++
      const place = `${basename(path)}:${number}`
      const line = bytes?.toString() ?? 'a longer line'
      const content = readLine(line, place, number === 1)
      if (content === undefined) {
        entries.push(left(badRecord(place, 'a line of a journal, as it was written', line)))
        yield entries
        return
      }
      entries.push(right({ place, end, content }))
    }
    yield entries
  }
}

/** Takes a line apart. What has the right checksum is what was written, and is not parsed. */
function readLine(line: string, place: string, isHead: boolean): JournalEntry['content'] | undefined {
  const text = line.slice(0, -CHECKSUM_LENGTH)
  if (line.slice(text.length) !== checksumField(text)) return undefined
  if (isHead) {
    const head = parseObject(`${text}}`, place)
    return head._tag === 'Left' ? undefined : (head.right as unknown as JournalHead)
  }
  const fingerprint = FINGERPRINT.exec(text.slice(-FINGERPRINT_LENGTH))?.[1]
  return fingerprint === undefined
    ? undefined
    : { json: `${text.slice(0, -FINGERPRINT_LENGTH)}}`, fingerprint }
}

/** @param text a JSON object but for its closing brace */
const withChecksum = (text: string): string => `${text}${checksumField(text)}\n`

const checksumField = (text: string): string => `,"checksum":"${checksumOf(text)}"}`

const CHECKSUM_LENGTH = ',"checksum":"00000000"}'.length
const FINGERPRINT = /^,"fingerprint":"([0-9a-f]{8})"$/u
const FINGERPRINT_LENGTH = ',"fingerprint":"00000000"'.length

const checksumOf = (text: string, previous = 0): string => crc32(text, previous).toString(16).padStart(8, '0')
