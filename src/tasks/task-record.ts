/** What every record that names its task type may say beside its gold. */
interface RecordFields {
  /** The tag to group by where the published numbers are wanted. Default: the metric's name. */
  readonly rewardMode?: string
  /** The summary's language, `English` or `Chinese`; only the published ROUGE-L looks at it. */
  readonly language?: string
}

/** The gold of each of the nine task types. */
export interface TaskGolds {
  'precise-retrieval': string
  /** A list of strings is an answer line, of which the first counts; `{ anyOf }` takes any of its own; a string is a multiple choice. */
  comprehension: readonly string[] | { readonly anyOf: readonly string[] } | string
  'exhaustive-retrieval': readonly string[]
  /** An expression, or a retrieval with a calculation. */
  'numerical-reasoning': string | { readonly doc_ids: readonly string[]; readonly golden_label: string }
  /** `{ data: rows }`, as values or as JSON. */
  'structured-extraction': string | { readonly data: readonly unknown[] }
  'structured-matching': readonly string[]
  'graded-ranking': readonly unknown[]
  'sequence-ordering': readonly string[]
  summarization: readonly string[]
}

/**
 * A record that names one of the nine task types:
 *
 *     { taskType: 'exhaustive-retrieval', gold: ['S1', 'S8'] }
 */
export type TaskRecord = {
  [Type in keyof TaskGolds]: RecordFields & { readonly taskType: Type; readonly gold: TaskGolds[Type] }
}[keyof TaskGolds]

/** The same of any task type, a custom one included, and with columns of its owner's. */
export interface AnyTaskRecord extends RecordFields {
  readonly taskType: string & {}
  /** What the task's verifier takes as gold. */
  readonly gold: unknown
  readonly [column: string]: unknown
}

/** A record of the published data set. */
export interface DatasetRecord {
  readonly data_source: string
  readonly reward_model: unknown
  readonly extra_info?: unknown
  readonly [column: string]: unknown
}

/** The forms that a record can have. */
export type KnownRecord = TaskRecord | AnyTaskRecord | DatasetRecord

/** A value whose type says nothing about it, such as a parsed row of a file. Its form is checked when it is read. */
export type Untyped<R> = unknown extends R ? R : object extends R ? R : string extends keyof R ? R : never
