import { WHITE_SPACE } from './white-space.js'

/**
 * What an answer says about a multiple-choice question: a letter, several of them (then there is no `letter`),
 * or nothing that can be read.
 */
export type Choice = { readonly letter?: string } | undefined

/** A letter in a text, and where it ends. */
export interface Letter {
  readonly letter: string
  readonly end: number
}

const SPACE = `[${WHITE_SPACE}]`
/** Zero-width characters, soft hyphens, control characters and the blank Braille cell. */
const UNSEEN = `(?!${SPACE})[\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]`
const LETTER_OF_WORD = '[\\p{L}\\p{M}\\p{N}_]'

/**
 * The letter of an option that stands at a position: a capital alone, or any letter in brackets. None is a letter in a
 * word or before an apostrophe or a hyphen (`B'oh`, `B-flat`), the article of `A dog`, or the pronoun of `I do not`.
 *
 * @param text of which a letter may stand beside a script without spaces (`B是`) only when `lenient`
 */
export function letterAt(text: string, at: number, lenient = false): Letter | undefined {
  const pattern = lenient ? LENIENT_LETTER : LETTER
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (match === null) return undefined
  const end = pattern.lastIndex
  const letter = (match[1] ?? match[2] ?? '').toUpperCase()
  if (match[2] !== undefined && (letter === 'A' || letter === 'I') && isWord(text.slice(end, end + 24)))
    return undefined
  return { letter, end }
}

