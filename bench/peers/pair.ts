/** A piece of work that a twin in Python and golongrl do in turns. */
export interface Pair {
  /** The name the twin's request has for it. */
  readonly request: string
  readonly workload: string
  readonly item: string
  readonly size: number
  readonly subject: string
  /** Makes the input; what it returns does the work once. */
  readonly prepare: () => () => unknown
}
