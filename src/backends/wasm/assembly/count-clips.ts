import { CLIPS } from './tile'

/**
 * Of the tokens from … to − 1, how many are clipped below (negative advantage; lower half of the result) and above
 * (positive advantage; upper half).
 */
export function countClips(from: i32, to: i32): i32 {
  let below: i64 = 0
  let above: i64 = 0
  // Eight bytes hold 32 tokens, four in each: clipped in the lower half of a byte, above in the upper half.
  for (let token = from & ~31; token < to; token += 32) {
    const clips = i64.load(<usize>token >> 2, CLIPS)
    const clipped = clips & 0x0f0f0f0f0f0f0f0f & between(from - token, to - token)
    const positive = (clips >> 4) & clipped
    above += popcnt(positive)
    below += popcnt(clipped) - popcnt(positive)
  }
  return <i32>(below | (above << 16))
}

/** The bits of tokens from … to − 1 among 32, laid out as in CLIPS. */
// @ts-ignore: decorator
@inline
function between(from: i32, to: i32): i64 {
  return upTo(to) & ~upTo(from)
}

/** The lower half-bytes' bits of the first `count` of 32 tokens. */
// @ts-ignore: decorator
@inline
function upTo(count: i32): i64 {
  if (count <= 0) return 0
  if (count >= 32) return -1
  const bytes = <i64>(count >> 2) << 3
  const whole = (<i64>1 << bytes) - 1
  const rest = ((<i64>1 << (<i64>(count & 3))) - 1) << bytes
  return whole | rest
}
