import { isUtf8 } from 'node:buffer'
import { deserialize, serialize } from 'node:v8'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { workerFailed } from '../../errors.js'
import {
  type BadBatch,
  type BadOption,
  describeError,
  type GolongrlError,
  type Reason,
  type RecordError,
  type Rollout,
  readTask,
  scoreResponse,
  scoringVersion,
  type TaskOptions,
  type Verdict,
} from '../../index.js'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import { findExcess, parseObject } from '../files/parse-object.js'
import type { RowObject } from '../files/row.js'
import { recordFinder } from '../files/shared-records.js'
import type { Known } from '../isolate.js'
import { type Chunk, type ScoringError, scoreChunk, toChunk } from '../score-chunk.js'
import type { RecordSources } from './find-record.js'
import { advantagesReply, readBatch, readRollout, replyVerdict, writeResult } from './protocols/native.js'
import { readNemoGym, replyNemoGym } from './protocols/nemo-gym.js'
import { readOpenRlhf, replyOpenRlhf } from './protocols/openrlhf.js'
import { float } from './protocols/python-json.js'
import { readSlime, replySlime, SLIME_REPLY } from './protocols/slime.js'
import { readPlan, replyStep, STEP_FIELDS } from './protocols/step.js'
import type { StepPlan } from './protocols/step-plan.js'
import { joinPieces } from './shared-pieces.js'
import {
  type Answer,
  type ListForm,
  type PartBytes,
  refusal,
  type ServiceData,
  SMALL,
  type Split,
  shared,
  sharedText,
  type Tally,
  type WireRequest,
  type WrittenPart,
} from './wire.js'

/** What a request is answered from. */
export interface AnswerContext {
  readonly sources: RecordSources
  readonly taskOptions: TaskOptions
  /** UTF-16 units of one response. */
  readonly responseLength: number
  /** Rollouts of one request. */
  readonly batchRollouts: number
}

/**
 * The context of a service, in the thread that answers.
 *
 * @param longestRecord bytes of a record of the service: a longer one counts as none
 */
export async function answerContextOf(
  { records, labelTask, map, ...limits }: ServiceData,
  taskOptions: Promise<TaskOptions>,
  longestRecord?: number,
): Promise<AnswerContext> {
  const sources = {
    recordOfPrompt: recordFinder(records, longestRecord),
    hasRecords: records.ids.length > 0,
    labelTask,
    map,
  }
  return { ...limits, sources, taskOptions: await taskOptions }
}

/** Reads, scores and answers one request. Runs in a worker: a body may be anything, and may take long. */
export function answer(request: WireRequest, context: AnswerContext): Answer | Split {
  const wrongQuery = findBadQuery(request)
  if (wrongQuery !== undefined) return refusal(422, describeError(wrongQuery))
  const text = textOf(request.body)
  if (text === undefined) return refusal(400, 'BadRecord: body must be UTF-8, but is not.')
  const body = parseObject(text, 'body')
  if (isLeft(body)) return refusal(STATUS_OF_EXCESS[findExcess(text) ?? 'none'], describeError(body.left))
  const handle = HANDLERS[request.route]!
  const reply = handle({ body: body.right, text, query: request.query }, context)
  return 'parts' in reply ? reply : forTravel(reply)
}

/** A long reply travels as bytes. */
const forTravel = (reply: Answer): Answer =>
  typeof reply.body !== 'string' || reply.body.length <= SMALL
    ? reply
    : { ...reply, body: sharedText(reply.body) }

/** A route has the query parameters that it knows; one of another name would change nothing. */
const findBadQuery = ({ route, query }: WireRequest): BadOption | undefined =>
  query === ''
    ? undefined
    : findBadOption(Object.fromEntries(new URLSearchParams(query)), QUERIES[route] ?? {}, 'query')

const QUERIES: Readonly<Record<string, OptionRows>> = { '/slime': { reply: SLIME_REPLY } }

const STATUS_OF_EXCESS = { nesting: 422, containers: 413, none: 400 } as const

function textOf(body: WireRequest['body']): string | undefined {
  if (typeof body === 'string') return body
  if (body.bytes > joined.length) joined = Buffer.allocUnsafeSlow(body.bytes)
  const bytes = joinPieces(body, joined)
  return isUtf8(bytes) ? bytes.toString() : undefined
}

/** Where large bodies are joined, in this thread. Fresh memory for each would be taken from the system and given back, page by page. */
let joined = Buffer.alloc(0)

interface ParsedRequest {
  readonly body: RowObject
  readonly text: string
  readonly query: string
}

