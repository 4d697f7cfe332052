import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { checkDifficulty, type DifficultyOptions, difficultyWeights } from './difficulty-weights.js'
import { checkGrpo, type GrpoOptions, grpo } from './grpo.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { checkTmn, type TmnOptions, tmn } from './tmn.js'
import { checkTmnReweight, type TmnReweightOptions, tmnReweight } from './tmn-reweight.js'

/** An estimator by name, with its options: what a configuration file says. */
export type AdvantageSpec =
  | ({ readonly estimator: 'grpo' } & GrpoOptions)
  | ({ readonly estimator: 'tmn' } & TmnOptions)
  | ({ readonly estimator: 'difficultyWeights' } & DifficultyOptions)
  | ({ readonly estimator: 'tmnReweight' } & TmnReweightOptions)

/**
 * The estimator that `spec` names, on checked options: the door for specs that come from outside the program.
 *
 * @returns what the estimator of that name returns, or `Left BadBatch` naming what is wrong: an estimator nobody knows
 * (`estimator`), an option out of range (`epsilon`), an input the estimator needs and the groups lack (`baselines`).
 */
export function computeAdvantages(groups: PromptGroups, spec: AdvantageSpec): Either<BadBatch, Advantages> {
  switch (spec.estimator) {
    case 'grpo':
      return unless(checkGrpo(groups, spec), () => grpo(groups, spec))
    case 'tmn':
      return unless(checkTmn(groups, spec), () => tmn(groups, spec))
    case 'difficultyWeights':
      return unless(checkDifficulty(groups, spec), () => difficultyWeights(groups, spec))
    case 'tmnReweight':
      return unless(checkTmnReweight(groups, spec), () => tmnReweight(groups, spec))
    default:
      return left(badBatch('estimator', `one of ${ESTIMATORS.join(', ')}`, (spec as AdvantageSpec).estimator))
  }
}

const ESTIMATORS: readonly AdvantageSpec['estimator'][] = ['grpo', 'tmn', 'difficultyWeights', 'tmnReweight']

const unless = (problem: BadBatch | undefined, compute: () => Advantages): Either<BadBatch, Advantages> =>
  problem === undefined ? right(compute()) : left(problem)
