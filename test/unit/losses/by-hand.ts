import { isLeft } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { type BadBatch, type BadOption, describeError } from '../../../src/errors.js'
import { type CheckedBatch, checkTokenBatch } from '../../../src/losses/checked-batch.js'
import { type PolicyLossOptions, policyLoss } from '../../../src/losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../../../src/losses/token-batch.js'

/**
 * The log-probabilities of 1/2 and 1/4. Their differences are exact, and so is e to their power: a ratio of 2 or 1/2 that
 * is made of them meets a bound of 2 or 1/2 to the last bit.
 */
export const HALF = -Math.LN2
export const QUARTER = -2 * Math.LN2

export const floats = (...values: readonly number[]) => Float64Array.from(values)

/** One rollout of one token. */
export const oneToken = (logProb: number, oldLogProb: number, advantage: number): TokenBatch => ({
  rollouts: 1,
  offsets: Int32Array.of(0, 1),
  logProbs: floats(logProb),
  oldLogProbs: floats(oldLogProb),
  advantages: floats(advantage),
})

export function lossOf(batch: TokenBatch, options?: PolicyLossOptions): PolicyLoss {
  const result = policyLoss(batch, options)
  if (isLeft(result)) throw new Error(describeError(result.left))
  return result.right
}

export function refusal(batch: unknown, options?: unknown): BadBatch | BadOption {
  const result = policyLoss(batch as TokenBatch, options as PolicyLossOptions)
  if (!isLeft(result)) throw new Error('was accepted')
  return result.left
}

export function checked(batch: TokenBatch): CheckedBatch {
  const result = checkTokenBatch(batch)
  if (isLeft(result)) throw new Error(describeError(result.left))
  return result.right
}

/** Every number of `expected` is near the one of the same name, or at the same place. */
export function expectNear(actual: object, expected: object): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(actual[name as keyof typeof actual], name).toBeCloseTo(value, 12)
  }
}
