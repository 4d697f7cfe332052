import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { checkDifficulty, type DifficultyOptions, difficultyWeights } from './difficulty-weights.js'
import { checkGdpo, type GdpoOptions, gdpo } from './gdpo.js'
import { checkGpg, type GpgOptions, gpg } from './gpg.js'
import { checkGrpo, type GrpoOptions, grpo } from './grpo.js'
import { checkGrpoDifficulty, type GrpoDifficultyOptions, grpoDifficulty } from './grpo-difficulty.js'
import { checkGrpoPassK, type GrpoPassKOptions, grpoPassK } from './grpo-pass-k.js'
import { checkOpo, type OpoOptions, opo } from './opo.js'
import type { Advantages, PromptGroups } from './prompt-groups.js'
import { checkQwenLong, type QwenLongOptions, qwenLong } from './qwen-long.js'
import {
  checkReinforcePlusPlus,
  type ReinforcePlusPlusOptions,
  reinforcePlusPlus,
} from './reinforce-plus-plus.js'
import {
  checkReinforcePlusPlusBaseline,
  type ReinforcePlusPlusBaselineOptions,
  reinforcePlusPlusBaseline,
} from './reinforce-plus-plus-baseline.js'
import { checkRemax, remax } from './remax.js'
import { checkRloo, type RlooOptions, rloo } from './rloo.js'
import { checkTmn, type TmnOptions, tmn } from './tmn.js'
import { checkTmnReweight, type TmnReweightOptions, tmnReweight } from './tmn-reweight.js'

/** An estimator by name, with its options: what a configuration file says. */
export type AdvantageSpec =
  | ({ readonly estimator: 'grpo' } & GrpoOptions)
  | ({ readonly estimator: 'grpoDifficulty' } & GrpoDifficultyOptions)
  | ({ readonly estimator: 'grpoPassK' } & GrpoPassKOptions)
  | ({ readonly estimator: 'tmn' } & TmnOptions)
  | ({ readonly estimator: 'difficultyWeights' } & DifficultyOptions)
  | ({ readonly estimator: 'tmnReweight' } & TmnReweightOptions)
  | ({ readonly estimator: 'qwenLong' } & QwenLongOptions)
  | ({ readonly estimator: 'rloo' } & RlooOptions)
  | ({ readonly estimator: 'reinforcePlusPlus' } & ReinforcePlusPlusOptions)
  | ({ readonly estimator: 'reinforcePlusPlusBaseline' } & ReinforcePlusPlusBaselineOptions)
  | ({ readonly estimator: 'opo' } & OpoOptions)
  | { readonly estimator: 'remax' }
  | ({ readonly estimator: 'gpg' } & GpgOptions)
  | ({ readonly estimator: 'gdpo' } & GdpoOptions)

/**
 * The estimator that `spec` names, on checked options: the door for specs that come from outside the program.
 *
 * @returns what the estimator of that name returns, or `Left BadBatch` naming what is wrong: an estimator nobody knows
 * (`estimator`), an option out of range (`epsilon`), an input the estimator needs and the groups lack (`baselines`).
 */
export function computeAdvantages(groups: PromptGroups, spec: AdvantageSpec): Either<BadBatch, Advantages> {
  switch (spec?.estimator) {
    case 'grpo':
      return unless(checkGrpo(groups, spec), () => grpo(groups, spec))
    case 'grpoDifficulty':
      return unless(checkGrpoDifficulty(groups, spec), () => grpoDifficulty(groups, spec))
    case 'grpoPassK':
      return unless(checkGrpoPassK(groups, spec), () => grpoPassK(groups, spec))
    case 'tmn':
      return unless(checkTmn(groups, spec), () => tmn(groups, spec))
    case 'difficultyWeights':
      return unless(checkDifficulty(groups, spec), () => difficultyWeights(groups, spec))
    case 'tmnReweight':
      return unless(checkTmnReweight(groups, spec), () => tmnReweight(groups, spec))
    case 'qwenLong':
      return unless(checkQwenLong(groups, spec), () => qwenLong(groups, spec))
    case 'rloo':
      return unless(checkRloo(groups, spec), () => rloo(groups, spec))
    case 'reinforcePlusPlus':
      return unless(checkReinforcePlusPlus(groups, spec), () => reinforcePlusPlus(groups, spec))
    case 'reinforcePlusPlusBaseline':
      return unless(checkReinforcePlusPlusBaseline(groups, spec), () =>
        reinforcePlusPlusBaseline(groups, spec),
      )
    case 'opo':
      return unless(checkOpo(groups, spec), () => opo(groups, spec))
    case 'remax':
      return unless(checkRemax(groups), () => remax(groups))
    case 'gpg':
      return unless(checkGpg(groups, spec), () => gpg(groups, spec))
    case 'gdpo':
      return unless(checkGdpo(groups, spec), () => gdpo(groups, spec))
    default:
      return left(
        badBatch(
          'estimator',
          `one of ${ADVANTAGE_ESTIMATORS.join(', ')}`,
          (spec as AdvantageSpec)?.estimator,
        ),
      )
  }
}

/** The names `computeAdvantages` knows. */
export const ADVANTAGE_ESTIMATORS: readonly AdvantageSpec['estimator'][] = [
  'grpo',
  'grpoDifficulty',
  'grpoPassK',
  'tmn',
  'difficultyWeights',
  'tmnReweight',
  'qwenLong',
  'rloo',
  'reinforcePlusPlus',
  'reinforcePlusPlusBaseline',
  'opo',
  'remax',
  'gpg',
  'gdpo',
]

const unless = (problem: BadBatch | undefined, compute: () => Advantages): Either<BadBatch, Advantages> =>
  problem === undefined ? right(compute()) : left(problem)
