/**
 * Packs items into bins, largest first, each into the first bin that has room for it (first fit decreasing). Items of equal
 * size keep their order, so the result is determined. O(N log N): a tree over the bins holds the most room below each node.
 *
 * @param sizes [N] whole numbers from 0 to `capacity`
 * @param most the most items of a bin
 * @returns [N] each item's bin, numbered from 0
 */
export function firstFit(sizes: Int32Array, capacity: number, most = Number.POSITIVE_INFINITY): Int32Array {
  const count = sizes.length
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  let leaves = 1
  while (leaves < count) leaves *= 2
  // Room of each bin at its leaf, −1 for a full number of items; untouched bins have it all.
  const room = new Float64Array(2 * leaves).fill(capacity)
  const items = new Int32Array(count)
  const bins = new Int32Array(count)
  for (const item of order) {
    let node = 1
    while (node < leaves) node = room[2 * node]! >= sizes[item]! ? 2 * node : 2 * node + 1
    const bin = node - leaves
    bins[item] = bin
    items[bin]!++
    room[node] = items[bin]! >= most ? -1 : room[node]! - sizes[item]!
    for (node >>= 1; node > 0; node >>= 1) room[node] = Math.max(room[2 * node]!, room[2 * node + 1]!)
  }
  return bins
}
