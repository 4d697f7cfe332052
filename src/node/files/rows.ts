import type { KillLimits } from '../pool.js'
import { type LineBlock, lineBlocksOf, rowsOfLines } from './json-lines.js'
import { BLOCK } from './lines.js'
import { parquetRows } from './parquet-rows.js'
import { refuseOtherFiles } from './refuse-other-files.js'
import type { Row, RowObject } from './row.js'

/**
 * The rows of a data file in their order: JSON Lines (`.jsonl`, `.ndjson`, `.json`, each also with `.gz`) or Parquet
 * (`.parquet`, any usual compression). Memory is bounded by the longest line, or by the largest row group.
 *
 * A row that is no object is a `Left`; a file that cannot be read, or is not what its name says, rejects.
 */
export async function* readRows(path: string, limits?: KillLimits): AsyncIterable<Row> {
  for await (const block of readBlocks(path, { limits })) yield* rowsOf(block)
}

/** Some rows of a data file. Lines of JSON are not parsed yet: another thread may do that. */
export type RowBlock = LineBlock | ParsedRows

interface ParsedRows {
  readonly rows: readonly Row[]
  /** Characters of their texts, more or less. */
  readonly size: number
}

/** How much of the file has been read with a block, in (0, 1]. */
export const fractionOf = (block: RowBlock): number =>
  'rows' in block ? (block.rows.at(-1)?.fraction ?? 0) : block.to

/** Bytes or characters. */
export const sizeOf = (block: RowBlock): number => ('rows' in block ? block.size : (block.bytes?.length ?? 0))

export const rowsOf = (block: RowBlock): readonly Row[] => ('rows' in block ? block.rows : rowsOfLines(block))

export interface BlockOptions {
  /** Rows of a block. Default: as many as there are in one piece of what is read. */
  readonly most?: number | undefined
  /** Where lines are put, of this length. Default: memory of this thread. */
  readonly memory?: ((length: number) => Buffer) | undefined
  /** See `parquetRows`. */
  readonly limits?: KillLimits | undefined
}

/** The same, some rows at a time: to wait for each takes longer than to read it. */
export async function* readBlocks(
  path: string,
  { most = Number.POSITIVE_INFINITY, memory, limits }: BlockOptions = {},
): AsyncIterable<RowBlock> {
  await refuseOtherFiles(path)
  if (!path.endsWith('.parquet')) yield* lineBlocksOf(path, most, memory)
  else for await (const rows of parquetRows(path, limits)) yield* parsedBlocks(rows, most)
}

/** Few rows where they are long: each block is copied to another thread. */
function* parsedBlocks(rows: readonly Row[], most: number): Iterable<ParsedRows> {
  let start = 0
  let size = 0
  for (const [i, row] of rows.entries()) {
    size += charactersOf(row.value)
    if (i + 1 - start < most && size < BLOCK && i + 1 < rows.length) continue
    yield { rows: rows.slice(start, i + 1), size }
    start = i + 1
    size = 0
  }
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const key in value) sum += charactersOf((value as RowObject)[key])
  return sum
}
