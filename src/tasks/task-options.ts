import { THINK_TAGS } from '../answers/think-gate.js'
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
      'gate.tags',
      gate.tags,
      areTags(gate.tags),
      `[open, close] or one of ${Object.keys(THINK_TAGS).join(', ')}`,
    ) ??
    oneOf('gate.blocks', gate.blocks, ['one', 'last']) ??
    wrong(
      'customTasks',
      customTasks,
      Array.isArray(customTasks) && Array.from(customTasks).every(isVerifier),
      'a list of verifiers { taskType, metric, readGold, score }',
    )
  )
}

function areTags(tags: unknown): boolean {
  if (typeof tags === 'string') return Object.hasOwn(THINK_TAGS, tags)
  if (!Array.isArray(tags) || tags.length !== 2 || tags[0] === tags[1]) return false
  return tags.every((tag) => typeof tag === 'string' && tag !== '')
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
