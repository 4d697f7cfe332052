import type { Tree } from '../tree.js'

/** Longest text that is read as cycles. */
const LONGEST = 120

const CYCLE = /^\(\s?(\d{1,2}(?:(?:\s|\\[ ,;:])\s?\d{1,2}){1,12})\s?\)(?:\s?(?:\\circ|\\cdot|\\[ ,;:]))?\s?/

/** `(1\,2\,3)(4\,5)` as words: each cycle from its smallest number, and cycles without a number in common in order. */
export function readPermutation(text: string): (Tree & { kind: 'text' }) | undefined {
  if (text[0] !== '(' || text.length > LONGEST) return undefined
  const cycles: (readonly number[])[] = []
  for (let rest = text; rest !== ''; ) {
    const found = CYCLE.exec(rest)
    if (!found) return undefined
    const numbers = found[1]!.match(/\d{1,2}/g)!.map(Number)
    if (new Set(numbers).size < numbers.length) return undefined
    const start = numbers.indexOf(Math.min(...numbers))
    cycles.push([...numbers.slice(start), ...numbers.slice(0, start)])
    rest = rest.slice(found[0].length)
  }
  const all = cycles.flat()
  if (new Set(all).size === all.length) cycles.sort((a, b) => a[0]! - b[0]!)
  return { kind: 'text', text: cycles.map((cycle) => `(${cycle.join('→')})`).join('') }
}
