import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import { decontaminateCommand } from './decontaminate.js'
import { difficultyCommand } from './difficulty.js'
import { duplicatesCommand } from './duplicates.js'
import { planCommand } from './plan.js'
import { promptsCommand } from './prompts.js'

/** `golongrl data …`: from scored rollouts to a data set. */
export function dataCommand(data: Command): Command {
  for (const add of [difficultyCommand, planCommand, decontaminateCommand, duplicatesCommand, promptsCommand])
    add(data)
  // By default V8 lets the heap grow in proportion to itself between collections; files of any size should need little memory.
  return data.hook('preAction', () => setFlagsFromString('--heap-growing-percent=30'))
}
