#!/usr/bin/env node
import { Command } from 'commander'
import { scoringVersion } from '../scoring-version.js'
import { EXIT } from './exit-codes.js'

interface Subcommand {
  readonly name: string
  readonly description: string
  /** Imports what adds the flags and the action. Only the subcommand that is called is imported. */
  readonly load: () => Promise<(command: Command) => Command>
}

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'score',
    description: 'score a file of rollouts: rewards, reasons and advantages',
    load: async () => (await import('./score.js')).scoreCommand,
  },
  {
    name: 'check',
    description: 'read every record of a data set and list all that is wrong with it',
    load: async () => (await import('./check.js')).checkCommand,
  },
  {
    name: 'explain',
    description: 'how the reward of one response comes about, step by step',
    load: async () => (await import('./explain.js')).explainCommand,
  },
  {
    name: 'serve',
    description: 'reward service for trainers: slime, OpenRLHF, NeMo-Gym and /v1',
    load: async () => (await import('./serve.js')).serveCommand,
  },
  {
    name: 'data',
    description: 'build a data set: difficulty, plan, decontaminate, duplicates, prompts',
    load: async () => (await import('./data/data.js')).dataCommand,
  },
  {
    name: 'setup-tfjs',
    description: 'install @tensorflow/tfjs-node-gpu on a TensorFlow of today (needs pip and a C++ compiler)',
    load: async () => (await import('./setup-tfjs/setup-tfjs.js')).setupTfjsCommand,
  },
]

/**
 * Reports a required option that is missing only after options of unknown names: commander does it before, and answers
 * `--rollout x` with a missing `--rollouts`.
 */
function missingAfterMisspelt(command: Command): void {
  for (const subcommand of command.commands) missingAfterMisspelt(subcommand)
  for (const option of command.options.filter(({ mandatory }) => mandatory)) {
    option.makeOptionMandatory(false)
    command.hook('preAction', () => {
      if (command.getOptionValue(option.attributeName()) === undefined)
        command.error(`error: required option '${option.flags}' not specified`)
    })
  }
}

/**
 * For commands whose files are given by flags: a bare file name is refused with the flag that it needs; commander's own message
 * only counts arguments.
 */
function bareFiles(command: Command): void {
  const flag = command.options.find(({ long }) => long === '--rollouts' || long === '--records')
  if (command.registeredArguments.length > 0 || flag === undefined) return
  command.allowExcessArguments(true).hook('preAction', () => {
    const [file] = command.args
    if (file !== undefined)
      command.error(`error: unknown argument '${file}'\n(Did you mean ${flag.long} ${file}?)`)
  })
}

const program = new Command('golongrl')
  .description('Verifiable rewards and task-balanced advantages for reinforcement learning.')
  .version(`golongrl ${PACKAGE_VERSION}, scoring version ${scoringVersion}`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.fine : EXIT.cannot))

// `golongrl … | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.fine)
  process.stderr.write(`Standard output cannot be written: ${error.message}\n`)
  process.exit(EXIT.cannot)
})

try {
  const [first, second] = process.argv.slice(2).filter((word) => !word.startsWith('-'))
  const called = first === 'help' ? second : first
  for (const { name, description, load } of SUBCOMMANDS) {
    const command = program.command(name).description(description)
    if (name !== called) continue
    const loaded = (await load())(command)
    bareFiles(loaded)
    missingAfterMisspelt(loaded)
  }
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = EXIT.cannot
}
