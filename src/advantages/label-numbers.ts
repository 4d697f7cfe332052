/** N labels, numbered in the order of their first appearance. */
export interface LabelNumbers {
  /** [N] the number of each label. */
  readonly numberOf: Int32Array
  /** [distinct labels] where each of them comes first. */
  readonly firstOf: Int32Array
}

/**
 * Numbers labels in the order of their first appearance. They are compared as the keys of a `Map` are: 7 and '7' differ.
 * Integers that lie close together are looked up in a table; strings, and other numbers, in a hash table of typed arrays,
 * which stays in the processor's caches where a `Map` does not; a mixture in a `Map`. Loops over integers, numbers and strings are
 * separate functions: a loop that meets all of them in one program is compiled for the worst of them.
 */
export function numberLabels(labels: ArrayLike<unknown>): LabelNumbers {
  if (typeof labels[0] === 'string') return numberStrings(labels as ArrayLike<string>) ?? numberFew(labels)
  const numbers = asInt32(labels) ?? asFloat64(labels)
  if (numbers === undefined) return numberFew(labels)
  const range = integerRange(numbers)
  // Prompts drawn from a data set have ids a few times as far apart as there are rollouts.
  return range !== undefined && range.span < 4 * labels.length
    ? numberIntegers(numbers, range)
    : numberFloats(numbers instanceof Float64Array ? numbers : new Float64Array(numbers))
}

/** The labels themselves where they are integers of 32 bits, else undefined. */
function asInt32(labels: ArrayLike<unknown>): Int32Array | undefined {
  if (labels instanceof Int32Array) return labels
  const integers = new Int32Array(labels.length)
  for (let i = 0; i < integers.length; i++) {
    const label = labels[i]
    if (typeof label !== 'number' || (label | 0) !== label) return undefined
    integers[i] = label
  }
  return integers
}

/** The labels where they are numbers, else undefined. NaN is none: it does not equal itself. */
function asFloat64(labels: ArrayLike<unknown>): Float64Array | undefined {
  const numbers = labels instanceof Float64Array ? labels : new Float64Array(labels.length)
  for (let i = 0; i < numbers.length; i++) {
    const label = labels[i]
    if (typeof label !== 'number' || Number.isNaN(label)) return undefined
    if (numbers !== labels) numbers[i] = label
  }
  return numbers
}

/** All integers lie in `smallest` … `smallest + span`; the span of none is NaN. */
interface IntegerRange {
  readonly smallest: number
  readonly span: number
}

function integerRange(numbers: Int32Array | Float64Array): IntegerRange | undefined {
  const areIntegers = numbers instanceof Int32Array
  let smallest = numbers[0]!
  let largest = smallest
  let last = Number.NaN
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!
    if (number === last) continue
    last = number
    if (!areIntegers && !Number.isInteger(number)) return undefined
    if (number < smallest) smallest = number
    if (number > largest) largest = number
  }
  return { smallest, span: largest - smallest }
}

