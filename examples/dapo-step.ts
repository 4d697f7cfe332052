/** A DAPO step: dynamic sampling on raw rewards, the soft overlong penalty, GRPO, clip-higher, token-mean, micro-batches. */
import {
  groupRollouts,
  grpo,
  informativeGroups,
  mergeLosses,
  orThrow,
  policyLoss,
  shapeRewards,
  splitBatch,
} from 'golongrl'
import { signed } from './report.js'
import { simulateTokens } from './simulate-tokens.js'

const raw = [1, 0, 1, 0, 1, 1, 1, 1] // the verdicts' rewards
const promptIds = ['p', 'p', 'p', 'p', 'q', 'q', 'q', 'q']
const lengths = [60, 40, 90, 20, 30, 10, 50, 70]
const { valid } = informativeGroups(orThrow(groupRollouts({ rewards: raw, promptIds })))
const { rewards } = orThrow(
  shapeRewards({ rewards: raw, lengths }, { overlong: { maxLength: 100, cache: 50 } }),
)
const { advantages } = grpo(orThrow(groupRollouts({ rewards, promptIds, valid })))

// The trainer's own log-probabilities go here; rollouts without an informative group leave the mask.
const tokens = simulateTokens(lengths.map((length) => 'word'.repeat(length)))
const responseMask = tokens.responseMask.map((bit, i) => bit * valid[Math.floor(i / tokens.tokens)]!)
const batch = { ...tokens, responseMask, advantages }
const options = { clipLow: 0.2, clipHigh: 0.28, dualClip: Number.POSITIVE_INFINITY } as const
const parts = orThrow(splitBatch(batch, { tokens: 128 }))
const losses = parts.map((part) => orThrow(policyLoss(part, options)))
const { loss, metrics } = orThrow(mergeLosses(batch, parts, losses))
console.log(`advantages ${[...advantages].map(signed).join(' ')}`)
console.log(`parts of ${parts.map(({ logProbs }) => logProbs.length).join(' and ')} tokens`)
console.log(
  `${metrics.tokens} tokens, loss ${loss.toFixed(6)}, whole ${orThrow(policyLoss(batch, options)).loss.toFixed(6)}`,
)
