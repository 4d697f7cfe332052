import { children, negative, sum, symbol, type Tree } from '../tree.js'
import { isApplication, isIndexedBy, sameTree, symbolsOf } from '../tree-queries.js'
import { trimMarks } from '../trim-answer.js'
import { withMemberships } from './built-sets.js'

/**
 * `k\pi, k \in \mathbb{Z}`; `E(t) = 360t, t \ge 0`: a value, or what a name is, and then relations about symbols in it.
 * `x = 3, y = 5` and `x > 2, x < 5` have no such part and stay as they are.
 */
export function withConditions(tree: Tree): Tree {
  if (tree.kind !== 'logical') return tree
  if (tree.operator === 'or') return withMembership(tree)
  const items = [tree.items[0]!, ...withMemberships(tree.items.slice(1))]
  return conditionsApart({ ...tree, items }, tree.operator)
}

function conditionsApart(tree: Tree & { kind: 'logical' }, joint: 'and' | ','): Tree {
  const bounded = boundedIntegers(tree)
  if (bounded) return bounded
  const first = tree.items.findIndex(
    (item, index) => index > 0 && isCondition(item, tree.items.slice(0, index)),
  )
  if (first < 0) return tree
  const before = tree.items.slice(0, first)
  const isSaid = (item: Tree) => before.includes(item) || isFirstValue(item)
  const body = tree.items.filter(isSaid)
  const limits = tree.items.filter((item) => !isSaid(item))
  if (!limits.every((item) => isCondition(item, before))) return tree
  const conditions = limits.filter((item) => !isOfIndex(item, body[0]!))
  const said = body.length === 1 ? body[0]! : listed(body, joint)
  return conditions.length === 0 ? said : { kind: 'conditioned', body: said, conditions }
}

/** `n \ge 3, n \in \mathbb{Z}`: inequalities about one letter, which is whole. */
function boundedIntegers(tree: Tree & { kind: 'logical' }): Tree | undefined {
  const member = tree.items.find(isWholeMembership)
  const name = member && (member as Tree & { kind: 'relation' }).operands[0]!
  const bounds = tree.items.filter((item) => item !== member)
  const isBounded = (item: Tree) =>
    item.kind === 'relation' &&
    item.operators.every((operator) => /^[<>]=?$/.test(operator)) &&
    [...symbolsOf(item).keys()].join() === (name as Tree & { kind: 'symbol' }).name
  if (!member || !bounds.every(isBounded)) return undefined
  const body: Tree = bounds.length === 1 ? bounds[0]! : { kind: 'logical', operator: 'and', items: bounds }
  return { kind: 'conditioned', body, conditions: [member] }
}

const isWholeMembership = (tree: Tree): boolean =>
  tree.kind === 'relation' &&
  tree.operators.join() === 'in' &&
  tree.operands[0]!.kind === 'symbol' &&
  tree.operands[1]!.kind === 'namedSet' &&
  /^(?:integer|natural)/.test(tree.operands[1]!.name)

/** `n \in \mathbb{N}` of `a_n = 2n + 1` and `f(n) = n + 1`: an index is a whole number. */
export function isOfIndex(condition: Tree, body: Tree): boolean {
  if (condition.kind !== 'relation' || condition.operators.join() !== 'in' || body.kind !== 'relation')
    return false
  const [[index, set], [name]] = [condition.operands, body.operands]
  const isWhole = set!.kind === 'namedSet' && /^(?:integer|natural)/.test(set!.name)
  if (!isWhole || index!.kind !== 'symbol') return false
  if (name!.kind === 'symbol') return isIndexedBy(name!.name, index!.name)
  return isApplication(name!) && sameTree(children(name!)[1]!, index!)
}

