/** What counts as equal, one property a rule. Comparisons read these properties and never the name of the profile. */
export interface Rules {
  /** `A, C`, `AC` and `A and C` name the same choices. */
  readonly choices: boolean
  /** Conditions, congruences and families over the integers belong to the answer. */
  readonly conditions: boolean
  /** `x = 3 or x = -3`, `x = ±3` and `x \in \{3, -3\}` are the values of one name. */
  readonly alternatives: boolean
  /** Whether the equations of a system are matched by the names in them, or one by one and by their values. */
  readonly systems: 'by name' | 'by place'
  /** `\frac34 \text{ or } 0.75` is one value, written twice. */
  readonly writtenTwice: boolean
  /** Units are converted, and one side may leave them out. */
  readonly units: boolean
  /** The constants of integration and of differential equations may have any name and value. */
  readonly arbitraryConstants: boolean
  /** `(1, 2)`, a row and a column are the same vector. */
  readonly vectors: boolean
  /** `(3, 5)` behind ∈ is an interval and not two values. */
  readonly membershipIsInterval: boolean
  /** Repeated items of a list without brackets count once, as in a set. */
  readonly listsAreSets: boolean
  /** p ∧ q, and p ∨ q, are no lists. */
  readonly logicalJoints: boolean
  /** `[5, 3]` is the empty set. */
  readonly reversedIsEmpty: boolean
  /** Words are compared with the spaces between them, and a list of words as words. */
  readonly spacesMatter: boolean

  /** What a gold may give the value of, so that the value alone answers: `f(2)`, `|z|`, `AB`; or sums and products of names. */
  readonly subjects: 'quantities' | 'names'
  /** `\pi \approx 3.14` is an equation. */
  readonly approximationsAreEquations: boolean
  /** An equation that is false, or still to be solved, offers no value. */
  readonly checksOfferedValues: boolean
  /** All equations between numbers are equal, for they have the same solutions. */
  readonly numericEquationsAreEqual: boolean
  /** Equations that share one root in one symbol are equal. */
  readonly oneRootSuffices: boolean
  /** `f(t) = t + 1` is `f(x) = x + 1`. */
  readonly renamesArguments: boolean
  /** `a < x < b` may be read from its end, and an inequality multiplied by a positive factor. */
  readonly transformsInequalities: boolean
  /** Inequalities are compared by their solutions; a system of them by what is common to these. */
  readonly solvesInequalities: boolean
  /** An inequality in the gold is a set, whether or not relations may answer for sets. */
  readonly goldInequalityIsSet: boolean
  /** All contradictions are equal. */
  readonly contradictionsAreEqual: boolean

  /** Whether decimals are compared by their significant digits, or rounded to so many places. */
  readonly decimals: 'significant digits' | 'places'
  /** e^{-1000} is 0, and so is a computed difference below 1e-15. */
  readonly tinyIsZero: boolean
  /** Numbers with different exact forms are different; otherwise their decimals decide. */
  readonly exactFormsRefute: boolean
  /** Real values are looked for first; otherwise √−1 always has one. */
  readonly realFirst: boolean
  /** Agreement at probes is confirmed to 64 digits, and far out where a rule may change. */
  readonly confirmsProbes: boolean
  /** A number and what has no value differ; otherwise nothing follows. */
  readonly undefinedDiffers: boolean
}

/** As a fair grader compares. */
export const NATURAL_RULES: Rules = {
  choices: true,
  conditions: true,
  alternatives: true,
  systems: 'by name',
  writtenTwice: true,
  units: true,
  arbitraryConstants: true,
  vectors: true,
  membershipIsInterval: true,
  listsAreSets: false,
  logicalJoints: true,
  reversedIsEmpty: false,
  spacesMatter: true,
  subjects: 'quantities',
  approximationsAreEquations: true,
  checksOfferedValues: true,
  numericEquationsAreEqual: false,
  oneRootSuffices: false,
  renamesArguments: true,
  transformsInequalities: true,
  solvesInequalities: true,
  goldInequalityIsSet: false,
  contradictionsAreEqual: false,
  decimals: 'significant digits',
  tinyIsZero: false,
  exactFormsRefute: true,
  realFirst: true,
  confirmsProbes: true,
  undefinedDiffers: false,
}

/** As Math-Verify compares through SymPy. */
export const PUBLISHED_RULES: Rules = {
  choices: false,
  conditions: false,
  alternatives: false,
  systems: 'by place',
  writtenTwice: false,
  units: false,
  arbitraryConstants: false,
  vectors: false,
  membershipIsInterval: false,
  listsAreSets: true,
  logicalJoints: false,
  reversedIsEmpty: true,
  spacesMatter: false,
  subjects: 'names',
  approximationsAreEquations: false,
  checksOfferedValues: false,
  numericEquationsAreEqual: true,
  oneRootSuffices: true,
  renamesArguments: false,
  transformsInequalities: false,
  solvesInequalities: false,
  goldInequalityIsSet: true,
  contradictionsAreEqual: true,
  decimals: 'places',
  tinyIsZero: true,
  exactFormsRefute: false,
  realFirst: false,
  confirmsProbes: false,
  undefinedDiffers: true,
}
