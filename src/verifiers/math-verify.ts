import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { BadGold } from '../errors.js'
import { badGold } from '../errors.js'
import { equalAnswers } from './math/compare.js'
import type { Comparison } from './math/comparison.js'
import { NATURAL, PUBLISHED } from './math/dialect.js'
import { extractNatural } from './math/extract-natural.js'
import { PUBLISHED_WINDOW, type PublishedCandidate, publishedCandidates } from './math/extract-published.js'
import { normalizePublished } from './math/normalize-published.js'
import { readTree } from './math/read-tree.js'
import { naturalReadings } from './math/readings.js'
import type { Tree } from './math/tree.js'
import { newWork, OUT_OF_WORK, type Work } from './math/work.js'
import type { Score, Verdict } from './verdict.js'
import type { Verifier, VerifierOptions } from './verifier.js'
import { verify } from './verifier.js'

/** How two mathematical answers are compared. */
export interface MathVerifyOptions extends VerifierOptions {
  /** Digits to which a decimal must agree with an exact value. Default 6. */
  readonly precision?: number
  /** Tuples are not sets. Default true. */
  readonly strict?: boolean
  /** An inequality may answer for an interval. Default true (natural), false (published). */
  readonly allowSetRelation?: boolean
  /** Whether `50%` answers for 0.5 alone (`value`) or for 50 too (`either`). Default `value`. */
  readonly percentEquivalence?: 'value' | 'either'
  /** Counted steps for one comparison. */
  readonly workLimit?: number
}

/** A gold that was read once. */
export interface MathGold {
  readonly text: string
  readonly readings: readonly Tree[]
}

/** 1 if the answer means what the gold means. */
export const mathVerifier: Verifier<MathGold, MathVerifyOptions> = {
  taskType: 'numerical-reasoning',
  metric: 'math_verify',
  readGold: (gold, options) => {
    if (typeof gold !== 'string' || gold.trim() === '')
      return left(badGold('gold', 'a mathematical expression', gold))
    const work = newWork(options.workLimit)
    try {
      if (options.profile === 'published')
        return right({ text: gold, readings: readPublishedGold(gold, work) })
      const readings = naturalReadings(gold, work)
      return readings.length > 0
        ? right({ text: gold, readings })
        : left(badGold('gold', 'a mathematical expression', gold))
    } catch (raised) {
      if (raised === OUT_OF_WORK) return left(badGold('gold', 'an expression within the work limits', gold))
      throw raised
    }
  },
  score: (answer, gold, options) => {
    try {
      return options.profile === 'published'
        ? scorePublished(answer, gold, options)
        : scoreNatural(answer, gold, options)
    } catch (raised) {
      if (raised === OUT_OF_WORK) return { reward: 0, reason: 'undecided' }
      throw raised
    }
  },
}

const comparison = (options: MathVerifyOptions, work: Work): Comparison => ({
  published: options.profile === 'published',
  precision: options.precision ?? 6,
  strict: options.strict ?? true,
  allowSetRelation: options.allowSetRelation ?? options.profile !== 'published',
  percentEquivalence: options.percentEquivalence ?? 'value',
  work,
  because: () => {},
})

const CORRECT: Score = { reward: 1, reason: 'correct' }
const WRONG: Score = { reward: 0, reason: 'wrong' }
const NO_ANSWER: Score = { reward: 0, reason: 'no answer' }

function scoreNatural(answer: string, gold: MathGold, options: MathVerifyOptions): Score {
  const extraction = extractNatural(answer)
  if (!extraction) return NO_ANSWER
  const work = newWork(options.workLimit)
  const c = comparison(options, work)
  const predictions = naturalReadings(extraction.text, work, gold.readings)
  if (predictions.length === 0) return NO_ANSWER
  for (const reading of gold.readings) {
    for (const prediction of predictions) if (equalAnswers(reading, prediction, c)) return CORRECT
  }
  const [reading] = gold.readings
  if (
    extraction.parts &&
    (reading!.kind === 'list' || reading!.kind === 'logical') &&
    extraction.parts.length === reading!.items.length
  ) {
    const parts = extraction.parts.map((part) => naturalReadings(part, work)[0])
    if (
      parts.every((part) => part !== undefined) &&
      equalAnswers(reading!, { kind: 'list', items: parts }, c)
    )
      return CORRECT
  }
  return WRONG
}

function readPublishedGold(gold: string, work: Work): Tree[] {
  const text = normalizePublished(gold)
  const tree = readTree(text, PUBLISHED, work)
  return tree ? [tree] : [{ kind: 'text', text }]
}

function scorePublished(response: string, gold: MathGold, options: MathVerifyOptions): Score {
  const text = response.slice(-PUBLISHED_WINDOW)
  let fallback: string | undefined
  for (const candidates of publishedCandidates(text)) {
    for (const candidate of candidates) {
      const work = newWork(options.workLimit)
      const c = comparison(options, work)
      const tree = readCandidate(candidate, work)
      fallback ??= candidate.parts.map((part) => normalizePublished(part.text)).join(' and ')
      if (tree) {
        if (gold.readings.some((reading) => equalAnswers(reading, tree, c))) return CORRECT
        return gold.readings[0]!.kind === 'text' && gold.readings[0]!.text === fallback ? CORRECT : WRONG
      }
    }
  }
  if (fallback === undefined) return NO_ANSWER
  return gold.readings[0]!.kind === 'text' && gold.readings[0]!.text === fallback ? CORRECT : WRONG
}

function readCandidate(candidate: PublishedCandidate, work: Work): Tree | undefined {
  const items: Tree[] = []
  for (const part of candidate.parts) {
    const text = candidate.kind === 'latex' ? normalizePublished(part.text) : part.text
    const tree = readTree(text, candidate.kind === 'latex' ? PUBLISHED : NATURAL, work)
    if (!tree) return undefined
    items.push(part.percent ? { kind: 'percent', operand: tree } : tree)
  }
  return items.length === 1 ? items[0] : { kind: 'set', items }
}

/** The answer text of a numerical-reasoning response against its gold. */
export const mathVerify = (
  prediction: string,
  gold: unknown,
  options: MathVerifyOptions = {},
): Either<BadGold, Verdict> => verify(mathVerifier, prediction, gold, options)
