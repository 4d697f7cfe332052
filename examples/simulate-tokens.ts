/** Plausible per-token log-probabilities from a seed, for lack of a model: about four characters a token. */
export function simulateTokens(responses: readonly string[], seed = 1) {
  const random = uniform(seed)
  const lengths = responses.map((response) => Math.max(1, Math.ceil(response.length / 4)))
  const tokens = Math.max(...lengths)
  const slots = responses.length * tokens
  const logProbs = new Float64Array(slots)
  const oldLogProbs = new Float64Array(slots)
  const responseMask = new Uint8Array(slots)
  lengths.forEach((length, row) => {
    for (let column = 0; column < length; column++) {
      const slot = row * tokens + column
      responseMask[slot] = 1
      // Most tokens are nearly certain, a few are surprising: an exponential with mean 0.35 nats.
      oldLogProbs[slot] = 0.35 * Math.log(1 - random())
      // A policy some updates later has drifted by about 0.15 nats a token, seldom by more than one.
      logProbs[slot] = Math.min(0, oldLogProbs[slot]! + 0.15 * normal(random))
    }
  })
  return { logProbs, oldLogProbs, responseMask, rollouts: responses.length, tokens }
}

/** Box–Muller. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Uniform numbers in [0, 1): the minimal standard generator of Park and Miller. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return (state - 1) / 2147483646
  }
}
