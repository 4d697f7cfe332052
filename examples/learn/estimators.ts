/** The advantage estimators that are compared. */
import {
  type Advantages,
  difficultyWeights,
  grpo,
  type PromptGroups,
  qwenLong,
  reweight,
  rloo,
  type TmnOptions,
  tmn,
  tmnReweight,
} from 'golongrl'

type Estimate = (groups: PromptGroups) => Advantages

export interface Estimator {
  readonly title: string
  readonly formula: string
  /** A fresh estimator for a run; one of them remembers the scales of earlier steps. */
  readonly create: () => Estimate
}

const stateless = (title: string, formula: string, estimate: Estimate): Estimator => ({
  title,
  formula,
  create: () => estimate,
})

export const ESTIMATORS = {
  grpo: stateless('GRPO', '(r − mean_u) / std_u', (groups) => grpo(groups)),
  'dr-grpo': stateless('Dr.GRPO', 'r − mean_u', (groups) => grpo(groups, { normalizeByStd: false })),
  rloo: stateless('RLOO', 'r − mean of the others', (groups) => rloo(groups)),
  tmn: stateless('TMN', '(r − mean_u) / scale_k', (groups) => tmn(groups)),
  'tmn-reweight': stateless('TMN-Reweight', 'TMN × w', (groups) => tmnReweight(groups)),
  'qwen-long': stateless('QwenLong-L1.5', '(r − mean_u) / std_k', (groups) => qwenLong(groups)),
  'grpo-difficulty': stateless('GRPO × w', 'GRPO × w', (groups) =>
    reweight(grpo(groups), difficultyWeights(groups)),
  ),
  'tmn-scales': {
    title: 'TMN, scales over time',
    formula: '(r − mean_u) / scale_k, averaged over steps',
    create: createTmnOverTime,
  },
} satisfies Readonly<Record<string, Estimator>>

export type EstimatorName = keyof typeof ESTIMATORS

/** The squared scales of the steps so far enter the next one's: a mini-batch with one prompt of a type says little about it. */
function createTmnOverTime(): Estimate {
  let scales: TmnOptions['scales'] = {}
  return (groups) => {
    const result = tmn(groups, { scales })
    scales = result.statistics.scales
    return result
  }
}
