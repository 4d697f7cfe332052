import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { difficultyEstimator } from './difficulty-weights.js'
import { checkedEstimate, type Estimator } from './estimator.js'
import { gdpoEstimator } from './gdpo.js'
import { gpgEstimator } from './gpg.js'
import { grpoEstimator } from './grpo.js'
import { grpoDifficultyEstimator } from './grpo-difficulty.js'
import { grpoPassKEstimator } from './grpo-pass-k.js'
import { maxRlEstimator } from './max-rl.js'
import { opoEstimator } from './opo.js'
import type { Profiled } from './options.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { qwenLongEstimator } from './qwen-long.js'
import { reinforcePlusPlusEstimator } from './reinforce-plus-plus.js'
import { reinforcePlusPlusBaselineEstimator } from './reinforce-plus-plus-baseline.js'
import { remaxEstimator } from './remax.js'
import { rlooEstimator } from './rloo.js'
import { tmnEstimator } from './tmn.js'
import { tmnReweightEstimator } from './tmn-reweight.js'

/** Every estimator. A new one is added here, and `AdvantageSpec`, the backends and the command know it. */
const ESTIMATORS = [
  grpoEstimator,
  grpoDifficultyEstimator,
  grpoPassKEstimator,
  tmnEstimator,
  difficultyEstimator,
  tmnReweightEstimator,
  qwenLongEstimator,
  rlooEstimator,
  reinforcePlusPlusEstimator,
  reinforcePlusPlusBaselineEstimator,
  maxRlEstimator,
  opoEstimator,
  remaxEstimator,
  gpgEstimator,
  gdpoEstimator,
] as const

/** What each option of each estimator may be, by the estimator's name: for forms, documents and schemas. */
export const ESTIMATOR_OPTIONS = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ ESTIMATORS.map(({ name, options }): [string, OptionRows] => [name, options as OptionRows]),
) as Readonly<Record<(typeof ESTIMATORS)[number]['name'], OptionRows>>

/** An estimator by name, with its options: what a configuration file says. */
export type AdvantageSpec = SpecOf<(typeof ESTIMATORS)[number]>

type SpecOf<E> =
  E extends Estimator<infer Name, infer Options> ? { readonly estimator: Name } & Profiled & Options : never

/**
 * The estimator that `spec` names, on checked options: the door for specs that come from outside the program.
 *
 * @returns what the estimator of that name returns; `Left BadOption` naming an unknown estimator (`options.estimator`),
 * an option of an unknown name (`options.gama`) or out of its range;
 * `Left BadBatch` naming an input that the estimator needs and the groups lack (`baselines`). `profile` is taken by all;
 * where the reference's form is the only one it changes nothing.
 */
export function computeAdvantages(
  groups: PromptGroups,
  spec: AdvantageSpec,
): Either<BadOption | BadBatch, Advantages> {
  const wrong = findBadEstimator(spec)
  if (wrong !== undefined) return left(wrong)
  const { estimator, ...options } = spec
  return checkedEstimate(estimatorNamed(estimator)!, groups, options)
}

/**
 * Checks a spec on its own, for programs that read it from a file or a request before there is a batch. Whether the batch has
 * what the estimator needs shows when both are there.
 *
 * @returns the spec as it came; `Left BadOption` as `computeAdvantages` returns it
 */
export function checkAdvantageSpec(spec: AdvantageSpec): Either<BadOption, AdvantageSpec> {
  const wrong = findBadEstimator(spec)
  if (wrong !== undefined) return left(wrong)
  const { estimator, ...options } = spec
  const wrongOption = findBadOption(options, ESTIMATOR_OPTIONS[estimator])
  return wrongOption === undefined ? right(spec) : left(wrongOption)
}

function findBadEstimator(spec: AdvantageSpec): BadOption | undefined {
  if (typeof spec !== 'object' || spec === null) {
    return badOption('options', 'an object { estimator, … }', spec)
  }
  return findBadOption(
    { estimator: spec.estimator ?? null },
    { estimator: { kind: 'choice', of: ADVANTAGE_ESTIMATORS } },
  )
}

/** The estimator of that name; undefined for an unknown name. */
export const estimatorNamed = (name: unknown): Estimator | undefined =>
  ESTIMATORS.find((estimator) => estimator.name === name) as Estimator | undefined

/** The names `computeAdvantages` knows. */
export const ADVANTAGE_ESTIMATORS: readonly AdvantageSpec['estimator'][] = /* @__PURE__ */ ESTIMATORS.map(
  ({ name }) => name,
)
