import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { checkLayout, checkPerToken, findBadFields, type GivenLayout, isFloatArray } from './layout.js'
import { type LogRatios, type MismatchMetrics, mismatchMetrics } from './rollout-mismatch.js'
import {
  checkRejection,
  REJECTION_ROW,
  type RejectionMetrics,
  type RejectionRule,
  reject,
} from './rollout-rejection.js'
import {
  checkBounds,
  rolloutWeights,
  WEIGHT_OPTIONS,
  type WeightMetrics,
  type WeightOptions,
} from './rollout-weights.js'
import type { FloatArray } from './token-batch.js'

/** Responses with the log-probabilities of two policies that should be one; layouts as in `TokenBatch`. */
export interface RolloutCorrectionBatch extends GivenLayout {
  /** [N·T] or [offsets[N]] under the policy that is trained, before its step (the trainer's own forward pass), in nats. */
  readonly oldLogProbs: FloatArray
  /** Same shape: under the policy that sampled the tokens (the inference engine's). */
  readonly rolloutLogProbs: FloatArray
}

export interface RolloutCorrectionOptions extends WeightOptions {
  /** Tests that a token or a rollout must pass to stay in the mask. Default: none. */
  readonly rejection?: readonly RejectionRule[]
}

export interface RolloutCorrection {
  /** Same shape as the inputs, 0 at masked tokens: for `TokenBatch.importanceWeights`. Absent at level `'none'`. */
  readonly importanceWeights?: Float64Array
  /** Same shape: 1 where the token was selected and nothing rejects it. A fresh array. */
  readonly responseMask: Uint8Array
  /** [N] response tokens of each rollout, and those of them that are left: in the mask, with a weight other than 0. */
  readonly tokenCounts: { readonly selected: Int32Array; readonly kept: Int32Array }
  readonly metrics: {
    /** How far apart the two policies are. */
    readonly mismatch: MismatchMetrics
    readonly weights?: WeightMetrics
    readonly rejection?: RejectionMetrics
  }
}

/**
 * Corrects for tokens that were sampled by a slightly different policy than the one that is trained (other kernels, other
 * precision, older weights): importance weights for the policy term, and a mask without the tokens that lie outside the bounds.
 *
 *     d = oldLogProb − rolloutLogProb,   weight = exp(d) by token, or by rollout from the sum or the mean of its d
 *
 * Default: weights by token; tokens outside [0.5, 5] leave the response mask, and so the denominators of the loss.
 * `profile: 'published'` is what GoLongRL's recipe asks for: those tokens weigh 0 and stay, and a rollout with a token of ratio
 * below 1e-4 is vetoed. The code it was released with reads none of these flags and corrects nothing: that is
 * `{ level: 'none' }`, metrics only.
 *
 * @returns `Left` when a shape does not fit, an option is out of range, or a selected log-probability is not finite, or too
 * large for a finite sum over its rollout.
 * @see truncated importance sampling: Yao et al. 2025, "Your efficient RL framework secretly brings you off-policy RL
 * training"; IcePop: arXiv 2510.18855; verl `rollout_corr_helper` and, for the recipe's names, its `mismatch_helper`
 */
export function rolloutCorrection(
  batch: RolloutCorrectionBatch,
  options: RolloutCorrectionOptions = {},
): Either<BadBatch | BadOption, RolloutCorrection> {
  const checked = check(batch, options)
  if (isLeft(checked)) return checked
  const logRatios = checked.right
  const rejected = reject(logRatios, options.rejection ?? [])
  const weighted =
    options.level === 'none' ? undefined : rolloutWeights(logRatios, options, rejected.responseMask)
  return right({
    ...(weighted && { importanceWeights: weighted.weights }),
    responseMask: rejected.responseMask,
    tokenCounts: {
      selected: logRatios.lengths,
      kept: countKept(logRatios, rejected.responseMask, weighted?.weights),
    },
    metrics: {
      mismatch: mismatchMetrics(logRatios),
      ...(weighted && { weights: weighted.metrics }),
      ...(options.rejection && options.rejection.length > 0 && { rejection: rejected.metrics }),
    },
  })
}

function check(
  batch: RolloutCorrectionBatch,
  options: RolloutCorrectionOptions,
): Either<BadBatch | BadOption, LogRatios> {
  const wrongField = findBadFields(batch, ['oldLogProbs', 'rolloutLogProbs'])
  if (wrongField !== undefined) return left(wrongField)
  const wrongOption =
    findBadOption(options, CORRECTION_OPTIONS) ?? checkBounds(options) ?? checkRejection(options.rejection)
  if (wrongOption !== undefined) return left(wrongOption)
  const { oldLogProbs, rolloutLogProbs } = batch
  if (!isFloatArray(oldLogProbs)) {
    return left(badBatch('oldLogProbs', 'a Float32Array or a Float64Array', oldLogProbs))
  }
  const wrong = checkPerToken('rolloutLogProbs', rolloutLogProbs, oldLogProbs.length)
  if (wrong !== undefined) return left(wrong)
  const layout = checkLayout(batch, oldLogProbs.length)
  if (isLeft(layout)) return layout
  const logRatios = { ...layout.right, oldLogProbs, rolloutLogProbs }
  const notFinite = findNonFinite(logRatios)
  return notFinite === undefined ? right(logRatios) : left(notFinite)
}

/** What an option may be. */
const CORRECTION_OPTIONS: OptionRows<RolloutCorrectionOptions> = {
  ...WEIGHT_OPTIONS,
  rejection: REJECTION_ROW,
}

function countKept(
  { starts, rollouts }: LogRatios,
  responseMask: Uint8Array,
  weights: Float64Array | undefined,
): Int32Array {
  const kept = new Int32Array(rollouts)
  for (let s = 0; s < rollouts; s++) {
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      if (responseMask[i] === 1 && (weights === undefined || weights[i] !== 0)) kept[s]!++
    }
  }
  return kept
}

/** The first number that is not finite, or that takes the sum over its rollout, or of the distances there, beyond float64. */
function findNonFinite(batch: LogRatios): BadBatch | undefined {
  const { starts, rollouts, responseMask, oldLogProbs, rolloutLogProbs } = batch
  for (let rollout = 0; rollout < rollouts; rollout++) {
    let oldSum = 0
    let rolloutSum = 0
    let logRatioSum = 0
    for (let i = starts[rollout]!; i < starts[rollout + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      const old = oldLogProbs[i]!
      const sampled = rolloutLogProbs[i]!
      oldSum += old
      rolloutSum += sampled
      logRatioSum += old - sampled
      if (Number.isFinite(oldSum) && Number.isFinite(rolloutSum) && Number.isFinite(logRatioSum)) continue
      const ofOld = !Number.isFinite(old) || (Number.isFinite(sampled) && Math.abs(old) >= Math.abs(sampled))
      const [name, value] = ofOld ? ['oldLogProbs', old] : ['rolloutLogProbs', sampled]
      const expected = Number.isFinite(value)
        ? 'of smaller magnitude, for a finite sum over its rollout'
        : FINITE
      return badBatch(`${name}[${i}]`, expected, value)
    }
  }
  return undefined
}

const FINITE = 'finite where the response mask selects'
