import { isDigit } from '../read/lexer.js'
import { sparing } from '../sparing.js'
import { valueIn, withoutRefuted } from './answer-in-sentence.js'
import { type Standing, standingOf, withdrawalBefore } from './assertion.js'
import { isAsciiLetter } from './characters.js'
import { lastClause } from './clauses.js'
import { inferredFrom, isConclusion } from './concluding.js'
import type { IsReadable } from './extraction.js'
import { goesOn } from './going-on.js'
import { DELIMITERS, runAround } from './runs.js'

/** Longest sentence whose value is looked for. */
const LONGEST_SENTENCE = 400

/** A sentence with more values than this states none of them. */
const MOST_SITES = 16

interface Site {
  readonly value: string
  readonly before: string
  /** Where the value ends in its sentence. */
  readonly end: number
  /** Whether it is what is said although its words name a circumstance. */
  readonly isMain?: true
}

/**
 * The one value that a sentence states: 24 of "答：一共有24个梨。", 15 of "She has 15 apples left after 3 days".
 *
 * A value behind "not" is refuted; one behind a preposition is a circumstance where another is not. Two values that
 * remain are two offers, and so is one that the words around it change: then there is none.
 */
export function statedValue(whole: string, isReadable: IsReadable): string | undefined {
  const sentence = withoutFirstReason(whole)
  const sites = sitesOf(sentence, isReadable)
  if (sites === undefined) return undefined
  const main = sites.filter((site, index) => !isCircumstance(site) && !isDoer(site, sites[index + 1]))
  if (disagree(main)) return undefined
  const stated =
    [sites, main].find(isOne) ??
    [isBold, isConcluded, isLed].map((leads) => main.filter(({ before }) => leads(before))).find(isOne)
  if (
    stated === undefined ||
    SHARED.test(sentence.slice(stated.at(-1)!.before.length)) ||
    isContrasted(sentence, stated.at(-1)!, sites)
  )
    return undefined
  return one(stated)
}

const isBold = (before: string): boolean => BOLD.test(before)
const isConcluded = (before: string): boolean => isConclusion(before) || CONCLUDING.test(before)
const isLed = (before: string): boolean => LED.test(before)

/** Whether a sentence states a value that is more than a circumstance, as "This completes part 2" does not. */
export const statesValue = (sentence: string, isReadable: IsReadable): boolean =>
  sitesOf(sentence, isReadable)?.some((site) => !isCircumstance(site) || isChange(site)) ??
  /\d/.test(sentence)

/** "Therefore, it increases by 100%." */
const isChange = ({ before }: Site): boolean => CHANGED_BY.test(before) && isConclusion(before)

