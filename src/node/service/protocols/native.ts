import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
import { badBatch, badOption, badRecord, badResponse } from '../../../errors.js'
import {
  type AdvantageSpec,
  type BadBatch,
  type BadOption,
  computeAdvantages,
  describeError,
  ESTIMATOR_OPTIONS,
  groupRollouts,
  type RecordError,
  type Rollout,
  scoringVersion,
  type Verdict,
} from '../../../index.js'
import { findUnknownName } from '../../../options/find-bad-option.js'
import { EXPECTED_ID, isPromptId } from '../../files/prompt-ids.js'
import { isObject, type RowObject } from '../../files/row.js'
import type { ScoringError } from '../../score-chunk.js'
import { findRecord, mappedRecord, type RecordSources, recordOfPrompt } from '../find-record.js'

/** A rollout of our own protocol: `response`, with one of `record`, `promptId` and `label`. */
export function readRollout(
  body: unknown,
  sources: RecordSources,
  argument = '',
  more: readonly string[] = [],
): Either<RecordError, Rollout> {
  if (!isObject(body)) return left(badRecord(argument || 'body', 'an object', body))
  const unknown = findUnknownName(
    body,
    argument === '' ? [...ROLLOUT_FIELDS, 'explain'] : [...ROLLOUT_FIELDS, ...more],
    argument || 'options',
  )
  if (unknown !== undefined) return left(unknown)
  const wrong = argument === '' ? findBadExplain(body) : undefined
  if (wrong !== undefined) return left(wrong)
  const path = (name: string) => (argument === '' ? name : `${argument}.${name}`)
  const { response, record, promptId, label } = body
  if (typeof response !== 'string' && !Array.isArray(response)) {
    return left(badResponse(path('response'), response))
  }
  if (promptId !== undefined && typeof promptId !== 'string' && typeof promptId !== 'number') {
    return left(badRecord(path('promptId'), 'a string or a number', promptId))
  }
  const found =
    record !== undefined
      ? findRecord(record, { ...NO_SOURCES, map: sources.map }, path('record'))
      : promptId !== undefined
        ? recordOfPrompt(promptId, sources, path('promptId'))
        : findRecord(label, sources, path('label'))
  return isLeft(found) ? found : right({ record: found.right, response })
}

/** The fields of a rollout. */
export const ROLLOUT_FIELDS = ['response', 'record', 'promptId', 'label'] as const

/** `explain` of a request is true or false: a text, which would count as false, is refused. */
const findBadExplain = ({ explain }: RowObject): BadOption | undefined =>
  explain === undefined || typeof explain === 'boolean'
    ? undefined
    : badOption('options.explain', 'true or false', explain)

/** A record has to be one: it is no label that could also be an id or a gold. */
const NO_SOURCES: RecordSources = { recordOfPrompt: () => undefined, labelTask: undefined }

/**
 * A batch: `{ rollouts: […] }`, with `records` by prompt id beside them for rollouts that share one.
 * A rollout that is wrong in itself is a `Left` in its place; it does not touch the others.
 *
 * @param more the fields that a route takes beside these
 */
export function readBatch(
  body: unknown,
  sources: RecordSources,
  mostRollouts: number,
  more: MoreFields = { body: [], rollout: [] },
): Either<RecordError, readonly Either<RecordError, Rollout>[]> {
  if (!isObject(body)) return left(badRecord('body', 'a JSON object', body))
  const unknown = findUnknownName(body, [...BATCH_FIELDS, ...more.body], 'options')
  const wrong = unknown ?? findBadExplain(body)
  if (wrong !== undefined) return left(wrong)
  const { rollouts, records = {} } = body
  if (!Array.isArray(rollouts)) return left(badRecord('rollouts', 'a list', rollouts))
  if (rollouts.length > mostRollouts)
    return left(badRecord('rollouts', `a list of at most ${mostRollouts}`, rollouts))
  if (!isObject(records)) return left(badRecord('records', 'an object of records by prompt id', records))
  const all: RecordSources = {
    ...sources,
    recordOfPrompt: (id) =>
      Object.hasOwn(records, id) ? ownOrMapped(records[id], sources) : sources.recordOfPrompt(id),
  }
  return right(rollouts.map((rollout, i) => readRollout(rollout, all, `rollouts[${i}]`, more.rollout)))
}

