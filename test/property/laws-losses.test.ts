import { describe, it } from 'vitest'
import { policyLoss } from '../../src/losses/policy-loss.js'
import { lossLaws } from '../../src/testing/index.js'

describe('our policy losses keep their laws', () => {
  it('vanilla', () => {
    lossLaws((batch) => policyLoss(batch))
  })
})
