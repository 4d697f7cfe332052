import { type Bracketed, type Tree, whole } from '../tree.js'

export const isTuple = (tree: Tree): tree is Tree & { kind: 'bracketed' } =>
  tree.kind === 'bracketed' && tree.open === '(' && tree.close === ')'

/** A vector as a column, a row or (1, 2, 3). */
export function coordinatesOf(tree: Tree): readonly Tree[] | undefined {
  if (isTuple(tree)) return tree.items
  if (tree.kind !== 'matrix' || tree.form !== undefined) return undefined
  const isColumn = tree.rows.every((row) => row.length === 1)
  return isColumn || tree.rows.length === 1 ? tree.rows.flat() : undefined
}

/** A column as a point, which a system may name. */
export function asTuple(tree: Tree): Tree {
  const items = tree.kind === 'matrix' ? coordinatesOf(tree) : undefined
  return items ? { kind: 'bracketed', open: '(', close: ')', items } : tree
}

/** `(a, b) = (1, 2)` is `a = 1` and `b = 2`; columns likewise. */
export function spreadTuple(tree: Tree): Tree {
  if (tree.kind !== 'relation' || tree.operators.length !== 1 || tree.operators[0] !== '=') return tree
  const [left, right] = tree.operands as [Tree, Tree]
  if (left.kind === 'bracketed' && right.kind === 'bracketed' && !sameBrackets(left, right)) return tree
  const [names, values] = [itemsOfTuple(left), itemsOfTuple(right)]
  if (!names || !values || names.length !== values.length) return tree
  const items = names.map(
    (name, index): Tree => ({ kind: 'relation', operands: [name, values[index]!], operators: ['='] }),
  )
  return { kind: 'logical', operator: 'and', items }
}

const itemsOfTuple = (tree: Tree): readonly Tree[] | undefined =>
  tree.kind === 'bracketed' ? tree.items : coordinatesOf(tree)

export const sameBrackets = (a: Bracketed, b: Bracketed): boolean => a.open === b.open && a.close === b.close

/** 2𝐢 − 𝐣 beside (2, −1, 0) as a vector of space, which has no part along the third axis. */
export function inSpace(gold: Tree, prediction: Tree): readonly [Tree, Tree] {
  const [one, other] = [valueIn(gold), valueIn(prediction)]
  if (isInPlane(one) && isFlat(other)) return [withValue(gold, raised(one)), prediction]
  if (isInPlane(other) && isFlat(one)) return [gold, withValue(prediction, raised(other))]
  return [gold, prediction]
}

const valueIn = (tree: Tree): Tree => (tree.kind === 'relation' ? tree.operands.at(-1)! : tree)

const withValue = (tree: Tree, value: Tree): Tree =>
  tree.kind === 'relation' ? { ...tree, operands: [...tree.operands.slice(0, -1), value] } : value

const isInPlane = (tree: Tree): tree is Bracketed => tree.kind === 'bracketed' && tree.alongAxes === true

/** (2, −1, 0). */
function isFlat(tree: Tree): boolean {
  const [, , third, ...more] = coordinatesOf(tree) ?? []
  return third?.kind === 'number' && third.value.n === 0n && more.length === 0
}

const raised = ({ items }: Bracketed): Tree => ({
  kind: 'bracketed',
  open: '(',
  close: ')',
  items: [...items, whole(0)],
})