const CHANGED_BY =
  /\s(?:(?:in|de)creas|gr[eo]w|f[ae]ll|r[io]s|drop|shr[aiu]nk|reduc|chang|improv)\p{L}{0,4} by\s[$(*]{0,3}$/iu

const isCircumstance = ({ before, isMain }: Site): boolean =>
  !isMain && CIRCUMSTANCE.test(before) && !LED.test(before)

/** The values of a sentence that are not refuted; `undefined` where one is doubted or changed by its words. A sentence is asked twice in a row. */
function sitesOf(sentence: string, isReadable: IsReadable): readonly Site[] | undefined {
  const known = lastAsked.get(isReadable)
  if (known?.sentence === sentence) return known.sites
  const sites = findSites(sentence, isReadable)
  lastAsked.set(isReadable, { sentence, sites })
  return sites
}

/** The last sentence that was asked for its values, of each response. */
const lastAsked = new WeakMap<
  IsReadable,
  { readonly sentence: string; readonly sites: readonly Site[] | undefined }
>()

function findSites(sentence: string, isReadable: IsReadable): readonly Site[] | undefined {
  const text = withoutBreakdown(withoutAside(withoutReason(sentence.slice(0, LONGEST_SENTENCE))))
  if (OFFERED.test(text)) return undefined
  const sites: Site[] = []
  let isBound = false
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
    if (isOfAnother(before, run.rest)) continue
    if (!SET_APART.test(run.text) && isOfCounted(before, standing, sites.at(-1))) continue
    if (standing === 'changed') {
      if (COUNT_BEHIND.test(text.slice(at)) && withdrawalBefore(before)?.standing === 'changed')
        isBound = true
      // "18, which is twice the original 9": another value beside it.
      else if (
        !sites.some((site) => !isCircumstance(site)) ||
        !/\bwhich\b/.test(before.slice(sites.at(-1)!.before.length))
      )
        return undefined
      continue
    }
    if (standing === 'refuted') continue
    const rest = withoutRefuted(run.rest)
    if (SUBJECT_OF.test(rest)) continue
    if (OF_THEM.test(rest) && sites.some((site) => !isCircumstance(site))) continue
    const value = goesOn(rest)
      ? undefined
      : valueIn({ ...run, text: run.text.slice(words), rest }, isReadable)
    if (value !== undefined && isPurpose(before, sites.at(-1))) continue
    const end = run.start + run.text.trimEnd().length
    if (value !== undefined)
      sites.push({ value, before, end, ...(isBound && sites.length === 0 && { isMain: true }) })
    else if (/\d/.test(run.text)) return undefined
  }
  const timeless = sites.filter((site) => !isYear(site))
  if (timeless.length > 0 && timeless.length < sites.length && !isBound) return timeless
  // "The value of $x$ is 5": a name beside a number is no value.
  return sites.some(({ value }) => /\d/.test(value))
    ? sites.filter(({ value }) => !/^\\?[a-zA-Z]+(?:\([a-z]\))?$/.test(value))
    : sites
}

/** "So 8 workers need 15 days": the first number counts those who do something, and the next one says what. */
const isDoer = ({ before, end }: Site, next: Site | undefined): boolean =>
  next !== undefined && INFERENCE.test(before) && DOES.test(next.before.slice(end))

const INFERENCE =
  /^\W{0,4}(?:so|hence|thus|therefore|donc|also|somit|portanto|quindi|logo|por (?:lo )?tanto|dus|所以|因此)?[\s,，]{0,2}(?:the |die |les |los |las |le |os |as )?$/iu
