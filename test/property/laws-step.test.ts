import { describe, it } from 'vitest'
import { clipAdvantages } from '../../src/advantages/clip-advantages.js'
import { computeAdvantages } from '../../src/advantages/compute-advantages.js'
import { groupRollouts } from '../../src/advantages/group-rollouts.js'
import { informativeGroups } from '../../src/advantages/informative-groups.js'
import { tmn } from '../../src/advantages/tmn.js'
import { whiten } from '../../src/advantages/whiten.js'
import { adaptKlCoefficient } from '../../src/losses/adapt-kl-coefficient.js'
import { distillationAdvantages } from '../../src/losses/distillation-advantages.js'
import { mergeMetrics } from '../../src/losses/merge-losses.js'
import { offPolicyMask } from '../../src/losses/off-policy-mask.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import { rejectedRollouts } from '../../src/losses/rejected-rollouts.js'
import { splitBatch } from '../../src/losses/split-batch.js'
import { topEntropyMask } from '../../src/losses/top-entropy-mask.js'
import { valueLoss } from '../../src/losses/value-loss.js'
import { gae } from '../../src/rewards/gae.js'
import { returns } from '../../src/rewards/returns.js'
import { shapeRewards } from '../../src/rewards/shape-rewards.js'
import {
  describeStep,
  type StepFunctions,
  type StepName,
  type StepUnderTest,
} from '../../src/testing/index.js'
import { forMutants, lawRuns } from './law-runs.js'

const ours: StepFunctions = {
  computeAdvantages,
  policyLoss,
  shapeRewards,
  returns,
  gae,
  whiten,
  clipAdvantages,
  groupRollouts,
  informativeGroups,
  tmn,
  adaptKlCoefficient,
  valueLoss,
  offPolicyMask,
  topEntropyMask,
  distillationAdvantages,
  rejectedRollouts,
  splitBatch,
  mergeMetrics,
}

for (const name of Object.keys(ours) as StepName[])
  describeStep(name, name, ours[name] as StepUnderTest<StepName>, {
    runs: lawRuns(forMutants ? 200 : 25),
    refusals: true,
    describe,
    it,
  })
