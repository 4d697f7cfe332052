import type { GivenLayout } from '../../../losses/layout.js'

/** The response tokens of each rollout. */
export const responseTokens = ({
  rollouts,
  tokens = 0,
  offsets,
  responseMask,
}: GivenLayout): readonly (readonly number[])[] =>
  Array.from({ length: rollouts }, (_, s) => {
    const [start, end] = offsets ? [offsets[s]!, offsets[s + 1]!] : [s * tokens, (s + 1) * tokens]
    const row = Array.from({ length: end - start }, (_, t) => start + t)
    return row.filter((i) => responseMask === undefined || Boolean(responseMask[i]))
  })
