import { negative, sum, type Tree, whole } from '../tree.js'
import { isCongruent, sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { inShare, normalForm } from '../values/normal-form.js'
import { UNITY } from '../values/polynomial.js'
import { greatestCommonDivisor, integer, isInteger } from '../values/rational.js'
import { spend } from '../work.js'
import type { Comparison, Equal } from './context.js'
import { familyOf, isConditional, subjectOf } from './integer-families.js'

type Congruence = Tree & { kind: 'congruence' }

/** The largest modulus, and period of several, whose residues are tried one by one. */
const LARGEST_MODULUS = 400
const LONGEST_PERIOD = 20_000

/** Two answers of which one at least is a congruence, or several; `undefined` where none is, and other rules must decide. */
export function equalCongruences(
  gold: Tree,
  prediction: Tree,
  equal: Equal,
  c: Comparison,
): boolean | undefined {
  if (!isCongruent(gold) && !isCongruent(prediction)) return undefined
  const [own, offered] = [classesPrimeTo(gold) ?? gold, classesPrimeTo(prediction) ?? prediction]
  if (own !== gold || offered !== prediction) return equalCongruences(own, offered, equal, c)
  if (isCongruent(gold) && isCongruent(prediction))
    return (
      sameResidue(gold, prediction, equal, c) ?? sameClasses(classesOf(gold, c), classesOf(prediction, c), c)
    )
  const [congruence, other] = isCongruent(gold) ? [gold, prediction] : [prediction, gold]
  const isBare = congruence.kind === 'congruence' && congruence.operands.length === 1
  if (isConditional(other) || (!isBare && isSolved(other)))
    return sameClasses(classesOf(congruence, c), classesOfFamily(other, congruence, c), c)
  if (!isBare && congruence.kind === 'congruence' && isReduced(congruence, c)) {
    // The answer 8 ≡ 3 (mod 5) is true of every fifth number, and computes none.
    if (congruence === prediction && congruence.operands[0]!.kind === 'number') return false
    const residue = congruence.operands.at(-1)!
    return congruence === gold ? equal(residue, other) : equal(other, residue)
  }
  // x ≡ 2 (mod 5) is every fifth number; "2 (mod 5)" names the residue.
  if (!isBare || other.kind === 'relation' || other.kind === 'logical') return false
  const [residue] = congruence.operands as [Tree]
  return congruence === gold ? equal(residue, other) : equal(other, residue)
}

/** x ≡ 1 or x ≡ 5 (mod 6) of `\\gcd(x, 6) = 1`. */
function classesPrimeTo(tree: Tree): Tree | undefined {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return undefined
  const [divisor, one] = tree.operands as [Tree, Tree]
  if (
    divisor.kind !== 'call' ||
    divisor.name !== 'gcd' ||
    one.kind !== 'number' ||
    one.value.n !== one.value.d
  )
    return undefined
  const modulus = divisor.arguments.find((argument) => argument.kind === 'number')
  const letter = divisor.arguments.find((argument) => argument.kind === 'symbol')
  const m = modulus && isInteger(modulus.value) ? modulus.value.n : 0n
  if (!letter || divisor.arguments.length !== 2 || m < 2n || m > LARGEST_MODULUS) return undefined
  const residues = Array.from({ length: Number(m) }, (_, k) => BigInt(k)).filter(
    (k) => greatestCommonDivisor(k, m) === 1n,
  )
  const items = residues.map(
    (k): Tree => ({ kind: 'congruence', operands: [letter, whole(k)], modulus: modulus! }),
  )
  return { kind: 'logical', operator: 'or', items }
}

/** `2^{100} \\equiv 2 \\pmod 7` says what a number leaves: nothing is to be solved, and the last member is a remainder. */
function isReduced({ operands, modulus: written }: Congruence, c: Comparison): boolean {
  const [residue, modulus] = [operands.at(-1)!, written].map((tree) => evaluateExact(tree, c.work))
  return (
    operands.every((operand) => symbolsOf(operand).size === 0) &&
    residue !== undefined &&
    modulus !== undefined &&
    isInteger(residue) &&
    isInteger(modulus) &&
    residue.n >= 0n &&
    residue.n < modulus.n
  )
}

/** n = 5k + 2, or several such. */
const isSolved = (tree: Tree): boolean =>
  tree.kind === 'logical'
    ? tree.items.every(isSolved)
    : tree.kind === 'relation' && tree.operators.join() === '=' && tree.operands[0]!.kind === 'symbol'

/** x² + 4x + 3 and x² − x − 2 modulo 5, coefficient by coefficient. */
function samePolynomial(a: Tree, b: Tree, modulus: bigint, c: Comparison): boolean | undefined {
  const form = inShare(c.work, (share) => normalForm(sum(a, negative(b)), share))
  if (form?.below !== UNITY) return undefined
  return [...form.above.values()].every(
    ({ coefficient }) => isInteger(coefficient) && coefficient.n % modulus === 0n,
  )
}

/** 3 (mod 7) and 10 (mod 7), whatever is congruent to them; `undefined` where more must be looked at. */
function sameResidue(gold: Tree, prediction: Tree, equal: Equal, c: Comparison): boolean | undefined {
  if (gold.kind !== 'congruence' || prediction.kind !== 'congruence') return undefined
  const isBare = gold.operands.length === 1 || prediction.operands.length === 1
  const [modulus, other] = [gold, prediction].map((tree) => evaluateExact(tree.modulus, c.work))
  const [left, right] = [gold.operands.at(-1)!, prediction.operands.at(-1)!]
  const isSameModulus = modulus && other && modulus.n === other.n && isInteger(modulus) && modulus.n > 0n
  if (isSameModulus && (isBare || equal(gold.operands[0]!, prediction.operands[0]!))) {
    const difference = evaluateExact(sum(left, negative(right)), c.work)
    if (difference) return isInteger(difference) && difference.n % modulus.n === 0n
    const same = samePolynomial(left, right, modulus.n, c)
    if (same !== undefined) return same
  }
  // m | a − b is a ≡ b (mod m), and a ≡ b + m.
  if (!isBare && sameTree(gold.modulus, prediction.modulus)) {
    const [own, other] = [gold, prediction].map(({ operands: [a, b] }) => sum(a!, negative(b!))) as [
      Tree,
      Tree,
    ]
    const others = [other, sum(other, gold.modulus), sum(other, negative(gold.modulus))]
    if (others.some((one) => equal(own, one) || equal(own, negative(one)))) return true
  }
  if (
    sameTree(gold.modulus, prediction.modulus) &&
    (isBare || equal(gold.operands[0]!, prediction.operands[0]!))
  )
    return [left, sum(left, gold.modulus), sum(left, negative(gold.modulus))].some((value) =>
      equal(value, right),
    )
  return isBare ? false : undefined
}

/** Integers by their residues. */
interface Classes {
  readonly name: string
  readonly period: bigint
  readonly residues: ReadonlySet<bigint>
}

function sameClasses(a: Classes | undefined, b: Classes | undefined, c: Comparison): boolean {
  if (!a || !b || (a.name !== b.name && a.name !== '' && b.name !== '')) return false
  const period = lcm(a.period, b.period)
  if (period > LONGEST_PERIOD) return false
  spend(c.work, Number(period) >> 2)
  for (let x = 0n; x < period; x++)
    if (a.residues.has(x % a.period) !== b.residues.has(x % b.period)) return false
  return true
}

/**
 * The integers that solve a congruence, all of several, or one of several. Congruences with only a comma between them are
 * alternatives where no integer solves all of them.
 */
function classesOf(tree: Tree, c: Comparison): Classes | undefined {
  if (tree.kind === 'congruence') return solutionsOf(tree, c)
  if (tree.kind !== 'logical') return undefined
  const parts = tree.items.map((item) => classesOf(item, c))
  const [first] = parts
  if (!first || parts.some((part) => part?.name !== first.name)) return undefined
  const known = parts as readonly Classes[]
  const period = known.reduce((common, part) => lcm(common, part.period), 1n)
  if (period > LONGEST_PERIOD) return undefined
  spend(c.work, Number(period) >> 2)
  const [all, some] = [new Set<bigint>(), new Set<bigint>()]
  for (let x = 0n; x < period; x++) {
    const count = known.filter((part) => part.residues.has(x % part.period)).length
    if (count === known.length) all.add(x)
    if (count > 0) some.add(x)
  }
  const isEither = tree.operator === 'or' || (tree.operator === ',' && all.size === 0)
  return { name: first.name, period, residues: isEither ? some : all }
}

const lcm = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return (a / x) * b
}

