import { numberWordsAsDigits } from '../read/number-words.js'
import { isUnitWord } from '../read/units.js'
import { sparing } from '../sparing.js'
import { inferredFrom } from './concluding.js'
import { lastParagraph } from './lines-and-sentences.js'
import { rewrites, rewritten } from './rewrites.js'
import { endsSentence } from './sentences.js'

/**
 * A text with the numbers of its sentences as mathematics writes them: `3.5` for "3,5" in languages with a decimal comma,
 * `25%` for "25 Prozent", `3/8` for "a probability of 3 in 8", `2:30 p.m.` for "2:30 in the afternoon"; in a last sentence without
 * any digit, digits for number words. Formulas stay as they are.
 */
export function plainNumbers(text: string): string {
  const hasDecimalComma = MAY_BE_LOCAL.test(text) && writesDecimalCommas(text)
  const written = rewritten(text, ANYWHERE)
  const parts = written.includes('$') || written.includes('\\(') ? written.split(FORMULA) : [written]
  return withoutNumberWords(
    parts.map((part, index) => (index % 2 === 1 ? part : inProse(part, hasDecimalComma))).join(''),
  )
}

const MAY_BE_LOCAL = /\d[.,'’]/

/** "An hour and a half". */
const AND_A_HALF =
  /\ban? (hour|minute|year|month|week|day|mile|dozen|million|billion|dollar|metre|meter|litre|liter|kilometer|kilometre|kilo) and a half\b/gi

/** "Drei Viertel", "trois quarts", at the end of a sentence. */
const SPOKEN_FRACTION =
  /(?<!\p{L})(ein|une?|zwei|deux|dos|due|drei|trois|tres|tre) (?:(drittel|tiers|ter[cz][oi]s?|tercios?)|viertel|[qc]uart[oi]?s?)(?=[*_]{0,2}[.!]?\s{0,3}$)/gimu
const asFraction = (_: string, count = '', third?: string): string =>
  `${/^[eu]/i.test(count) ? 1 : /^(?:z|d[^r])/i.test(count) ? 2 : 3}/${third ? 3 : 4}`

/** The dollars of "8 * $150 = $1,200", which are no formula. */
const PRICES =
  /\$(?=\d)(\d[\d,]{0,14}(?:\.\d{1,4})?\s?(?:[-+−*×x÷/]\s?\d[\d.,]{0,14}\s?){0,3}[-=+−*×x÷/]\s?)\$(?=\d)/g

const ANYWHERE = rewrites(
  [/(?<=\d) [xX] (?=\$?\d)/g, ' × ', [' x ', ' X ']],
  [PRICES, '$1', ['$']],
  [AND_A_HALF, '1 1/2 $1s'],
  [SPOKEN_FRACTION, asFraction],
  [/(?<!\d)(\d{1,3})分の(\d{1,3})(?!\d)/g, '$2/$1', ['分の']],
)

const FORMULA = /(\$[^$\n]{1,400}\$|(?<!\\)\\\((?:[^\\\n]|\\[^()\n]){1,400}\\\))/

/** Whether a text is in a language that writes a comma before the decimals and a dot or space between thousands. */
export const writesDecimalCommas = (text: string): boolean =>
  isInLocalWords(text) && (!ENGLISH.test(text) || isLocal(lastParagraph(text)))

const isInLocalWords = (text: string): boolean => COMMA_LANGUAGE.test(text) || COMMA_LETTERS.test(text)
/** Of an answer in its language behind thoughts in English, the last paragraph. */
const isLocal = (text: string): boolean => !ENGLISH.test(text) && isInLocalWords(text)

/** Words and letters of such languages, in sentences that name one number. */
const COMMA_LANGUAGE = sparing(
  /(?<!\p{L})(?:réponse|donc|est|vaut|soit|reste|obtient|antwort|lösung|ergebnis|ist|beträgt|lautet|insgesamt|also|respuesta|resultado|es|son|queda|risposta|risultato|resposta|antwoord|svaret|är|odpowied[źz]|wynosi|ответ|равен|равно|получаем|zbývá|cevap|der|das|und|jeder|la|le|les|une|pour|chaque|el|los|las|una|para|por|cada|il|gli|di|che|ogni|um|uma|het|een|dus|och|alltså|får|więc|jest|je|im|waren|sind|si|così|erano|había|dostaneme|respuestas?|resultados?|portanto|resposta final|vậy|là|đáp|jadi|adalah|jawaban|toplam|cevap|olur|eder|vardır|genomsnittet|medelvärdet|średnia|priemer|átlag|keskiarvo|media|médiane?|moyenne|mittelwert|trung|ada|ortalama|foi|fue|foram|são|custo|costo|costa|prezzo|precio|preço|cuesta|coûte|kosten|kostet|betragen|paga|pagan|pagou|pagar|personas|pessoas|persone|della|dello|sono|membayar|totalnya|harus|sebanyak|kosztuje|kost(?:ar|er)|von|mit|ein|eine|em|del|con|se)(?!\p{L})/iu,
)
const COMMA_LETTERS =
  /(?<!\p{L})[éè](?!\p{L})|\p{L}{3}d[ıiuü]r(?!\p{L})|R\$|Rp\.?\s?\d|[₫₺]|\d,\d{1,2}\s(?:[kcmd]?m|[km]?g|[cmd]?l|min|h|t|kr|°C)(?![\p{L}\d])|[ěřůžąęłőğşıßñđươ]|\p{Script=Cyrillic}{3}/iu
/** "2 y 3" has become "2 and 3" before. */
const ENGLISH = /\b(?:the|answer|and(?! [\d$])|are|we|which|with|of)\b/i

function inProse(text: string, hasDecimalComma: boolean): string {
  if (!/[\d½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/.test(text)) return text
  return rewritten(hasDecimalComma ? localNumbers(text) : text, IN_PROSE)
}

/** "1.500,00 €", "12.345 Zuschauer", "2,5 km": dots between thousands, and a comma before the decimals. */
const localNumbers = (text: string): string =>
  text
    .replace(THOUSANDS, (whole, currency: string | undefined, digits: string, at: number) => {
      const behind = text.slice(at + whole.length, at + whole.length + 24)
      const noun = COUNTED.exec(behind)?.[1]
      const isWhole =
        currency !== undefined ||
        /\.000$|\..*\./.test(digits) ||
        /^(?:,\d{1,2}(?!\d)|\s?[€₫đ₺₽](?!\p{L}))/u.test(behind) ||
        (noun !== undefined && noun.length > 2 && !isUnitWord(noun) && !NO_NOUN.test(noun)) ||
        (noun !== undefined && MONEY.test(noun))
      return isWhole ? (currency ?? '') + digits.replaceAll('.', '') : whole
    })
    .replace(/(?<![\d,.(])(\d+),(\d{1,2}|\d{4,}|(?<=(?<!\d)0,)\d{3})(?![\d,]|\s?\))/g, '$1.$2')
    .replace(/(?<=\d)['’]\p{L}{1,6}(?!\p{L})/gu, '')

const THOUSANDS = /(?<![\d.,])((?:R\$|Rp\.?|[€$£₺])\s?)?([1-9]\d{0,2}(?:\.\d{3})+)(?!\d|\.\d)/g
/** What is counted has no decimals; but not "3.142 ungefähr". */
const COUNTED = /^\s(\p{L}{2,20})(?!\p{L})/u
const NO_NOUN =
  /(?:mente|ment|weise)$|^(?:kil[oóô]|quil[oóô]|chilo|centi|mili|milli|zenti)?(?:m[eéè]t|lit|gram|segund|second|sekund|minut|hor|stund|heur|jam|час|мет|лит|грам|секунд)|^(?:und|oder|aber|etwa|rund|ungefähr|donc|mais|avec|pour|puis|pero|para|como|entonces|quindi|circa|mas|или|как|olur|olarak)$/iu
const MONEY =
  /^(?:euros?|pesos?|reais|real|lira|dolar|dollars?|dólares|đồng|rupiah|руб\p{L}{0,5}|zł\p{L}{0,4}|kronor|kroner|CHF|TL)$/iu

/** Signs of money that are no letters of a formula: "R$ 1500", "Rp 1500", "120000đ". */
const CURRENCY_BEFORE =
  /(?:R(?<!\p{L}R)(?:\$|[ps]\.?)|S\/(?<!\p{L}S\/)|[₫₺₽](?<!\p{L}[₫₺₽]))\s?(?=\d)|\s(?<=[€£]\s)(?=\d)/giu
const CURRENCY_BEHIND = /(?<=\d)\s?(?:[₫đ₺₽]|VNĐ|VND|TL|Kč|zł|грн)(?!\p{L})/gu

const PARTS: Readonly<Record<string, string>> = {
  '½': '1/2', '¼': '1/4', '¾': '3/4', '⅓': '1/3', '⅔': '2/3', '⅕': '1/5', '⅖': '2/5', '⅗': '3/5', '⅘': '4/5', '⅙': '1/6', '⅚': '5/6', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8', '⅞': '7/8',
} // biome-ignore format: a table

/** "The probability is 3 in 8", "une probabilité de 3 sur 8". */
const CHANCE =
  /((?<!\p{L})(?:probab\p{L}{0,8}|chances?|likelihood|wahrscheinlichkeit|kans)(?!\p{L})[^.\n\d]{0,40}?)(?<![\d.,])(\d{1,9}) (?:in|out of(?: every)?|sur|de|em|en|su|zu|von|aus|op|på) (\d{1,9})(?![\d,]|\.\d)/giu

const IN_PROSE = rewrites(
  [/(?<=\d)\s?\*?\s?pi(?![\p{L}\d(^*/])/giu, 'π', ['pi', 'Pi', 'PI']],
  [CURRENCY_BEFORE, ''],
  [CURRENCY_BEHIND, '', ['₫', 'đ', '₺', '₽', 'VN', 'TL', 'Kč', 'zł', 'грн']],
  [
    /(?<=\d)\s?(?:prozent|pour ?cent|por ciento|per cento|por cento|procent|prosent|процент\p{L}{0,2})(?!\p{L})/giu,
    '%',
  ],
  [
    /(?:(\d)\s?)?([½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g,
    // Not `- 1/2`, where the sign would be a list mark.
    (_, whole, part) => (whole === undefined ? PARTS[part!]! : `${whole} ${PARTS[part!]!}`),
  ],
  [CHANCE, '$1$2/$3'],
  [/(?<=\d)(:\d{2})(?: o'clock)? (?:in the (?:afternoon|evening)|at night)\b/gi, '$1 p.m.', [':']],
  [/(?<=\d)(:\d{2})(?: o'clock)? in the morning\b/gi, '$1 a.m.', [':']],
)

/** Words that lead to a number in a sentence which states it. */
const LEADING =
  /(?:^|(?<!\p{L})(?:is|are|was|were|equals?|exactly|only|total(?: of)?|so|hence|thus|therefore|leaving|leaves|remain|has|have|gives|makes|takes?|took|costs?|answer))[\s:]{0,2}[*_]{0,2}$/iu

/** Number words are digits in a last sentence that has none, if they are what the sentence states. */
function withoutNumberWords(text: string): string {
  const end = text.trimEnd().length
  let start = end - 1
  while (start > 0 && end - start < LONGEST_SENTENCE && !(start < end - 1 && endsSentence(text, start - 1)))
    start--
  const sentence = text.slice(Math.max(0, start), end)
  const infinite = /[\d$\\]/.test(sentence) ? null : (INFINITE.exec(sentence) ?? infinityInWords(sentence))
  if (infinite) {
    const sign = /^(?:[-−]|neg|min)/i.test(infinite[1] ?? '') ? '-' : ''
    return `${text.slice(0, Math.max(0, start) + infinite.index)}$${sign}\\infty$`
  }
  if (sentence.length >= LONGEST_SENTENCE || /[\d$\\^_=]/.test(sentence)) return text
  const isAlone = start <= 0 || sentence.trim() === lastParagraph(text)
  const spoken = numberWordsAsDigits(
    sentence.trimStart(),
    (before) => LEADING.test(before) || (isAlone && !SUBORDINATE.test(before) && !DETERMINED.test(before)),
  )
  if (spoken === undefined) return text
  // "The determinant is zero, so the vectors are dependent."
  const inferred = inferredFrom(spoken)
  if (inferred !== undefined && !/\d/.test(inferred)) return text
  return `${text.slice(0, Math.max(0, start))} ${spoken}`.trimStart()
}

/** "The limit is +∞.": it is the value where the sentence ends in it. */
const INFINITE = /([-+−]?)∞[.\s]{0,3}$/

/** "The limit diverges to negative infinity."; not "as the sequence tends to infinity". */
function infinityInWords(sentence: string): RegExpExecArray | null {
  const found = INFINITY.exec(sentence)
  return found && TENDING.test(sentence.slice(0, found.index)) ? found : null
}

const INFINITY = /(?<!\p{L})(?:(positive|negative|plus|minus) )?infinity[.\s]{0,3}$/iu
const TENDING =
  /^(?!.*(?<!\p{L})(?:as|when|if|for|where|while|not|never|neither)(?!\p{L})).*(?<!\p{L})(?:limit|series|sum|integral|sequence|expression|quotient|it|value)(?: \p{L}{1,12})? (?:is|equals|(?:diverges|tends|goes|grows) to) $/isu

const LONGEST_SENTENCE = 200

/** "The three vectors are dependent". */
const DETERMINED = /(?<!\p{L})(?:the|these|those|all|both|our|its|their)\s$/iu

/** "Yes, because the terms tend to zero": a number in what is not the statement. */
const SUBORDINATE =
  /\b(?:to|in|of|by|at|for|with|from|into|not|than)\s$|\b(?:because|since|as|if|when|where|yes|no)\b/i
