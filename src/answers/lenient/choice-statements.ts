import { type Choice, isDoubted, type Letter, letterAt, namesAnother, REFUTED } from '../choice-letters.js'
import { ANSWER_WORD } from './answer-words.js'
import { bareAnswer } from './find-area.js'

/** A letter that a text states as its answer. */
interface Statement extends Letter {
  readonly start: number
}

/**
 * The choice that a text states in free form: `Answer: B`, `the answer is B`, `答案是B`, `\boxed{B}`, `option B is
 * correct`, `it must be (B)`, a first or last line that is the letter alone or begins with it (`B. Paris`). The last
 * statement counts. It is a hedge when it continues with another letter, or when a conjunction connects it to the one before.
 */
export function lenientChoice(answer: string): Choice {
  const text = undressed(bareAnswer(answer))
  const statements = statementsIn(text)
  const last = statements.at(-1)
  if (last === undefined) return undefined
  if (namesAnother(last.letter, text.slice(last.end), true)) return {}
  const before = statements.findLast(({ letter }) => letter !== last.letter)
  if (before !== undefined && namesAnother(before.letter, text.slice(before.end, last.end), true)) return {}
  return isTied(last, text) ? {} : { letter: last.letter }
}

/** A letter and a conjunction directly before a statement: "B or C is correct", "B or the answer is C". */
function isTied({ letter, start }: Statement, text: string): boolean {
  const other = TIED.exec(text.slice(Math.max(0, start - LONGEST_TIE), start))
  return other !== null && other[1] !== letter
}

const LONGEST_TIE = 48
const TIED =
  /(?<![\p{L}\p{N}'])([A-Z])[)\]]?\s{0,4}(?:(?:,|\/|&|\||\band|\bor|\bund|\boder|\bet|\bou|\by|\bo|\be|или|и|或者?|和|と|または)\s{0,4})+(?:(?:option|choice|the|answer|is|it|it's|be|could|maybe|perhaps|possibly|even|either):? )*[([]?$/u

function statementsIn(text: string): readonly Statement[] {
  const found: Statement[] = []
  for (const { index, 0: word } of text.matchAll(ANSWER)) {
    LEAD.lastIndex = index + word.length
    const lead = LEAD.exec(text)?.[0]
    if (lead === undefined) continue
    const at = index + word.length + lead.length
    const letter = letterAt(text, at, true)
    if (letter === undefined || DENIED.test(lead) || isDoubted(text, at) || isEcho(text, letter)) continue
    found.push({ ...letter, start: at })
  }
  for (const pattern of ANNOUNCED) {
    for (const match of text.matchAll(pattern)) {
      const at = match.index + match[0].length
      const letter = letterAt(text, at, true)
      if (letter === undefined) continue
      if (isDoubted(text, at) || ASKED.test(text.slice(Math.max(0, match.index - 24), match.index))) continue
      if (!isEcho(text, letter)) found.push({ ...letter, start: at })
    }
  }
  for (const match of text.matchAll(CALLED_CORRECT)) {
    const start = match.index + (match[1] as string).length
    const letter = letterAt(text, start, true)
    if (letter !== undefined) found.push({ letter: letter.letter, start, end: match.index + match[0].length })
  }
  found.push(...aloneIn(text))
  return found.sort((a, b) => a.start - b.start)
}

/** A letter that begins a repeated list of the options, `A) … B) …`, is not an answer. */
function isEcho(text: string, { letter, end }: Letter): boolean {
  if (!/[)\].:]/.test(text.slice(end - 1, end + 1))) return false
  const next = String.fromCharCode(letter.charCodeAt(0) + 1)
  return (
    new RegExp(`[([\\s]${next}[).:]\\s+\\S`).test(text.slice(end, end + 300)) &&
    !namesAnother(letter, text.slice(end), true)
  )
}

