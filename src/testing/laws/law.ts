import * as fc from 'fast-check'

/** A statement that must hold for every value of an arbitrary. */
export interface Law {
  readonly name: string
  /** The law in one sentence, as an assertion: `a reward lies in [0, 1]`. */
  readonly says: string
  readonly check: (parameters: LawParameters) => Breach | undefined
}

/** How thoroughly to look. */
export interface LawParameters {
  /** Where the random numbers start. The same seed finds the same counter-example. Default 20260519. */
  readonly seed?: number
  /** Values tried for each law. Default 100. */
  readonly runs?: number
}

/** How a law broke: the smallest value found that breaks it and what was seen there. */
export interface Breach {
  readonly law: string
  readonly says: string
  readonly seen: string
  readonly counterexample: unknown
  readonly shrinks: number
  readonly seed: number
}

/** A function under test broke one or more of its laws. */
export class LawsBroken extends Error {
  override readonly name = 'LawsBroken'
  constructor(
    subject: string,
    readonly breaches: readonly Breach[],
  ) {
    super(
      [
        `${subject} breaks ${breaches.map(({ law }) => `"${law}"`).join(', ')}.`,
        ...breaches.map(describeBreach),
      ].join('\n\n'),
    )
  }
}

/**
 * A law over one arbitrary value.
 *
 * @param broken what was seen if the law does not hold for this value; `undefined` if it holds. Throwing breaks the law.
 */
export const law = <Value>(
  name: string,
  says: string,
  values: fc.Arbitrary<Value>,
  broken: (value: Value) => string | undefined,
): Law => ({
  name,
  says,
  check: ({ seed = 20260519, runs = 100 }) => {
    const outcome = fc.check(
      fc.property(values, (value) => {
        const seen = broken(value)
        if (seen !== undefined) throw new Error(seen)
      }),
      { seed, numRuns: runs },
    )
    if (!outcome.failed) return undefined
    return {
      law: name,
      says,
      seen:
        outcome.errorInstance instanceof Error
          ? outcome.errorInstance.message
          : String(outcome.errorInstance),
      counterexample: outcome.counterexample?.[0],
      shrinks: outcome.numShrinks,
      seed,
    }
  },
})

/**
 * Checks every law, then throws once with a paragraph for each that broke.
 *
 * @returns the names of the laws that were checked
 */
export function assertLaws(
  subject: string,
  laws: readonly Law[],
  parameters: LawParameters,
): readonly string[] {
  const breaches = laws.flatMap((each) => each.check(parameters) ?? [])
  if (breaches.length > 0) throw new LawsBroken(subject, breaches)
  return laws.map(({ name }) => name)
}

const describeBreach = ({ law: name, says, seen, counterexample, shrinks, seed }: Breach): string =>
  `The law "${name}" says: ${says}.
Seen: ${seen}
Counter-example (shrunk ${shrinks} times, seed ${seed}): ${fc.stringify(counterexample)}`
