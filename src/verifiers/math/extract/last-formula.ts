import { sparing } from '../sparing.js'
import { valueIn } from './answer-in-sentence.js'
import { asideAt, NAME, nameOfCounted } from './asides.js'
import { standingOf } from './assertion.js'
import { inferredFrom } from './concluding.js'
import { contrastBefore } from './contrasts.js'
import { lastDelimited } from './delimited-formulas.js'
import type { IsReadable } from './extraction.js'
import { goesOn } from './going-on.js'
import { lastExpression } from './last-expression.js'
import { isOffered, LONGEST_OFFER } from './offers.js'
import { isStatement } from './remarks-at-end.js'
import { runAround, runAt } from './runs.js'
import { endsSentence, sentenceOf, sentenceStart } from './sentences.js'
import { isOfAnother } from './stated-value.js'
import { LONGEST_LINE, LONGEST_SENTENCE, MOST_FORMULAS, type Statement } from './statement.js'

/** The last `$…$`, `\(…\)`, `\[…\]` of the text, with its unit, and with another that "and" or "or" joins to it. */
export function lastFormula(
  text: string,
  isReadable: IsReadable,
  tries = MOST_FORMULAS,
): Statement | undefined {
  const best = lastDelimited(text)
  const next = best && text.slice(best.end, best.end + 60)
  if (best === undefined || STATED.test(next!) || TENDS.test(next!)) return undefined
  if (
    isOfAnother(text.slice(Math.max(0, best.start - 8), best.start), next!) ||
    statedBehind(text, best.end, isReadable)
  )
    return undefined
  // "$12 \\equiv 3 \\pmod 9$, so the remainder is 3."
  if (/^[^$\\]{0,40}\d/.test(inferredFrom(sentenceOf(text.slice(best.end, best.end + LONGEST_LINE))) ?? ''))
    return undefined
  const line = Math.max(text.lastIndexOf('\n', best.start) + 1, best.start - LONGEST_LINE)
  const isCondition = /(?:^|[.!?。]\s)\W{0,3}(?:when|if|for|at|where|with|let|given)\s[$\\]/i.test(
    text.slice(line, best.start),
  )
  // "At $t = 2$ s the ball is 20 m above the ground."
  const first = text.slice(Math.max(line, sentenceStart(text, best.start)), best.start)
  if (FIRST_PLACE.test(first) && /\d/.test(sentenceOf(text.slice(best.end, best.end + LONGEST_LINE))))
    return undefined
  const around =
    isCondition || best.isChain
      ? undefined
      : runAround(text.slice(line, best.end + LONGEST_LINE), best.start - line)
  const isAsked = ASKED.test(best.content) && !SUM.test(text.slice(line, best.start))
  const joined =
    around && !isAsked && (JOINED.test(around.text) || EQUATIONS.test(around.text)) ? around : undefined
  const run = joined ?? (best.isChain ? undefined : runAt(text, best.start))
  const before = text.slice(line, joined ? line + joined.start : best.start)
  const asWords: Statement = {
    text: before + text.slice(best.start, best.end + LONGEST_LINE),
    found: 'withheld',
  }
  const membership = membershipOf(best.content, next!)
  const condition = membership === undefined ? null : BEFORE_CONDITION.exec(before.slice(-LONGEST_OFFER))
  if (condition && tries > 0) {
    const end = line + before.length - condition[0].length + 1
    const family = lastFormula(text.slice(0, end), isReadable, tries - 1)
    if (family?.found === 'math') return { ...family, text: `${family.text}, ${membership}` }
  }
  const aside = asideAt(before, best.content)
  if (aside !== undefined) {
    const earlier = text.slice(0, line + aside).replace(/[\s,;(]{1,9}$/, '')
    const isPlain =
      (best.content.includes('=') || nameOfCounted(before, best.content) !== null) &&
      !/[$\\]/.test(earlier.slice(sentenceStart(earlier, earlier.length)))
    const lastOf = isPlain ? lastExpression : lastFormula
    return (tries > 0 && lastOf(earlier, isReadable, tries - 1)) || asWords
  }
  const behind = text.slice(best.end, best.end + LONGEST_LINE)
  const equation = equationBefore(before, best.content, behind)
  if (tries > 0 && equation !== undefined)
    return lastFormula(text.slice(0, line + equation), isReadable, tries - 1)
  const standing = standingOf(before, sentenceOf(behind))
  if (standing !== 'asserted') {
    const kept = standing === 'refuted' && !UNDECIDED.test(first) ? KEPT.exec(first)?.[1] : undefined
    return kept === undefined ? asWords : { text: kept, found: 'math', isKept: true }
  }
  if (isSubject(best.content, behind)) return /\d/.test(sentenceOf(behind)) ? undefined : asWords
  const value = run && valueIn(run, isReadable)
  if (
    isOffered(before) ||
    contrastBefore(before) !== undefined ||
    (value === undefined && run && goesOn(run.rest))
  )
    return { ...asWords, found: 'math' }
  return { text: value ?? lastMember(best.content, isReadable), found: 'math' }
}

const FIRST_PLACE = sparing(/^\W{0,3}(?:at|when|for|if|after|in|with)\s$/i)

/**
 * Where the equation ends before a remark on a letter of its left side: "$\\det A = -2$, and $A$ is invertible". What is said of its whole left side
 * may take it back.
 */
function equationBefore(before: string, name: string, behind: string): number | undefined {
  const found = NAME.test(name) && REMARK.test(behind) ? EQUATION_BEFORE.exec(before) : null
  const left: readonly string[] = found?.[1]?.replace(/\\[a-zA-Z]{1,12}/g, ' ').match(/[a-zA-Z]/g) ?? []
  return found &&
    left.includes(name) &&
    found[1]!.trim() !== name &&
    standingOf('', sentenceOf(behind)) === 'asserted'
    ? found.index + found[0].lastIndexOf('$') + 1
    : undefined
}

const EQUATION_BEFORE =
  /\$([^$=<>]{1,60})=[^$=<>]{1,60}\$[,，]? ?(?:(?:and|und|et|y|e|so|hence|thus|therefore|so that|donc)(?: (?:so|hence|thus|therefore|thus|also))? |[且故]|所以|因此)$/iu

/** What is said is no other value: "is invertible", "is concave there". */
const REMARK =
  /^\$ (?:is|ist|est|es|è|é)(?: (?!twice|double|triple|half|equal|\p{L}{3,12}er )\p{L}{3,20}){1,3}[.\s]{0,3}$|^\$(?![^。]*[不无非倍])\p{Script=Han}{2,6}[。\s]{0,3}$/u

/** Where an equation cannot be read, what stands last in it: `\\frac13` of `\\left.\\frac{x^3}{3}\\right|_0^1 = \\frac13`. */
function lastMember(content: string, isReadable: IsReadable): string {
  const last = content.slice(content.lastIndexOf('=') + 1).trim()
  return last !== content && !isReadable(content) && isReadable(last) ? last : content
}

/** "$x = 7k + 3$ with $k \\in \\mathbb{Z}$", "with $k$ an integer": what the letter of the formula before it may be. */
const membershipOf = (content: string, behind: string): string | undefined =>
  MEMBERSHIP.test(content)
    ? content
    : /^[a-z]$/.test(content) && /^\$ (?:(?:is )?an )?integer(?!\p{L})/u.test(behind)
      ? `${content}\\in\\mathbb{Z}`
      : undefined

const MEMBERSHIP = /^[a-zA-Z]\s?(?:\\in(?![a-z])|∈)\s?(?:\\mathbb\s?\{?[A-Z]\}?|[ℤℕℝℚ])(?:[_^].{1,8})?$/

const BEFORE_CONDITION =
  /\$(?:[,，]?\s?(?:with|where|for (?:some|any|all|every|each|an?)|mit|wobei|avec|où|pour|con|donde|para|dove|com|onde|где|其中|[,，]))?\s?$/iu

/** "$x$ is positive", "$n$ divides 12": a name that the sentence says something of; but "$2x$ is the derivative" says what it is. */
const isSubject = (content: string, behind: string): boolean =>
  /[a-zA-Z]/.test(content.replace(/\\[a-zA-Z]{1,20}|[a-z]\(/g, '')) &&
  !/[=<>≤≥∈]|\\(?:[lg]eq?|in|to)(?![a-z])/.test(content) &&
  SUBJECT.test(behind)

const SUBJECT =
  /^[$)\\\]]{0,2}\s{0,3}(?:(?:is|are|was|must be|be)\b(?!\s(?:the|what|our|my|it|correct|therefore|thus)\b)|(?:has|have|must|cannot|can|does|do|divides?|denotes?|represents?|lies?|exceeds?|stands? for)\b(?!\sbe\b))/