/** The letter in a first or last line that consists of it, or begins with it as the options do. */
function aloneIn(text: string): readonly Statement[] {
  const lines: { readonly start: number; readonly text: string }[] = []
  let start = 0
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push({ start, text: line })
    start += line.length + 1
  }
  const led = lines.filter((line) => LED.test(line.text))
  const found: Statement[] = []
  for (const line of new Set([lines[0], lines.at(-1)])) {
    if (line === undefined) continue
    const led1 = LED.exec(line.text)
    if (led1 === null) continue
    // Several lines with a letter each list the options.
    if (led.length > 1 && led.some(({ text: other }) => LED.exec(other)?.[2] !== led1[2])) continue
    const at = line.start + (led1[1] as string).length
    const letter = letterAt(text, at, true)
    if (letter === undefined || isEcho(text, letter)) continue
    if (REFUTED.test(text.slice(letter.end, letter.end + 200))) continue
    if (line !== lines[0] && !ALONE.test(line.text)) continue
    found.push({ ...letter, start: at })
  }
  return found
}

const LED =
  /^([\s>#-]{0,16}(?:(?:option|choice) )?[([]?)([A-Z])(?:[)\]]?[ \t]{0,8}[.。):,]?[ \t]{0,8}$|[)\]][.:,]?[ \t]{1,8}\S|[.:)][ \t]{0,8}\S|,[ \t]|[ \t]{0,8}-[ \t]{1,8}\S)/iu
const ALONE = /^[\s>#-]{0,16}(?:(?:option|choice) )?[([]?[A-Z][)\]]?[ \t]{0,8}[.。)]?[ \t]{0,8}$/iu

/** Emphasis, quotes, formula delimiters and tags around a letter, without meaning here. */
const undressed = (text: string): string =>
  withCapital(text)
    .replace(
      /\\boxed\s{0,4}\{\s{0,4}(?:\\(?:text|mathrm|mathbf|textbf)\s{0,4}\{)?\s{0,4}[([]?([A-Za-z])[)\]]?\.?\s{0,4}\}{1,2}/g,
      ' ▣ ($1) ',
    )
    .replace(/\\(?:text|mathrm|mathbf|textbf)\s{0,4}\{\s{0,4}[([]?([A-Za-z])[)\]]?\.?\s{0,4}\}/g, '($1)')
    .replace(/<answer>\s*(?:(?:option|choice)\s+)?[([]?([A-Za-z])[)\]]?\.?\s*<\/answer>/gi, ' ▣ ($1) ')
    .replace(/<\/?(?:b|i|u|em|strong|code|mark|span|p|answer) ?>/gi, '')
    .replace(/(?<![\p{L}\p{N}_])_([A-Za-z])_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/[*`$]|_{2,3}|\\[()[\]]/g, '')
    .replace(/(["'])[([]?([A-Za-z])[)\]]?\.?\1/g, '($2)')
    .replace(/[「『【〔]([A-Za-z])[」』】〕]/g, '($1)')

/**
 * The text with a lower-case letter as a capital where it ends a line or is all of it apart from the word "answer": there it is
 * no article. Words in capitals around an answer become lower case.
 */
const withCapital = (text: string): string =>
  text
    .replace(LOUD, (words) => words.toLowerCase())
    .replace(SMALL, (_, before: string, letter: string) => before + letter.toUpperCase())

const LOUD = /\b(?:THE|CORRECT|RIGHT|BEST|FINAL|ANSWER|OPTION|CHOICE|IS)\b/g
/** Behind a word without a colon `a` may be an article whose noun was cut off. */
const SMALL =
  /((?:^|\n)[ \t([*]{0,4}|\b(?:answer|option|choice|is)(?::[ \t]{0,4}[([*]{0,4}|[ \t]{1,4}[([*]{0,4}(?!a)))([a-h])(?=[)\]*.]{0,4}[ \t]{0,4}(?:$|\n))/gi

const ANSWER = /* @__PURE__ */ new RegExp(ANSWER_WORD, 'giu')
/** Between the word for "answer" and the letter: marks; words in lower case, or names, of the same sentence. */
const LEAD =
  /(?:[\s:=>#\])】〕」"'-]*|(?:[^A-Z.,;!?。、()[\]{}\n▣]|(?<!\p{L})[A-Z](?=\p{Ll})){0,60}?[\s:=-]|[^A-Z.,;!?。、()[\]{}\n▣ ]{0,12}?)(?:(?:[Oo]ption|[Cc]hoice|letter|选项|選項) ?)?(?:▣ *)?(?=[([{]|[A-Z](?![\p{Script=Latin}\p{N}]))/uy
const ANNOUNCED: readonly RegExp[] = [
  /▣ */gu,
  /(?:\b(?:so|thus|therefore|hence|leaves|leaving)|[.;!?,] (?:only|but)|(?:^|\n)only)(?: with| us with)?,? (?=[([]?[A-Z][)\]]?(?:[.!]?\s{0,4}$| (?:it is|fits?|works?|matches|remains|is left|is right)\b))/giu,
  /(?:\b(?:it|this|that|which)(?:'s| is| must be| should be| has to be| would be| can only be)|\bmust be|\b(?:so|thus|therefore|hence),?(?= (?:option|choice))|\bi(?:'d| would| will|'ll)? (?:choose|pick|select|say|go with|go for|chose|picked|selected)|\b(?:choose|pick|select|selecting|choosing|go with|(?:(?:correct|right|best|final|my) )?(?:option|choice|letter) (?:is|would be|must be|should be):?|(?:correct|right|best|final|my) (?:option|choice|letter):?|(?:correct|final):)) {1,4}(?:(?:the )?(?:option|choice|letter|answer) )?(?=[([A-Z])/giu,
  /(?<!不|没|别)(?:应选|應選|故选|故選|选择|選擇|所以选|因此选|选项是|选项为|选|選)(?:项|項|择)?[:\s]{0,4}(?=[([A-Z])/gu,
  /(?:\bnot|\bnicht|\bpas|\bno|\bnão|\bnon|不是) ?(?:option )?[([]?[A-Z][)\]]?[^.!?\nA-Z]{0,20}?[, ]{0,3}(?:but(?: rather)?|sondern|mais|sino|mas|ma|而是) ?(?:it is |is |option )?(?=[([A-Z])/gu,
]
/** A negation or a question before the letter. */
const DENIED =
  /\b(?:not|cannot|never|nicht|pas|não|non|niet|inte|ikke|depends|whether|between|either|neither|if|question|choices|options)\b|n't\b|(?<!\p{L})не(?!\p{L})|不|并非|並非|نيست|ليس|نہیں|नहीं/iu

/** Words before a statement that negate it. */
const ASKED = /\b(?:whether|if|doubt|unless|not|n't)(?: that)?\s*$/i

/** "(B) is correct", "B 正确": the text before the letter (group 1), then the letter. */
const CALLED_CORRECT =
  /((?:^|[\s:,])(?:option |choice |answer |选项|選項)?)(?:[([][A-Za-z][)\]]|[A-Z])(?: (?:best |clearly |correctly ){1,2}(?:matches|fits|answers|describes|captures|reflects)\b| (?:is|must be|should be|would be|seems) (?:the |clearly |therefore |thus |indeed |most likely ){0,3}(?:correct|right|best|true|answer)\b|[ 选選项項]{0,6}(?:是|为)?(?:正确|正確|对的|對的)|[ ]?[がは](?:正解|正しい)|[ ]?[가이] (?:정답|맞)| (?:est (?:la )?(?:bonne|correcte)|ist (?:die )?(?:richtig|korrekt)|es (?:la )?correct|é a (?:correta|certa|resposta)|è (?:la )?(?:corretta|giusta)|सही |doğru))/gu
