import * as fc from 'fast-check'
import type { Verifier, VerifierOptions } from '../../../verifiers/verifier.js'
import type { AsyncRewardFunction, RewardFunction } from './relation.js'

/**
 * A reward function on answer text, of this library or of the caller's. It may return a number, an object with a reward, or an `Either`
 * of such an object, as our public functions do; or be a whole `Verifier`, as custom tasks use.
 */
export type VerifierUnderTest<Gold = unknown> =
  | ((answer: string, gold: never) => RewardOutcome)
  | Verifier<Gold, VerifierOptions>

/** An asynchronous one: it returns a promise of any of these. */
export type AsyncVerifierUnderTest = (answer: string, gold: never) => RewardOutcome | Promise<RewardOutcome>

export type RewardOutcome =
  | number
  | { readonly reward: number }
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: { readonly reward: number } }

/** One signature for all forms of a verifier. A refused gold is an error here: generated golds are valid. */
export function rewardOf(verifier: VerifierUnderTest<never>): RewardFunction {
  if (typeof verifier === 'function') return (answer, gold) => unwrap(verifier(answer, gold as never))
  return (answer, gold) => {
    const read = verifier.readGold(gold, {})
    return read._tag === 'Left' ? refuse(read.left) : verifier.score(answer, read.right, {}).reward
  }
}

export function asyncRewardOf(verifier: AsyncVerifierUnderTest): AsyncRewardFunction {
  return async (answer, gold) => unwrap(await verifier(answer, gold as never))
}

function unwrap(outcome: RewardOutcome): number {
  if (typeof outcome === 'number') return outcome
  if (typeof (outcome as { then?: unknown } | undefined)?.then === 'function')
    throw new TypeError('the verifier answers with a promise: use verifierLawsAsync')
  if (typeof outcome !== 'object' || outcome === null)
    throw new TypeError(`the verifier gave ${fc.stringify(outcome)}, not a reward`)
  if ('reward' in outcome) return outcome.reward
  return outcome._tag === 'Right' ? outcome.right.reward : refuse(outcome.left)
}

function refuse(reason: unknown): never {
  throw new Error(`the verifier refused a good gold: ${fc.stringify(reason)}`)
}
