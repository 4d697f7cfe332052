import { exponential, exponentialNear0, NEAR_0 } from './exponential'
import {
  ADVANTAGES,
  addToSums,
  ALL,
  BLOCK,
  difference,
  GRADIENT,
  IMPORTANCE_WEIGHTS,
  leftOut,
  LOG_PROBS,
  NONE,
  OLD_LOG_PROBS,
  option,
  selection,
  SUMS,
  widened,
} from './tile'

/** Clipped tokens of the current row, below and above. */
let clippedBelow: i32 = 0
let clippedAbove: i32 = 0

/**
 * PPO's clipped loss with the dual clip, its gradient and its diagnostics: `losses/vanilla.ts` in float32, in one pass over
 * the part of a row that lies in the tile, tokens from … to − 1.
 *
 *     L = −A·clip(x, least, most)
 *
 * Reads LOG_PROBS, OLD_LOG_PROBS MASK, and with `perToken` ADVANTAGES and IMPORTANCE_WEIGHTS instead of
 * the row's one advantage; writes GRADIENT; adds to SUMS: loss, held log-ratios, ratios (two float64 each, from byte 0, 16
 * and 32), smallest and largest log-ratio (four float32 each, from byte 48 and 64), tokens under the dual clip (i32 at
 * byte 80).
 * OPTIONS: 0 and 1 the bounds ± of the log-ratio, 2 and 3 the bounds of the ratio, 4 the dual clip.
 *
 * Most blocks are selected as a whole, and have all ratios near 1 and none clipped. Their fast path omits the mask, the
 * bounds of log-ratio and ratio and the scaling by a power of 2, with bit-identical results. If a ratio turns out to be clipped, the
 * block is computed again with the bounds of the ratio; if one is not near 1, with everything.
 *
 * @param weight of the row, in the aggregation
 * @returns the tokens clipped below (negative advantage) and, 16 bits higher, above (positive advantage)
 */
export function policyTerm(from: i32, to: i32, perToken: bool, advantage: f64, weight: f64): i32 {
  clippedBelow = 0
  clippedAbove = 0
  for (let block = from; block < to; block += BLOCK) {
    const end = min(block + BLOCK, to)
    const selected = selection(block, end)
    if (selected == NONE) clearGradient(block)
    else {
      const found = selected != ALL ? FAR : perToken ? variedInside(block, weight) : uniformInside(block, advantage, weight)
      if (found == CLIPPED) {
        if (perToken) variedNear1(block, weight)
        else uniformNear1(block, advantage, weight)
      } else if (found == FAR) {
        if (perToken) varied(block, end, weight)
        else uniform(block, end, advantage, weight)
      }
    }
  }
  return clippedBelow | (clippedAbove << 16)
}

/** Clears the gradient of a whole block; `memory.fill` would be a call out of the module. */
function clearGradient(block: i32): void {
  for (let token = block; token < block + BLOCK; token += 4) {
    v128.store(GRADIENT + (<usize>token << 2), f32x4.splat(0))
  }
}

function uniformInside(from: i32, advantage: f64, weight: f64): i32 {
  return termOfBlock(from, from + BLOCK, INSIDE, false, advantage, weight)
}

function uniformNear1(from: i32, advantage: f64, weight: f64): void {
  termOfBlock(from, from + BLOCK, NEAR_1, false, advantage, weight)
}

function uniform(from: i32, to: i32, advantage: f64, weight: f64): void {
  termOfBlock(from, to, ANYWHERE, false, advantage, weight)
}

function variedInside(from: i32, weight: f64): i32 {
  return termOfBlock(from, from + BLOCK, INSIDE, true, 0, weight)
}

function variedNear1(from: i32, weight: f64): void {
  termOfBlock(from, from + BLOCK, NEAR_1, true, 0, weight)
}

function varied(from: i32, to: i32, weight: f64): void {
  termOfBlock(from, to, ANYWHERE, true, 0, weight)
}

/** What is assumed about the ratios of a block: nothing; all near 1; all near 1 and none clipped. */
const ANYWHERE: i32 = 0
const NEAR_1: i32 = 1
const INSIDE: i32 = 2

/** Whether the assumption held: yes; near 1, but possibly clipped; not near 1. Sums are changed in the first case only. */
const DONE: i32 = 0
const CLIPPED: i32 = 1
const FAR: i32 = 2

/** Ratios that differ by less than this may be in another order once rounded. */
const ROUNDING: f32 = 1e-6

/**
 * Inlined with constant `where` and `perToken`, so that only the code of that case remains.
 *
 * @param where what is assumed about the ratios
 * @returns whether the assumption held; DONE for all but INSIDE
 */
