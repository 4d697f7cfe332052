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
  // V8 lets garbage pile up while there is memory, in proportion to the heap. Files of any size should need little.
  return data.hook('preAction', () => setFlagsFromString('--heap-growing-percent=30'))
}
