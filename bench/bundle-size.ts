import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The bytes that a page would load. */
export interface BundleSize {
  readonly name: string
  readonly minified: number
  readonly gzip: number
}

const BUNDLES: readonly (readonly [name: string, program: string])[] = [
  [
    'the eight text metrics and tmnReweight',
    `export { exactMatch, accuracy, choiceAccuracy, f1, iou, subExactMatch, ndcg, pairwiseAccuracy, rougeL,
      groupRollouts, tmnReweight } from 'golongrl'`,
  ],
  ['mathVerify', `export { mathVerify } from 'golongrl'`],
  ['policyLoss', `export { policyLoss } from 'golongrl'`],
  ['wasmBackend', `export { wasmBackend } from 'golongrl/backends'`],
  ['all of golongrl', `export * from 'golongrl'`],
  ['for comparison: mathjs evaluate', `export { evaluate } from 'mathjs'`],
]

/** What esbuild makes of programs that import a part of the package, minified, before and after gzip -9. */
export function bundleSizes(): Promise<readonly BundleSize[]> {
  return Promise.all(
    BUNDLES.map(async ([name, contents]) => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'neutral',
        mainFields: ['module', 'main'],
        external: ['node:*'],
        write: false,
      })
      const code = outputFiles[0]!.contents
      return { name, minified: code.length, gzip: gzipSync(code, { level: 9 }).length }
    }),
  )
}
