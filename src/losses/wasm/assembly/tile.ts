/**
 * Where things lie in the module's memory. The host copies one tile of tokens in, calls the kernel on each row's part of it, and
 * copies the gradient out, so that the memory stays in the second-level cache however large the batch is. Addresses are in bytes.
 */

/** Tokens that fit in a tile. */
export const TILE: i32 = 8192

/** float64 each, or float32 where both are. Vectors of the last tokens may reach beyond them. */
export const LOG_PROBS: usize = memory.data(8 * TILE + 16, 16)
export const OLD_LOG_PROBS: usize = memory.data(8 * TILE + 16, 16)
/** float64 */
export const GRADIENT: usize = memory.data(8 * TILE + 16, 16)
/** One byte a token; non-zero selects. */
export const MASK: usize = memory.data(TILE + 16, 16)

/** The host's table of e^x at the multiples of ln 2 / 64 from −20 to 20, as `fast-exp.ts` has it: float64. */
export const EXPONENTIALS: usize = memory.data(8 * 3696, 16)
/** float64: the limit of the log-ratio, the upper bound of the clip, the dual clip. */
export const OPTIONS: usize = memory.data(8 * 4, 16)
/** What the kernel adds to: float64, in the order of `SUMS` in `token-kernel.ts`. */
export const SUMS: usize = memory.data(8 * 10, 16)
