import { exponential } from './exponential'
import {
  ADVANTAGES,
  BLOCK,
  blockMasked,
  CLIPS,
  difference,
  GRADIENT,
  LOG_PROBS,
  masked,
  OLD_LOG_PROBS,
  option,
  POLICY_WEIGHTS,
  SUMS,
  widened,
} from './tile'

/**
 * PPO's clipped loss with the dual clip, its gradient and its diagnostics: `losses/vanilla.ts` in float32, one pass.
 *
 * Reads LOG_PROBS, OLD_LOG_PROBS (of precision T), ADVANTAGES, POLICY_WEIGHTS, MASK; writes GRADIENT; adds to SUMS: loss, held log-ratios, ratios (two float64 each, from byte 0, 16 and 32), smallest and
 * largest log-ratio (four float32 each, from byte 48 and 64), tokens under the dual clip (i32 at byte 80). CLIPS gets one
 * byte for each four tokens: in the lower four bits, whether the clipped branch is the larger loss, in the upper four,
 * whether the advantage is positive; `countClips` reads it.
 * OPTIONS: 0 and 1 the bounds ± of the log-ratio, 2 and 3 the bounds of the ratio, 4 the dual clip.
 */
export function policyTerm<T>(count: i32): void {
  const zero = f32x4.splat(0)
  let loss = v128.load(SUMS)
  let logRatios = v128.load(SUMS, 16)
  let ratios = v128.load(SUMS, 32)
  let smallest = v128.load(SUMS, 48)
  let largest = v128.load(SUMS, 64)
  let clippedLower = i32.load(SUMS, 80)

  for (let block = 0; block < count; block += BLOCK) {
    if (blockMasked(block)) {
      memory.fill(GRADIENT + (<usize>block << 2), 0, BLOCK << 2)
      memory.fill(CLIPS + (<usize>block >> 2), 0, BLOCK >> 2)
      continue
    }
    let blockLoss = zero
    let blockLogRatios = zero
    let blockRatios = zero
    for (let token = block; token < block + BLOCK; token += 4) {
      const at = <usize>token << 2
      const left = masked(token)
      const raw = difference<T>(LOG_PROBS, OLD_LOG_PROBS, token)
      // Left-out lanes become NaN here, which pmin and pmax skip.
      const seen = v128.or(raw, left)
      smallest = f32x4.pmin(smallest, seen)
      largest = f32x4.pmax(largest, seen)

      // From here on left-out lanes hold log-ratio 0 and advantage 0, hence loss 0 and gradient 0.
      const logRatio = v128.andnot(raw, left)
      const held = f32x4.pmin(f32x4.pmax(logRatio, option(0)), option(1))
      const ratio = exponential(held)
      const negated = f32x4.sub(zero, v128.andnot(v128.load(at, ADVANTAGES), left))

      const unclipped = f32x4.mul(negated, ratio)
      const clipped = f32x4.mul(negated, f32x4.pmin(f32x4.pmax(ratio, option(2)), option(3)))
      const isClipped = f32x4.lt(unclipped, clipped)
      const larger = f32x4.pmax(unclipped, clipped)
      // NaN, which pmin and lt skip, where the advantage is not negative.
      const ceiling = v128.or(f32x4.mul(negated, option(4)), f32x4.le(negated, zero))
      const isLower = f32x4.lt(ceiling, larger)
      const tokenLoss = f32x4.pmin(larger, ceiling)
      const active = v128.andnot(f32x4.eq(held, logRatio), v128.or(isClipped, isLower))

      const weight = v128.load(at, POLICY_WEIGHTS)
      v128.store(at, v128.and(active, f32x4.mul(unclipped, weight)), GRADIENT)

      blockLoss = f32x4.add(blockLoss, f32x4.mul(tokenLoss, weight))
      blockLogRatios = f32x4.add(blockLogRatios, held)
      blockRatios = f32x4.add(blockRatios, v128.andnot(ratio, left))
      const clips = i32x4.bitmask(isClipped) | (i32x4.bitmask(negated) << 4)
      i32.store8(<usize>token >> 2, clips, CLIPS)
      clippedLower += popcnt(i32x4.bitmask(isLower))
    }
    loss = f64x2.add(loss, widened(blockLoss))
    logRatios = f64x2.add(logRatios, widened(blockLogRatios))
    ratios = f64x2.add(ratios, widened(blockRatios))
  }

  v128.store(SUMS, loss)
  v128.store(SUMS, logRatios, 16)
  v128.store(SUMS, ratios, 32)
  v128.store(SUMS, smallest, 48)
  v128.store(SUMS, largest, 64)
  i32.store(SUMS, clippedLower, 80)
}
