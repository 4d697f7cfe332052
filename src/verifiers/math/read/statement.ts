import { product, type Relator, symbol, type Tree, whole } from '../tree.js'
import { readOverBelow } from './atom.js'
import { withBracketedConditions } from './bracketed-conditions.js'
import { withConditions, withResidues } from './conditions.js'
import { GAP, isDots, listOf } from './ellipsis.js'
import { indexWithDots, withEnumeratedIndex } from './enumerated-index.js'
import { readExpression, readScript } from './expression.js'
import { labelOf, withLabels } from './labels.js'
import { RELATION_CHARACTERS, RELATION_COMMANDS } from './latex-names.js'
import { type Reader, unreadable } from './token-reader.js'
import { withCoordinates } from './unit-vectors.js'
import { mentionsVectors, withMatrices, withVectorProducts } from './vector-products.js'

/** A whole answer: expressions, relations, sets, in lists joined by `,`, `;`, "and" and "or". */
export function readStatement(reader: Reader): Tree {
  const first = readList(reader)
  const tree = reader.dialect.fullNotation ? readDivides(reader, readOverBelow(reader, first)) : first
  if (reader.next.type !== 'stop') unreadable()
  if (!reader.dialect.fullNotation) return tree
  const multiples = multiplesOf(tree)
  if (multiples) return multiples
  const plain = reader.hasBracketedRelation ? withBracketedConditions(tree) : tree
  const conditioned = withConditions(withEnumeratedIndex(withResidues(withLabels(plain))))
  return withCoordinates(
    mentionsVectors(reader.tokens)
      ? withVectorProducts(withMatrices(conditioned, reader.tokens))
      : conditioned,
  )
}

/** 3ℤ is {3k : k ∈ ℤ}. */
function multiplesOf(tree: Tree): Tree | undefined {
  const [number, set, ...others] = tree.kind === 'product' ? tree.factors : []
  if (number?.kind !== 'number' || set?.kind !== 'namedSet' || set.name !== 'integer' || others.length > 0)
    return undefined
  const k = symbol('k')
  return {
    kind: 'comprehension',
    image: product(number, k),
    conditions: [{ kind: 'relation', operands: [k, set], operators: ['in'] }],
  }
}

/** `3 \mid n` is n ≡ 0 (mod 3). */
function readDivides(reader: Reader, modulus: Tree): Tree {
  if (!reader.isCommand('mid')) return modulus
  reader.take()
  return { kind: 'congruence', operands: [readExpression(reader), whole(0)], modulus }
}

/** `a, b and c`; `p or q`. */
export function readList(reader: Reader): Tree {
  const { lenient } = reader.dialect
  const items: Tree[] = []
  /** Alice of `\text{Alice: }5`. */
  const labels: (string | undefined)[] = []
  const joints: Joint[] = []
  /** What stands before each item. */
  const before: (Joint | undefined)[] = []
  let joint: Joint | undefined
  for (;;) {
    for (let more = lenient && skipSeparator(reader); more; more = skipSeparator(reader)) {
      joints.push(more)
      joint = more
    }
    if (lenient && endsList(reader)) break
    before.push(joint)
    labels.push(lenient ? nameBefore(reader) : undefined)
    items.push(isGap(reader) ? takeGap(reader) : readSetExpression(reader))
    joint = skipSeparator(reader)
    if (joint === undefined) break
    joints.push(joint)
  }
  if (items.length === 0) return unreadable()
  if (items.includes(GAP)) return readEnumeration(reader, items)
  if (items.length === 1) return items[0]!
  const named = withNames(items, labels)
  if (named) return { kind: 'logical', operator: ',', items: named }
  const divider = joints.includes('or') ? 'or' : joints.includes(';') ? ';' : 'and'
  const groups =
    lenient && joints.includes(divider) && joints.some((other) => other !== joints[0])
      ? alternatives(items, before, divider)
      : undefined
  if (groups) return groups
  // (x > 1 and x < 3) or (x > 5 and x < 7)
  const isSaid = reader.dialect.fullNotation && items.every((item) => item.kind === 'logical')
  if (isSaid || items.some((item) => item.kind === 'relation' || item.kind === 'congruence')) {
    const comma = lenient && !joints.includes('and') && !joints.includes('∧')
    return { kind: 'logical', operator: joints.includes('or') ? 'or' : comma ? ',' : 'and', items }
  }
  const common = joints.includes('or') ? 'or' : joints.includes('∧') ? 'and' : undefined
  return { kind: 'list', items, ...(lenient && common && { joint: common }) }
}

