import { constants, getPriority, setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskOptions, Verdict } from '../index.js'
import type { BlockTask, OneTask } from './block-scorer.js'
import type { Known } from './isolate.js'
import { type Progress, reportPart, reportStart, shallEnd } from './pool.js'
import {
  type FileContext,
  type FileData,
  fileContextOf,
  type Result,
  readBlock,
  type ScoredBlock,
  scoreRollouts,
} from './score-block.js'
import { type ChunkTask, type ScoringError, scoreChunk, withOnly } from './score-chunk.js'
import { type AnswerContext, answer, answerContextOf, join, readPart, writePart } from './service/answer.js'
import type {
  Answer,
  ListForm,
  PartBytes,
  ServiceData,
  Split,
  WireRequest,
  WrittenPart,
} from './service/wire.js'
import { loadTaskOptions, type TaskOptionsSource } from './task-options.js'
import { fromColumns, toColumns, type VerdictColumns } from './verdict-columns.js'

/** What runs in each worker thread: the functions that the pool calls by name. */

interface Task {
  readonly progress: Progress
}

type Verdicts = Either<ScoringError, Verdict>[]

export default async function scoreInWorker(task: ChunkTask & Task): Promise<VerdictColumns> {
  reportStart(task.progress)
  return toColumns(scoreChunk(task, await taskOptions(), (position) => reportPart(task.progress, position)))
}

/** Takes a block of rows apart and scores its rollouts. Reading is no part: it ends by itself, and belongs to no rollout. */
export async function scoreBlockInWorker({
  known,
  progress,
  ...block
}: BlockTask & Task): Promise<ScoredBlock> {
  const context = fileContext()
  const rollouts = readBlock(block, context)
  reportStart(progress)
  const options = await taskOptions()
  return scoreRollouts(rollouts, known, options, context, (position) => reportPart(progress, position))
}

/** Scores one rollout of a block. */
export async function scoreOneOfBlockInWorker({
  position,
  progress,
  ...block
}: OneTask & Task): Promise<Result> {
  const context = fileContext()
  const rollouts = readBlock(block, context).slice(position, position + 1)
  reportStart(progress)
  const options = await taskOptions()
  const begins = () => reportPart(progress, position)
  return fromColumns(scoreRollouts(rollouts, new Map(), options, context, begins).verdicts)[0]!
}

/** Answers requests, each a part of the task. A request that is no longer wanted may be without an answer. */
export async function answerInWorker({
  requests,
  known,
  progress,
}: {
  readonly requests: readonly WireRequest[]
  readonly known: Known<Answer>
} & Task): Promise<(Answer | Split | undefined)[]> {
  reportStart(progress)
  const context = await answerContext()
  return requests.map((request, i) => {
    const answered = known.get(i)
    if (answered !== undefined || shallEnd(progress)) return answered
    reportPart(progress, i)
    return answer(request, context)
  })
}

/** Scores and writes a part of a large request. */
export async function writeInWorker({
  form,
  part,
  known,
  progress,
}: {
  readonly form: ListForm
  readonly part: PartBytes
  readonly known: Known<Verdicts[number]>
} & Task): Promise<WrittenPart> {
  reportStart(progress)
  const context = await answerContext()
  return writePart(form, readPart(part), known, context, (position) => reportPart(progress, position))
}

/** Scores one rollout of such a part. */
export async function scoreOneInWorker({
  part,
  position,
  progress,
}: {
  readonly part: PartBytes
  readonly position: number
} & Task): Promise<Verdicts[number]> {
  reportStart(progress)
  const chunk = withOnly(readPart(part).chunk, position)
  const options = await taskOptions()
  return scoreChunk({ chunk, known: new Map() }, options, () => reportPart(progress, position))[0]!
}

/** Makes the reply of a request of many rollouts. */
export function joinInWorker({
  split,
  parts,
  progress,
}: {
  readonly split: Omit<Split, 'parts'>
  readonly parts: readonly WrittenPart[]
} & Task): Answer {
  reportStart(progress)
  return join(split, parts)
}

/** Does nothing: its answer says that the worker has started. */
export const idle = (): void => {}

/** Returns once all workers have called it, or after the given time: with one call for each worker, all of them are started. */
export async function meet({
  arrived,
  threads,
  milliseconds,
}: {
  readonly arrived: Int32Array<SharedArrayBuffer>
  readonly threads: number
  readonly milliseconds: number
}): Promise<void> {
  await answerContext()
  Atomics.add(arrived, 0, 1)
  Atomics.notify(arrived, 0)
  const end = Date.now() + milliseconds
  for (let here = Atomics.load(arrived, 0); here < threads; here = Atomics.load(arrived, 0)) {
    if (Date.now() > end) return
    Atomics.wait(arrived, 0, here, end - Date.now())
  }
}

const data: TaskOptionsSource & {
  readonly file?: FileData
  readonly service?: ServiceData
  readonly isBackground?: boolean
} = workerData

/**
 * What is added to a background thread's `nice` value. With all cores busy it gets a thirtieth of the processor time of the others: at
 * 10, a tenth, they slow down noticeably; at 19 a rollout of half a second would exceed the limit of 30 seconds.
 */
const NICER = 15

// On Linux each thread has a priority of its own; elsewhere it belongs to the process, and is left as it is.
if (data.isBackground && process.platform === 'linux')
  setPriority(Math.min(getPriority() + NICER, constants.priority.PRIORITY_LOW))

let options: Promise<TaskOptions> | undefined
function taskOptions(): Promise<TaskOptions> {
  options ??= loadTaskOptions(data)
  return options
}

let rows: FileContext | undefined
function fileContext(): FileContext {
  if (data.file === undefined) throw new Error('This worker belongs to no file.')
  rows ??= fileContextOf(data.file)
  return rows
}

let context: Promise<AnswerContext> | undefined
function answerContext(): Promise<AnswerContext> {
  if (data.service === undefined) throw new Error('This worker belongs to no service.')
  context ??= answerContextOf(data.service, taskOptions())
  return context
}