/** The formula is a name, and its value stands behind it in plain text: "The value of $x$ is 12." */
const STATED =
  /^[$)\\\]]{0,2},? {0,3}(?:(?:which )?(?:is|are|ist|sind|est|sont|es|son|è|é|vaut|vale|beträgt|equals|leaves|ends in|has|gives|yields)|是|为|等于|除以|的|取|有最|达到)\s?[^$\\\n]{0,20}\d/

/** "As $x$ grows the function tends to 3." */
const TENDS = /^[$)\\\]]{0,2}[^$\\\n.]{0,40}\b(?:tends to|approaches|converges to)\s\d/

/** Whether a sentence behind a formula states a value in plain text. */
function statedBehind(text: string, formulaEnd: number, isReadable: IsReadable): boolean {
  let at = formulaEnd
  while (at < text.length && !endsSentence(text, at)) at++
  const last = text.slice(Math.max(at, text.length - LONGEST_SENTENCE))
  const start = sentenceStart(last, last.length)
  return at < text.length && /\d/.test(last.slice(start)) && isStatement(last.slice(start), isReadable)
}

/** `m + n = 113` behind "$\\frac mn = \\frac{64}{49}$ and": what a question asks for. */
const ASKED = /^(?:\d?[a-z]\s?[+-]\s?){1,4}\d?[a-z]\s?=[^=]{1,60}$/

const SUM = /[a-z]\s?[+-]\s?\d?[a-z]\s?=/

const JOINED = /[$)\]]\s{1,3}(?:and|or)\s{1,3}[$\\]/i

/** `$x = 2$, $y = 3$`. */
const EQUATIONS = /^[\s,，:*]{0,5}(?:\$[^$=]{1,20}=[^$=]{1,60}\$[,，]?\s{0,3}){2,6}\.?$/

/** "$x = 6$ works, while $x = -1$ does not": the value that is kept. */
const KEPT =
  /\$([^$]{1,60})\$\s?(?:(?:clearly |indeed |also )?(?:works|satisfies|fits|holds|solves|remains|is (?:(?:the|an?|only|valid|real|true|genuine) )*(?:solution|root|answer|valid|admissible)|erfüllt|passt|stimmt|löst|convient|vérifie|cumple|satisface|sirve|soddisfa|verifica|satisfaz|подходит|удовлетворяет)(?!\p{L})|是|成立|满足|符合|适合)[^$.。]{0,60}$/iu

const UNDECIDED =
  /(?<!\p{L})(?:if|when|neither|either|or|suppose|wenn|falls|si|se|если|ni|weder)(?!\p{L})|若|如果|或/iu
