import { sparing } from '../sparing.js'
import type { Candidate } from './extraction.js'
import { lastParagraph } from './lines-and-sentences.js'

/** "Yes, 97 is prime": a sentence with numbers; where it states one of them, "Yes, there are 12 left", that answers too. */
export function affirmed(sentence: string, value: Candidate | undefined): Candidate | undefined {
  const verdict = verdictOf(sentence)
  // Without figures the words of the sentence may answer beside it: "Yes, they are similar".
  if (verdict === undefined || (value === undefined && !/[\d$]/.test(sentence))) return value
  return value && value.found !== 'withheld' ? { ...value, also: verdict } : { text: verdict, found: 'words' }
}

const QUALIFIED = sparing(
  /(?<!\p{L})(?:if|whether|or|but|however|although|though|unless|except|suppose|would|could|might|may|perhaps|maybe|wait|actually|wrong|mistaken|too|wenn|aber|falls|oder|mais|si|ou|pero|ma|se|mas|если|но)(?!\p{L})|如果|但/iu,
)

const YES_OR_NO =
  'yes|no|ja|nein|nee|oui|non|sí|sì|sim|não|да|нет|tak|nie|ano|áno|igen|nem|evet|hayır|kyllä|ναι|όχι|так|ні|כן|לא|نعم|بله|是的?|不是|对|不对|はい|いいえ|네|아니요'
export const VERDICT = /* @__PURE__ */ new RegExp(
  `^(?:(?:so|thus|hence|therefore|conclusion:),?\\s)?\\*{0,2}(${YES_OR_NO}|true|false|wahr|falsch|vrai|faux|verdadero|falso)[*_]{0,2}(?:[,，、:;。]| ?[—–-] | because\\b| since\\b)`,
  'iu',
)

/** No of "No, 91 is not prime", yes of "So 97 is prime — yes". */
export const verdictOf = (sentence: string): string | undefined =>
  QUALIFIED.test(sentence) ? undefined : (VERDICT.exec(sentence) ?? AT_END.exec(sentence))?.[1]

/** A text that begins with its verdict, "Yes. The digits add up to 9.", and never goes back on it. */
export function opened(text: string, value: Candidate | undefined): Candidate | undefined {
  const found = value?.also === undefined ? (openingOf(text) ?? openingOf(lastParagraph(text))) : undefined
  if (found === undefined) return value
  return value && value.found !== 'withheld' ? { ...value, also: found } : { text: found, found: 'words' }
}

function openingOf(text: string): string | undefined {
  const found = OPENING.exec(text)
  return found && !BACK.test(text.slice(found[0].length)) ? found[1] : undefined
}

const ALONE_WORDS = 'yes|no|true|false|ja|nein|wahr|falsch|oui|non|vrai|faux|sí|verdadero|falso|да|нет'
const AT_END = sparing(new RegExp(`^[^—–?]{8,200}\\s[—–]\\s[*_]{0,2}(${ALONE_WORDS})[*_]{0,2}$`, 'iu'))
const OPENING = sparing(new RegExp(`^[^\\p{L}\\d]{0,4}(${ALONE_WORDS})[*_]{0,3}[.!]`, 'iu'))
const BACK = sparing(
  /(?<!\p{L})(?:yes|no(?=[,.:!;])|not so|true|false|but|however|wait|actually|hmm|sorry|wrong|mistake\p{L}?|instead|if|unless|ja|nein|aber|oui|mais|sí|pero)(?!\p{L})/iu,
)

/** "Is 97 prime? Yes.", "0 is even, so yes.", or nothing else than "**True**" in a last sentence. */
export function answered(sentence: string): Candidate | undefined {
  if (ALONE.test(sentence)) return { text: sentence, found: 'words' }
  const verdict = (INFERRED.exec(sentence) ??
    ANSWERED.exec(
      sentence.slice(Math.max(...['?', '？', '؟'].map((mark) => sentence.lastIndexOf(mark)))),
    ))?.[1]
  return verdict === undefined ? undefined : { text: verdict, found: 'words' }
}

const ALONE = sparing(new RegExp(`^(?:${ALONE_WORDS})$`, 'iu'))
const INFERRED = sparing(
  new RegExp(
    `^(?![\\s\\S]*\\b(?:if|whether|or|suppose|unless|wenn|falls|ob|si|se)\\b)(?:[^?？]{0,300}[,;.:]\\s(?:and\\s)?)?(?:so|hence|thus|therefore|also|donc|quindi|por (?:lo )?tanto)[,:]?\\s[*_]{0,2}(${ALONE_WORDS})[*_]{0,2}$`,
    'iu',
  ),
)
const ANSWERED = /* @__PURE__ */ new RegExp(
  `^[?？؟]["*_ ]{0,5}(${YES_OR_NO}|true|false|wahr|falsch|vrai|faux|verdadero|falso)[*_]{0,3}(?:$|,? (?:because|since|as|denn|weil|car|porque|perché)(?!\\p{L})|[,，:][^\\d$?？]{0,120}$)`,
  'iu',
)
