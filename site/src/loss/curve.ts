import { orThrow, policyLoss } from 'golongrl'
import type { LossKind } from './kinds.js'

/** The loss of one token at one ratio. */
export interface LossPoint {
  readonly ratio: number
  readonly loss: number
  /** d loss / d logProb. */
  readonly gradient: number
}

export interface CurveInputs {
  readonly kind: LossKind['kind']
  readonly advantage: number
  /** Probability of the token under the old policy; few kinds look at it. */
  readonly oldProbability: number
  readonly options: Readonly<Record<string, number>>
}

export const RATIOS = Array.from({ length: 321 }, (_, i) => 0.02 + i * 0.0125)

/** `policyLoss` of a batch of one token, ratio by ratio; ratios that would need a probability above 1 are left out. */
export function lossCurve({ kind, advantage, oldProbability, options }: CurveInputs): LossPoint[] {
  const oldLogProb = Math.log(oldProbability)
  return RATIOS.filter((ratio) => ratio * oldProbability <= 1).map((ratio) => {
    const token = {
      logProbs: Float64Array.of(oldLogProb + Math.log(ratio)),
      oldLogProbs: Float64Array.of(oldLogProb),
      advantages: Float64Array.of(advantage),
      ...{ responseMask: [1], rollouts: 1, tokens: 1 },
    }
    const { loss, gradLogProbs } = orThrow(policyLoss(token, { kind, ...options }))
    return { ratio, loss, gradient: gradLogProbs[0]! }
  })
}

/** The stretches of ratios without a gradient: where the token has no say. */
export function silentZones(points: readonly LossPoint[]): [from: number, to: number][] {
  const zones: [number, number][] = []
  for (const [i, { ratio, gradient }] of points.entries()) {
    if (gradient !== 0) continue
    if (i > 0 && points[i - 1]!.gradient === 0) zones.at(-1)![1] = ratio
    else zones.push([ratio, ratio])
  }
  return zones
}