/** `a \in \mathbb{R}` of `f(x) = ax`, where a is no letter that is a constant without saying so. */
export function isOfConstant(condition: Tree, body: Tree): boolean {
  if (body.kind === 'logical') return body.items.every((item) => isOfConstant(condition, item))
  if (body.kind !== 'relation' || body.operators.join() !== '=') return false
  const [name] = symbolsOf(condition).keys()
  const [subject, value] = body.operands as [Tree, Tree]
  return (
    name !== undefined &&
    !/^[ckA-K](?:_|$)/.test(name) &&
    symbolsOf(value).has(name) &&
    !symbolsOf(subject).has(name)
  )
}

/** `f(x) = ax` for "constant a", which says that a may be any number. */
export function withDeclared(body: Tree, words: string): Tree {
  const conditions = (/^constants? (.+)$/.exec(words)?.[1] ?? '').split(/[\s,]+/).map(
    (name): Tree => ({
      kind: 'relation',
      operands: [symbol(name.replace('\\', '')), { kind: 'namedSet', name: 'real' }],
      operators: ['in'],
    }),
  )
  return conditions.every((condition) => isOfConstant(condition, body))
    ? { kind: 'conditioned', body, conditions }
    : body
}

/** `x = a + k\pi \text{ or } x = b + k\pi, k \in \mathbb{Z}`: what is said of k holds for both. */
function withMembership(tree: Tree & { kind: 'logical' }): Tree {
  const last = tree.items.at(-1)!
  const isMembership =
    last.kind === 'relation' && last.operators[0] === 'in' && last.operands[1]!.kind === 'namedSet'
  if (tree.items.length < 3 || !isMembership) return tree
  const body: Tree = { ...tree, items: tree.items.slice(0, -1) }
  return { kind: 'conditioned', body, conditions: [last] }
}

/** `x \equiv 1, 4 \pmod 5`, `x \equiv 1 \text{ or } 4 \pmod 5`, `x \equiv \pm 1 \pmod 5`: one congruence or the other. */
export function withResidues(tree: Tree): Tree {
  if (tree.kind === 'congruence') {
    const [left, sign] = tree.operands
    if (!left || sign?.kind !== 'plusMinus') return tree
    const residue = (value: Tree): Tree => ({ ...tree, operands: [left, sum(sign.left, value)] })
    return { kind: 'logical', operator: 'or', items: [residue(sign.right), residue(negative(sign.right))] }
  }
  if (tree.kind === 'relation' && tree.operators.join() === '=') {
    // n mod 4 = 3
    const [remainder, value] = tree.operands as [Tree, Tree]
    const [inner, modulus] = remainder.kind === 'call' && remainder.name === 'mod' ? remainder.arguments : []
    return inner?.kind === 'symbol' && modulus
      ? { kind: 'congruence', operands: [inner, value], modulus }
      : tree
  }
  if (tree.kind !== 'logical' && tree.kind !== 'list') return tree
  const last = tree.items.at(-1)!
  const [first, ...more] = tree.items.slice(0, -1)
  const isOpen =
    first?.kind === 'relation' &&
    first.operators.join() === '=' &&
    !more.some((item) => item.kind === 'relation')
  if (last.kind !== 'congruence' || last.operands.length !== 1 || !isOpen) return tree
  const [subject, start] = first.operands as [Tree, Tree]
  const items = [start, ...more, last.operands[0]!].map(
    (residue): Tree => ({ ...last, operands: [subject, residue] }),
  )
  return { kind: 'logical', operator: 'or', items }
}

const listed = (items: readonly Tree[], operator: 'and' | ','): Tree =>
  items.some((item) => item.kind === 'relation')
    ? { kind: 'logical', operator, items }
    : { kind: 'list', items }

/** `a_0 = 1`, `T(1) = 3`: where a recurrence begins. */
export const isFirstValue = (tree: Tree): boolean => {
  if (tree.kind !== 'relation' || tree.operators.join() !== '=') return false
  const [left] = tree.operands as [Tree]
  return left.kind === 'symbol'
    ? /_\d$/.test(left.name)
    : isApplication(left) && left.arguments[1]!.kind === 'number'
}

