import { MASK } from './tile'

/** How many of the tokens from … to − 1 the mask selects. */
export function countTokens(from: i32, to: i32): i32 {
  let leftOut = 0
  let token = from
  for (; token + 16 <= to; token += 16) {
    leftOut += popcnt(i8x16.bitmask(i8x16.eq(v128.load(token, MASK), i8x16.splat(0))))
  }
  for (; token < to; token++) leftOut += i32(load<u8>(token, MASK) == 0)
  return to - from - leftOut
}
