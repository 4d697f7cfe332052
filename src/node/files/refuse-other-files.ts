import { open } from 'node:fs/promises'

/**
 * Rejects with a sentence that names the file and says what to do, where a file cannot be read as rows: it is not there, is a
 * folder, or its content is not what its name says.
 */
export async function refuseOtherFiles(path: string): Promise<void> {
  const start = await firstBytes(path)
  const problem = problemOf(path, start)
  if (problem !== undefined) throw new Error(`${path} ${problem}`)
}

function problemOf(path: string, start: Buffer): string | undefined {
  if (/\.(csv|tsv|xlsx?)$/iu.test(path)) return 'is a table: convert it to JSON Lines or Parquet'
  if (isParquet(path)) return undefined
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') return 'is Parquet: its name must end in .parquet'
  const packed = start[0] === 0x1f && start[1] === 0x8b
  if (path.endsWith('.gz'))
    return packed || start.length === 0 ? undefined : 'is not compressed: take .gz off its name'
  if (packed) return 'is compressed with gzip: its name must end in .jsonl.gz'
  if (isUtf16(start)) return 'is UTF-16: convert it with iconv -f UTF-16 -t UTF-8'
  return startsArray(start.toString())
    ? "is one JSON array: write one object a line, as with jq -c '.[]'"
    : undefined
}

const isParquet = (path: string): boolean => path.endsWith('.parquet')

/** A byte order mark, or the zero byte that every ASCII character has. */
const isUtf16 = (start: Buffer): boolean => {
  const mark = start.length >= 2 ? start.readUInt16BE(0) : 0
  return mark === 0xfffe || mark === 0xfeff || (start.length >= 4 && start[1] === 0 && start[3] === 0)
}

/** An array whose first member is an object. A single row that is some other array is reported with its line. */
const startsArray = (start: string): boolean => /^\uFEFF?\s*\[\s*(?:\{|$)/u.test(start)

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path === '' ? 'The file without a name' : path} ${whyUnreadable(error)}`)
  })
  try {
    if ((await file.stat()).isDirectory()) throw new Error(`${path} is a folder: name a file in it`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BYTES), 0, BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Why the file system does not give a file, as a phrase behind its name. */
export const whyUnreadable = (error: NodeJS.ErrnoException): string =>
  UNREADABLE[error.code ?? ''] ?? `cannot be read: ${error.message}`

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder: name a file in it',
  EACCES: 'may not be read by this user',
}

const BYTES = 512
