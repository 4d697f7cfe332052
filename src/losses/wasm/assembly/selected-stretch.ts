/** So many tokens left out in a row, at the least, end a stretch: copying fewer costs less than another stretch does. */
const GAP: i32 = 512

/**
 * The first stretch of tokens, from … to − 1, at or after `at` that the mask selects from: its first and last token are
 * selected, and no gap of 528 tokens or more lies within it.
 *
 * @param mask its address: one byte a token, with room to read 15 beyond the last
 * @param count tokens in the tile
 * @returns `from` in the lower 16 bits, `to` in the upper; both `count` where nothing more is selected
 */
export function stretchOf(mask: usize, at: i32, count: i32): i32 {
  let from = at
  while (from + 16 <= count && !v128.any_true(v128.load(mask + <usize>from))) from += 16
  while (from < count && load<u8>(mask + <usize>from) == 0) from++
  let to = from
  for (let next = from; next < count && next - to < GAP; next += 16) {
    if (v128.any_true(v128.load(mask + <usize>next))) to = next + 16
  }
  // What the mask says beyond `count` is of another tile.
  to = min(to, count)
  while (to > from && load<u8>(mask + <usize>(to - 1)) == 0) to--
  return from | (to << 16)
}
