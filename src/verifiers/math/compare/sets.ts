import type { Relator, Tree } from '../tree.js'
import { constant, negative, whole } from '../tree.js'
import { infinityOf, isApplication, sameTree, symbolsOf } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { toNumber } from '../values/rational.js'
import { spend } from '../work.js'
import { apartAtOnce } from './apart-at-once.js'
import type { Comparison, Equal } from './context.js'
import { type Breakpoint, signChart } from './inequalities.js'
import { equalValues } from './values.js'

/** Whether a tree is a collection rather than a value. */
export function isCollection(tree: Tree): boolean {
  return (
    tree.kind === 'set' ||
    tree.kind === 'list' ||
    tree.kind === 'bracketed' ||
    tree.kind === 'setOperation' ||
    tree.kind === 'namedSet'
  )
}

/** Every item has a partner of its own. */
export function sameItems(
  golds: readonly Tree[],
  predictions: readonly Tree[],
  equalItems: Equal,
  c: Comparison,
): boolean {
  if (golds.length !== predictions.length) return false
  spend(c.work, golds.length)
  const free = [...predictions]
  const areApart = apartAtOnce([...golds, ...predictions], c)
  for (const gold of golds) {
    const index = free.findIndex((prediction) => !areApart(gold, prediction) && equalItems(gold, prediction))
    if (index < 0) return false
    free.splice(index, 1)
  }
  return true
}

export const sameOrder = (golds: readonly Tree[], predictions: readonly Tree[], equalItems: Equal): boolean =>
  golds.length === predictions.length && golds.every((gold, index) => equalItems(gold, predictions[index]!))

/** A part of the real line: pieces in order, each with its ends. */
interface Piece {
  readonly low: Tree
  readonly high: Tree
  readonly lowOpen: boolean
  readonly highOpen: boolean
}

/** The pieces of an interval, a union, a set of points, ℝ or ∅; `undefined` if it is none. */
export function piecesOf(tree: Tree, c: Comparison): readonly Piece[] | undefined {
  switch (tree.kind) {
    case 'bracketed':
      if (tree.items.length !== 2 || tree.angled) return undefined
      if (c.reversedIsEmpty && isReversed(tree, c)) return []
      return [
        {
          low: tree.items[0]!,
          high: tree.items[1]!,
          lowOpen: tree.open === '(',
          highOpen: tree.close === ')',
        },
      ]
    case 'set':
    case 'list':
      return tree.items.some(isCollection)
        ? undefined
        : tree.items.map((item) => ({ low: item, high: item, lowOpen: false, highOpen: false }))
    case 'namedSet':
      if (tree.name === 'empty') return []
      if (tree.name === 'real^+') return [{ low: whole(0), high: INFINITY, lowOpen: true, highOpen: true }]
      if (tree.name === 'real^-')
        return [{ low: MINUS_INFINITY, high: whole(0), lowOpen: true, highOpen: true }]
      return tree.name === 'real'
        ? [{ low: MINUS_INFINITY, high: INFINITY, lowOpen: true, highOpen: true }]
        : undefined
    case 'setOperation': {
      if (tree.operator === 'union') {
        const pieces = tree.operands.map((operand) => piecesOf(operand, c))
        return pieces.every((piece) => piece !== undefined) ? pieces.flat() : undefined
      }
      const parts = tree.operands.map((operand) => piecesOf(operand, c))
      if (tree.operator === 'difference' && parts[0] && parts[1])
        return without(parts[0], parts[1], c) ?? outside(parts[0], parts[1], c)
      return tree.operator === 'intersection'
        ? parts.reduce((common, part) => common && part && intersection(common, part, c))
        : undefined
    }
    default:
      return undefined
  }
}

/** [5, 3) is empty to the reference; (5, 3) and [5, 3], pairs to it, are not. */
function isReversed({ open, close, items }: Tree & { kind: 'bracketed' }, c: Comparison): boolean {
  if ((open === '(') === (close === ')')) return false
  const [low, high] = items.map((item) => position(item, c))
  return low !== undefined && high !== undefined && low > high
}

const INFINITY: Tree = constant('infinity')
const MINUS_INFINITY: Tree = negative(INFINITY)

/** The overlaps of each piece with each other piece. */
function intersection(a: readonly Piece[], b: readonly Piece[], c: Comparison): readonly Piece[] | undefined {
  const result: Piece[] = []
  for (const left of a) {
    for (const right of b) {
      spend(c.work, 2)
      const [lowA, lowB] = [position(left.low, c), position(right.low, c)]
      const [highA, highB] = [position(left.high, c), position(right.high, c)]
      if (lowA === undefined || lowB === undefined || highA === undefined || highB === undefined)
        return undefined
      const low = lowA > lowB || (lowA === lowB && left.lowOpen) ? left : right
      const high = highA < highB || (highA === highB && left.highOpen) ? left : right
      const [start, end] = [Math.max(lowA, lowB), Math.min(highA, highB)]
      if (start > end || (start === end && (low.lowOpen || high.highOpen))) continue
      result.push({ low: low.low, lowOpen: low.lowOpen, high: high.high, highOpen: high.highOpen })
    }
  }
  return result
}

