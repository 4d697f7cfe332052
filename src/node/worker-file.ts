import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The path of a worker's file, which lies beside the bundled code of this package.
 *
 * @throws an Error that says what to configure, where a bundler has moved the code away from its files
 */
export function workerFile(name: string): string {
  const path = pathBeside(name)
  if (path !== undefined && existsSync(path)) return path
  throw new Error(
    `golongrl/node cannot start workers: their file ${path ?? name} does not exist: a bundler has moved the code that looks for it. ` +
      'Leave golongrl out of the bundle: ' +
      "serverExternalPackages: ['golongrl'] in the configuration of Next.js, external: ['golongrl'] in those of esbuild, tsup and Rollup, " +
      "externals: ['golongrl'] in webpack's, ssr.external: ['golongrl'] in Vite's; " +
      'or score in the calling thread, with workers: 0.',
  )
}

/** Undefined where the bundle is no file: in a CommonJS bundle there is no `import.meta.url`. */
function pathBeside(name: string): string | undefined {
  try {
    return fileURLToPath(new URL(name, import.meta.url))
  } catch {
    return undefined
  }
}
