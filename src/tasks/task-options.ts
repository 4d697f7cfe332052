import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { THINK_TAGS } from '../answers/think-gate.js'
import type { BadOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import { joinRows, type OptionRow, type OptionRows } from '../options/option-row.js'
import { F1_OPTIONS } from '../verifiers/f1.js'
import { MATH_VERIFY_OPTIONS } from '../verifiers/math-verify.js'
import { NDCG_OPTIONS } from '../verifiers/ndcg.js'
import { PAIRWISE_ACCURACY_OPTIONS } from '../verifiers/pairwise-accuracy.js'
import { ROUGE_L_OPTIONS } from '../verifiers/rouge-l.js'
import { SUB_EXACT_MATCH_OPTIONS } from '../verifiers/sub-exact-match.js'
import type { Verifier } from '../verifiers/verifier.js'
import type { TaskOptions } from './task.js'

const GATE: OptionRow = {
  kind: 'object',
  fields: {
    open: { kind: 'choice', of: ['required', 'optional', 'prefilled'], default: 'optional' },
    close: { kind: 'choice', of: ['required', 'optional'] },
    tags: {
      kind: 'value',
      expected: `[open, close] or one of ${Object.keys(THINK_TAGS).join(', ')}`,
      accepts: areTags,
      names: Object.keys(THINK_TAGS),
    },
    blocks: { kind: 'choice', of: ['one', 'last'], default: 'one' },
  },
}

/** The options of every metric, with what decides about records. */
const TASK_OPTIONS: OptionRows<TaskOptions> = /* @__PURE__ */ joinRows(
  F1_OPTIONS,
  SUB_EXACT_MATCH_OPTIONS,
  NDCG_OPTIONS,
  PAIRWISE_ACCURACY_OPTIONS,
  ROUGE_L_OPTIONS,
  MATH_VERIFY_OPTIONS,
  {
    gate: GATE,
    customTasks: {
      kind: 'value',
      expected: 'a list of verifiers { taskType, metric, readGold, score }',
      accepts: (value) => Array.isArray(value) && Array.from(value).every(isVerifier),
    },
  },
) as OptionRows<TaskOptions>

/**
 * Checks task options on their own, for programs that read them from a file or a request and score later.
 *
 * @param path where the options stand, for the error's `argument`
 * @returns the options as they came, or `Left BadOption`
 */
export function checkTaskOptions(options: TaskOptions, path = 'options'): Either<BadOption, TaskOptions> {
  const wrong = findBadTaskOption(options, path)
  return wrong === undefined ? right(options) : left(wrong)
}

/** The first of the options that cannot be right. Those of custom tasks are known by the rows these bring along. */
export function findBadTaskOption(options: TaskOptions, path?: string): BadOption | undefined {
  const custom = Array.isArray(options?.customTasks) ? options.customTasks : []
  const own = custom.flatMap((task) => (isVerifier(task) && task.options !== undefined ? [task.options] : []))
  return findBadOption(options, own.length === 0 ? TASK_OPTIONS : joinRows(...own, TASK_OPTIONS), path)
}

function areTags(tags: unknown): boolean {
  if (typeof tags === 'string') return Object.hasOwn(THINK_TAGS, tags)
  if (!Array.isArray(tags) || tags.length !== 2 || tags[0] === tags[1]) return false
  return tags.every((tag) => typeof tag === 'string' && tag !== '')
}

function isVerifier(custom: unknown): custom is Verifier<unknown> {
  if (typeof custom !== 'object' || custom === null) return false
  const { taskType, metric, readGold, score } = custom as Partial<Verifier<unknown>>
  return (
    typeof taskType === 'string' &&
    typeof metric === 'string' &&
    typeof readGold === 'function' &&
    typeof score === 'function'
  )
}
