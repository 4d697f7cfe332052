import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BadOption, badOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { eachNgram } from './each-ngram.js'
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
  const signatures: (Uint32Array | undefined)[] = []
  const parents: number[] = []
  const firstOfBand = Array.from({ length: bands }, () => new Map<string, number>())

  const rootOf = (text: number): number => {
    let root = text
    while (parents[root] !== root) root = parents[root]!
    while (parents[text] !== root) {
      const next = parents[text]!
      parents[text] = root
      text = next
    }
    return root
  }

  const add = (text: string): void => {
    const number = parents.length
    parents.push(number)
    const signature = signatureOf(text, rule, n, hashes)
    signatures.push(signature)
    if (signature === undefined) return
    for (let band = 0; band < bands; band++) {
      const key = String.fromCharCode(
        ...new Uint16Array(signature.slice(band * rows, (band + 1) * rows).buffer),
      )
      const first = firstOfBand[band]!.get(key)
      if (first === undefined) firstOfBand[band]!.set(key, number)
      else {
        const [a, b] = [rootOf(first), rootOf(number)]
        // The smaller number is the root, so that clusters do not depend on which band was looked at first.
        parents[Math.max(a, b)] = Math.min(a, b)
      }
    }
  }

  return right({
    add,
    clusters: () => {
      const members = new Map<number, number[]>()
      for (let text = 0; text < parents.length; text++) {
        const root = rootOf(text)
        const cluster = members.get(root)
        if (cluster === undefined) members.set(root, [text])
        else cluster.push(text)
      }
      return [...members.values()]
        .filter((cluster) => cluster.length > 1)
        .map((cluster) => ({
          members: cluster,
          similarities: cluster.map((text) => agreement(signatures[cluster[0]!]!, signatures[text]!)),
        }))
    },
  })
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
  const prepared = rule.prepare(text)
  const words = eachNgram(prepared, rule, n, take)
  if (shingles === 0 && words > 0) eachNgram(prepared, rule, words, take)
  return shingles === 0 ? undefined : signature
}

function agreement(a: Uint32Array, b: Uint32Array): number {
  let equal = 0
  for (let k = 0; k < a.length; k++) if (a[k] === b[k]) equal++
  return equal / a.length
}