const DOES =
  /^(?:\s?\p{L}{1,14}){1,3}\s?(?:(?<!\p{L})(?:needs?|takes?|took|makes?|made|costs?|weighs?|ha(?:ve|s|d)|produces?|holds?|contains?|requires?|uses?|eats?|earns?|pays?|lasts?|share|brauchen|kosten|wiegen|dauern|haben|ont(?: besoin de)?|coûtent|mettent|nécessitent|pèsent|necesitan|cuestan|tardan|pesan|tienen|impiegano|costano|pesano|hanno|precisam de|custam|levam|têm)(?:\s(?:only|exactly|about|nur|genau|exactement|solo))?\s|需要|要花|花费?|用)[*$(\\]{0,4}$/iu

const BOLD = /\*\*[$(\\]{0,3}$/

/** "For fiscal 2021", "in 2021": when, and not what. */
const isYear = ({ value, before }: Site): boolean => /^(?:19|20)\d{2}$/.test(value) && WHEN.test(before)
const WHEN =
  /(?<!\p{L})(?:in|for|of|by|since|until|during|from|to|and|fiscal|calendar|years?|FY|Q[1-4]|en|im jahr|em|nel|в|au)\s(?:the\s)?$/iu

/** ", and 23 without it": a joint before a value is read as a part of it. */
const SET_APART = /^\s?(?:[,;，]|and\s)/

/** "There are 24 primes less than 100", "24 students scored above 80": a value that says which things the one before counts. */
function isOfCounted(before: string, standing: Standing, counted: Site | undefined): boolean {
  if (counted === undefined || isCircumstance(counted)) return false
  const comparison = standing === 'changed' ? withdrawalBefore(before) : undefined
  if (comparison?.standing !== 'changed' && !EXISTENTIAL.test(counted.before)) return false
  const behind = before.slice(counted.end).replace(RELATIVE, ' ')
  const clause = before.slice(counted.end, comparison?.at).replace(RELATIVE, ' ')
  const plain = comparison ? clause.replace(JOINT_END, '') : clause
  return /^[$)*]{0,4}\s?\p{L}/u.test(behind) && lastClause(plain).length === plain.length && !LED.test(behind)
}

/** "$7^{100}$ leaves a remainder of 1": another value is said of this one. */
const SUBJECT_OF = /^\s?(?:leaves|ends in|gives|yields|equals|makes|除以|的)[^.。]{0,60}\d/i

/** "The units digit of $7^{100}$ is 1." */
export const isOfAnother = (before: string, behind: string): boolean =>
  OF_END.test(before) && IS_ANOTHER.test(behind)

const OF_END = /(?<!\p{L})(?:of|von|der|de|des|del|di|do|da)\s[$(*]{0,3}$/iu
const IS_ANOTHER =
  /^[$)*]{0,4}\s?(?:(?:when |on |upon |bei (?:der )?)?(?:(?:divided|division) by|division durch|durch|par|entre|por|per|modulo) [$\d\\a-z{}^]{1,12} )?(?:is|are|equals?|ist|est|es|è|é)\s(?:always |exactly |therefore |thus |equal to |immer |toujours |siempre |sempre )?[$(*\\]{0,4}[-−]?[\d\\]/iu

/** "70 schools, 64 of them old": a part of what the sentence speaks of. */
const OF_THEM = /^\s?(?:of|among) (?:them|these|those|which|whom)(?!\p{L})/iu

/** "It exceeded $2 million in 3 years": behind the bound stands what is counted, or the year. */
const COUNT_BEHIND =
  /^(?:\s?\p{L}{3,12})?\s?(?<!\p{L})(?:in|for|during|on)\s(?:only\s|exactly\s|just\s)?(?:\d{1,3}\s(?:of\s(?:the|those|its|these)\s(?:\d{1,3}\s)?)?\p{L}{2,14}|(?:19|20)\d{2})[.\s]{0,3}$/iu

/** "7 hours to paint 2 rooms": the second value belongs to what the first is needed for. */
const isPurpose = (before: string, first: Site | undefined): boolean =>
  first !== undefined && PURPOSE.test(before.slice(first.end))

const PURPOSE =
  /^\s(?:\p{L}{2,14}\s){0,2}to\s(?!(?:be|get|equal)\s)\p{L}{2,14}\s(?:(?:the|all|an?|another|these|her|his|their)\s)?[$(]{0,2}$/iu
const JOINT_END = /(?<=\p{L}|\d)\s(?:and|or|und|et|y|e|и)\s?$/u
const RELATIVE = /,\s(?=(?:die|der|das|welche|который|которые|которых|którzy|które|that|which|who)\s)/iu
const EXISTENTIAL =
  /(?:(?<!\p{L})(?:there (?:are|is|exist)|we (?:have|get|find|obtain)|es gibt|gibt es|il y a|il existe|hay|existen|ci sono|esistono|há|existem|существует|имеется|er zijn|istnieje)(?:\s(?:exactly|precisely|only|thus|therefore|genau|also|exactement|donc|exactamente|esattamente|ровно|всего|precies))?|有|共)\s{0,2}[$(*]{0,3}$/iu

/** "The area is 25 cm² because the side measures 5 cm": what stands before the reason, if it has a number. */
function withoutReason(text: string): string {
  const found = REASON.exec(text) ?? COMPARED.exec(text)
  return found && /\d/.test(text.slice(0, found.index)) ? text.slice(0, found.index) : text
}

/** "15 days, compared to 10 days before" */
const COMPARED =
  /,\s(?:compared (?:to|with)|as opposed to|as against|verglichen mit|im vergleich (?:zu[rm]?|mit)|comparé à|par rapport à|en comparación con|frente a|rispetto a|em comparação com|по сравнению с)\s|[，,]比[^，,。]{1,12}[多少大小高低长短快慢][^，,。]{0,10}[。.]?$/iu

const REASON =
  /,\s(?:which|that) (?:is|equals) \\?\$?\d[\d.,]{0,12} (?:divided by|multiplied by|times|plus|minus|[-+×·*/÷])\s|,\s(?:which (?:is|was|are|were)\s)?\\?\$?\d[^.,]{0,20}\s(?:more|less|fewer|higher|lower|larger|smaller|greater) than\s|,\s(?:having|using|at an? (?:rate|speed|price|cost) of|after having)\s|[,，]?\s(?:because|since|(?<=, )as (?:each|every|the|there|all|both|its)|car|ya que|puisque|parce que|weil|porque|poiché|perché|так как|потому что|поскольку|omdat|ponieważ)\s|[,，]\s?(?:(?:da|denn|pues|pois|want)(?!\p{L})|因为)\s?(?!\d)/iu

/** "Since her brother is 21, she must be 18": what stands behind the reason, if it has a number. */
function withoutFirstReason(text: string): string {
  const found = FIRST_REASON.exec(text)
  return found && /\d/.test(text.slice(found[0].length)) ? text.slice(found[0].length).trimStart() : text
}

const FIRST_REASON =
  /^\W{0,4}(?:since|because|given that|compared (?:to|with)|\p{Lu}\p{Ll}{2,12}ing|da|weil|puisque|comme|parce que|ya que|dado que|puesto que|poiché|siccome|так как|поскольку|因为|由于)(?!\p{L}|\d)[^,，]{1,160}[,，]/iu

/** "24 students, i.e. 12 boys and 12 girls", "in total 24 students, of which 9 are girls": what stands before the parts of a value. */
function withoutBreakdown(text: string): string {
  const found = PARTS.exec(text)
  if (!found) return text
  const head = text.slice(0, found.index)
  const total = /(\d{1,9})[$)*]{0,3}[^\d]{0,60}$/.exec(head)?.[1]
  const parts = text.slice(found.index).match(/\d{1,9}/g) ?? []
  if (total === undefined || parts.length > 12) return text
  if (SHARE.test(found[0]))
    return isConclusion(head) && !/\d/.test(inferredFrom(text.slice(found.index)) ?? '') ? head : text
  if (/\b(?:remain|left)/i.test(text.slice(found.index))) return text
  return parts.length > 1 && parts.reduce((sum, part) => sum + Number(part), 0) === Number(total)
    ? head
    : text
}

const PARTS =
  /(?::|[,(—–]\s?(?:i\.e\.,?|namely|that is,?|of (?:which|whom)|including|dont|davon|d[eo]s? (?:los|las|quais) (?:cuales)?|di cui|из (?:них|которых)))\s|\s\((?=\d)|，其中/iu
const SHARE = /of |including|dont|davon|los|las|quais|cui|из|其/iu

/** "60 pens (20 in each box)": what stands outside the brackets, if it has a number. */
function withoutAside(text: string): string {
  const plain = text.replace(ASIDE, '')
  return plain !== text && /\d/.test(plain) ? plain : text
}

const ASIDE =
  /\s\(\d[^()]{0,40}\b(?:in|on|per|for|from|of|each|rows?|×|times|de|di|par|pro|por|mit|cada|à)\b[^()]{0,40}\)/gi

/** Short words before a number, which are no factors. */
export const SHORT_WORDS =
  /^[\s,;]{0,3}(?:(?:\p{L}{1,2} ){2,4}|(?:a|à|da|de|di|do|du|em|en|um|na|zu|je|es|ha|är|er|è|é|ma|но|а) )(?=\*{0,2}\\?[$€£]?\d)/iu

/** The part of a sentence that says what follows from the rest. */
const CONCLUDING = /\b(?:adding|of (?:which|these|them|those))\b/i

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
  /[;；]|(?<!\p{L})(?:so|hence|thus|therefore|donc|por lo tanto|quindi|поэтому)(?!\p{L})|所以|因此|(?<!\p{L})(?:while|whereas|but|otherwise|else|excluding|including|without|with (?:it|him|her|them)(?=[,;:]|\s(?:it|there)\s)|sonst|während|ohne|sinon|sans|tandis que|si no|mientras|sin|mentre|senza|иначе|без|否则|не считая)(?!\p{L})|否则|不算|不含/iu

/** Two equations for one name are two answers: "one line is y = 3x - 2 and the other is y = -x". */
const disagree = (sites: readonly Site[]): boolean => {
  const sides = sites
    .map(({ value }) => /^\s?(?:and\s)?([a-zA-Z](?:\([a-z]\))?)\s?=(.*)$/.exec(value))
    .filter((side) => side !== null)
  return sides.some((side) => side[1] === sides[0]![1] && side[2] !== sides[0]![2])
}

const isOne = (sites: readonly Site[]): boolean => one(sites) !== undefined

const one = (sites: readonly Site[]): string | undefined =>
  sites.length > 0 && sites.every(({ value }) => value === sites[0]!.value) ? sites[0]!.value : undefined

/** The next digit that is no part of a word, or the next formula. */
function nextSite(text: string, from: number): number | undefined {
  for (let index = from; index < text.length; index++) {
    if (isDigit(text[index]) && text[index - 1] !== '_' && !isAsciiLetter(text, index - 1)) return index
    for (const [open, close] of text[index] === '$' || text[index] === '\\' ? DELIMITERS : []) {
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
const OFFERED = sparing(
  /[\d$)]\s?(?:\p{L}{1,20}\s)?,?\s?(?:or|oder|ou|oppure|или|alternatively|perhaps|maybe|possibly|vs)\b|[或]|还是|または|또는|可能是|也许|(?:could|might|may) be|either|somewhere|unknown|cannot|can't|不确定|不知道|vielleicht|peut-être|quizás|возможно|\d[^\d]{0,80}\b(?:none|neither)\b|\b(?:none|neither|no one) of the\b/iu,
)

/** Words before a value that is not what the sentence is about. */
const CIRCUMSTANCE =
  /(?:(?<!\p{L})(?:(?<!\b(?:needs?|needed|has|have|had|going|wants?|must) )to (?:have|reach|get|make|buy|save|complete|finish|collect|total)|after|in|for|of|of the|from|with|by|at|on|per|every|each|within|during|among|between|through|than|out of|until|since|over|under|given|if|when|all|another|other|first|next|last|these|those|grade|part|step|question|problem|exercise|page|table|figure|number|nach|von|aus|mit|pro|für|bei|après|parmi|avec|chaque|dans|d['’]ici|después de|cada|con|entre|depois de|após|из|через|после|за|в|на|каждые|по|durch|par|por|per|door|en|em|pour|para|trong|dalam) (?:the |all |each |its |their |his |her |my |our |your |these |those |every |les |des |los |las |den |der |die |first |next |last |other )?|第|每|每过|经过|过了|在|从|用|由|共用|把|将)[$(*]{0,3}$/iu

/** Words that lead to the value that a sentence comes to. */
const LED =
  /(?:(?<!\p{L})(?:ends in(?: the digits?)?|(?:remainder|digit) of|(?<=, )(?:giving|making|yielding)|total(?: of)?|altogether|in all|so|therefore|thus|hence|is|are|equals?|leaving|leaves|left with|ends? up with|ended up with|remain(?:s|ed)? with|remain(?:s|ing)?|gives|makes|(?<!\b(?:to|can|could|they|we|he|she|will|would) )make|costs?|has|(?<!to )have|=)|(?:一共|总共|共)(?:有|是|需要|花了)?(?:(?<=有)\p{Script=Han}{1,4})?|还?剩下?|等于|所以|因此|是|为|需要?|得)\s{0,3}[$(*]{0,3}$/iu
