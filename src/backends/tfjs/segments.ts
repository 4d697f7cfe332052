import type { Tensor1D, Tf } from './tf.js'

/** How to add up S segments of a list, level by level; made once on the host, used for every sum over these segments. */
export interface SegmentPlan {
  /** How many values the list holds. */
  readonly count: number
  /** One gather per level: `[blocks × BLOCK]` positions in the level below; one past its end stands for zero. */
  readonly levels: readonly Int32Array[]
}

const BLOCK = 32

/**
 * Plans the sums of `values[order[j]]`, j from `offsets[s]` to `offsets[s + 1] − 1`, for each segment s.
 * Without `order` the list is already sorted by segment. An empty segment has the sum 0.
 */
export function planSegments(
  offsets: ArrayLike<number>,
  order?: ArrayLike<number>,
  count = offsets[offsets.length - 1]!,
): SegmentPlan {
  const levels: Int32Array[] = []
  let starts = offsets
  let ordered = order
  let below = count
  do {
    const blockStarts = countBlocks(starts)
    levels.push(fillBlocks(starts, blockStarts, ordered, below))
    starts = blockStarts
    ordered = undefined
    below = blockStarts[blockStarts.length - 1]!
  } while (below > offsets.length - 1)
  return { count, levels }
}

/**
 * The sum of each segment, [S].
 *
 * Every segment is cut into blocks of 32, the blocks are summed, and the sums are cut and summed again until one is left
 * per segment. Three reasons not to use the ready-made kernels: `UnsortedSegmentSum` is missing in tfjs's WASM backend;
 * GPUs run it and `ScatterNd` with atomic additions, so two runs differ; and a running float32 sum loses digits with every
 * addend, while here an addend passes through at most 32 additions a level. `GatherV2` and `Sum` exist everywhere.
 */
export function segmentSum(tf: Tf, values: Tensor1D, plan: SegmentPlan): Tensor1D {
  let sums = values
  for (const positions of plan.levels) {
    const withZero = tf.concat([sums, tf.zeros([1])]) as Tensor1D
    const blocks = tf.gather(withZero, tf.tensor2d(positions, [positions.length / BLOCK, BLOCK], 'int32'))
    sums = tf.sum(blocks, 1)
  }
  return sums
}

/** [S + 1] where the blocks of each segment start; every segment has at least one. */
function countBlocks(starts: ArrayLike<number>): Int32Array {
  const blockStarts = new Int32Array(starts.length)
  for (let s = 1; s < starts.length; s++) {
    const size = starts[s]! - starts[s - 1]!
    blockStarts[s] = blockStarts[s - 1]! + Math.max(1, Math.ceil(size / BLOCK))
  }
  return blockStarts
}

function fillBlocks(
  starts: ArrayLike<number>,
  blockStarts: Int32Array,
  order: ArrayLike<number> | undefined,
  zero: number,
): Int32Array {
  const positions = new Int32Array(blockStarts[blockStarts.length - 1]! * BLOCK).fill(zero)
  for (let s = 0; s + 1 < starts.length; s++) {
    const shift = blockStarts[s]! * BLOCK - starts[s]!
    for (let j = starts[s]!; j < starts[s + 1]!; j++)
      positions[j + shift] = order === undefined ? j : order[j]!
  }
  return positions
}