function numberIntegers(labels: Int32Array | Float64Array, { smallest, span }: IntegerRange): LabelNumbers {
  /** One more than the number of `smallest + k`; 0 for a label not met yet. */
  const table = new Int32Array(span + 1)
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(Math.min(table.length, labels.length))
  let distinct = 0
  let last = Number.NaN
  let number = 0
  for (let i = 0; i < numberOf.length; i++) {
    const label = labels[i]!
    // Most trainers hold the rollouts of a prompt side by side.
    if (label !== last) {
      const k = label - smallest
      number = table[k]! - 1
      if (number < 0) {
        number = distinct
        firstOf[distinct++] = i
        table[k] = distinct
      }
      last = label
    }
    numberOf[i] = number
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}

/**
 * Open addressing with linear probing. A slot holds the number + 1 of the label beside it in `keys`, or 0. At most half of the
 * slots are taken.
 */
function numberFloats(labels: Float64Array): LabelNumbers {
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(labels.length)
  let slots = new Int32Array(1024)
  let keys = new Float64Array(slots.length)
  let distinct = 0
  for (let i = 0; i < numberOf.length; i++) {
    const label = labels[i]!
    if (i > 0 && label === labels[i - 1]) {
      numberOf[i] = numberOf[i - 1]!
      continue
    }
    const at = slotOf(label, keys, slots)
    if (slots[at] === 0) {
      firstOf[distinct++] = i
      slots[at] = distinct
      keys[at] = label
      numberOf[i] = distinct - 1
      if (2 * distinct > slots.length) {
        slots = new Int32Array(4 * slots.length)
        keys = new Float64Array(slots.length)
        for (let n = 0; n < distinct; n++) {
          const key = labels[firstOf[n]!]!
          const to = slotOf(key, keys, slots)
          slots[to] = n + 1
          keys[to] = key
        }
      }
    } else numberOf[i] = slots[at]! - 1
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}

/** Where a label stands, or where it would. */
function slotOf(label: number, keys: Float64Array, slots: Int32Array): number {
  const last = slots.length - 1
  let at = hashOf(label) & last
  while (slots[at] !== 0 && keys[at] !== label) at = (at + 1) & last
  return at
}

/** Both zeros are one label, and have one hash. */
function hashOf(label: number): number {
  FLOAT[0] = label + 0
  return mixed(Math.imul(HALVES[0]! ^ SEED, 0x5bd1e995) ^ Math.imul(HALVES[1]!, 0x1b873593))
}

const FLOAT = new Float64Array(1)
const HALVES = new Int32Array(FLOAT.buffer)

/**
 * Open addressing as for numbers, but a slot holds the hash of a label and its number + 1; only where the hash is the same are
 * labels compared. They are hashed a block ahead.
 *
 * @returns undefined where a label is no string
 */
function numberStrings(labels: ArrayLike<string>): LabelNumbers | undefined {
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(labels.length)
  const hashes = new Int32Array(BLOCK)
  let slots = new Int32Array(2 * 1024)
  let distinct = 0
  for (let i = 0; i < numberOf.length; i++) {
    if (i % BLOCK === 0 && !hashStrings(labels, i, hashes)) return undefined
    // Most trainers hold the rollouts of a prompt side by side.
    if (i > 0 && labels[i] === labels[i - 1]) {
      numberOf[i] = numberOf[i - 1]!
      continue
    }
    const hash = hashes[i % BLOCK]!
    const last = slots.length - 1
    let at = (2 * hash) & last
    while (slots[at + 1] !== 0) {
      if (slots[at] === hash && labels[firstOf[slots[at + 1]! - 1]!] === labels[i]) break
      at = (at + 2) & last
    }
    if (slots[at + 1] === 0) {
      firstOf[distinct++] = i
      slots[at] = hash
      slots[at + 1] = distinct
      numberOf[i] = distinct - 1
      if (4 * distinct > slots.length) slots = grown(slots)
    } else {
      numberOf[i] = slots[at + 1]! - 1
    }
  }
  return { numberOf, firstOf: firstOf.subarray(0, distinct) }
}

/** Labels hashed at a time: their memory fits into the first cache. */
const BLOCK = 64

/** The same entries in four times as many slots. */
function grown(slots: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(4 * slots.length)
  const last = more.length - 1
  for (let from = 0; from < slots.length; from += 2) {
    if (slots[from + 1] === 0) continue
    let at = (2 * slots[from]!) & last
    while (more[at + 1] !== 0) at = (at + 2) & last
    more[at] = slots[from]!
    more[at + 1] = slots[from + 1]!
  }
  return more
}

/** Differs from process to process, so that nobody can choose labels that all fall on one slot. */
const SEED = /* @__PURE__ */ Math.floor(/* @__PURE__ */ Math.random() * 2 ** 32) | 0

/**
 * Strings in random order lie anywhere in memory: both ends of each string of the block are read first, so that the
 * processor waits for them all together and not for one after the other. A label that repeats the one before it needs no hash.
 *
 * @returns false where a label is no string
 */
function hashStrings(labels: ArrayLike<string>, from: number, hashes: Int32Array): boolean {
  const to = Math.min(from + BLOCK, labels.length)
  for (let i = from; i < to; i++) if (typeof labels[i] !== 'string') return false
  // Where neighbours are equal, the order is not random.
  if (labels[from] !== labels[from + 1]) {
    for (let i = from; i < to; i++) hashes[i - from] = labels[i]!.charCodeAt(labels[i]!.length - 1)
  }
  for (let i = from; i < to; i++) {
    const label = labels[i]!
    if (i > from && label === labels[i - 1]) continue
    let hash = SEED
    for (let c = 0; c < label.length; c++) {
      hash = Math.imul(hash ^ label.charCodeAt(c), 0x5bd1e995) ^ (hash >>> 15)
    }
    hashes[i - from] = mixed(hash)
  }
  return true
}

/** Lets every bit of the hash act on the low ones, which choose the slot. */
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return half ^ (half >>> 13)
}

/** The same by a `Map`: for labels of any kind, and the best where there are few different ones. */
export function numberFew(labels: ArrayLike<unknown>): LabelNumbers {
  const numbers = new Map<unknown, number>()
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(labels.length)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]
    const number = numbers.get(label) ?? numbers.size
    if (number === numbers.size) {
      numbers.set(label, number)
      firstOf[number] = i
    }
    numberOf[i] = number
  }
  return { numberOf, firstOf: firstOf.subarray(0, numbers.size) }
}
