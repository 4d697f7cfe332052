import { open } from 'node:fs/promises'
import { type ColumnSource, fileWriter, ParquetWriter } from 'hyparquet-writer'
import type { ScoredRow } from './scored-row.js'

/** Takes scored rows in their order and leaves a file of them. */
export interface RowWriter {
  /** @param json a row as JSON text */
  readonly write: (json: string) => void
  /** Writes what is in memory if that is much. To be called now and then. */
  readonly drain: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A writer for a new file: Parquet where the final name says so, JSON Lines otherwise. */
export const openWriter = (path: string, finalName: string): Promise<RowWriter> =>
  finalName.endsWith('.parquet') ? parquetWriter(path) : jsonLinesWriter(path)

async function jsonLinesWriter(path: string): Promise<RowWriter> {
  const file = await open(path, 'w')
  let buffer = ''
  const named = (error: Error) => {
    throw new Error(`${path} cannot be written: ${error.message}`)
  }
  const flush = async () => {
    const text = buffer
    buffer = ''
    await file.appendFile(text).catch(named)
  }
  return {
    write: (json) => {
      buffer += `${json}\n`
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

const BUFFERED_CHARACTERS = 1 << 18

async function parquetWriter(path: string): Promise<RowWriter> {
  const writer = fileWriter(path)
  const parquet = new ParquetWriter({
    writer,
    schema: [
      { name: 'root', num_children: COLUMNS.length },
      ...COLUMNS.map(({ name, type }) => ({
        name,
        type,
        repetition_type: 'OPTIONAL' as const,
        ...(type === 'BYTE_ARRAY' && { converted_type: 'UTF8' as const }),
      })),
    ],
  })
  let rows: ScoredRow[] = []
  const flush = async () => {
    const columnData: ColumnSource[] = COLUMNS.map(({ name, value }) => ({ name, data: rows.map(value) }))
    rows = []
    await parquet.write({ columnData })
  }
  return {
    write: (json) => {
      rows.push(JSON.parse(json))
    },
    drain: async () => {
      if (rows.length >= ROWS_IN_A_GROUP) await flush()
    },
    close: async () => {
      if (rows.length > 0) await flush()
      await parquet.finish()
    },
  }
}

const ROWS_IN_A_GROUP = 20_000

interface Column {
  readonly name: string
  readonly type: 'BYTE_ARRAY' | 'INT32' | 'DOUBLE'
  readonly value: (row: ScoredRow) => string | number | null
}

const text = (name: keyof ScoredRow): Column => ({
  name,
  type: 'BYTE_ARRAY',
  value: (row) => (row[name] === null ? null : String(row[name])),
})

/** A Parquet column has one type: prompt ids become texts, explanations their JSON. */
const COLUMNS: readonly Column[] = [
  text('promptId'),
  { name: 'rollout', type: 'INT32', value: (row) => row.rollout },
  { name: 'reward', type: 'DOUBLE', value: (row) => row.reward },
  text('reason'),
  text('taskType'),
  text('rewardMode'),
  text('metric'),
  { name: 'advantage', type: 'DOUBLE', value: (row) => row.advantage },
  text('error'),
  {
    name: 'explanation',
    type: 'BYTE_ARRAY',
    value: (row) => (row.explanation === undefined ? null : JSON.stringify(row.explanation)),
  },
]
