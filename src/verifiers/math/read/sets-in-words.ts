import { type Comparison, comparisonIn } from './comparisons.js'
import { isFormula, plainWords } from './plain-words.js'
import { meaningOf } from './word-meanings.js'

/** Longest description of a set that is read. */
const LONGEST = 160

const HEAD =
  /^(?:(?:the )?set of |[a-z] (?:is|can be|may be) )?(all |any |every |each |the )?(?:of the )?((?:(?:positive|negative|non-?negative|non-?zero|even|odd|real) ){0,3})(integers?|whole numbers?|natural numbers?|prime numbers?|numbers?|reals?|values?|primes?|everywhere|(?:multiples?|divisors?|factors) of (?=\d))?(?: ?of (?=[a-z]\b))?/i

/**
 * A set that is said in words, as LaTeX: "all real numbers except 2" is ℝ∖{2}, "positive integers less than 5" is
 * {n ∈ ℤ : n > 0, n < 5}, "all k with k > 7" is k > 7. The words before say of what kind the numbers are, those behind them limit
 * it. `undefined` where a word is left over.
 */
export function setInWords(text: string): string | undefined {
  if (text.length > LONGEST || !/[a-z]{3}/i.test(text)) return undefined
  const words = plainWords(text).replace(EXCEPT_TWO, 'odd primes')
  const found = HEAD.exec(words)
  if (!found) return undefined
  const [head, quantifier = '', adjectives, noun = ''] = found as unknown as string[]
  if ((noun === '' && quantifier === '' && adjectives === '') || meaningOf(words)) return undefined
  return describe(`${adjectives}${noun}`.toLowerCase(), words.slice(head!.length).trim())
}

/** "All primes except 2" */
const EXCEPT_TWO = /\bprimes?(?: numbers?)? (?:except(?: for)?|other than) \$?2\$?$/i

type Bound = Comparison & { readonly relator: Exclude<Comparison['relator'], '\\ne'> }

function describe(kind: string, limits: string): string | undefined {
  const [, named, rest] = /^(?:([a-zA-Z])(?![a-zA-Z]))?\s?(.*)$/.exec(limits) as unknown as string[]
  const isReal =
    /real|values?$|everywhere/.test(kind) ||
    (/numbers?$/.test(kind) && !/natural|whole|even|odd|prime/.test(kind))
  const name = named ?? (isReal || kind === '' ? 'x' : 'n')
  const bounds = boundsOf(kind)
  const [, counted] = /(multiple|divisor|factor)s? of/.exec(kind) ?? []
  if (counted) return /^\d{1,9}$/.test(limits) ? countedSet(counted, limits, bounds.length > 0) : undefined
  const limit = rest === '' ? {} : limitOf(rest!, named, isReal)
  if (!limit) return undefined
  const all = [...bounds, ...(limit.bounds ?? [])]
  if (kind === '') return limit.relation ?? (limit.bounds && conditionsOf(name, limit.bounds).join(','))
  if (!isReal) return integersOf(kind, name, all, limit)
  if (limit.relation)
    return `\\{${[name, [...conditionsOf(name, bounds), limit.relation].join(',')].join(':')}\\}`
  return realsOf(all, [
    ...(/zero/.test(kind) && !/negative/.test(kind) ? ['0'] : []),
    ...(limit.except ?? []),
  ])
}

/** x > 0 of "positive". */
const boundsOf = (kind: string): readonly Bound[] =>
  /non-?negative/.test(kind)
    ? [{ relator: '\\ge', value: '0' }]
    : /positive/.test(kind)
      ? [{ relator: '>', value: '0' }]
      : /negative/.test(kind)
        ? [{ relator: '<', value: '0' }]
        : []

const conditionsOf = (name: string, bounds: readonly Bound[]): readonly string[] =>
  bounds.map(({ relator, value }) => `${name}${relator} ${value}`)

const countedSet = (kind: string, number: string, isPositive: boolean): string =>
  kind === 'multiple'
    ? `\\{${number}k:k\\in\\mathbb{Z}${isPositive ? ',k\\ge1' : ''}\\}`
    : `\\{n\\in\\mathbb{N}:n\\mid ${number}\\}`

function integersOf(kind: string, name: string, bounds: readonly Bound[], limit: Limit): string {
  const parity = /even/.test(kind) ? 0 : /odd/.test(kind) ? 1 : undefined
  const conditions = [
    ...(parity === undefined ? [] : [`${name}\\equiv ${parity}\\pmod 2`]),
    ...conditionsOf(name, bounds),
    ...(limit.relation ? [limit.relation] : []),
    ...(limit.except ?? []).map((values) => `${name}\\notin\\{${values}\\}`),
    ...(/zero/.test(kind) ? [`${name}\\ne 0`] : []),
  ]
  const set = /prime/.test(kind) ? 'P' : /natural/.test(kind) ? 'N' : 'Z'
  if (conditions.length === 0) return `\\mathbb{${set}}`
  if (conditions.length === 1 && limit.except) return `\\mathbb{${set}}\\setminus\\{${limit.except.join()}\\}`
  if (conditions.length === 1 && parity !== undefined && set === 'Z')
    return `\\{2k${parity === 1 ? '+1' : ''}:k\\in\\mathbb{Z}\\}`
  return `\\{${name}\\in\\mathbb{${set}}:${conditions.join(',')}\\}`
}

