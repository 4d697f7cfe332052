import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type AdvantageSpec, type BadBatch, badBatch, computeAdvantages, groupRollouts } from '../../index.js'
import type { PromptId } from './prompt-ids.js'

/** What the advantages of a file are made from: a few numbers a rollout, none of its text. */
export interface AdvantageColumns {
  /** NaN where a rollout has no part in the advantages: not scored, or masked. */
  readonly rewards: number[]
  /** Index into `groups`. */
  readonly groupOf: number[]
  readonly lengths: (number | undefined)[]
  readonly baselines: (number | undefined)[]
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
): Either<BadBatch, Float64Array> {
  const advantages = new Float64Array(columns.rewards.length).fill(Number.NaN)
  for (const members of batchesOf(columns)) {
    const batch = groupRollouts({
      rewards: members.map((i) => columns.rewards[i]!),
      promptIds: members.map((i) => columns.groupOf[i]!),
      taskTypes: members.map((i) => columns.groups[columns.groupOf[i]!]!.type ?? ''),
      ...wholeColumn('lengths', members, columns.lengths),
      ...wholeColumn('baselines', members, columns.baselines),
    })
    if (isLeft(batch)) return batch
    const computed = computeAdvantages(batch.right, spec)
    if (isLeft(computed)) return computed
    for (let k = 0; k < members.length; k++) advantages[members[k]!] = computed.right.advantages[k]!
  }
  return right(advantages)
}

/** Whether an estimator can work on a file at all, found out before the scoring rather than after it. */
export function checkSpec(spec: AdvantageSpec): Either<BadBatch, AdvantageSpec> {
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

/** A column that every rollout of the batch has; an estimator that needs it says so when it is not there. */
function wholeColumn<Name extends string>(
  name: Name,
  members: readonly number[],
  column: readonly (number | undefined)[],
): Partial<Record<Name, number[]>> {
  const values = members.map((i) => column[i])
  const isWhole = values.every((value): value is number => value !== undefined)
  return isWhole ? ({ [name]: values } as Record<Name, number[]>) : {}
}
