import { type Tree, whole } from '../tree.js'
import { substitute } from '../tree-queries.js'
import { evaluateExact } from '../values/evaluate-exact.js'
import { evaluateNumeric } from '../values/evaluate-numeric.js'
import { toNumber } from '../values/rational.js'
import type { Comparison } from './context.js'
import { HOLDS } from './orders.js'

/** Whether a relation holds for an integer; `undefined` where that cannot be told. */
export function holdsAt(condition: Tree, name: string, k: number, c: Comparison): boolean | undefined {
  if (condition.kind === 'logical') {
    const items = condition.items.map((item) => holdsAt(item, name, k, c))
    if (items.includes(undefined)) return undefined
    return condition.operator === 'or' ? items.includes(true) : !items.includes(false)
  }
  const numberOf = (part: Tree) => {
    const tree = substitute(part, name, whole(k))
    const exact = evaluateExact(tree, c.work)
    return exact ? toNumber(exact) : evaluateNumeric(tree, { values: new Map(), realOnly: true }, c.work)?.re
  }
  if (condition.kind === 'congruence')
    return isCongruentAt(condition.operands.map(numberOf), numberOf(condition.modulus))
  if (condition.kind !== 'relation') return undefined
  const set = condition.operands[1]!
  if (set.kind === 'namedSet' && condition.operators.join() === 'in')
    return set.name === 'prime' ? isPrime(numberOf(condition.operands[0]!)) : undefined
  if (set.kind === 'set' && condition.operators.join() === 'notin') {
    const [value, ...others] = [condition.operands[0]!, ...set.items].map(numberOf)
    return others.includes(undefined) ? undefined : !others.includes(value)
  }
  const values = condition.operands.map(numberOf)
  if (values.includes(undefined)) return undefined
  for (const [index, operator] of condition.operators.entries()) {
    const [a, b] = [values[index]!, values[index + 1]!]
    const holds = HOLDS[operator]?.(a, b)
    if (holds === undefined) return undefined
    if (!holds) return false
  }
  return true
}

/** a ≡ b modulo m; 0 divides 0 alone. */
function isCongruentAt([a, b]: readonly (number | undefined)[], m: number | undefined): boolean | undefined {
  if (a === undefined || b === undefined || m === undefined) return undefined
  return m === 0 ? a === b : (a - b) % m === 0
}

function isPrime(value: number | undefined): boolean | undefined {
  if (value === undefined) return undefined
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return value > 1
}
