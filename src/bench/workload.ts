/**
 * Work to be timed: a family of inputs, one for each size, the same on every machine.
 * A workload says nothing of who does the work; that is a `Subject`.
 */
export interface Workload<Input> {
  /** `f1`, `tmnReweight`, `policyLoss packed`, … */
  readonly name: string
  /** What one input is made of, a response, a rollout, a token, a line: times are given per item. */
  readonly item: string
  /** Sizes worth timing, smallest first. Three or more show how the time grows. */
  readonly sizes: readonly number[]
  /** The input of one size, from a seed. */
  readonly make: (size: number) => Input
  /** How many items the input holds; default: the size itself. */
  readonly items?: (input: Input) => number
  /** How many bytes the work must read and write at the least, to be compared with a plain copy. */
  readonly bytes?: (input: Input) => number
  /** What is wrong with a subject's result, in a few words; `undefined` if it is right. A wrong subject is not timed. */
  readonly check?: (result: unknown, input: Input) => string | undefined
}

/** Somebody who can do the work: ours, a peer, a backend, yours. */
export interface Subject<Input> {
  readonly name: string
  /** Does the work once. What it returns is thrown away, but returned, so that no engine can skip the work. */
  readonly run: (input: Input) => unknown
  /** Makes, unmeasured, what one run is given in place of the input: a copy that the run may write to. Before every run. */
  readonly setup?: (input: Input) => Input | Promise<Input>
  /** Sizes above this are not asked of it. Default: none. */
  readonly largest?: number
  /** Called once after the last run. */
  readonly dispose?: () => Promise<void> | void
}

/** A workload with those who do it; the first subject is what the others are compared with. */
export interface Contest<Input> {
  readonly workload: Workload<Input>
  readonly subjects: readonly Subject<Input>[]
}

/** A contest of any input, for lists. Inputs only ever travel from a workload to its own subjects. */
// biome-ignore lint/suspicious/noExplicitAny: the input type is private to each contest
export type AnyContest = Contest<any>
