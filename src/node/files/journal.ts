import { type FileHandle, open, truncate } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { badRecord } from '../../errors.js'
import type { BadRecord } from '../../index.js'
import { blocks, lines } from './lines.js'
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
  readonly append: (row: ScoredRow, fingerprint: string) => Promise<void>
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
  let buffer = keep === undefined ? withChecksum({ conditions }) : ''
  const flush = async () => {
    const text = buffer
    buffer = ''
    await file.appendFile(text).catch((error) => {
      throw new Error(`${path} cannot be written: ${error.message}`)
    })
  }
  try {
    await flush()
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    append: async (row, fingerprint) => {
      buffer += withChecksum({ ...row, fingerprint })
      if (buffer.length > BUFFERED_CHARACTERS) await flush()
    },
    close: async () => {
      try {
        await flush()
        await file.sync()
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
  readonly row: ScoredRow
  readonly fingerprint: string
}

/**
 * The lines of a journal. The conditions come first. A last line that was cut off is not given; a line that is broken is
 * a `Left`, and the last one given.
 */
export async function* readJournal(path: string): AsyncIterable<Either<BadRecord, JournalEntry>> {
  let number = 0
  for await (const { bytes, end, complete } of lines(blocks(path))) {
    if (!complete) return
    number++
    const place = `${basename(path)}:${number}`
    const content = bytes === undefined ? undefined : readLine(bytes.toString(), place, number === 1)
    if (content === undefined) {
      yield left(
        badRecord(place, 'a line of a journal, as it was written', bytes?.toString() ?? 'a longer line'),
      )
      return
    }
    yield right({ place, end, content })
  }
}

const CHECKSUM = /^(?<text>.*),"checksum":"(?<sum>[0-9a-f]{8})"\}$/su

function readLine(line: string, place: string, isHead: boolean): JournalEntry['content'] | undefined {
  const { text, sum } = CHECKSUM.exec(line)?.groups ?? {}
  if (text === undefined || checksumOf(text) !== sum) return undefined
  const object = parseObject(`${text}}`, place)
  if (object._tag === 'Left') return undefined
  if (isHead) return object.right as unknown as JournalHead
  const { fingerprint, ...row } = object.right as unknown as ScoredRow & { readonly fingerprint: string }
  return { row, fingerprint }
}

function withChecksum(content: object): string {
  const text = JSON.stringify(content).slice(0, -1)
  return `${text},"checksum":"${checksumOf(text)}"}\n`
}

const checksumOf = (text: string, previous = 0): string => crc32(text, previous).toString(16).padStart(8, '0')
