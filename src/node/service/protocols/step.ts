import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { badBatch } from '../../../errors.js'
import {
  type AdvantageSpec,
  type BadBatch,
  type BadOption,
  checkAdvantageSpec,
  clipAdvantages,
  computeAdvantages,
  describeError,
  groupRollouts,
  informativeGroups,
  type RolloutBatch,
  SHAPE_OPTIONS,
  scoringVersion,
  shapeRewards,
  type Verdict,
} from '../../../index.js'
import { findBadOption } from '../../../options/find-bad-option.js'
import type { OptionRows } from '../../../options/option-row.js'
import { isObject, type RowObject } from '../../files/row.js'
import { type Answer, refusal } from '../wire.js'
import { findInexactId, type MoreFields } from './native.js'
import type { StepPlan } from './step-plan.js'

/** One result of a batch, as `writeResult` writes it. */
interface Result {
  readonly verdict: Verdict | null
  readonly error: string | null
}

/**
 * The plan in a request to `/v1/step`: `{ rollouts, shape?, filter?, estimator?, clip? }`. A rollout is one of `/v1/batch`, with
 * `promptId` (default: rollouts of one record belong together), `length` in tokens and `truncated` beside it.
 */
export function readPlan(body: RowObject): Either<BadBatch | BadOption, StepPlan> {
  const { rollouts, records: _, explain: __, estimator = 'tmnReweight', ...options } = body
  const wrong = findBadOption(options, PLAN_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const spec = (isObject(estimator) ? estimator : { estimator }) as unknown as AdvantageSpec
  const checked = checkAdvantageSpec(spec)
  if (isLeft(checked)) return checked
  if (!Array.isArray(rollouts)) return left(badBatch('rollouts', 'a list', rollouts))
  const own = rollouts.map((rollout): RowObject => (isObject(rollout) ? rollout : {}))
  const column = (name: string) => {
    const values = own.map((rollout) => rollout[name])
    const missing = values.indexOf(undefined)
    if (missing < 0) return right(values)
    return values.every((value) => value === undefined)
      ? right(undefined)
      : left(badBatch(`rollouts[${missing}].${name}`, 'given, as other rollouts have one', undefined))
  }
  const lengths = column('length')
  if (isLeft(lengths)) return lengths
  const truncated = column('truncated')
  if (isLeft(truncated)) return truncated
  const promptIds = own.map(
    ({ promptId, record, label }) => (promptId ?? JSON.stringify(record ?? label ?? null)) as string,
  )
  const wrongId = findInexactId(promptIds)
  if (wrongId !== undefined) return left(wrongId)
  const { shape = {}, filter = 'none', clip } = options as unknown as Partial<StepPlan>
  return right({
    promptIds,
    ...(lengths.right && { lengths: lengths.right as number[] }),
    ...(truncated.right && { truncated: truncated.right as boolean[] }),
    shape,
    filter,
    estimator: spec,
    ...(clip !== undefined && { clip }),
  })
}

export const PLAN_OPTIONS: OptionRows<Pick<StepPlan, 'shape' | 'filter' | 'clip'>> = {
  shape: { kind: 'object', fields: SHAPE_OPTIONS },
  filter: { kind: 'choice', of: ['none', 'informative'], default: 'none' },
  clip: { kind: 'number', above: 0 },
}

/** The fields of a rollout of a step, beside those of a batch. */
export const STEP_ROLLOUT_FIELDS = ['length', 'truncated'] as const

/** What a step has beside the fields of a batch. */
export const STEP_FIELDS: MoreFields = {
  body: ['estimator', ...Object.keys(PLAN_OPTIONS)],
  rollout: STEP_ROLLOUT_FIELDS,
}

/**
 * Verdicts to advantages: raw rewards, shaped rewards, which rollouts take part, and their advantages.
 *
 * A rollout without a verdict, or undecided, takes no part: reward null, valid 0, advantage 0. The filter looks at raw rewards.
 */
export function replyStep(results: readonly Result[], plan: StepPlan): Answer {
  const computed = computeStep(results, plan)
  if (isLeft(computed)) return refusal(422, describeError(computed.left))
  const reply = { results, ...computed.right, scoringVersion }
  return {
    status: 200,
    body: JSON.stringify(reply, (_, value) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
    ),
  }
}

function computeStep(results: readonly Result[], plan: StepPlan): Either<BadBatch | BadOption, object> {
  const decided = results.map(({ verdict }) => verdict !== null && verdict.reason !== 'undecided')
  const rewards = results.map(({ verdict }, i) => (decided[i] ? verdict!.reward : 0))
  const { promptIds, lengths, truncated } = plan
  const taskTypes = taskTypesOf(results, promptIds)
  const batch = { promptIds, taskTypes, ...(lengths && { lengths }) }
  const raw = groupRollouts({ ...batch, rewards, valid: decided })
  if (isLeft(raw)) return raw
  const shaped = shapeRewards(
    { rewards, ...(lengths && { lengths }), ...(truncated && { truncated }) },
    plan.shape,
  )
  if (isLeft(shaped)) return left(inShape(shaped.left))
  const { valid: informative, ...filtered } = informativeGroups(raw.right, { singletons: 'keep' })
  const valid = decided.map(
    (is, i) => is && shaped.right.valid?.[i] !== 0 && (plan.filter === 'none' || informative[i] === 1),
  )
  const groups = groupRollouts({ ...batch, rewards: shaped.right.rewards, valid } as RolloutBatch)
  if (isLeft(groups)) return groups
  const advantages = computeAdvantages(groups.right, plan.estimator)
  if (isLeft(advantages)) return advantages
  const clipped = plan.clip === undefined ? advantages.right : clipAdvantages(advantages.right, plan.clip)
  return right({
    rewards: rewards.map((reward, i) => (decided[i] ? reward : null)),
    shaped: Array.from(shaped.right.rewards, (reward, i) => (decided[i] ? reward : null)),
    valid: valid.map(Number),
    advantages: clipped.advantages,
    statistics: clipped.statistics,
    groups: {
      prompts: filtered.prompts,
      informative: filtered.informativePrompts,
      equal: filtered.equalPrompts,
      single: filtered.singlePrompts,
    },
    metrics: shaped.right.metrics,
  })
}

/** A rollout without a verdict is of the task type of its siblings. */
function taskTypesOf(results: readonly Result[], promptIds: StepPlan['promptIds']): string[] {
  const ofPrompt = new Map<string | number, string>()
  results.forEach(({ verdict }, i) => {
    if (verdict !== null && !ofPrompt.has(promptIds[i]!)) ofPrompt.set(promptIds[i]!, verdict.taskType)
  })
  return results.map(({ verdict }, i) => verdict?.taskType ?? ofPrompt.get(promptIds[i]!) ?? '')
}

/** The options of `shapeRewards` stand within `shape` here. */
const inShape = (error: BadBatch | BadOption): BadBatch | BadOption =>
  error._tag === 'BadOption'
    ? { ...error, argument: error.argument.replace('options', 'options.shape') }
    : error
