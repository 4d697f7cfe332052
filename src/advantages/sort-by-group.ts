/** Rollout indices, group after group: those of group g are `members[offsets[g]] … members[offsets[g + 1] − 1]`. */
export interface SortedGroups {
  readonly offsets: Int32Array
  readonly members: Int32Array
}

/** A counting sort of the valid rollouts by their group, 0 to `groups` − 1; it keeps the batch's order within each. */
export function sortByGroup(
  groupOf: Int32Array,
  groups: number,
  valid: Uint8Array | undefined,
): SortedGroups {
  const offsets = new Int32Array(groups + 1)
  for (let i = 0; i < groupOf.length; i++) {
    if (valid === undefined || valid[i] === 1) offsets[groupOf[i]! + 1]!++
  }
  for (let g = 0; g < groups; g++) offsets[g + 1]! += offsets[g]!
  const members = new Int32Array(offsets[groups]!)
  const next = offsets.slice(0, groups)
  for (let i = 0; i < groupOf.length; i++) {
    if (valid === undefined || valid[i] === 1) members[next[groupOf[i]!]!++] = i
  }
  return { offsets, members }
}
