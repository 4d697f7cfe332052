import { call, symbol, type Tree } from '../tree.js'

/** The operators of propositional logic as names of calls. */
export type Connective = '¬' | '∧' | '∨' | '⊕' | '→' | '↔'

/** As they are written: q ← p is p → q. */
type Sign = Connective | '←'

const SPELLINGS: ReadonlyMap<string, Sign> = new Map([
  ...spelt('¬', 'neg lnot sim not ¬ ~ ∼ !'),
  ...spelt('∧', 'land wedge and ∧ & &&'),
  ...spelt('∨', 'lor vee or ∨ ||'),
  ...spelt('⊕', 'oplus xor ⊕'),
  ...spelt('→', 'to rightarrow Rightarrow implies longrightarrow Longrightarrow supset → ⇒ ⟹ ⟶'),
  ...spelt('←', 'leftarrow Leftarrow ← ⇐ ⟸ ⟵'),
  ...spelt('↔', 'leftrightarrow Leftrightarrow iff ↔ ⇔ ⟺ ⟷'),
])

function spelt(connective: Sign, names: string): readonly (readonly [string, Sign])[] {
  return names.split(' ').map((name) => [name, connective] as const)
}

/** From the one that binds least. Implication is read from the right: p → q → r is p → (q → r). */
const LEVELS: readonly (readonly Sign[])[] = [['↔'], ['→', '←'], ['∨', '⊕'], ['∧']]

/** Longest text, and deepest nesting, that is read. */
const LONGEST = 300
const DEEPEST = 40

const TOKEN =
  /\s+|\\(?:left|right|big|Big|[,;: !]|quad|qquad)(?![a-zA-Z])|\\(?:text|mathrm)\s?\{\s?(not|and|or|xor|implies|iff|true|false)\s?\}|\\([a-zA-Z]+)|\b(not|and|or|xor|implies|iff|true|false)\b|([a-zA-Z](?:_\{?\d\}?)?)|([()[\]])|([¬~∼!∧∨⊕→⇒⟹⟶←⇐⟸⟵↔⇔⟺⟷]|&&?|\|\|)/uy

/** What holds whatever its letters say, and what never does. */
export const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

/**
 * A formula of propositional logic, single letters with connectives: `\neg p \lor q`. `undefined` for anything else. `isListed`:
 * "A and B" may be two choices, "x or y" two answers.
 */
export function readProposition(
  text: string,
): { readonly tree: Tree; readonly isListed: boolean } | undefined {
  const tokens = text.length > LONGEST ? undefined : tokensOf(text)
  const signs = new Set(tokens?.filter((token) => CONNECTIVES.has(token)))
  if (!tokens || signs.size === 0) return undefined
  // a || b are parallel lines.
  if (signs.size === 1 && text.includes('||')) return undefined
  let at = 0
  let depth = 0
  const level = (index: number): Tree | undefined => {
    const connectives = LEVELS[index]
    if (!connectives) return operand()
    if (connectives.includes('→')) return implication(level(index + 1))
    let left = level(index + 1)
    while (left && connectives.includes(tokens[at] as Sign)) {
      const connective = tokens[at++]!
      const right = level(index + 1)
      left = right && call(connective, left, right)
    }
    return left
  }
  // p → q → r is p → (q → r), and p ← q ← r is (p ← q) ← r; nobody knows what p → q ← r is.
  const implication = (first: Tree | undefined): Tree | undefined => {
    const parts = [first]
    const sign = tokens[at] === '←' ? '←' : '→'
    while (tokens[at] === sign) {
      at++
      parts.push(level(2))
    }
    if (parts.includes(undefined)) return undefined
    const [one, ...more] = (sign === '→' ? parts.reverse() : parts) as [Tree, ...Tree[]]
    return more.reduce((result, part) => call('→', part, result), one)
  }
  const operand = (): Tree | undefined => {
    const token = tokens[at++]
    if (token === undefined || ++depth > DEEPEST) return undefined
    let found: Tree | undefined
    if (token === '¬') {
      const inner = operand()
      found = inner && call('¬', inner)
    } else if (token === '(') {
      found = level(0)
      if (tokens[at++] !== ')') return undefined
    } else if (/^[a-zA-Z]/.test(token)) found = symbol(token)
    depth--
    return found
  }
  const tree = level(0)
  if (!tree || at < tokens.length) return undefined
  const isWorded = /\b(?:and|or)\b|(?<!&)&(?!&)/.test(text)
  return { tree, isListed: isWorded && signs.size === 1 && !text.includes('(') }
}

const CONNECTIVES: ReadonlySet<string> = new Set<Sign>(['¬', '∧', '∨', '⊕', '→', '←', '↔'])

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)
    if (!found) return undefined
    const [, upright, command, word, letter, bracket, sign] = found
    const name = upright ?? command ?? word ?? sign
    if (name !== undefined) {
      const token = SPELLINGS.get(name) ?? (TRUTHS.has(name) ? name : undefined)
      if (!token) return undefined
      tokens.push(token)
    } else if (bracket !== undefined) tokens.push('(['.includes(bracket) ? '(' : ')')
    else if (letter !== undefined) tokens.push(letter.replace(/[{}]/g, ''))
  }
  return tokens
}
