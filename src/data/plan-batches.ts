import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadOption, badOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { seededRandom, shuffled } from './seeded-random.js'

export interface PlannedPrompt {
  readonly promptId: string
  readonly taskType: string
  /** Tokens of the prompt, for `stages`. */
  readonly length?: number
}

export interface PlanOptions {
  /** Prompts of a batch. */
  readonly batchSize: number
  /** Number of batches. Default: as many as hold every prompt once under `proportional`. */
  readonly batches?: number
  /**
   * How a batch is shared out among the task types: `equal`, as QwenLong-L1.5; `proportional` to their numbers of prompts, as a plain shuffle on
   * average; or a temperature T ≥ 1, in proportion to n_k^(1/T): 1 is proportional, and larger ones come nearer to equal. Default `proportional`.
   */
  readonly balance?: 'equal' | 'proportional' | number
  /** Fewest prompts of a task type in a batch, or none of it. Default 1; with 2, no TMN scale rests on one prompt, for which TMN is GRPO. */
  readonly leastPerTask?: number
  /** Upper bounds of the lengths of successive stages; each takes an equal share of the batches and the prompts up to its bound. Default: one stage, all prompts. */
  readonly stages?: readonly number[]
  /** Default 0. */
  readonly seed?: number
}

const PLAN_OPTIONS: OptionRows<PlanOptions> = {
  batchSize: { kind: 'number', from: 1, whole: true, finite: true },
  batches: { kind: 'number', from: 1, whole: true, finite: true },
  balance: {
    kind: 'value',
    expected: 'equal, proportional, or a temperature from 1',
    accepts: (value) =>
      value === 'equal' || value === 'proportional' || (typeof value === 'number' && value >= 1),
    default: 'proportional',
  },
  leastPerTask: { kind: 'number', from: 1, whole: true, finite: true, default: 1 },
  stages: { kind: 'list', of: { kind: 'number', from: 1, finite: true } },
  seed: { kind: 'number', whole: true, finite: true, default: 0 },
}

/** One batch: prompt ids in an order drawn by the seed. */
export interface PlannedBatch {
  /** From 0. */
  readonly batch: number
  readonly stage: number
  readonly promptIds: readonly string[]
}

/**
 * Batches of prompts with a fixed share of each task type. Fractions are carried over, so that after any number of batches each task type is
 * within `leastPerTask` prompts of its share. The prompts of a task type are drawn in shuffled rounds: none comes a second time before all of
 * its type and stage have come once.
 *
 * The plan is a function of its input: a run that was stopped after batch b makes it again and goes on at b.
 *
 * @returns `Left BadOption` for a wrong option, a batch too small for `leastPerTask` of one type, a stage without prompts, or `stages` and a prompt without a length.
 */
export function planBatches(
  prompts: readonly PlannedPrompt[],
  options: PlanOptions,
): Either<BadOption, readonly PlannedBatch[]> {
  const wrong = findBadOption(options, PLAN_OPTIONS) ?? findConflict(prompts, options)
  if (wrong !== undefined) return left(wrong)
  const { batchSize, stages = [Number.POSITIVE_INFINITY], seed = 0 } = options
  const batches = options.batches ?? Math.ceil(prompts.length / batchSize)
  const random = seededRandom(seed)
  const plan: PlannedBatch[] = []
  for (const [stage, bound] of stages.entries()) {
    const dealers = dealersOf(
      prompts.filter(({ length = 0 }) => length <= bound),
      random,
    )
    if (dealers.length === 0)
      return left(badOption(`options.stages[${stage}]`, 'at least the shortest prompt', bound))
    const shares = sharesOf(dealers, options)
    const until = Math.round(((stage + 1) * batches) / stages.length)
    while (plan.length < until) {
      const counts = countsOf(dealers, shares, options)
      const promptIds = shuffled(
        dealers.flatMap((dealer, k) => Array.from({ length: counts[k]! }, () => dealer.next())),
        random,
      )
      plan.push({ batch: plan.length, stage, promptIds })
    }
  }
  return right(plan)
}

function findConflict(prompts: readonly PlannedPrompt[], options: PlanOptions): BadOption | undefined {
  const { batchSize, leastPerTask = 1, stages } = options
  if (prompts.length === 0) return badOption('prompts', 'one or more', prompts.length)
  if (leastPerTask > batchSize)
    return badOption('options.leastPerTask', `at most batchSize, ${batchSize}`, leastPerTask)
  if (stages?.length === 0) return badOption('options.stages', 'one bound or more', stages)
  const unmeasured = stages && prompts.find(({ length }) => length === undefined)
  return (
    unmeasured && badOption(`length of prompt ${unmeasured.promptId}`, 'given with options.stages', undefined)
  )
}

interface Dealer {
  readonly taskType: string
  readonly size: number
  readonly next: () => string
  /** Prompts due and not dealt yet. */
  due: number
}

/** One for each task type, in the order of their names. */
function dealersOf(prompts: readonly PlannedPrompt[], random: () => number): readonly Dealer[] {
  const byTask = new Map<string, string[]>()
  for (const { promptId, taskType } of prompts) {
    const own = byTask.get(taskType)
    if (own === undefined) byTask.set(taskType, [promptId])
    else own.push(promptId)
  }
  return [...byTask]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([taskType, ids]) => {
      let round: string[] = []
      const next = (): string => {
        if (round.length === 0) round = shuffled(ids, random)
        return round.pop()!
      }
      return { taskType, size: ids.length, next, due: 0 }
    })
}

/** n_k^(1/T), normalised; T = 1 for proportional, ∞ for equal. */
function sharesOf(dealers: readonly Dealer[], { balance = 'proportional' }: PlanOptions): readonly number[] {
  const exponent = balance === 'equal' ? 0 : balance === 'proportional' ? 1 : 1 / balance
  const weights = dealers.map(({ size }) => size ** exponent)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** How many of each task type this batch takes: who is owed most comes first, in portions of `leastPerTask`, until the batch is full. */
function countsOf(
  dealers: readonly Dealer[],
  shares: readonly number[],
  { batchSize, leastPerTask = 1 }: PlanOptions,
): readonly number[] {
  dealers.forEach((dealer, k) => {
    dealer.due += shares[k]! * batchSize
  })
  const counts = dealers.map(() => 0)
  let left = batchSize
  const take = (k: number, count: number): void => {
    counts[k]! += count
    dealers[k]!.due -= count
    left -= count
  }
  const mostOwed = (isOpen: (k: number) => boolean): number | undefined => {
    let best: number | undefined
    for (let k = 0; k < dealers.length; k++) {
      if (isOpen(k) && (best === undefined || dealers[k]!.due > dealers[best]!.due)) best = k
    }
    return best
  }
  while (left > 0) {
    // A type that is not in the batch yet comes in with `leastPerTask` prompts, or not at all.
    const k = mostOwed((type) => counts[type]! > 0 || left >= leastPerTask)!
    take(k, counts[k]! > 0 ? 1 : leastPerTask)
  }
  return counts
}
