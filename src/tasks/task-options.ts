import type { WrongOption } from '../verifiers/check-options.js'
import { findWrongOption, isObject, oneOf, wrong } from '../verifiers/check-options.js'
import type { Verifier } from '../verifiers/verifier.js'
import type { TaskOptions } from './task.js'

/** The first of the options that cannot be right: the metrics' own, the gate, the custom tasks. */
export function findWrongTaskOption(options: TaskOptions): WrongOption | undefined {
  const wrongOfMetrics = findWrongOption(options)
  if (wrongOfMetrics !== undefined) return wrongOfMetrics
  const { gate = {}, customTasks } = options
  return (
    wrong('gate', gate, isObject(gate), 'an object { open?, close? }') ??
    oneOf('gate.open', gate.open, ['required', 'optional', 'prefilled']) ??
    oneOf('gate.close', gate.close, ['required', 'optional']) ??
    wrong(
      'customTasks',
      customTasks,
      Array.isArray(customTasks) && Array.from(customTasks).every(isVerifier),
      'a list of verifiers { taskType, metric, readGold, score }',
    )
  )
}

function isVerifier(custom: unknown): boolean {
  if (!isObject(custom)) return false
  const { taskType, metric, readGold, score } = custom as Partial<Verifier<unknown>>
  return (
    typeof taskType === 'string' &&
    typeof metric === 'string' &&
    typeof readGold === 'function' &&
    typeof score === 'function'
  )
}
