import { children, type Tree } from '../tree.js'
import { sameTree, symbolsOf } from '../tree-queries.js'
import type { Comparison } from './context.js'
import { equalSpans, familyOf, taggedSums, variablesOf, withoutPhases } from './families-of-functions.js'

/** Most constants that are matched with one another. */
const MOST_LETTERS = 4

/**
 * General solutions whose constants are plain letters: y = Ae^{2x} + Be^{−3x} is y = αe^{−3x} + βe^{2x}. Two or more letters must
 * stand linearly before exponentials or waves: y = Ax + B is another line than y = Bx + A. In a sum alone, of which nothing says
 * that it is a solution, they only change their names: A cos x − B sin x is a derivative of A sin x + B cos x.
 */
export function equalLetteredSolutions(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (!hasLetters(gold) || !hasLetters(prediction)) return false
  const systems = taggedSums(gold, prediction)
  if (systems) return sameSolutions(...systems, 'span', c)
  const [own, other] = [familyOf(gold), familyOf(prediction)]
  if (own && other)
    return (
      own.name === other.name && !own.name.includes("'") && sameSolutions(own.value, other.value, 'span', c)
    )
  const [left, right] = [own?.value ?? gold, other?.value ?? prediction]
  const variables = new Set([left, right].flatMap(variablesOf))
  return variables.size === 1 && !variables.has('theta') && sameSolutions(left, right, 'terms', c)
}

function sameSolutions(gold: Tree, prediction: Tree, as: 'span' | 'terms', c: Comparison): boolean {
  const [own, others] = [lettersOf(gold), lettersOf(prediction)]
  if (own.length < 2 || own.length !== others.length || own.length > MOST_LETTERS) return false
  const [left, right] = [withoutPhases(gold, own), withoutPhases(prediction, others)]
  // A and φ of A cos(x + φ) on both sides are an amplitude and a phase.
  if (!sameTree(left, gold) && !sameTree(right, prediction)) return false
  const letters = new Set([...own, ...others])
  return (
    standBefore(left, letters) &&
    standBefore(right, letters) &&
    equalSpans(left, right, own, others, as, c) === true
  )
}

const hasLetters = (tree: Tree): boolean => {
  let letters = 0
  for (const name of symbolsOf(tree).keys()) if (LETTER.test(name)) letters++
  return letters > 1
}

/** Capital and Greek letters that are no part of an exponent. */
const lettersOf = (tree: Tree): readonly string[] => {
  const parameters = new Set(exponentsIn(tree).flatMap((part) => [...symbolsOf(part).keys()]))
  return [...symbolsOf(tree).keys()].filter((name) => LETTER.test(name) && !parameters.has(name))
}

const LETTER = /^(?:[A-Z]|alpha|beta|gamma|phi|varphi|delta)$/

/** 2x of e^{2x}, ωt of cos(ωt + φ): what is taken a function of, without a phase. */
const exponentsIn = (tree: Tree): readonly Tree[] => {
  const inside = argumentOf(tree)
  if (inside === undefined) return children(tree).flatMap(exponentsIn)
  return inside.kind === 'sum'
    ? inside.terms.filter(({ kind }) => kind !== 'symbol' && kind !== 'negative')
    : [inside]
}

/** The argument of an exponential or a wave. */
const argumentOf = (tree: Tree): Tree | undefined =>
  tree.kind === 'power' && symbolsOf(tree.exponent).size > 0
    ? tree.exponent
    : tree.kind === 'call' && WAVES.has(tree.name)
      ? tree.arguments[0]
      : undefined

const WAVES: ReadonlySet<string> = new Set(['exp', 'sin', 'cos', 'sinh', 'cosh'])

/** Whether each of the letters is multiplied by an exponential or a wave. */
function standBefore(tree: Tree, letters: ReadonlySet<string>): boolean {
  const isFree = (part: Tree) => ![...symbolsOf(part).keys()].some((name) => letters.has(name))
  if (isFree(tree)) return true
  if (tree.kind === 'quotient') return isFree(tree.denominator) && standBefore(tree.numerator, letters)
  if (tree.kind === 'sum' || tree.kind === 'negative')
    return children(tree).every((part) => standBefore(part, letters))
  if (tree.kind !== 'product') return false
  const [given, others] = [tree.factors.filter(isFree), tree.factors.filter((factor) => !isFree(factor))]
  return others.length === 1 && (given.some(isWave) || standBefore(others[0]!, letters))
}

const isWave = (tree: Tree): boolean => argumentOf(tree) !== undefined || children(tree).some(isWave)
