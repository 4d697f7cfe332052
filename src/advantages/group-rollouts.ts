import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch, describeValue } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import { findUnknownName } from '../options/find-bad-option.js'
import { type LabelNumbers, numberLabels } from './label-numbers.js'
import type { PromptGroups } from './prompt-groups.js'
import { sortByGroup } from './sort-by-group.js'

/** A batch of N rollouts as a trainer holds it, in any order. */
export interface RolloutBatch {
  /** [N] finite, of magnitude up to 1e100. */
  readonly rewards: ArrayLike<number>
  /** [N] compared by identity: `7`, `'7'` and `'007'` are three prompts. */
  readonly promptIds: ArrayLike<string | number>
  /** [N] all rollouts of a prompt have the same one. Default: one unnamed type for the whole batch. */
  readonly taskTypes?: ArrayLike<string>
  /** [N] false or 0 takes a rollout out: advantage 0, no part in any statistic, its numbers never read. Default: all valid. */
  readonly valid?: ArrayLike<boolean | number>
  /** [N] response lengths in tokens, 0 or more. */
  readonly lengths?: ArrayLike<number>
  /** [N] reward of a greedy rollout of the same prompt. */
  readonly baselines?: ArrayLike<number>
  /** [D][N] the components that the reward is made of; NaN where one does not apply to a rollout. */
  readonly components?: ArrayLike<ArrayLike<number>>
}

/**
 * Sorts the rollouts of a batch into the groups of their prompts and checks every number, once, for all estimators.
 * Prompts and task types are numbered in the order of their first rollout. Nothing of the input is kept or changed.
 *
 * An empty batch has no groups and is fine. A prompt whose rollouts are all invalid keeps its number, with size 0.
 *
 * @param batch arrays or typed arrays of one length N.
 * @returns `Left BadOption` for a field of an unknown name (`taskType`), else `Left BadBatch` naming the first trouble by its index: lengths that differ (`taskTypes.length`), a valid
 * rollout's number that is not finite or beyond ±1e100 (`rewards[3]`), an id that is neither a string nor a finite number
 * (`promptIds[0]`), a prompt with two task types (`taskTypes[5]`), a validity that is not true, false, 1 or 0.
 */
export function groupRollouts(batch: RolloutBatch): Either<BadOption | BadBatch, PromptGroups> {
  const problem = findProblem(batch)
  if (problem !== undefined) return left(problem)
  const valid = batch.valid === undefined ? undefined : Uint8Array.from(batch.valid, Number)
  const numbered = numberPrompts(batch)
  if ('_tag' in numbered) return left(numbered)
  return right({
    rewards: new Float64Array(batch.rewards),
    ...numbered,
    ...sortByGroup(numbered.promptOf, numbered.promptIds.length, valid),
    ...(valid && { valid }),
    ...(batch.lengths && { lengths: new Float64Array(batch.lengths) }),
    ...(batch.baselines && { baselines: new Float64Array(batch.baselines) }),
    ...(batch.components && {
      components: Array.from(batch.components, (component) => new Float64Array(component)),
    }),
  })
}

const FIELDS: readonly (keyof RolloutBatch)[] = [
  'rewards',
  'promptIds',
  'taskTypes',
  'valid',
  'lengths',
  'baselines',
  'components',
]

const FINITE = 'a finite number within ±1e100'

function findProblem(batch: RolloutBatch): BadOption | BadBatch | undefined {
  if (typeof batch !== 'object' || batch === null) return badBatch('batch', 'an object of arrays', batch)
  const unknown = findUnknownName(batch, FIELDS, 'options')
  if (unknown !== undefined) return unknown
  const { rewards, promptIds, taskTypes, valid, lengths, baselines, components } = batch
  if (!isList(rewards)) return badBatch('rewards', 'an array of numbers', rewards)
  const count = rewards.length
  return (
    wrongLength('promptIds', promptIds, count) ??
    (taskTypes === undefined ? undefined : wrongLength('taskTypes', taskTypes, count)) ??
    (valid === undefined ? undefined : wrongValidity(valid, count)) ??
    wrongNumbers('rewards', rewards, count, valid) ??
    (lengths === undefined ? undefined : wrongNumbers('lengths', lengths, count, valid, 0)) ??
    (baselines === undefined ? undefined : wrongNumbers('baselines', baselines, count, valid)) ??
    (components === undefined ? undefined : wrongComponents(components, count, valid))
  )
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))

