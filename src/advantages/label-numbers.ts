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
 * which stays in the processor's caches where a `Map` does not; a mixture in a `Map`.
 */
export function numberLabels(labels: ArrayLike<unknown>): LabelNumbers {
  const range = integerRange(labels)
  // Prompts drawn from a data set have ids a few times as far apart as there are rollouts.
  if (range !== undefined && range.span < 4 * labels.length) {
    return numberIntegers(labels as ArrayLike<number>, range)
  }
  if (areAll(labels, 'number')) return numberByHash(labels as ArrayLike<number>, hashNumbers)
  if (areAll(labels, 'string')) return numberByHash(labels as ArrayLike<string>, hashStrings)
  return numberAny(labels)
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

/** NaN does not count as a number here: it does not equal itself. */
function areAll(labels: ArrayLike<unknown>, type: 'number' | 'string'): boolean {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]
    // biome-ignore lint/suspicious/noSelfCompare: finds NaN
    if (typeof label !== type || label !== label) return false
  }
  return true
}

/**
 * Open addressing with linear probing. A slot holds the hash of a label and its number + 1, or 0; only where the hash is
 * the same are labels compared. At most half of the slots are taken. Labels are hashed a block ahead.
 */
function numberByHash<T extends number | string>(
  labels: ArrayLike<T>,
  hashBlock: (labels: ArrayLike<T>, from: number, hashes: Int32Array) => void,
): LabelNumbers {
  const numberOf = new Int32Array(labels.length)
  const firstOf = new Int32Array(labels.length)
  const hashes = new Int32Array(BLOCK)
  let slots = new Int32Array(2 * 1024)
  let distinct = 0
  for (let i = 0; i < numberOf.length; i++) {
    if (i % BLOCK === 0) hashBlock(labels, i, hashes)
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
 */
function hashStrings(labels: ArrayLike<string>, from: number, hashes: Int32Array): void {
  const to = Math.min(from + BLOCK, labels.length)
  // Where neighbours are equal, the order is not random.
  if (labels[from] !== labels[from + 1]) {
    for (let i = from; i < to; i++) hashes[i - from] = labels[i]!.charCodeAt(0)
    for (let i = from; i < to; i++) hashes[i - from]! += labels[i]!.charCodeAt(labels[i]!.length - 1)
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
}

/** Both zeros are one label, and have one hash. */
function hashNumbers(labels: ArrayLike<number>, from: number, hashes: Int32Array): void {
  const to = Math.min(from + BLOCK, labels.length)
  for (let i = from; i < to; i++) {
    if (i > from && labels[i] === labels[i - 1]) continue
    FLOAT[0] = labels[i]! + 0
    hashes[i - from] = mixed(Math.imul(HALVES[0]! ^ SEED, 0x5bd1e995) ^ Math.imul(HALVES[1]!, 0x1b873593))
  }
}

const FLOAT = new Float64Array(1)
const HALVES = new Int32Array(FLOAT.buffer)

/** Lets every bit of the hash act on the low ones, which choose the slot. */
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return half ^ (half >>> 13)
}

function numberAny(labels: ArrayLike<unknown>): LabelNumbers {
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
