import { describe, it } from 'vitest'
import { type AdvantageSpec, computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { describeEstimator, type ESTIMATOR_CLAIMS, type EstimatorClaims } from '../../src/testing/index.js'
import { lawRuns } from './law-runs.js'

type Like = keyof typeof ESTIMATOR_CLAIMS | AdvantageSpec | EstimatorClaims

const named: readonly [spec: AdvantageSpec, like: Like][] = [
  [{ estimator: 'grpo' }, 'grpo'],
  [{ estimator: 'grpo', normalizeByStd: false }, 'drGrpo'],
  [{ estimator: 'tmn' }, 'tmn'],
  [{ estimator: 'tmnReweight' }, 'tmnReweight'],
  [
    { estimator: 'tmnReweight', alpha: 1, gamma: 2 },
    { reach: 'task', shiftInvariant: 'task', scale: 'invariant' },
  ],
  [{ estimator: 'tmn', scales: {} }, 'tmn'],
  [{ estimator: 'qwenLong' }, 'qwenLong'],
  [{ estimator: 'qwenLong', profile: 'published' }, 'qwenLongPublished'],
  [{ estimator: 'rloo' }, 'rloo'],
  [{ estimator: 'opo' }, 'opo'],
  [{ estimator: 'remax' }, 'remax'],
  [{ estimator: 'gpg' }, 'gpg'],
  [{ estimator: 'grpoPassK' }, 'grpoPassK'],
  [{ estimator: 'maxRl' }, 'maxRl'],
  [{ estimator: 'reinforcePlusPlus' }, 'reinforcePlusPlus'],
  [{ estimator: 'reinforcePlusPlusBaseline' }, 'reinforcePlusPlusBaseline'],
  [{ estimator: 'grpoDifficulty' }, { reach: 'prompt', shiftInvariant: 'prompt', scale: 'invariant' }],
]

const singletons = ['keep-reward', 'zero'] as const
const taskSingletons = [...singletons, 'exclude'] as const

/** Every option of every estimator, off its default. */
const specs: readonly AdvantageSpec[] = [
  { estimator: 'grpo' },
  { estimator: 'grpo', epsilon: 0 },
  { estimator: 'grpo', epsilon: 1e-3, singletons: 'zero' },
  { estimator: 'grpo', baseline: 'others' },
  { estimator: 'grpo', scaling: 'batch' },
  { estimator: 'grpo', baseline: 'others', scaling: 'batch', singletons: 'zero' },
  { estimator: 'grpo', varianceFloor: 0.04 },
  { estimator: 'grpo', normalizeByStd: false, baseline: 'others' },
  { estimator: 'grpo', profile: 'published' },
  { estimator: 'grpo', profile: 'published', scaling: 'batch' },
  { estimator: 'grpo', variance: 'biased' },
  { estimator: 'grpo', variance: 'biased', baseline: 'others' },
  { estimator: 'grpoDifficulty' },
  { estimator: 'grpoDifficulty', gamma: 0.5, minWeight: 0.5, maxWeight: 1.5 },
  { estimator: 'grpoPassK' },
  { estimator: 'grpoPassK', normalizeByStd: false },
  { estimator: 'grpoDifficulty', profile: 'published' },
  { estimator: 'tmn' },
  { estimator: 'tmn', zeroVariance: 'exclude' },
  { estimator: 'tmn', normalizeByTaskScale: false },
  { estimator: 'tmn', profile: 'published' },
  { estimator: 'tmn', scales: { 'task 0': 0.04, elsewhere: { squared: 1, weight: 0.5 } }, decay: 0.5 },
  ...taskSingletons.map((each) => ({ estimator: 'tmn', singletons: each }) as const),
  { estimator: 'difficultyWeights' },
  { estimator: 'difficultyWeights', alpha: 0.3, gamma: 2 },
  { estimator: 'difficultyWeights', gamma: 0 },
  ...taskSingletons.map((each) => ({ estimator: 'difficultyWeights', singletons: each }) as const),
  { estimator: 'tmnReweight' },
  { estimator: 'tmnReweight', alpha: 0, gamma: 2, zeroVariance: 'exclude' },
  { estimator: 'tmnReweight', profile: 'published' },
  ...taskSingletons.map((each) => ({ estimator: 'tmnReweight', singletons: each }) as const),
  { estimator: 'qwenLong' },
  { estimator: 'qwenLong', epsilon: 1e-3, profile: 'published' },
  ...singletons.flatMap((each) =>
    (['rloo', 'reinforcePlusPlusBaseline', 'opo', 'gpg'] as const).map(
      (estimator) => ({ estimator, singletons: each }) as AdvantageSpec,
    ),
  ),
  { estimator: 'gpg', normalization: 2, alpha: 0.5 },
  { estimator: 'reinforcePlusPlus', epsilon: 1e-3 },
  { estimator: 'reinforcePlusPlus', variance: 'biased' },
  { estimator: 'reinforcePlusPlusBaseline', variance: 'biased' },
  { estimator: 'remax' },
  { estimator: 'maxRl' },
  { estimator: 'maxRl', epsilon: 0 },
  { estimator: 'gdpo' },
  { estimator: 'gdpo', weights: [0.7, 0.3], whitenEpsilon: 1e-3 },
]

for (const [spec, like] of named)
  describeEstimator(JSON.stringify(spec), (groups) => computeAdvantages(groups, spec), {
    like,
    runs: lawRuns(75),
    describe,
    it,
  })

describe('with each option', () => {
  for (const spec of specs) {
    const name = `${JSON.stringify(spec)} as it is`
    // Scales that are carried over belong to task types by their names.
    const laws = { except: 'scales' in spec ? ['names are nothing'] : [] }
    const options = { like: spec, runs: lawRuns(45), laws, describe, it }
    describeEstimator(name, (groups) => computeAdvantages(groups, spec), options)
  }
})
