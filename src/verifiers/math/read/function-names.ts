import type { Token } from './lexer.js'

/** Most texts define none. */
export const NO_NAMES: ReadonlySet<string> = new Set()

/** The names that a text defines: L of `L(t) = 5t`, T of `T(n) = 2T(n/2) + n`. They are functions, never factors. */
export function namesOfFunctions(tokens: readonly Token[]): ReadonlySet<string> {
  let names: Set<string> | undefined
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (!isName(token) || !startsStatement(tokens[index - 1])) continue
    let at = index + 1
    const subscript = subscriptAt(tokens, at)
    at += subscript.length
    while (tokens[at]?.value === "'" || tokens[at]?.value === 'prime') at++
    if (tokens[at]?.value !== '(' || tokens[at]!.type !== 'mark') continue
    const end = endOfArguments(tokens, at)
    const next = end === undefined ? undefined : tokens[end + 1]
    if (next?.value === '=' || next?.value === ':=' || next?.value === 'equiv' || next?.value === 'approx')
      names = (names ?? new Set()).add(
        token.value +
          subscript
            .filter(({ value }) => !/[{}]/.test(value))
            .map(({ value }) => value)
            .join(''),
      )
  }
  return names ?? NO_NAMES
}

/** `_3`, `_{12}` of T_3(x). */
function subscriptAt(tokens: readonly Token[], at: number): readonly Token[] {
  if (tokens[at]?.value !== '_') return []
  const length = tokens[at + 1]?.value === '{' ? 4 : 2
  return /^\w{1,3}$/.test(tokens[at + length - (length === 4 ? 2 : 1)]?.value ?? '')
    ? tokens.slice(at, at + length)
    : []
}

const isName = ({ type, value }: Token): boolean =>
  (type === 'letters' && value.length === 1) || (type === 'command' && GREEK_NAMES.has(value))

const GREEK_NAMES = new Set([
  'phi',
  'varphi',
  'psi',
  'Phi',
  'Psi',
  'Gamma',
  'gamma',
  'sigma',
  'rho',
  'theta',
  'omega',
  'mu',
  'alpha',
  'lambda',
  'tau',
  'chi',
])

const startsStatement = (before: Token | undefined): boolean =>
  before === undefined ||
  before.type === 'text' ||
  before.value === ',' ||
  before.value === ';' ||
  before.value === '\\\\' ||
  before.value === '=' ||
  before.value === 'and' ||
  before.value === '{' ||
  before.value === '-'

/** Where `(t)`, `(x, y)`, `(0)` ends: x(x - 3) = 0 is a product. */
function endOfArguments(tokens: readonly Token[], open: number): number | undefined {
  for (let index = open + 1; index < tokens.length; index += 2) {
    const { type, value } = tokens[index]!
    const isArgument = type === 'number' || (type === 'letters' && value.length === 1) || type === 'command'
    if (!isArgument) return undefined
    const after = tokens[index + 1]?.value
    if (after === ')') return index + 1
    if (after !== ',') return undefined
  }
  return undefined
}
