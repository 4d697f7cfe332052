import type { Tree } from '../tree.js'

/** Two names of one quantity, one of them a word: the rank is rank(A), the radius r. */
export function isOneQuantity(name: Tree, other: Tree): boolean {
  const [word, second] = [wordFor(name), wordFor(other)]
  if (word !== undefined && second !== undefined) return word === second
  const [known, symbol] = word === undefined ? [second, name] : [word, other]
  if (known === undefined) return false
  if (symbol.kind === 'call')
    return symbol.name === (OPERATORS.get(known) ?? known) && symbol.arguments[0]!.kind === 'symbol'
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
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['mean', 'E'],
  ['variance', 'Var'],
])

/** Whether a gold names one quantity and the sentence of a value another: the nullity is no rank. */
export function isOfOther(gold: Tree, quantity: string): boolean {
  if (gold.kind !== 'relation' || gold.operators.join() !== '=') return false
  const name = gold.operands[0]!
  const asked = name.kind === 'call' ? name.name : wordFor(name)
  return asked !== undefined && asked !== quantity && APART.has(asked) && APART.has(quantity)
}

/** Quantities of which none is another. */
const APART: ReadonlySet<string> = new Set(
  [
    'rank,nullity,det,tr,dim,gcd,lcm,max,min,mean,median,mode,range,variance,standard deviation,sum,product,quotient,remainder',
    'area,perimeter,circumference,radius,diameter,volume,surface area,amplitude,period,frequency',
  ].flatMap((names) => names.split(',')),
)

const wordFor = (name: Tree): string | undefined =>
  name.kind === 'text'
    ? name.text.toLowerCase()
    : name.kind === 'symbol'
      ? /(?:^(?:det|rank|nullity|dim|gcd|lcm)|(?:^|_)(?:max|min))$/.exec(name.name)?.[0].replace('_', '')
      : undefined
