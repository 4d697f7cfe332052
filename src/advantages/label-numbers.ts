/** N labels, numbered in the order of their first appearance. */
export interface LabelNumbers {
  /** [N] the number of each label. */
  readonly numberOf: Int32Array
  /** [distinct labels] where each of them comes first. */
  readonly firstOf: Int32Array
}

/**
 * Numbers labels in the order of their first appearance. They are compared as the keys of a `Map` are: 7 and '7' differ.
 * Integers that lie close together are looked up in a table, all other labels in a map.
 */
export function numberLabels(labels: ArrayLike<unknown>): LabelNumbers {
  const range = integerRange(labels)
  // Prompts drawn from a data set have ids a few times as far apart as there are rollouts.
  return range !== undefined && range.span < 4 * labels.length
    ? numberIntegers(labels as ArrayLike<number>, range)
    : numberAny(labels)
}

/** All integers lie in `smallest` … `smallest + span`; the span of none is NaN. */
interface IntegerRange {
  readonly smallest: number
  readonly span: number
}

function integerRange(labels: ArrayLike<unknown>): IntegerRange | undefined {
  let smallest = labels[0] as number
  let largest = smallest
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number
    if (!Number.isInteger(label)) return undefined
    smallest = Math.min(smallest, label)
    largest = Math.max(largest, label)
  }
  return { smallest, span: largest - smallest }
}

function numberIntegers(labels: ArrayLike<number>, { smallest, span }: IntegerRange): LabelNumbers {
  /** The number of `smallest + k`; negative for a label not met yet. */
  const table = new Int32Array(span + 1).fill(-1)
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(table.length)
  let distinct = 0
  for (let i = 0; i < numberOf.length; i++) {
    const k = labels[i]! - smallest
    if (table[k]! < 0) {
      table[k] = distinct
      firstOf[distinct++] = i
    }
    numberOf[i] = table[k]!
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}

/**
 * Rollouts mostly come prompt after prompt, or round after round through the prompts. So the label before is tried first,
 * then the one that followed it last time; the map is asked only when both fail.
 */
function numberAny(labels: ArrayLike<unknown>): LabelNumbers {
  const numbers = new Map([[labels[0], 0]])
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(labels.length)
  const follower = new Int32Array(labels.length)
  let number = 0
  for (let i = 1; i < labels.length; i++) {
    const label = labels[i]
    if (label !== labels[firstOf[number]!]) {
      const likely = follower[number]!
      const next = label === labels[firstOf[likely]!] ? likely : (numbers.get(label) ?? numbers.size)
      if (next === numbers.size) {
        numbers.set(label, next)
        firstOf[next] = i
      }
      follower[number] = next
      number = next
    }
    numberOf[i] = number
  }
  return { numberOf, firstOf: firstOf.subarray(0, numbers.size) }
}
