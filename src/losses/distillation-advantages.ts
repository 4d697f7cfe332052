import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { LARGEST } from '../magnitude.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { checkLayout, checkPerToken, findBadFields, type GivenLayout, isFloatArray } from './layout.js'
import type { FloatArray } from './token-batch.js'

/** Responses of a student, judged by a teacher; layouts as in `TokenBatch`. */
export interface DistillationBatch extends GivenLayout {
  /** [N·T] or [offsets[N]] under the student that sampled the tokens, in nats. */
  readonly logProbs: FloatArray
  /** Same shape: under the teacher. */
  readonly teacherLogProbs: FloatArray
}

export interface DistillationOptions {
  /** Factor, within ±1e100. Default 1. */
  readonly coefficient?: number
  /** teacher − student is held within ± this, in nats. Default Infinity. */
  readonly limit?: number
}

/** What an option may be. */
const DISTILLATION_OPTIONS: OptionRows<DistillationOptions> = {
  coefficient: { kind: 'number', from: -LARGEST, to: LARGEST, default: 1 },
  limit: { kind: 'number', above: 0, default: Number.POSITIVE_INFINITY },
}

/**
 * On-policy distillation: the advantage of a token is how much more likely the teacher finds it. Its policy gradient is that
 * of −KL(student ‖ teacher).
 *
 *     A_t = coefficient · clamp(teacherLogProb − logProb, ±limit)
 *
 * @returns advantages shaped like the tokens, 0 at masked ones, and the mean reverse KL over tokens; `Left` for arrays that do
 * not fit, a wrong option, and a selected log-probability that is not finite or takes an advantage beyond ±1e200.
 * @see Agarwal et al., On-Policy Distillation, arXiv 2306.13649; Thinking Machines' tinker-cookbook.
 */
export function distillationAdvantages(
  batch: DistillationBatch,
  options: DistillationOptions = {},
): Either<BadBatch | BadOption, { readonly advantages: Float64Array; readonly reverseKl: number }> {
  const wrong = findBadOption(options, DISTILLATION_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const wrongField = findBadFields(batch, ['logProbs', 'teacherLogProbs'])
  if (wrongField !== undefined) return left(wrongField)
  const { logProbs, teacherLogProbs } = batch
  const { coefficient = 1, limit = Number.POSITIVE_INFINITY } = options
  if (!isFloatArray(logProbs)) return left(badBatch('logProbs', 'a Float32Array or a Float64Array', logProbs))
  const misfit = checkPerToken('teacherLogProbs', teacherLogProbs, logProbs.length)
  if (misfit !== undefined) return left(misfit)
  const layout = checkLayout(batch, logProbs.length)
  if (isLeft(layout)) return layout
  const { responseMask, starts, rollouts } = layout.right
  const advantages = new Float64Array(logProbs.length)
  let tokens = 0
  let reverseKl = 0
  for (let i = 0; i < starts[rollouts]!; i++) {
    if (responseMask !== undefined && !responseMask[i]) continue
    for (const name of ['logProbs', 'teacherLogProbs'] as const) {
      if (Math.abs(batch[name][i]!) <= LARGEST) continue
      return left(badBatch(`${name}[${i}]`, `a finite number within ±${LARGEST}`, batch[name][i]))
    }
    const difference = teacherLogProbs[i]! - logProbs[i]!
    advantages[i] = coefficient * Math.min(Math.max(difference, -limit), limit)
    tokens++
    reverseKl -= difference
  }
  return right({ advantages, reverseKl: tokens === 0 ? 0 : reverseKl / tokens })
}
