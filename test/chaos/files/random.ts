/** Whether the long version runs: `npm run test:chaos`. */
export const LONG = process.env.CHAOS === 'long'

/** The seed of everything random here; `CHAOS_SEED` repeats a run. */
export const SEED = Number(process.env.CHAOS_SEED ?? 1)

/** Numbers in [0, 1), the same for the same seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A copy with one bit flipped. */
export function withFlippedBit(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes)
  const position = Math.floor(random() * copy.length)
  copy[position]! ^= 1 << Math.floor(random() * 8)
  return copy
}
