/** Beyond this distance (in nats) a token's log-ratio is held, so that one token cannot overflow a batch. */
export const LOG_RATIO_LIMIT = 20

/**
 * The log of the importance ratio, held within ± limit; NaN stays NaN.
 *
 *     d = clamp(logProb − oldLogProb, −limit, limit),   ratio x = exp(d)
 *
 * verl holds it at ±20 (e²⁰ ≈ 4.9e8), TRL does not hold it (`limit` Infinity). Where it is held the gradient is 0; at
 * exactly ± limit the token still counts as inside.
 *
 * @see verl `core_algos.compute_policy_loss_vanilla`
 */
export function holdLogRatio(logRatio: number, limit: number): number {
  return Math.min(Math.max(logRatio, -limit), limit)
}
