import { sparing } from '../sparing.js'
import { OPTIONS } from './answer-words.js'
import { standingOf } from './assertion.js'
import { endOfLast } from './patterns.js'

/** `D, B` of "the correct statements are D and B", "options B and D are correct". */
export function chosenLetters(sentence: string): string | undefined {
  if (!NAMES_THINGS.test(sentence)) return undefined
  const clause = sentence.slice(sentence.lastIndexOf(';') + 1)
  const found = SEVERAL.map((words) => words.exec(clause)).find(Boolean)
  const letters = SEVERAL_OR_NONE.test(clause)
    ? undefined
    : found?.[1]?.match(/(?:[A-H]|[IV]{1,4}|\d)(?![a-z])/g)
  return letters && letters.length > 1 ? letters.join(', ') : undefined
}

/** A choice, or the number of a statement. */
const NUMBER = '[A-H]|I{1,3}|IV|VI{0,3}|[1-9]'
const LABEL = `\\(?(?:${NUMBER})\\)?`
const LETTERS = `((?:${LABEL}(?:, and |, | and )){1,6}${LABEL})`
const THINGS = '(?:[Oo]ptions|[Cc]hoices|[Ss]tatements|[Aa]nswers|[Cc]laims|[Oo]nes)'
const NAMES_THINGS = sparing(new RegExp(`${THINGS}|正确`))
const SEVERAL: readonly RegExp[] = [
  new RegExp(
    `(?<!\\p{L})(?:[Cc]orrect|[Rr]ight|[Tt]rue|[Vv]alid)\\s${THINGS}(?:\\sare:?|:)\\s${LETTERS}$`,
    'u',
  ),
  new RegExp(`${THINGS}\\s${LETTERS}\\sare\\s(?:correct|right|true|the (?:correct|right|true) ones)$`),
  new RegExp(
    `正确的?(?:选项|说法|命题|结论)?(?:是|为|有|：|:)\\s?((?:${LABEL}\\s?[、，,和与及]\\s?){1,6}${LABEL})$`,
  ),
]

/** The letter of the choice that a sentence finds right: "Option A is correct", "only (C) fits", "this matches option D". */
export function chosenLetter(whole: string): string | undefined {
  const sentence = whole.replace(APPOSITION, '')
  const clause = sentence.slice(endOfLast(sentence, CLAUSE_END))
  const circled = /[①-⑳]/.test(sentence) ? CIRCLED.exec(sentence) : null
  if (circled) return standingOf(circled[1]!, '') === 'asserted' ? circled[2] : undefined
  const found =
    CORRECT.exec(sentence) ??
    CORRECT.exec(clause) ??
    (!NAMES_CHOICE.test(clause) || SEVERAL_OR_NONE.test(clause)
      ? undefined
      : FOUND.map((words) => words.exec(clause)).find(Boolean))
  return found?.slice(1).find((letter) => letter !== undefined)
}

/** "option C, $x=4$, is correct" */
const APPOSITION = /(?<=\b[A-H]\)?), [^,;]{1,40},(?= is )/

/** 所以选③, 따라서 옳은 것은 ③이다: one choice at the end of the sentence. */
const CIRCLED =
  /^([^①-⑳]{2,160})([①-⑳])\s?(?:번|가|이|를|を)?\s?(?:이다|입니다|이에요|答え|正解|답|선택한다)?(?:です|である|だ|이다|입니다|となる)?$/u

const CLAUSE_END = /[,;，；]\s?/g

const CORRECT = sparing(
  /^(?:so |thus |but |therefore,? |hence,? |that |and )?(?:(?:option|choice|statement|answer) )?\(?([A-H])\)?\*{0,2} is (?:the )?(?:correct|right)\b|^only ([A-H]) is (?:correct|right|true)\b|^(?:so|thus|hence|therefore),? \**(?:option|choice|answer) \(?([A-H])\)?\*{0,2} is (?:therefore |thus )?(?:the|an?) (?!wrong|false|incorrect|distractor)[a-z]/i,
)

