import { exponential } from './exponential'
import { GRADIENT, LOG_PROBS, MASK, OLD_LOG_PROBS, OPTIONS, SUMS } from './tile'

/** What is added up; the loop over pairs has it in locals. */
let loss: f64 = 0
let logRatioSum: f64 = 0
let ratioSum: f64 = 0
let ratioMin: f64 = 0
let ratioMax: f64 = 0

/**
 * The pass of `vanilla.ts` over tokens from … to − 1 of one row, two at a time: the same operations on each token, and every sum in the order of
 * the tokens, so that the results are the same to the bit. Where a log-ratio is held or the mask leaves tokens out they are done one by one.
 *
 * Reads LOG_PROBS, OLD_LOG_PROBS, MASK, EXPONENTIALS, OPTIONS; writes GRADIENT, 0 where the mask leaves out; adds to SUMS.
 *
 * @param single whether log-probabilities are float32
 * @param gain weight · advantage, of each token
 * @param least … most: the range of the ratio
 */
export function sumTokens(
  from: i32,
  to: i32,
  single: bool,
  gain: f64,
  advantage: f64,
  least: f64,
  most: f64,
): void {
  loss = load<f64>(SUMS)
  logRatioSum = load<f64>(SUMS, 8)
  ratioSum = load<f64>(SUMS, 16)
  ratioMin = load<f64>(SUMS, 24)
  ratioMax = load<f64>(SUMS, 32)
  let token = from
  while (token < to) {
    if (isWhole(token, to)) token = single ? singles(token, to, gain, advantage, least, most) : doubles(token, to, gain, advantage, least, most)
    const end = min(token + 2, to)
    for (; token < end; token++) addToken(token, single, gain, advantage, least, most)
  }
  store<f64>(SUMS, loss)
  store<f64>(SUMS, logRatioSum, 8)
  store<f64>(SUMS, ratioSum, 16)
  store<f64>(SUMS, ratioMin, 24)
  store<f64>(SUMS, ratioMax, 32)
}

/** Whether the next 16 tokens are of this row, and the mask selects all of them. */
// @ts-ignore: decorator
@inline
function isWhole(token: i32, to: i32): bool {
  return token + 16 <= to && i8x16.all_true(v128.load(MASK + <usize>token))
}

function singles(from: i32, to: i32, gain: f64, advantage: f64, least: f64, most: f64): i32 {
  return addPairs(from, to, true, gain, advantage, least, most)
}

function doubles(from: i32, to: i32, gain: f64, advantage: f64, least: f64, most: f64): i32 {
  return addPairs(from, to, false, gain, advantage, least, most)
}

// @ts-ignore: decorator
@inline
function logProbs(array: usize, token: i32, single: bool): v128 {
  return single
    ? f64x2.promote_low_f32x4(v128.load64_zero(array + (<usize>token << 2)))
    : v128.load(array + (<usize>token << 3))
}

/** @returns the first token that is not done: the mask leaves out one of the 16 from there on, or one of the two is held */
// @ts-ignore: decorator
@inline
function addPairs(from: i32, to: i32, single: bool, gain: f64, advantage: f64, least: f64, most: f64): i32 {
  const gains = f64x2.splat(gain)
  const lowest = f64x2.splat(least)
  const highest = f64x2.splat(most)
  const near = f64x2.splat(load<f64>(OPTIONS))
  const zero = f64x2.splat(0)
  let losses = loss
  let logRatios = logRatioSum
  let ratios = ratioSum
  let smallest = f64x2.splat(ratioMin)
  let largest = f64x2.splat(ratioMax)
  let token = from
  let stop = token
  while (true) {
    if (token == stop) {
      if (!isWhole(token, to)) break
      stop = token + 16
    }
    const logRatio = f64x2.sub(logProbs(LOG_PROBS, token, single), logProbs(OLD_LOG_PROBS, token, single))
    if (!i64x2.all_true(f64x2.le(f64x2.abs(logRatio), near))) break
    const ratio = exponential(logRatio)
    const within = v128.and(f64x2.ge(ratio, lowest), f64x2.le(ratio, highest))
    const bounded = f64x2.pmin(f64x2.pmax(ratio, lowest), highest)
    const gained = f64x2.mul(gains, bounded)
    v128.store(GRADIENT + (<usize>token << 3), v128.and(f64x2.sub(zero, gained), within))
    if (!i64x2.all_true(within)) {
      countClipped(f64x2.extract_lane(ratio, 0), advantage, least, most)
      countClipped(f64x2.extract_lane(ratio, 1), advantage, least, most)
    }
    smallest = f64x2.pmin(smallest, ratio)
    largest = f64x2.pmax(largest, ratio)
    losses = losses - f64x2.extract_lane(gained, 0) - f64x2.extract_lane(gained, 1)
    logRatios = logRatios + f64x2.extract_lane(logRatio, 0) + f64x2.extract_lane(logRatio, 1)
    ratios = ratios + f64x2.extract_lane(ratio, 0) + f64x2.extract_lane(ratio, 1)
    token += 2
  }
  loss = losses
  logRatioSum = logRatios
  ratioSum = ratios
  ratioMin = min(f64x2.extract_lane(smallest, 0), f64x2.extract_lane(smallest, 1))
  ratioMax = max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
  return token
}

function addToken(token: i32, single: bool, gain: f64, advantage: f64, least: f64, most: f64): void {
  const gradient = GRADIENT + (<usize>token << 3)
  if (load<u8>(MASK + <usize>token) == 0) {
    store<f64>(gradient, 0)
    return
  }
  const limit = load<f64>(OPTIONS)
  const raw = single
    ? <f64>load<f32>(LOG_PROBS + (<usize>token << 2)) - <f64>load<f32>(OLD_LOG_PROBS + (<usize>token << 2))
    : load<f64>(LOG_PROBS + (<usize>token << 3)) - load<f64>(OLD_LOG_PROBS + (<usize>token << 3))
  let logRatio = raw
  if (!(abs(raw) <= limit)) {
    // NaN stays NaN.
    logRatio = raw > limit ? limit : raw < -limit ? -limit : raw
    add(5, abs(raw))
  }
  const ratio = logRatio == logRatio ? f64x2.extract_lane(exponential(f64x2.splat(logRatio)), 0) : logRatio
  logRatioSum += logRatio
  ratioSum += ratio
  if (ratio < ratioMin) ratioMin = ratio
  if (ratio > ratioMax) ratioMax = ratio
  if (ratio >= least && ratio <= most) {
    const gained = gain * ratio
    loss -= gained
    store<f64>(gradient, logRatio == raw ? 0 - gained : 0)
  } else {
    loss -= gain * (ratio < least ? least : most)
    store<f64>(gradient, 0)
    countClipped(ratio, advantage, least, most)
  }
}

function countClipped(ratio: f64, advantage: f64, least: f64, most: f64): void {
  if (ratio < least) add(6, 1)
  else if (ratio > most) {
    if (advantage < 0) add(8, ratio > load<f64>(OPTIONS, 16) ? 1 : 0)
    else if (advantage > 0 && ratio > load<f64>(OPTIONS, 8)) add(7, 1)
  }
}

// @ts-ignore: decorator
@inline
function add(sum: usize, value: f64): void {
  store<f64>(SUMS + (sum << 3), load<f64>(SUMS + (sum << 3)) + value)
}
