import { matchesOf } from '../matches.js'
import { isDigit } from '../read/lexer.js'
import { sparing } from '../sparing.js'
import { lastValueStatement } from './announcements.js'
import {
  answerOf,
  DELIMITERS,
  endsSentence,
  goesOn,
  runAround,
  runAt,
  sentenceOf,
  sentenceStart,
  valueIn,
  withoutRefuted,
} from './answer-in-sentence.js'
import { OPTIONS } from './answer-words.js'
import { isTakenBack, standingOf, withdrawalBefore } from './assertion.js'
import { concludes, inferredFrom } from './concluding.js'
import { isOfAnother, SHORT_WORDS, statedValue, statesValue } from './stated-value.js'

export interface Statement {
  readonly text: string
  readonly found: 'statement' | 'math' | 'number' | 'withheld'
  /** The value that its sentence keeps of several. */
  readonly isKept?: true
}

type IsReadable = (text: string) => boolean

/** What is read of a line on either side of its last number, or formula. */
const LONGEST_LINE = 1_000

/**
 * What a text states last, where nothing announces its answer: what "we get" or "the total is" leads to in the last
 * sentence that states something, or its last formula, or the expression that holds its last number.
 */
export function lastStatement(text: string, isReadable: IsReadable): Statement | undefined {
  const ending = upToLastStatement(text, isReadable)
  if (isTakenBack(text.slice(ending.length)))
    return { text: ending.slice(-LONGEST_SENTENCE), found: 'withheld' }
  const statement =
    lastSum(ending) ??
    ledTo(ending, isReadable) ??
    lastFormula(ending, isReadable) ??
    lastExpression(ending, isReadable)
  if (statement === undefined || statement.found === 'withheld') return statement
  if (
    TASK_AT_END.test(text.slice(Math.max(sentenceStart(text, text.length), text.length - LONGEST_SENTENCE)))
  )
    return { text: ending.slice(-LONGEST_SENTENCE), found: 'withheld' }
  const sentence = ending.slice(Math.max(sentenceStart(ending, ending.length), ending.length - LONGEST_LINE))
  const at = sentence.lastIndexOf(statement.text)
  return statement.isKept ||
    at < 0 ||
    concludes(sentence.slice(0, at), withoutRefuted(sentence.slice(at + statement.text.length)))
    ? { ...statement, text: sizeIn(statement.text) ?? statement.text }
    : { text: sentence.trim(), found: 'withheld' }
}

/** "Find: the area.": a text that ends in its task has not come to an answer. */
const TASK_AT_END = sparing(
  /^\W{0,6}(?:to )?(?:find|determine|compute|calculate|evaluate|prove|show|solve)\b[^\d$\\=]{1,100}$/i,
)

/** 21 of `|A \\cup B| = 21` and of `\\dim\\ker A = 21`: the size of something that is no number. */
const sizeIn = (text: string): string | undefined => SIZE.exec(text)?.[1]

const SIZE =
  /^\s?(?:\\(?:dim|operatorname\{\w{1,12}\})[^=<>]{1,60}|(?:\||\\lvert)[^=<>|+\d-]{0,40}(?:\\cup|\\cap|\\setminus|[∪∩∖])[^=<>|+\d-]{1,40}(?:\||\\rvert))\s?=\s?(\d{1,9})$/

/** "$x = 6$ works, while $x = -1$ does not": the value that is kept. */
const KEPT =
  /\$([^$]{1,60})\$\s?(?:(?:clearly |indeed |also )?(?:works|satisfies|fits|holds|solves|remains|is (?:(?:the|an?|only|valid|real|true|genuine) )*(?:solution|root|answer|valid|admissible)|erfüllt|passt|stimmt|löst|convient|vérifie|cumple|satisface|sirve|soddisfa|verifica|satisfaz|подходит|удовлетворяет)(?!\p{L})|是|成立|满足|符合|适合)[^$.。]{0,60}$/iu
const UNDECIDED =
  /(?<!\p{L})(?:if|when|neither|either|or|suppose|wenn|falls|si|se|если|ni|weder)(?!\p{L})|若|如果|或/iu

