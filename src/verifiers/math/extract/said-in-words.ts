import { casesInWords } from '../read/cases-in-words.js'
import { circleInWords } from '../read/circles-in-words.js'
import { readFigures } from '../read/figures.js'
import { objectsInWords } from '../read/objects-in-words.js'
import { relationInWords } from '../read/relations-in-words.js'
import { setInWords } from '../read/sets-in-words.js'
import { meaningOf } from '../read/word-meanings.js'
import { standingOf } from './assertion.js'
import type { Candidate } from './extraction.js'
import { endOfLast } from './patterns.js'

/** What a sentence says in words that would be a formula: a set, a relation, a function by cases, a circle, two lines. */
export function saidInWords(sentence: string): Candidate | undefined {
  return setIn(sentence) ?? conditionIn(sentence) ?? statementIn(sentence) ?? objectIn(sentence)
}

/** "all real numbers except 0" of "The domain is all real numbers except 0": a set at the end of a sentence. */
function setIn(sentence: string): Candidate | undefined {
  const found = BEGINS.exec(sentence)
  if (!found) return undefined
  const at = found.index + found[0].length
  const [before, set] = [sentence.slice(0, at), sentence.slice(at)]
  if (!NOUN.test(set) || (setInWords(set) ?? meaningOf(set)) === undefined) return undefined
  // "f(x) = 5 for all real numbers" states 5.
  if (/\sfor $/.test(before) && /[\d$\\]/.test(before)) return undefined
  return standingOf(before, '') === 'asserted' ? { text: set, found: 'words' } : undefined
}

const BEGINS =
  /(?:^|\s(?:is|are|can be|consists of|be|equals|(?:defined|continuous|differentiable|holds|true|valid|converges) for) |\s(?=everywhere (?:except|but)))(?=(?:the set of )?(?:all|any|every|everywhere)\s)/i
const NOUN =
  /\s(?:integers?|numbers?|reals?|primes?|(?:multiples|divisors) of \d{1,9})(?!\p{L})|\sreal\s\$?[a-z]\$?\s|^(?:all|any|every)\s\$?[a-z]\$?\s|^everywhere\s/u

/** `p > 1` of "The series converges if and only if p > 1", "… exactly when p is greater than 1"; behind "when" where no figure stands before. */
function conditionIn(sentence: string): Candidate | undefined {
  const at = endOfLast(sentence, ONLY_WHERE) || endOfLast(sentence.slice(0, sentence.search(FIGURE)), WHERE)
  const [clause, condition] = [sentence.slice(0, at), sentence.slice(at)]
  if (at === 0 || condition.length > LONGEST_CONDITION || /[,;]/.test(condition)) return undefined
  if (OPPOSITE.test(clause) || VALUE_BEFORE.test(clause) || standingOf(clause, '') !== 'asserted')
    return undefined
  return LIMITS.test(condition) || relationInWords(condition) !== undefined
    ? { text: condition, found: 'statement' }
    : undefined
}

/** "The number is 7 exactly when n > 18" states 7. */
const VALUE_BEFORE = /[\d$)}]\s(?:if and only if|\p{L}+\s\p{L}+)\s$/u

const LONGEST_CONDITION = 80
const FIGURE = /[\d$\\]|$/
const WHERE = /\s(?:when|if|for|provided(?: that)?|as long as|whenever)\s/gi
const ONLY_WHERE =
  /\s(?:if and only if|iff|(?:exactly|precisely|only|just) (?:when|if|for)|genau dann,? wenn|si et seulement si|si y solo si|当且仅当)\s/gi
/** "The series diverges if and only if …" says when it does not converge; which of them is asked for, nobody knows. */
const OPPOSITE =
  /\b(?:diverg\w*|fails?|undefined|unbounded|inconsistent|impossible|false|singular|discontinuous|dependent|unstable|no|not|never)\b|n['’]t\b/i
/** `$p > 1$`, `$n\equiv 0\pmod 3$`: a formula that limits a letter. */
const LIMITS =
  /^\$[^$=]{0,40}(?:[<>≤≥≠∈]|\\(?:[gl]eq?|[gl]eqslant|neq?|in|equiv|n?mid)(?![a-zA-Z]))[^$=]{1,60}\$$/

/** A whole sentence, "So x must be greater than 3": "the price is less than 3" names no letter, "x is greater than 3, so x = 4" states another. */
function statementIn(sentence: string): Candidate | undefined {
  const text = sentence.replace(LEAD, '')
  const [, one, other] = EITHER.exec(text) ?? []
  if (one !== undefined) return { text: `${one} or ${other}`, found: 'statement' }
  const points = pointsIn(text)
  if (points !== undefined) return { text: points, found: 'statement' }
  const formula = relationInWords(text) ?? casesInWords(text) ?? circleInWords(text) ?? readFigures(text)
  if (formula === undefined) return undefined
  const word = PREDICATE.exec(text)?.[1]
  return { text, found: 'statement', ...(word !== undefined && { also: word }) }
}

/** "parallel" answers too where "AB and CD are parallel". */
const PREDICATE = /\sare ((?:relatively )?[a-z-]{5,13})$/

/** "x is either 3 or −3": both, and not one of them. */
const EITHER = /^\$?[a-z]\$? (?:is|equals|must be) either (\$?-?[^ $]{1,20}\$?) or (\$?-?[^ $]{1,20}\$?)$/

/** "the unit circle" of "The locus is the unit circle". */
function objectIn(sentence: string): Candidate | undefined {
  const at = endOfLast(sentence, /\s(?:is|are)\s(?=the\s|an?\s)/g)
  const object = sentence.slice(at)
  if (at === 0 || !/^(?:the|an?)\s/.test(object) || objectsInWords(object) === undefined) return undefined
  return standingOf(sentence.slice(0, at), '') === 'asserted'
    ? { text: object, found: 'statement' }
    : undefined
}

/** `x=4, y=1\text{ or }x=1, y=4` of "either $x=4$ and $y=1$, or $x=1$ and $y=4$". */
function pointsIn(text: string): string | undefined {
  const sides = POINTS.test(text) ? text.replace(/^either /i, '').split(/,? or /) : []
  const points = sides.map((side) => side.replaceAll('$', '').split(/,? and |, /))
  const names = points.map((point) => point.map((item) => item[0]).join())
  return names.length > 1 && names.every((name) => name === names[0])
    ? points.map((point) => point.join(', ')).join('\\text{ or }')
    : undefined
}

const POINTS = /^(?:either )?(?:\$[a-z] ?= ?[^$=,]{1,20}\$(?:,? and |,? or |, |$)){4,9}$/i

const LEAD =
  /^(?:(?:(?:so|thus|hence|therefore|then|consequently|finally|also|somit|donc|por lo tanto|we (?:see|get|find|need|conclude)(?: that)?|this means(?: that)?|the (?:solution|answer|function|sequence|locus) is(?: given by)?|all),?\s|所以|因此)){1,3}/i
