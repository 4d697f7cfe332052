import type { Reason, RecordMap } from '../../index.js'
import type { SharedRecords } from '../files/shared-records.js'
import type { StepPlan } from './protocols/step-plan.js'

/** What the thread that talks to the network and the threads that work say to each other. */

/** Bytes that all threads see, in pieces: each is full but the last. */
export interface SharedBytes {
  readonly pieces: readonly SharedArrayBuffer[]
  readonly bytes: number
}

/** A request whose body is in. The body of a small one is a text, that of a large one bytes. */
export interface WireRequest {
  readonly route: string
  /** The part of the URL behind `?`. */
  readonly query: string
  readonly body: string | SharedBytes
}

/** How often a verdict of a task type had a reason. */
export type Tally = readonly (readonly [taskType: string, reason: Reason, count: number])[]

/** A finished reply. */
export interface Answer {
  readonly status: number
  readonly body: string | SharedArrayBuffer
  readonly headers?: Readonly<Record<string, string>>
  readonly tally?: Tally
  /** Rollouts without a verdict. */
  readonly notScored?: number
}

/** A request of many rollouts: its parts are scored by any number of workers, and their texts put together. */
export interface Split {
  readonly form: ListForm
  /** Each a serialized `PartContent`. */
  readonly parts: readonly PartBytes[]
  /** What becomes of the verdicts of a step. */
  readonly plan?: StepPlan
}

/** Bytes that all threads see: those of one part lie beside those of the next. */
export type PartBytes = Uint8Array<SharedArrayBuffer>

/** How a list of verdicts is written. */
export type ListForm = 'batch' | 'openrlhf' | 'step'

/** One part of a `Split`, written. */
export interface WrittenPart {
  /** UTF-8. */
  readonly text: SharedArrayBuffer
  readonly tally: Tally
  readonly notScored: number
  /** Where one rollout without a verdict fails the whole request. */
  readonly refusal?: Answer
}

/** What workers know of the service that they work for. */
export interface ServiceData {
  readonly records: SharedRecords
  readonly labelTask: string | undefined
  readonly map?: RecordMap | undefined
  readonly responseLength: number
  readonly batchRollouts: number
}

/** Every refusal has this shape. */
export const refusal = (
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, body: JSON.stringify({ error: sentence }), headers })

/** For a request that ended every worker that was given it. */
export const FAILED = (message: string): Answer =>
  refusal(500, `WorkerFailed: the request could not be answered: ${message}.`)

/** For a client that has hung up, or nobody at all. */
export const GONE = refusal(503, 'The client is gone.')

/** A text of more than this many characters travels as bytes that both threads share. */
export const SMALL = 1 << 16

export function shared(bytes: Uint8Array): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  return copy
}

export function sharedText(text: string): SharedArrayBuffer {
  const bytes = new SharedArrayBuffer(Buffer.byteLength(text))
  Buffer.from(bytes).write(text)
  return bytes
}
