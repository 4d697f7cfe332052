import type { WrongOption } from '../verifiers/check-options.js'
import { findWrongOption, oneOf, wrong } from '../verifiers/check-options.js'
import type { TaskOptions } from './task.js'

/** The first of the options that cannot be right: the metrics' own, the gate, the custom tasks. */
export function findWrongTaskOption(options: TaskOptions): WrongOption | undefined {
  const { gate = {}, customTasks } = options
  return (
    findWrongOption(options) ??
    oneOf('gate.open', gate.open, ['required', 'optional', 'prefilled']) ??
    oneOf('gate.close', gate.close, ['required', 'optional']) ??
    wrong('customTasks', customTasks, Array.isArray(customTasks), 'a list of verifiers')
  )
}