const OPTION = `(?:${OPTIONS.join('|')})`
/** What each of the sentences below has. */
const NAMES_CHOICE = /* @__PURE__ */ new RegExp(
  `${OPTION}|only|^(?:(?:so|thus|hence|therefore),?\\s)?(?:I think\\s)?it|^(?:also|somit|daher|folglich)\\s|^richtig|[只仅选]`,
  'iu',
)
const LETTER = '\\(?([A-H])\\)?\\*{0,2}'

const FOUND: readonly RegExp[] = [
  new RegExp(
    `(?<!\\p{L})${OPTION}\\s${LETTER}\\s(?:is (?:the )?(?:correct|right|best|true|only|one)|matches|agrees|fits|corresponds|holds|stimmt|passt|convient|coïncide|es (?:la )?correcta|è (?:quella )?corretta|é (?:a )?correta|верен|верный)(?!\\p{L})`,
    'iu',
  ),
  new RegExp(
    `(?<!\\p{L})(?:this|that|it|which|result|value|\\d[\\d.,]{0,12}(?:\\s[\\p{L}/²³]{1,8})?)(?:\\s\\p{Ll}{1,10}){0,2}\\s(?:is|corresponds to|matches|agrees with|is given (?:in|by))\\s(?:the\\s)?${OPTION}\\s${LETTER}$`,
    'iu',
  ),
  /^(?:(?:so|thus|hence|therefore),?\s)?(?:I think\s)?it(?:['’]s|\s(?:is|must be))\s\(?([A-H])\)?$/i,
  /^(?:the )?statement in \(?([A-H])\)? is the only (?:true|correct|right) one$/i,
  /(?:^|\s)[Oo]nly\s(?:option\s|choice\s|answer\s)?\(?([A-H])\)?\s(?:is (?:consistent|compatible|possible|left|correct|true|right)|fits|matches|works|agrees|remains|survives|holds|satisfies|meets|fulfils)(?![^.]*[A-H]\b)/,
  /^(?:(?:so|thus|hence|therefore),?\s)?(?:option\s|choice\s|statement\s)?\(?([A-H])\)? is the only (?:option|choice|statement|answer|one) (?:that|which) (?:fits|matches|works|holds|satisfies|meets|is (?:true|correct|right))(?![^.]*[A-H]\b)/i,
  new RegExp(
    `(?:^|\\s)[Oo]nly\\s(?:(?:statement|claim|assertion|proposition|item|number|option|choice)\\s\\(?(${NUMBER})\\)?|\\(?([IV]{1,4})\\)?)\\s(?:is (?:true|correct|right|valid)|holds)$`,
  ),
  /^(?:also|somit|daher|folglich)\s(?:stimmt|passt)\s(?:option\s|antwort\s)?\(?([A-H])\)?$/i,
  /^richtig ist (?:also |somit |daher )?(?:antwort |option )?\(?([A-H])\)?$/i,
  new RegExp(
    `(?:${OPTION}\\s\\p{L}{4,9}|(?:bonne|correcte|mejor|migliore|верный|правильный)\\s${OPTION})\\s(?:es|è|é|est|—|–|-)\\s(?:la\\s|a\\s)?(?:${OPTION}\\s)?${LETTER}$`,
    'iu',
  ),
  /(?:只有|仅有?)(?:选项)?([A-H])(?:项|选项)?(?:符合|正确|满足|成立|对)/,
  /(?:选项|选择)([A-H])(?:项)?(?:是)?(?:正确|符合|对)/,
]

const SEVERAL_OR_NONE =
  /(?<![\p{L}'’])(?:not|n['’]t|both(?! (?:conditions|equations|inequalities|requirements))|either|neither|or|if|unless|when|first|guess|wrong|out|nicht|oder|wenn|ou|pas|si|no|o|se|non|não|не|или)(?!\p{L})|不|或/iu
