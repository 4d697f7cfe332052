import { oneOf } from '../../../options/nearest-name.js'
import { describeLaws, type TestRunner, withoutRunner } from '../describe-laws.js'
import { assertLaws, type Law } from '../law.js'
import { LAW_PARAMETERS, type LawParameters, refuseUnknown, refuseUnless } from '../law-parameters.js'
import { batchSteps } from './batch-steps.js'
import { rewardSteps } from './reward-steps.js'
import { type AnyStep, lawsOfStep } from './step.js'
import type { StepName, StepUnderTest } from './step-under-test.js'
import { tokenSteps } from './token-steps.js'

/** Options of the laws of a training step's function. */
export interface StepLawOptions extends LawParameters {
  /** Two numbers are equal when they differ by no more than this, relative to max(1, |x|). Default 1e-9; use 1e-4 for float32. */
  readonly tolerance?: number
  /** What ours refuses is refused, by an error that names the same argument, as a `BadBatch` does. Default false. */
  readonly refusals?: boolean
}

const STEPS: Readonly<Record<StepName, AnyStep>> = { ...rewardSteps, ...batchSteps, ...tokenSteps }

/** The functions that `stepLaws` knows, by the name of ours. */
export const STEP_NAMES = Object.keys(STEPS) as readonly StepName[]

/**
 * Checks another implementation of a function of the training step: `gae`, `whiten`, `valueLoss`, `splitBatch`, ….
 *
 * ```ts
 * stepLaws('gae', (batch, options) => myGae(batch.rewards, batch.values, options))
 * ```
 *
 * For all: `finite`, `leaves its input alone`, `deterministic`, `wrong numbers are refused`, `like the reference`; with
 * `refusals` `refuses like the reference`; and those of the function, which docs/testing.md lists.
 *
 * @param subject takes the arguments of ours; see `StepUnderTest` for what it may return.
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not; the Error of a `BadOption` for a wrong option
 */
export function stepLaws<Name extends StepName>(
  name: Name,
  subject: StepUnderTest<Name>,
  options: StepLawOptions = {},
): readonly string[] {
  return assertLaws(`The function like ${name}`, lawsOf(name, subject, options), options)
}

/**
 * Declares a suite with one test for each law of `stepLaws`.
 *
 * ```ts
 * import { describe, it } from 'vitest' // or node:test; jest and mocha have them as globals
 * describeStep('my GAE', 'gae', myGae, { describe, it })
 * ```
 */
export function describeStep<Name extends StepName>(
  title: string,
  name: Name,
  subject: StepUnderTest<Name>,
  given: StepLawOptions & TestRunner = {},
): void {
  const [{ describe, it }, options] = withoutRunner(given)
  describeLaws(title, lawsOf(name, subject, options), options, { describe, it } as TestRunner)
}

function lawsOf<Name extends StepName>(
  name: Name,
  subject: StepUnderTest<Name>,
  options: StepLawOptions,
): readonly Law[] {
  refuseUnless(Object.hasOwn(STEPS, name), 'name', oneOf(STEP_NAMES, name), name)
  refuseUnless(typeof subject === 'function', 'subject', `a function that takes what ${name} takes`, subject)
  refuseUnknown('options', options, [...LAW_PARAMETERS, 'tolerance', 'refusals'])
  const { tolerance = 1e-9, refusals = false } = options
  refuseUnless(
    typeof tolerance === 'number' && tolerance >= 0,
    'options.tolerance',
    'a number, 0 or more',
    tolerance,
  )
  return lawsOfStep(STEPS[name], subject as (...args: never[]) => unknown, tolerance, refusals)
}
