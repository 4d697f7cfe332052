import { describe, it } from 'vitest'
import type { PolicyLossOptions } from '../../src/losses/policy-loss.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import { describeLoss } from '../../src/testing/index.js'
import { lawRuns } from './law-runs.js'

const KL_ESTIMATORS = ['k1', 'abs', 'k2', 'k3', 'k3-unclamped', 'k1+', 'k2+', 'k3+'] as const
const AGGREGATIONS = [
  'token-sum',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
] as const

const ours: readonly PolicyLossOptions[] = [
  {},
  { clipLow: 0.1, clipHigh: 0.1, dualClip: 1.5 },
  { dualClip: Number.POSITIVE_INFINITY, ratioCap: 1.5 },
  { importanceLevel: 'sequence' },
  { logRatioLimit: 0.5 },
  ...AGGREGATIONS.map((aggregation) => ({ aggregation })),
  { profile: 'trl' },
  { profile: 'trl', aggregation: 'seq-mean-token-mean' },
  { profile: 'verl-main', aggregation: 'seq-mean-token-sum-norm' },
  { denominators: { tokens: 40 } },
  { aggregation: 'seq-mean-token-mean', denominators: { rollouts: 9 } },
  { aggregation: 'seq-mean-token-sum-norm', denominators: { length: 16 } },
  { kind: 'gspo' },
  { kind: 'gspo', clipLow: 0.1, clipHigh: 0.2 },
  { kind: 'cispo' },
  { kind: 'cispo', clipLow: 0.2, importanceLevel: 'sequence', logRatioLimit: 0.5 },
  { kind: 'sapo' },
  { kind: 'sapo', tauPos: 0.5, tauNeg: 2, importanceLevel: 'sequence' },
  { kind: 'gpg' },
  { kind: 'geo-mean' },
  { kind: 'geo-mean', clipLow: 0.1, clipHigh: 0.1 },
  { kind: 'clip-cov' },
  { kind: 'clip-cov', covRatio: 0.5, covLow: -9 },
  { kind: 'clip-cov', covRatio: 1, covLow: 0.05, covHigh: 0.5, seed: 7 },
  { kind: 'kl-cov', covRatio: 0.3 },
  { kind: 'kl-cov', covRatio: 0.5, klCoefficient: 0.5 },
  { kind: 'dppo-tv' },
  { kind: 'dppo-tv', ratioCap: 1.2 },
  { kind: 'dppo-kl' },
  { kind: 'dro' },
  { kind: 'dro', droBeta: 0.5 },
  { kind: 'luspo' },
  { kind: 'luspo', importanceLevel: 'token', clipLow: 0.1, clipHigh: 0.1 },
  { kind: 'vespo' },
  { kind: 'vespo', powerPos: 1, powerNeg: 2, decayPos: 1, decayNeg: 2 },
  ...KL_ESTIMATORS.map((estimator) => ({ kl: { estimator, coefficient: 0.1 } })),
  {
    kl: { estimator: 'k2', coefficient: -0.1, aggregation: 'token-mean' },
    aggregation: 'seq-mean-token-mean',
  },
  { aggregation: 'prompt-mean' },
  { policyAggregation: 'prompt-mean', aggregation: 'seq-mean-token-sum' },
  { kind: 'cispo', anchor: 'rollout' },
  { kl: { estimator: 'k3', coefficient: 0.1, to: 'sampler', importance: 'ratio' } },
  {
    kl: [
      { estimator: 'k1', coefficient: 0.1, to: 'old', importance: 'constant-ratio', inputLimit: 0.3 },
      { estimator: 'k3', coefficient: 0.1, outputLimit: 0.1 },
    ],
  },
  { entropyCoefficient: 0.01, entropyAggregation: 'prompt-mean' },
  { entropyCoefficient: 0.01 },
  { entropyCoefficient: -0.01, aggregation: 'seq-mean-token-sum' },
]

for (const options of ours)
  describeLoss(JSON.stringify(options), (batch) => policyLoss(batch, options), {
    like: options,
    weights: true,
    edges: true,
    refusals: true,
    runs: lawRuns(30),
    describe,
    it,
  })
