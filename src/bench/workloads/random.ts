/** A stream of numbers from a seed, the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number
  /** Normal with mean 0 and variance 1. */
  readonly normal: () => number
  /** An integer in [0, below). */
  readonly integer: (below: number) => number
  readonly pick: <T>(values: readonly T[]) => T
}

/** SplitMix32: one 32-bit state, good enough for workloads. */
export function randomFrom(seed: number): Random {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    mixed ^= mixed >>> 15
    return (mixed >>> 0) / 4294967296
  }
  const integer = (below: number) => Math.floor(uniform() * below)
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer,
    pick: (values) => values[integer(values.length)]!,
  }
}