/** A relation about a symbol that occurs in the values before it, and is not what these are the values of. */
function isCondition(tree: Tree, before: readonly Tree[]): boolean {
  if (tree.kind !== 'relation') return false
  const subject = subjectOf(tree)
  // 2kπ < x < 2kπ + π, k ∈ ℤ
  const isMember = tree.operators.join() === 'in' && tree.operands[1]!.kind === 'namedSet'
  const canHold = (item: Tree): boolean =>
    item.kind === 'logical'
      ? item.items.every(canHold)
      : isStated(item) || (isMember && isRangeOf(item, subject))
  if (!before.every(canHold)) return false
  if (subject === undefined) return false
  if (tree.operators[0] === '=') return false
  return before.some((item) => occursIn(item, subject)) && !before.some((item) => isNamed(item, subject))
}

/** Also as an index: n of a_n = 2a_{n−1}. */
const occursIn = (tree: Tree, name: string): boolean =>
  [...symbolsOf(tree).keys()].some((other) => other === name || isIndexedBy(other, name))

/** low < x < high, or x ∈ (low, high), with another letter in its ends. */
const isRangeOf = (tree: Tree, name: string | undefined): boolean =>
  tree.kind === 'relation' &&
  ((tree.operators.join() === 'in' && tree.operands[1]!.kind === 'bracketed') || isChainAbout(tree, name))

const isChainAbout = (tree: Tree & { kind: 'relation' }, name: string | undefined): boolean =>
  tree.operands.length === 3 &&
  tree.operators.every((operator) => operator === '<' || operator === '<=') &&
  tree.operands[1]!.kind === 'symbol' &&
  tree.operands[1]!.name !== name

const isStated = (tree: Tree): boolean =>
  tree.kind !== 'relation' ||
  (tree.operators.every((operator) => operator === '=') &&
    (tree.operands[0]!.kind === 'symbol' ||
      tree.operands[0]!.kind === 'call' ||
      isPointOfNames(tree.operands[0]!) ||
      isVectorFunction(tree.operands[0]!)))

/** 𝐫(t), whose bracket is read as a factor. */
const isVectorFunction = (tree: Tree): boolean =>
  tree.kind === 'product' &&
  tree.factors.length === 2 &&
  tree.factors.every((factor, index) => factor.kind === 'symbol' && (index > 0 || factor.isVector === true))

/** (x, y) of `(x, y) = (1 + t, 2t), t \in \mathbb{Z}`. */
const isPointOfNames = (tree: Tree): boolean =>
  tree.kind === 'bracketed' && tree.items.every((item) => item.kind === 'symbol')

const isNamed = (tree: Tree, name: string): boolean =>
  tree.kind === 'relation' && tree.operands[0]!.kind === 'symbol' && tree.operands[0]!.name === name

/** The symbol that a relation limits: k of `k \in \mathbb{Z}`, `k \ge 0`, `0 \le k < 5`, `|k| < 5`. */
function subjectOf(tree: Tree & { kind: 'relation' }): string | undefined {
  const found = tree.operands.length > 2 ? tree.operands[1]! : tree.operands[0]!
  const subject = found.kind === 'call' && found.name === 'abs' ? found.arguments[0]! : found
  const limited = subject.kind === 'symbol' ? subject : tree.operands.at(-1)!
  return limited.kind === 'symbol' ? limited.name : undefined
}

/** A text and the condition behind it: `f(x) = x + 1` and `x \in \mathbb{R}` of `f(x) = x + 1 \text{ for all } x \in \mathbb{R}`. */
export interface Conditional {
  readonly body: string
  readonly condition: string
}

/** Longest answer in which a condition is looked for. */
const LONGEST_CONDITIONAL = 400