type Handler = (request: ParsedRequest, context: AnswerContext) => Answer | Split

/** Requests of one rollout. Their protocols have no place for an error: without a verdict the request fails. */
const single =
  (
    read: (body: RowObject, sources: RecordSources) => Either<RecordError, Rollout>,
    write: (verdict: Verdict, request: ParsedRequest) => string,
    explains: (body: RowObject) => boolean,
  ): Handler =>
  (request, context) => {
    const rollout = read(request.body, context.sources)
    if (isLeft(rollout)) return refusal(422, describeError(rollout.left))
    const tooLong = findTooLong([rollout.right], context)
    if (tooLong !== undefined) return tooLong
    const verdict = score(rollout.right, explains(request.body), context)
    if (isLeft(verdict))
      return { ...refusal(statusOf(verdict.left), describeError(verdict.left)), notScored: 1 }
    const { taskType, reason } = verdict.right
    return { status: 200, body: write(verdict.right, request), tally: [[taskType, reason, 1]] }
  }

/** Requests of many rollouts. A rollout that is wrong in itself is a `Left` in its place. */
const many =
  (
    form: ListForm,
    read: (
      body: RowObject,
      context: AnswerContext,
    ) => Either<RecordError, readonly Either<RecordError, Rollout>[]>,
    planOf: (body: RowObject) => Either<BadBatch | BadOption, StepPlan | undefined> = () => right(undefined),
  ): Handler =>
  (request, context) => {
    const rollouts = read(request.body, context)
    if (isLeft(rollouts)) return refusal(422, describeError(rollouts.left))
    const plan = planOf(request.body)
    if (isLeft(plan)) return refusal(422, describeError(plan.left))
    const readable = rollouts.right.flatMap((rollout) => (isLeft(rollout) ? [] : [rollout.right]))
    const tooLong = findTooLong(readable, context)
    if (tooLong !== undefined) return tooLong
    const parts = inParts(rollouts.right, request.body.explain === true)
    const split = { form, ...(plan.right && { plan: plan.right }) }
    if (rollouts.right.length > 1) return { ...split, parts: sideBySide(parts.map(serialize)) }
    return join(
      split,
      parts.map((part) => writePart(form, part, NONE, context, () => {})),
    )
  }

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/slime': single(
    readSlime,
    (verdict, { query }) => replySlime(verdict, new URLSearchParams(query).get('reply') === 'object'),
    () => false,
  ),
  '/verify': single(
    readNemoGym,
    (verdict, { text, body }) => replyNemoGym(text, body, verdict),
    () => true,
  ),
  '/v1/score': single(readRollout, replyVerdict, (body) => body.explain === true),
  '/get_reward': many('openrlhf', (body, { sources, batchRollouts }) => {
    const rollouts = readOpenRlhf(body, sources, batchRollouts)
    return isLeft(rollouts) ? rollouts : right(rollouts.right.map(right))
  }),
  '/v1/batch': many('batch', (body, { sources, batchRollouts }) => readBatch(body, sources, batchRollouts)),
  '/v1/step': many(
    'step',
    (body, { sources, batchRollouts }) => readBatch(body, sources, batchRollouts, STEP_FIELDS),
    readPlan,
  ),
  '/v1/advantages': ({ body }, { batchRollouts }) => {
    const reply = advantagesReply(body, batchRollouts)
    return isLeft(reply) ? refusal(422, describeError(reply.left)) : { status: 200, body: reply.right }
  },
  '/seed_session': () => {
    const cookie = `session=${crypto.randomUUID()}; Path=/; HttpOnly; SameSite=Lax`
    return { status: 200, body: '{}', headers: { 'set-cookie': cookie } }
  },
}

/** The routes that take a body. */
export const POST_ROUTES: ReadonlySet<string> = new Set(Object.keys(HANDLERS))

function score(
  { record, response }: Rollout,
  explain: boolean,
  { taskOptions }: AnswerContext,
): Either<ScoringError, Verdict> {
  const task = readTask(record, explain ? { ...taskOptions, explain } : taskOptions)
  if (isLeft(task)) return task
  try {
    return scoreResponse(task.right, response)
  } catch (error) {
    return left(workerFailed(`its verifier threw ${String(error)}`))
  }
}

function findTooLong(rollouts: readonly Rollout[], { responseLength }: AnswerContext): Answer | undefined {
  return rollouts.some(({ response }) => lengthOf(response) > responseLength)
    ? refusal(413, `BadRecord: response must be at most ${responseLength} characters, but is longer.`)
    : undefined
}

