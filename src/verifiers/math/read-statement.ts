import { RELATION_CHARACTERS, RELATION_COMMANDS } from './names.js'
import { readExpression } from './read-expression.js'
import { type Reader, unreadable } from './reader.js'
import type { Relator, Tree } from './tree.js'

/** A whole answer: expressions, relations, sets, in lists joined by `,`, `;`, "and" and "or". */
export function readStatement(reader: Reader): Tree {
  const tree = readList(reader)
  if (reader.next.type !== 'stop') unreadable()
  return tree
}

/** `a, b and c`; `p or q`. */
export function readList(reader: Reader): Tree {
  const items: Tree[] = []
  let alternatives = false
  for (;;) {
    if (reader.dialect.lenient) while (skipSeparator(reader) !== undefined) {}
    if (reader.dialect.lenient && endsList(reader)) break
    items.push(readSetExpression(reader))
    const joined = skipSeparator(reader)
    if (joined === 'or') alternatives = true
    if (joined === undefined) break
  }
  if (items.length === 0) return unreadable()
  if (items.length === 1) return items[0]!
  if (items.some((item) => item.kind === 'relation')) {
    return { kind: 'logical', operator: alternatives ? 'or' : 'and', items }
  }
  return { kind: 'list', items }
}

function endsList(reader: Reader): boolean {
  const { type, value } = reader.next
  return (
    type === 'stop' ||
    type === 'end' ||
    (type === 'mark' && (value === ')' || value === ']' || value === '}' || value === '\\}'))
  )
}

const AND = /^\s*(?:and|&|,|;|以及|和|与)\s*$/i
const OR = /^\s*(?:or|或|或者)\s*$/i

/** Takes one separator of list items, and says whether it was "or". */
function skipSeparator(reader: Reader): 'and' | 'or' | undefined {
  const { type, value } = reader.next
  const word = type === 'text' || (type === 'letters' && reader.next.spaced) ? value : undefined
  const found =
    type === 'mark'
      ? value === ',' || value === ';' || value === '\\\\'
        ? 'and'
        : undefined
      : type === 'command'
        ? value === 'lor' || value === 'vee'
          ? 'or'
          : value === 'land' || value === 'wedge'
            ? 'and'
            : undefined
        : word !== undefined && AND.test(word)
          ? 'and'
          : word !== undefined && OR.test(word)
            ? 'or'
            : undefined
  if (found) reader.take()
  return found
}

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
  return operators.length === 0 ? operands[0]! : { kind: 'relation', operands, operators }
}

function readOperand(reader: Reader): Tree {
  return readUnion(reader)
}

/** Set operations around relations: `x < 1 \cup x > 2` and `(0, 1) \cup (2, 3)`. */
export function readSetExpression(reader: Reader): Tree {
  return readRelation(reader)
}

const SET_OPERATORS: Readonly<Record<string, 'union' | 'intersection' | 'difference'>> = {
  cup: 'union', bigcup: 'union', cap: 'intersection', setminus: 'difference', backslash: 'difference', smallsetminus: 'difference',
} // biome-ignore format: a table

function readUnion(reader: Reader): Tree {
  let left = readExpression(reader)
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
  return Object.hasOwn(RELATION_COMMANDS, value) ? RELATION_COMMANDS[value] : undefined
}
