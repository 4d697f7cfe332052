/**
 * Work to be timed: a family of inputs, one for each size, the same on every machine. The implementations that do the work are
 * `Subject`s.
 */
export interface Workload<Input> {
  /** `f1`, `tmnReweight`, `policyLoss packed`, … */
  readonly name: string
  /** What is counted in an input (`response`, `rollout`, `token`, `line`): times are reported per item. */
  readonly item: string
  /** Sizes to be timed, smallest first. Three or more show how the time grows. */
  readonly sizes: readonly number[]
  /** The input of one size, from a seed. */
  readonly make: (size: number) => Input
  /** How many items the input holds; default: the size itself. */
  readonly items?: (input: Input) => number
  /** How many bytes the work reads and writes at least; the report compares its speed with that of a plain copy. */
  readonly bytes?: (input: Input) => number
  /** What is wrong with a subject's result, in a few words; `undefined` if it is right. A wrong subject is not timed. */
  readonly check?: (result: unknown, input: Input) => string | undefined
}

/** An implementation that does the work: this library's, a peer's, a backend's, your own. */
export interface Subject<Input> {
  readonly name: string
  /** Does the work once. It returns its result so that the engine cannot skip the work, and so that `check` can look at it. */
  readonly run: (input: Input) => unknown
  /** Called before every run, unmeasured: makes what the run gets instead of the input, such as a copy that it may write to. */
  readonly setup?: (input: Input) => Input | Promise<Input>
  /** The largest size that it is run at. Default: all. */
  readonly largest?: number
  /** Called once after the last run. */
  readonly dispose?: () => Promise<void> | void
}

/** A workload and its subjects; the others are compared with the first one. */
export interface Contest<Input> {
  readonly workload: Workload<Input>
  readonly subjects: readonly Subject<Input>[]
}

/** A contest of any input type, for lists. An input only goes from a workload to the subjects of the same contest. */
// biome-ignore lint/suspicious/noExplicitAny: the input type is private to each contest
export type AnyContest = Contest<any>
