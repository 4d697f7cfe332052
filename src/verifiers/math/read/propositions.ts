import { call, symbol, type Tree } from '../tree.js'

/** The operators of propositional logic as names of calls. */
export type Connective = '¬' | '∧' | '∨' | '⊕' | '→' | '↔'

const SPELLINGS: ReadonlyMap<string, Connective> = new Map([
  ...spelt('¬', 'neg lnot sim not ¬ ~ ∼'),
  ...spelt('∧', 'land wedge and ∧'),
  ...spelt('∨', 'lor vee or ∨'),
  ...spelt('⊕', 'oplus xor ⊕'),
  ...spelt('→', 'to rightarrow Rightarrow implies longrightarrow Longrightarrow supset → ⇒ ⟹'),
  ...spelt('↔', 'leftrightarrow Leftrightarrow iff longleftrightarrow ↔ ⇔ ⟺'),
])

function spelt(connective: Connective, names: string): readonly (readonly [string, Connective])[] {
  return names.split(' ').map((name) => [name, connective] as const)
}

/** From the one that binds least. Implication is read from the right: p → q → r is p → (q → r). */
const LEVELS: readonly (readonly Connective[])[] = [['↔'], ['→'], ['∨', '⊕'], ['∧']]

/** Longest text, and deepest nesting, that is read. */
const LONGEST = 300
const DEEPEST = 40

const TOKEN =
  /\s+|\\(?:left|right|big|Big|[,;: !]|quad|qquad)(?![a-zA-Z])|\\([a-zA-Z]+)|\b(not|and|or|xor|implies|iff)\b|([a-zA-Z](?:_\{?\d\}?)?)|([()[\]])|([¬~∼∧∨⊕→⇒⟹↔⇔⟺])/uy

/** A formula of propositional logic, single letters with connectives: `\neg p \lor q`. `undefined` for anything else. */
export function readProposition(text: string): Tree | undefined {
  const tokens = text.length > LONGEST ? undefined : tokensOf(text)
  if (!tokens?.some((token) => CONNECTIVES.has(token)) || isListed(text)) return undefined
  let at = 0
  let depth = 0
  const level = (index: number): Tree | undefined => {
    const connectives = LEVELS[index]
    if (!connectives) return operand()
    let left = level(index + 1)
    while (left && connectives.includes(tokens[at] as Connective)) {
      const connective = tokens[at++]!
      const right = level(connective === '→' ? index : index + 1)
      left = right && call(connective, left, right)
    }
    return left
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
  return at === tokens.length ? tree : undefined
}

/** "A and B" may be two choices, "x or y" two answers. */
const isListed = (text: string): boolean =>
  /\b(?:and|or)\b/.test(text) && !/\b(?:not|xor|implies|iff)\b|[(¬]/.test(text)

const CONNECTIVES: ReadonlySet<string> = new Set<Connective>(['¬', '∧', '∨', '⊕', '→', '↔'])

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)
    if (!found) return undefined
    const [, command, word, letter, bracket, sign] = found
    const name = command ?? word ?? sign
    if (name !== undefined) {
      const connective = SPELLINGS.get(name)
      if (!connective) return undefined
      tokens.push(connective)
    } else if (bracket !== undefined) tokens.push('(['.includes(bracket) ? '(' : ')')
    else if (letter !== undefined) tokens.push(letter.replace(/[{}]/g, ''))
  }
  return tokens
}
