import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch, describeValue } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import { findUnknownName, isList } from '../options/find-bad-option.js'
import { type LabelNumbers, numberFew, numberLabels } from './label-numbers.js'
import type { PromptGroups } from './prompt-groups.js'
import { sortByGroup } from './sort-by-group.js'

/** A batch of N rollouts as a trainer holds it, in any order. */
export interface RolloutBatch extends RolloutNumbers {
  /** [N] compared by identity: `7`, `'7'` and `'007'` are three prompts. */
  readonly promptIds: ArrayLike<string | number>
}

/** A batch of N rollouts of P prompts whose trainer knows which belong together: nothing has to be hashed. */
export type GroupedRolloutBatch = RolloutNumbers &
  (
    | {
        /** The rollouts come prompt after prompt, so many each. The prompt ids are 0 … P − 1. */
        readonly groupSize: number
      }
    | {
        /**
         * [P + 1] whole numbers that rise from 0 to N: prompt u has the rollouts offsets[u] … offsets[u + 1] − 1. The prompt
         * ids are 0 … P − 1.
         */
        readonly offsets: ArrayLike<number>
      }
    | {
        /** [N] whole numbers 0 … N − 1 in any order, which are the prompt ids. */
        readonly promptIndices: ArrayLike<number>
      }
  )

/** What a batch holds beside its groups. */
export interface RolloutNumbers {
  /** [N] finite, of magnitude up to 1e100. */
  readonly rewards: ArrayLike<number>
  /**
   * [N] all rollouts of a prompt have the same one; with `groupSize` or `offsets` also [P], one a prompt. Default: one
   * unnamed type for the whole batch.
   */
  readonly taskTypes?: ArrayLike<string>
  /** Instead of `taskTypes`, as many whole numbers of 0 to 2³¹ − 1. Type 7 is then named `'7'`. */
  readonly taskIndices?: ArrayLike<number>
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
 * (`promptIds[0]`), a prompt with two task types (`taskTypes[5]`), a validity that is not true, false, 1 or 0, groups that
 * do not fit (`groupSize`, `offsets[2]`, `promptIndices[4]`).
 */
export function groupRollouts(
  batch: RolloutBatch | GroupedRolloutBatch,
): Either<BadOption | BadBatch, PromptGroups> {
  const problem = findProblem(batch)
  if (problem !== undefined) return left(problem)
  const valid = batch.valid === undefined ? undefined : Uint8Array.from(batch.valid, Number)
  const prompts = numberPrompts(batch)
  if ('_tag' in prompts) return left(prompts)
  const tasks = numberTasks(batch, prompts)
  if ('_tag' in tasks) return left(tasks)
  return right({
    rewards: new Float64Array(batch.rewards),
    promptIds: prompts.ids,
    promptOf: prompts.numberOf,
    ...tasks,
    ...sortByGroup(prompts.numberOf, prompts.ids.length, valid),
    ...(valid && { valid }),
    ...(batch.lengths && { lengths: new Float64Array(batch.lengths) }),
    ...(batch.baselines && { baselines: new Float64Array(batch.baselines) }),
    ...(batch.components && {
      components: Array.from(batch.components, (component) => new Float64Array(component)),
    }),
  })
}

const FIELDS: readonly (keyof AnyBatch)[] = [
  'rewards',
  'promptIds',
  'groupSize',
  'offsets',
  'promptIndices',
  'taskTypes',
  'taskIndices',
  'valid',
  'lengths',
  'baselines',
  'components',
]

/** Exactly one of these is given. */
const MEMBERSHIPS = ['promptIds', 'groupSize', 'offsets', 'promptIndices'] as const

/** Every field that there is. */
type AnyBatch = RolloutNumbers & {
  readonly promptIds?: ArrayLike<string | number>
  readonly groupSize?: number
  readonly offsets?: ArrayLike<number>
  readonly promptIndices?: ArrayLike<number>
}

const FINITE = 'a finite number within ±1e100'

function findProblem(batch: AnyBatch): BadOption | BadBatch | undefined {
  if (typeof batch !== 'object' || batch === null) return badBatch('batch', 'an object of arrays', batch)
  const unknown = findUnknownName(batch, FIELDS, 'options')
  if (unknown !== undefined) return unknown
  const { rewards, taskTypes, taskIndices, valid, lengths, baselines, components } = batch
  if (!isList(rewards)) return badBatch('rewards', 'an array of numbers', rewards)
  const count = rewards.length
  return (
    wrongMembership(batch, count) ??
    (taskTypes === undefined ? undefined : wrongTaskCount('taskTypes', taskTypes, batch)) ??
    (taskIndices === undefined ? undefined : wrongTaskCount('taskIndices', taskIndices, batch)) ??
    (taskTypes === undefined || taskIndices === undefined
      ? undefined
      : badBatch('taskIndices', 'left out, for taskTypes are given', taskIndices)) ??
    (valid === undefined ? undefined : wrongValidity(valid, count)) ??
    wrongNumbers('rewards', rewards, count, valid) ??
    (lengths === undefined ? undefined : wrongNumbers('lengths', lengths, count, valid, 0)) ??
    (baselines === undefined ? undefined : wrongNumbers('baselines', baselines, count, valid)) ??
    (components === undefined ? undefined : wrongComponents(components, count, valid))
  )
}

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
  if (list instanceof Float64Array && areAllWithin(list, smallest)) return undefined
  for (let i = 0; i < count; i++) {
    const value = list[i]!
    if (typeof value === 'number' && value >= smallest && value <= LARGEST) continue
    if (orNaN && Number.isNaN(value)) continue
    if (valid !== undefined && !valid[i]) continue
    return badBatch(`${name}[${i}]`, smallest === 0 ? 'a finite number of 0 or more' : FINITE, value)
  }
  return undefined
}

