/** A number as mathjs takes it. */
export interface ComplexValue {
  readonly re: number
  readonly im: number
}

/** Where an expression is evaluated. */
export interface Probe {
  readonly values: ReadonlyMap<string, number | ComplexValue>
  /** √−1 and ln(−1) have no value, as in a course on real functions. */
  readonly realOnly: boolean
  /** e^{-1000} is 0, as it is to the published reward; otherwise what underflows has no value. */
  readonly underflows?: boolean
}
