import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'golongrl-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bench = (...flags: string[]): string =>
  execFileSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...flags], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

const written = (name: string, medians: Readonly<Record<string, number>>): string => {
  const file = join(folder, name)
  const measurements = Object.entries(medians).map(([subject, median]) => ({
    workload: 'f1',
    size: 4,
    subject,
    median,
    rounds: Array.from({ length: 9 }, (_, round) => median * (0.96 + 0.01 * round)),
  }))
  writeFileSync(file, JSON.stringify({ measurements }))
  return file
}

describe('npm run bench', () => {
  it('--compare: says what is slower, and by how much', () => {
    const before = written('before.json', { golongrl: 1, mine: 1 })
    const printed = bench('--compare', before, written('after.json', { golongrl: 3, mine: 1.005 }))
    expect(printed).toMatch(/^f1\s+4\s+golongrl\s+3 \(\S+\)\s+\S+\s+slower$/m)
    expect(printed).toMatch(/^f1\s+4\s+mine\s+\S+ \(\S+\)\s+\S+\s*$/m)
  })

  it('--fail-over: the exit code is 1 where something is slower beyond doubt, by more than the limit', () => {
    const before = written('before.json', { golongrl: 1, mine: 1 })
    const run = (after: string, ...flags: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'bench/run.ts', '--compare', before, after, ...flags], {
        encoding: 'utf8',
      })
    const slower = run(written('slower.json', { golongrl: 1.5, mine: 1 }), '--fail-over', '1.1')
    expect(slower.status).toBe(1)
    expect(slower.stdout).toMatch(/^golongrl on f1 × 4: 1\.50 times the time \(95 % .*\), slower$/m)
    expect(run(written('alike.json', { golongrl: 1.005, mine: 0.5 }), '--fail-over', '1.1').status).toBe(0)
    expect(run(written('slower.json', { golongrl: 1.5, mine: 1 }), '--fail-over', '2').status).toBe(0)
    const wrong = run(before, '--fail-over', '0.5')
    expect(wrong.status).toBe(1)
    expect(wrong.stderr).toContain('--fail-over must be a number, 1 or more, not "0.5"')
  })

  it('--quick --only --out --baseline: runs, writes, compares with an older run', () => {
    const out = join(folder, 'now.json')
    const eternal = written('eternal.json', { golongrl: 1e9 })
    const printed = bench('--quick', '--only', 'f1', '--out', out, '--baseline', eternal)
    // A quick run has too few rounds to decide anything.
    expect(printed).toMatch(/^f1\s+4\s+golongrl\s+\S+ \(\S+\)\s+\S+\s+undecided$/m)
    const { environment, measurements } = JSON.parse(readFileSync(out, 'utf8'))
    expect(environment).toMatchObject({ node: process.version })
    expect(measurements.map(({ workload }: { workload: string }) => workload)).toContain('f1')
  })
})
