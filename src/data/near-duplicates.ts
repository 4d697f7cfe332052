import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadOption, badOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { eachNgram, mixed } from './each-ngram.js'
import { TEXT_RULES, type TextRule, type TextRuleName, textRule } from './text-rule.js'

export interface NearDuplicateOptions {
  /** What a word is. Default `golongrl`. */
  readonly rule?: TextRuleName
  /** Words of a shingle. Default 5. */
  readonly n?: number
  /** Bands b and rows r of the signature of b·r hashes. Default 14 and 8, as datatrove. */
  readonly bands?: number
  readonly rows?: number
}

const NEAR_DUPLICATE_OPTIONS: OptionRows<NearDuplicateOptions> = {
  rule: { kind: 'choice', of: TEXT_RULES, default: 'golongrl' },
  n: { kind: 'number', from: 1, to: 1000, whole: true, default: 5 },
  bands: { kind: 'number', from: 1, to: 1000, whole: true, default: 14 },
  rows: { kind: 'number', from: 1, to: 1000, whole: true, default: 8 },
}

export interface DuplicateCluster {
  /** The texts that belong together, by their numbers in the order of `add`, two or more. */
  readonly members: readonly number[]
  /** [members] estimated Jaccard similarity of each to the first; 1 for the first itself. */
  readonly similarities: readonly number[]
}

export interface NearDuplicates {
  readonly add: (text: string) => void
  /** The clusters found so far, in the order of their first members. Texts without a word belong to none. */
  readonly clusters: () => readonly DuplicateCluster[]
}

/**
 * Finds texts that share most of their shingles (runs of `n` words), by MinHash with banding: of each text the smallest of every one
 * of b·r hashes of its shingles; two texts are candidates when all r hashes of a band agree. With J their Jaccard similarity,
 *
 *     P(found) = 1 − (1 − J^r)^b        0.92 at J = 0.8, 0.9996 at J = 0.9 for 14 bands of 8
 *
 * The share of equal hashes estimates J, with a standard deviation of √(J(1 − J) / (b·r)). Clusters are the connected components. A text of
 * fewer than `n` words is one shingle.
 *
 * @returns `Left BadOption` for an option that is unknown or out of range.
 * @see datatrove, `pipeline/dedup/minhash.py`; Broder, On the resemblance and containment of documents, 1997
 */
export function createNearDuplicates(options: NearDuplicateOptions = {}): Either<BadOption, NearDuplicates> {
  const wrong = findBadOption(options, NEAR_DUPLICATE_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const { n = 5, bands = 14, rows = 8 } = options
  if (bands * rows > 4096) return left(badOption('options.bands', 'at most 4096 / rows', bands))
  const rule = textRule(options.rule ?? 'golongrl')
  const hashes = hashFunctions(bands * rows)
  /** Of each text with a word: its number, a byte of each hash of its signature, and two hashes of each band. */
  const numbers = growingRows((size) => new Uint32Array(size), 1)
  const signatures = growingRows((size) => new Uint8Array(size), bands * rows)
  const keys = growingRows((size) => new Uint32Array(size), 2 * bands)
  let texts = 0

  const add = (text: string): void => {
    const number = texts++
    const signature = signatureOf(text, rule, n, hashes)
    if (signature === undefined) return
    numbers.append([number])
    signatures.append(signature)
    keys.append(bandKeys(signature, rows))
  }

  return right({
    add,
    clusters: () => {
      const sets = disjointSets(numbers.count())
      for (let band = 0; band < bands; band++) joinEqual(keys, 2 * band, sets)
      return sets.members().map((members) => ({
        members: members.map((row) => numbers.at(row, 0)),
        similarities: members.map((row) => agreement(signatures, members[0]!, row)),
      }))
    },
  })
}

/** Rows of `width` numbers each, as many as come, in blocks: none is ever copied. */
function growingRows<Block extends Uint8Array | Uint32Array>(
  newBlock: (size: number) => Block,
  width: number,
) {
  const blocks: Block[] = []
  let count = 0
  return {
    width,
    count: () => count,
    append: (row: ArrayLike<number>): void => {
      if (count % ROWS_OF_A_BLOCK === 0) blocks.push(newBlock(ROWS_OF_A_BLOCK * width))
      blocks.at(-1)!.set(row, (count % ROWS_OF_A_BLOCK) * width)
      count++
    },
    at: (row: number, column: number): number =>
      blocks[Math.floor(row / ROWS_OF_A_BLOCK)]![(row % ROWS_OF_A_BLOCK) * width + column]!,
  }
}

type GrowingRows = ReturnType<typeof growingRows>

const ROWS_OF_A_BLOCK = 1024

/** Sets of rows; a set goes by its smallest row, so that it does not matter in which order they were joined. */
function disjointSets(count: number) {
  const parents = Int32Array.from({ length: count }, (_, row) => row)
  const rootOf = (row: number): number => {
    let root = row
    while (parents[root] !== root) root = parents[root]!
    while (parents[row] !== root) {
      const next = parents[row]!
      parents[row] = root
      row = next
    }
    return root
  }
  return {
    join: (first: number, second: number): void => {
      const [a, b] = [rootOf(first), rootOf(second)]
      parents[Math.max(a, b)] = Math.min(a, b)
    },
    /** The sets of two rows or more, in the order of their first ones. */
    members: (): number[][] => {
      const members = new Map<number, number[]>()
      for (let row = 0; row < count; row++) {
        const root = rootOf(row)
        if (root === row) continue
        const set = members.get(root)
        if (set === undefined) members.set(root, [root, row])
        else set.push(row)
      }
      return [...members.entries()].sort(([a], [b]) => a - b).map(([, set]) => set)
    },
  }
}

/** Joins the rows that agree in both numbers of a key, found by open addressing. */
function joinEqual(keys: GrowingRows, column: number, sets: ReturnType<typeof disjointSets>): void {
  const count = keys.count()
  const mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1
  const slots = new Int32Array(mask + 1).fill(-1)
  for (let row = 0; row < count; row++) {
    const [low, high] = [keys.at(row, column), keys.at(row, column + 1)]
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const other = slots[slot]!
      if (other === -1) slots[slot] = row
      else if (keys.at(other, column) !== low || keys.at(other, column + 1) !== high) continue
      else sets.join(other, row)
      break
    }
  }
}

