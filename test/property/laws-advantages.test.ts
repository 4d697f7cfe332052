import { describe, it } from 'vitest'
import { type AdvantageSpec, computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { type ESTIMATOR_CLAIMS, type EstimatorClaims, estimatorLaws } from '../../src/testing/index.js'

const ours: readonly [spec: AdvantageSpec, like: keyof typeof ESTIMATOR_CLAIMS | EstimatorClaims][] = [
  [{ estimator: 'grpo' }, 'grpo'],
  [{ estimator: 'grpo', normalizeByStd: false }, 'drGrpo'],
  [{ estimator: 'tmn' }, 'tmn'],
  [{ estimator: 'tmnReweight' }, 'tmnReweight'],
  [{ estimator: 'tmnReweight', alpha: 1, gamma: 2 }, 'tmnReweight'],
  [{ estimator: 'tmn', scales: {} }, 'tmn'],
  [{ estimator: 'qwenLong' }, 'qwenLong'],
  [{ estimator: 'qwenLong', profile: 'published' }, 'qwenLongPublished'],
  [{ estimator: 'rloo' }, 'rloo'],
  [{ estimator: 'opo' }, 'opo'],
  [{ estimator: 'remax' }, 'remax'],
  [{ estimator: 'gpg' }, 'gpg'],
  [{ estimator: 'reinforcePlusPlus' }, 'reinforcePlusPlus'],
  [{ estimator: 'reinforcePlusPlusBaseline' }, 'reinforcePlusPlusBaseline'],
  [{ estimator: 'grpoDifficulty' }, { reach: 'prompt', shiftInvariant: 'prompt', scale: 'invariant' }],
]

describe('our estimators keep their laws', () => {
  it.each(ours)('%j', (spec, like) => {
    estimatorLaws((groups) => computeAdvantages(groups, spec), { like })
  })
})
