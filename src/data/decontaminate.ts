import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { BadOption } from '../errors.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { eachNgram } from './each-ngram.js'
import { NgramIndex } from './ngram-index.js'
import { TEXT_RULES, type TextRuleName, textRule } from './text-rule.js'

export interface DecontaminateOptions {
  /** What a word is. Default `golongrl`. */
  readonly rule?: TextRuleName
  /** Words of an n-gram. Default: the rule's own, 13 for `golongrl`. */
  readonly n?: number
  /** N-grams found in more records than this are templates, not leaks, and are ignored. Default 10; Infinity ignores none. */
  readonly common?: number
}

const DECONTAMINATE_OPTIONS: OptionRows<DecontaminateOptions> = {
  rule: { kind: 'choice', of: TEXT_RULES, default: 'golongrl' },
  n: { kind: 'number', from: 1, to: 1000, whole: true },
  common: { kind: 'number', from: 1, default: 10 },
}

/** A run of `n` words that a record shares with a benchmark. */
export interface ContaminationMatch {
  /** The benchmark text, by its number in the order of `addBenchmark`. */
  readonly benchmark: number
  /** The shared words, as the rule compares them. */
  readonly text: string
  /** Where they begin in the record's prepared text, in UTF-16 code units. */
  readonly start: number
}

export interface ContaminatedRecord {
  /** By its number in the order of `addRecord`. */
  readonly record: number
  /** One for each benchmark text it shares words with, the first place of each. */
  readonly matches: readonly ContaminationMatch[]
}

export interface Decontaminator {
  /** Puts a benchmark's text into the index; all of them before the first record. @returns its number of words */
  readonly addBenchmark: (text: string) => number
  /** Looks a record's text up. */
  readonly addRecord: (text: string) => void
  /** The records that share an n-gram which is not common, in order; asked once all records are in. */
  readonly contaminated: () => readonly ContaminatedRecord[]
  /** Different n-grams in the index, and how many of them are common to many records. */
  readonly counts: () => { readonly ngrams: number; readonly common: number }
}

/**
 * Finds records that share `n` words in a row with a benchmark: n-gram decontamination. A text of fewer than `n` words has no
 * n-gram; look for those by equality.
 *
 * A record is scanned once. For each n-gram of the index the first `common` records that hold it are kept; with one more it is
 * common, and none of them is flagged for it. Memory is that of the index and of what was found.
 *
 * @returns `Left BadOption` for an option that is unknown or out of range.
 */
export function createDecontaminator(options: DecontaminateOptions = {}): Either<BadOption, Decontaminator> {
  const wrong = findBadOption(options, DECONTAMINATE_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const rule = textRule(options.rule ?? 'golongrl')
  const { n = rule.n, common = 10 } = options
  const index = new NgramIndex()
  const found = new Map<number, Occurrence[] | typeof COMMON>()
  let benchmarks = 0
  let records = 0

  const addRecord = (text: string): void => {
    const record = records++
    const prepared = rule.prepare(text)
    const own = new Set<number>()
    eachNgram(prepared, rule, n, (low, high, start, end) => {
      const slot = index.find(low, high)
      if (slot < 0 || own.has(slot)) return
      own.add(slot)
      const occurrences = found.get(slot)
      if (occurrences === COMMON) return
      const occurrence = { record, start, text: prepared.slice(start, end) }
      if (occurrences === undefined) found.set(slot, [occurrence])
      else if (occurrences.length < common) occurrences.push(occurrence)
      else found.set(slot, COMMON)
    })
  }

  return right({
    addBenchmark: (text) => {
      const source = benchmarks++
      return eachNgram(rule.prepare(text), rule, n, (low, high) => index.add(low, high, source))
    },
    addRecord,
    contaminated: () => byRecord(index, found),
    counts: () => ({
      ngrams: index.size,
      common: [...found.values()].filter((occurrences) => occurrences === COMMON).length,
    }),
  })
}

const COMMON = 'common'

interface Occurrence {
  readonly record: number
  readonly start: number
  readonly text: string
}

function byRecord(
  index: NgramIndex,
  found: ReadonlyMap<number, readonly Occurrence[] | typeof COMMON>,
): readonly ContaminatedRecord[] {
  const records = new Map<number, Map<number, ContaminationMatch>>()
  for (const [slot, occurrences] of found) {
    if (occurrences === COMMON) continue
    const benchmark = index.sourceAt(slot)
    for (const { record, start, text } of occurrences) {
      let matches = records.get(record)
      if (matches === undefined) {
        matches = new Map()
        records.set(record, matches)
      }
      const first = matches.get(benchmark)
      if (first === undefined || start < first.start) matches.set(benchmark, { benchmark, text, start })
    }
  }
  return [...records]
    .sort(([a], [b]) => a - b)
    .map(([record, matches]) => ({
      record,
      matches: [...matches.values()].sort((a, b) => a.start - b.start || a.benchmark - b.benchmark),
    }))
}
