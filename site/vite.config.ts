import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The playground: a static page, golongrl built in from its sources. */
export default defineConfig({
  root: fromRoot('site'),
  // Relative, so that the page works wherever it is put.
  base: './',
  build: {
    outDir: fromRoot('build/site/playground'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: [
      { find: /^golongrl$/, replacement: fromRoot('src/index.ts') },
      { find: 'fp-ts/lib', replacement: 'fp-ts/es6' },
    ],
  },
})