export function splitCondition(text: string): Conditional | undefined {
  if (text.length > LONGEST_CONDITIONAL) return undefined
  if (!LEAD_WORD.test(text)) return quantified(text)
  const found = LEAD.exec(text)
  if (!found) return quantified(text)
  const body = text.slice(0, found.index).trim()
  // The words may go on in the braces that they began in: \text{for any integer }n.
  const opened = found[0].includes('{')
  const rest = text.slice(found.index + found[0].length)
  const condition = opened ? `\\text{${rest}` : rest
  if (body === '' || !isBalanced(body)) return quantified(text)
  return { body, condition }
}

/** `all integers $n \ge 3$`: the numbers that a relation speaks of. */
function quantified(text: string): Conditional | undefined {
  const found = QUANTIFIED.exec(text)
  if (!found) return undefined
  return { body: found[2]!, condition: `${found[1]!} ${found[2]!.match(/[a-zA-Z]/)?.[0] ?? ''}` }
}

const QUANTIFIED =
  /^(?:\\(?:text|mathrm|textrm)\s?\{\s?)?(?:for )?(?:all|any|every) ((?:positive |negative |non-?negative |nonzero |odd |even |real |natural |whole )?(?:integers?|numbers?|reals?))(?: with| such that|,)?\s?\}?\s?((?:\$|\\\(|[a-z]\b).{1,200})$/i

const LEAD_WORD = /for|where|if|when|with|given|such|provided|\\forall|∀|其中|对/i
const LEAD =
  /(?:[,;，；]|\\[,;: ]|\\q?quad|[\s~$]){0,12}(?:\\(?:text|mathrm|textrm|mbox|textit)\s?\{\s*[,;]?\s*)?(?:(?<![\p{L}\\])(?:for(?:\s(?:all|any|every|each|some))?|where|with|given(?:\sthat)?|such\sthat|provided(?:\sthat)?)(?!\p{L})|\\forall(?![a-zA-Z])|∀|其中|对于?(?:任意|所有|一切)?)/iu

const isBalanced = (text: string): boolean => {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!
    if (char === '\\') index++
    else if (char === '{' || char === '(' || char === '[') depth++
    else if (char === '}' || char === ')' || char === ']') depth--
  }
  return depth === 0
}

/** The mathematics of all conditions: of "for all x, where c is real" too. */
export function conditionWords(text: string): string {
  const split = text.includes('where') ? splitCondition(text) : undefined
  if (!split) return conditionText(text)
  const parts = [conditionText(split.body), conditionWords(split.condition)]
  return parts.filter((part, at) => at > 0 || !isNeutralCondition(part)).join(', ')
}

/** The mathematics of a condition, and words that say what a symbol is, as mathematics: "any integer n" is n ∈ ℤ. */
function conditionText(condition: string): string {
  const words = withoutLooseBrace(condition)
    .replace(/\\(?:text|mathrm|textrm|mbox|textit)\s?\{([^{}]*)\}?/g, ' $1 ')
    .replace(/\\(?:[,;: !]|q?quad)|[~$]|\\[()]/g, ' ')
    .replace(/[{]\s*\}/g, ' ')
    .replace(/\s+/g, ' ')
  const plain = trimMarks(words, ',;:.')
  if (plain.length > LONGEST_KIND) return plain
  const kind = NUMBERS.exec(plain)
  if (kind) {
    const [set, relation] = setOf(kind[1]!.toLowerCase())
    const names = (kind[2] ?? '').split(/\s?(?:,|and|和)\s?/).filter((name) => name !== '')
    const bound = kind[3] ? `, ${names.at(-1)}${kind[3]}` : ''
    if (names.length > 0 && kind[1]!.toLowerCase().includes('constant'))
      return relation
        ? names.map((name) => name + relation).join(', ')
        : bound.slice(2) || `constant ${names}`
    if (names.length > 0)
      return names.map((name) => `${name}\\in ${set}${relation && `, ${name}${relation}`}`).join(', ') + bound
  }
  const isKind = IS_KIND.exec(plain)
  if (isKind) {
    const [set, relation] = setOf(isKind[2]!.toLowerCase())
    const names = isKind[1]!.split(/\s?(?:,|and|和)\s?/).filter((name) => name !== '')
    return names.map((name) => `${name}\\in ${set}${relation && `, ${name}${relation}`}`).join(', ')
  }
  return plain
}

/** Longest condition that is words such as "any positive integer n". */
const LONGEST_KIND = 80

/** Without the closing brace of a `\text{` that began before the condition. */
function withoutLooseBrace(text: string): string {
  if (isBalanced(text)) return text
  const trimmed = text.trimEnd()
  return trimmed.endsWith('}') ? trimmed.slice(0, -1) : text
}

const KIND =
  '((?:(?:positive|negative|non-?negative|non-?zero|natural|whole|real|arbitrary) ){0,2}(?:integers?|numbers?|reals?|constants?|real|整数|实数|自然数|正整数))'
const NAMES =
  '(\\\\?[a-zA-Z]{1,10}(?:_\\{?\\w\\}?)?(?:\\s?(?:,|and|和)\\s?\\\\?[a-zA-Z](?:_\\{?\\w\\}?)?){0,3})'
const NUMBERS = /* @__PURE__ */ new RegExp(
  `^(?:all |any |every |each |an? |some |任意)?${KIND} ?${NAMES}? ?((?:\\\\(?:[gl]eq?|[gl]eqslant|[gl]t|neq?)(?![a-zA-Z])|[<>]).{1,20})?$`,
  'iu',
)
const IS_KIND = /* @__PURE__ */ new RegExp(
  `^${NAMES} ?(?:is|are|是|为|be|being|an?|any) ?(?:an? |any |both )?${KIND}$`,
  'iu',
)

/** ℤ, ℝ … of "positive integers", and the inequality that the adjective is. */
function setOf(words: string): readonly [string, string] {
  const set = /integer|whole|整数/.test(words)
    ? '\\mathbb{Z}'
    : /natural|自然数/.test(words)
      ? '\\mathbb{N}'
      : '\\mathbb{R}'
  const relation = /positive|正/.test(words)
    ? '>0'
    : /non-?negative/.test(words)
      ? '\\ge 0'
      : /negative/.test(words)
        ? '<0'
        : /non-?zero/.test(words)
          ? '\\ne 0'
          : ''
  return [set, relation]
}

/** Words that limit nothing: "any constant C", "all x", "C is an arbitrary constant". */
export const isNeutralCondition = (condition: string): boolean =>
  condition.length <= LONGEST_KIND && (NEUTRAL.test(condition) || KNOWN.test(condition))

/** "F_n is the n-th Fibonacci number", "γ is Euler's constant". */
const KNOWN =
  /^.{1,20}(?:is|are|denotes?) (?:the |an? )?.{0,12}(?:(?:Fibonacci|Lucas|Catalan|Bernoulli|Bell|harmonic) numbers?|Euler\S{0,20}(?: Mascheroni)? constant|(?:zeta|gamma|beta|floor|ceiling) function|golden ratio|identity matrix)$/i

const NEUTRAL =
  /^(?:(?:all|any|every|each|some|任意)?\s?(?:(?:real|arbitrary|任意)?\s?(?:values? of|constants?|parameters?|numbers?|常数)?\s?)?\\?[a-zA-Z]{0,8}(?:_\{?\w\}?)?(?:\s?(?:,|and|和)\s?\\?[a-zA-Z](?:_\{?\w\}?)?)*(?:\s(?:are |is )?arbitrary)?|.{1,20}(?:is|are|是|为)\s?(?:an?\s|any\s|the\s|任意)?(?:arbitrary\s|real\s|integration\s)?(?:constants?(?: of integration)?|parameters?|常数))$/iu
