import type { KillLimits } from '../pool.js'
import { jsonLines } from './json-lines.js'
import { parquetRows } from './parquet-rows.js'
import { refuseOtherFiles } from './refuse-other-files.js'
import type { Row } from './row.js'

/**
 * The rows of a data file in their order: JSON Lines (`.jsonl`, `.ndjson`, `.json`, each also with `.gz`) or Parquet
 * (`.parquet`, any usual compression). Memory is bounded by the longest line, or by the largest row group.
 *
 * A row that is no object is a `Left`; a file that cannot be read, or is not what its name says, rejects.
 */
export async function* readRows(path: string, limits?: KillLimits): AsyncIterable<Row> {
  for await (const rows of readRowBlocks(path, limits)) yield* rows
}

/** The same, some rows at a time: to wait for each takes longer than to read it. */
export async function* readRowBlocks(path: string, limits?: KillLimits): AsyncIterable<readonly Row[]> {
  await refuseOtherFiles(path)
  yield* path.endsWith('.parquet') ? parquetRows(path, limits) : jsonLines(path)
}
