import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, badBatch } from '../errors.js'
import { checkDifficulty, type DifficultyOptions, difficultyWeights } from './difficulty-weights.js'
import { checkGdpo, type GdpoOptions, gdpo } from './gdpo.js'
import { checkGpg, type GpgOptions, gpg } from './gpg.js'
import { checkGrpo, type GrpoOptions, grpo } from './grpo.js'
import { checkGrpoDifficulty, type GrpoDifficultyOptions, grpoDifficulty } from './grpo-difficulty.js'
import { checkGrpoPassK, type GrpoPassKOptions, grpoPassK } from './grpo-pass-k.js'
import { checkOpo, type OpoOptions, opo } from './opo.js'
import { knownProfile, type Profiled } from './options.js'
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
 * (`estimator`), an option it does not have, so that a typing error is no silent default (`gama`), an option out of range
 * (`epsilon`), an input the estimator needs and the groups lack (`baselines`). `profile` is taken by all; where the
 * reference's form is the only one it changes nothing.
 */
export function computeAdvantages(groups: PromptGroups, spec: AdvantageSpec): Either<BadBatch, Advantages> {
  if (!ADVANTAGE_ESTIMATORS.includes(spec?.estimator)) {
    return left(badBatch('estimator', `one of ${ADVANTAGE_ESTIMATORS.join(', ')}`, spec?.estimator))
  }
  const unknown = unknownOption(spec)
  if (unknown !== undefined) return left(unknown)
  switch (spec.estimator) {
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
  }
}

type Estimator = AdvantageSpec['estimator']

type OptionsOf<E extends Estimator> = Readonly<
  Record<Exclude<keyof Extract<AdvantageSpec, { estimator: E }>, 'estimator'>, true>
>

const SINGLETONS = { singletons: true } as const
const GRPO = {
  ...SINGLETONS,
  normalizeByStd: true,
  epsilon: true,
  baseline: true,
  scaling: true,
  varianceFloor: true,
  profile: true,
} as const
const TMN = {
  ...SINGLETONS,
  epsilon: true,
  normalizeByTaskScale: true,
  zeroVariance: true,
  scales: true,
  decay: true,
  profile: true,
} as const
const DIFFICULTY = { ...SINGLETONS, alpha: true, gamma: true, profile: true } as const

/** The options of each estimator; the type makes a forgotten one a compile error. */
const OPTIONS: { readonly [E in Estimator]: OptionsOf<E> } = {
  grpo: GRPO,
  grpoDifficulty: { ...GRPO, gamma: true, minWeight: true, maxWeight: true },
  grpoPassK: { ...SINGLETONS, normalizeByStd: true, epsilon: true },
  tmn: TMN,
  difficultyWeights: DIFFICULTY,
  tmnReweight: { ...TMN, ...DIFFICULTY },
  qwenLong: { epsilon: true, profile: true },
  rloo: SINGLETONS,
  reinforcePlusPlus: { epsilon: true },
  reinforcePlusPlusBaseline: { ...SINGLETONS, epsilon: true },
  opo: SINGLETONS,
  remax: {},
  gpg: { ...SINGLETONS, normalization: true, alpha: true },
  gdpo: { ...GRPO, weights: true, whitenEpsilon: true },
}

/** The names `computeAdvantages` knows. */
export const ADVANTAGE_ESTIMATORS = /* @__PURE__ */ Object.keys(OPTIONS) as readonly Estimator[]

function unknownOption(spec: AdvantageSpec): BadBatch | undefined {
  const known = ['estimator', 'profile', ...Object.keys(OPTIONS[spec.estimator])]
  const unknown = Object.keys(spec).find((name) => !known.includes(name))
  return unknown === undefined
    ? knownProfile(spec as Profiled)
    : badBatch(
        unknown,
        `absent: ${spec.estimator} has the options ${known.slice(1).join(', ')}`,
        spec[unknown as 'estimator'],
      )
}

const unless = (problem: BadBatch | undefined, compute: () => Advantages): Either<BadBatch, Advantages> =>
  problem === undefined ? right(compute()) : left(problem)