const statusOf = (error: GolongrlError): 422 | 500 => (error._tag === 'WorkerFailed' ? 500 : 422)

/** Some rollouts of a request, and the errors of those between them that cannot be scored. */
interface PartContent {
  readonly chunk: Chunk
  /** One per rollout of the part; those without an error are in the chunk, in order. */
  readonly errors: readonly (RecordError | undefined)[]
}

/** Small parts: requests of other clients are answered between two of them. */
const MOST_ROLLOUTS_OF_A_PART = 16
const MOST_CHARACTERS_OF_A_PART = 1 << 15

function inParts(
  rollouts: readonly Either<RecordError, Rollout>[],
  explain: boolean,
): readonly PartContent[] {
  const parts: PartContent[] = []
  let readable: Rollout[] = []
  let errors: (RecordError | undefined)[] = []
  let characters = 0
  const close = () => {
    parts.push({ chunk: toChunk(readable, explain), errors })
    readable = []
    errors = []
    characters = 0
  }
  for (const rollout of rollouts) {
    errors.push(isLeft(rollout) ? rollout.left : undefined)
    if (!isLeft(rollout)) {
      readable.push(rollout.right)
      characters += lengthOf(rollout.right.response)
    }
    if (errors.length === MOST_ROLLOUTS_OF_A_PART || characters >= MOST_CHARACTERS_OF_A_PART) close()
  }
  if (errors.length > 0) close()
  return parts
}

/** Memory of its own for each part would be thousands of handles. */
function sideBySide(parts: readonly Uint8Array[]): readonly PartBytes[] {
  const all = shared(Buffer.concat(parts))
  let end = 0
  return parts.map(({ length }) => {
    end += length
    return new Uint8Array(all, end - length, length)
  })
}

export const readPart = (part: PartBytes): PartContent => deserialize(Buffer.from(part))

/** Scores a part and writes its verdicts. */
export function writePart(
  form: ListForm,
  { chunk, errors }: PartContent,
  known: Known<Either<ScoringError, Verdict>>,
  { taskOptions }: AnswerContext,
  begins: (position: number) => void,
): WrittenPart {
  const verdicts = scoreChunk({ chunk, known }, taskOptions, begins)[Symbol.iterator]()
  const results = errors.map(
    (error): Either<ScoringError, Verdict> => (error === undefined ? verdicts.next().value! : left(error)),
  )
  const counts = new Map<string, [taskType: string, reason: Reason, count: number]>()
  let notScored = 0
  let firstError: ScoringError | undefined
  for (const result of results) {
    if (isLeft(result)) {
      notScored++
      firstError ??= result.left
      continue
    }
    const { taskType, reason } = result.right
    const key = `${reason}/${taskType}`
    const entry = counts.get(key) ?? [taskType, reason, 0]
    entry[2]++
    counts.set(key, entry)
  }
  return {
    text: sharedText(results.map(WRITE[form]).join(',')),
    tally: [...counts.values()],
    notScored,
    ...(form === 'openrlhf' &&
      firstError !== undefined && { refusal: refusal(statusOf(firstError), describeError(firstError)) }),
  }
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>()

const WRITE: Readonly<Record<ListForm, (result: Either<ScoringError, Verdict>) => string>> = {
  batch: writeResult,
  step: writeResult,
  openrlhf: (result) => (isLeft(result) ? 'null' : float(result.right.reward)),
}

/** The reply that the written parts of a request make together. */
export function join({ form, plan }: Omit<Split, 'parts'>, parts: readonly WrittenPart[]): Answer {
  const tally: Tally = parts.flatMap((part) => part.tally)
  const notScored = parts.reduce((sum, part) => sum + part.notScored, 0)
  const failed = parts.find((part) => part.refusal !== undefined)?.refusal
  if (failed !== undefined) return { ...failed, tally, notScored }
  const texts = parts.map(({ text }) => Buffer.from(text).toString()).join(',')
  const reply =
    form === 'step'
      ? replyStep(JSON.parse(`[${texts}]`), plan!)
      : { status: 200, body: JOIN[form](texts, tally) }
  return forTravel({ ...reply, tally, notScored })
}

const JOIN: Readonly<Record<Exclude<ListForm, 'step'>, (texts: string, tally: Tally) => string>> = {
  batch: (texts) => `{"results":[${texts}],"scoringVersion":${JSON.stringify(scoringVersion)}}`,
  openrlhf: replyOpenRlhf,
}

/** Characters of a response; a chat completion counts as a whole. */
const lengthOf = (response: Rollout['response']): number =>
  typeof response === 'string' ? response.length : JSON.stringify(response).length
