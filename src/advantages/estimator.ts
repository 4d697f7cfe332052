import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { orThrow } from '../results.js'
import type { Profiled } from './options.js'
import { type Advantages, findBadGroups, type PromptGroups } from './prompt-groups.js'

/**
 * An estimator as a value: all that is known of it stands beside its function. `computeAdvantages` finds it by name, the
 * backends ask it what it starts from, the documents list its options.
 */
export interface Estimator<Name extends string = string, Options extends object = object> {
  readonly name: Name
  /** Every option it has. */
  readonly options: OptionRows<Options & Profiled>
  /** The optional inputs of `groupRollouts` that it cannot do without. Default: none. */
  readonly needs?: readonly Need[]
  /** Whether its first step is the moments of each prompt's rewards, which a backend may hand over. Default false. */
  readonly startsFromMoments?: boolean
  /** A rule between two options, or between an option and the batch. Default: none. */
  check?(groups: PromptGroups, options: Options): BadOption | BadBatch | undefined
  /** The formula, on options and groups that have been checked. */
  compute(groups: PromptGroups, options: Options): Advantages
}

type Need = 'lengths' | 'baselines' | 'components'

/** The estimator's result, or what is wrong with the call. */
export function checkedEstimate<Options extends object>(
  estimator: Estimator<string, Options>,
  groups: PromptGroups,
  options: Options,
): Either<BadOption | BadBatch, Advantages> {
  const problem = findProblem(estimator, groups, options)
  return problem === undefined ? right(estimator.compute(groups, options)) : left(problem)
}

/**
 * The same as a plain result: what `grpo(groups, options)` and the other direct calls return. Their options are written by
 * the programmer, and `groupRollouts` has checked the data; so a wrong option, or an input that was not handed over, is
 * thrown, as the Error that `orThrow` makes of the `Left`. Options from outside the program go through `computeAdvantages`.
 */
export const estimate = <Options extends object>(
  estimator: Estimator<string, Options>,
  groups: PromptGroups,
  options: Options,
): Advantages => orThrow(checkedEstimate(estimator, groups, options))

export function findProblem<Options extends object>(
  { options: rows, needs = [], check }: Estimator<string, Options>,
  groups: PromptGroups,
  options: Options,
): BadOption | BadBatch | undefined {
  const wrong = findBadOption(options, rows as OptionRows) ?? findBadGroups(groups)
  if (wrong !== undefined) return wrong
  const missing = needs.find((input) => groups[input] === undefined)
  if (missing !== undefined) return badBatch(missing, MEANING[missing], undefined)
  return check?.(groups, options)
}

const MEANING: Readonly<Record<Need, string>> = {
  lengths: 'the response lengths, given to groupRollouts',
  baselines: 'the rewards of greedy rollouts, given to groupRollouts',
  components: 'the components of the reward, given to groupRollouts',
}