const BRACKETED = `[(（]${SPACE}*([A-Za-z])${SPACE}*[)）]`
const NO_WORD_GOES_ON = `(?!(?:${UNSEEN})*(?:${LETTER_OF_WORD}|['’ʼ＇‘]\\p{L}|[-‐‑]\\p{L}))`
const LETTER = /* @__PURE__ */ new RegExp(`${BRACKETED}|([A-Z])${NO_WORD_GOES_ON}`, 'uy')
const LENIENT_LETTER =
  /[([{][ \t]*([A-Za-z])[ \t]*[)\]}]|(?<![\p{Script=Latin}\p{N}_'])([A-Z])(?!(?:\p{M}|[\p{Script=Latin}\p{N}_]|(?!'[dt][iıuü]r\b)['-]\p{L}))/uy

/** Whether what follows an A or I makes it an article or a pronoun: a word in lower case, other than those that go on from a choice. */
const isWord = (behind: string): boolean => /^ \p{Ll}/u.test(behind) && !GOES_ON.test(behind)

const GOES_ON =
  /^ (?:because|since|as|and|or|nor|but|which|while|whereas|where|given|due|for|from|in|if|per|with|is|not|rather|instead|based|according|unlike|except|plus|versus|vs|xor|alone|only|here|then|thus|so|by|without|alternatively|also|maybe|perhaps|possibly|to|through|together|along|even|otherwise|else|weil|und|oder|denn|ou|et|car|parce|y|o|u|e|porque|pues|perché|ed|od|of|en|omdat|och|eller|og|ja|tai|lub|albo|czy|oraz|i|ve|veya|ya|atau|dan|hoặc|và)(?!\p{L})/u

/**
 * Whether a text that follows a stated letter goes on to name another one: `or (C)`, `, C`, `/C`, ` (C)`, `oder (C)`, `或(C)`,
 * `. Or maybe (C)`. Between the two there are connectives only: marks, and words for "and", "or", "maybe", "also". A letter
 * that is refuted (`not C`, `rather than C`, `and (C) is wrong`) or stands in an explanation (`because (C) …`) is no hedge. The
 * text is read twice, with invisible characters removed and with spaces in their place, so that they hide no hedge.
 */
export function namesAnother(letter: string, rest: string, lenient = false): boolean {
  if (rest === '') return false
  const near = rest.slice(0, NEAR)
  const seen = near.replace(INVISIBLE, '')
  if (joinsAnother(letter, seen, lenient)) return true
  return seen !== near && joinsAnother(letter, near.replace(INVISIBLE, ' '), lenient)
}

/** Longer than every connective. */
const NEAR = 4_096
const INVISIBLE = /* @__PURE__ */ new RegExp(UNSEEN, 'gu')

function joinsAnother(letter: string, text: string, lenient: boolean): boolean {
  let at = 0
  let refuted = false
  let others = 0
  let joined = false
  let sentences = 0
  let marks = ''
  while (at < text.length) {
    const next = letterAt(text, at, lenient)
    if (next !== undefined) {
      const bracketed = next.end - at > 1
      const behind = text.slice(next.end, next.end + 200)
      if (next.letter !== letter && !refuted && !REFUTED.test(behind)) {
        if (others === 0) {
          if (sentences === 0 || joined || SAID_ALONE.test(behind)) return true
          return false
        }
        if (sentences > 0 || !bracketed) return false
        // After the option's own text another letter counts as an answer only behind a conjunction.
        if (joined || (others <= 2 && SAID_ALONE.test(behind))) return true
        return false
      }
      if (next.letter !== letter && !refuted) joined = false
      at = next.end
      marks = ''
      continue
    }
    const character = text[at] as string
    MARKUP.lastIndex = at
    const markup = MARKUP.exec(text)?.[0]
    if (markup !== undefined) {
      at += markup.length
      continue
    }
    WORD.lastIndex = at
    const word = WORD.exec(text)?.[0]
    if (word === undefined) {
      if (ENDS_SENTENCE.test(character)) {
        // Of several stops in a row the first ends the sentence.
        if (marks === '' || !ENDS_SENTENCE.test(marks.slice(-1))) sentences++
        if (sentences > 1 || others > 0) return false
        refuted = false
      }
      if (!/\s/.test(character)) {
        marks = character
        if (/[,;、，；/|&+]/.test(character) && others > 0) joined = true
      } else if (character === '\n' && text[at + 1] === '\n' && sentences === 0) sentences++
      at++
      continue
    }
    at += word.length
    marks = ''
    const lower = word.toLowerCase()
    if (EXPLAINS.has(lower) || EXPLAINS_UNSPACED.test(lower)) return false
    if (REFUTES.has(lower) || REFUTES_UNSPACED.test(lower)) refuted = true
    else if (JOINTS.has(lower) || lower.includes(' ') || isUnspaced(lower)) {
      joined = true
      if (RESETS.has(lower)) refuted = false
    } else if (!FILLERS.has(lower)) {
      others++
      joined = false
      if (others > MOST_OTHERS) return false
    }
  }
  return false
}

/** Most words of an option's own text between a letter and the conjunction. */
const MOST_OTHERS = 8

/** HTML tags and character references, LaTeX commands. */
const MARKUP =
  /<\/?[a-z]{1,8} ?\/?>|&(?:amp|nbsp|#\d{1,5});|\\(?:text|mathrm|mathbf|textbf|quad|qquad|lor|land|vee|wedge|cup|newline|boxed|mid|to|rightarrow|approx|sim|neq|pm|ldots|dots)(?![a-z])/iy
/** "if not" and "as well as" are conjunctions as a whole. A run ends where the script changes. */
const WORD =
  /as well(?: as)?(?!\p{L})|if not(?!\p{L})|no(?=[ ]*[,;:-])|(?:[\p{Script=Latin}\p{M}]|(?<=\p{L})['’](?=\p{L}))+|\p{N}+|(?:(?!\p{Script=Latin})[\p{L}\p{M}])+/iuy
const ENDS_SENTENCE = /[.!?。！？．｡]/
/** The rest of the sentence says nothing else about the letter. */
const SAID_ALONE =
  /^[\s*_`"'”’)\]}.!。！]*(?:$|[.!。！\n]| (?:is|are|may be|might be|could be|would be) (?:also|possible|plausible)| (?:too|also|as well)\b|也)/
/** A refutation after a letter: "(C) is wrong", "(C) and (D) contradict the text". */
export const REFUTED =
  /^(?:[\s,/&]{1,4}(?:(?:and|or) )?[([（]?[A-Z][)\]）]?(?![\p{L}\p{N}]))*[\s:-]*(?:[^\s.,;:!?。]+ ){0,4}?(?:(?:is|are|was|were|be|seems?|looks?|ist|sind|est|sont|es|son|é|são|è|sono) (?:[a-zß-ÿ]+ ){0,2}?(?:wrong|incorrect|false|not|never|ruled|eliminated|excluded|rejected|invalid|untrue|inaccurate|irrelevant|unsupported|contradicted|refuted|impossible|implausible|too|falsch|faux|fausse|incorrecto|incorrecta|falso|falsa|errado|errada|sbagliato|sbagliata)\b|contradicts?\b|fails?\b|misses\b|ignores\b|(?:do|does|is|are|was|were|can|could|would)(?:n['’]t| not)\b|cannot\b|can be (?:ruled|eliminated|excluded|rejected)\b|[^\s.,;:!?。A-Z]{0,6}(?:不|错|錯|误|誤|非|不是|誤り|間違|틀|아니))/u

const isUnspaced = (word: string): boolean => UNSPACED_WORD.test(word)
/** A short run in a script without spaces counts as a conjunction between two letters (`或许`, `または`, `หรือ`). */
const UNSPACED_WORD =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]{1,8}$/u
const EXPLAINS_UNSPACED = /因|由于|由於|所以|根据|根據|理由|ため|なぜ|から|때문|เพราะ/
const REFUTES_UNSPACED = /不|非|没|沒|错|錯|误|誤|排除|ない|なく|아니|않|ไม่/

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.normalize('NFC').split(' '))

/** And, or, also, maybe, from … to, in the most common languages. */
const JOINTS = /* @__PURE__ */ wordsOf(
  'and or nor plus also alternatively otherwise else versus vs xor then if with together along both either to through thru possibly maybe perhaps probably likely even potentially arguably conceivably equally additionally further but no whatever wait actually correction sorry hmm nay ' +
    'und oder sowie bzw beziehungsweise auch vielleicht möglicherweise eventuell entweder bis oder ' +
    'et ou ni bien soit aussi peut-être peut être éventuellement sinon ' +
    'y e o u ni también quizá quizás tal vez posiblemente ' +
    'e ou nem também talvez possivelmente ' +
    'ed od oppure né anche forse ovvero ' +
    'en of ofwel ook misschien och eller samt också kanske og også måske kanskje ja tai sekä ehkä tahi ' +
    'i oraz lub albo czy może też a nebo či také možná alebo és vagy talán și si sau ori poate ili ali možda ir ar arba un vai või ' +
    'и или либо а также возможно может быть та й або чи можливо ' +
    've veya ya da yahut belki veyahut ile ' +
    'و أو او ثم ربما أيضا وكذلك وأيضا یا و شاید اور یا או ו אולי וגם ' +
    'और या अथवा एवं तथा शायद व किंवा आणि এবং বা অথবা কিংবা ও আর ਅਤੇ ਜਾਂ અને અથવા કે மற்றும் அல்லது మరియు లేదా ಮತ್ತು ಅಥವಾ അല്ലെങ്കിൽ ഒപ്പം र वा සහ හෝ ' +
    'và hoặc hay dan atau serta mungkin at na au kaya ati tàbí tabi da ko na maọbụ እና ወይም και ή είτε ίσως kaj aŭ',
)
/** After these a letter counts again: "not A but C". */
const RESETS = /* @__PURE__ */ wordsOf('but or oder sino sondern mais mas ma')
const REFUTES = /* @__PURE__ */ wordsOf(
  'not never neither rather instead unlike except excluding excludes eliminating without over beats against than nicht kein keine statt anstatt pas plutôt non no não nao niet inte ikke nie не нет değil ليس لا नहीं না không bukan',
)
const EXPLAINS = /* @__PURE__ */ wordsOf(
  'because since as due given where which while whereas that who when hence therefore thus so based according see per from in on by using after before under within for weil denn wegen parce car puisque porque pues perché poiché omdat want ponieważ bo потому так çünkü لأن क्योंकि কারণ karena sebab vì bởi',
)
/** Words around a letter that say nothing about it. */
const FILLERS = /* @__PURE__ */ wordsOf(
  'the option options choice choices answer answers letter letters is it its be could may might can would a an another other correct option antwort réponse respuesta risposta resposta opción opção opzione вариант ответ jawaban pilihan şık seçenek विकल्प उत्तर الخيار الإجابة well either one',
)

/** Whether the words before a phrase deny it: "I doubt that the correct answer is". */
export const isDoubted = (text: string, phraseEnd: number): boolean =>
  DOUBTED.test(text.slice(Math.max(0, phraseEnd - LONGEST_DOUBT), phraseEnd))

const LONGEST_DOUBT = 120
const DOUBTED =
  /\b(?:doubt|disagree|deny|unlikely|false|untrue|wrong|(?:not|n['’]t|never|cannot) (?:\w{1,16} )?(?:think|believe|say|claim|true|sure|certain|clear|convinced|mean|conclude|case))\b(?: (?:with|at|all|to|say|for|me|a|the|idea|claim|statement|conclusion|assertion)){0,4},? (?:that |whether |if )?["'“‘]?the\s[^.!?\n]{1,40}$/i
