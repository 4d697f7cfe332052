import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** An esbuild plugin that leaves out how mathjs writes numbers as text: its complex numbers are computed with, and never printed. */
export const trimMathjs: Plugin = {
  name: 'trim mathjs',
  setup: (build) =>
    build.onResolve({ filter: /\/utils\/number\.js$/ }, ({ importer }) =>
      importer.endsWith('/type/complex/Complex.js') ? { path: NUMBERS_AS_TEXT } : undefined,
    ),
}

const NUMBERS_AS_TEXT = fileURLToPath(new URL('numbers-as-text.ts', import.meta.url))
