/** The advantage estimators that are compared. */
import {
  type Advantages,
  difficultyWeights,
  grpo,
  type PromptGroups,
  qwenLong,
  reweight,
  rloo,
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
  'qwen-long': stateless('QwenLong-L1.5', '(r − mean_u) / std_k', qwenLongEquation7),
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

/** (r − mean_u) / std_k, the deviation over all rollouts of the task type. */
function qwenLongEquation7(groups: PromptGroups): Advantages {
  const centred = grpo(groups, { normalizeByStd: false })
  const scales = qwenLong(groups).statistics.taskScales!
  return {
    ...centred,
    advantages: centred.advantages.map(
      (a, i) => a / (scales[groups.taskTypes[groups.taskOf[groups.promptOf[i]!]!]!]! + 1e-6),
    ),
  }
}

function createTmnOverTime(): Estimate {
  const state: Record<string, { v: number; n: number }> = {}
  return (groups) => {
    const now = tmn(groups).statistics.taskScales!
    const centred = grpo(groups, { normalizeByStd: false })
    for (const k of Object.keys(now)) {
      state[k] ??= { v: 0, n: 0 }
      const s = state[k]!
      s.v = 0.9 * s.v + 0.1 * now[k]! ** 2
      s.n = 0.9 * s.n + 0.1
    }
    return {
      ...centred,
      advantages: centred.advantages.map((a, i) => {
        const s = state[groups.taskTypes[groups.taskOf[groups.promptOf[i]!]!]!]!
        return a / (Math.sqrt(s.v / s.n) + 1e-6)
      }),
    }
  }
}
