import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import { answerArea } from '../answers/answer-area.js'
import { canonical } from '../answers/canonical.js'
import { lenientArea } from '../answers/lenient/find-area.js'
import { plainCharacters } from '../answers/lenient/plain-characters.js'
import { undress } from '../answers/lenient/undress.js'
import type { ResponseText } from '../answers/response-text.js'
import type { Tokenizer } from '../answers/segment-words.js'
import { segmentWords } from '../answers/segment-words.js'
import { joinWhiteSpace, strip } from '../answers/white-space.js'
import { WordNumbers } from '../answers/word-numbers.js'
import { asciiWordsOf, forEachWord } from '../answers/words.js'
import type { MetricError } from '../errors.js'
import { badGold } from '../errors.js'
import type { OptionRows } from '../options/option-row.js'
import { withReadingSteps } from './better-reading.js'
import { firstInArea, readList } from './golds.js'
import { ColumnIndex, lcsLength, lengthSteps, traceLcs, traceSteps } from './lcs.js'
import type { Sentence, Steps } from './sentences.js'
import { asColumns, asRows, countEqual, indexSentences, meet } from './sentences.js'
import type { Score, Verdict } from './verdict.js'
import { reasonFor } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { VERIFIER_OPTIONS, verify } from './verifier.js'

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
 * references without a word are skipped. Answer and references of many ten thousand words may be `undecided`.
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
  prediction: ResponseText,
  gold: unknown,
  options: RougeLOptions = {},
): Either<MetricError, Verdict> => verify(rougeLVerifier, prediction, gold, options)

/** A text cut into words, as symbols, and these into sentences. */
interface CutText {
  /** The words of all sentences, one behind the other. */
  readonly words: Sentence
  /** Where each sentence ends among them. */
  readonly ends: readonly number[]
  /** How many different words; only where sets of words are compared. */
  readonly distinctWords: number
}

/** A reference and its sentences. */
interface Reference extends CutText {
  readonly sentences: readonly Sentence[]
}

/** Reference summaries, their words numbered. */
export interface RougeLGold {
  readonly symbols: WordNumbers
  /** undefined where they are too long to be cut into words */
  readonly references: readonly Reference[] | undefined
  readonly variant: RougeLVariant
}

interface RougeScore {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Which of the references it is the score against. */
  readonly reference?: number
}

export const ROUGE_L_OPTIONS: OptionRows<RougeLOptions> = {
  ...VERIFIER_OPTIONS,
  variant: { kind: 'choice', of: ['sentence', 'rougeL', 'rougeLsum', 'set-based'] },
  tokenize: {
    kind: 'value',
    expected: 'a function from text to words',
    accepts: (value) => typeof value === 'function',
  },
  language: { kind: 'text' },
}

export const rougeLVerifier: Verifier<RougeLGold, RougeLOptions> = {
  taskType: 'summarization',
  metric: 'ROUGE-L',
  options: ROUGE_L_OPTIONS,
  publishedScope: 'response',

  readGold(gold, options, path = 'gold') {
    const { profile = 'natural', variant = profile === 'published' ? 'set-based' : 'sentence' } = options
    const list = readList(gold, profile, path)
    if (isLeft(list)) return list
    const isLenient = options.reading === 'lenient' && profile === 'natural'
    const forms = isLenient ? [...new Set(list.right.flatMap((text) => formsOf(text, variant)))] : list.right
    const symbols = new WordNumbers()
    const numberOf: NumberOf = (text, start, end) => symbols.add(text, start, end)
    const steps = { left: MOST_STEPS }
    const texts = forms.map((text) => cutText(text, variant, options, numberOf, steps))
    if (!texts.every(isDefined)) return right({ symbols, references: undefined, variant })
    const kept = profile === 'natural' ? texts.filter(({ words }) => words.length > 0) : texts
    if (kept.length === 0 && profile === 'natural') {
      return left(badGold(path, 'a list with at least one summary that has words', gold))
    }
    const references = kept.map((text) => ({ ...text, sentences: cutAt(text.words, text.ends) }))
    return right({ symbols, references, variant })
  },

  score(answer, gold, options) {
    const { profile = 'natural', reading } = options
    const strict = judge(profile === 'published' ? answer : answerArea(answer, profile), gold, options)
    if (reading !== 'lenient' || profile === 'published' || strict.reward >= 1) return strict
    const read = lenientArea(answer)
    const text = lenientText(read.text)
    if (countsWords(gold.variant) && haveSameWords(text, answerArea(answer, profile))) return strict
    const lenient = judge(text, gold, options)
    const isBetter = strict.reason === 'undecided' ? !read.asStrict : lenient.reward > strict.reward
    return isBetter ? withReadingSteps(lenient, read) : strict
  },

  perfectAnswer: firstInArea,
}

