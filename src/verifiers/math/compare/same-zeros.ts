import { children, mapChildren, symbol, type Tree, whole } from '../tree.js'
import { isApplication, keyOf, symbolsOf } from '../tree-queries.js'
import { sameRatioModulo } from '../values/evaluate-modular.js'
import { inShare, isDecisive, type NormalPair, normalPair } from '../values/normal-form.js'
import { commonMonomial, divideByMonomial, type Polynomial } from '../values/polynomial.js'
import { planRoundBends } from './bends.js'
import { sameRoots, sharesRoot } from './common-roots.js'
import { complexLetters } from './complex-letters.js'
import { ratioAtProbes } from './constant-ratio.js'
import type { Comparison } from './context.js'
import { planOf } from './probes.js'
import { equalValues } from './values.js'

/**
 * Whether two expressions vanish at the same places. By normal forms: what stands above the fraction bar is the same up to a
 * constant factor. Where functions leave that open: the expressions are in a constant ratio at every probe, or each of them is
 * linear in some symbol and its root there is a root of the other.
 */
export function equalEquations(a: Tree, b: Tree, isProductOfFactors: boolean, c: Comparison): boolean {
  const [left, right] = [nameApplications(a), nameApplications(b)]
  if (symbolsOf(left).size === 0 || symbolsOf(right).size === 0) return false
  const pair = normalPair(left, right, complexLetters(left, right), c.work)
  const exact = pair && inShare(c.work, () => sameZeros(pair))
  if (!c.oneRootSuffices && ((pair && holdsAlways(pair)) || (exact === undefined && vanish(left, right, c))))
    return sameStatement(left, right, c)
  if (c.oneRootSuffices && exact !== true) {
    const plan = planOf(left, right)
    return ratioAtProbes(left, right, plan, c) !== undefined || sharesRoot(left, right, plan, c)
  }
  if (exact !== undefined) return exact
  const modular = sameRatioModulo(left, right, c.work)
  if (modular !== undefined) return modular
  const plan = planRoundBends(left, right, planOf(left, right), c)
  return (
    ratioAtProbes(left, right, plan, c) !== undefined ||
    (!isProductOfFactors && sameRoots(left, right, plan, c))
  )
}

/** Both are 0 whatever the symbols are: by normal forms, or where these leave it open. */
const vanish = (a: Tree, b: Tree, c: Comparison): boolean =>
  equalValues(a, whole(0), c) && equalValues(b, whole(0), c)

const holdsAlways = ({ left, right }: NormalPair): boolean => left.above.size === 0 && right.above.size === 0

/**
 * Two equations that always hold are not therefore the same: sin² x + cos² x = 1 is not 1 + tan² x = sec² x. They are where
 * one is the other, with its functions taken as they stand.
 */
function sameStatement(a: Tree, b: Tree, c: Comparison): boolean {
  const pair = normalPair(nameCalls(a), nameCalls(b), () => false, c.work)
  return pair !== undefined && !holdsAlways(pair) && inShare(c.work, () => sameZeros(pair)) === true
}

/** Functions as letters of their own. */
const nameCalls = (tree: Tree): Tree =>
  tree.kind === 'call' || tree.kind === 'iterated' ? nameOfTree(tree) : mapChildren(tree, nameCalls)

function sameZeros({ algebra, left, right }: NormalPair): boolean | undefined {
  const [first, second] = [left.above, right.above].map((polynomial) =>
    withoutUnits(polynomial, algebra),
  ) as [Polynomial, Polynomial]
  if (first.size === 0 || second.size === 0) return first.size === second.size
  if (algebra.constantRatio(first, second)) return true
  return isDecisive(first, algebra) && isDecisive(second, algebra) ? false : undefined
}

/** Without e^x and other factors that are never 0. */
function withoutUnits(polynomial: Polynomial, algebra: NormalPair['algebra']): Polynomial {
  const common = commonMonomial([polynomial])
  return divideByMonomial(
    polynomial,
    common.filter(([name]) => algebra.generators.get(name)!.isUnit),
  )
}

/** `f(x)` on its own is a name for a value, so an equation can be solved for it; and so is its limit or integral. */
function nameApplications(tree: Tree): Tree {
  if (isApplication(tree)) return nameOfTree(tree)
  const named = mapChildren(tree, nameApplications)
  return tree.kind === 'iterated' && hasApplication(tree.body) ? nameOfTree(tree) : named
}

const hasApplication = (tree: Tree): boolean => isApplication(tree) || children(tree).some(hasApplication)

const nameOfTree = (tree: Tree): Tree => symbol(keyOf(tree))