/** The fields of a batch. */
export const BATCH_FIELDS = ['rollouts', 'records', 'explain'] as const

/** What a map cannot read stays as it is: `readTask` says what is wrong with it. */
function ownOrMapped(record: unknown, sources: RecordSources): unknown {
  const mapped = isObject(record) ? mappedRecord(record, sources) : undefined
  return mapped !== undefined && isRight(mapped) ? mapped.right : record
}

/** Names of fields in a batch, and in each of its rollouts. */
export interface MoreFields {
  readonly body: readonly string[]
  readonly rollout: readonly string[]
}

export const replyVerdict = (verdict: Verdict): string => JSON.stringify({ verdict, scoringVersion })

/** One result of a batch; each has the same two keys. */
export const writeResult = (result: Either<ScoringError, Verdict>): string =>
  JSON.stringify(
    isLeft(result)
      ? { verdict: null, error: describeError(result.left) }
      : { verdict: result.right, error: null },
  )

/** `{ rewards, promptIds | groupSize | offsets | promptIndices, estimator, … }`: what `groupRollouts` takes, and the estimator by name or with its options. */
export function advantagesReply(body: RowObject, mostRollouts: number): Either<BadOption | BadBatch, string> {
  const unknown = findUnknownName(body, ADVANTAGE_FIELDS, 'options')
  const { estimator = 'tmnReweight', ...batch } = body
  const spec = (isObject(estimator) ? estimator : { estimator }) as unknown as AdvantageSpec
  if (unknown !== undefined) return left(withinEstimator(unknown, spec))
  const { rewards, groupSize: _, ...rest } = batch
  const isKnown = GROUPS_KNOWN.some((name) => batch[name] !== undefined)
  const lists = { rewards, ...(!isKnown && { promptIds: batch.promptIds }), ...rest }
  const wrongList = Object.entries(lists).find(([, value]) => !Array.isArray(value))
  if (wrongList !== undefined) return left(badBatch(wrongList[0], 'a list', wrongList[1]))
  if ((rewards as unknown[]).length > mostRollouts)
    return left(badBatch('rewards', `a list of at most ${mostRollouts}`, rewards))
  const wrongId = findInexactId(batch.promptIds)
  if (wrongId !== undefined) return left(wrongId)
  const groups = groupRollouts(batch as unknown as Parameters<typeof groupRollouts>[0])
  if (isLeft(groups)) return groups
  const computed = computeAdvantages(groups.right, spec)
  if (isLeft(computed)) return computed
  const { advantages, statistics } = computed.right
  return right(
    JSON.stringify({ advantages, statistics }, (_, value) =>
      ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
    ),
  )
}

/** An option of the estimator that stands beside it: it belongs within. */
function withinEstimator(unknown: BadOption, { estimator }: AdvantageSpec): BadOption {
  const name = unknown.argument.replace('options.', '')
  const isOption =
    Object.hasOwn(ESTIMATOR_OPTIONS, estimator) && Object.hasOwn(ESTIMATOR_OPTIONS[estimator], name)
  return isOption ? { ...unknown, nearest: `estimator.${name}` } : unknown
}

/** A list of ids may hold other things that are none: `groupRollouts` says so. */
export function findInexactId(ids: unknown): BadBatch | undefined {
  const list: readonly unknown[] = Array.isArray(ids) ? ids : []
  const at = list.findIndex((id) => typeof id === 'number' && !isPromptId(id))
  return at < 0 ? undefined : badBatch(`promptIds[${at}]`, EXPECTED_ID, list[at])
}

/** Instead of `promptIds`. */
const GROUPS_KNOWN = ['groupSize', 'offsets', 'promptIndices'] as const

/** The fields of a batch of rewards. */
export const ADVANTAGE_FIELDS = [
  'estimator',
  'rewards',
  'promptIds',
  ...GROUPS_KNOWN,
  'taskTypes',
  'taskIndices',
  'valid',
  'lengths',
  'baselines',
  'components',
] as const