/** What is read of a sentence to see whether it states something. */
const LONGEST_SENTENCE = 400

/** Sentences behind the last statement are looked back over this far. */
const MOST_REMARKS = 4

/** Without the sentences at the end that hold a number and state nothing: "This completes part 2." */
function upToLastStatement(text: string, isReadable: IsReadable): string {
  let end = text.length
  for (let remark = 0; remark < MOST_REMARKS; remark++) {
    const start = sentenceStart(text, end)
    const sentence = text.slice(Math.max(start, end - LONGEST_SENTENCE), end)
    if (!isCheck(sentence) && isStatement(sentence, isReadable)) return text.slice(0, end)
    if (start === 0 || (!isCheck(sentence) && /\d/.test(sentence.replace(NUMBERED, '')))) break
    end = start
  }
  return text
}

/** Whether a sentence checks the answer, or begins to work, rather than stating it. */
const isCheck = (sentence: string): boolean => CHECKING.test(sentence) || CHECKING_AGAIN.test(sentence)

const CHECKING_AGAIN = sparing(/^\W{0,6}(?:double|sanity)[- ]check/i)
const CHECKING =
  /^\W{0,6}(?:do|would|shall|should|want|can|may|need)\b[^\n]{0,120}\?\s{0,4}$|^\W{0,6}if\b[^\n]{0,120}\bwould\b|^\s{0,4}[(（][^()（）]{0,80}\p{L}{3}[^()（）]{0,80}[)）]\.?\s{0,4}$|^\W{0,6}(?:(?:we can |let'?s |let us |to |it can be |this can be |now )?(?:verif(?:y|ied|ication)|check(?:ing|ed)?(?![^\n]{0,80}\b(?:only|so|find|see)\b)|confirm(?:s|ed|ing)?)|plugging|substituting back|(?:this|that|it|which) (?:also )?(?:agrees|matches|compares|corresponds|fits|is (?:close|consistent|in line|near|similar))\b|(?:the|a|a quick) (?:check|verification)\b|(?:let|suppose|assume|consider|given|denote|note|recall|remember|observe)\b|验证|检验|验算|设|令|假设)/iu

/** "Part 2", "step 4": a number that is a name. */
const NUMBERED =
  /\b(?:part|step|question|problem|exercise|page|table|figure|method|case|line|equation|example|section|option|chapter)s?\s\(?\d{1,3}\)?|\b\d{1,3}(?:st|nd|rd|th)?\s(?:steps?|methods?|questions?|parts?|ways? of (?:checking|solving))/gi

/** A formula, an equals sign, a value in bold or alone on its line, or one that the words lead to. */
const isStatement = (sentence: string, isReadable: IsReadable): boolean =>
  /[=≈$]|\\[[\](]/.test(sentence) ||
  (/\d/.test(sentence) && statesValue(sentenceOf(sentence.trim()), isReadable))

/** What the last "we get", "the total is" introduces, if no other sentence with mathematics follows. */
function ledTo(text: string, isReadable: IsReadable): Statement | undefined {
  const end = lastValueStatement(text)
  if (end < 0) return undefined
  const rest = text.slice(end, end + LONGEST_LINE)
  let close = 0
  while (close < rest.length && !endsSentence(rest, close)) close++
  if (/[\d$=]|\\[[(]/.test(rest.slice(close))) return undefined
  const sentence = withoutAdverbs(rest)
  const answer = answerOf(sentence, isReadable)
  if (answer === '') return undefined
  const lead = text.slice(sentenceStart(text, end), end)
  if (isContrasted(sentenceOf(rest)) || HOLDS_WHEN.test(sentence)) return undefined
  const behind = sentence.startsWith(answer) ? sentenceOf(sentence.slice(answer.length)) : ''
  // "We get $5x = 150$, so $x = 30$"
  if (/[\d$\\]/.test(inferredFrom(behind || sentenceOf(rest)) ?? '')) return undefined
  if (standingOf(lead, behind) !== 'asserted') return { text: lead + sentenceOf(rest), found: 'withheld' }
  const value =
    isReadable(answer) && !isNamed(answer, behind)
      ? answer
      : /^\p{L}{2}|\s\(\d/u.test(sentence)
        ? statedValue(sentenceOf(sentence), isReadable)
        : undefined
  if (value !== undefined) return { text: value, found: 'statement' }
  return /\d/.test(answer) ? { text: answer, found: 'statement' } : undefined
}

/** "The product is positive when both have one sign: x < −1 or x > 2": what is led to is no value. */
const HOLDS_WHEN =
  /^(?:strictly )?(?:positive|negative|increasing|decreasing|defined|satisfied|real|true|valid)\s(?:(?:only|exactly|precisely) )?(?:when|for|if|on|where|whenever)\s[^.\n]{0,120}(?:[<>≤≥]|\\[lg]e)/iu

/** "n to be 7": the value stands behind the name. */
const isNamed = (answer: string, behind: string): boolean =>
  /^\$?\\?[a-zA-Z]{1,8}\$?$/.test(answer) && /^\$?\s(?:to (?:be|equal)|is|as)\s/.test(behind)

/** A text without the words that may stand between an announcement and its value. */
export const withoutAdverbs = (text: string): string =>
  text.replace(/^[\s*_:：]{1,8}/, '').replace(ADVERBS, '')

const ADVERBS = /* @__PURE__ */ new RegExp(
  `^(?:(?:it['’]s|that['’]s|approximately|about|roughly|exactly|precisely|simply|just|indeed|for sure|certainly|definitely|obviously|undoubtedly|therefore|thus|is|equal to|that(?=\\s\\$[^$]{1,20}(?:[=<>≤≥≠]|\\\\(?:[lg](?:eq?|t)|neq?|in)(?![a-z])))|de(?=\\s(?:\\*\\*)?[$\\d])|that there are|there are|a total of|given by|clearly|(?:l?a |l')?(?:${OPTIONS.join('|')})(?=\\s\\(?[A-H](?!\\p{L}))|choice|letter|(?:la|die)(?=\\s\\(?[A-H]\\)?[.\\s*]*$)|(?:donc|also|quindi|portanto|por (?:lo )?tanto)(?=\\s(?:la|die|a|l[ao])?\\s?\\(?[A-H](?!\\p{L}))|environ|exactement|genau|ungefähr|exactamente|aproximadamente)[\\s:]{1,3}){1,4}|^(?:一共|总共|共计|共|大约|约|应该?是|就是)有?\\s{0,3}`,
  'iu',
)

/** The last `$…$`, `\(…\)`, `\[…\]` of the text, with its unit, and with another that "and" or "or" joins to it. */
function lastFormula(text: string, isReadable: IsReadable, tries = MOST_FORMULAS): Statement | undefined {
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

/** Formulas that are passed over because the words before them take them back, or make conditions of them. */
const MOST_FORMULAS = 3

interface Formula {
  readonly start: number
  readonly end: number
  readonly content: string
  /** Whether `content` is where a chain of lines ends. */
  readonly isChain: boolean
}

function lastDelimited(text: string): Formula | undefined {
  let best: Formula | undefined
  for (const [open, close] of DELIMITERS) {
    const end = lastMark(text, close, text.length)
    if (end <= 0) continue
    const start = lastMark(text, open, end - open.length)
    if (start < 0 || start + open.length >= end || end <= (best?.end ?? -1)) continue
    const whole = text.slice(start + open.length, end).trim()
    const content = behindArrow(lastOfChain(whole))
    if (content === '' || (open === '$' && (content.includes('\n') || isPrices(content)))) continue
    best = { start, end, content, isChain: content !== whole }
  }
  return best
}

/** `7` of `x &= 3 + 4 \\ &= 7`: lines that go on with the first one's left side end in its value. */
function lastOfChain(content: string): string {
  const plain = content.replace(ALIGNED, '').trimEnd()
  const at = plain.lastIndexOf('\\\\')
  const row = at < 0 ? '' : plain.slice(at + 2).trim()
  return GOES_ON.test(row) ? row.replace(GOES_ON, '').trim() : content
}

/** `b = 7` of `3b = 21 \\implies b = 7`. */
function behindArrow(content: string): string {
  const pieces = content.split(IMPLIES)
  return pieces.length > 1 && pieces.every((piece) => RELATION.test(piece)) ? pieces.at(-1)!.trim() : content
}

const IMPLIES =
  /\\(?:implies|iff|Rightarrow|Leftrightarrow|Longrightarrow|Longleftrightarrow|rightarrow|to)(?![a-zA-Z])|[→⇒⟹⇔⟺]|[=-]>/g
const RELATION = /[=<>≤≥≠]|\\(?:[lg]eq?|ne)(?![a-z])/

const ALIGNED = /\\(?:begin|end)\{(?:aligned|split|align\*?)\}/g
const GOES_ON = /^(?:&\s?=|=\s?&?)(?=[^&]{1,400}$)/

/** Where a mark stands last before a place; a dollar behind a backslash is a price. */
function lastMark(text: string, mark: string, before: number): number {
  let at = before < 0 ? -1 : text.lastIndexOf(mark, before)
  while (at > 0 && mark[0] === '$' && text[at - 1] === '\\') at = text.lastIndexOf(mark, at - 1)
  return at
}

/** "$36 and the full price is $45" */
const isPrices = (content: string): boolean =>
  /^\d[^\\=]*$/.test(content) && /\p{L}{3}[,;]?\s\p{L}{2}/u.test(content)

/** Behind "we get 36": "which double-counts the corners; removing these leaves 30". */
const isContrasted = (rest: string): boolean =>
  rest.split(/[;；]/).filter((part) => /\d/.test(part)).length > 1

/** Where the words begin that rule a formula out: "not $4$", "less than $4$", "for all real $x$". */
function asideAt(before: string, content: string): number | undefined {
  const near = before.slice(-LONGEST_OFFER)
  const isPlace = content.includes('=') && PLACE.test(near)
  const withdrawal = withdrawalBefore(before)
  if (withdrawal) return withdrawal.at
  const contrast = contrastBefore(before)
  if (contrast?.isContrary) return contrast.at
  const found =
    (NAME.test(content) ? CONDITION_LEAD.exec(near) : null) ??
    nameOfCounted(before, content) ??
    (NAMES.test(content) ? CONSTANTS_LEAD.exec(near) : null) ??
    REASON.exec(near) ??
    (INTERVAL.test(content) ? ONLY_ONE.exec(near) : null) ??
    (isPlace ? ATTAINED.exec(before.slice(-LONGEST_REASON)) : null)
  if (found) return before.length - (found.input.length - found.index)
  if (NAMES.test(content) && WHICH_IS.test(before)) return 0
  return isPlace ? placed(before) : undefined
}

/** "$10$, since $9$ fails": a value stands before the reason. */
const REASON =
  /(?<=[$)\]\d]),? (?:as|which) (?:one|we|you|can|is|was|satisfies|meets|fulfils|passes|agrees|matches)(?: [\p{L},]{1,15}){0,6}:? ?$|(?<=[$)\]\d]),? \(?(?:since|because|as|whereas|while|for|weil|denn|da|car|puisque|parce que|pues|porque|ya que|poiché|perché|pois|так как|потому что) (?:[\p{L},]{1,12} ){0,3}$/iu

/** "$\\cos x = \\frac12$, whereas $\\sin x$ would be $\\frac{\\sqrt3}{2}$": where another value is set against the one before it. */
function contrastBefore(before: string): { readonly at: number; readonly isContrary: boolean } | undefined {
  const near = before.slice(-LONGEST_REASON)
  const found = [...matchesOf(near, CONTRAST)].at(-1)
  if (!found) return undefined
  const words = near.slice(found.index + found[0].length)
  const isContrary = /\bwould\b/i.test(words)
  return /[.!?\n]/.test(words) || (!isContrary && /but/i.test(found[0]))
    ? undefined
    : { at: before.length - near.length + found.index, isContrary }
}

const CONTRAST =
  /(?<=[$)\]\d%]|\d \p{L}{1,14}|\d{4}),? (?:whereas|while|but|and the (?:next|other|second|rest))\s/giu

/** The part of a sentence that ATTAINED is applied to: its own words, and 120 characters before them. */
const LONGEST_REASON = 200

/** "which is the mean of $a$ and $b$" under a display. */
const WHICH_IS = /^\s{0,3}which (?:is|are)(?: \p{L}{1,14}){1,6} ?$/u

const FIRST_PLACE = sparing(/^\W{0,3}(?:at|when|for|if|after|in|with)\s$/i)
const PLACE =
  /(?:(?<!\p{L})(?:at|when|for|if|where|only|pour|en|quand|lorsque|bei|für|wenn|para|cuando|em|quando|per|se|при|если|когда|voor|als|dla|gdy)|当且仅当|当|此时|其中|在)\s{0,2}$/iu

/** "El mínimo es 3, para $x=1$": a place behind a value that the sentence states before. */
function placed(before: string): number | undefined {
  const comma = Math.max(...[', ', '，', '(', '（'].map((mark) => before.lastIndexOf(mark)))
  const sentence = before.slice(sentenceStart(before, before.length), comma)
  return comma > 0 && /\d/.test(sentence) && PLACE_WORDS.test(before.slice(comma + 1, comma + LONGEST_OFFER))
    ? comma
    : undefined
}

const PLACE_WORDS = /^\s?(?:\p{L}{1,14}\s){0,5}(?:\p{L}{1,14}\s{0,2})?$/u

/** "The minimum is $6$, attained at $x=1$": where the value stands first. */
const ATTAINED =
  /(?<=[$)\]\d*]|\d \p{L}{1,20}),? (?:(?:which|and|it) (?:is|occurs) |(?:this|the (?:minimum|maximum)) (?:is|occurs) )?(?:attained|achieved|reached|realized|obtained|occurring|(?<=\b(?:minimum|maximum|minimal|maximal|least|greatest|smallest|largest)\b[^.\n]{1,120}))\s?(?:at|when|for|if|where|only)\s{0,2}$/iu

