/** GoLongRL's step: filter, TMN-Reweight with scales carried over, dual clip, truncated importance sampling. */
import {
  groupRollouts,
  informativeGroups,
  orThrow,
  policyLoss,
  rejectedRollouts,
  rolloutCorrection,
  tmnReweight,
} from 'golongrl'
import { signed } from './report.js'
import { simulateTokens } from './simulate-tokens.js'

const rewards = [1, 0.5, 0, 0.5, 0.31, 0.28, 0.3, 0.25, 1, 1]
const promptIds = ['em', 'em', 'em', 'em', 'sum', 'sum', 'sum', 'sum', 'easy', 'easy']
const taskTypes = promptIds.map((id) => (id === 'sum' ? 'summarization' : 'precise-retrieval'))

// The trainer's log-probabilities, and those of the engine that sampled.
const tokens = simulateTokens(promptIds.map((id) => id.repeat(30)))
const rolloutLogProbs = tokens.oldLogProbs.map((value, i) => (i % 17 === 0 ? value - 2 : value))
const correction = orThrow(rolloutCorrection({ ...tokens, rolloutLogProbs }, { mode: 'truncate', upper: 2 }))

const { valid: kept } = rejectedRollouts(correction)
const { valid, informativePrompts, equalPrompts } = informativeGroups(
  orThrow(groupRollouts({ rewards, promptIds, taskTypes, valid: kept })),
)
const groups = orThrow(groupRollouts({ rewards, promptIds, taskTypes, valid }))
const { advantages, statistics } = tmnReweight(groups, { alpha: 0.8, scales: {} })

const responseMask = correction.responseMask.map((bit, i) => bit * valid[Math.floor(i / tokens.tokens)]!)
const options = { dualClip: 3, clipLow: 0.2, clipHigh: 0.28 } as const
const { loss, metrics } = orThrow(policyLoss({ ...tokens, ...correction, advantages, responseMask }, options))
console.log(`${informativePrompts} prompts kept, ${equalPrompts} dropped`)
console.log(`advantages ${[...advantages].map(signed).join(' ')}`)
console.log('scales for the next step', statistics.scales)
console.log(
  `loss ${loss.toFixed(6)}, mean weight ${metrics.weightMean!.toFixed(4)}, ${metrics.tokens} tokens`,
)
