/**
 * Changes the formulas in small ways, one at a time, and reports every change that no test notices.
 *
 *     npm run test:mutants [-- advantages | losses | verifiers [part of a file's name …]]
 *     npm run test:mutants -- --laws [--sample 60] [--seed 7 | random] [--floor 0.85] [room]
 *
 * The room `any` is one that the seed chooses.
 *
 * With --laws the laws of golongrl/testing alone have to notice, and at least the floor's share of the mutants that they
 * reach is killed in all. The seed chooses the sample and the values that the laws try.
 *
 * Stryker runs on this toolchain too, but starts vitest anew for each mutant: hours for what takes minutes here. All mutants
 * are compiled into one build, asleep; the room's own tests run in one process, only those that reach the mutant, until one
 * fails. A survivor is either listed in `equivalent.json` with the reason why no test can tell, or a missing test.
 */
import { fork } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { readFlags } from '../../scripts/flags.js'
import { instrument, type Mutant } from './instrument.js'

const {
  values: flags,
  positionals: [only, ...parts],
} = readFlags({
  allowPositionals: true,
  options: {
    laws: { type: 'boolean', default: false },
    sample: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '20260519' },
    floor: { type: 'string', default: '0.85' },
  },
})
const seed = flags.seed === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(flags.seed)
const [sample, floor] = [Number(flags.sample), Number(flags.floor)]
if (!Number.isSafeInteger(seed) || !(sample >= 1) || !(floor >= 0 && floor <= 1))
  throw new RangeError('--seed is a whole number or random, --sample 1 or more, --floor from 0 to 1')

const root = fileURLToPath(new URL('../../', import.meta.url))
/** One folder a run, so that two rooms may be checked at the same time. */
const work = join(root, 'build/mutants', String(process.pid))

interface Room {
  readonly files: readonly string[]
  readonly tests: readonly string[]
  /** The tests that hold our own code to the laws of golongrl/testing, and nothing else. */
  readonly laws: readonly string[]
}

const inFolder = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))

const ROOMS: Readonly<Record<string, Room>> = {
  advantages: {
    files: inFolder('src/advantages', /\.ts$/),
    laws: ['test/property/laws-advantages.test.ts', 'test/property/laws-step.test.ts'],
    tests: [
      'test/golden/advantages.test.ts',
      'test/property/laws-exact-advantages.test.ts',
      'test/property/numbers.test.ts',
      'test/unit/advantages.test.ts',
      ...inFolder('test/unit/advantages', /\.test\.ts$/),
    ],
  },
  losses: {
    files: inFolder('src/losses', /^(?!token-batch).*\.ts$/),
    // Not `test/property/losses`, which draws new numbers each time: what it kills by luck may live on the next day.
    laws: ['test/property/laws-losses.test.ts', 'test/property/laws-step.test.ts'],
    tests: [
      'test/property/laws-losses.test.ts',
      'test/property/numbers.test.ts',
      ...inFolder('test/golden', /^losses.*\.test\.ts$/),
      ...inFolder('test/unit', /^(?:losses|response-mask-count)\.test\.ts$/),
      ...inFolder('test/unit/losses', /\.test\.ts$/),
    ],
  },
  verifiers: {
    files: [
      ...inFolder(
        'src/verifiers',
        /^(?:accuracy|choice-accuracy|exact-match|f1|iou|ndcg|pairwise-accuracy|sub-exact-match|rouge-l|sentences|lcs|item-matcher|golds)\.ts$/,
      ),
      ...inFolder('src/answers', /\.ts$/),
    ],
    laws: ['test/property/laws-verifiers.test.ts'],
    tests: [
      'test/golden/metrics.test.ts',
      'test/golden/quirks.test.ts',
      'test/property/rouge-summary-level.test.ts',
      'test/redteam/red-team.test.ts',
      ...['answers', 'verifiers', 'tasks'].flatMap((folder) =>
        inFolder(`test/unit/${folder}`, /^(?!.*math).*\.test\.ts$/),
      ),
    ],
  },
}

/** What these do shows in last digits, and laws forgive what rounding may move. Tests of their own look at the bits. */
const BELOW_LAWS: readonly string[] = ['src/advantages/exact-sum.ts', 'src/losses/fast-exp.ts']

const EQUIVALENT: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('./equivalent.json', import.meta.url), 'utf8'),
)

/** A mutant is known by its code, not by its line, so that the list outlives an edit elsewhere. */
const keyOf = ({ file, before, after }: Mutant): string => `${file}: ${before} → ${after}`

/** A number alone may stand in many places; the list then names the line as well. `*` stands for every mutant of a line. */
function isExplained(mutant: Mutant): boolean {
  const { file, source } = mutant
  return [keyOf(mutant), `${keyOf(mutant)} in ${source}`, `${file}: * in ${source}`].some(
    (key) => key in EQUIVALENT,
  )
}

