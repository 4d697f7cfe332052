import type { Layout } from './layout.js'

/** Which response tokens take part in a loss. */
export interface TokenSelection {
  /** Shaped like the tokens: 1 where a response token stays. As `responseMask` the others leave the denominators too. */
  readonly responseMask: Uint8Array
  /** Same shape: 1 where it stays, 0 elsewhere. As `importanceWeights` the others stay in the denominators, as in TRL. */
  readonly weights: Float64Array
  readonly metrics: {
    /** Share of the response tokens that are dropped. */
    readonly droppedFraction: number
    /** Share of all rollouts that lose a token. */
    readonly rolloutDroppedFraction: number
  }
}

/** The response tokens but those that `drops` names, by index and rollout. */
export function withoutTokens(
  { rollouts, starts, responseMask }: Layout,
  drops: (token: number, rollout: number) => boolean,
): TokenSelection {
  const kept = new Uint8Array(starts[rollouts]!)
  let tokens = 0
  let dropped = 0
  let rolloutsHit = 0
  for (let s = 0; s < rollouts; s++) {
    const before = dropped
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      if (responseMask !== undefined && !responseMask[i]) continue
      tokens++
      if (drops(i, s)) dropped++
      else kept[i] = 1
    }
    if (dropped > before) rolloutsHit++
  }
  return {
    responseMask: kept,
    weights: Float64Array.from(kept),
    metrics: {
      droppedFraction: dropped / Math.max(tokens, 1),
      rolloutDroppedFraction: rolloutsHit / Math.max(rollouts, 1),
    },
  }
}
