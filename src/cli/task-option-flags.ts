import { type Command, InvalidArgumentError, Option } from 'commander'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  describeError,
  type Profile,
  RECORD_PRESETS,
  type RecordMap,
  readMap,
  type TaskOptions,
} from '../index.js'
import { isObject } from '../node/files/row.js'
import type { TaskOptionsSource } from '../node/index.js'
import { oneOf } from '../options/nearest-name.js'

/** What `taskOptionFlags` adds to a command. */
export interface TaskOptionFlags {
  readonly profile: Profile | undefined
  readonly taskOptions: TaskOptions | undefined
  readonly optionsModule: string | undefined
  readonly map: RecordMap | undefined
}

/** The flags that say how records are read and responses scored; the same for every command. */
export const taskOptionFlags = (command: Command): Command =>
  mapFlag(command)
    .addOption(
      choice(new Option('--profile <name>', 'whose rules score (default: natural)'), [
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
  map,
}: TaskOptionFlags): TaskOptionsSource => ({
  taskOptions: { ...taskOptions, ...(profile && { profile }) },
  ...(optionsModule !== undefined && { taskOptionsModule: optionsModule }),
  ...(map !== undefined && { map }),
})

/** The flag for rows that are not in our own form. */
export const mapFlag = (command: Command): Command =>
  command.option(
    '--map <map>',
    `how rows become records: ${RECORD_PRESETS.join(', ')}, or gold=path,taskType=path,promptId=path,response=path`,
    recordMap,
  )

export function recordMap(text: string): RecordMap {
  const map = readMap(text)
  if (isLeft(map)) throw new InvalidArgumentError(describeError(map.left))
  return map.right
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {}
  throw new InvalidArgumentError('It must be a JSON object.')
}

/** An option of a few values; for another one the nearest is named. */
export const choice = (option: Option, values: readonly string[]): Option =>
  option.choices(values).argParser((value: string) => {
    if (values.includes(value)) return value
    throw new InvalidArgumentError(`It must be ${oneOf(values, value)}.`)
  })

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    if (!/^\d+$/u.test(text) || Number(text) < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least}.`)
    return Number(text)
  }
