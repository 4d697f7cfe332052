import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { root, scratchFolder } from './files/run.js'

const scratch = scratchFolder('bundled')
afterAll(scratch.remove)

/** A program that scores on as many workers as its first argument says, bundled with golongrl/node in it. */
const PROGRAM = `
  import { createScorer } from 'golongrl/node'
  const rollout = { record: { taskType: 'precise-retrieval', gold: 'a' }, response: 'a' }
  async function main() {
    const scorer = createScorer({ workers: Number(process.argv[2]) })
    const [verdict] = await scorer.scoreBatch([rollout])
    console.log(verdict.right.reward)
    await scorer.close()
  }
  main().catch((error) => console.log(error.message))`

describe('golongrl/node inside a bundle', () => {
  it.each(['esm', 'cjs'] as const)(
    '%s: says what to configure, and scores without workers',
    async (format) => {
      mkdirSync(`${root}build`, { recursive: true })
      const source = `${root}build/bundled-${format}.mjs`
      writeFileSync(source, PROGRAM)
      const outfile = scratch.path(`bundled.${format === 'esm' ? 'mjs' : 'cjs'}`)
      const options = { bundle: true, platform: 'node', format, outfile, logLevel: 'silent' } as const
      await build({ entryPoints: [source], ...options })
      const run = (workers: string) =>
        execFileSync(process.execPath, [outfile, workers], { encoding: 'utf8' })
      expect(run('1')).toMatch(
        /^golongrl\/node cannot start workers.*serverExternalPackages.*workers: 0\.\n$/u,
      )
      expect(run('0')).toBe('1\n')
    },
  )
})
