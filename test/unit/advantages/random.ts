/** Whole numbers from 0 to `below` − 1; the same ones for the same seed. */
export type RandomInteger = (below: number) => number

export function randomInteger(seed: number): RandomInteger {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    // The low bits of this generator repeat early.
    return Math.floor((state / 2 ** 32) * below)
  }
}
