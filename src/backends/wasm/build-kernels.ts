/**
 * Compiles `assembly/` and writes the bytes to `kernel-bytes.ts`: `npm run build:wasm`. The result is committed, so that
 * neither a checkout nor the package needs the compiler; a test compiles again and compares.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** The text of `kernel-bytes.ts` that belongs to the sources as they are. */
export async function kernelBytesModule(): Promise<string> {
  const base64 = Buffer.from(await compileKernels()).toString('base64')
  const lines = base64.match(/.{1,100}/g) ?? []
  return [
    '// Written by build-kernels.ts from assembly/: npm run build:wasm',
    '',
    '/** The compiled kernels, in base64. */',
    'export const KERNEL_BYTES =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')}`,
    '',
  ].join('\n')
}

async function compileKernels(): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const { error, stderr } = await asc.main(
    [
      'assembly/index.ts',
      ...['--outFile', 'kernels.wasm', '--baseDir', HERE],
      ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory'],
      // "Exchange of v128 values is not supported by all embeddings": the functions that do are internal and inlined.
      ...['--disableWarning', '112'],
    ],
    { writeFile: (name, contents) => void files.set(name, contents as Uint8Array) },
  )
  const bytes = files.get('kernels.wasm')
  if (error !== null || bytes === undefined) throw error ?? new Error(stderr.toString())
  return bytes
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('kernel-bytes.ts', import.meta.url), await kernelBytesModule())
}
