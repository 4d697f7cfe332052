import type { Relation } from '../tree.js'
import { symbol, type Tree } from '../tree.js'
import { isApplication, renameSymbol, symbolsOf } from '../tree-queries.js'

/**
 * `f(t) = t + 1` with the letters of `f(x) = x + 1`; `V = 5t` for `V(t) = 5t` where one side names the function alone, and
 * `y = x + 1` for `f(x) = x + 1`; AB for |AB|. P(A) and P(B) are no two names of one thing.
 */
export function withSameNames(first: Relation, second: Relation): readonly [Relation, Relation] {
  const gold = withQuotient(first, second.operands[0]!)
  const prediction = withQuotient(second, first.operands[0]!)
  const [left, right] = [gold.operands[0]!, prediction.operands[0]!]
  const [length, same] = [lengthOf(left), lengthOf(right)]
  if (length && same && (length !== left || same !== right))
    return [withLeft(gold, length), withLeft(prediction, same)]
  if (isApplication(left) && right.kind === 'symbol' && nameOf(left) === right.name)
    return [unapplied(gold, right.name), prediction]
  if (isApplication(right) && left.kind === 'symbol' && nameOf(right) === left.name)
    return [gold, unapplied(prediction, left.name)]
  const [name, another] = [left, right].map((side) => (isApplication(side) ? nameOf(side) : undefined))
  if (
    name !== another &&
    isApplication(left) &&
    isApplication(right) &&
    isOtherName(name, another, lettersOf(left))
  )
    return withSameNames(
      gold,
      withLeft(prediction, { ...right, arguments: [left.arguments[0]!, ...right.arguments.slice(1)] }),
    )
  const [curve, other] = [curveOf(gold), curveOf(prediction)]
  if (
    curve &&
    other &&
    curve.name !== other.name &&
    curve.isLike === other.isLike &&
    (curve.isY || other.isY)
  )
    return [unapplied(gold, curve.isLike), unapplied(prediction, other.isLike)]
  if (!isApplication(left) || !isApplication(right) || nameOf(left) !== nameOf(right))
    return [gold, prediction]
  const [names, others] = [lettersOf(left), lettersOf(right)]
  if (!names || !others || names.length !== others.length) return [gold, prediction]
  const used = symbolsOf(prediction)
  let renamed: Tree = prediction
  for (const [index, name] of names.entries()) {
    const other = others[index]!
    if (other === name) continue
    if (used.has(name) || !isArgument(name, gold) || !isArgument(other, prediction)) return [gold, prediction]
    renamed = renameSymbol(renamed, other, name)
  }
  return [gold, renamed as Relation]
}

/**
 * M(t) and M_X(t), p(x) and P(x), p(λ) and χ_A(λ): one function, whatever it is called. F and f are a function and its
 * derivative, M_X and M_Y belong to two variables.
 */
function isOtherName(
  name: string | undefined,
  other: string | undefined,
  letters: readonly string[] | undefined,
): boolean {
  if (name === undefined || other === undefined || !letters) return false
  const [short, long] = name.length < other.length ? [name, other] : [other, name]
  if (/^[fA-Z]$/.test(short) && long.length === 3 && long.startsWith(`${short}_`) && /[A-Z]$/.test(long))
    return true
  if (letters.join() === 'lambda') return [name, other].every((one) => /^(?:[pP]|chi)(?:_A)?$/.test(one))
  return /^(?:p,P|P,p|q,Q|Q,q)$/.test(`${name},${other}`) && letters.every((letter) => /^[a-z]$/.test(letter))
}

/** Whether the letter in f(x) = … may be any other: it occurs on the right, or is what arguments are called. */
const isArgument = (name: string, { operands }: Relation): boolean =>
  /^(?:[nr-z]|theta)$/.test(name) || operands.slice(1).some((operand) => symbolsOf(operand).has(name))

/**
 * `y = …`, `f(x) = …`, `f^{-1}(x) = …`; `y' = …`, `f'(x) = …`, `\frac{dy}{dx} = …`; `z = …`, `f(x, y) = …`: what the left side is
 * called, and what it is like whoever calls it. f says nothing of y: then its equation must not contain y.
 */
function curveOf(
  relation: Relation,
): { readonly name: string; readonly isLike: string; readonly isY: boolean } | undefined {
  const [left, right] = relation.operands as [Tree, Tree]
  const letters = isApplication(left) ? lettersOf(left)?.join() : undefined
  const name = isApplication(left) ? nameOf(left) : left.kind === 'symbol' ? left.name : undefined
  const key = isApplication(left) ? `${name}(${letters})` : name
  const isLike =
    key === undefined ? undefined : (CURVES[key] ?? (/^[a-wA-Z]\(x\)$/.test(key) ? 'y' : undefined))
  if (isLike === undefined) return undefined
  const isY = name!.includes('y') || name === 'z'
  if (!isY && symbolsOf(right).has(isLike[0]!)) return undefined
  return { name: `${name}(${letters})`, isLike, isY }
}

const CURVES: Readonly<Record<string, string>> = {
  y: 'y', 'y(x)': 'y', 'f(x)': 'y', 'F(x)': 'y', 'f^{-1}(x)': 'y',
  "y'": "y'", "y'(x)": "y'", "f'(x)": "y'", 'dy/dx': "y'", 'df/dx': "y'",
  "y''": "y''", "y''(x)": "y''", "f''(x)": "y''", 'd2y/dxx': "y''", 'd2f/dxx': "y''",
  z: 'z', 'z(x,y)': 'z', 'f(x,y)': 'z',
} // biome-ignore format: a table

/** f'(x) beside df/dx. */
function withQuotient(relation: Relation, other: Tree): Relation {
  const [left] = relation.operands as [Tree]
  const [name, letter, ...more] = isApplication(left) ? [nameOf(left) ?? '', ...(lettersOf(left) ?? [])] : []
  const found = name === undefined ? null : /^([a-zA-Z])('+)$/.exec(name)
  if (!found || letter === undefined || more.length > 0 || other.kind !== 'symbol') return relation
  const order = found[2]!.length
  const derivative = `d${order > 1 ? order : ''}${found[1]}/d${letter.repeat(order)}`
  return other.name === derivative ? withLeft(relation, other) : relation
}

const nameOf = (application: Tree & { kind: 'call' }): string | undefined => {
  const [name] = application.arguments
  return name?.kind === 'symbol' ? name.name : undefined
}

/** x, y of f(x, y). */
function lettersOf(application: Tree & { kind: 'call' }): readonly string[] | undefined {
  const args = application.arguments.slice(1).flatMap((part) => (part.kind === 'list' ? part.items : [part]))
  const names = args.map((argument) => (argument.kind === 'symbol' ? argument.name : undefined))
  return names.every((name) => name !== undefined) ? names : undefined
}

const unapplied = (relation: Relation, name: string): Relation => withLeft(relation, symbol(name))

const withLeft = (relation: Relation, left: Tree): Relation => ({
  ...relation,
  operands: [left, ...relation.operands.slice(1)],
})

/** AB of `AB`, `|AB|`, `\overline{AB}`. */
function lengthOf(tree: Tree): Tree | undefined {
  const inner = tree.kind === 'call' && /^(?:abs|conjugate)$/.test(tree.name) ? tree.arguments[0]! : tree
  const isSegment =
    inner.kind === 'product' &&
    inner.factors.length === 2 &&
    inner.factors.every((point) => point.kind === 'symbol' && /^[A-Z](?:'|_\w)?$/.test(point.name))
  return isSegment ? inner : undefined
}
