import { MASK } from './tile'

/** How many of the first `count` tokens the mask selects. */
export function countTokens(count: i32): i32 {
  const mask = MASK
  let leftOut = 0
  let token = 0
  for (; token + 16 <= count; token += 16) {
    leftOut += popcnt(i8x16.bitmask(i8x16.eq(v128.load(mask + <usize>token), i8x16.splat(0))))
  }
  for (; token < count; token++) leftOut += i32(load<u8>(mask + <usize>token) == 0)
  return count - leftOut
}