/** The residues that solve a congruence in one symbol. */
function solutionsOf({ operands, modulus: written }: Congruence, c: Comparison): Classes | undefined {
  const modulus = evaluateExact(written, c.work)
  if (!modulus || !isInteger(modulus) || modulus.n < 1n || modulus.n > LARGEST_MODULUS) return undefined
  const difference = sum(operands[0]!, negative(operands.at(-1)!))
  const names = [...symbolsOf(difference).keys()]
  if (operands.length < 2 || names.length !== 1) return undefined
  const residues = new Set<bigint>()
  for (let x = 0n; x < modulus.n; x++) {
    const value = evaluateExact(difference, c.work, new Map([[names[0]!, integer(x)]]))
    if (value === undefined || !isInteger(value)) return undefined
    if (value.n % modulus.n === 0n) residues.add(x)
  }
  return { name: names[0]!, period: modulus.n, residues }
}

/** Every residue of `x = 7 + 12k, k \in \mathbb{Z}`, `\{5k \pm 1\}`: values in even steps. Without a name where none is told. */
function classesOfFamily(tree: Tree, congruence: Tree, c: Comparison): Classes | undefined {
  const family = familyOf(tree, congruence)
  if (!family || family.natural || family.parameters.length !== 1 || family.conditions.length > 0)
    return undefined
  const lines = family.images.map((image) => lineOf(image, family.parameters[0]!, c))
  if (!lines.every((line) => line !== undefined)) return undefined
  const period = lines.reduce((common, { step }) => lcm(common, step), 1n)
  if (period > LONGEST_PERIOD) return undefined
  const residues = new Set<bigint>()
  for (const { start, step } of lines)
    for (let value = ((start % step) + step) % step; value < period; value += step) residues.add(value)
  return { name: subjectOf(tree) ?? '', period, residues }
}

/** 7 and 12 of 7 + 12k. */
function lineOf(
  image: Tree,
  name: string,
  c: Comparison,
): { readonly start: bigint; readonly step: bigint } | undefined {
  const values = [0, 1, 2, 3].map((k) => evaluateExact(image, c.work, new Map([[name, integer(k)]])))
  if (!values.every((value) => value !== undefined && isInteger(value))) return undefined
  const [first, second, third, fourth] = values.map((value) => value!.n) as [bigint, bigint, bigint, bigint]
  const step = second - first
  if (step === 0n || third - second !== step || fourth - third !== step) return undefined
  return { start: first, step: step < 0n ? -step : step }
}
