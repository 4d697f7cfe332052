/**
 * Where things lie in the module's memory. The host copies one tile of tokens in, calls a kernel, and copies the
 * gradient out, so the memory stays at a few hundred kilobytes (second-level cache) however large the batch is.
 * Addresses are in bytes and 16-byte aligned; log-probabilities may be float32 or float64, everything else is float32.
 */

/** Tokens (or grouped rewards) that fit in a tile; a multiple of BLOCK. */
export const TILE: i32 = 4096

/** Tokens that are summed in float32 before the sum is added to a float64. */
export const BLOCK: i32 = 64

export const LOG_PROBS: usize = memory.data(32768, 16)
export const OLD_LOG_PROBS: usize = memory.data(32768, 16)
export const REF_LOG_PROBS: usize = memory.data(32768, 16)
export const ADVANTAGES: usize = memory.data(16384, 16)
export const IMPORTANCE_WEIGHTS: usize = memory.data(16384, 16)
/** The factor of a token's policy loss: its row's weight in the aggregation, then times its importance weight. */
export const POLICY_WEIGHTS: usize = memory.data(16384, 16)
/** The factor of a token's KL: its row's weight in the KL's aggregation. */
export const KL_WEIGHTS: usize = memory.data(16384, 16)
export const GRADIENT: usize = memory.data(16384, 16)
/** One byte a token; non-zero selects. Beyond the last token the host writes 0 up to the next multiple of BLOCK. */
export const MASK: usize = memory.data(4096, 16)

/** One byte for each four tokens: which are clipped, and on which side. Eight bytes more, so that reads may overrun. */
export const CLIPS: usize = memory.data(1040, 16)

/** Options, each four times over, so that one load fills a vector. */
export const OPTIONS: usize = memory.data(160, 16)
/** What the kernels add up over a tile: float64 pairs, see each kernel. */
export const SUMS: usize = memory.data(128, 16)

/** Loads option `index` into all four lanes. */
// @ts-ignore: decorator
@inline
export function option(index: usize): v128 {
  return v128.load(OPTIONS + (index << 4))
}

/** All bits set in the lanes of the four tokens from `token` on that the mask leaves out. */
// @ts-ignore: decorator
@inline
export function masked(token: usize): v128 {
  const bytes = v128.load32_zero(token, MASK)
  const lanes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes))
  return i32x4.eq(lanes, i32x4.splat(0))
}

/** Whether the mask leaves out the whole block. */
// @ts-ignore: decorator
@inline
export function blockMasked(token: usize): bool {
  const at = MASK + token
  const first = v128.or(v128.load(at), v128.load(at, 16))
  const second = v128.or(v128.load(at, 32), v128.load(at, 48))
  return !v128.any_true(v128.or(first, second))
}

/** a − b for the four tokens from `token` on: the subtraction runs in the precision of the inputs, T. */
// @ts-ignore: decorator
@inline
export function difference<T>(a: usize, b: usize, token: usize): v128 {
  if (sizeof<T>() == 4) return f32x4.sub(v128.load(a + (token << 2)), v128.load(b + (token << 2)))
  const low = f64x2.sub(v128.load(a + (token << 3)), v128.load(b + (token << 3)))
  const high = f64x2.sub(v128.load(a + (token << 3), 16), v128.load(b + (token << 3), 16))
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}

/** The four float32 of a block's sum, as two float64. */
// @ts-ignore: decorator
@inline
export function widened(sum: v128): v128 {
  const high = v128.shuffle<i64>(sum, sum, 1, 0)
  return f64x2.add(f64x2.promote_low_f32x4(sum), f64x2.promote_low_f32x4(high))
}

/** For `segmentMoments`, in the same memory: rewards, group after group, and what becomes of the groups. */
export const GROUPED_VALUES: usize = LOG_PROBS
export const MEANS: usize = OLD_LOG_PROBS
export const MEAN_TAILS: usize = REF_LOG_PROBS
export const VARIANCES: usize = memory.data(32768, 16)
/** One more than there are groups, four bytes each. */
export const OFFSETS: usize = memory.data(16400, 16)
export const EXACT: usize = MASK