function wrongLength(name: string, list: unknown, count: number): BadBatch | undefined {
  if (!isList(list)) return badBatch(name, `an array of ${count}, one per rollout`, list)
  if (list.length !== count) return badBatch(`${name}.length`, `${count}, as many as rewards`, list.length)
  return undefined
}

function wrongNumbers(
  name: string,
  list: ArrayLike<number>,
  count: number,
  valid: ArrayLike<boolean | number> | undefined,
  smallest = -LARGEST,
  orNaN = false,
): BadBatch | undefined {
  const problem = wrongLength(name, list, count)
  if (problem !== undefined) return problem
  for (let i = 0; i < count; i++) {
    const value = list[i]!
    if (typeof value === 'number' && value >= smallest && value <= LARGEST) continue
    if (orNaN && Number.isNaN(value)) continue
    if (valid !== undefined && !valid[i]) continue
    return badBatch(`${name}[${i}]`, smallest === 0 ? 'a finite number of 0 or more' : FINITE, value)
  }
  return undefined
}

function wrongValidity(valid: ArrayLike<boolean | number>, count: number): BadBatch | undefined {
  const problem = wrongLength('valid', valid, count)
  if (problem !== undefined) return problem
  for (let i = 0; i < count; i++) {
    const value = valid[i]
    if (value !== true && value !== false && value !== 1 && value !== 0) {
      return badBatch(`valid[${i}]`, 'true, false, 1 or 0', value)
    }
  }
  return undefined
}

function wrongComponents(
  components: ArrayLike<ArrayLike<number>>,
  count: number,
  valid: ArrayLike<boolean | number> | undefined,
): BadBatch | undefined {
  if (!isList(components) || components.length === 0) {
    return badBatch('components', 'a list of at least one array of numbers', components)
  }
  for (let d = 0; d < components.length; d++) {
    const problem = wrongNumbers(`components[${d}]`, components[d]!, count, valid, -LARGEST, true)
    if (problem !== undefined) return problem
  }
  return undefined
}

type Numbered = Pick<PromptGroups, 'promptIds' | 'promptOf' | 'taskTypes' | 'taskOf'>

function numberPrompts({ promptIds, taskTypes }: RolloutBatch): Numbered | BadBatch {
  const prompts = numberLabels(promptIds)
  const ids = pick(promptIds, prompts.firstOf)
  const wrongId = ids.findIndex((id) => typeof id !== 'string' && !Number.isFinite(id))
  const fine = wrongId < 0 ? promptIds.length : prompts.firstOf[wrongId]!
  const problem = taskTypes && wrongTaskType(taskTypes, promptIds, prompts, fine)
  if (problem !== undefined) return problem
  if (wrongId >= 0) return badBatch(`promptIds[${fine}]`, 'a string or a finite number', ids[wrongId])
  return { promptIds: ids, promptOf: prompts.numberOf, ...numberTasks(taskTypes, prompts.firstOf) }
}

/** The first trouble with the task types of the first `count` rollouts. */
function wrongTaskType(
  taskTypes: ArrayLike<string>,
  promptIds: ArrayLike<string | number>,
  { numberOf, firstOf }: LabelNumbers,
  count: number,
): BadBatch | undefined {
  for (let i = 0; i < count; i++) {
    const type = taskTypes[i]!
    const first = firstOf[numberOf[i]!]!
    if (i === first) {
      if (typeof type !== 'string') return badBatch(`taskTypes[${i}]`, 'a string', type)
    } else if (type !== taskTypes[first]) {
      const expected = `${describeValue(taskTypes[first])}, the task type of the earlier rollouts of prompt ${describeValue(promptIds[i])}`
      return badBatch(`taskTypes[${i}]`, expected, type)
    }
  }
  return undefined
}

function numberTasks(
  taskTypes: ArrayLike<string> | undefined,
  firstOf: Int32Array,
): Pick<Numbered, 'taskTypes' | 'taskOf'> {
  if (taskTypes === undefined) return { taskTypes: [''], taskOf: new Int32Array(firstOf.length) }
  const types = pick(taskTypes, firstOf)
  const { numberOf: taskOf, firstOf: firstPromptOf } = numberLabels(types)
  return { taskTypes: pick(types, firstPromptOf), taskOf }
}

function pick<T>(list: ArrayLike<T>, indices: Int32Array): T[] {
  const picked = new Array<T>(indices.length)
  for (let k = 0; k < indices.length; k++) picked[k] = list[indices[k]!]!
  return picked
}
