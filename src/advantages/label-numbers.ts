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
  return range !== undefined && range.span < TABLE_ENTRIES_PER_LABEL * labels.length
    ? numberIntegers(labels as ArrayLike<number>, range)
    : numberAny(labels)
}

/** Prompts drawn from a data set have ids a few times as far apart as there are rollouts. */
const TABLE_ENTRIES_PER_LABEL = 4

/** All integers lie in `smallest` … `smallest + span`. */
interface IntegerRange {
  readonly smallest: number
  readonly span: number
}

function integerRange(labels: ArrayLike<unknown>): IntegerRange | undefined {
  let smallest = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number
    if (!Number.isInteger(label)) return undefined
    smallest = Math.min(smallest, label)
    largest = Math.max(largest, label)
  }
  return labels.length === 0 ? undefined : { smallest, span: largest - smallest }
}

function numberIntegers(labels: ArrayLike<number>, { smallest, span }: IntegerRange): LabelNumbers {
  /** One more than the number of `smallest + k`; 0 for a label not met yet. */
  const table = new Int32Array(span + 1)
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(table.length)
  let distinct = 0
  for (let i = 0; i < numberOf.length; i++) {
    const k = labels[i]! - smallest
    if (table[k] === 0) {
      firstOf[distinct] = i
      table[k] = ++distinct
    }
    numberOf[i] = table[k]! - 1
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}

/**
 * Rollouts mostly come prompt after prompt, or round after round through the prompts. So the label before and the one that
 * came after it are tried first; the map is asked only when both fail.
 */
function numberAny(labels: ArrayLike<unknown>): LabelNumbers {
  const count = labels.length
  const numbers = new Map<unknown, number>()
  const numberOf = new Int32Array(count)
  const firstOf = new Int32Array(count)
  let distinct = 0
  let number = 0
  for (let i = 0; i < count; i++) {
    const label = labels[i]
    if (number >= distinct || label !== labels[firstOf[number]!]) {
      const next = number + 1 < distinct ? number + 1 : 0
      const isNext = next < distinct && label === labels[firstOf[next]!]
      number = isNext ? next : (numbers.get(label) ?? distinct)
      if (number === distinct) {
        numbers.set(label, number)
        firstOf[distinct++] = i
      }
    }
    numberOf[i] = number
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}