/** "$x = 3$ is the only solution in $[0, 5]$." */
const ONLY_ONE =
  /\sis (?:the|an?)(?: (?:only|unique|real|single)){0,2} (?:solution|root|zero|integer|number|value) (?:in|on|within)(?: the (?:interval|range|domain))?\s{1,2}$/i
const INTERVAL = /^[[(].{1,40},.{1,40}[\])]$/

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

const NAME = /^\\?[a-zA-Z]{1,10}(?:_\{?\w\}?)?$/
/** The words before letters that name what a value counts: " such pairs " before `(a, b)` in "There are $30$ such pairs $(a,b)$". */
const nameOfCounted = (before: string, content: string): RegExpExecArray | null =>
  NAMES.test(content) ? NAMED.exec(before) : null

/** `(a, b)`: letters for what a noun speaks of. */
const NAMES = /^\(?(?:[A-Z]{2,4}|[a-zA-Z](?:_\{?\w\}?)?(?:\s?,\s?[a-zA-Z](?:_\{?\w\}?)?){0,5})\)?$/
/** "There are $30$ such pairs $(a,b)$": the noun behind a value, and its name. */
const NAMED =
  /(?<=\d[$)\]]{0,2} )(?:\p{L}{1,14} ){0,2}(?!(?:is|was|has|does|divides|exceeds|equals|satisfies|denotes|means|gives|solves)\s)(?:\p{L}{2,14}s|\p{Lu}\p{Ll}{2,14})\s{1,2}(?:(?:of|for)\s{1,2})?$/u
