/** The suites of golongrl/testing under another runner than Vitest: node's own, which has no globals. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { root, scratchFolder } from './files/run.js'

const scratch = scratchFolder('runners')
afterAll(scratch.remove)

const suites = `
import { describe, it } from 'node:test'
import { gae, policyLoss } from '${root}dist/index.js'
import { cpuBackend } from '${root}dist/backends.js'
import { describeBackend, describeEstimator, describeLoss, describeStep, describeVerifier } from '${root}dist/testing.js'

const exact = (answer, gold) => Number(answer.trim() === gold.trim())
const loose = (answer, gold) => Number(answer.includes(gold))
const zeros = ({ rewards }) => rewards.map(() => 0)
const runner = { describe, it, runs: 5 }
describeVerifier('exact', exact, { kind: 'precise-retrieval', ...runner, laws: { except: { total: 'shown elsewhere' } } })
describeVerifier('a judge', async (answer, gold) => exact(answer, gold), { kind: 'precise-retrieval', async: true, ...runner })
describeVerifier('loose', loose, { kind: 'precise-retrieval', ...runner, laws: { only: ['one answer', 'bounded'] } })
describeEstimator('zeros', zeros, { like: 'grpo', ...runner, laws: { only: ['a better reward is better'] } })
describeLoss('ours', (batch) => policyLoss(batch), { like: {}, ...runner })
describeStep('ours', 'gae', gae, runner)
describeBackend('cpu', cpuBackend, { ...runner, runs: 1, except: { 'computes long batches': 'takes a second' } })
`

it('node:test runs a named test for each law, and says which is broken', { timeout: 180_000 }, () => {
  const file = scratch.path('suites.test.mjs')
  writeFileSync(file, suites)
  const { stdout, status } = spawnSync(process.execPath, ['--test', '--test-reporter', 'tap', file], {
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: '' } as NodeJS.ProcessEnv,
  })
  expect(status).toBe(1)
  const lines = stdout.split('\n').map((line) => line.trim())
  const of = (start: string) =>
    lines.filter((line) => line.startsWith(start)).map((line) => line.replace(/^.*? - /, ''))
  const broken = of('not ok')
  // Each with its suite and the file.
  expect(broken.filter((name) => !['loose', 'zeros'].includes(name) && !name.includes('suites'))).toEqual([
    'one answer',
    'a better reward is better',
  ])
  expect(stdout).toContain('The law "one answer" says: over all golds it could be meant for')
  expect(stdout).toContain('Again: { seed: 20260519')
  expect(of('ok')).toContain('the gradient is the derivative')
  expect(of('ok')).toContain('a perfect critic leaves nothing')
  expect(lines.filter((line) => line.includes('# SKIP')).join()).toMatch(
    /total \(shown elsewhere\).*computes long batches \(takes a second\)/s,
  )
})
