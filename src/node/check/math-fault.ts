import { isLeft } from 'fp-ts/lib/Either.js'
import { mathVerifier } from '../../index.js'

/** Why a mathematical gold cannot be read as it is written, in a phrase; undefined where it can. */
export function mathFault(gold: string): string | undefined {
  const unbalanced = braceFault(gold)
  if (unbalanced !== undefined) return unbalanced
  if ((gold.replace(/\\\$/g, '').match(/\$/g) ?? []).length % 2 === 1 && /\\|\$$/.test(gold.trim()))
    return 'a $ without its partner'
  for (const [name, open, close] of PAIRS) {
    if (count(gold, open) !== count(gold, close)) return `${name} without its partner`
  }
  if (/[_^]$/.test(gold.trim())) return 'an index or exponent that is missing'
  const read = mathVerifier.readGold(gold, {})
  if (isLeft(read)) return undefined
  const isWords = read.right.readings.every(({ kind }) => kind === 'text')
  const isProse = /\p{L}{3,}.*\p{L}{3,}/su.test(gold.replace(/\\[a-zA-Z]+/g, ''))
  return isWords && !isProse && LOOKS_MATHEMATICAL.test(gold.trim())
    ? 'it is no mathematics as a whole'
    : undefined
}

const count = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0

/** Brackets must be closed; half-open intervals mix round and square ones. */
const PAIRS: readonly (readonly [string, RegExp, RegExp])[] = [
  ['\\left', /\\left(?![a-zA-Z])/g, /\\right(?![a-zA-Z])/g],
  ['\\begin', /\\begin\{/g, /\\end\{/g],
  ['a bracket', /[([]/g, /[)\]]/g],
]

function braceFault(text: string): string | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth < 0) return 'a } without its {'
  }
  return depth > 0 ? 'a { without its }' : undefined
}

/** Commands, powers, indices, or operators between digits. */
const LOOKS_MATHEMATICAL = /\\(?!text|mathrm|textbf|mbox)[a-zA-Z]|[\^_]|\d ?[+*/=]|[+*/=^] ?\d|[-+*/=^(]$/