/** ℝ ∖ {a, b}: the intervals between the points. */
function without(
  pieces: readonly Piece[],
  removed: readonly Piece[],
  c: Comparison,
): readonly Piece[] | undefined {
  if (pieces.length !== 1 || removed.some((point) => !sameTree(point.low, point.high))) return undefined
  const points = sortedBy(removed, (piece) => position(piece.low, c))
  const [line] = pieces as [Piece]
  if (!points) return undefined
  const result: Piece[] = []
  let { low, lowOpen } = line
  for (const point of points) {
    result.push({ low, lowOpen, high: point.low, highOpen: true })
    low = point.low
    lowOpen = true
  }
  result.push({ low, lowOpen, high: line.high, highOpen: line.highOpen })
  return result
}

/** A set without intervals: what it has in common with the parts of the line on either side of each. */
function outside(
  pieces: readonly Piece[],
  removed: readonly Piece[],
  c: Comparison,
): readonly Piece[] | undefined {
  let left: readonly Piece[] | undefined = pieces
  for (const { low, lowOpen, high, highOpen } of removed) {
    const sides: readonly Piece[] = [
      { low: MINUS_INFINITY, lowOpen: true, high: low, highOpen: !lowOpen },
      { low: high, lowOpen: !highOpen, high: INFINITY, highOpen: true },
    ]
    left = left && intersection(left, sides, c)
  }
  return left
}

function position(tree: Tree, c: Comparison): number | undefined {
  const infinite = infinityOf(tree)
  if (infinite !== undefined) return infinite * Number.POSITIVE_INFINITY
  const exact = evaluateExact(tree, c.work)
  if (exact) return toNumber(exact)
  const value = evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)
  return value?.im === 0 ? value.re : undefined
}

function sortedBy<A>(items: readonly A[], key: (item: A) => number | undefined): A[] | undefined {
  const keyed = items.map((item) => ({ item, at: key(item) }))
  if (keyed.some(({ at }) => at === undefined)) return undefined
  return keyed.sort((a, b) => a.at! - b.at! || 0).map(({ item }) => item)
}

/** The same part of the real line: pieces in order, ends equal, open where open. */
export function equalRegions(a: readonly Piece[], b: readonly Piece[], c: Comparison): boolean {
  const [left, right] = [merged(a, c), merged(b, c)]
  if (left.length !== right.length) return false
  return left.every((piece, index) => {
    const other = right[index]!
    return (
      sameEnd(piece.low, piece.lowOpen, other.low, other.lowOpen, c) &&
      sameEnd(piece.high, piece.highOpen, other.high, other.highOpen, c)
    )
  })
}

const sameEnd = (a: Tree, aOpen: boolean, b: Tree, bOpen: boolean, c: Comparison): boolean =>
  (aOpen === bOpen || infinityOf(a) !== undefined) && equalValues(a, b, c)

/** In order, with pieces that touch joined: (0, 1] ∪ (1, 2) is (0, 2). */
function merged(pieces: readonly Piece[], c: Comparison): readonly Piece[] {
  const sorted = sortedBy(pieces, (piece) => position(piece.low, c))
  if (!sorted) return pieces
  const result: Piece[] = []
  for (const piece of sorted) {
    const last = result.at(-1)
    const end = last && position(last.high, c)
    const start = position(piece.low, c)
    if (
      last &&
      end !== undefined &&
      start !== undefined &&
      (start < end || (start === end && !(last.highOpen && piece.lowOpen)))
    ) {
      const stop = position(piece.high, c)
      if (stop === undefined) return pieces
      if (stop > end) result[result.length - 1] = { ...last, high: piece.high, highOpen: piece.highOpen }
      else if (stop === end)
        result[result.length - 1] = { ...last, highOpen: last.highOpen && piece.highOpen }
    } else result.push(piece)
  }
  return result
}