/** A reference as it is written and as the lenient reading has it, where its words are others then. */
function formsOf(text: string, variant: RougeLVariant): readonly string[] {
  const lenient = lenientText(text)
  return countsWords(variant) && haveSameWords(lenient, text) ? [text] : [text, lenient]
}

/** Whether only the words of a text count, whatever stands between them. */
const countsWords = (variant: RougeLVariant): boolean => variant === 'sentence' || variant === 'rougeL'

const haveSameWords = (a: string, b: string): boolean => a === b || wordsAlone(a) === wordsAlone(b)

const wordsAlone = (text: string): string => strip(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '))

/** A summary in plain characters, its lines without list marks. */
const lenientText = (text: string): string => plainCharacters(text).split('\n').map(undress).join('\n')

function judge(text: string, gold: RougeLGold, options: RougeLOptions): Score {
  const { explain } = options
  const steps = { left: MOST_STEPS }
  const numberOf: NumberOf = (from, start, end) => gold.symbols.find(from, start, end)
  const cut = cutText(text, gold.variant, options, numberOf, steps)
  const best = cut && bestScore(cut, gold, steps)
  if (cut === undefined || best === undefined) {
    const step = `Answer and references are too long for ${MOST_STEPS} steps.`
    return {
      reward: 0,
      reason: 'undecided',
      ...(explain && { explanation: { extracted: text, steps: [step] } }),
    }
  }
  return {
    reward: best.f1,
    reason: cut.ends.length === 0 ? 'no answer' : reasonFor(best.f1),
    ...(explain && {
      explanation: {
        extracted: text,
        steps: [
          `Best of ${gold.references?.length} references, variant ${gold.variant}.`,
          ...missedWords(cut, gold, best.reference),
        ],
        measures: { precision: best.precision, recall: best.recall, f1: best.f1 },
      },
    }),
  }
}

/** The words of the nearest reference that the answer lacks, for an explanation. */
function missedWords(answer: CutText, { symbols, references }: RougeLGold, nearest = 0): string[] {
  const reference = references?.[nearest]
  if (reference === undefined) return []
  const written = new Set(answer.words)
  const own = new Set(reference.words)
  const missed = [...own]
    .filter((symbol) => !written.has(symbol) && symbols.wordOf(symbol) !== '')
    .sort((a, b) => a - b)
    .map((symbol) => JSON.stringify(symbols.wordOf(symbol)))
  if (missed.length === 0) return []
  const named = missed.slice(0, MOST_NAMED).join(', ')
  return [
    `Missed ${missed.length} of ${own.size} words of reference ${nearest + 1}: ${named}${missed.length > MOST_NAMED ? ', …' : ''}.`,
  ]
}

const MOST_NAMED = 10

/**
 * Machine words of the bit-parallel table that one verdict may touch, over all references: an answer and a
 * reference of 15,000 words each, or one of 300 words and a thousand references of 500. Some 40 ms. To cut
 * scripts without spaces into words counts, too.
 */
const MOST_STEPS = 6_000_000

/** For each UTF-16 unit that the tokenizer is handed: 187,500 of them at most. */
const STEPS_TO_CUT = 32

const NOTHING: RougeScore = { precision: 0, recall: 0, f1: 0 }

/** @returns undefined when the work limit was hit */
function bestScore(
  answer: CutText,
  { symbols, references, variant }: RougeLGold,
  steps: Steps,
): RougeScore | undefined {
  if (references === undefined) return undefined
  if (variant === 'set-based' && references.some((reference) => reference.sentences.length === 0))
    return NOTHING
  const compare = COMPARE[variant](answer, symbols.size, steps)
  let best = NOTHING
  for (let i = 0; i < references.length; i++) {
    const score = compare(references[i]!)
    if (steps.left < 0) return undefined
    // Without a word in common F1 may be 0 / 0, which is no better than nothing.
    if (score.f1 > best.f1) best = { ...score, reference: i }
  }
  return best
}

/** The symbol of the word text[start … end − 1]. */
type NumberOf = (text: string, start: number, end: number) => number

/** @returns undefined when the work limit was hit */
function cutText(
  written: string,
  variant: RougeLVariant,
  options: RougeLOptions,
  numberOf: NumberOf,
  steps: Steps,
): CutText | undefined {
  const { profile, tokenize = segmentWords, language } = options
  const text = profile === 'published' ? written : canonical(written)
  const mayCut = (length: number) => {
    steps.left -= length * STEPS_TO_CUT
    return steps.left >= 0
  }
  switch (variant) {
    case 'sentence': {
      const words: number[] = []
      const visit = (from: string, start: number, end: number) => words.push(numberOf(from, start, end))
      return forEachWord(text, tokenize, visit, mayCut) ? oneSentence(words) : undefined
    }
    case 'rougeL':
      return oneSentence(asciiWordsOf(text).map((word) => numberOf(word, 0, word.length)))
    case 'rougeLsum':
      return sentencesOf(text.split('\n').map(asciiWordsOf), numberOf)
    case 'set-based': {
      const joined = joinWhiteSpace(text.toLowerCase())
      const isCut = language === 'Chinese'
      if (isCut && BEYOND_ASCII.test(joined) && !mayCut(joined.length)) return undefined
      const spaced = isCut ? joinWhiteSpace(tokenize(joined).join(' ')) : joined
      // Only sets of words are compared: a repeated sentence changes nothing.
      const sentences = new Set(spaced.split('.'))
      sentences.delete('')
      const cut = [...sentences].map((sentence) => strip(sentence).split(' '))
      return { ...sentencesOf(cut, numberOf), distinctWords: new Set(cut.flat()).size }
    }
  }
}

const BEYOND_ASCII = /[^\0-\x7f]/

const isDefined = <T>(value: T | undefined): value is T => value !== undefined

const oneSentence = (words: Sentence): CutText => ({
  words,
  ends: words.length === 0 ? [] : [words.length],
  distinctWords: 0,
})

/** Sentences without a word are left out. */
function sentencesOf(sentences: readonly (readonly string[])[], numberOf: NumberOf): CutText {
  const words: number[] = []
  const ends: number[] = []
  for (const sentence of sentences) {
    if (sentence.length === 0) continue
    for (const word of sentence) words.push(numberOf(word, 0, word.length))
    ends.push(words.length)
  }
  return { words, ends, distinctWords: 0 }
}

function cutAt(words: Sentence, ends: readonly number[]): readonly Sentence[] {
  let begin = 0
  return ends.map((end) => {
    const sentence = words.slice(begin, end)
    begin = end
    return sentence
  })
}

/** Reads an answer, and then compares any number of references with it. */
type Compare = (answer: CutText, alphabet: number, steps: Steps) => (reference: Reference) => RougeScore

const sentenceLevel: Compare = ({ words }, alphabet, steps) => {
  // The answer makes the columns: they are read once for all references.
  const index = new ColumnIndex(alphabet).fill(asColumns(words, isKnown))
  const predicted = words.length
  return (reference) => {
    steps.left -= lengthSteps(reference.words, index)
    const common = steps.left < 0 ? 0 : lcsLength(reference.words, index)
    return {
      precision: common / predicted,
      recall: common / reference.words.length,
      f1: (2 * common) / (predicted + reference.words.length),
    }
  }
}

const isKnown = (symbol: number): boolean => symbol >= 0

/**
 * google's rougeLsum: a reference sentence's hits are the words of the union of its LCS positions with every
 * predicted sentence; no word counts more often than it occurs on either side.
 *
 * So a word has as many hits as there are positions in the unions, at most the times it is predicted; once it
 * has these, no further position has to be looked for.
 */
const summaryLevel: Compare = ({ words, ends }, alphabet, steps) => {
  const counts = countSymbols(words, alphabet)
  const answer = indexSentences(cutAt(words, ends).map((sentence) => asRows(sentence, isKnown)))
  const index = new ColumnIndex(alphabet)
  const isPredicted = (symbol: number) => (counts[symbol] as number) > 0
  const hits = new Int32Array(alphabet)
  return (reference) => {
    for (const symbol of reference.words) hits[symbol] = 0
    let common = 0
    const open = reference.sentences.map((sentence) => asColumns(sentence, isPredicted))
    for (const { sentence, times } of countEqual(open)) {
      const inUnion = sentence.map(() => false)
      index.fill(sentence)
      const isOpen = (position: number) => {
        const symbol = sentence[position] as number
        return !inUnion[position] && (hits[symbol] as number) < (counts[symbol] as number)
      }
      const addColumn = (_row: number, column: number) => {
        if (inUnion[column]) return
        inUnion[column] = true
        const symbol = sentence[column] as number
        const before = hits[symbol] as number
        hits[symbol] = Math.min(before + times, counts[symbol] as number)
        common += (hits[symbol] as number) - before
      }
      const compare = (rows: Sentence) => {
        steps.left -= traceSteps(rows, index)
        if (steps.left >= 0) traceLcs(rows, index, addColumn)
      }
      meet(sentence, answer, isOpen, compare, steps)
    }
    const precision = common / words.length
    const recall = common / reference.words.length
    return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
  }
}

function countSymbols(words: Sentence, alphabet: number): Int32Array {
  const counts = new Int32Array(alphabet)
  for (const symbol of words) (counts[symbol] as number)++ // an unknown one counts nowhere
  return counts
}

const EPSILON = 1e-8

/**
 * The package `rouge` at summary level with `exclusive` counts: |∪ LCS words| over the numbers of distinct
 * words.
 */
const setBased: Compare = ({ words, ends, distinctWords: predictedWords }, alphabet, steps) => {
  const answer = indexSentences(cutAt(words, ends).map((sentence) => asColumns(sentence, isKnown)))
  const index = new ColumnIndex(alphabet)
  const isPredicted = (symbol: number) => answer.having.has(symbol)
  return (reference) => {
    const union = new Set<number>()
    const open = reference.sentences.map((sentence) => asRows(sentence, isPredicted))
    for (const { sentence } of countEqual(open)) {
      // What two sentences add are words they share; where all of these are in the union they add nothing.
      const isOpen = (position: number) => !union.has(sentence[position] as number)
      const addRow = (row: number) => {
        union.add(sentence[row] as number)
      }
      const compare = (columns: Sentence) => {
        steps.left -= traceSteps(sentence, index.fill(columns))
        if (steps.left >= 0) traceLcs(sentence, index, addRow)
      }
      meet(sentence, answer, isOpen, compare, steps)
    }
    const precision = union.size / predictedWords
    const recall = union.size / reference.distinctWords
    return { precision, recall, f1: 2 * ((precision * recall) / (precision + recall + EPSILON)) }
  }
}

const COMPARE: Readonly<Record<RougeLVariant, Compare>> = {
  sentence: sentenceLevel,
  rougeL: sentenceLevel,
  rougeLsum: summaryLevel,
  'set-based': setBased,
}
