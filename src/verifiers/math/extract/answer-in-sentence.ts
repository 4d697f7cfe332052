import { isUnitWord } from '../read/units.js'
import { tidyAnswer, trimMarks } from '../trim-answer.js'
import type { IsReadable } from './extraction.js'
import { goesOn, SAYS_NOTHING } from './going-on.js'
import { DELIMITERS, type Run, runAt } from './runs.js'
import { sentenceOf } from './sentences.js'

/**
 * The answer that a sentence begins with: `3 cm` of "3 cm, as required.", `\frac12 or 0.5` of "$\frac12$ or $0.5$", `5` of
 * "5 apples". Mathematics goes up to the first word that is none. It counts if it can be read as a whole and what follows
 * leaves its value alone; else the sentence is the answer, as words.
 */
export function answerOf(sentence: string, isReadable: IsReadable): string {
  const run = runAt(sentence, 0)
  const words = run ? run.text + run.rest : sentenceOf(sentence)
  return (run && valueIn(run, isReadable)) ?? trimMarks(withoutReason(words), MARKS)
}

/** `Paris` of "Paris, because it is larger". */
const withoutReason = (sentence: string): string => {
  const end = sentence.search(REASON)
  return end > 0 && !/\d/.test(sentence.slice(0, end)) ? sentence.slice(0, end) : sentence
}

const REASON =
  /,? (?:because|since|as (?:required|shown|claimed|above|in)|where|which|see)\b|(?:;| [(–—-]) ?(?!(?:or|maybe|perhaps|possibly|alternatively)\b)/i

const MARKS = '"\'`*'

/** The value that a run names, if nothing behind it changes it. */
export function valueIn({ text, rest: behind }: Run, isReadable: IsReadable): string | undefined {
  const rest = withoutRefuted(behind)
  const head = withoutRemark(text)
  if (head === '' || ALTERNATIVE_END.test(text) || goesOn(rest, text.endsWith('('))) return undefined
  const cut = lastComma(head)
  // "42, 9 of which are new": the words belong to the 9.
  if (cut > 0 && SINGLE_NUMBER.test(head.slice(cut + 1)) && NOUN.test(rest) && !COMPLETE.test(rest))
    return readableOr(head.slice(0, cut), isReadable)
  return readableOr(head, isReadable) ?? (cut > 0 ? beforeAside(head, cut, isReadable) : undefined)
}

/** The rest of a sentence without a denied value at its beginning: "7, not 5" offers 7 alone. */
export const withoutRefuted = (rest: string): string =>
  SAYS_NOTHING.test(rest)
    ? rest
    : rest
        .replace(/^,? no more(?:,)?(?: and| or)? no less\b/i, '')
        .replace(
          /^\$?\s{0,2}[,，;(]?\s{0,2}(?:(?:and|und|et|y|e|и|а) )?(?:not|rather than|instead of|nicht|non|no|não|не|而不是|而非|不是)\s{0,3}(?:\$[^$]{1,40}\$|[\d.,/]{1,20})(?: as (?:one|you|some|many) (?:might|may|would|could) (?:think|expect|guess|assume|believe)(?: at first)?)?/iu,
          '',
        )

function readableOr(text: string, isReadable: IsReadable): string | undefined {
  const plain = text.replace(EMPHASIS, '').replace(LOOSE_DELIMITERS, ' ')
  const tidy = tidyAnswer(plain.replace(/^[\s,;:，]{1,8}|^\s?：(?=[^=]{1,60}=)/, ''))
  if (tidy === '') return undefined
  if (isReadable(tidy) || isOneFormula(text.trim())) return tidy
  // "42...": not the dots of 0.333...
  return tidy.endsWith('..') ? readableOr(tidy.replace(/\.{2,9}$/, ''), isReadable) : undefined
}

/** Marks of code and bold text; the `**` of 2**3 is a power. */
const EMPHASIS = /`|(?<![\p{L}\d)])\*\*|\*\*(?![\p{L}\d(])/gu

const LOOSE_DELIMITERS = /(?<!\\)(?:\$|\\[()[\]])/g

const isOneFormula = (text: string): boolean =>
  DELIMITERS.some(
    ([open, close]) =>
      text.startsWith(open) && text.indexOf(close, open.length) === text.length - close.length,
  )

/** `42` of "42, i.e. the whole". */
const beforeAside = (head: string, cut: number, isReadable: IsReadable): string | undefined =>
  /\d/.test(head.slice(cut)) ? undefined : readableOr(head.slice(0, cut), isReadable)

const SINGLE_NUMBER = /^\s{0,3}(?:or\s{1,3})?[$\\\d.]{1,40}\s?\\?%?\s{0,3}$/

const NOUN = /^\s{0,3}(?:percent\s)?\p{L}/u

/** Words that go on with the sentence and not with the number. */
const COMPLETE =
  /^\s{0,3}(?:(?:as|at|because|by|for|from|hence|if|in|is|on|respectively|rounded|since|so|that|thus|we|when|where|which|with)\b|이다|입니다|이에요|である|です|となる)/i

function lastComma(text: string): number {
  let depth = 0
  for (let index = text.length - 1; index > 0; index--) {
    const char = text[index]!
    if (char === ')' || char === ']' || char === '}') depth++
    else if (char === '(' || char === '[' || char === '{') depth--
    else if (char === ',' && depth === 0 && !/^,\d{3}(?!\d)/.test(text.slice(index, index + 5))) return index
  }
  return -1
}

const ALTERNATIVE_END = /(?:\bor|[或/])\s{0,3}$/i

/** Without a conjunction, dash or bracket at the end, which belongs to the words behind, and without a calculation in brackets. */
function withoutRemark(text: string): string {
  let head = text.trimEnd()
  for (;;) {
    const end = REMARK_END.exec(head.slice(-12))?.[0]
    if (end === undefined) break
    head = head.slice(0, -end.length).trimEnd()
  }
  const bracket = head.endsWith(')') ? head.lastIndexOf('(') : -1
  if (bracket > 0 && head[bracket - 1] === ' ' && bracket > head.lastIndexOf('$')) {
    const inside = head.slice(bracket + 1, -1)
    if (/^\s?or\b/.test(inside)) return `${head.slice(0, bracket)}${inside}`
    // "15 min (0.25 h)": the value in another unit.
    if (
      /[=≈<>]/.test(inside) ||
      (/^\d[\d.,/]{0,12}\s?\p{L}{1,12}$/u.test(inside) && isUnitWord(/\p{L}{1,12}$/u.exec(inside)![0]))
    )
      return head.slice(0, bracket).trimEnd()
    // "3/4 (75%)": the value in another form.
    const again = AGAIN.exec(inside)
    if (again && /[\d}$%]\s$/.test(head.slice(0, bracket))) return `${head.slice(0, bracket)}or ${again[1]!}`
  }
  return head
}

const AGAIN = /^(?:i\.e\.,?\s|that is,?\s|approximately\s|about\s)?([-$\\\d][^a-z]{0,40})$/i

const REMARK_END = /(?::\)|[,;:(["'`]|，|；|（|\band|[-–—](?<=\s.))$/i