/** Entries of the list that the code has grown away from. */
function staleKeys({ files }: Room, mutants: readonly Mutant[]): readonly string[] {
  const known = new Set(
    mutants.flatMap((mutant) => [
      keyOf(mutant),
      `${keyOf(mutant)} in ${mutant.source}`,
      `${mutant.file}: * in ${mutant.source}`,
    ]),
  )
  return Object.keys(EQUIVALENT).filter((key) => files.includes(key.split(':')[0]!) && !known.has(key))
}

/** A loop that never ends, or fills the memory, is noticed too. Laws take seconds where a unit test takes none. */
const PATIENCE_MILLISECONDS = flags.laws ? 300_000 : 15_000
/** A unit test that takes longer is left out. */
const SLOWEST_MILLISECONDS = flags.laws ? PATIENCE_MILLISECONDS : 20_000
const MEMORY_MEGABYTES = 1_024

/** What became of a room's mutants. */
interface Tally {
  /** Survivors that are not known to be equivalent. */
  readonly alive: number
  /** Those among the tried that could be killed. */
  readonly reached: number
}

async function check(name: string, room: Room): Promise<Tally> {
  const mutants = prepare(room)
  const files = [...new Set(mutants.map(({ file }) => file))]
  writeFileSync(join(work, 'files.json'), JSON.stringify(mutants.map(({ file }) => files.indexOf(file))))
  for (const key of staleKeys(room, mutants)) console.log(`  in equivalent.json, and no mutant: ${key}`)
  const bundle = await bundleTests(name, room)
  const outcomes = await runAll(bundle, chosen(mutants.length))
  const tried = mutants.filter(({ id }) => outcomes.has(id))
  if (flags.laws) return reportLaws(name, tried, outcomes)
  const alive = tried.filter(({ id }) => !outcomes.get(id)?.startsWith('killed'))
  const unexplained = alive.filter((mutant) => !isExplained(mutant))
  console.log(
    `${name}: ${tried.length} mutants, ${tried.length - alive.length} killed, ${alive.length - unexplained.length} equivalent, ${unexplained.length} survive`,
  )
  for (const [id, outcome] of outcomes)
    if (outcome.startsWith('killed:')) console.log(`  ${outcome}: ${keyOf(mutants[id]!)}`)
  for (const mutant of unexplained)
    console.log(`  ${outcomes.get(mutant.id)} at line ${mutant.line}: ${keyOf(mutant)}`)
  return { alive: unexplained.length, reached: tried.length }
}

/** The laws alone: the share killed of the mutants that are reached and not equivalent. */
function reportLaws(name: string, tried: readonly Mutant[], outcomes: ReadonlyMap<number, string>): Tally {
  const reached = tried.filter(
    (mutant) => outcomes.get(mutant.id) !== 'reached by no test' && !isExplained(mutant),
  )
  const alive = reached.filter(({ id }) => !outcomes.get(id)!.startsWith('killed'))
  const rate = (reached.length - alive.length) / reached.length
  console.log(
    `${name}, laws alone: ${reached.length - alive.length} of ${reached.length} killed, ${(100 * rate).toFixed(1)} % (${tried.length} tried)`,
  )
  for (const mutant of alive) console.log(`  survives at line ${mutant.line}: ${keyOf(mutant)}`)
  return { alive: alive.length, reached: reached.length }
}

/** The ids to try: all, or a seeded sample in ascending order. */
function chosen(count: number): readonly number[] {
  const ids = Array.from({ length: count }, (_, id) => id)
  if (sample >= count) return ids
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return ids
    .map((id) => ({ id, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, sample)
    .map(({ id }) => id)
    .sort((a, b) => a - b)
}

/** A copy of src and test in which every mutant of the room sleeps. */
function prepare(room: Room): readonly Mutant[] {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  for (const folder of [
    'src',
    'test/golden',
    'test/unit',
    'test/property',
    'test/redteam',
    'test/mutants',
    'docs',
  ]) {
    cpSync(join(root, folder), join(work, folder), { recursive: true })
  }
  // The kit and what it compares with are whole: a law is judged by what it says of somebody's broken code.
  if (flags.laws) cpSync(join(root, 'src'), join(work, 'whole/src'), { recursive: true })
  const mutants: Mutant[] = []
  for (const file of room.files) {
    const made = instrument(file, readFileSync(join(root, file), 'utf8'), mutants.length)
    mutants.push(...made.mutants)
    writeFileSync(join(work, file), made.code)
  }
  return mutants
}

async function bundleTests(name: string, room: Room): Promise<string> {
  const entry = join(work, `${name}.ts`)
  const imports = (flags.laws ? room.laws : room.tests).map((test) => `await import('./${test}')`)
  writeFileSync(
    entry,
    `import { collected } from './test/mutants/vitest-shim.js'\n${imports.join('\n')}\nexport { collected }\n`,
  )
  const outfile = join(work, `${name}.mjs`)
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    alias: { vitest: join(work, 'test/mutants/vitest-shim.ts'), 'fp-ts/lib': 'fp-ts/es6' },
    external: ['recheck', 'typescript', 'fast-check', '@vitest/expect', 'chai', 'mathjs', '@node-rs/jieba'],
    plugins: [filesBesideTests, ...(flags.laws ? [wholeKit] : [])],
    logLevel: 'error',
  })
  await build({
    entryPoints: [join(root, 'test/mutants/worker.ts')],
    outfile: join(work, 'worker.mjs'),
    format: 'esm',
    platform: 'node',
    target: 'es2022',
  })
  return pathToFileURL(outfile).href
}