/** Two hashes of the `rows` numbers of each band: two bands share both with a chance of about 2⁻⁶⁴. */
function bandKeys(signature: Uint32Array, rows: number): Uint32Array {
  const bands = signature.length / rows
  const keys = new Uint32Array(2 * bands)
  for (let band = 0; band < bands; band++) {
    let [low, high] = [0, 0x9e3779b9]
    for (let row = 0; row < rows; row++) {
      const hash = signature[band * rows + row]!
      low = mixed(Math.imul(low, 31) + hash)
      high = mixed(Math.imul(high ^ hash, 0x85ebca6b))
    }
    keys[2 * band] = low
    keys[2 * band + 1] = high
  }
  return keys
}

/**
 * The Jaccard similarity of two texts, |A ∩ B| / |A ∪ B| over their sets of shingles, which the signatures of `createNearDuplicates`
 * estimate. Two texts without a word share nothing: 0.
 *
 * @returns `Left BadOption` for an option that is unknown or out of range.
 */
export function shingleSimilarity(
  first: string,
  second: string,
  options: Pick<NearDuplicateOptions, 'rule' | 'n'> = {},
): Either<BadOption, number> {
  const { rule: ruleRow, n: nRow } = NEAR_DUPLICATE_OPTIONS
  const wrong = findBadOption(options, { rule: ruleRow, n: nRow })
  if (wrong !== undefined) return left(wrong)
  const { n = 5 } = options
  const rule = textRule(options.rule ?? 'golongrl')
  const [a, b] = [shinglesOf(first, rule, n), shinglesOf(second, rule, n)]
  let common = 0
  for (const shingle of a) if (b.has(shingle)) common++
  const all = a.size + b.size - common
  return right(all === 0 ? 0 : common / all)
}

/** Each shingle as 53 bits of its two hashes. */
function shinglesOf(text: string, rule: TextRule, n: number): ReadonlySet<number> {
  const shingles = new Set<number>()
  eachShingle(text, rule, n, (low, high) => void shingles.add((low >>> 0) + (high & 0x1fffff) * 2 ** 32))
  return shingles
}

/** The runs of `n` words; a text of fewer is one shingle. */
function eachShingle(
  text: string,
  rule: TextRule,
  n: number,
  visit: (low: number, high: number) => void,
): void {
  const prepared = rule.prepare(text)
  const words = eachNgram(prepared, rule, n, visit)
  if (words > 0 && words < n) eachNgram(prepared, rule, words, visit)
}

interface HashFunctions {
  readonly factors: Int32Array
  readonly offsets: Int32Array
}

/** h ↦ (a·h + b) mod 2³², a odd, from a generator with a fixed seed. */
function hashFunctions(count: number): HashFunctions {
  const [factors, offsets] = [new Int32Array(count), new Int32Array(count)]
  let state = 1
  for (let k = 0; k < count; k++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    factors[k] = state | 1
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    offsets[k] = state
  }
  return { factors, offsets }
}

function signatureOf(
  text: string,
  rule: TextRule,
  n: number,
  { factors, offsets }: HashFunctions,
): Uint32Array | undefined {
  const signature = new Uint32Array(factors.length).fill(0xffffffff)
  let shingles = 0
  const take = (low: number, high: number): void => {
    shingles++
    const shingle = low ^ Math.imul(high, 0x9e3779b1)
    for (let k = 0; k < signature.length; k++) {
      const mixed = (Math.imul(shingle, factors[k]!) + offsets[k]!) | 0
      const hash = (mixed ^ (mixed >>> 15)) >>> 0
      if (hash < signature[k]!) signature[k] = hash
    }
  }
  eachShingle(text, rule, n, take)
  return shingles === 0 ? undefined : signature
}

/** The share of equal hashes, from the share of equal bytes: of different hashes one in 256 has an equal one. */
function agreement(signatures: GrowingRows, a: number, b: number): number {
  let equal = 0
  for (let k = 0; k < signatures.width; k++) if (signatures.at(a, k) === signatures.at(b, k)) equal++
  return Math.max(0, (256 * equal) / signatures.width - 1) / 255
}
