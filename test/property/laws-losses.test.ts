import { describe, it } from 'vitest'
import type { PolicyLossOptions } from '../../src/losses/policy-loss.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import { type LossLawOptions, lossLaws } from '../../src/testing/index.js'

/** The gradient of these is meant to differ from the derivative: a factor is held constant. */
const stopsGradient: LossLawOptions = { exactGradient: false }
const countsRows: LossLawOptions = { emptyRowsAreNothing: false }

const ours: readonly [options: PolicyLossOptions, claims: LossLawOptions][] = [
  [{}, {}],
  [{ clipLow: 0.1, clipHigh: 0.1, dualClip: 1.5 }, {}],
  [{ aggregation: 'token-sum' }, {}],
  [{ aggregation: 'seq-mean-token-sum' }, {}],
  [{ aggregation: 'seq-mean-token-mean' }, {}],
  [{ aggregation: 'seq-mean-token-sum-norm' }, { columnsAreNothing: false }],
  [{ profile: 'trl', aggregation: 'seq-mean-token-mean' }, countsRows],
  [{ kind: 'gspo' }, { exactGradient: 'per-rollout advantages' }],
  [{ kind: 'cispo' }, stopsGradient],
  [{ kind: 'sapo' }, {}],
  [{ kind: 'gpg' }, {}],
  [{ kind: 'geo-mean' }, countsRows],
  [{ kind: 'dppo-tv' }, stopsGradient],
  [{ kind: 'dppo-kl' }, stopsGradient],
  [{ kind: 'dro' }, { proportional: false }],
  [{ kind: 'luspo' }, countsRows],
  [{ kl: { estimator: 'k3', coefficient: 0.1 } }, { proportional: false }],
  [
    { kl: { estimator: 'k2', coefficient: 0.1 }, aggregation: 'seq-mean-token-mean' },
    { proportional: false },
  ],
]

describe('our policy losses keep their laws', () => {
  it.each(ours)('%j', (options, claims) => {
    lossLaws((batch) => policyLoss(batch, options), claims)
  })
})
