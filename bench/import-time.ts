import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Measurement, median } from 'golongrl/bench'

/** What is imported; nothing at all shows what the rest of such a process costs. */
const IMPORTED = ['golongrl', 'golongrl/backends', 'mathjs', 'nothing'] as const
/** The whole command, from its start to its end. */
const COMMAND = 'golongrl --version'

/**
 * Milliseconds that `await import(name)` takes as the first thing a fresh node process does, the modules taking turns.
 * The file cache is warm after the first round; the code cache is not used, node has none for modules.
 */
export function importTimes(rounds: number): readonly Measurement[] {
  const subjects = [...IMPORTED, COMMAND] as const
  const times = subjects.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, name] of subjects.entries())
      times[i]!.push(name === COMMAND ? commandTime() : importTime(name))
  }
  return subjects.map((subject, i) => ({
    workload: 'first import in a fresh process',
    item: 'import',
    size: 1,
    items: 1,
    subject,
    median: median(times[i]!),
    p99: Math.max(...times[i]!),
    relativeError: 0,
    rounds: times[i]!,
    runs: rounds,
  }))
}

function importTime(name: (typeof IMPORTED)[number]): number {
  const work = name === 'nothing' ? '' : `await import('${name}')`
  const program = `const start = performance.now(); ${work}; console.log(performance.now() - start)`
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  })
  return Number(printed)
}

function commandTime(): number {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const start = performance.now()
  execFileSync(process.execPath, [main, '--version'])
  return performance.now() - start
}
