import type { BadRecord } from '../errors.js'
import { badRecord } from '../errors.js'
import type { TaskOptions } from './task.js'

/** What is wrong with the options, if anything. */
export function checkOptions(options: TaskOptions): BadRecord | undefined {
  const { profile, gate = {}, match, gain, variant, maxLinesPerGold, tokenize, customTasks } = options
  return (
    oneOf('profile', profile, ['natural', 'published']) ??
    oneOf('gate.open', gate.open, ['required', 'optional', 'prefilled']) ??
    oneOf('gate.close', gate.close, ['required', 'optional']) ??
    oneOf('gain', gain, ['linear', 'exponential']) ??
    oneOf('variant', variant, ['sentence', 'rougeL', 'rougeLsum', 'set-based']) ??
    wrong(
      'match',
      match,
      match === undefined || match === 'exact' || isShare(match?.anls),
      '"exact" or { anls: t }, 0 < t ≤ 1',
    ) ??
    wrong(
      'maxLinesPerGold',
      maxLinesPerGold,
      maxLinesPerGold === undefined || maxLinesPerGold > 0,
      'a positive number',
    ) ??
    wrong(
      'tokenize',
      tokenize,
      tokenize === undefined || typeof tokenize === 'function',
      'a function from text to words',
    ) ??
    wrong(
      'customTasks',
      customTasks,
      customTasks === undefined || Array.isArray(customTasks),
      'a list of verifiers',
    )
  )
}

const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1

const wrong = (name: string, value: unknown, isRight: boolean, expected: string): BadRecord | undefined =>
  isRight ? undefined : badRecord(`options.${name}`, expected, value)

const oneOf = (name: string, value: unknown, known: readonly unknown[]): BadRecord | undefined =>
  wrong(name, value, value === undefined || known.includes(value), `one of ${known.join(', ')}`)
