/** A stream of numbers that a seed fixes, on every machine to the last bit. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Uniform over 0 … n − 1. */
  integer(n: number): number
  /** An index, with these probabilities. */
  draw(probabilities: ArrayLike<number>): number
  /** Near to a standard normal: the sum of twelve uniforms less six. Sums only, so that no engine's `Math.log` enters. */
  normal(): number
  /** The numbers 0 … n − 1 in random order. */
  permutation(n: number): number[]
}

/** The generator mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (n: number): number => Math.floor(uniform() * n)
  return {
    uniform,
    integer,
    draw(probabilities) {
      let left = uniform()
      for (let i = 0; i < probabilities.length; i++) {
        left -= probabilities[i]!
        if (left < 0) return i
      }
      return probabilities.length - 1
    },
    normal() {
      let sum = -6
      for (let i = 0; i < 12; i++) sum += uniform()
      return sum
    },
    permutation(n) {
      const order = Array.from({ length: n }, (_, i) => i)
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1)
        ;[order[i], order[j]] = [order[j]!, order[i]!]
      }
      return order
    },
  }
}
