import { badBatch } from '../errors.js'
import { refuse } from '../results.js'
import type { RolloutCorrection } from './rollout-correction.js'

/** Which rollouts a correction leaves. */
export interface RemainingRollouts {
  /** [N] 0 where nothing of the rollout is left: for `groupRollouts({ …, valid })`. */
  readonly valid: Uint8Array
  /** How many rollouts are rejected, and how many lose a part of their tokens. */
  readonly rejected: number
  readonly shortened: number
}

/**
 * Turns the mask of a rollout correction into `valid` for `groupRollouts`, so that a rollout of which no token is left does not
 * stay in its siblings' baseline: of rewards 1 and 0 with the second rejected, the first is a single rollout, not one of
 * two that differ. A token counts as left where the mask selects it and its weight is not 0. A rollout that had no response
 * tokens is not rejected.
 */
export function rejectedRollouts(correction: Pick<RolloutCorrection, 'tokenCounts'>): RemainingRollouts {
  if (correction?.tokenCounts === undefined) {
    refuse(
      badBatch('correction', 'what rolloutCorrection returns, out of its Right (see orThrow)', correction),
    )
  }
  const { selected, kept } = correction.tokenCounts
  const valid = new Uint8Array(selected.length).fill(1)
  let rejected = 0
  let shortened = 0
  for (let s = 0; s < selected.length; s++) {
    if (kept[s] === selected[s]) continue
    if (kept[s]! > 0) shortened++
    else {
      rejected++
      valid[s] = 0
    }
  }
  return { valid, rejected, shortened }
}
