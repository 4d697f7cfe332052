import { isDigit } from '../read/lexer.js'
import { DELIMITERS, goesOn, runAround, valueIn, withoutRefuted } from './answer-in-sentence.js'
import { standingOf } from './assertion.js'

/** Longest sentence whose value is looked for. */
const LONGEST_SENTENCE = 400

/** A sentence with more values than this states none of them. */
const MOST_SITES = 16

interface Site {
  readonly value: string
  readonly before: string
}

/**
 * The one value that a sentence states: 24 of "答：一共有24个梨。", 15 of "She has 15 apples left after 3 days".
 *
 * A value behind "not" is refuted; one behind a preposition is a circumstance where another is not. Two values that
 * remain are two offers, and so is one that the words around it change: then there is none.
 */
export function statedValue(sentence: string, isReadable: IsReadable): string | undefined {
  const sites = sitesOf(sentence, isReadable)
  if (sites === undefined) return undefined
  const main = sites.filter((site) => !isCircumstance(site))
  const concluded = main.filter(({ before }) => CONCLUDING.test(before))
  const led = main.filter(({ before }) => LED.test(before))
  const stated = [sites, main, concluded, led].find((some) => one(some) !== undefined)
  if (
    stated === undefined ||
    SHARED.test(sentence.slice(stated.at(-1)!.before.length)) ||
    isContrasted(sentence, stated.at(-1)!, sites)
  )
    return undefined
  return one(stated)
}

/** Whether a sentence states a value that is more than a circumstance, as "This completes part 2" does not. */
export const statesValue = (sentence: string, isReadable: IsReadable): boolean =>
  sitesOf(sentence, isReadable)?.some((site) => !isCircumstance(site)) ?? /\d/.test(sentence)

type IsReadable = (text: string) => boolean

const isCircumstance = ({ before }: Site): boolean => CIRCUMSTANCE.test(before) && !LED.test(before)

/** The values of a sentence that are not refuted; `undefined` where one is doubted or changed by its words. */
function sitesOf(sentence: string, isReadable: IsReadable): readonly Site[] | undefined {
  const text = withoutAside(withoutReason(sentence.slice(0, LONGEST_SENTENCE)))
  if (OFFERED.test(text)) return undefined
  const sites: Site[] = []
  let at = 0
  while (at < text.length) {
    const place = nextSite(text, at)
    if (place === undefined) break
    if (sites.length === MOST_SITES) return undefined
    const run = runAround(text, place, at)
    if (!run) return undefined
    // "il y a 15": short words before a number are no factors.
    const words = (SHORT_WORDS.exec(run.text) ?? /^\s*/.exec(run.text))![0].length
    const before = text.slice(0, run.start + words)
    at = Math.max(run.start + run.text.length, place + 1)
    const standing = standingOf(
      before,
      text.slice(run.start + run.text.replace(/[\s,;:，；：]{1,4}$/, '').length),
    )
    if (standing === 'changed') {
      // "18, which is twice the original 9": another value beside it.
      if (
        !sites.some((site) => !isCircumstance(site)) ||
        !/\bwhich\b/.test(before.slice(sites.at(-1)!.before.length))
      )
        return undefined
      continue
    }
    if (standing === 'refuted' || REFUTED.test(before)) continue
    const rest = withoutRefuted(run.rest)
    const value =
      BOUNDING.test(before) || goesOn(rest)
        ? undefined
        : valueIn({ ...run, text: run.text.slice(words), rest }, isReadable)
    if (value !== undefined) sites.push({ value, before })
    else if (/\d/.test(run.text)) return undefined
  }
  // "The value of $x$ is 5": a name beside a number is no value.
  return sites.some(({ value }) => /\d/.test(value))
    ? sites.filter(({ value }) => !/^\\?[a-zA-Z]+(?:\([a-z]\))?$/.test(value))
    : sites
}

/** "The area is 25 cm² because the side measures 5 cm": what stands before the reason, if it has a number. */
function withoutReason(text: string): string {
  const found = REASON.exec(text)
  return found && /\d/.test(text.slice(0, found.index)) ? text.slice(0, found.index) : text
}

const REASON =
  /[,，]?\s(?:because|since|car|ya que|puisque|parce que|weil|porque|poiché|perché|так как|потому что|поскольку|omdat|ponieważ)\s|[,，]\s?(?:da|denn|pues|pois|want|因为)\s?(?!\d)/iu

/** "60 pens (20 in each box)": what stands outside the brackets, if it has a number. */
function withoutAside(text: string): string {
  const plain = text.replace(ASIDE, '')
  return plain !== text && /\d/.test(plain) ? plain : text
}

const ASIDE = /\s\(\d[^()]{0,40}\b(?:in|on|per|for|from|of|each|rows?|×|times)\b[^()]{0,40}\)/gi

/** Short words before a number, which are no factors. */
export const SHORT_WORDS =
  /^\s{0,2}(?:(?:\p{L}{1,2} ){2,4}|(?:a|à|da|de|di|do|du|en|es|ha|är|er|è|é|ma|но|а) )(?=\d)/iu

/** The part of a sentence that says what follows from the rest. */
const CONCLUDING =
  /\b(?:so|therefore|thus|hence|(?<=, )giving|adding|altogether|in total|in all|which means|donc|also|por lo tanto|of (?:which|these|them|those))\b|所以|因此|一共|总共/iu

