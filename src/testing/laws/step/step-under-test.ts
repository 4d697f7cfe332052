import * as fc from 'fast-check'
import type { clipAdvantages } from '../../../advantages/clip-advantages.js'
import type { computeAdvantages } from '../../../advantages/compute-advantages.js'
import type { groupRollouts } from '../../../advantages/group-rollouts.js'
import type { informativeGroups } from '../../../advantages/informative-groups.js'
import type { tmn } from '../../../advantages/tmn.js'
import type { whiten } from '../../../advantages/whiten.js'
import type { adaptKlCoefficient } from '../../../losses/adapt-kl-coefficient.js'
import type { distillationAdvantages } from '../../../losses/distillation-advantages.js'
import type { mergeMetrics } from '../../../losses/merge-losses.js'
import type { offPolicyMask } from '../../../losses/off-policy-mask.js'
import type { policyLoss } from '../../../losses/policy-loss.js'
import type { rejectedRollouts } from '../../../losses/rejected-rollouts.js'
import type { splitBatch } from '../../../losses/split-batch.js'
import type { topEntropyMask } from '../../../losses/top-entropy-mask.js'
import type { valueLoss } from '../../../losses/value-loss.js'
import type { gae } from '../../../rewards/gae.js'
import type { returns } from '../../../rewards/returns.js'
import type { shapeRewards } from '../../../rewards/shape-rewards.js'
import type { Numbers } from '../../backend/closeness.js'

/** The functions of a training step that have laws; `computeAdvantages` and `policyLoss` with all their options. */
export interface StepFunctions {
  readonly computeAdvantages: typeof computeAdvantages
  readonly policyLoss: typeof policyLoss
  readonly shapeRewards: typeof shapeRewards
  readonly returns: typeof returns
  readonly gae: typeof gae
  readonly whiten: typeof whiten
  readonly clipAdvantages: typeof clipAdvantages
  readonly groupRollouts: typeof groupRollouts
  readonly informativeGroups: typeof informativeGroups
  /** `tmn` with scales carried from step to step. */
  readonly tmn: typeof tmn
  readonly adaptKlCoefficient: typeof adaptKlCoefficient
  readonly valueLoss: typeof valueLoss
  readonly offPolicyMask: typeof offPolicyMask
  readonly topEntropyMask: typeof topEntropyMask
  readonly distillationAdvantages: typeof distillationAdvantages
  readonly rejectedRollouts: typeof rejectedRollouts
  readonly splitBatch: typeof splitBatch
  readonly mergeMetrics: typeof mergeMetrics
}

export type StepName = keyof StepFunctions

/**
 * Another implementation of one of these functions. It takes the arguments of ours and returns our result, an `Either` of it,
 * an object with some of its fields, or the main field alone: the advantages of `gae`, the mask of `topEntropyMask`. It
 * refuses by a `Left`, an exception, or a number that is not finite.
 */
export type StepUnderTest<Name extends StepName> = (...args: Parameters<StepFunctions[Name]>) => unknown

/** The outcome of a call: numbers by the path of their field, or a refusal. */
export type Outcome = Accepted | Refused

interface Accepted {
  readonly value: unknown
  readonly numbers: Numbers
  readonly refused?: undefined
}

interface Refused {
  /** The content of the `Left`, or the exception. */
  readonly refused: NonNullable<unknown>
}

/** @param main the field that a bare array or number stands for */
export function outcomeOf(work: () => unknown, main: string): Outcome {
  let outcome: unknown
  try {
    outcome = work()
  } catch (error) {
    return { refused: error ?? 'nothing' }
  }
  if (isEither(outcome)) {
    if (outcome._tag === 'Left') return { refused: outcome.left ?? 'nothing' }
    outcome = outcome.right
  }
  const numbers: Record<string, ArrayLike<number>> = {}
  const isBare = typeof outcome !== 'object' || Array.isArray(outcome) || ArrayBuffer.isView(outcome)
  collect(outcome, isBare ? main : '', numbers)
  return { value: outcome, numbers }
}

/** The outcome of a call that must not be refused. */
export function acceptedOf(outcome: Outcome): Accepted {
  if (outcome.refused === undefined) return outcome
  const { refused } = outcome
  const reason = refused instanceof Error ? refused.message : fc.stringify(refused)
  throw new Error(`a good call was refused: ${reason}`)
}

const isEither = (
  value: unknown,
): value is { readonly _tag: string; readonly left?: unknown; readonly right?: unknown } =>
  typeof value === 'object' && value !== null && '_tag' in value

function collect(value: unknown, path: string, into: Record<string, ArrayLike<number>>): void {
  if (typeof value === 'number' || typeof value === 'boolean') into[path] = [Number(value)]
  else if (typeof value === 'string') into[path] = Array.from(value, (letter) => letter.codePointAt(0)!)
  else if (ArrayBuffer.isView(value)) into[path] = value as unknown as ArrayLike<number>
  else if (Array.isArray(value)) {
    if (value.every((each) => typeof each === 'number' || typeof each === 'boolean'))
      into[path] = value.map(Number)
    else {
      into[`${path}.length`] = [value.length]
      value.forEach((each, k) => {
        collect(each, `${path}[${k}]`, into)
      })
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      // A part refers to the batch that it was cut from.
      if (name !== 'batch') collect(field, path === '' ? name : `${path}.${name}`, into)
    }
  }
}
