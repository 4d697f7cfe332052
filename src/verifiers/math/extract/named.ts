import { sparing } from '../sparing.js'
import { standingOf } from './assertion.js'
import { lastClause } from './clauses.js'
import { concludes, isConclusion } from './concluding.js'

/** What a last sentence says in words, whatever numbers stand before it: a verdict on a claim, or a name. */
export interface Said {
  readonly text: string
  /** "falso" of "la afirmación es falsa" */
  readonly also?: string
}

/** "The claim is **False**", "f is neither even nor odd", "the statement that … is false", 该说法正确: whose claim it is says nothing of the verdict. */
export function verdictIn(sentence: string): Said | undefined {
  if (!HEDGED.test(sentence)) {
    const plain = CLAIM_IS.exec(sentence)?.[1]
    if (plain !== undefined) return { text: plain }
    const both = NEITHER.exec(sentence)?.[1]
    if (both !== undefined) return { text: 'neither', also: both }
  }
  for (const words of CLAIMS) {
    const [, claim = '', verdict] = words.exec(sentence) ?? []
    if (verdict === undefined || CASES.test(claim)) continue
    const masculine = MASCULINE[verdict.toLowerCase()]
    return { text: verdict, ...(masculine !== undefined && { also: masculine }) }
  }
  return undefined
}

const MASCULINE: Readonly<Record<string, string>> = {
  fausse: 'faux',
  vraie: 'vrai',
  falsa: 'falso',
  verdadera: 'verdadero',
}

const CLAIM = 'claim|statement|assertion|conjecture|proposition|converse'
const CLAIM_IS = sparing(
  new RegExp(`(?<!\\p{L})the (?:${CLAIM}) is (?:therefore |thus |indeed )?(?:\\*\\*)?(true|false)$`, 'iu'),
)
const NEITHER = sparing(/^[^;,]{1,80}\sis (?:therefore |thus )?(neither \p{L}{2,20} nor \p{L}{2,20})$/iu)
const HEDGED = sparing(
  /(?<!\p{L})(?:if|whether|suppose|assum\p{L}{1,4}|unless|would|could|might|may|says?|said|thinks?|think|maybe|perhaps|until)(?!\p{L})/iu,
)

