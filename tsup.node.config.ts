import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

const require = createRequire(import.meta.url)

/**
 * `golongrl/node` and the command: Node only, and built on the library's public names, which stay one file (`../index.js`).
 * Their dependencies are bundled, so that installing the library installs none of them.
 */
const common = {
  target: 'node20',
  platform: 'node',
  splitting: false,
  sourcemap: false,
  clean: false,
  silent: true,
  external: ['@napi-rs/nice'],
  noExternal: [/^(?!@napi-rs\/)/],
  define: { PACKAGE_VERSION: JSON.stringify(require('./package.json').version) },
  esbuildOptions(options, { format }) {
    if (format === 'esm') options.define = { ...options.define, __dirname: 'directoryHere' }
    options.alias = { 'fp-ts/lib': 'fp-ts/es6' }
    options.legalComments = 'none'
    // The workers hold code of the pool that they never call, and that asks for its own file.
    if (format === 'cjs') options.logOverride = { 'empty-import-meta': 'silent' }
  },
} satisfies Options

/** The entries of the package refer to each other as files, so that each is there once. All of ours lie one folder deep. */
const entriesStayFiles = (extension: string): NonNullable<Options['esbuildPlugins']>[number] => ({
  name: 'entries stay files',
  setup: (build) =>
    build.onResolve({ filter: /index\.js$/ }, ({ path, resolveDir }) => {
      const file = join(resolveDir, path)
      if (file === join(import.meta.dirname, 'src/index.js'))
        return { path: `../index.${extension}`, external: true }
      if (file === join(import.meta.dirname, 'src/node/index.js'))
        return { path: '../node/index.js', external: true }
      return undefined
    }),
})

/** ES modules with CommonJS dependencies inside, which still ask for `require` and `__dirname`. */
const modules = {
  ...common,
  format: ['esm'],
  esbuildPlugins: [entriesStayFiles('js')],
  banner: {
    js: [
      "import { createRequire as createRequireHere } from 'node:module'",
      "import { dirname as dirnameOf } from 'node:path'",
      "import { fileURLToPath as pathOf } from 'node:url'",
      // A CommonJS bundle that holds this one has no import.meta.url; there only Node's own modules are required.
      "const urlHere = import.meta.url ?? 'file:///C:/golongrl.js'",
      'const require = createRequireHere(urlHere)',
      'const directoryHere = dirnameOf(pathOf(urlHere))',
    ].join('\n'),
  },
} satisfies Options

export default defineConfig([
  {
    ...modules,
    entry: {
      'node/index': 'src/node/index.ts',
      // The pool starts this file of its own, by this name, beside the file that the pool itself is bundled into.
      'node/worker': join(dirname(require.resolve('piscina')), 'worker.js'),
    },
    dts: {
      entry: { 'node/index': 'src/node/index.ts' },
      compilerOptions: { ignoreDeprecations: '6.0' },
    },
  },
  {
    // Each subcommand is a file of its own, which is read when it is called.
    ...modules,
    entry: { 'cli/main': 'src/cli/main.ts' },
    splitting: true,
    esbuildOptions(options, context) {
      common.esbuildOptions(options, context)
      options.chunkNames = 'cli/[name]-[hash]'
    },
  },
  {
    // CommonJS: ending a thread while it `require`s an ES module takes the whole process of Node 20 with it.
    ...common,
    entry: {
      'node/score-worker': 'src/node/score-worker.ts',
      'node/parquet-worker': 'src/node/files/parquet-worker.ts',
    },
    format: ['cjs'],
    outExtension: () => ({ js: '.cjs' }),
    esbuildPlugins: [entriesStayFiles('cjs')],
  },
])
