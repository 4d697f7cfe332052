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
  return data
}
