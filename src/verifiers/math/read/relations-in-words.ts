import { comparisonIn } from './comparisons.js'
import { isFormula, plainWords } from './plain-words.js'

/** Longest statement that is read. */
const LONGEST = 200

/**
 * What words say of a letter or of two things, as a formula: `p > 1` of "p is greater than 1", `x < 1\text{ or }x > 3` of "x is less than 1
 * or greater than 3", `\gcd(a,b)=1` of "a and b are coprime".
 */
export function relationInWords(text: string): string | undefined {
  if (text.length > LONGEST || !WORDS.test(text)) return undefined
  const words = plainWords(text)
  return compared(words) ?? kindOf(words) ?? between(words) ?? coprime(words)
}

/** One of which each of these statements has. */
const WORDS =
  /(?:tha[nt]|exceeds?|least|most|equal|from|below|above|under|zero|[st]ive|between|prime|divisible|multiple|even|odd|als|[àa]|que)[\s}]|(?:zero|[st]ive|prime|even|odd|number|integer|inclusive|exclusive)$|[大小等]于/i

const SUBJECT = "((?:[a-zA-Z]|\\\\[a-z]{2,7})(?:_\\{?\\w\\}?)?'?|\\|[a-z]\\|)"
const IS =
  '(?:\\s(?:must be|has to be|should be|needs to be|is|are|ist|muss|est|doit être|es|debe ser)\\s|\\s|必须|应|是)?'
const STATEMENT = /* @__PURE__ */ new RegExp(`^${SUBJECT}${IS}(?:strictly )?(.+)$`)

/** "x is less than 1 or greater than 3" */
function compared(words: string): string | undefined {
  const [, name, said] = STATEMENT.exec(words) ?? []
  if (name === undefined) return undefined
  const sign = SIGNS.find(([word]) => word.test(said!))
  if (sign) return `${name} ${sign[1]}`
  const joint = / (and|or) (?:is )?(?=(?!equal)[a-z]{3})/.exec(said!)
  const parts = joint ? [said!.slice(0, joint.index), said!.slice(joint.index + joint[0].length)] : [said!]
  const relations = parts.map(comparisonIn)
  return relations.every((relation) => relation !== undefined)
    ? relations.map(({ relator, value }) => `${name} ${relator} ${value}`).join(`\\text{ ${joint?.[1]} }`)
    : undefined
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^positive$/, '> 0'],
  [/^negative$/, '< 0'],
  [/^non-?negative$/, '\\ge 0'],
  [/^non-?positive$/, '\\le 0'],
  [/^(?:non-?zero|not zero)$/, '\\ne 0'],
]

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^([a-eij-z]) is (?:an? )?even(?: number| integer)?$/, '$1\\equiv 0\\pmod{2}'],
  [/^([a-eij-z]) is (?:an? )?odd(?: number| integer)?$/, '$1\\equiv 1\\pmod{2}'],
  [/^([a-z]) is (?:an? )?prime(?: number)?$/, '$1\\in\\mathbb{P}'],
  [/^([a-z]) is (?:divisible by|a multiple of) (\d{1,6})$/, '$1\\equiv 0\\pmod{$2}'],
]

/** "n is even", "n is a multiple of 4"; f, g and h are functions, which are even in another sense. */
function kindOf(words: string): string | undefined {
  const found = KINDS.find(([pattern]) => pattern.test(words))
  return found && words.replace(...(found as [RegExp, string]))
}

const BETWEEN = /* @__PURE__ */ new RegExp(
  `^${SUBJECT} (?:is|lies|must be|must lie) (strictly )?between (.{1,30}) and (.{1,30}?)(?:,? (inclusive|exclusive))?$`,
)

/** "x lies strictly between 2 and 5": whether without that word the ends count, nobody knows. */
function between(words: string): string | undefined {
  const [, name, strictly, low, high, ends] = BETWEEN.exec(words) ?? []
  if (name === undefined || !isFormula(low!) || !isFormula(high!) || !(strictly ?? ends)) return undefined
  const sign = ends === 'inclusive' ? '\\le' : '<'
  return `${low} ${sign} ${name} ${sign} ${high}`
}

const THING = '(?:the numbers |the integers )?([^ ,]{1,30})'
const COPRIME = '(?:coprime|co-prime|relatively prime|mutually prime)'
const PAIR = /* @__PURE__ */ new RegExp(
  `^${THING}(?: and |, )([^ ,]{1,30}) are (?:always )?${COPRIME}(?: to each other)?$|^${THING} is ${COPRIME} (?:to|with) ([^ ,]{1,30})$`,
)

/** "a and b are coprime" */
function coprime(words: string): string | undefined {
  const [, first, second, subject, other] = PAIR.exec(words) ?? []
  const [a, b] = [first ?? subject, second ?? other]
  return a && b && isFormula(a) && isFormula(b) ? `\\gcd(${a},${b})=1` : undefined
}
