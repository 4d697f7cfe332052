/**
 * The layout of the module's memory. The host copies one tile of tokens in, calls the kernels on each row's part of
 * it, and copies the gradient out, so the memory stays at a few hundred kilobytes (second-level cache) however large the
 * batch is. Addresses are in bytes; everything about a token is float32.
 *
 * The addresses of token arrays are variables: where an array of the batch lies in this memory as a whole, the host points
 * there instead of copying. Kernels keep them in locals, since a variable of the module is read from memory at each use.
 *
 * Vectors hold four tokens, and a row may end within one: arrays have room for reads and writes beyond the last token.
 */

/** Tokens that fit in a tile: two log-probabilities and a gradient of each take a fifth of the cache. */
export const TILE: i32 = 16384

/** Grouped rewards that fit, and groups. */
export const GROUP_TILE: i32 = 4096

/** Tokens that are summed in float32 before the sum is added to a float64. */
export const BLOCK: i32 = 64

/** The importance ratio is exp(LOG_PROBS − OLD_LOG_PROBS). Of float64 inputs the first holds the difference, the second 0. */
export let LOG_PROBS: usize = memory.data(4 * TILE + 16, 16)
export let OLD_LOG_PROBS: usize = memory.data(4 * TILE + 16, 16)
/** The same for KL_LOG_PROBS − REF_LOG_PROBS. */
export let KL_LOG_PROBS: usize = memory.data(4 * TILE + 16, 16)
export let REF_LOG_PROBS: usize = memory.data(4 * TILE + 16, 16)
export let ADVANTAGES: usize = memory.data(4 * TILE + 16, 16)
export let IMPORTANCE_WEIGHTS: usize = memory.data(4 * TILE + 16, 16)
export let GRADIENT: usize = memory.data(4 * TILE + 16, 16)
/** One byte a token; non-zero selects. */
export let MASK: usize = memory.data(TILE + 16, 16)

/** Options, each four times over, so that one load fills a vector. */
export const OPTIONS: usize = memory.data(144, 16)
/** What the kernels add up over a tile, see each kernel. */
export const SUMS: usize = memory.data(128, 16)

/** Loads option `index` into all four lanes. */
// @ts-ignore: decorator
@inline
export function option(index: usize): v128 {
  return v128.load(OPTIONS + (index << 4))
}

/** How much of a whole block the mask selects. */
export const NONE: i32 = 0
export const SOME: i32 = 1
export const ALL: i32 = 2

/** How much the mask selects of the tokens from … to − 1, at most a block; SOME for less than a block. */
// @ts-ignore: decorator
@inline
export function selection(from: i32, to: i32): i32 {
  if (to - from < BLOCK) return SOME
  const at = MASK + <usize>from
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  if (i8x16.all_true(i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d)))) return ALL
  return v128.any_true(v128.or(v128.or(a, b), v128.or(c, d))) ? SOME : NONE
}

/** Of the four tokens from `token` on: all bits set in the lanes that the mask leaves out, or that are at `to` or later. */
// @ts-ignore: decorator
@inline
export function leftOut(token: i32, to: i32): v128 {
  const bytes = v128.load32_zero(MASK + <usize>token)
  const lanes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes))
  const beyond = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(to - token))
  return v128.or(i32x4.eq(lanes, i32x4.splat(0)), beyond)
}

/** a − b for the four tokens from `token` on. */
// @ts-ignore: decorator
@inline
export function difference(a: usize, b: usize, token: i32): v128 {
  const at = <usize>token << 2
  return f32x4.sub(v128.load(a + at), v128.load(b + at))
}

/** The four float32 of a block's sum, as two float64. */
// @ts-ignore: decorator
@inline
export function widened(sum: v128): v128 {
  const high = v128.shuffle<i64>(sum, sum, 1, 0)
  return f64x2.add(f64x2.promote_low_f32x4(sum), f64x2.promote_low_f32x4(high))
}

/** Adds float64 `values` to the pair at `offset` of SUMS. */
// @ts-ignore: decorator
@inline
export function addToSums(offset: usize, values: v128): void {
  v128.store(SUMS + offset, f64x2.add(v128.load(SUMS + offset), values))
}

/** For `segmentMoments`: rewards, group after group, and the results of each group. */
export const GROUPED_VALUES: usize = memory.data(8 * GROUP_TILE, 16)
export const MEANS: usize = memory.data(8 * GROUP_TILE, 16)
export const MEAN_TAILS: usize = memory.data(8 * GROUP_TILE, 16)
export const VARIANCES: usize = memory.data(8 * GROUP_TILE, 16)
/** One more than there are groups, four bytes each. */
export const OFFSETS: usize = memory.data(4 * GROUP_TILE + 16, 16)
/** One byte a group. */
export const EXACT: usize = memory.data(GROUP_TILE, 16)
