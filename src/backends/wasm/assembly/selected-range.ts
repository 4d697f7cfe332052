import { MASK } from './tile'

/**
 * The smallest range of tokens, from … to − 1, that holds all that the mask selects of the first `count`.
 *
 * @returns `from` in the lower 16 bits, `to` in the upper; both 0 where nothing is selected
 */
export function selectedRange(count: i32): i32 {
  let from = 0
  while (from + 16 <= count && !v128.any_true(v128.load(MASK + <usize>from))) from += 16
  while (from < count && load<u8>(MASK + <usize>from) == 0) from++
  if (from == count) return 0
  let to = count
  while (to - from >= 16 && !v128.any_true(v128.load(MASK + <usize>(to - 16)))) to -= 16
  while (load<u8>(MASK + <usize>(to - 1)) == 0) to--
  return from | (to << 16)
}