/** "$y = Ae^x + Be^{-x}$ with arbitrary constants $A, B$" */
const CONSTANTS_LEAD =
  /(?<=[$)\]]),? (?:with|for) (?:(?:arbitrary|real|free|some|two|any) ){0,2}(?:constants?|parameters?) {1,2}$/iu
const CONDITION_LEAD =
  /\b(?:for (?:all|any|every|each)(?: \p{L}{1,12}){0,3}|for|where|in terms of|as a function of|with respect to)\s{0,2}$/iu

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

/** Whether another value stands before this one, which is offered beside it: "it is $3$, or perhaps $5$". */
function isOffered(before: string): boolean {
  const near = before.slice(-LONGEST_OFFER)
  for (const { index, 0: joint } of matchesOf(near, OFFER)) {
    const first = near.slice(0, index)
    const rest = near.slice(index + joint.length)
    const sentence = first.slice(Math.max(...['.', '。', '\n'].map((end) => first.lastIndexOf(end))) + 1)
    if (/[\d$)\]]/.test(sentence.slice(-21)) && /^[^.。\n\d$]{0,20}$/.test(rest)) return true
  }
  return false
}

const LONGEST_OFFER = 60
const OFFER =
  /\b(?:or|vs|versus|alternatively|maybe|perhaps|possibly|could|might)\b|\bvs\.|[.。]\s{0,2}or\b|或|还是|可能/gi