/** What is nearly always true, in a loop that has no branches and meets one kind of array. */
function areAllWithin(values: Float64Array, smallest: number): boolean {
  let beyond = 0
  for (let i = 0; i < values.length; i++) {
    beyond |= Number(!(values[i]! >= smallest)) | Number(!(values[i]! <= LARGEST))
  }
  return beyond === 0
}

function areAllUpTo(indices: Int32Array, largest: number): boolean {
  let beyond = 0
  for (let i = 0; i < indices.length; i++) beyond |= Number(indices[i]! < 0) | Number(indices[i]! > largest)
  return beyond === 0
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

function wrongMembership(batch: AnyBatch, count: number): BadBatch | undefined {
  const given = MEMBERSHIPS.filter((name) => batch[name] !== undefined)
  if (given.length > 1) return badBatch(given[1]!, `left out, for ${given[0]} is given`, batch[given[1]!])
  const { groupSize, offsets, promptIndices } = batch
  if (groupSize !== undefined) {
    return Number.isInteger(groupSize) && groupSize > 0 && count % groupSize === 0
      ? undefined
      : badBatch('groupSize', `a whole number that divides the ${count} rollouts`, groupSize)
  }
  if (offsets !== undefined) return wrongOffsets(offsets, count)
  if (promptIndices !== undefined) return wrongIndices('promptIndices', promptIndices, count, count - 1)
  return wrongLength('promptIds', batch.promptIds, count)
}

function wrongOffsets(offsets: ArrayLike<number>, count: number): BadBatch | undefined {
  if (!isList(offsets) || offsets.length === 0) {
    return badBatch('offsets', `a list of whole numbers that rise from 0 to ${count}`, offsets)
  }
  if (offsets[0] !== 0) return badBatch('offsets[0]', '0', offsets[0])
  for (let u = 1; u < offsets.length; u++) {
    const end = offsets[u]!
    if (Number.isInteger(end) && end > offsets[u - 1]! && end <= count) continue
    return badBatch(`offsets[${u}]`, `a whole number above ${offsets[u - 1]}, up to ${count}`, end)
  }
  const last = offsets.length - 1
  return offsets[last] === count
    ? undefined
    : badBatch(`offsets[${last}]`, `${count}, the number of rollouts`, offsets[last])
}

function wrongIndices(
  name: string,
  indices: ArrayLike<number>,
  count: number,
  largest: number,
): BadBatch | undefined {
  const problem = wrongLength(name, indices, count)
  if (problem !== undefined) return problem
  if (indices instanceof Int32Array && areAllUpTo(indices, largest)) return undefined
  for (let i = 0; i < count; i++) {
    const index = indices[i]!
    if (Number.isInteger(index) && index >= 0 && index <= largest) continue
    return badBatch(`${name}[${i}]`, `a whole number from 0 to ${largest}`, index)
  }
  return undefined
}

/** One task type a rollout, or one a prompt where the prompts are known beforehand. */
function wrongTaskCount(name: string, list: unknown, batch: AnyBatch): BadBatch | undefined {
  const count = batch.rewards.length
  const prompts = promptCount(batch)
  if (prompts === undefined || !isList(list) || list.length === count || list.length === prompts) {
    return wrongLength(name, list, isList(list) && list.length === prompts ? prompts : count)
  }
  return badBatch(
    `${name}.length`,
    `${count}, as many as rewards, or ${prompts}, as many as prompts`,
    list.length,
  )
}

function promptCount({ rewards, groupSize, offsets }: AnyBatch): number | undefined {
  if (groupSize !== undefined) return rewards.length / groupSize
  return offsets === undefined ? undefined : offsets.length - 1
}

interface NumberedPrompts extends LabelNumbers {
  /** [P] */
  readonly ids: (string | number)[]
}

function numberPrompts(batch: AnyBatch): NumberedPrompts | BadBatch {
  const prompts = promptCount(batch)
  if (prompts !== undefined) return numberRuns(batch, prompts)
  const labels = (batch.promptIndices ?? batch.promptIds)!
  const numbers = numberLabels(labels)
  const ids = pick(labels, numbers.firstOf)
  const wrong = ids.findIndex((id) => typeof id !== 'string' && !Number.isFinite(id))
  if (wrong < 0) return { ...numbers, ids }
  // What is wrong with the task types of earlier rollouts is said first.
  const at = numbers.firstOf[wrong]!
  const earlier = batch.taskTypes && wrongTaskType(batch.taskTypes, batch, numbers, at)
  return earlier ?? badBatch(`promptIds[${at}]`, 'a string or a finite number', ids[wrong])
}

/** Prompts whose rollouts stand side by side. */
function numberRuns({ rewards, groupSize, offsets }: AnyBatch, prompts: number): NumberedPrompts {
  const numberOf = new Int32Array(rewards.length)
  const firstOf = new Int32Array(prompts)
  const ids = new Array<number>(prompts)
  let end = 0
  for (let u = 0; u < prompts; u++) {
    const start = end
    end = offsets === undefined ? start + groupSize! : offsets[u + 1]!
    firstOf[u] = start
    ids[u] = u
    for (let i = start; i < end; i++) numberOf[i] = u
  }
  return { numberOf, firstOf, ids }
}

function numberTasks(
  batch: AnyBatch,
  prompts: NumberedPrompts,
): Pick<PromptGroups, 'taskTypes' | 'taskOf'> | BadBatch {
  const given = batch.taskTypes ?? batch.taskIndices
  const { firstOf } = prompts
  if (given === undefined) return { taskTypes: [''], taskOf: new Int32Array(firstOf.length) }
  const isPerPrompt = given.length === firstOf.length && promptCount(batch) !== undefined
  const count = given.length
  const problem =
    (batch.taskIndices && wrongIndices('taskIndices', batch.taskIndices, count, 2 ** 31 - 1)) ??
    (isPerPrompt ? wrongName(given, batch) : wrongTaskType(given, batch, prompts, count))
  if (problem !== undefined) return problem
  const types = isPerPrompt ? given : pick<string | number>(given, firstOf)
  const { numberOf: taskOf, firstOf: firstPromptOf } = numberFew(types)
  return { taskTypes: pick<string | number>(types, firstPromptOf).map(String), taskOf }
}

function wrongName(types: ArrayLike<unknown>, { taskIndices }: AnyBatch): BadBatch | undefined {
  if (taskIndices !== undefined) return undefined
  for (let u = 0; u < types.length; u++) {
    if (typeof types[u] !== 'string') return badBatch(`taskTypes[${u}]`, 'a string', types[u])
  }
  return undefined
}

/** The first trouble with the task types of the first `count` rollouts. */
function wrongTaskType(
  types: ArrayLike<string | number>,
  { promptIds, promptIndices, taskIndices }: AnyBatch,
  { numberOf, firstOf }: LabelNumbers,
  count: number,
): BadBatch | undefined {
  const name = taskIndices === undefined ? 'taskTypes' : 'taskIndices'
  for (let i = 0; i < count; i++) {
    const type = types[i]!
    // What repeats the rollout before it, as most do, is right if that was.
    if (i > 0 && numberOf[i] === numberOf[i - 1] && type === types[i - 1]) continue
    const first = firstOf[numberOf[i]!]!
    if (i === first) {
      if (taskIndices === undefined && typeof type !== 'string')
        return badBatch(`taskTypes[${i}]`, 'a string', type)
    } else if (type !== types[first]) {
      const prompt = (promptIds ?? promptIndices ?? numberOf)[i]
      const expected = `${describeValue(types[first])}, the task type of the earlier rollouts of prompt ${describeValue(prompt)}`
      return badBatch(`${name}[${i}]`, expected, type)
    }
  }
  return undefined
}

function pick<T>(list: ArrayLike<T>, indices: Int32Array): T[] {
  const picked = new Array<T>(indices.length)
  for (let k = 0; k < indices.length; k++) picked[k] = list[indices[k]!]!
  return picked
}
