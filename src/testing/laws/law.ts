import * as fc from 'fast-check'
import { checkParameters, type LawParameters, seedOf, selectLaws } from './law-parameters.js'
import { TimeLimitExceeded, withinLimit, withinLimitAsync } from './time-limit.js'

/** A statement that must hold for every value of an arbitrary. `check` returns a promise where the subject is asynchronous. */
export interface Law<Outcome = Breach | undefined> {
  readonly name: string
  /** The law in one sentence, as an assertion: `a reward lies in [0, 1]`. */
  readonly says: string
  readonly check: (parameters: LawParameters) => Outcome
}

/** A violation: the smallest value found that breaks the law, and what the subject returned for it. */
export interface Breach {
  readonly law: string
  readonly says: string
  readonly seen: string
  readonly counterexample: unknown
  readonly shrinks: number
  readonly seed: number
  /** Replays the counter-example together with the seed; absent for a violation that another law's check met. */
  readonly path?: string
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

/** Values tried before the random ones, and how many random ones at most. */
export interface LawExtent<Value> {
  readonly examples?: readonly Value[]
  /** Default: `runs` of the parameters. A law over a short list of cases needs no more than these. */
  readonly atMost?: number
}

/**
 * A law over one arbitrary value.
 *
 * @param broken a description if the law does not hold for this value; `undefined` if it holds. An exception breaks the law.
 * `caseOf` skips a value to which the law does not apply; a law that applies to no value fails.
 */
export const law = <Value>(
  name: string,
  says: string,
  values: fc.Arbitrary<Value>,
  broken: (value: Value) => string | undefined,
  extent: LawExtent<Value> = {},
): Law => ({
  name,
  says,
  check: (parameters) => {
    const outcome = (limits: TimeLimits) => {
      const property = fc.property(values, (value) => {
        if (limits.isSpent()) return
        limits.watch(() => failIf(withinLimit(limits.milliseconds(), () => broken(value))))
      })
      return fc.check(property, checkOptions(parameters, extent))
    }
    return breachOf(name, says, watchedTogether(parameters, outcome))
  },
})

/**
 * A timeout starts a thread, which takes longer than most values. One timeout therefore covers all values at first; where they
 * take longer than the limit of one value, the search starts again with a timeout for each.
 */
function watchedTogether<Outcome>(
  { timeLimit = DEFAULT_TIME_LIMIT }: LawParameters,
  outcome: (limits: TimeLimits) => Outcome,
): Outcome {
  try {
    return withinLimit(timeLimit, () => outcome(timeLimits(Number.POSITIVE_INFINITY)))
  } catch (error) {
    if (error instanceof TimeLimitExceeded) return outcome(timeLimits(timeLimit))
    throw error
  }
}

/** The same for an asynchronous subject. */
export const asyncLaw = <Value>(
  name: string,
  says: string,
  values: fc.Arbitrary<Value>,
  broken: (value: Value) => Promise<string | undefined>,
  extent: LawExtent<Value> = {},
): Law<Promise<Breach | undefined>> => ({
  name,
  says,
  check: async (parameters) => {
    const limit = timeLimits(parameters.timeLimit)
    const property = fc.asyncProperty(values, async (value) => {
      if (limit.isSpent()) return
      try {
        failIf(await withinLimitAsync(limit.milliseconds(), () => broken(value)))
      } catch (error) {
        limit.watch(() => {
          throw error
        })
      }
    })
    return breachOf(name, says, await fc.check(property, checkOptions(parameters, extent)))
  },
})

/** Skips a value to which the law does not apply. A law that applies to hardly any value fails. */
export const caseOf = (isCase: boolean): void => fc.pre(isCase)

function failIf(seen: string | undefined): void {
  if (seen !== undefined) throw new Error(seen)
}

const DEFAULT_TIME_LIMIT = 5_000

/** A number in a long batch may be shrunk thousands of times without becoming easier to read. */
const MOST_SHRINKS = 500

/**
 * The first call may take the whole limit. After a timeout the search for a smaller input may take the limit once more in
 * total, a tenth of it for each attempt. A counter-example is shrunk at most `MOST_SHRINKS` times.
 */
function timeLimits(timeLimit = DEFAULT_TIME_LIMIT) {
  let spentAt = Number.POSITIVE_INFINITY
  let failures = 0
  const hasHung = () => spentAt < Number.POSITIVE_INFINITY
  return {
    milliseconds: () => (hasHung() ? timeLimit / 10 : timeLimit),
    isSpent: () => failures > MOST_SHRINKS || (hasHung() && performance.now() > spentAt),
    watch: (work: () => void) => {
      try {
        work()
      } catch (error) {
        if (!fc.PreconditionFailure.isFailure(error)) failures++
        if (error instanceof TimeLimitExceeded && !hasHung()) spentAt = performance.now() + timeLimit
        throw error
      }
    },
  }
}

const DEFAULT_RUNS = 100

function checkOptions<Value>(
  parameters: LawParameters,
  { examples = [], atMost = Number.POSITIVE_INFINITY }: LawExtent<Value>,
): fc.Parameters<[Value]> {
  const { path, runs = DEFAULT_RUNS } = parameters
  const seed = seedOf(parameters)
  return {
    seed,
    numRuns: examples.length + Math.min(runs, atMost),
    examples: examples.map((one) => [one]),
    ...(path !== undefined && { path }),
  }
}

function breachOf<Value>(name: string, says: string, outcome: fc.RunDetails<[Value]>): Breach | undefined {
  if (!outcome.failed) return undefined
  const { errorInstance, counterexample, numShrinks, seed, counterexamplePath } = outcome
  if (counterexample === null) {
    const seen = `the law never met its case: ${outcome.numSkips} generated values were none of its cases`
    return { law: name, says, seen, counterexample: undefined, shrinks: 0, seed }
  }
  return {
    law: name,
    says,
    seen: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    counterexample: counterexample[0],
    shrinks: numShrinks,
    seed,
    // fast-check shrinks again from the start of the path; the whole path has hundreds of numbers.
    ...(counterexamplePath !== null && { path: counterexamplePath.split(':')[0]! }),
  }
}

/**
 * Checks every selected law, then throws once with a paragraph for each that broke.
 *
 * @returns the names of the laws that were checked
 * @throws LawsBroken; the Error of a `BadOption` for parameters that cannot be right
 */
export function assertLaws(
  subject: string,
  laws: readonly Law[],
  parameters: LawParameters,
): readonly string[] {
  checkParameters(laws, parameters)
  const selected = selectLaws(laws, parameters.laws)
  const found = selected.flatMap((each) => each.check(parameters) ?? [])
  if (found.length > 0) throw new LawsBroken(subject, found)
  return selected.map(({ name }) => name)
}

/** The same for what answers with a promise. */
export async function assertLawsAsync(
  subject: string,
  laws: readonly Law<Promise<Breach | undefined>>[],
  parameters: LawParameters,
): Promise<readonly string[]> {
  checkParameters(laws, parameters)
  const selected = selectLaws(laws, parameters.laws)
  const found: Breach[] = []
  for (const each of selected) {
    const breach = await each.check(parameters)
    if (breach !== undefined) found.push(breach)
  }
  if (found.length > 0) throw new LawsBroken(subject, found)
  return selected.map(({ name }) => name)
}

type TimeLimits = ReturnType<typeof timeLimits>

/** Counter-examples may be texts of 64 Ki characters. */
const LONGEST_SHOWN = 2_000

function describeBreach({ law: name, says, seen, counterexample, shrinks, seed, path }: Breach): string {
  const lines = [`The law "${name}" says: ${says}.`, `Seen: ${seen}`]
  if (counterexample === undefined) return [...lines, `Seed ${seed}.`].join('\n')
  const shown = fc.stringify(counterexample)
  const cut =
    shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}… (${shown.length} characters)` : shown
  const found = path === undefined ? 'met by the way' : `shrunk ${shrinks} times, seed ${seed}`
  lines.push(`Counter-example (${found}): ${cut}`)
  if (path !== undefined)
    lines.push(
      `Again: { seed: ${seed}, path: '${path}', laws: { only: ['${name.replaceAll("'", "\\'")}'] } }`,
    )
  return lines.join('\n')
}
