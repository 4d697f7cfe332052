import type { Candidate } from './extraction.js'
import { isUnsure } from './named.js'

/**
 * A value with what its sentence says in words beside it: "saddle point" of "Therefore $(1,2)$ is a **saddle point**". It is the answer
 * where the question asks for words; where the sentence states no value, it is the only one.
 */
export function described(sentence: string, value: Candidate | undefined): Candidate | undefined {
  if (value?.also !== undefined) return value
  const said = predicateIn(sentence)
  const also = said ?? propertiesIn(sentence)
  if (also === undefined) return value
  const isBeside = said === undefined || (value?.found !== 'words' && /[\d$\\]/.test(sentence))
  return value && value.found !== 'withheld' && isBeside ? { ...value, also } : { text: also, found: 'words' }
}

function predicateIn(sentence: string): string | undefined {
  const plain = sentence.replace(LEAD, '')
  const said =
    MULTIPLE.exec(plain)?.[1] ??
    BOLD.exec(plain)?.[1] ??
    (plain !== sentence || /\s(?:therefore|thus|hence)\s/.test(plain) ? PLAIN.exec(plain)?.[1] : undefined)
  return said === undefined || isUnsure(plain.replace(said, ' ')) ? undefined : said
}

/** "injective but not surjective" of "The function is injective but not surjective", which may be the answer where words are asked for. */
function propertiesIn(sentence: string): string | undefined {
  const [, subject, properties] = PROPERTIES.exec(sentence.replace(LEAD, '')) ?? []
  return properties === undefined || isUnsure(subject!) || NO_PROPERTY.test(properties)
    ? undefined
    : properties
}

const PROPERTIES =
  /* @__PURE__ */ /^([^.;:?,]{1,60}?)\s(?:is|are) (?:an? )?((?:not )?[\p{Ll}-]{3,20}(?:(?: and| but|, but|,)? (?:not )?(?:[\p{Ll}-]{2,20}|\$[xyz]\$-axis)){0,5})$/u
const NO_PROPERTY =
  /(?<!\p{L})(?:or|if|than|as|because|since|when|while|which|that|so|is|are|maybe|probably|possibly|likely|correct|incorrect|right|wrong|true|false|reasonable|verified|complete|done)(?!\p{L})/u

const LEAD =
  /^(?:(?:so|thus|hence|therefore|consequently|finally|donc|ainsi|por (?:lo )?tanto|quindi|portanto|logo|also|somit|folglich|we (?:conclude|see|find|deduce) that|since [^,]{1,80}, so),? |since [^,]{1,80}, |(?:since|as) \$[^$]{1,60}\$ |[^*]{1,120}, (?:so|hence|thus|therefore) )+/iu
const IS =
  '\\s(?:is|are|was|were|describes|represents|defines|ist|sind|est|sont|es|son|è|sono|é|são)(?: (?:therefore|thus|indeed|also|then|clearly|always))?'
const WORD = '[\\p{L}-]{2,20}'
const OF = '(?: (?:of|in|at|on|for) (?:the |an? )?(?:\\$[^$]{1,40}\\$|\\p{L}{1,14}))?'

/** "becomes twice as large" */
const MULTIPLE =
  /^[^.;,]{1,100}\s(?:becomes?|is|are|gets?|will be|lies in|is in) ((?:twice|half|thrice|(?:two|three|four|five|six|eight|nine|ten|\d{1,3}) times) as \p{L}{3,10}|(?:the (?:first|second|third|fourth) quadrant|quadrant (?:I{1,3}|IV|[1-4]))|doubled|halved|tripled|quadrupled)$/iu

/** The one term in bold: "is an **odd** function". */
const BOLD = /* @__PURE__ */ new RegExp(
  `^[^*]{1,120}${IS}(?: (?:an?|the|ein|eine|une?|una|uma?)(?: (?:equation|graph|example|case) of an?)?)? \\*\\*(${WORD}(?: ${WORD}){0,2})(?:\\*\\*(?: \\p{L}{3,14})?${OF})?$`,
  'iu',
)
/** Behind "therefore": "is a saddle point". */
const PLAIN = /* @__PURE__ */ new RegExp(
  `^(?:[^$]{0,40}\\$[^$]{1,60}\\$|the ${WORD}(?: ${WORD})?)${IS}(?: an?| the)? ((?:not )?${WORD}(?: ${WORD})?)$`,
  'iu',
)