/** `x > 2`, `1 < x ≤ 3`, `x ∈ [0, 1]`, `x < 1 or x > 4` as parts of the real line, for one plain symbol. */
export function regionOfRelation(tree: Tree, c: Comparison): readonly Piece[] | undefined {
  if (tree.kind === 'logical') {
    const parts = tree.items.map((item) => regionOfRelation(item, c))
    if (!parts.every((part) => part !== undefined)) return undefined
    if (!c.solvesInequalities) return tree.operator === 'or' ? parts.flat() : undefined
    if (new Set(tree.items.map(subjectOf)).size > 1) return undefined
    // One name cannot have two values at once, so "x = 3 and x = −3" lists them.
    if (tree.operator === 'or' || tree.items.every(isOneValue)) return parts.flat()
    const common = parts
      .slice(1)
      .reduce<readonly Piece[] | undefined>(
        (region, part) => region && intersection(region, part, c),
        parts[0]!,
      )
    // Relations that exclude each other, with only a comma between them, are alternatives.
    return tree.operator === ',' && common?.length === 0 ? parts.flat() : common
  }
  if (tree.kind === 'setOperation' && tree.operator === 'union') {
    const parts = tree.operands.map((operand) => regionOfRelation(operand, c) ?? piecesOf(operand, c))
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  if (tree.kind !== 'relation') return undefined
  const { operands, operators } = tree
  if (operators.length === 1) {
    const [left, right] = operands as [Tree, Tree]
    if (operators[0] === 'in') return left.kind === 'symbol' ? piecesOf(right, c) : undefined
    if (left.kind === 'symbol' && !symbolsOf(right).has(left.name)) return halfLine(operators[0]!, right, c)
    if (right.kind === 'symbol' && !symbolsOf(left).has(right.name))
      return halfLine(REVERSED[operators[0]!] ?? 'in', left, c)
    return regionOfSolution(left, operators[0]!, right, c)
  }
  if (operators.length !== 2) return undefined
  const [low, middle, high] = operands as [Tree, Tree, Tree]
  if (subjectName(middle) === undefined) {
    const [before, behind] = operators as [Relator, Relator]
    const items = [
      { kind: 'relation', operands: [low, middle], operators: [before] },
      { kind: 'relation', operands: [middle, high], operators: [behind] },
    ] as const
    return c.solvesInequalities ? regionOfRelation({ kind: 'logical', operator: 'and', items }, c) : undefined
  }
  const [first, second] = operators as [string, string]
  if (first[0] === '<' && second[0] === '<')
    return [{ low, high, lowOpen: first === '<', highOpen: second === '<' }]
  if (first[0] === '>' && second[0] === '>')
    return [{ low: high, high: low, lowOpen: second === '>', highOpen: first === '>' }]
  return undefined
}

const isOneValue = (tree: Tree): boolean =>
  tree.kind === 'relation' && tree.operators.length === 1 && tree.operators[0] === '='

/** The symbol that relations limit, all of them the same one. */
export function subjectOf(tree: Tree): string | undefined {
  if (tree.kind === 'logical' || tree.kind === 'setOperation') {
    const parts = tree.kind === 'logical' ? tree.items : tree.operands
    const subjects = new Set(parts.map(subjectOf).filter((subject) => subject !== undefined))
    return subjects.size === 1 ? [...subjects][0] : undefined
  }
  if (tree.kind !== 'relation') return undefined
  const [left, right, ...more] = tree.operands as [Tree, Tree]
  const subject = more.length > 0 ? right : left.kind === 'symbol' ? left : right
  return subjectName(subject) ?? [...symbolsOf(tree).keys()].join()
}

/** x, or f(x). */
function subjectName(tree: Tree): string | undefined {
  if (tree.kind === 'symbol') return tree.name
  const names = isApplication(tree) ? tree.arguments.map(subjectName) : [undefined]
  return names.includes(undefined) ? undefined : names.join('(')
}

/** The region of an inequality that must be solved first: piece by piece between the places where it may change. */
function regionOfSolution(
  left: Tree,
  relator: Relator,
  right: Tree,
  c: Comparison,
): readonly Piece[] | undefined {
  const chart = signChart(left, relator, right, c)
  if (!chart) return undefined
  const { breakpoints, holds } = chart
  const closed = relator.endsWith('=')
  const result: Piece[] = []
  let low: { readonly place: Tree; readonly at: number; readonly isOpen: boolean } = {
    place: MINUS_INFINITY,
    at: Number.NEGATIVE_INFINITY,
    isOpen: true,
  }
  for (const next of [...breakpoints, END]) {
    if (next.at > low.at && holds(between(low.at, next.at)))
      result.push({
        low: low.place,
        high: next.place,
        lowOpen: low.isOpen,
        highOpen: !closed || next.isPole,
      })
    else if (closed && !next.isPole && next !== END)
      result.push({ low: next.place, high: next.place, lowOpen: false, highOpen: false })
    low = { place: next.place, at: next.at, isOpen: !closed || next.isPole }
  }
  return result
}

const END: Breakpoint = { place: INFINITY, at: Number.POSITIVE_INFINITY, isPole: true }

const between = (low: number, high: number): number =>
  Number.isFinite(low)
    ? Number.isFinite(high)
      ? (low + high) / 2
      : low + 1
    : Number.isFinite(high)
      ? high - 1
      : 0

const REVERSED: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '=': '=',
  '!=': '!=',
}

function halfLine(relator: string, bound: Tree, c: Comparison): readonly Piece[] | undefined {
  switch (relator) {
    case '<':
    case '<=':
      return [{ low: MINUS_INFINITY, high: bound, lowOpen: true, highOpen: relator === '<' }]
    case '>':
    case '>=':
      return [{ low: bound, high: INFINITY, lowOpen: relator === '>', highOpen: true }]
    case '!=':
      return without(
        [{ low: MINUS_INFINITY, high: INFINITY, lowOpen: true, highOpen: true }],
        [{ low: bound, high: bound, lowOpen: false, highOpen: false }],
        c,
      )
    case '=':
      return c.solvesInequalities ? [{ low: bound, high: bound, lowOpen: false, highOpen: false }] : undefined
    default:
      return undefined
  }
}
