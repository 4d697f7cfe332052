/** Rollout indices, group after group: those of group g are `members[offsets[g]] … members[offsets[g + 1] − 1]`. */
export interface SortedGroups {
  readonly offsets: Int32Array
  readonly members: Int32Array
}

/** The valid rollouts sorted by their group, 0 to `groups` − 1, in the batch's order within each. */
export function sortByGroup(
  groupOf: Int32Array,
  groups: number,
  valid: Uint8Array | undefined,
): SortedGroups {
  return (valid === undefined ? inOrder(groupOf, groups) : undefined) ?? countingSort(groupOf, groups, valid)
}

/** For rollouts that come group after group; undefined for others. */
function inOrder(groupOf: Int32Array, groups: number): SortedGroups | undefined {
  const offsets = new Int32Array(groups + 1)
  let begun = 0
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!
    if (group < begun - 1) return undefined
    while (begun <= group) offsets[begun++] = i
  }
  while (begun <= groups) offsets[begun++] = groupOf.length
  const members = new Int32Array(groupOf.length)
  for (let i = 0; i < members.length; i++) members[i] = i
  return { offsets, members }
}

function countingSort(groupOf: Int32Array, groups: number, valid: Uint8Array | undefined): SortedGroups {
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