// @ts-ignore: decorator
@inline
function termOfBlock(from: i32, to: i32, where: i32, perToken: bool, advantage: f64, weight: f64): i32 {
  const logProbs = LOG_PROBS
  const oldLogProbs = OLD_LOG_PROBS
  const gradient = GRADIENT
  const near1 = where != ANYWHERE
  const inside = where == INSIDE
  const zero = f32x4.splat(0)
  const infinity = f32x4.splat(Infinity)
  const lowest = option(2)
  const highest = option(3)
  const dualClip = option(4)
  const rowWeight = f32x4.splat(<f32>weight)
  let least = advantage < 0 ? lowest : zero
  let most = advantage < 0 ? dualClip : advantage > 0 ? highest : infinity
  let gain = f32x4.splat(<f32>(0 - advantage * weight))

  let losses = zero
  let logRatios = zero
  let ratios = zero
  let smallest = infinity
  let largest = f32x4.neg(infinity)
  // A lane that compares true is −1.
  let below = zero
  let above = zero
  let dualClipped = zero
  for (let token = from; token < to; token += 4) {
    const at = <usize>token << 2
    const left = near1 ? zero : leftOut(token, to)
    const raw = difference(logProbs, oldLogProbs, token)
    // Lanes that the mask leaves out become NaN here, which pmin and pmax skip.
    const seen = near1 ? raw : v128.or(raw, left)
    smallest = f32x4.pmin(smallest, seen)
    largest = f32x4.pmax(largest, seen)

    const logRatio = near1 ? raw : v128.andnot(raw, left)
    const held = near1 ? raw : f32x4.pmin(f32x4.pmax(logRatio, option(0)), option(1))
    const ratio = near1 ? exponentialNear0(held) : exponential(held)

    if (perToken) {
      const ownWeight = f32x4.mul(v128.load(IMPORTANCE_WEIGHTS + at), rowWeight)
      gain = f32x4.sub(zero, f32x4.mul(v128.load(ADVANTAGES + at), ownWeight))
    }
    logRatios = f32x4.add(logRatios, held)
    ratios = f32x4.add(ratios, selectedOf(ratio, left, near1))
    const unclipped = f32x4.mul(gain, ratio)
    if (inside) {
      v128.store(gradient + at, unclipped)
      if (perToken) losses = f32x4.add(losses, unclipped)
      continue
    }

    if (perToken) {
      const ownAdvantage = v128.load(ADVANTAGES + at)
      const negative = f32x4.lt(ownAdvantage, zero)
      least = v128.and(lowest, negative)
      most = v128.bitselect(dualClip, highest, negative)
      const over = f32x4.gt(ratio, most)
      below = i32x4.sub(below, selectedOf(f32x4.lt(ratio, least), left, near1))
      above = i32x4.sub(above, selectedOf(v128.and(over, f32x4.gt(ownAdvantage, zero)), left, near1))
      dualClipped = i32x4.sub(dualClipped, selectedOf(v128.and(over, negative), left, near1))
    } else {
      below = i32x4.sub(below, selectedOf(f32x4.lt(ratio, least), left, near1))
      above = i32x4.sub(above, selectedOf(f32x4.gt(ratio, most), left, near1))
    }
    const bounded = f32x4.pmin(f32x4.pmax(ratio, least), most)
    const slope = v128.and(unclipped, f32x4.eq(bounded, ratio))
    v128.store(gradient + at, near1 ? slope : v128.andnot(v128.and(slope, f32x4.eq(held, logRatio)), left))
    const loss = perToken ? f32x4.mul(gain, bounded) : bounded
    losses = f32x4.add(losses, selectedOf(loss, left, near1))
  }

  if (inside) {
    const near = v128.and(
      v128.and(f32x4.ge(smallest, f32x4.splat(-NEAR_0)), f32x4.le(largest, f32x4.splat(NEAR_0))),
      v128.and(f32x4.ge(smallest, option(0)), f32x4.le(largest, option(1))),
    )
    // A NaN among the log-ratios makes their sum NaN.
    if (!i32x4.all_true(v128.and(near, f32x4.eq(logRatios, logRatios)))) return FAR
    const floor = f32x4.add(perToken ? lowest : least, f32x4.splat(ROUNDING))
    const ceiling = f32x4.sub(perToken ? highest : most, f32x4.splat(ROUNDING))
    const within = v128.and(f32x4.ge(exponentialNear0(smallest), floor), f32x4.le(exponentialNear0(largest), ceiling))
    if (!i32x4.all_true(within)) return CLIPPED
    if (!perToken) losses = ratios
  }
  const factor = perToken ? f64x2.splat(1) : f64x2.splat(0 - advantage * weight)
  addToSums(0, f64x2.mul(widened(losses), factor))
  addToSums(16, widened(logRatios))
  addToSums(32, widened(ratios))
  v128.store(SUMS, f32x4.pmin(v128.load(SUMS, 48), smallest), 48)
  v128.store(SUMS, f32x4.pmax(v128.load(SUMS, 64), largest), 64)
  clippedBelow += sumOfLanes(below)
  if (perToken || advantage > 0) clippedAbove += sumOfLanes(above)
  if (perToken || advantage < 0) i32.store(SUMS, i32.load(SUMS, 80) + sumOfLanes(perToken ? dualClipped : above), 80)
  return DONE
}

// @ts-ignore: decorator
@inline
function selectedOf(values: v128, left: v128, all: bool): v128 {
  return all ? values : v128.andnot(values, left)
}

// @ts-ignore: decorator
@inline
function sumOfLanes(counts: v128): i32 {
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  )
}
