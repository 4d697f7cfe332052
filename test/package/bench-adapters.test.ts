/** The workloads of golongrl/bench under harnesses of others. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { Bench } from 'tinybench'
import { afterAll, expect, it } from 'vitest'
import { root } from './files/run.js'

const { answerWorkloads, tasksOf } = (await import(
  `${root}dist/bench.js`
)) as typeof import('../../src/bench/index.js')

const workload = answerWorkloads.f1!
const contest = {
  workload,
  subjects: [
    { name: 'length', run: (input: unknown) => JSON.stringify(input).length },
    { name: 'nothing', run: () => 0, setup: (input: unknown) => input },
  ],
}
const size = workload.sizes[0]!
const names = [`${workload.name} × ${size}: length`, `${workload.name} × ${size}: nothing`]

it('tinybench', async () => {
  const bench = new Bench({ time: 1, iterations: 2, warmup: false })
  for (const { name, run } of tasksOf(contest, size)) bench.add(name, run)
  await bench.run()
  expect(bench.tasks.map(({ name }) => name)).toEqual(names)
  expect(bench.tasks.every(({ result }) => result.state === 'completed')).toBe(true)
})

// Inside the repository, so that `vitest` resolves.
const scratch = `${root}build/bench-adapters`
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

it('Vitest', { timeout: 120_000 }, () => {
  mkdirSync(scratch, { recursive: true })
  writeFileSync(`${scratch}/vitest.config.mjs`, 'export default {}\n')
  writeFileSync(
    `${scratch}/sums.bench.mjs`,
    `import { bench, describe } from 'vitest'
import { tasksOf } from '${root}dist/bench.js'
const sums = {
  workload: { name: 'sum', item: 'number', sizes: [9], make: (size) => new Float64Array(size) },
  subjects: [{ name: 'reduce', run: (values) => values.reduce((a, b) => a + b, 0) }],
}
describe('sums', () => {
  for (const { name, run } of tasksOf(sums, 9)) bench(name, run, { time: 1, iterations: 2, warmupTime: 0 })
})
`,
  )
  const vitest = `${root}node_modules/vitest/vitest.mjs`
  const { stdout, stderr, status } = spawnSync(process.execPath, [vitest, 'bench', '--run', '--root', '.'], {
    cwd: scratch,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  })
  expect([status, stdout, stderr]).toEqual([
    0,
    expect.stringContaining('sum × 9: reduce'),
    expect.any(String),
  ])
})