/** Words before a value that make a bound of it. */
export const BOUNDING =
  /(?:(?<!\p{L})(?:close to|more than|less than|fewer than|greater than|at least|at most|over|under|up to|below|above|exceeds?|no more than|mehr als|mindestens|höchstens|plus de|moins de|au moins|au plus|más de|al menos|más que|mais de|pelo menos|более|менее|не менее|больше|меньше|twice|double|triple|thrice|half(?: of)?|between(?:\s[$\\\d.,/()a-z]{1,20}\sand)?|the (?:square|cube|double|half|negative|opposite|reciprocal)(?: root)? of|times)|超过|不止|接近|至少|至多|最多|最少|不少于|不超过|大于|小于|多于|少于)\s{0,3}[$(*]{0,3}$/iu

/** "He has 36 and gives a third of them away": a sentence that goes on with a part of its value. */
const SHARED =
  /(?<!\p{L})(?:(?:an?|one|two|three|the other) (?:half|third|quarter|fourth|fifth|sixth|tenth)s?|half) of (?:them|these|those|it|this|that|the(?:se|m)?)\b/iu

/** Whether another value stands over against this one: "without the discount it is 30; with it, 24". */
const isContrasted = (sentence: string, stated: Site, sites: readonly Site[]): boolean =>
  sites.some(
    ({ value, before }) =>
      value !== stated.value &&
      before.length > stated.before.length &&
      CONTRAST.test(before.slice(stated.before.length)),
  ) && sentence !== ''

const CONTRAST =
  /[;；]|(?<!\p{L})(?:so|hence|thus|therefore|donc|por lo tanto|quindi|поэтому)(?!\p{L})|所以|因此|(?<!\p{L})(?:while|whereas|but|otherwise|else|excluding|including|without|with (?:it|him|her|them)|sonst|während|ohne|sinon|sans|tandis que|si no|mientras|sin|mentre|senza|иначе|без|否则|не считая)(?!\p{L})|否则|不算|不含/iu

const one = (sites: readonly Site[]): string | undefined =>
  sites.length > 0 && sites.every(({ value }) => value === sites[0]!.value) ? sites[0]!.value : undefined

/** The next digit that is no part of a word, or the next formula. */
function nextSite(text: string, from: number): number | undefined {
  for (let index = from; index < text.length; index++) {
    if (isDigit(text[index]) && !/[A-Za-z_]/.test(text[index - 1] ?? '')) return index
    for (const [open, close] of DELIMITERS) {
      if (!text.startsWith(open, index)) continue
      const end = text.indexOf(close, index + open.length)
      if (end > 0) return index + open.length
    }
    if (
      text[index] === '\\' &&
      /^\\(?:frac|dfrac|sqrt|pi|infty|emptyset)/.test(text.slice(index, index + 12))
    )
      return index
    if (text[index] === '√' || text[index] === 'π') return index
  }
  return undefined
}

/** Offers of two values: "3 or 5", "3或5"; but "or more" is seen behind its value. */
const OFFERED =
  /[\d$)]\s?(?:\p{L}{1,20}\s)?,?\s?(?:or|oder|ou|oppure|или|alternatively|perhaps|maybe|possibly|vs)\b|[或]|还是|または|또는|可能是|也许|(?:could|might|may) be|either|somewhere|unknown|cannot|can't|不确定|不知道|vielleicht|peut-être|quizás|возможно|\d[^\d]{0,80}\b(?:none|neither)\b|\b(?:none|neither|no one) of the\b/iu

export const REFUTED =
  /(?:(?<!\p{L})(?:not(?: be)?|cannot(?: be)?|\p{L}{2,6}n['’]t(?: be)?|never|nor|nicht|kein(?:e|en)?|et non|e non|y no|und nicht|и не|а не|no (?:es|son)|não (?:é|são)|non (?:è|sono)|pas|all but|except(?: for)?|instead of|rather than|unless|unlike|bukan|не)|不是|并非|而非|不可能是|不会是|不应该?是|不等于)\s{0,3}(?:equal to\s?|\*\*|[$(]|just |only ){0,3}$/iu
/** Words before a value that is not what the sentence is about. */
const CIRCUMSTANCE =
  /(?:(?<!\p{L})(?:to (?:have|reach|get|make|buy|save|complete|finish|collect|total)|after|in|for|of|of the|from|with|by|at|on|per|every|each|within|during|among|between|through|than|out of|until|since|over|under|given|if|when|all|another|other|first|next|last|these|those|grade|part|step|question|problem|exercise|page|table|figure|number|nach|von|aus|mit|pro|für|bei|après|parmi|avec|chaque|dans|después de|cada|con|entre|depois de|após|из|через|после|за|в|на|каждые|по) (?:the |all |each |its |their |his |her |these |those |every |les |des |los |las |den |der |die |first |next |last |other )?|第|每|每过|经过|过了|在|从|用|由|共用|把|将)[$(*]{0,3}$/iu

/** Words that lead to the value that a sentence comes to. */
const LED =
  /(?:(?<!\p{L})(?:(?<=, )(?:giving|making|yielding)|total(?: of)?|altogether|in all|so|therefore|thus|hence|is|are|equals?|leaving|leaves|left with|ends? up with|ended up with|remain(?:s|ing)?|gives|makes|costs?|has|(?<!to )have|=)|一共(?:有|是|需要|花了)?|总共(?:有|是)?|共有?|还?剩下?|等于|所以|因此|是|为|需要?|得)\s{0,3}[$(*]{0,3}$/iu