/** An interval, without some points. */
function realsOf(bounds: readonly Bound[], except: readonly string[]): string | undefined {
  const [lows, highs] = [bounds.filter(isLower), bounds.filter((bound) => !isLower(bound))]
  if (lows.length > 1 || highs.length > 1) return undefined
  const [[low], [high]] = [lows, highs]
  const interval = `${low?.relator === '\\ge' ? '[' : '('}${low?.value ?? '-\\infty'},${high?.value ?? '\\infty'}${high?.relator === '\\le' ? ']' : ')'}`
  const points = except.length > 0 ? `\\setminus\\{${except.join(',')}\\}` : ''
  return (bounds.length === 0 ? '\\mathbb{R}' : interval) + points
}

const isLower = ({ relator }: Bound): boolean => relator === '>' || relator === '\\ge'

interface Limit {
  readonly bounds?: readonly Bound[]
  readonly except?: readonly string[]
  readonly relation?: string
}

const EXCEPT =
  /^,? ?(?:except(?: for| at| when)?|other than|excluding|but not|not equal to|different from|besides) (.+)$/i
const WITH = /^,? ?(?:with|such that|where|for which|satisfying|that satisfy|so that) (.+)$/i
const ENDS = /,? (inclusive|exclusive)$/i
const DIVISIBLE =
  /^(?:that are |which are )?(?:divisible by|multiples of) (?:both )?(\d{1,9})(?: and (?:by )?(\d{1,9}))?$/i
function limitOf(text: string, name: string | undefined, isReal: boolean): Limit | undefined {
  const [, excepted] = EXCEPT.exec(text) ?? []
  if (excepted) {
    const list = excepted.replace(/ ?\b(?:and|or)\b ?/g, ',').replace(/[a-z] ?= ?/g, '')
    return isFormula(list) ? { except: [list] } : undefined
  }
  const range = rangeIn(text, isReal)
  if (range) return range
  const [, divisor, other] = DIVISIBLE.exec(text) ?? []
  if (divisor) {
    const modulus = other === undefined ? divisor : leastCommonMultiple(Number(divisor), Number(other))
    return { relation: `${name ?? 'n'}\\equiv 0\\pmod{${modulus}}` }
  }
  const bounds = text
    .replace(/^(?:that are |which are )/i, '')
    .split(/ and (?=[a-z])/i)
    .map(boundOf)
  if (bounds.every((bound) => bound !== undefined)) return { bounds }
  const [, relation] = WITH.exec(text) ?? []
  if (relation === undefined || name === undefined || !isFormula(relation)) return undefined
  if (!new RegExp(`(?<![a-zA-Z\\\\])${name}(?![a-zA-Z])`).test(relation)) return undefined
  const bound = relation.startsWith(name) ? boundOf(relation.slice(1).trim()) : undefined
  return bound ? { bounds: [bound] } : { relation }
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y))
  return (a / divisor(a, b)) * b
}

/** "strictly between 2 and 9", "from 1 to 5": of integers between 2 and 9 nobody knows whether 2 and 9 are among them. */
function rangeIn(text: string, isReal: boolean): Limit | undefined {
  const ends = ENDS.exec(text)?.[1]?.toLowerCase()
  const bare = text.replace(ENDS, '')
  const ranges = [
    ['strictly between ', ' and '],
    ['between ', ' and '],
    ['from ', ' to '],
  ] as const
  const found = ranges.find(([lead, joint]) => bare.startsWith(lead) && bare.includes(joint))
  if (!found) return undefined
  const [lead, joint] = found
  const [low, high] = [
    bare.slice(lead.length, bare.indexOf(joint)),
    bare.slice(bare.indexOf(joint) + joint.length),
  ]
  if (lead === 'between ' && !ends && !isReal) return undefined
  return rangeOf(low, high, lead === 'from ' || ends === 'inclusive')
}

function rangeOf(low: string, high: string, isClosed: boolean): Limit | undefined {
  if (!isFormula(low) || !isFormula(high)) return undefined
  const [above, below] = isClosed ? (['\\ge', '\\le'] as const) : (['>', '<'] as const)
  return {
    bounds: [
      { relator: above, value: low },
      { relator: below, value: high },
    ],
  }
}

function boundOf(text: string): Bound | undefined {
  const found = comparisonIn(text)
  return found && isBound(found) ? found : undefined
}

const isBound = (comparison: Comparison): comparison is Bound => comparison.relator !== '\\ne'
