import { plainWords } from './plain-words.js'

const NOT_CONGRUENT =
  /^([a-zA-Z]|[a-zA-Z]\^\{?\d\}?)\s?(?:\\not\s?\\equiv|≢|\\nequiv)\s?(-?\d{1,3}(?:\s?,\s?-?\d{1,3}){0,8})\s?\\p?mod\s?\{?\s?(\d{1,2})\s?\}?$/
const NO_DIVISOR = /^(\d{1,2})\s?(?:\\nmid|∤)\s?([a-zA-Z])$/
const INDIVISIBLE = /^([a-zA-Z]) is (?:not (?:divisible by|a multiple of)|indivisible by) (\d{1,2})$/

/** `n\equiv 0,2\pmod{3}` of `n\not\equiv 1\pmod 3`, and so of `3\nmid n` and "n is not divisible by 3": the residues that are left. */
export function residuesLeft(text: string): string | undefined {
  if (!/not|nmid|nequiv|[≢∤]/.test(text)) return undefined
  const words = plainWords(text)
  const [, name, excluded, modulus] = NOT_CONGRUENT.exec(words) ?? []
  if (name !== undefined) return congruent(name, excluded!.split(',').map(Number), Number(modulus))
  const [, divisor, divided] = NO_DIVISOR.exec(words) ?? []
  const [, number, by] = INDIVISIBLE.exec(words) ?? []
  const m = divisor ?? by
  return m === undefined ? undefined : congruent((divided ?? number)!, [0], Number(m))
}

function congruent(name: string, excluded: readonly number[], modulus: number): string | undefined {
  const isLeft = (residue: number) => !excluded.some((value) => (value - residue) % modulus === 0)
  const left = Array.from({ length: modulus }, (_, residue) => residue).filter(isLeft)
  return left.length === 0 ? undefined : `${name}\\equiv ${left.join(',')}\\pmod{${modulus}}`
}
