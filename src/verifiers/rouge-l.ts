import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { answerArea } from '../answers/answer-area.js'
import { joinWhiteSpace, strip } from '../answers/white-space.js'
import type { Tokenizer } from '../answers/words.js'
import { asciiWordsOf, segmentWords, wordsOf } from '../answers/words.js'
import type { BadGold } from '../errors.js'
import { badGold } from '../errors.js'
import { readList } from './golds.js'
import { ColumnIndex, lcsLength, traceLcs, UNKNOWN } from './lcs.js'
import type { Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/**
 * How a summary is cut and counted.
 *
 * - `sentence` (default in `natural`): the whole area as one sequence of Unicode words
 * - `rougeL`: the same on words of `[a-z0-9]`, as google's rouge_score without stemmer
 * - `rougeLsum`: google's summary level: sentences by line, the union of each reference sentence's common
 *   subsequences
 * - `set-based` (default in `published`): the summary level of the Python package `rouge`, which counts
 *   *distinct* words
 */
export type RougeLVariant = 'sentence' | 'rougeL' | 'rougeLsum' | 'set-based'

export interface RougeLOptions extends VerifierOptions {
  /** Default `sentence`, in the published profile `set-based`. */
  readonly variant?: RougeLVariant
  /** Cuts text in scripts without spaces into words. Default: the words of `Intl.Segmenter`. */
  readonly tokenize?: Tokenizer
  /**
   * `set-based` only: the exact word `Chinese` has the tokenizer cut the text, anything else leaves it to
   * spaces.
   */
  readonly language?: string
}

/**
 * ROUGE-L: how much of the longest common subsequence (LCS) of words a summary and a reference share,
 *
 *     P = LCS / predicted words,  R = LCS / reference words,  F1 = 2 · P · R / (P + R) = 2 · LCS / (predicted + reference)
 *
 * and the best over the references. A perfect copy is exactly 1; an answer without a word scores 0;
 * references without a word are skipped.
 *
 * `published` scores the whole text, marker and all, by `set-based`: sentences end at every `.`; every pair
 * of sentences contributes the words of one LCS to a set; P and R are that set's size over the numbers of
 * distinct words; F1 = 2PR / (P + R + 1e-8). The empty word between two dots counts, and one empty reference
 * makes all of them 0.
 *
 * @param prediction the answer text, without its think block
 * @param gold a list of reference summaries
 * @returns Left for a gold that is no list of strings; in the natural profile also for one without a single
 *   word
 * @see Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries; GoLongRL, arXiv 2605.19577:
 *   summarization
 */
export const rougeL = (
  prediction: string,
  gold: unknown,
  options: RougeLOptions = {},
): Either<BadGold, Verdict> => verify(rougeLVerifier, prediction, gold, options)

/** A text as sentences of symbols. */
interface Reference {
  readonly sentences: readonly Int32Array[]
  /** The words of all sentences together. */
  readonly words: Int32Array
  readonly distinctWords: number
  /** The columns of `words`. */
  readonly index: ColumnIndex
}

/** Reference summaries, their words numbered. */
export interface RougeLGold {
  readonly symbols: ReadonlyMap<string, number>
  readonly references: readonly Reference[]
  readonly variant: RougeLVariant
}

interface RougeScore {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export const rougeLVerifier: Verifier<RougeLGold, RougeLOptions> = {
  taskType: 'summarization',
  metric: 'ROUGE-L',

  readGold(gold, options) {
    const { profile = 'natural', variant = profile === 'published' ? 'set-based' : 'sentence' } = options
    const list = readList(gold, profile)
    if (isLeft(list)) return list
    const texts = list.right.map((text) => sentencesOf(text, variant, options))
    const kept = variant === 'sentence' ? texts.filter((sentences) => sentences.length > 0) : texts
    if (kept.length === 0 && profile === 'natural') {
      return left(badGold('gold', 'a list with at least one summary that has words', gold))
    }
    const symbols = new Map<string, number>()
    for (const sentences of kept) {
      for (const words of sentences)
        for (const word of words) if (!symbols.has(word)) symbols.set(word, symbols.size)
    }
    return right({ symbols, references: kept.map((sentences) => numbered(sentences, symbols)), variant })
  },

  score(answer, gold, options) {
    const { profile = 'natural', explain } = options
    const text = profile === 'published' ? answer : answerArea(answer, profile)
    const sentences = sentencesOf(text, gold.variant, options)
    const best = bestScore(sentences, gold)
    return {
      reward: best.f1,
      reason: sentences.length === 0 ? 'no answer' : reasonFor(best.f1),
      ...(explain && {
        explanation: {
          extracted: text,
          steps: [`Best of ${gold.references.length} references, variant ${gold.variant}.`],
          measures: { precision: best.precision, recall: best.recall, f1: best.f1 },
        },
      }),
    }
  },
}

const NOTHING: RougeScore = { precision: 0, recall: 0, f1: 0 }

function bestScore(sentences: readonly (readonly string[])[], gold: RougeLGold): RougeScore {
  if (gold.variant === 'set-based' && gold.references.some((reference) => reference.sentences.length === 0))
    return NOTHING
  const compare = COMPARE[gold.variant]
  let best = NOTHING
  for (const reference of gold.references) {
    const score = compare(sentences, reference, gold.symbols)
    // Without a word in common F1 may be 0 / 0, which is no better than nothing.
    if (score.f1 > best.f1) best = score
  }
  return best
}

/** The sentences of a text as words; empty when it has none. */
function sentencesOf(text: string, variant: RougeLVariant, options: RougeLOptions): string[][] {
  const { tokenize = segmentWords, language } = options
  switch (variant) {
    case 'sentence':
      return withWords([wordsOf(text, tokenize)])
    case 'rougeL':
      return withWords([asciiWordsOf(text)])
    case 'rougeLsum':
      return withWords(text.split('\n').map(asciiWordsOf))
    case 'set-based': {
      const joined = joinWhiteSpace(text.toLowerCase())
      const spaced = language === 'Chinese' ? joinWhiteSpace(tokenize(joined).join(' ')) : joined
      // Only sets of words are compared: a repeated sentence changes nothing.
      const sentences = new Set(spaced.split('.'))
      sentences.delete('')
      return Array.from(sentences, (sentence) => strip(sentence).split(' '))
    }
  }
}

const withWords = (sentences: string[][]): string[][] => sentences.filter((words) => words.length > 0)

function numbered(
  sentences: readonly (readonly string[])[],
  symbols: ReadonlyMap<string, number>,
): Reference {
  const numberedSentences = sentences.map((words) => toSymbols(words, symbols))
  const words = toSymbols(sentences.flat(), symbols)
  return {
    sentences: numberedSentences,
    words,
    distinctWords: new Set(words).size,
    index: new ColumnIndex(symbols.size).fill(words),
  }
}

function toSymbols(words: readonly string[], symbols: ReadonlyMap<string, number>): Int32Array {
  const numbers = new Int32Array(words.length)
  for (let i = 0; i < words.length; i++) numbers[i] = symbols.get(words[i] as string) ?? UNKNOWN
  return numbers
}

type Compare = (
  sentences: readonly (readonly string[])[],
  reference: Reference,
  symbols: ReadonlyMap<string, number>,
) => RougeScore

const sentenceLevel: Compare = ([words = []], reference, symbols) => {
  const common = lcsLength(toSymbols(words, symbols), reference.index)
  const predicted = words.length
  return {
    precision: common / predicted,
    recall: common / reference.words.length,
    f1: (2 * common) / (predicted + reference.words.length),
  }
}

/**
 * google's rougeLsum: a reference sentence's hits are the words of the union of its LCS positions with every
 * predicted sentence; no word counts more often than it occurs on either side.
 */
const summaryLevel: Compare = (sentences, reference, symbols) => {
  const predicted = sentences.map((words) => toSymbols(words, symbols))
  const predictedCounts = countSymbols(predicted, symbols.size)
  const referenceCounts = countSymbols(reference.sentences, symbols.size)
  const index = new ColumnIndex(symbols.size)
  let hits = 0
  for (const sentence of reference.sentences) {
    const inUnion = new Set<number>()
    index.fill(sentence)
    for (const words of predicted) {
      traceLcs(words, index, (_row, column) => {
        inUnion.add(column)
      })
    }
    for (let j = 0; j < sentence.length; j++) {
      const symbol = sentence[j] as number
      if (!inUnion.has(j) || predictedCounts[symbol] === 0 || referenceCounts[symbol] === 0) continue
      hits++
      ;(predictedCounts[symbol] as number)--
      ;(referenceCounts[symbol] as number)--
    }
  }
  const total = sentences.reduce((sum, words) => sum + words.length, 0)
  const precision = hits / total
  const recall = hits / reference.words.length
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}

function countSymbols(sentences: readonly Int32Array[], alphabet: number): Int32Array {
  const counts = new Int32Array(alphabet)
  for (const sentence of sentences) {
    for (const symbol of sentence) (counts[symbol] as number)++ // an unknown one counts nowhere
  }
  return counts
}

const EPSILON = 1e-8

/**
 * The package `rouge` at summary level with `exclusive` counts: |∪ LCS words| over the numbers of distinct
 * words.
 */
const setBased: Compare = (sentences, reference, symbols) => {
  const union = new Uint8Array(symbols.size)
  const predicted = new Set<string>()
  const index = new ColumnIndex(symbols.size)
  const seen = new Set<string>()
  /** The latest predicted sentence, by number, that has the symbol. */
  const inSentence = new Int32Array(symbols.size)
  let common = 0
  for (let i = 0; i < sentences.length; i++) {
    // A word the references lack matches nothing, and the walk back passes over its column: it can be left
    // out.
    const known: number[] = []
    let open = false
    for (const word of sentences[i] as readonly string[]) {
      predicted.add(word)
      const symbol = symbols.get(word)
      if (symbol === undefined) continue
      known.push(symbol)
      inSentence[symbol] = i + 1
      open ||= union[symbol] === 0
    }
    // What a sentence adds are words of its own; where all of them are in the union it adds nothing.
    if (!open || seen.has(known.join())) continue
    seen.add(known.join())
    index.fill(Int32Array.from(known))
    for (const rows of reference.sentences) {
      // Nor do two sentences that share no word but those in the union.
      if (!rows.some((symbol) => inSentence[symbol] === i + 1 && union[symbol] === 0)) continue
      traceLcs(rows, index, (row) => {
        const symbol = rows[row] as number
        common += 1 - (union[symbol] as number)
        union[symbol] = 1
      })
    }
  }
  const precision = common / predicted.size
  const recall = common / reference.distinctWords
  return { precision, recall, f1: 2 * ((precision * recall) / (precision + recall + EPSILON)) }
}

const COMPARE: Readonly<Record<RougeLVariant, Compare>> = {
  sentence: sentenceLevel,
  rougeL: sentenceLevel,
  rougeLsum: summaryLevel,
  'set-based': setBased,
}