/** A last line that is a calculation: `40 + 2 = 42`. */
function lastSum(text: string): Statement | undefined {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  const found =
    line.length <= 100 && /^[\d\s+\-−*/×÷().,]{1,60}=\s?([-−]?\d[\d,]{0,40}(?:\.\d{1,40})?)\.?$/.exec(line)
  return found ? { text: found[1]!, found: 'number' } : undefined
}

/** The last line with a number in it: the expression that holds its last digit. */
function lastExpression(text: string, isReadable: IsReadable, tries = MOST_FORMULAS): Statement | undefined {
  let place = text.length - 1
  while (place >= 0 && !isDigit(text[place])) place--
  if (place < 0) return undefined
  const start = Math.max(text.lastIndexOf('\n', place) + 1, place - LONGEST_LINE)
  const sentence = text.slice(
    Math.max(sentenceStart(text, place + 1), place - LONGEST_SENTENCE),
    place + LONGEST_SENTENCE,
  )
  const stated = STARTS_WITH_WORDS.test(sentence)
    ? statedValue(sentenceOf(sentence.trim()), isReadable)
    : undefined
  if (stated !== undefined) return { text: stated, found: 'statement' }
  const around = runAround(text.slice(start, place + LONGEST_LINE), place - start)
  if (!around) return undefined
  const arrows = around.text.length - behindArrow(around.text).length
  const lead =
    arrows > 0
      ? around.text.slice(0, arrows)
      : ((SHORT_WORDS.exec(around.text) ?? ARROW.exec(around.text))?.[0] ?? '')
  const run = { ...around, text: around.text.slice(lead.length) }
  const before = text.slice(start, start + run.start) + lead
  // "8 (not 3)"
  const withdrawal = withdrawalBefore(before)
  const rest = withdrawal?.standing === 'refuted' ? before.slice(0, withdrawal.at) : ''
  if (tries > 0 && /\d\s{0,2}[,(]\s?$/.test(rest))
    return lastExpression(text.slice(0, start) + rest.replace(/[\s,(]{1,4}$/, ''), isReadable, tries - 1)
  if (
    isOffered(before) ||
    contrastBefore(before) !== undefined ||
    withdrawal ||
    // "24 or more"
    /\bor\s{0,2}$/i.test(run.text) ||
    standingOf(text.slice(sentenceStart(text, place + 1), start + run.start) + lead, run.rest) !== 'asserted'
  )
    return { text: before + run.text + run.rest, found: 'withheld' }
  const labelled = { ...run, text: run.text.replace(LABEL, '') }
  const value = valueIn(labelled, isReadable)
  if (
    NONE.test(run.rest) ||
    NONE_OF.test(before.slice(-LONGEST_OFFER)) ||
    (value === undefined && goesOn(run.rest))
  )
    return { text: run.text + run.rest, found: 'number' }
  return { text: value ?? run.text.trim(), found: 'number' }
}

/** "Il y a 15 …", "24 students …" */
const STARTS_WITH_WORDS = /^[\s*_]{0,6}(?:\p{L}['’]|\d[\d,]{0,12}\s)?\p{L}{2}/u

/** `(a) 42`. */
const LABEL = /^\s{0,3}\(?[a-h\d]\)\s{1,3}(?=.*\d)/i
/** What a last line may begin with. */
const ARROW = /^\s{0,3}(?:(?:=>|[→⇒∴>•]|->)\s{0,3}){1,3}/
const NONE_OF = /\b(?:none|neither|no one) of\b[^.\d]{0,40}$/i
const NONE = /^[^\d]{0,80}\b(?:none|neither)\b/i
