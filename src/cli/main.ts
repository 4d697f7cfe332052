#!/usr/bin/env node
import { Command } from 'commander'
import { scoringVersion } from '../index.js'
import { checkCommand } from './check.js'
import { dataCommand } from './data/data.js'
import { EXIT } from './exit-codes.js'
import { explainCommand } from './explain.js'
import { scoreCommand } from './score.js'
import { serveCommand } from './serve.js'
import { setupTfjsCommand } from './setup-tfjs/setup-tfjs.js'

const program = new Command('golongrl')
  .description('Verifiable rewards and task-balanced advantages for reinforcement learning.')
  .version(`golongrl ${PACKAGE_VERSION}, scoring version ${scoringVersion}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.fine : EXIT.cannot))

for (const add of [scoreCommand, checkCommand, explainCommand, serveCommand, dataCommand, setupTfjsCommand])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = EXIT.cannot
}
