import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { badBatch } from '../../errors.js'
import {
  type AdvantageSpec,
  type BadBatch,
  type BadOption,
  computeAdvantages,
  groupRollouts,
} from '../../index.js'
import type { PromptId } from './prompt-ids.js'

/** What the advantages of a file are made from: a few numbers a rollout, none of its text. */
export interface AdvantageColumns {
  /** NaN where a rollout has no part in the advantages: not scored, or masked. */
  readonly rewards: number[]
  /** Index into `groups`. */
  readonly groupOf: number[]
  /** As long as `rewards`, or empty; NaN where a row has none. See `putOptional`. */
  readonly lengths: number[]
  readonly baselines: number[]
  /** The prompts, one entry for each batch they occur in. */
  readonly groups: Group[]
}

export interface Group {
  readonly batch: PromptId
  /** The task type or reward mode that scales are shared in; unknown until a rollout of the prompt is scored. */
  type: string | undefined
  /** Rollouts seen so far. */
  size: number
}

/**
 * The advantages of all rollouts, batch by batch. NaN where a rollout has none.
 *
 * @returns the `Left` of the estimator: an option out of range, lengths or baselines that it needs and that some row lacks
 */
export function advantagesOfColumns(
  columns: AdvantageColumns,
  spec: AdvantageSpec,
): Either<BadOption | BadBatch, Float64Array> {
  const advantages = new Float64Array(columns.rewards.length).fill(Number.NaN)
  for (const members of batchesOf(columns)) {
    // A file that is one batch is handed over as it is: nothing is copied.
    const isWhole = members.length === columns.rewards.length
    const pick = (column: readonly number[]) => (isWhole ? column : members.map((i) => column[i]!))
    const batch = groupRollouts({
      rewards: pick(columns.rewards),
      promptIds: pick(columns.groupOf),
      taskTypes: members.map((i) => columns.groups[columns.groupOf[i]!]!.type ?? ''),
      ...ifComplete('lengths', columns.lengths, pick),
      ...ifComplete('baselines', columns.baselines, pick),
    })
    if (isLeft(batch)) return batch
    const computed = computeAdvantages(batch.right, spec)
    if (isLeft(computed)) return computed
    for (let k = 0; k < members.length; k++) advantages[members[k]!] = computed.right.advantages[k]!
  }
  return right(advantages)
}

/** Whether an estimator can work on a file at all, found out before the scoring rather than after it. */
export function checkSpec(spec: AdvantageSpec): Either<BadOption | BadBatch, AdvantageSpec> {
  const two = { rewards: [0, 1], promptIds: [0, 0], lengths: [1, 1], baselines: [0, 0] }
  const groups = groupRollouts(two)
  const tried = isLeft(groups) ? groups : computeAdvantages(groups.right, spec)
  if (isLeft(tried) && tried.left.argument === 'components') {
    return left(badBatch('estimator', 'one that works on a single reward, as files have it', spec.estimator))
  }
  return isLeft(tried) ? tried : right(spec)
}

/** The rollouts that count, by batch, each in the file's order. */
function batchesOf({ rewards, groupOf, groups }: AdvantageColumns): Iterable<readonly number[]> {
  const batches = new Map<PromptId, number[]>()
  for (let i = 0; i < rewards.length; i++) {
    if (Number.isNaN(rewards[i])) continue
    const { batch } = groups[groupOf[i]!]!
    const members = batches.get(batch)
    if (members === undefined) batches.set(batch, [i])
    else members.push(i)
  }
  return batches.values()
}

/** Adds the value of rollout `i` to a column that takes no memory until a row has a value for it. */
export function putOptional(column: number[], i: number, value: number | undefined): void {
  if (value === undefined && column.length === 0) return
  while (column.length < i) column.push(Number.NaN)
  column.push(value ?? Number.NaN)
}

/** A column that every rollout of the batch has; an estimator that needs it says so when it is not there. */
function ifComplete<Name extends string>(
  name: Name,
  column: readonly number[],
  pick: (column: readonly number[]) => readonly number[],
): Partial<Record<Name, readonly number[]>> {
  if (column.length === 0) return {}
  const values = pick(column)
  return values.some(Number.isNaN) ? {} : ({ [name]: values } as Record<Name, readonly number[]>)
}
