import { symbol, type Tree } from '../tree.js'
import { OUT_OF_WORK, spend, type Work } from '../work.js'
import { bareNoun } from './bare-nouns.js'
import { bareUnit, eitherUnit } from './bare-units.js'
import { withCases } from './braced-arrays.js'
import { casesInWords } from './cases-in-words.js'
import { readChemicalEquation } from './chemical-equations.js'
import { chemicalFormula } from './chemical-formulas.js'
import { readChineseCount } from './chinese-numbers.js'
import { circleInWords } from './circles-in-words.js'
import { isOnlyClock, readClock } from './clock-time.js'
import { measured } from './compound-measures.js'
import { conditionalReading } from './conditional-readings.js'
import { readContinuedFraction } from './continued-fractions.js'
import { readDate } from './dates.js'
import { NATURAL } from './dialect.js'
import { withSingleBackslashes } from './doubled-backslashes.js'
import { extremumInWords } from './extrema-in-words.js'
import { readFigures } from './figures.js'
import { labelledChoice } from './labelled-choices.js'
import { namedQuantity } from './named-quantities.js'
import { type NumberConventions, numberConventions } from './number-conventions.js'
import { digitsOfWords } from './number-words.js'
import { digitsOfForeignWords } from './number-words-by-language.js'
import { readNumberedParts } from './numbered-parts.js'
import { objectsInWords } from './objects-in-words.js'
import { parse } from './parse.js'
import { readPermutation } from './permutations.js'
import { plainFormula } from './plain-formulas.js'
import { readProposition } from './propositions.js'
import { quantifiedInWords, readQuantified } from './quantified.js'
import { relationInWords } from './relations-in-words.js'
import { residuesLeft } from './residues-left.js'
import { setInWords } from './sets-in-words.js'
import { usualSpelling } from './spelling-variants.js'
import { standardWords } from './standard-words.js'
import { readTestDecision } from './test-decisions.js'
import { typedFractions } from './typed-fractions.js'
import { withoutTypography } from './typography.js'
import { withAccents, withPlainDigits } from './unicode.js'
import { unitlessCalculation } from './unitless-calculations.js'
import { isUnit } from './units.js'
import { meaningOf } from './word-meanings.js'

/** Longest answer that is read at all. */
const LONGEST_ANSWER = 4_000

/** What an answer text can mean. */
export interface Interpretations extends NumberConventions {
  /** Likeliest first: a time; with the words at its end as a unit; as mathematics; as numbered parts. */
  readonly trees: readonly Tree[]
  /** B of `(B) 12`. It counts beside a letter. */
  readonly choice?: Tree
  /** p ∧ q of "p and q", ∀x … of "for all x …". It counts beside a formula of logic. */
  readonly proposition?: Tree
  /** The text itself. It counts beside words. */
  readonly words?: Tree & { readonly kind: 'text' }
}

/** A text that was read, and the work that it took. */
export interface KnownText {
  readonly text: string
  readonly interpretations: Interpretations
  readonly steps: number
}

/** Whether a text says something better than its own words. */
export const hasMathematics = (text: string, { trees }: Interpretations): boolean =>
  trees.some((tree) => tree.kind !== 'text' || tree.text !== text)

