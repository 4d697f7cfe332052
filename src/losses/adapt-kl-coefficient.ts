import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { LARGEST, SMALLEST } from '../magnitude.js'
import { findBadOrMissing } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'

export interface AdaptiveKlOptions {
  /** The KL that the coefficient steers towards, 1e-100 or more. */
  readonly target: number
  /** How many rollouts it takes its time for, above 0. Default 10,000. */
  readonly horizon?: number
}

/** What an option may be. */
const ADAPTIVE_KL_OPTIONS: OptionRows<AdaptiveKlOptions> = {
  target: { kind: 'number', from: SMALLEST, to: LARGEST },
  horizon: { kind: 'number', above: 0, finite: true, default: 10_000 },
}

/**
 * The KL coefficient of the next step, from the KL of this one:
 *
 *     β ← β · (1 + clip(kl / target − 1, −0.2, 0.2) · n / horizon)
 *
 * Without state: the caller keeps β. β 0.1, KL 12 where 6 is the target, 256 rollouts of 10,000: 0.1 · (1 + 0.2 · 0.0256).
 *
 * @param coefficient β, from 0 to 1e100.
 * @param observed `kl` measured in this step (`metrics.kl`), and over how many `rollouts`.
 * @returns `Left` for a number that cannot be right; for more than 5 horizons of rollouts, where β would change its sign; and for
 * a β that would grow beyond 1e100.
 * @see Ziegler et al., arXiv 1909.08593, section 2.2; verl, `AdaptiveKLController`.
 */
export function adaptKlCoefficient(
  coefficient: number,
  observed: { readonly kl: number; readonly rollouts: number },
  options: AdaptiveKlOptions,
): Either<BadBatch | BadOption, number> {
  const wrong = findBadOrMissing(options, ADAPTIVE_KL_OPTIONS, ['target'])
  if (wrong !== undefined) return left(wrong)
  if (!(typeof coefficient === 'number' && coefficient >= 0 && coefficient <= LARGEST)) {
    return left(badBatch('coefficient', `a number from 0 to ${LARGEST}`, coefficient))
  }
  if (typeof observed !== 'object' || observed === null) {
    return left(badBatch('observed', 'an object { kl, rollouts }', observed))
  }
  const { kl, rollouts } = observed
  if (!Number.isFinite(kl)) return left(badBatch('observed.kl', 'a finite number', kl))
  const { target, horizon = 10_000 } = options
  if (!(typeof rollouts === 'number' && rollouts >= 0 && rollouts <= 5 * horizon)) {
    return left(badBatch('observed.rollouts', `a number from 0 to 5 horizons (${5 * horizon})`, rollouts))
  }
  const error = Math.min(Math.max(kl / target - 1, -0.2), 0.2)
  const next = coefficient * (1 + (error * rollouts) / horizon)
  return next <= LARGEST
    ? right(next)
    : left(badBatch('coefficient', `small enough to stay within ${LARGEST}`, coefficient))
}
