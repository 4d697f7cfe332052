import type { Tree } from '../tree.js'
import { isOfIntegerLetter, mentions, substitute, symbolsOf } from '../tree-queries.js'
import { tidyAnswer } from '../trim-answer.js'
import type { Work } from '../work.js'
import { isRealMembership, withMemberships } from './built-sets.js'
import {
  conditionWords,
  isFirstValue,
  isNeutralCondition,
  isOfConstant,
  isOfIndex,
  splitCondition,
  withConditions,
  withDeclared,
} from './conditions.js'
import { NATURAL } from './dialect.js'
import { enumerated } from './enumerated-index.js'
import { parse } from './parse.js'

/** `x + 1 \text{ for all } x`: the value, and what its symbols are. Words that cannot be read stay words. */
export function conditionalReading(text: string, work: Work): Tree | undefined {
  const split = splitCondition(text)
  if (!split) return undefined
  const body = parse(tidyAnswer(split.body), NATURAL, work)
  if (body === undefined || body.kind === 'text') return undefined
  const words = conditionWords(split.condition)
  if (isNeutralCondition(words)) return withDeclared(body, words)
  const read = parse(words, NATURAL, work)
  // n = 0, 1, 2, … is read behind what n counts.
  if (read === undefined && /\\[lc]?dots|…/.test(words))
    return parse(`${tidyAnswer(split.body)}, ${words}`, NATURAL, work)
  const conditions = (read && conditionsIn(read)) ?? [{ kind: 'text', text: words }]
  // "with a_0 = 1" is no condition.
  if (body.kind === 'relation' && conditions.some(isFirstValue))
    return withConditions({ kind: 'logical', operator: ',', items: [body, ...conditions] })
  const definitions = conditions.filter((condition) => isDefinition(condition, body))
  if (definitions.length > 0 && definitions.length === conditions.length)
    return definitions.reduce<Tree>(
      (value, { operands: [name, meant] }) => substitute(value, name.name, meant),
      body,
    )
  const values = enumerated(body, conditions)
  if (values) return values
  const limiting = conditions.filter(
    (condition) =>
      !namesCoordinates(condition, body) &&
      (!isRealMembership(condition) || isOfIntegerLetter(condition) || isOfConstant(condition, body)) &&
      !isOfIndex(condition, body),
  )
  if (limiting.length === 0) return body
  return body.kind === 'conditioned'
    ? { ...body, conditions: [...body.conditions, ...limiting] }
    : { kind: 'conditioned', body, conditions: limiting }
}

/** `z = x + iy` of `x^2 + y^2 = 9 \text{ where }z = x + iy` says what x and y are. */
const namesCoordinates = (condition: Tree, body: Tree): boolean => {
  if (condition.kind !== 'relation' || condition.operators.join() !== '=') return false
  const [point, value] = condition.operands as [Tree, Tree]
  return (
    point.kind === 'symbol' &&
    /^[zw]$/.test(point.name) &&
    mentions(value, 'constant') &&
    /^(?:x,y|u,v)$/.test([...symbolsOf(value).keys()].sort().join()) &&
    !symbolsOf(body).has(point.name)
  )
}

/** `r = 5` of `\pi r^2 \text{ where }r = 5`. */
const isDefinition = (condition: Tree, body: Tree): condition is Definition => {
  if (condition.kind !== 'relation' || condition.operators.join() !== '=') return false
  const [name, meant] = condition.operands as [Tree, Tree]
  const said = body.kind === 'relation' ? body.operands.at(-1)! : body
  const isNamed = name.kind === 'symbol' && symbolsOf(said).has(name.name) && !symbolsOf(meant).has(name.name)
  return (
    isNamed &&
    (said === body || !symbolsOf((body as Tree & { kind: 'relation' }).operands[0]!).has(name.name))
  )
}

type Definition = Tree & { readonly operands: readonly [Tree & { kind: 'symbol' }, Tree] }

/** The relations that a condition is read as, one by one. */
function conditionsIn(tree: Tree): readonly Tree[] | undefined {
  if (tree.kind === 'conditioned') return [...(conditionsIn(tree.body) ?? [tree.body]), ...tree.conditions]
  if (tree.kind === 'logical' && tree.operator !== 'or') return withMemberships(tree.items)
  return tree.kind === 'relation' || tree.kind === 'logical' ? [tree] : undefined
}
