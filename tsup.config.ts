import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { markPure } from './scripts/mark-pure'
import { trimMathjs } from './scripts/trim-mathjs'
import { KERNEL_BYTES } from './src/backends/wasm/kernel-bytes'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    testing: 'src/testing/index.ts',
    data: 'src/data/index.ts',
    bench: 'src/bench/index.ts',
    backends: 'src/backends/index.ts',
    'backends/tfjs': 'src/backends/tfjs/index.ts',
    // No entry of the package. Named so that mathjs becomes a file of its own, which bundlers drop where no mathVerify is
    // imported; within a file that is read it cannot be shaken out.
    'chunk-mathjs': 'src/verifiers/math/values/mathjs.ts',
  },
  format: ['esm', 'cjs'],
  // tsup's declaration step still sets baseUrl, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  sourcemap: true,
  // A build without declarations (build:js) leaves those of the last whole build, which the type check of bench/ and examples/ reads.
  // The step that writes declarations removes the old ones itself.
  clean: ['!**/*.d.{ts,cts}', '!THIRD-PARTY-NOTICES.txt'],
  silent: true,
  // For hosts that import WebAssembly as a module; the backend itself has the bytes inlined.
  onSuccess: () => writeFile('dist/kernels.wasm', Buffer.from(KERNEL_BYTES, 'base64')),
  treeshake: false,
  // Bundled, so that the pure entry imports nothing at run time; types still come from the installed fp-ts.
  noExternal: [/^fp-ts/, /^mathjs/, 'fastest-levenshtein'],
  esbuildPlugins: [markPure(folder('src/'), folder('node_modules/fp-ts/es6/')), trimMathjs],
  esbuildOptions(options) {
    // The maps give names and lines to stack traces; the sources are in the repository.
    options.sourcesContent = false
    options.mainFields = ['module', 'main']
    options.alias = { 'fp-ts/lib': 'fp-ts/es6' }
  },
})
