import { isFormula, plainWords } from './plain-words.js'
import { relationInWords } from './relations-in-words.js'

/** Longest function that is read. */
const LONGEST = 240

/**
 * A function by cases that a sentence says, as LaTeX: "f(x) = 1 if x > 0 and −1 otherwise", "a_n = 2 for even n, and a_n = 0 for odd n".
 * `undefined` where a part has no condition, or a word is left over.
 */
export function casesInWords(text: string): string | undefined {
  if (text.length > LONGEST || !CONDITION.test(text)) return undefined
  const words = plainWords(text)
  const name = NAMED.exec(words)?.[1]
  const branches = partsOf(words).map((part) => branchIn(part, name))
  if (branches.length < 2 || !branches.every((branch) => branch !== undefined)) return undefined
  const conditions = branches.map(([, condition]) => condition)
  if (conditions.every((condition) => EQUATION.test(condition))) return undefined
  if (new Set(conditions).size < conditions.length) return undefined
  const rows = branches.map(([value, condition]) => `${value} & ${condition}`).join(' \\\\ ')
  return `${name === undefined ? '' : `${name} = `}\\begin{cases} ${rows} \\end{cases}`
}

const EQUATION = /^[^<>\\≡]*=[^=]*$/
const CONDITION = /(?<![a-z])(?:if|when|whenever|for)[\s$}\\]/

/** `f(x)` of `f(x) = …`. */
const NAMED = /^([^=<>,]{1,20}?) ?= ?/

/** A text cut at its commas, and where "and" stands, into parts that have a condition each. */
function partsOf(words: string): readonly string[] {
  const parts: string[] = []
  const pieces = words.split(JOINT)
  for (let at = 0; at < pieces.length; at += 2) {
    const piece = pieces[at]!
    if (parts.length === 0 || (CONDITIONED.test(piece) && !/^(?:if|when|whenever|for) /.test(piece)))
      parts.push(piece)
    else parts[parts.length - 1] += pieces[at - 1]! + piece
  }
  return parts
}

const JOINT = /( ?[,;] ?(?:and |but |or )?| (?:and|but|while|whereas) )/
const CONDITIONED = /(?<![a-z])(?:if|when|whenever|for|otherwise|else|elsewhere)(?![a-z])/

const BRANCH = /^(.{1,80}?),? (?:(?:if|when|whenever|for) (?:all )?(.{1,60})|(?:otherwise|else|elsewhere))$/

function branchIn(part: string, name: string | undefined): readonly [string, string] | undefined {
  const [, said, condition] = BRANCH.exec(part) ?? []
  if (said === undefined) return undefined
  const own = NAMED.exec(said)
  const value = own && own[1] === name ? said.slice(own[0].length) : said
  if (!isFormula(value) || /[=<>]/.test(value)) return undefined
  const relation = condition === undefined ? '\\text{otherwise}' : conditionIn(condition)
  return relation === undefined ? undefined : [value, relation]
}

/** n ≡ 0 (mod 2) of "n is even", "even n" and "n even". */
function conditionIn(words: string): string | undefined {
  const [, name, kind, kindBefore, nameBehind] = PARITY.exec(words) ?? []
  const parity = kind ?? kindBefore
  if (parity) return `${name ?? nameBehind}\\equiv ${parity === 'even' ? 0 : 1}\\pmod 2`
  return relationInWords(words) ?? (isFormula(words) && LIMITS.test(words) ? words : undefined)
}

const LIMITS = /[<>=≤≥≠∈]|\\(?:[gl]eq?|[gl]eqslant|neq?|in|equiv|n?mid)(?![a-zA-Z])/
const PARITY = /^([a-zA-Z])(?: is)? (even|odd)$|^(even|odd) ([a-zA-Z])$/
