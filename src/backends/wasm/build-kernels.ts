/**
 * Writes what the wasm backend and `policyLoss` carry inside them: `npm run build:wasm`.
 *
 * - `kernel-bytes.ts`, here and in `losses/wasm/`: the kernels, compiled from `assembly/` beside it
 * - `worker-source.ts`: the code of a worker thread, bundled from `worker.ts`
 *
 * Both are committed, so that neither a checkout nor the package needs the compilers; a test builds again and compares.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { build } from 'esbuild'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/** The folders with kernels. */
export const KERNEL_FOLDERS = [HERE, fileURLToPath(new URL('../../losses/wasm/', import.meta.url))]

/** The text of a folder's `kernel-bytes.ts` that belongs to the sources as they are. */
export async function kernelBytesModule(folder: string): Promise<string> {
  const base64 = Buffer.from(await compileKernels(folder)).toString('base64')
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

/** The text of `worker-source.ts` that belongs to the sources as they are. */
export async function workerSourceModule(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${HERE}worker.ts`],
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', legalComments: 'none' },
  })
  const quoted = outputFiles[0]!.text.trim().replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return [
    '// Written by build-kernels.ts from worker.ts: npm run build:wasm',
    '',
    '/** The code of a worker thread. */',
    '// biome-ignore format: one line of bundled code',
    `export const WORKER_SOURCE = '${quoted}'`,
    '',
  ].join('\n')
}

async function compileKernels(folder: string): Promise<Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const { error, stderr } = await asc.main(
    [
      'assembly/index.ts',
      ...['--outFile', 'kernels.wasm', '--baseDir', folder],
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
  for (const folder of KERNEL_FOLDERS)
    await writeFile(`${folder}kernel-bytes.ts`, await kernelBytesModule(folder))
  await writeFile(new URL('worker-source.ts', import.meta.url), await workerSourceModule())
}
