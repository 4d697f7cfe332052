/**
 * The errors of this library are values: plain objects with a `_tag`, returned in a `Left`.
 * Each names the argument, what was expected there and what came.
 */
interface Mismatch {
  /** Where the trouble is, as a path from the caller's argument: `record.reward_model.ground_truth`, `rewards[3]`. */
  readonly argument: string
  /** What would have been accepted. */
  readonly expected: string
  /** What came instead, shortened for reading. */
  readonly received: string
}

/** A data set record that cannot be turned into a task. */
export interface BadRecord extends Mismatch {
  readonly _tag: 'BadRecord'
}

/** An option of an unknown name, or with a value that it cannot have. */
export interface BadOption extends Mismatch {
  readonly _tag: 'BadOption'
  /** The names there are; present where the option's own is none of them. */
  readonly known?: readonly string[]
  /** The known name that the unknown one most likely stands for. */
  readonly nearest?: string
}

/** A response that is no text. */
export interface BadResponse extends Mismatch {
  readonly _tag: 'BadResponse'
}

/** A gold answer that a verifier cannot work with. */
export interface BadGold extends Mismatch {
  readonly _tag: 'BadGold'
}

/** A batch of numbers that cannot be right. */
export interface BadBatch extends Mismatch {
  readonly _tag: 'BadBatch'
}

/** A backend whose package, driver or device is absent here. */
export interface BackendUnavailable {
  readonly _tag: 'BackendUnavailable'
  readonly backend: string
  /** What is missing. */
  readonly reason: string
  /** What to install or change. */
  readonly remedy: string
  /** Backends that need nothing else. */
  readonly available: readonly string[]
}

/** A backend that started and then failed (out of memory, device lost). */
export interface BackendFailed {
  readonly _tag: 'BackendFailed'
  readonly backend: string
  readonly operation: string
  readonly message: string
}

/** A scoring worker, or a custom verifier in it, failed on this rollout twice; the others of the batch are not touched. */
export interface WorkerFailed {
  readonly _tag: 'WorkerFailed'
  readonly message: string
}

/** Why a metric has no verdict. */
export type MetricError = BadGold | BadOption | BadResponse

/** Why a rollout has no verdict. */
export type RecordError = BadRecord | BadOption | BadResponse

export type BackendError = BadBatch | BadOption | BackendUnavailable | BackendFailed

export type GolongrlError = BadRecord | BadGold | BadResponse | BackendError | WorkerFailed

export const badRecord = (argument: string, expected: string, received: unknown): BadRecord => ({
  _tag: 'BadRecord',
  argument,
  expected,
  received: describeValue(received),
})

export const badGold = (argument: string, expected: string, received: unknown): BadGold => ({
  _tag: 'BadGold',
  argument,
  expected,
  received: describeValue(received),
})

export const badResponse = (argument: string, received: unknown): BadResponse => ({
  _tag: 'BadResponse',
  argument,
  expected: 'a string, or a list of chat messages that ends with one',
  received: describeValue(received),
})

export const badOption = (argument: string, expected: string, received: unknown): BadOption => ({
  _tag: 'BadOption',
  argument,
  expected,
  received: describeValue(received),
})

export const unknownOption = (
  argument: string,
  known: readonly string[],
  nearest: string | undefined,
  received: unknown,
): BadOption => ({
  ...badOption(argument, known.length === 0 ? 'absent' : `one of ${known.join(', ')}`, received),
  known,
  ...(nearest !== undefined && { nearest }),
})

export const workerFailed = (message: string): WorkerFailed => ({ _tag: 'WorkerFailed', message })

export const badBatch = (argument: string, expected: string, received: unknown): BadBatch => ({
  _tag: 'BadBatch',
  argument,
  expected,
  received: describeValue(received),
})

/** One clear sentence for any error of this library. */
export function describeError(error: GolongrlError): string {
  switch (error._tag) {
    case 'BadOption':
      if (error.known !== undefined) return describeUnknownOption(error, error.known)
      return describeMismatch(error)
    case 'BadRecord':
    case 'BadGold':
    case 'BadResponse':
    case 'BadBatch':
      return describeMismatch(error)
    case 'BackendUnavailable':
      return `BackendUnavailable: the ${error.backend} backend cannot run here: ${error.reason}. ${error.remedy} Available: ${error.available.join(', ')}.`
    case 'BackendFailed':
      return `BackendFailed: the ${error.backend} backend failed in ${error.operation}: ${error.message}.`
    case 'WorkerFailed':
      return `WorkerFailed: this rollout could not be scored: ${error.message}.`
  }
}

const describeMismatch = ({ _tag, argument, expected, received }: Mismatch & { _tag: string }): string =>
  `${_tag}: ${argument} must be ${expected}, but is ${received}.`

function describeUnknownOption({ argument, nearest }: BadOption, known: readonly string[]): string {
  const path = argument.slice(0, argument.lastIndexOf('.') + 1)
  const suggestion = nearest === undefined ? '' : `; did you mean ${path}${nearest}?`
  const names = known.length === 0 ? 'There are no options here.' : `Known names: ${known.join(', ')}.`
  return `BadOption: ${argument} is unknown${suggestion === '' ? '.' : suggestion} ${names}`
}

const LONGEST_QUOTE = 80

/** What a value is, briefly and safely: no getter of a caller's object runs, nothing is longer than a line. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string': {
      const cut = value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value
      return value === '' ? 'an empty string' : JSON.stringify(cut)
    }
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
      return `${String(value).slice(0, LONGEST_QUOTE)}n`
    case 'boolean':
      return String(value)
    case 'undefined':
      return 'missing'
    case 'object':
      if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
      if (ArrayBuffer.isView(value)) return `a typed array of ${value.byteLength} bytes`
      return 'an object'
    default:
      return `a ${typeof value}`
  }
}
