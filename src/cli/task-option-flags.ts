import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Profile, TaskOptions } from '../index.js'
import type { TaskOptionsSource } from '../node/index.js'

/** What `taskOptionFlags` adds to a command. */
export interface TaskOptionFlags {
  readonly profile: Profile | undefined
  readonly taskOptions: TaskOptions | undefined
  readonly optionsModule: string | undefined
}

/** The flags that say how responses are scored; the same for every command. */
export const taskOptionFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--profile <name>', 'whose rules score (default: natural)').choices([
        'natural',
        'published',
      ]),
    )
    .option(
      '--task-options <json>',
      'further task options, such as {"gate":{"open":"prefilled"}}',
      jsonObject,
    )
    .option(
      '--options-module <path>',
      'module whose default export is task options: custom tasks, a tokenizer',
    )

export const taskOptionsOf = ({
  profile,
  taskOptions,
  optionsModule,
}: TaskOptionFlags): TaskOptionsSource => ({
  taskOptions: { ...taskOptions, ...(profile && { profile }) },
  ...(optionsModule !== undefined && { taskOptionsModule: optionsModule }),
})

export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {}
  throw new InvalidArgumentError('It must be a JSON object.')
}

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    if (!/^\d+$/u.test(text) || Number(text) < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least}.`)
    return Number(text)
  }
