import type { Tree } from '../tree.js'

/** Longest text that is read as cycles. */
const LONGEST = 120

const CYCLE =
  /^\(\s?(\d{1,2}(?:(?:\s|\\[ ,;:]|,\s?)\s?\d{1,2}){1,12}|[1-9]{2,9})\s?\)(?:\s?(?:\\circ|\\cdot|\\[ ,;:]))?\s?/

type Permutation = Tree & { readonly kind: 'text' }

/** `(1\,2\,3)(4\,5)`, `\sigma = (1\ 2\ 3)` as words: each cycle from its smallest number, and cycles without a number in common in order. */
export function readPermutation(text: string): Permutation | undefined {
  return text.length <= LONGEST &&
    text.includes('(') &&
    /^[(\\a-z]/.test(text) &&
    SPACED.test(text) &&
    !/,/.test(text.replace(/\\,/g, ''))
    ? readCycles(text)
    : undefined
}

/** `(123)(45)` and `(1,2,3)(4,5)`, which are a permutation only beside one, or where nothing else is meant. */
export function readCycles(text: string): Permutation | undefined {
  if (text.length > LONGEST || !text.includes('(') || !/^[(\\a-z]/.test(text)) return undefined
  const cycles: (readonly number[])[] = []
  const plain = text.replace(NAME, '')
  // (1 3)(2)
  for (let rest = SPACED.test(plain) ? plain.replace(FIXED, '') : plain; rest !== ''; ) {
    const found = CYCLE.exec(rest)
    if (!found) return undefined
    const numbers = found[1]!.match(/^\d+$/.test(found[1]!) ? /\d/g : /\d{1,2}/g)!.map(Number)
    if (new Set(numbers).size < numbers.length) return undefined
    const start = numbers.indexOf(Math.min(...numbers))
    cycles.push([...numbers.slice(start), ...numbers.slice(0, start)])
    rest = rest.slice(found[0].length)
  }
  if (cycles.length === 0) return undefined
  const all = cycles.flat()
  if (new Set(all).size === all.length) cycles.sort((a, b) => a[0]! - b[0]!)
  return { kind: 'text', text: cycles.map((cycle) => `(${cycle.join('→')})`).join('') }
}

const FIXED = /\(\s?\d{1,2}\s?\)\s?/g

/** The cycles of a permutation in two lines, 1 to n above what they become. */
export function cyclesOfTwoLines(tree: Tree): Permutation | undefined {
  if (tree.kind !== 'matrix' || tree.rows.length !== 2) return undefined
  const [above, below] = tree.rows.map((row) =>
    row.map((cell) => (cell.kind === 'number' && cell.value.d === 1n ? Number(cell.value.n) : 0)),
  ) as [number[], number[]]
  const isInOrder = above.every((number, index) => number === index + 1)
  if (!isInOrder || above.length !== below.length || new Set([...above, ...below]).size !== above.length)
    return undefined
  const seen = new Set<number>()
  let text = ''
  for (const start of above) {
    const cycle: number[] = []
    for (let at = start; !seen.has(at); at = below[at - 1]!) {
      seen.add(at)
      cycle.push(at)
    }
    if (cycle.length > 1) text += `(${cycle.join('→')})`
  }
  return text === '' ? undefined : { kind: 'text', text }
}

export const isPermutation = (tree: Tree): boolean => tree.kind === 'text' && /^\(\d+→/.test(tree.text)

/** `\sigma = `, `\sigma\tau = `, `f^{-1} = `. */
const NAME = /^[\\a-z][^=(),]{0,24}=\s?/

/** A space between two numbers of a cycle. */
const SPACED = /\(\s?\d{1,2}(?:\s|\\[ ,;:])\s?\d/
