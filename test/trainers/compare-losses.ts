/**
 * node --import tsx test/trainers/compare-losses.ts batches.json
 *
 * The loss and gradient that TRL computed on batches of its own, beside ours by `profile: 'trl'`. TRL computes in float32.
 */
import { readFileSync } from 'node:fs'
import { orThrow, type PolicyLossOptions, policyLoss } from '../../src/index.js'

interface TrlBatch {
  readonly lossType: string
  readonly loss: number
  readonly gradLogProbs: readonly number[]
  readonly logProbs: readonly number[]
  readonly oldLogProbs: readonly number[]
  readonly refLogProbs: readonly number[]
  readonly advantages: readonly number[]
  readonly responseMask: readonly number[]
  readonly rollouts: number
  readonly tokens: number
  readonly epsilonHigh: number
  readonly tokensInBatch: number
  readonly longest: number
}

const TOLERANCE = 2e-5

let failed = 0
const batches = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as readonly TrlBatch[]
for (const batch of batches) {
  const ours = orThrow(
    policyLoss(
      {
        logProbs: Float64Array.from(batch.logProbs),
        oldLogProbs: Float64Array.from(batch.oldLogProbs),
        refLogProbs: Float64Array.from(batch.refLogProbs),
        advantages: Float64Array.from(batch.advantages),
        responseMask: Uint8Array.from(batch.responseMask),
        rollouts: batch.rollouts,
        tokens: batch.tokens,
      },
      optionsOf(batch),
    ),
  )
  let largest = 0
  let off = 0
  batch.gradLogProbs.forEach((slope, i) => {
    largest = Math.max(largest, Math.abs(slope))
    off = Math.max(off, Math.abs(slope - ours.gradLogProbs[i]!))
  })
  const lossOff = Math.abs(ours.loss - batch.loss) / Math.max(Math.abs(batch.loss), largest)
  const isNear = off <= TOLERANCE * largest && lossOff <= TOLERANCE
  if (!isNear) failed++
  console.log(
    `${isNear ? 'equal' : 'DIFFERS'} ${batch.lossType}: loss ${batch.loss} and ${ours.loss}, gradient off by ${(off / largest).toExponential(1)} of its largest`,
  )
}
console.log(`${batches.length - failed} of ${batches.length} batches equal`)
process.exitCode = failed === 0 && batches.length > 0 ? 0 : 1

/** One row of docs/losses.md's table of TRL's loss types, at beta 0.04. */
function optionsOf({ lossType, epsilonHigh, tokensInBatch, longest }: TrlBatch): PolicyLossOptions {
  // TRL multiplies the KL by the token's ratio (use_bias_correction_kl); with luspo's ratio of the sequence the test turns that off.
  const importance = lossType === 'luspo' ? 'none' : 'ratio'
  const common = { profile: 'trl', kl: { estimator: 'k3-unclamped', coefficient: 0.04, importance } } as const
  const clipped = { ...common, clipLow: 0.2, clipHigh: epsilonHigh } as const
  switch (lossType) {
    case 'grpo':
      return { ...clipped, aggregation: 'seq-mean-token-mean' }
    case 'bnpo':
      return { ...clipped, aggregation: 'token-mean' }
    case 'dapo':
      return { ...clipped, aggregation: 'token-mean', denominators: { tokens: tokensInBatch } }
    case 'dr_grpo':
      return { ...clipped, aggregation: 'seq-mean-token-sum-norm', denominators: { length: longest } }
    case 'cispo':
      return {
        ...common,
        kind: 'cispo',
        ratioCap: epsilonHigh,
        aggregation: 'token-mean',
        denominators: { tokens: tokensInBatch },
      }
    case 'sapo':
      return { ...common, kind: 'sapo' }
    case 'luspo':
      return { ...clipped, kind: 'luspo' }
    default:
      throw new Error(`no options for TRL's ${lossType}`)
  }
}