/** Bundled tests read their vectors relative to where they were, not to the bundle. */
const filesBesideTests: import('esbuild').Plugin = {
  name: 'files beside tests',
  setup({ onLoad }) {
    onLoad({ filter: /\.test\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }))
  },
}

/** The tests' kit, and what they compare with, come from the copy without mutants. */
const wholeKit: import('esbuild').Plugin = {
  name: 'whole kit',
  setup({ onResolve }) {
    onResolve({ filter: /\.\.\/src\/(?:testing\/)?index\.js$/ }, ({ path }) => ({
      path: join(work, 'whole', path.slice(path.indexOf('src/')).replace(/js$/, 'ts')),
    }))
  },
}

/** Runs every mutant; a process that hangs or runs out of memory is ended and the next one goes on behind the mutant that hung it. */
async function runAll(bundle: string, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const outcomes = new Map<number, string>()
  for (let from = 0; from < ids.length; ) from = await runFrom(bundle, from, ids, outcomes)
  return outcomes
}

function runFrom(
  bundle: string,
  from: number,
  ids: readonly number[],
  outcomes: Map<number, string>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = fork(
      join(work, 'worker.mjs'),
      [
        bundle,
        ids.slice(from).join(','),
        String(SLOWEST_MILLISECONDS),
        flags.laws ? 'laws' : 'tests',
        join(work, 'files.json'),
      ],
      {
        execArgv: [`--max-old-space-size=${MEMORY_MEGABYTES}`],
        env: { ...process.env, GOLONGRL_SEED: String(seed) },
        stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
      },
    )
    let current = ids[from]!
    let ready = false
    let finished = false
    let alarm: NodeJS.Timeout | undefined
    worker.on(
      'message',
      (message: {
        leftOut?: string
        ready?: number
        started?: number
        done?: number
        killer?: string
        covering?: number
        finished?: boolean
      }) => {
        if (message.leftOut !== undefined && from === 0) {
          console.log(`  left out: ${message.leftOut.slice(0, 1_000)}`)
          leftOut++
        }
        ready ||= message.ready !== undefined
        if (message.ready !== undefined && from === 0)
          console.log(`  ${message.ready} tests, ${ids.length} mutants`)
        if (message.started !== undefined) {
          current = message.started
          clearTimeout(alarm)
          alarm = setTimeout(() => worker.kill('SIGKILL'), PATIENCE_MILLISECONDS)
        }
        if (message.done !== undefined) {
          outcomes.set(
            message.done,
            message.killer !== undefined
              ? 'killed'
              : message.covering === 0
                ? 'reached by no test'
                : 'survives',
          )
          if (message.done > 0 && message.done % 200 === 0) console.log(`  ${message.done} …`)
        }
        if (message.finished) finished = true
      },
    )
    worker.on('exit', (code, signal) => {
      clearTimeout(alarm)
      if (!ready) reject(new Error('the tests cannot be loaded'))
      if (!finished) outcomes.set(current, deathOf(code, signal))
      resolve(finished ? ids.length : ids.indexOf(current) + 1)
    })
    worker.on('error', reject)
  })
}

/** How a process ended that was not done: by our alarm, by node when its memory was full, or in a way nobody expected. */
function deathOf(code: number | null, signal: string | null): string {
  if (signal === 'SIGKILL') return 'killed: hangs'
  if (signal === 'SIGABRT' || code === 134) return 'killed: fills the memory'
  return `ended the process (${signal ?? code})`
}

/** Tests that fail without a mutant, or take too long. Under a fresh seed the first of these is a finding. */
let leftOut = 0
const total = { alive: 0, reached: 0 }
if (flags.laws) console.log(`seed ${seed}`)
const names = Object.keys(ROOMS)
for (const name of only === undefined ? names : only === 'any' ? [names[seed % names.length]!] : [only]) {
  const room = ROOMS[name]
  if (room === undefined) throw new Error(`no room called ${name}: ${Object.keys(ROOMS).join(', ')}`)
  const files = room.files
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .filter((file) => !(flags.laws && BELOW_LAWS.includes(file)))
  const { alive, reached } = await check(name, { ...room, files })
  total.alive += alive
  total.reached += reached
}
rmSync(work, { recursive: true, force: true })
const isBelow = flags.laws ? total.alive > (1 - floor) * total.reached : total.alive > 0
process.exitCode = isBelow || (flags.laws && leftOut > 0) ? 1 : 0
