import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const call = promisify(execFile)

/** The README's programs as JavaScript, and what each prints. */
const programs = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(
    /^```ts\n([^`]*?)^```\n+^```text\n([^`]*?)^```$/gmu,
  ),
].map((match, i) => ({
  file: `program-${i}.mjs`,
  code: transformSync(match[1]!, { loader: 'ts', format: 'esm' }).code,
  printed: match[2]!,
}))

type Command = readonly [string, ...string[]]

interface Environment {
  readonly name: string
  /** Installs the tarball, and the runtime where it comes as a package. Where this fails, the environment is skipped. */
  readonly install: (tarball: string) => readonly Command[]
  readonly run: (file: string) => Command
}

const npmInstall = (...packages: string[]): Command => [
  'npm',
  'install',
  '--prefer-offline',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  ...packages,
]

const ENVIRONMENTS: readonly Environment[] = [
  { name: 'npm', install: (tarball) => [npmInstall(tarball)], run: (file) => ['node', file] },
  {
    name: 'pnpm, where only declared packages can be imported',
    install: (tarball) => [['npx', '--yes', 'pnpm@10', 'add', '--prefer-offline', tarball]],
    run: (file) => ['node', file],
  },
  {
    name: 'Yarn, Plug’n’Play',
    install: (tarball) => [['npx', '--yes', '@yarnpkg/cli-dist@4', 'add', `golongrl@file:${tarball}`]],
    run: (file) => ['npx', '--yes', '@yarnpkg/cli-dist@4', 'node', file],
  },
  {
    name: 'Bun',
    install: (tarball) => [
      npmInstall('bun@1', tarball),
      ['node', 'node_modules/bun/install.js'],
      ['npx', 'bun', '--version'],
    ],
    run: (file) => ['npx', 'bun', file],
  },
  {
    name: 'Deno',
    install: (tarball) => [npmInstall('deno@2', tarball), ['npx', 'deno', '--version']],
    run: (file) => ['npx', 'deno', 'run', file],
  },
]

describe("the README's programs, outside the repository", () => {
  let folder: string
  let tarball: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'golongrl-runtimes-'))
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root })
    tarball = join(folder, readdirSync(folder)[0]!)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.concurrent.for(ENVIRONMENTS)('$name', { timeout: 240_000 }, async ({ name, install, run }, { skip }) => {
    const home = join(folder, name.split(/\W/u)[0]!)
    mkdirSync(home)
    writeFileSync(join(home, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
    writeFileSync(join(home, 'yarn.lock'), '')
    for (const { file, code } of programs) writeFileSync(join(home, file), code)
    const inHome = async ([command, ...args]: Command): Promise<string> =>
      (await call(command, args, { cwd: home, timeout: 120_000 })).stdout
    for (const step of install(tarball)) {
      await inHome(step).catch((error: Error) => {
        // npm is what every user has; the others may be out of reach here.
        if (name === 'npm') throw error
        skip(`${name} cannot be had here: ${error.message.split('\n')[0]}`)
      })
    }
    for (const { file, printed } of programs) expect(await inHome(run(file))).toBe(printed)
  })
})