export function interpretationsOf(text: string, work: Work): Interpretations {
  if (text.length > LONGEST_ANSWER) throw OUT_OF_WORK
  spend(work, text.length >> 3)
  const plain = withCases(withoutTypography(withSingleBackslashes(withAccents(withPlainDigits(text)))))
  if (LETTERS.test(plain)) return { trees: [{ kind: 'text', text: plain }] }
  const formula = plainFormula(plain, work)
  if (formula)
    return { trees: formula, ...numberConventions(plain, work), words: { kind: 'text', text: plain } }
  const tidy = usualSpelling(plain)
  if (tidy === '') return { trees: [] }
  const chemical = chemicalFormula(tidy)
  const reaction = chemical ? undefined : (readChemicalEquation(tidy) ?? readTestDecision(tidy))
  const standard = reaction ?? standardWords(tidy)
  if (standard) return { trees: [standard] }
  const ownWords: Interpretations['words'] = { kind: 'text', text: chemical?.formula ?? tidy }
  if (chemical?.isMarked) return { trees: [ownWords] }
  const digits = readFigures(tidy) ?? readContinuedFraction(tidy)
  if (digits) return { trees: [digits] }
  const named = namedQuantity(tidy)
  const value = named && parse(named.value, NATURAL, work)
  if (value)
    return { trees: [{ kind: 'relation', operands: [named.name, value], operators: ['='] }], words: ownWords }
  const readings: Tree[] = []
  const add = (candidate: string | undefined) => {
    const tree = candidate === undefined ? undefined : parse(candidate, NATURAL, work)
    if (tree) readings.push(tree)
  }
  const clock = readClock(tidy)
  if (clock) readings.push(clock)
  if (clock && isOnlyClock(tidy, clock)) return { trees: readings }
  const date = readDate(tidy)
  if (date) return { trees: [date] }
  const notation = readPermutation(tidy) ?? readQuantified(tidy, work)
  if (notation) return { trees: [notation], words: ownWords }
  const proposition = readProposition(tidy)
  if (proposition && !proposition.isListed) return { trees: [proposition.tree], words: ownWords }
  const described = (SPOKEN.test(plain) ? formulasInWords(plain, tidy) : [])
    .map((formula) => parse(formula, NATURAL, work))
    .filter((tree) => tree !== undefined)
  if (described.length > 0) return { trees: described, words: ownWords }
  const parts = readNumberedParts(tidy, work)
  if (parts) return { trees: [parts] }
  add(measured(tidy))
  const conditional = conditionalReading(tidy, work)
  if (conditional) readings.push(conditional)
  else {
    add(withUnit(tidy))
    add(tidy)
    add(typedFractions(tidy))
  }
  add(eitherUnit(tidy))
  const words = wordsOnly(tidy)
  if (words !== undefined) {
    const spoken = digitsOfWords(words) ?? digitsOfForeignWords(words, isUnit)
    add(spoken && (withUnit(spoken) ?? spoken))
    const meaning = meaningOf(words) ?? (/[\u4e00-\u9fff]/.test(words) ? readChineseCount(words) : undefined)
    if (meaning) readings.push(meaning)
    if (/\d/.test(words) && words !== tidy) {
      const spelt = usualSpelling(words)
      add(measured(words))
      add(withUnit(spelt))
      add(spelt)
    }
  }
  if (readings.length === 0) add(unitlessCalculation(tidy))
  const choice = labelledChoice(tidy)
  if (choice?.content !== undefined) add(bareUnit(choice.content) ?? choice.content)
  return {
    trees: readings,
    ...(choice && { choice: symbol(choice.label) }),
    ...numberConventions(tidy, work),
    ...inLogic(proposition?.tree ?? quantifiedInWords(tidy, work)),
    words: ownWords,
  }
}

/** A word, and no command; a relation in Chinese; a sign that says what is not so. */
const SPOKEN = /(?<![\\a-zA-Z])[a-zA-Z]{2}|[大小等]于|\\n(?:mid|equiv)|\\not|[≢∤]/

/** The formulas that words say. */
function formulasInWords(plain: string, tidy: string): readonly string[] {
  const formula =
    extremumInWords(tidy) ??
    setInWords(tidy) ??
    relationInWords(tidy) ??
    casesInWords(plain) ??
    residuesLeft(tidy) ??
    objectsInWords(plain)
  return formula === undefined ? (circleInWords(tidy) ?? []) : [formula]
}

/** More letters on end than any product or word has. */
const LETTERS = /[a-zA-Z]{60}/

const inLogic = (proposition: Tree | undefined): Pick<Interpretations, 'proposition'> =>
  proposition ? { proposition } : {}

const withUnit = (text: string): string | undefined => bareUnit(text) ?? bareNoun(text)

/** `\text{128元}` → `128元`; a text without LaTeX is words already. */
function wordsOnly(text: string): string | undefined {
  if (text.length > 120) return undefined
  const found = /^\\(?:text|mathrm|textbf|mbox)\s*\{([^{}]*)\}$/.exec(text)
  if (found) return found[1]!.trim()
  return /[\\{}^_$]/.test(text) ? undefined : text
}