/** The claim, where it is written out, and the verdict. */
const CLAIMS: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:so|thus|hence|therefore),? )?the (?:${CLAIM})(?: (that [^;.]{1,160}|["“][^"”]{1,160}["”]))? is (?:therefore |thus |indeed |clearly )?(?:\\*\\*)?(true|false|correct|incorrect)$`,
    'iu',
  ),
  /^(?:(?:also|somit|folglich|daher) ist )?die (?:aussage|behauptung|vermutung)(, (?:dass|wonach) [^;.]{1,160},)?(?: ist)?(?: also| somit| damit| folglich)? (?:\*\*)?(wahr|falsch|richtig)$/iu,
  /^(?:(?:donc|ainsi|por (?:lo )?tanto|así|quindi|portanto|logo),? )?(?:l['’](?:affirmation|énoncé|affermazione)|la (?:proposition|conjecture|afirmación|proposición)|a (?:afirmação|proposição))( (?:que|selon laquelle|de que|che) [^;.]{1,160})? (?:est|es|è|é)(?: donc)? (?:\*\*)?(vraie?|fausse|faux|correcte?|verdader[ao]|fals[ao]|correct[ao]|ver[ao])$/iu,
  /^(?:(?:so|thus|hence|therefore|donc|ainsi|por (?:lo )?tanto|quindi|portanto|also|somit),? (?:ist )?)?["“«„]([^"”»“]{1,160})["”»“] (?:is|est|es|è|é|ist)(?: thus| therefore| donc| also)? (?:\*\*)?(true|false|wahr|falsch|vrai|faux|verdader[ao]|fals[ao]|ver[ao])$/iu,
  /^(?:所以|因此|故|综上)?[，,]?()(?:该|此|这个|这一|这种|题中的?|原|上述)(?:说法|命题|结论|论断|判断|陈述|断言)是?\s?(?:\*\*)?(不?正确|错误|真|假|对|错)(?:\*\*)?(?:的|命题)?$/u,
]
/** "that it converges is true if x < 1 and otherwise" */
const CASES = sparing(
  /(?<!\p{L})(?:is (?:true|false)|otherwise|but|unless|depends|sonst|aber|sinon|mais|pero|ma|mas)(?!\p{L})/iu,
)

/** Ben of "The winner is Ben", Friday of "100 days later it is a Friday", Lisbon of "The speech was thus given in Lisbon". */
export function nameIn(sentence: string): Said | undefined {
  const [, inEurope, inChina] = WEEKDAY_AT_END.exec(sentence) ?? []
  const day = inEurope ?? inChina
  if (day !== undefined && standingOf(sentence.slice(0, -day.length), '') === 'asserted') return { text: day }
  const name = NAME_AT_END.exec(sentence)?.[1]
  const clause = lastClause(sentence)
  const isSaid = IT_IS.test(sentence) || (/(?<!\p{L})the\s/iu.test(clause) && !/[\d$\\]/.test(clause))
  if (name !== undefined && isSaid && standingOf(sentence.slice(0, -name.length), '') === 'asserted')
    return { text: name }
  const only = onlyNameIn(sentence.replace(MEASURE, '').replace(PREMISE, ''))
  return only === undefined ? undefined : { text: only }
}

/** "30 days after a Sunday is a Tuesday" */
const WEEKDAY_AT_END = sparing(
  /\s(?:is|be|was|gives|falls? on|ist|wird|fällt auf|est|tombe|es|cae en|è|cade di|é|cai (?:em|n[ao]))\s(?:an?\s|ein(?:en)?\s|une?\s)?(?:\*\*)?((?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)$|(?:是|为)((?:星期|周|礼拜)[一二三四五六日天])$/iu,
)
const NAME_AT_END = sparing(/\s(?:is|was|be)\s(?:an?\s)?(?:\*\*)?(\p{Lu}\p{Ll}{1,14})$/u)
const IT_IS = sparing(/\sit\s(?:is|was|will be)\s(?:an?\s)?(?:\*\*)?\p{L}{2,15}$/iu)
/** The figure behind a name: "Wholesale, at 9%". */
const MEASURE = /(?:,? (?:at|with) |\*{0,2} \()[\d$€£.,% ]{1,16}\)?$/

/** "Ann has 7 points and Ben 5, so Ann wins" */
const PREMISE = /^[^,]{1,160}, (?=(?:so|hence|thus|therefore) (?:\*\*)?\p{Lu})/u

/** Whether a sentence compares, doubts, denies, or leads on. */
export const isUnsure = (sentence: string): boolean => UNSURE.test(sentence)

/** The one name in a sentence, where the sentence ends a solution by it and compares, doubts and denies nothing. */
function onlyNameIn(sentence: string): string | undefined {
  if (/[\d$\\]/.test(sentence) || isUnsure(sentence)) return undefined
  const lead = CONCLUSION.exec(sentence)?.[0] ?? ''
  const rest = sentence.slice(lead.length)
  const names = (lead === '' ? rest.replace(/^\p{L}+/u, '') : rest).match(NAMES) ?? []
  const found =
    (lead === '' ? undefined : (IS_THE.exec(rest) ?? EXCELS.exec(rest))?.[1]) ??
    (isConclusion(sentence) || SUPERLATIVE.test(sentence) ? NAME_BEHIND.exec(rest)?.[1] : undefined)
  const term = TERM.exec(rest)?.[1]
  const said =
    found !== undefined && names.length === 1 && names[0] === found
      ? found
      : names.length === 0
        ? term
        : undefined
  if (said === undefined) return undefined
  const at = sentence.indexOf(said)
  const before = sentence.slice(0, at).replace(INSERTED, '')
  const after = sentence.slice(at + said.length)
  return standingOf(before, after) === 'asserted' && (at === lead.length || concludes(before, after))
    ? said
    : undefined
}

/** "was thus given" */
const INSERTED = /(?<=\s(?:is|was|are|were)) (?:thus|therefore|hence)(?= )/i
const CONCLUSION =
  /^(?:(?:so|thus|hence|therefore|consequently|donc|ainsi|por (?:lo )?tanto|quindi|portanto|logo|also|somit|folglich),? )(?:ist )?(?:\*\*)?/iu
const NAME = '\\p{Lu}\\p{L}{1,20}(?: \\p{Lu}\\p{L}{1,20}){0,3}'
const NAMES = /* @__PURE__ */ new RegExp(NAME, 'gu')
/** "Jupiter is the planet …", behind "hence" */
const IS_THE = /* @__PURE__ */ new RegExp(
  `^(${NAME})(?:\\*\\*)? (?:(?:is|was|are|were|has|had|est|es|è|é) (?:the|la|le|el|il|o|a)|de[rn]|d[ai][es]) \\p{L}`,
  'u',
)
/** Ann of "So **Ann** reads more", "So Ann is faster" */
const EXCELS = /* @__PURE__ */ new RegExp(
  `^(${NAME})(?:\\*\\*(?: [\\p{L}-]{1,14}){1,5}|(?: \\p{L}{1,14}){0,2} (?:\\p{L}{2,12}er|\\p{L}{2,12}est|ahead|wins|won|(?:more|most|plus|más|più|mais)(?: \\p{L}{3,14})?|gewinnt|gagne|gana|vince))$`,
  'u',
)
/** "… was thus given in Lisbon" */
const NAME_BEHIND = /* @__PURE__ */ new RegExp(
  ` (?:is|was|are|were|be|in|at|on|on an?|called|named|à|en|est|es|è|é|ist|war)(?: (?:thus|therefore|hence|donc|also|somit))? (?:\\*\\*)?(${NAME})$`,
  'u',
)
const SUPERLATIVE = /^the [^,;:]{0,80}\b(?:most|least|best|worst|\p{L}{3,12}est) [^,;:]{0,60}\s(?:is|was)\s/iu
/** A term in bold that the sentence says to be what is described: "This is the hallmark of **mitosis**." */
const TERM =
  /\s(?:(?:is|are) (?:called|named|known as|the (?:hallmark|definition|signature) of|characteristic of|typical of|an example of)|points? to)\s\*\*(\p{L}{3,20}(?: \p{L}{3,20})?)$/u

/** Words that compare, doubt, deny, suppose, set apart, or lead on to another step. */
const UNSURE = sparing(
  /(?<!\p{L})(?:not|\p{L}{2,6}n['’]t|no|never|neither|nor|n?either|or|unlike|but|than|except|if|whether|would|could|might|may|should|said|says?|thinks?|thought|believes?|claims?|according|perhaps|maybe|probably|possibly|likely|seems?|appears?|outside|far|near|between|wrong|incorrect|false|true|rather|instead|opposite|different|differs|contrast|second|third|fourth|first|next|other|previous|last step|now|too|we|let|consider|look|compare|try|suppose|assume|while|whereas|although|though|until|unless|when|began|started|starts|begins|nicht|kein\p{L}{0,2}|nie|oder|wenn|ob|aber|vielleicht|wäre|zweit\p{L}{1,2}|nächst\p{L}{1,2}|pas|jamais|ou|si|mais|peut-être|serait|deuxième|second[ea]|nunca|o|u|pero|quizás?|sería|segund[oa]|non|né|ma|forse|sarebbe|não|mas|talvez|seria)(?!\p{L})|\brul(?:es|ed|ing) out|\bexclud|\beliminat/iu,
)
