import type { Tree } from '../tree.js'

/** Two names of one quantity, one of them a word: the rank is rank(A), the radius r. */
export function isOneQuantity(name: Tree, other: Tree): boolean {
  const [word, second] = [wordFor(name), wordFor(other)]
  if (word !== undefined && second !== undefined) return word === second
  const [known, symbol] = word === undefined ? [second, name] : [word, other]
  if (known === undefined) return false
  if (symbol.kind === 'call')
    return symbol.name === (OPERATORS[known] ?? known) && symbol.arguments[0]!.kind === 'symbol'
  if (symbol.kind !== 'symbol') return false
  // M and m are the maximum and the minimum.
  return known === 'max' || known === 'min'
    ? symbol.name === (known === 'max' ? 'M' : 'm')
    : (LETTERS[known] ?? known[0]!).includes(symbol.name.toLowerCase())
}

/** What quantities are called that are not called by their first letter. */
const LETTERS: Readonly<Record<string, string>> = {
  speed: 'v', slope: 'mk', current: 'i', distance: 'ds', displacement: 'sd', momentum: 'p', voltage: 'vu', price: 'p',
} // biome-ignore format: a table

/** E(X), Var(X) */
const OPERATORS: Readonly<Record<string, string>> = { mean: 'E', variance: 'Var' }

const wordFor = (name: Tree): string | undefined =>
  name.kind === 'text'
    ? name.text.toLowerCase()
    : name.kind === 'symbol'
      ? /(?:^(?:det|rank|nullity|dim|gcd|lcm)|(?:^|_)(?:max|min))$/.exec(name.name)?.[0].replace('_', '')
      : undefined
