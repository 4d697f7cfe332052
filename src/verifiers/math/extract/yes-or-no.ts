import type { Candidate } from './extraction.js'

/** "Yes, 97 is prime": a sentence with numbers; where it states one of them, "Yes, there are 12 left", that answers too. */
export function affirmed(sentence: string, value: Candidate | undefined): Candidate | undefined {
  const verdict = /[\d$]/.test(sentence) ? verdictOf(sentence) : undefined
  if (verdict === undefined) return value
  return value && value.found !== 'withheld' ? { ...value, also: verdict } : { text: verdict, found: 'words' }
}

const QUALIFIED =
  /(?<!\p{L})(?:if|whether|or|but|however|although|though|unless|except|suppose|would|could|might|may|perhaps|maybe|wait|actually|wrong|mistaken|too|wenn|aber|falls|oder|mais|si|ou|pero|ma|se|mas|если|но)(?!\p{L})|如果|但/iu

const YES_OR_NO =
  'yes|no|ja|nein|nee|oui|non|sí|sì|sim|não|да|нет|tak|nie|ano|áno|igen|nem|evet|hayır|kyllä|ναι|όχι|так|ні|כן|לא|نعم|بله|是的?|不是|对|不对|はい|いいえ|네|아니요'
export const VERDICT = /* @__PURE__ */ new RegExp(
  `^(?:(?:so|thus|hence|therefore),?\\s)?(${YES_OR_NO})[*_]{0,2}(?:[,，:;。]| ?[—–-] | because\\b| since\\b)`,
  'iu',
)

/** No of "No, 91 is not prime". */
export const verdictOf = (sentence: string): string | undefined =>
  QUALIFIED.test(sentence) ? undefined : VERDICT.exec(sentence)?.[1]

/** "Is 97 prime? Yes." */
export function answered(sentence: string): Candidate | undefined {
  const verdict = ANSWERED.exec(
    sentence.slice(Math.max(...['?', '？', '؟'].map((mark) => sentence.lastIndexOf(mark)))),
  )?.[1]
  return verdict === undefined ? undefined : { text: verdict, found: 'words' }
}

const ANSWERED = /* @__PURE__ */ new RegExp(
  `^[?？؟]["*_ ]{0,5}(${YES_OR_NO})[*_]{0,3}(?:$|,? (?:because|since|as|denn|weil|car|porque|perché)(?!\\p{L})|[,，][^\\d$?？]{0,120}$)`,
  'iu',
)