/** The dots of `1, 2, \dots, 10`, with a comma, a closing bracket or the end behind them. */
function isGap(reader: Reader): boolean {
  if (!reader.dialect.fullNotation || reader.next.type !== 'command' || !isDots(reader.next.value))
    return false
  const { type, value } = reader.peek(1)
  return (
    type === 'stop' || value === ',' || value === ';' || value === '\\}' || value === '}' || value === ')'
  )
}

function takeGap(reader: Reader): Tree {
  reader.take()
  return GAP
}

/** A list of which a part is left out. */
function readEnumeration(reader: Reader, items: readonly Tree[]): Tree {
  const index = reader.dialect.fullNotation ? indexWithDots(items, reader.work) : undefined
  if (index) return index
  const values = listOf(items, reader.work)
  if (values === undefined) return unreadable()
  return 'kind' in values ? values : { kind: 'list', items: values }
}

/**
 * `p = 5, q = 2 or p = 7, q = 2`, or with a semicolon or "and" for the "or", is one pair or the other, and `p \\land q \\lor r` joins p and q first. `undefined` where a
 * comma only continues the alternatives: `x = 1, x = 2 or x = 3`.
 */
function alternatives(
  items: readonly Tree[],
  before: readonly (Joint | undefined)[],
  divider: 'or' | ';' | 'and',
): Tree | undefined {
  const groups: Tree[][] = []
  for (const [index, item] of items.entries()) {
    if (index === 0 || before[index] === divider) groups.push([])
    groups.at(-1)!.push(item)
  }
  if (groups.length < 2) return undefined
  const logic = before.includes('∧') && groups.some((group) => group.length > 1)
  // One name cannot have two values at once, so "and" between two points means "or".
  const points =
    groups.every((group) => group.length > 1 && areOfDifferentNames(group)) &&
    (divider !== 'and' || !areOfDifferentNames(items))
  if (points)
    return {
      kind: 'logical',
      operator: 'or',
      items: groups.map((group) => ({ kind: 'logical', operator: 'and', items: group })),
    }
  if (!logic || divider !== 'or' || items.some((item) => item.kind === 'relation')) return undefined
  return {
    kind: 'list',
    joint: 'or',
    items: groups.map((group) =>
      group.length === 1 ? group[0]! : { kind: 'list', joint: 'and', items: group },
    ),
  }
}

/** `\text{Alice: }`, which belongs to what follows; not `\text{Case 1: }`, which counts. */
const nameBefore = ({ next: { type, value } }: Reader): string | undefined => {
  const found = type === 'text' && labelOf(value.trim()) === undefined ? NAME.exec(value) : null
  return found?.[1]?.toLowerCase()
}

const NAME = /^\s?(?!(?:first|second|third|one|another|and|or)\b)([a-z][a-z -]{1,30}):\s?$/i

/** `\text{even: }4, \text{odd: }5` as equations, where each item has a name of its own. */
function withNames(items: readonly Tree[], labels: readonly (string | undefined)[]): Tree[] | undefined {
  const isNamed = labels.every((label, at) => label !== undefined && labels.indexOf(label) === at)
  if (!isNamed || items.some((item) => item.kind === 'relation' || item.kind === 'text')) return undefined
  return items.map((item, at) => ({
    kind: 'relation',
    operands: [{ kind: 'text', text: labels[at]! }, item],
    operators: ['='],
  }))
}

export const areOfDifferentNames = (group: readonly Tree[]): boolean => {
  const names = group.map((item) =>
    item.kind === 'relation' && item.operands[0]!.kind === 'symbol' ? item.operands[0]!.name : undefined,
  )
  return names.every((name, index) => name !== undefined && names.indexOf(name) === index)
}

function endsList(reader: Reader): boolean {
  const { type, value } = reader.next
  return (
    type === 'stop' ||
    type === 'end' ||
    (type === 'mark' && (value === ')' || value === ']' || value === '}' || value === '\\}'))
  )
}

const COMMA = /^\s*[,;]\s*$/
const AND = /^\s{0,8}(?:,\s{0,8})?(?:and|&|以及|和|与)\s{0,8}$/i
const OR = /^\s{0,8}(?:,\s{0,8})?(?:or|或|或者)\s{0,8}$/i

/** What stands between two items. "3 and 5" may tell an order, `3 \land 5` does not. */
type Joint = ',' | ';' | 'and' | 'or' | '∧'

const MARK_JOINTS: Readonly<Record<string, Joint>> = { ',': ',', ';': ';', '\\\\': ',' }
const COMMAND_JOINTS: Readonly<Record<string, Joint>> = {
  lor: 'or', vee: 'or', land: '∧', wedge: '∧',
} // biome-ignore format: a table

/** Takes one separator of list items. */
function skipSeparator(reader: Reader): Joint | undefined {
  const { type, value, spaced } = reader.next
  const joint =
    type === 'mark' && Object.hasOwn(MARK_JOINTS, value)
      ? MARK_JOINTS[value]
      : type === 'command' && Object.hasOwn(COMMAND_JOINTS, value)
        ? COMMAND_JOINTS[value]
        : type === 'text' || (type === 'letters' && spaced)
          ? wordJoint(value)
          : undefined
  if (joint) reader.take()
  return joint
}

const wordJoint = (word: string): Joint | undefined =>
  COMMA.test(word) ? ',' : AND.test(word) ? 'and' : OR.test(word) ? 'or' : undefined

/** `a = b`, `a < b \le c`, `x \in [0, 1]`; or what stands on one side alone. */
export function readRelation(reader: Reader): Tree {
  const operands: Tree[] = []
  const operators: Relator[] = []
  // "\approx 5", "= 5": nothing on the left.
  const leading = relatorAt(reader)
  if (leading === '=' || (leading === '~' && reader.dialect.lenient)) reader.take()
  for (;;) {
    operands.push(readOperand(reader))
    const relator = relatorAt(reader)
    if (relator === undefined) break
    reader.take()
    if (reader.isMark('=')) reader.take()
    operators.push(relator)
  }
  if (reader.dialect.fullNotation && reader.isCommand('pmod')) {
    reader.take()
    return { kind: 'congruence', operands, modulus: readScript(reader) }
  }
  if (reader.isInCondition && operators.length === 0) return readDivides(reader, operands[0]!)
  return operators.length === 0 ? operands[0]! : { kind: 'relation', operands, operators }
}

function readOperand(reader: Reader): Tree {
  return readUnion(reader)
}

/** Set operations around relations: `x < 1 \cup x > 2` and `(0, 1) \cup (2, 3)`. */
function readSetExpression(reader: Reader): Tree {
  return readRelation(reader)
}

const SET_OPERATORS: Readonly<Record<string, 'union' | 'intersection' | 'difference'>> = {
  cup: 'union', bigcup: 'union', cap: 'intersection', setminus: 'difference', backslash: 'difference', smallsetminus: 'difference',
} // biome-ignore format: a table

function readUnion(reader: Reader): Tree {
  let left = asDifference(readExpression(reader))
  for (;;) {
    const { type, value } = reader.next
    const operator = type === 'command' ? SET_OPERATORS[value] : undefined
    if (operator === undefined) return left
    reader.take()
    const right = readExpression(reader)
    left =
      left.kind === 'setOperation' && left.operator === operator && operator !== 'difference'
        ? { ...left, operands: [...left.operands, right] }
        : { kind: 'setOperation', operator, operands: [left, right] }
  }
}

/** ℝ − {2} is ℝ ∖ {2}. */
function asDifference(tree: Tree): Tree {
  if (tree.kind !== 'sum' || tree.terms[0]!.kind !== 'namedSet') return tree
  const [whole, ...others] = tree.terms.map((term) => (term.kind === 'negative' ? term.operand : term))
  const isDifference = others.length === 1 && tree.terms[1]!.kind === 'negative' && others[0]!.kind === 'set'
  return isDifference
    ? { kind: 'setOperation', operator: 'difference', operands: [whole!, others[0]!] }
    : tree
}

function relatorAt(reader: Reader): Relator | undefined {
  const { type, value } = reader.next
  if (type === 'mark') return RELATION_CHARACTERS[value]
  if (type !== 'command') return undefined
  if (value === 'not') {
    const after = reader.peek(1)
    if (after.type === 'mark' && after.value === '=' && reader.dialect.plainMath) {
      reader.take()
      return '!='
    }
    if (after.type === 'command' && after.value === 'in') {
      reader.take()
      return 'notin'
    }
  }
  if (reader.dialect.fullNotation && (value === 'subset' || value === 'subseteq')) return '⊂'
  return Object.hasOwn(RELATION_COMMANDS, value) ? RELATION_COMMANDS[value] : undefined
}
