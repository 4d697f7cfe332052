import { dateIn, readDate } from '../read/dates.js'
import { hasMathematics, type Interpretations, interpretationsOf } from '../read/interpretations.js'
import { withPlainDigits } from '../read/unicode.js'
import { isUnitWord } from '../read/units.js'
import { meaningOf, saysNoSolution } from '../read/word-meanings.js'
import { trimMarks } from '../trim-answer.js'
import { changesValue } from '../value-changing-words.js'
import { spend, type Work } from '../work.js'
import { type Announcement, announcementsIn } from './announcements.js'
import { answerOf, endsSentence, goesOn, runAt, sentenceOf, valueIn } from './answer-in-sentence.js'
import { UNENDING } from './answer-words.js'
import { isOwnStatement, isRefusal, isRefuted, standingOf } from './assertion.js'
import { boxedAnswer } from './box-context.js'
import { type Box, findBoxes } from './boxed.js'
import { resultIn, withResults } from './calculations.js'
import { chosenLetter, chosenLetters } from './choices.js'
import { withoutClosingRemarks } from './closing-remarks.js'
import { concludesCalculation, inferredFrom, isConclusion } from './concluding.js'
import { withoutDiscarded, withoutRemarks } from './discarded.js'
import { lastStatement, withoutAdverbs } from './last-statement.js'
import { nameIn, verdictIn } from './named.js'
import { PART_LETTERS, partLabel, partsAtEnd, twoQuantities } from './parts.js'
import { withoutPlace, withoutYears } from './places.js'
import { plainNumbers } from './plain-numbers.js'
import { withPrices } from './prices.js'
import { withRelations } from './relations-in-words.js'
import { withoutRestated } from './restated.js'
import { sentenceIn } from './sentence-in-box.js'
import { statedValue } from './stated-value.js'
import { withoutTimes } from './times.js'
import { ownTurn, turnsIn } from './turns.js'

/** The answer of a response, and what it can mean. */
export interface Extraction {
  readonly text: string
  readonly readings: Interpretations
  /** How it was found. */
  readonly found: 'boxed' | 'phrase' | 'statement' | 'math' | 'number' | 'words' | 'withheld'
  /** The boxes that answer together, where there are several. */
  readonly parts?: readonly string[]
  /** What the sentence says beside it: "similar" of "Yes, they are similar". */
  readonly also?: string
}

type Candidate = Omit<Extraction, 'readings'>

/**
 * The final answer of a response, by strength and then by position: the last box; else what announces an answer ("the
 * final answer is", `### Answer`, 答案：, `####`, `<answer>`, a table row); else what is stated last; else, of a text of a
 * word or two, the text itself. An announcement behind a box wins over the box if the box is blank or a step on the way.
 *
 * Every candidate is read once, on the caller's work.
 */
export function findAnswer(original: string, work: Work): Extraction | undefined {
  spend(work, original.length >> 8)
  const response = withPlainDigits(original).replaceAll('।', '.')
  const readings = new Map<string, Interpretations>()
  const read = (text: string): Interpretations => {
    const known = readings.get(text)
    if (known) return known
    const fresh = interpretationsOf(text, work)
    readings.set(text, fresh)
    return fresh
  }
  const isReadable = (text: string): boolean => hasMathematics(text, read(text))
  const found = foundIn(ownTurn(response), isReadable, work)
  if (!found || found.found === 'withheld') return found && { ...found, readings: { trees: [] } }
  const main = read(found.text)
  if (found.also === undefined) return { ...found, readings: main }
  const beside = read(found.also)
  return {
    ...found,
    readings: {
      ...main,
      trees: [main, beside].flatMap(({ trees, words }) => (words ? [...trees, words] : trees)),
    },
  }
}

type IsReadable = (text: string) => boolean

/** The answer of the text before the first question of another that has one before it, as base models go on; else of all of it. */
function foundIn(text: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  const find = (part: string): Candidate | undefined =>
    boxedOrAnnounced(part, isReadable, work) ?? unboxed(part, isReadable, work)
  let tries = MOST_TURNS
  for (const { before, asks } of turnsIn(text)) {
    if (tries-- === 0) break
    const found = find(before)
    if (found?.found === 'boxed' || found?.found === 'phrase') return found
    if (found && asks && found.found !== 'withheld') return found
  }
  return find(text)
}

/** Questions that are looked at, from the beginning of the text. */
const MOST_TURNS = 4

/** Without a box, the answer is looked for in this many characters at the end. */
const LONGEST_ENDING = 20_000

function boxedOrAnnounced(response: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  const boxes = findBoxes(response)
  const last = boxes.at(-1)
  if (!last) return undefined
  const behind = response.slice(last.end).length
  if (behind > 8 && behind <= LONGEST_ENDING && !isAnnounced(response, last)) {
    const later = announced(proseOf(response.slice(last.end)), (text) => isReadable(text), work)
    if (later && isReadable(later.text)) return later
  }
  if (isDeniedBox(response, last)) return { text: last.content, found: 'withheld' }
  return (
    (behind <= LONGEST_ENDING && withdrawn(last.content, response.slice(last.end), isReadable)) ||
    withStated(boxed(response, boxes, isReadable), isReadable, work)
  )
}

/** A sentence in a box says what it would say without one, besides its own words. */
function withStated(candidate: Candidate, isReadable: IsReadable, work: Work): Candidate {
  const sentence = sentenceIn(candidate.text)
  const said = sentence === undefined ? undefined : unboxed(sentence, isReadable, work)
  return said && said.found !== 'withheld' && said.text !== candidate.text && isReadable(said.text)
    ? { ...candidate, also: said.text }
    : candidate
}

function unboxed(response: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  const written = reduced(response.slice(-LONGEST_ENDING), WRITTEN, work)
  const text = reduced(written, REDUCTIONS, work)
  const last = lastSentence(text)
  if (DOUBTED.test(last)) return { text: last, found: 'withheld' }
  return (
    announced(text, isReadable, work) ??
    brokenOff(text) ??
    stillToDo(last) ??
    chosen(last) ??
    answered(last) ??
    wholeLine(text) ??
    noSolution(text) ??
    infinitelyMany(last) ??
    behaves(last) ??
    refused(text) ??
    lettered(text, isReadable) ??
    named(last, text, isReadable) ??
    affirmed(last, calculated(lastSentence(written), isReadable) ?? stated(text, last, isReadable)) ??
    lastWords(text, last) ??
    fewWords(text)
  )
}

type Reduction = (text: string, work: Work) => string

const reduced = (text: string, steps: readonly Reduction[], work: Work): string =>
  steps.reduce((rest, reduce) => reduce(rest, work), text)

/** What makes the end of a text plainer, in its order: each leaves out or rewrites what states nothing. */
const WRITTEN: readonly Reduction[] = [
  (text) => withoutTokens(text),
  withoutClosingRemarks,
  plainNumbers,
  withoutTimes,
  withoutRestated,
  withPrices,
]
const REDUCTIONS: readonly Reduction[] = [
  withResults,
  withoutDiscarded,
  withoutRemarks,
  withoutPlace,
  withoutYears,
  withRelations,
  (text) => withoutExplanation(text),
]

/** "Since each pair costs 60, we can multiply 60 by 2 to find the cost.": a last sentence that has its calculation before it. */
const stillToDo = (sentence: string): Candidate | undefined => {
  const work = TO_DO.exec(sentence)
  return work &&
    !/\b(?:gets?|gives?|giving|obtain|equals?|is|are|makes?|yields?|total|have)\b|[=:]/i.test(
      sentence.slice(work.index),
    )
    ? { text: sentence, found: 'withheld' }
    : undefined
}

const TO_DO =
  /\b(?:(?:we|I|you|one)\s(?:can |could |will |must |should |need to |have to |now |then |simply |just ){0,3}|let(?:['’]s| us)\s(?:now )?)(?:calculate|multiply|divide|subtract|compute|determine)\s(?!(?:this|that|it)\b)/i

/**
 * A text that stops before its value: "so the number of tiles is", "To find the height we divide it by". A last sentence without a full stop
 * that others have takes back what stands before it, unless that ends the solution. The same holds of a box left empty.
 */
function brokenOff(text: string): Candidate | undefined {
  const end = text.trimEnd()
  const last = lastSentence(end)
  const before = end.slice(0, Math.max(0, end.lastIndexOf(last)))
  const isCut =
    isUnfinished(last) &&
    /[.。]["*)]{0,3}\s{0,3}$/.test(before) &&
    !isConclusion(lastSentence(before)) &&
    !/[.。!?？！*]$/.test(end)
  return BROKEN_OFF.test(end.slice(-24)) ||
    isCut ||
    /boxed\s?\{[^}\p{L}\d]{0,8}(?:\\q?quad)?\}?[$.\s]{0,3}$/u.test(last)
    ? { text: last, found: 'withheld' }
    : undefined
}

/** Some words without a number. */
const isUnfinished = (sentence: string): boolean =>
  sentence.length > (/\p{Script=Han}/u.test(sentence) ? 9 : 24) &&
  /\p{L}$/u.test(sentence) &&
  !/[\d$\\=*:：]/.test(sentence)

const BROKEN_OFF = /* @__PURE__ */ new RegExp(
  `(?:(?<![\\d$)%\\]}])\\s|\\s(?=\\p{L}{3}))(?:${UNENDING.join('|')})$|\\p{Script=Han}(?:是|为|等于|除以|乘以|加上|减去)$|[=×·÷≈]$|\\p{L}:$`,
  'iu',
)

/** A short text without the explanation that stands behind its answer: "15\n\nExplanation: 3 rows of 5." */
function withoutExplanation(text: string): string {
  const found = EXPLANATION.exec(text)
  return found && found.index > 0 && found.index <= 120 && /\d/.test(text.slice(0, found.index))
    ? text.slice(0, found.index)
    : text
}

const EXPLANATION =
  /\n\W{0,6}(?:explanation|reasoning|justification|why|erklärung|begründung|explication|explicación|spiegazione|пояснение|解释|解析|理由|説明)[*_]{0,3}\s?[:：]/iu

/** A text as its sentences mean it: prices, results of calculations, and numbers as mathematics writes them. */
const proseOf = (text: string): string => withResults(withPrices(plainNumbers(withoutTokens(text))))

const withoutTokens = (text: string): string =>
  text
    .replace(/<\|[a-z_]{1,40}\|>|<\/s>|\[\/answer\]/gi, ' ')
    .replace(
      /\n\[\^\d{1,3}\]:[^\n]*|\[\^\d{1,3}\]|(?<=\p{L}|\d|\.) \[\d{1,3}\](?=[\s.,;]|$)|\b(?:see|cf\.?) (?:also )?(?:equation|eq\.|page|theorem|lemma|section|chapter|figure|table) \(?\d{1,4}\)?/giu,
      '',
    )
    .replace(/(?<![*\w])(\*|\*{3})(?=\S)([^*\n]{1,80})(?<=\S)\1(?![*\w])/g, '**$2**')
    .replace(
      /(?<=[\d$)]),?\s(?:et non(?: pas)?|y no|e non|und nicht|а не|и не|e não|en niet)\s(?=[\d$\\])/gu,
      ', not ',
    )
    .replace(
      /(?<=\d\$|[a-z}]\$)\s(?:et|und|y|e|и|en|och|og|and that)\s(?=\$)|(?<=\d\$),?\s(?:while|and)\s(?=\$[a-z]\s?=)|(?<=\$)\s?[和与及]\s?(?=\$)/gu,
      ' and ',
    )
    .replace(/(?<=\d\$|[a-z}]\$)\s(?:ou|oder|o|или|of|eller)\s(?=\$)|(?<=\$)\s?或\s?(?=\$)/gu, ' or ')
    .replace(/(?<=\d)\s(?:et|und|y|e|и|och|og|và|dan|ve)\s(?=[-−]?\d)/gu, ' and ')
    .replace(
      /(?<=[\d)}$]),?\s(?:oder|ou|oppure|o|lub|albo|или|або|veya|atau|hoặc|eller|nebo|vagy|sau)\s(?=\$?[a-z][_{}\d₀-₉]{0,4}\s?=)/giu,
      ' or ',
    )
    .replace(/(?<=\$\s?)\su\.?\s?[²³](?![\p{L}\d])/gu, '')
    .replace(/,?\sor,?\s(?:equivalently|in other words),?\s(?=\$|\\\()/gi, ', i.e. ')
    .replace(CORRECTED, '')
    .replace(OF_A_HUNDRED, '$1')
    .replace(/,?\s(?:year|month|quarter|week)[- ](?:over|on)[- ](?:year|month|quarter|week)\b/gi, '')
    .replace(EVALUATION, '')
    .replace(/\$\\(?:blacksquare|square|Box|qed|checkmark)\$|[∎□■]\s{0,3}$/g, '')
    .replace(/<<[^<>\n]{1,80}>>|~~[^~\n]{1,60}~~/g, '')
    .replace(/\{\\(?:bf|it|em|large|Large)\s([^{}\n$\\]{1,60})\}/g, '**$1**')
    .replace(/<\/?(?:b|strong|em|i|u|p|span|div|code|center|font)>|\uFE0F/gi, '')
    .replace(/\\begin\{(?:align|equation|gather|multline)\*?\}/g, '\\[')
    .replace(/\\end\{(?:align|equation|gather|multline)\*?\}/g, '\\]')
    .replace(
      /(^|\n)([\s*#-]{0,8}(?:step|case|phase|stage|schritt|étape|paso|шаг)\s\d{1,2}[*_]{0,2}):(?=[*_\s])/gi,
      '$1$2.',
    )
    .replace(/\\text(?:bf|it|sf)\s?\{\s?([^{}\n$\\]{1,60}?)\s?\}/g, (_, words: string) =>
      /\p{L}{2}/u.test(words) ? `**${words}**` : `{${words}}`,
    )
    .trimEnd()

/** `\\frac{3}{40} = 7.5\\%` of `\\frac{3}{40} \\times 100 = 7.5\\%`. */
const OF_A_HUNDRED = /\s?(?:[×*]|\\times(?![a-z]))\s?100(\s?(?:=|≈|\\approx)\s?[-−]?\d[\d.,]{0,12}\s?\\?%)/g

/** "9 — no, " of "9 — no, 8 — values". */
const CORRECTED =
  /(?<![\d.,])\d{1,9}(?:\s?[—–-]|,)\s(?:no|wait|sorry|I mean|make that)(?:, (?:wait|no|sorry))?,?\s(?=\d{1,9}(?![\d\p{L}]))/giu

/** The member of a chain that an antiderivative is put into: `= \\left.\\frac{x^3}{3}\\right|_0^1`. */
const EVALUATION = /=[^=$\n]{1,120}(?:\\right\s?[|\]]|\\[Bb]igg?r?\s?[|\]]|\])\s?_[^=$\n]{1,30}(?==)/g

/** What is stated after a refusal is no answer: "It cannot be determined. With 4 an hour it is 24." */
function refused(text: string): Candidate | undefined {
  const last = lastSentences(text)
  if (!isRefusal(last)) return undefined
  const sentence = lastSentences(last, 1)
  const words = /\d/.test(sentence) ? undefined : UNDETERMINED.exec(sentence)?.[0]
  return words ? { text: words, found: 'words' } : { text: last, found: 'withheld' }
}

/** A refusal that may be the answer itself. */
const UNDETERMINED = /\b(?:cannot be determined|not enough information|insufficient information)\b/i

const LONGEST_REFUSAL = 400

const lastSentences = (text: string, count = 2): string =>
  text
    .trimEnd()
    .slice(-LONGEST_REFUSAL)
    .split(/(?<=[.。!?？])\s|\n|(?<=[。！？])/)
    .slice(-count)
    .join(' ')

/** `(a) 5` and `(b) 7` at the end answer together. */
function lettered(text: string, isReadable: IsReadable): Candidate | undefined {
  const parts = partsAtEnd(text, isReadable)
  return parts && { text: parts.join(', '), found: 'statement', parts }
}

/** A verdict or a name; a figure that its sentence states beside it answers too: "The best one is Wholesale, at 9%". */
function named(sentence: string, text: string, isReadable: IsReadable): Candidate | undefined {
  const said = verdictIn(sentence) ?? nameIn(sentence)
  if (!said) return undefined
  const figure = /\d[^\d\p{L}]*$/u.test(sentence) ? stated(text, sentence, isReadable) : undefined
  return figure && figure.found !== 'withheld'
    ? { ...figure, also: said.text }
    : { text: said.text, found: 'words', ...(said.also !== undefined && { also: said.also }) }
}

/** "Yes, 97 is prime": a sentence with numbers; where it states one of them, "Yes, there are 12 left", that answers too. */
function affirmed(sentence: string, value: Candidate | undefined): Candidate | undefined {
  const verdict =
    /[\d$]/.test(sentence) && !QUALIFIED.test(sentence) ? VERDICT.exec(sentence)?.[1] : undefined
  if (verdict === undefined) return value
  return value && value.found !== 'withheld' ? { ...value, also: verdict } : { text: verdict, found: 'words' }
}

const QUALIFIED =
  /(?<!\p{L})(?:if|whether|or|but|however|although|though|unless|except|suppose|would|could|might|may|perhaps|maybe|wait|actually|wrong|mistaken|too|wenn|aber|falls|oder|mais|si|ou|pero|ma|se|mas|если|но)(?!\p{L})|如果|但/iu

/** 8 of "Ann has 12 - 4 = 8 left to sell": what the last sentence calculates, if no number behind it is said of another thing. */
function calculated(sentence: string, isReadable: IsReadable): Candidate | undefined {
  const result = resultIn(sentence)
  const run = result && runAt(result.after, 0)
  const value = run && valueIn(run, isReadable)
  if (value === undefined) return undefined
  const before = withoutTask(result!.before).replace(NOT_DONE, ' ')
  const rest = run!.rest.replace(FROM_NOW, '')
  if (standingOf(before, rest) !== 'asserted') return { text: sentence, found: 'withheld' }
  return concludesCalculation(before, rest) && !hasAnotherNumber(rest)
    ? { text: value, found: 'statement' }
    : undefined
}

/** "Then divide by the number of days: 10 / 2 = 5", "if 3 come every day, then they see": what stands before is no part of the statement. */
function withoutTask(before: string): string {
  if (/[:：]\s?$/.test(before)) return ''
  const then = before.lastIndexOf(' then ')
  return then > 0 && /(?<!\p{L})if\s/iu.test(before.slice(0, then)) ? before.slice(then + 5) : before
}

/** "The boys have not placed 30 - 15 = 15 pieces": the verb is denied, and not the number. */
const NOT_DONE =
  /(?<!\p{L})(?:not|never)\s(?!(?:be|equal|exactly|the|an?|just|simply|more|less|fewer)(?!\p{L}))(?=\p{L}{2})/giu
/** "8 years old 4 years from now" */
const FROM_NOW = /\d{1,4} \p{L}{3,7} (?:from now|ago|later|earlier)(?!\p{L})/giu

/** "3 apples and 4 pears", "3, while Ben has 4"; but "3 days to paint 2 rooms and 4 doors". */
function hasAnotherNumber(rest: string): boolean {
  const first = rest.search(/\d/)
  const [head, ...others] = rest.split(/\sand\s/i)
  return (
    (first >= 0 && !CIRCUMSTANCE.test(rest.slice(0, first))) ||
    rest
      .split(/[,;:]/)
      .slice(1)
      .some((part) => /^\D.*\d/.test(part)) ||
    (!PURPOSE.test(head!) && others.some((part) => /\d/.test(part.split('.', 1)[0]!)))
  )
}

const CIRCUMSTANCE =
  /\b(?:in|for|to|of|at|by|from|per|than|on|with|into|over|after|within|each|every|when|if|the|because)\b/i
const PURPOSE = /\b(?:to\s(?!(?:her|him|them|me|us|you|the|each)\b)[a-z]|for\s[a-z]{1,12}ing\b)/

/** What is stated last; where the sentence states two quantities, they answer together for two. */
function stated(text: string, last: string, isReadable: IsReadable): Candidate | undefined {
  const statement = lastStatement(text, isReadable)
  const parts = statement && statement.found !== 'withheld' ? twoQuantities(last) : undefined
  return parts ? { ...statement!, parts } : statement
}

/** Whether the sentence or heading that a box stands in announces it as the answer. */
function isAnnounced(text: string, box: Box): boolean {
  const paragraph = Math.max(text.lastIndexOf('\n\n', box.start), box.start - 300, 0)
  const heading = Math.max(text.lastIndexOf('\n\n', paragraph - 1), paragraph - 100, 0)
  return announcementsIn(text.slice(heading, box.start)).length > 0
}

function boxed(text: string, boxes: readonly Box[], isReadable: IsReadable): Candidate {
  const last = boxes.at(-1)!
  const adjacent = lastGroup(text, boxes)
  const group = adjacent.length > 1 ? adjacent : (labelled(text, boxes) ?? adjacent)
  const contents = group.map((box) => box.content)
  const joints = group.slice(1).map((box, index) => text.slice(group[index]!.end, box.start))
  const before = boxes.at(-2)
  const between = before ? text.slice(before.end, last.start) : ''
  const offered =
    before &&
    (isAlternative(between) ||
      (CASE.test(between) && CASE.test(text.slice(last.end, last.end + 40))) ||
      isLeftOpen(text, before, between))
  if (offered && before.content !== last.content)
    return {
      text: `${before.content} \\text{ ${HEDGE.test(between) ? 'or perhaps' : 'or'} } ${last.content}`,
      found: 'boxed',
      ...(contents.length > 1 && { parts: contents }),
    }
  if (contents.length > 1 && joints.every(isPlainAnd) && new Set(contents).size > 1)
    return { text: contents.join(', '), found: 'boxed', parts: contents }
  return {
    text: boxedAnswer(text, last, isReadable),
    found: 'boxed',
    ...(contents.length > 1 && { parts: contents }),
  }
}

/** The last boxes with nothing but joints and labels between them: `(a) \boxed{1}, (b) \boxed{2}`. */
function lastGroup(text: string, boxes: readonly Box[]): readonly Box[] {
  let first = boxes.length - 1
  while (first > 0 && isJoint(text.slice(boxes[first - 1]!.end, boxes[first]!.start))) first--
  return boxes.slice(first)
}

/** Boxes on lines that begin with (a), (b), ...: one a part, up to the last. */
function labelled(text: string, boxes: readonly Box[]): readonly Box[] | undefined {
  const labels = boxes.slice(-PART_LETTERS.length).map((box) => {
    const start = lineStart(text, box.start)
    return { box, label: partLabel(text.slice(start, start + 20)) }
  })
  const first = labels.findLastIndex(({ label }) => label === 'a')
  const parts = labels.slice(first)
  return first >= 0 && parts.length > 1 && parts.every(({ label }, index) => label === PART_LETTERS[index])
    ? parts.map(({ box }) => box)
    : undefined
}

const isJoint = (between: string): boolean =>
  between.length <= 100 && between.replace(/\p{L}{2,20}/gu, withoutUnit).replace(JOINTS, '') === ''

const withoutUnit = (word: string): string => (isUnitWord(word) && word !== 'in' ? '' : word)

const JOINTS =
  /\\text\s?\{\s?(?:and|or|,)?\s?\}|\\(?:\\|[()[\],;: ]|q?quad)|\b[a-zA-Z](?:_\{?\w{1,3}\}?)?\s?=|\(?\b[a-zA-Z\d]{1,3}[).:]|(?<!\p{L})(?:and|or|for|part|question|und|oder|et|ou|y|e|o|и|или)(?!\p{L})|[和或与及]|[\s$,;:&.*|、，；]/giu

/** "and" between two boxes that have no names of their own. */
const isPlainAnd = (between: string): boolean =>
  /^[\s$,*]{0,6}(?:\\text\s?\{\s?)?(?:and|和|与|及|und|et|y|и)\s?\}?[\s$*]{0,6}$/iu.test(between)

/** "or" between two boxes, or another word that offers the second beside the first. */
const isAlternative = (between: string): boolean =>
  between.length <= 80 && !between.includes('\n\n') && ALTERNATIVE.test(between) && !CORRECTION.test(between)

const ALTERNATIVE =
  /(?<!\p{L})(?:or|xor|alternatively|perhaps|maybe|possibly|otherwise|either|oder|ou|o|или|vielleicht|peut-être|quizás)(?!\p{L})|\\lor|\\vee|[或/]|还是|可能|または|또는/iu
/** Two boxes of a list whose heading leaves it open: "Depending on the reading there are two results:". */
const isLeftOpen = (text: string, before: Box, between: string): boolean =>
  between.length <= 80 &&
  !isConclusion(between) &&
  announcementsIn(between).length === 0 &&
  (LEFT_OPEN.test(text.slice(Math.max(0, before.start - 240), before.start)) ||
    (/^[ *-]{0,4}(?:if|wenn|falls|si|se|если|若|如果)(?!\p{L})/iu.test(
      between.slice(between.lastIndexOf('\n') + 1),
    ) &&
      between.includes('\n')))

const LEFT_OPEN =
  /(?<!\p{L})(?:depend(?:s|ing) on|(?:two|several|both) (?:possible )?(?:readings?|interpretations?|results?|answers?|meanings?)|je nach|zwei (?:lesarten|deutungen|mögliche)|selon (?:l|la|le)(?!\p{L})|deux (?:lectures|interprétations|réponses)|según (?:la|el|cómo)|dos (?:resultados|respuestas|interpretaciones|lecturas)|a seconda|due (?:letture|interpretazioni|risultati)|dependendo d|duas (?:leituras|interpretações|respostas)|в зависимости|две трактовки|два толкования)|[两二2]种(?:理解|情况|解释|可能)|[2二]通り/iu
/** The words behind `\\boxed{7}` make it the answer of one case: "if n is odd". */
const CASE = /^[\s$]{0,4}(?:if|when|otherwise|for (?:odd|even))\b/i
const HEDGE = /\b(?:maybe|perhaps|possibly|alternatively)\b|可能/i
const CORRECTION =
  /\b(?:wait|actually|no,|correction|correct(?:ed)?|instead|sorry|mistake|wrong|should be|rather)\b|更正|不对|应该/iu

/** What the last announcement that announces something introduces. */
function announced(text: string, isReadable: IsReadable, work: Work): Candidate | undefined {
  spend(work, text.length >> 6)
  const places = announcementsIn(text)
  let words: Candidate | undefined
  for (let index = places.length - 1; index >= 0 && index >= places.length - MOST_ANNOUNCEMENTS; index--) {
    const place = places[index]!
    if (!isOwn(text, place)) continue
    const whole = introduced(text, place, isReadable)
    const candidate =
      whole && !whole.isWithheld && isReadable(whole.text) ? whole : (counted(text, place.end) ?? whole)
    if (candidate === undefined) continue
    if (candidate.isWithheld) return { text: candidate.text, found: 'withheld' }
    if (isReadable(candidate.text)) {
      const rest = text.slice(candidate.end, candidate.end + 2_000)
      const corrected = words === undefined && !place.isMarked && withdrawn(candidate.text, rest, isReadable)
      return words ?? (corrected || { text: candidate.text, found: 'phrase' })
    }
    words ??= { text: candidate.text, found: 'phrase' }
    // An announcement that says something which is no answer: "the answer is as follows".
    if (!NO_ANSWER.test(candidate.text)) break
    words = undefined
  }
  return words
}

/** Whether an announcement is the writer's own; a tag, a key and a table cell always are. */
const isOwn = (text: string, { start, end, isMarked }: Announcement): boolean =>
  isMarked ||
  isOwnStatement(text.slice(Math.max(lineStart(text, start), start - 200), start), text.slice(start, end))

/** Announcements that are looked at, from the end of the text. */
const MOST_ANNOUNCEMENTS = 12

const NO_ANSWER =
  /^(?:as follows|as above|above|below|shown|given|therefore|thus|then|right|correct|wrong|incorrect|verified|confirmed|reasonable|unique|consistent|found|known|clear|in (?:the )?(?:simplest|box|form)|what|the (?:following|same|one)|this|that|it|now|ready|required|obtained|only|an? |to be|我们|如下|正确)/i

/** "The answer is not \\boxed{18}", "\\boxed{18} is too small". */
function isDeniedBox(text: string, { start, end }: Box): boolean {
  const before = text.slice(Math.max(0, start - 200), start)
  let from = before.length
  while (from > 0 && !endsSentence(before, from - 1)) from--
  return isRefuted(before.slice(from), sentenceOf(text.slice(end, end + 200)))
}

/**
 * A box or an announcement that the text behind it calls wrong: what is stated then is the answer. Where the writer gives up, there is none.
 */
function withdrawn(value: string, behind: string, isReadable: IsReadable): Candidate | undefined {
  const givesUp = isRefusal(lastSentences(behind))
  const found = CALLED_WRONG.exec(behind)
  if (givesUp) return { text: behind, found: 'withheld' }
  if (!found) return isCalledWrong(value, behind) ? { text: behind, found: 'withheld' } : undefined
  const rest = proseOf(behind.slice(found.index + found[0].length))
  if (CONFIRMED.test(rest)) return undefined
  const later = /\d/.test(rest) ? lastStatement(rest, isReadable) : undefined
  return later ?? { text: found[0], found: 'withheld' }
}

/** "Hold on: is 0 allowed? Yes, so the answer of 9 stands." */
const CONFIRMED =
  /(?<!\bnot? )\b(?:stands|(?:is|was) (?:indeed |still |actually |in fact )?(?:right|correct|fine) after all)\b/i

/** "So x = 4 is not a solution" behind a boxed 4. */
function isCalledWrong(value: string, behind: string): boolean {
  for (let at = behind.indexOf(value); value !== '' && at >= 0; at = behind.indexOf(value, at + value.length))
    if (!/[-−\d.\p{L}]$/u.test(behind.slice(0, at)) && NO_SOLUTION.test(behind.slice(at + value.length)))
      return true
  return false
}

const CALLED_WRONG =
  /\b(?:wait|hold on|correction|scratch that|on second thought|(?:i|we) (?:just )?(?:made an? (?:\p{L}{1,12} )?(?:mistake|error)|forgot|misread|miscalculated|misunderstood)|(?:(?:that|this|it|which|the above|my answer|the (?:result|answer|value)(?: above)?)(?:['’]s| is| was| cannot be| can['’]t be) (?:wrong|incorrect|false|right|correct|not (?:right|correct)))(?<!(?:is|['’]s|was) (?:right|correct))|(?:that|this|it) (?:does not|doesn['’]t|fails to) (?:work|satisfy)|my mistake|oops|edit(?=:)|update(?=:)|actually, (?:let|no)|on (?:reflection|closer inspection)|(?:that|this|which) (?:over|under|double[- ]?)counts|(?:let me|i) re(?:count|calculate|compute)|(?:disregard|ignore|forget) (?:this|that|it|my|what i|the above|everything)|take (?:this|that|it) back|I give up)\b|不对|更正|等等|算错|有误|我错了|是错误?的|不正确|(?:忽略|无视)(?:以上|上述|前面)|das (?:ist|war) falsch|korrektur|ignorier|je me suis trompé|c['’]est faux|ne tenez pas compte|me equivoqué|corrección|olvid[ae] (?:lo|eso)|ho sbagliato|correzione|ignorate|desconsider|я ошиб|исправление|это неверно|訂正|間違[えっ]|틀렸/iu

const NO_SOLUTION =
  /^[$)*\]]{0,4}\s(?:(?:is|was|can) ?(?:not|n['’]t) (?:be )?(?:a (?:valid )?(?:solution|root|answer)|the (?:right |correct )?(?:answer|solution|value)|correct|right|valid|admissible)|is (?:wrong|incorrect|extraneous|invalid)|(?:does ?n[o'’]t|fails to) (?:satisfy|solve|work)|ist (?:falsch|nicht richtig|keine lösung)|n['’]est pas (?:une |la )?(?:solution|correct|bonne)|no es (?:una )?(?:solución|correct)|non è (?:una )?(?:soluzione|corrett)|não é (?:uma )?(?:solução|corret)|не является|не подходит)/iu

/** 3 of "Ann watched #### 3 30-minute films": the number behind the mark, whatever the sentence goes on with. */
function counted(text: string, at: number): Introduced | undefined {
  if (!text.startsWith('####', at - 4)) return undefined
  const found = COUNTED.exec(text.slice(at, at + 60))
  return found && !changesValue(found[3]!) ? { text: found[1]!, end: at + found[1]!.length } : undefined
}

const COUNTED =
  /^ ?(\\?\$?\d[\d,]{0,20}(?:\.\d{1,9})?)( |\/)((?!(?:or|to|and|times|plus|minus|through)\b)(?:\d{1,4}-)?\p{L}{3}[^.\n]{0,40})/u

interface Introduced {
  readonly isWithheld?: boolean
  readonly text: string
  /** Where the sentence that holds it ends. */
  readonly end: number
}

/** What is read of the text behind an announcement. */
const LONGEST_REST = 4_000

/** What an announcement introduces: a value; else the one value that its sentence states; else words. */
function introduced(text: string, place: Announcement, isReadable: IsReadable): Introduced | undefined {
  const { end, isLabel } = place
  let at = end
  const line = lineAt(text, at)
  if (isLabel && line.replace(/[\s*_#:：\]】)）]/g, '') === '') at = nextParagraph(text, end + line.length)
  if (at < 0) return undefined
  const cell = place.isMarked && text[end - 1] === '|'
  const rest = cell ? (lineAt(text, at).split(/(?<!\\)\|/)[0] ?? '') : text.slice(at, at + LONGEST_REST)
  const startsLine = at !== end || /^[^\S\n]*\n/.test(rest)
  const cleaned = withoutAdverbs(withoutFence(rest, startsLine))
  if (cleaned === '') return undefined
  const offset = at + rest.indexOf(cleaned.slice(0, 40))
  const value = place.isMarked ? JSON_VALUE.exec(cleaned)?.[2] : undefined
  if (value !== undefined) return { text: value.replaceAll('\\\\', '\\').trim(), end: offset + value.length }
  const quoted = cleaned[0] === '"' ? cleaned.indexOf('"', 1) : -1
  if (quoted > 0 && !goesOn(cleaned.slice(quoted + 1)))
    return { text: cleaned.slice(1, quoted).trim(), end: offset + quoted }
  const factorial = isLabel ? FACTORIAL.exec(lineAt(withoutFence(rest, startsLine), 0))?.[1] : undefined
  if (factorial !== undefined) return { text: factorial, end: offset + factorial.length }
  const list = isLabel ? listed(cleaned, isReadable) : undefined
  if (list !== undefined) return { text: list, end: offset + cleaned.length }
  const answer = answerOf(cleaned, isReadable)
  const sentence = sentenceOf(cleaned)
  const sentenceEnd = offset + sentence.length
  if (answer === '') return undefined
  const letter = LETTER_IS.exec(cleaned)?.[1]
  if (letter !== undefined) return { text: letter, end: sentenceEnd }
  const choice = CHOICE.exec(lineAt(cleaned, 0))
  if (choice && isReadable(choice[2]!)) return { text: `(${choice[1]!}) ${choice[2]!}`, end: sentenceEnd }
  const isFragment =
    !/\d/.test(answer) && /\d/.test(sentence) && WORD_FOLLOWS.test(sentence.slice(answer.length))
  const isValue = isReadable(answer) && !isFragment && !FOREIGN_START.test(cleaned)
  if (isValue && isFollowed(answer, sentence.slice(sentence.indexOf(answer) + answer.length)))
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  if (
    isValue &&
    cleaned.startsWith(answer) &&
    (standingOf('', sentence.slice(answer.length)) !== 'asserted' ||
      IS_SUBJECT.test(sentence.slice(answer.length)))
  )
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  // "The answer is the 15th prime."
  if (/^(?:the )?\d{1,9}(?:st|nd|rd|th) \p{L}/iu.test(cleaned))
    return { text: sentence, end: sentenceEnd, isWithheld: true }
  if (isValue || !(STARTS_WITH_WORDS.test(cleaned) || NAME_IS.test(cleaned)))
    return { text: answer, end: sentenceEnd }
  const stated =
    statedValue(sentence, isReadable) ??
    (isLabel ? statedLater(cleaned, isReadable) : undefined) ??
    chineseNumberAtEnd(sentence) ??
    (isLabel ? CHINESE_UNDER_LABEL.exec(sentence)?.[1] : undefined)
  return { text: stated ?? answer, end: sentenceEnd }
}

/** The text behind a key of JSON, with its backslashes doubled. */
const JSON_VALUE = /^(["'])((?:[^"'\\\n]|\\[^"'\n]){1,400})\1\s{0,9}[,}]/

/** "60 pens per box, hence 180 pens": another value follows from the announced one. */
function isFollowed(answer: string, rest: string): boolean {
  const behind = inferredFrom(rest)?.match(/\d[\d.,]{0,20}(?<=\d)/g) ?? []
  return behind.length > 0 && /\d/.test(answer) && !behind.some((number) => answer.includes(number))
}

/** "36 divided by 4 is 9" says nothing of 36. */
const IS_SUBJECT =
  /^\s(?:\p{L}{1,12}\s){1,3}(?:(?:the\s)?\p{L}{1,12}\s|\d{1,9}\s){0,3}(?:is|equals?|gives?|makes?|leaves?)\s\\?\$?\d/iu

/** Words of two letters that begin a sentence and are no symbols: "El tren tarda 15 minutos". */
const WORD_FOLLOWS = /^[ '’]\p{L}{2}/u
const FOREIGN_START =
  /^\p{Script=Greek}{1,12}\s?\p{Script=Greek}{2}|^(?:il|elle|on|no|ils|es|er|sie|wir|man|el|la|los|las|le|les|lo|ci|ce|un|une|os|as|se|há|hay|son|si|há|ona|on|у|в|в|на)\s(?:\p{L}|y a )/iu

/** Mathematics at the start of a sentence is the answer or none; words may lead to one. */
const STARTS_WITH_WORDS =
  /^[\s*_"“«(]{0,4}(?:\p{L}{2,}|\p{L}['’]\p{L}{2}|[oeyàé]\s\p{L}{2}|\p{Script=Han}|\p{Script=Hiragana}|[aAI]\s|\p{Script=Cyrillic}\s|\p{Lu}\s(?:\d{1,3}\s)?\p{Ll}{3}|\$?\\text)/u

/** "C. 10 cm": a choice and what it says. */
const CHOICE = /^\(?([A-H])[).．]\s{1,2}(\$?[-−]?\d[^\n]{0,40}?)\.?[*_]{0,2}$/

/** "C입니다", "Cです", "C项" */
const LETTER_IS =
  /^\(?([A-H①-⑳])\)?\s?(?:입니다|이다|이에요|です|である|だ(?!\p{L})|项|选项|['’][dt][ıiuü]r(?!\p{L})|şıkkı|seçeneği)/u

/** `8!` under a label, or alone; the mark behind a number in a sentence is emphasis. */
const FACTORIAL = /^[\s*_$]{0,4}(\(?\d{1,4}\)?!)[\s*_$]{0,4}$/

/** "n equals 48" */
const NAME_IS = /^\$?[a-zA-Z]\$?\s(?:is|equals|must be|has to be)\s/

/** In a paragraph under a heading the last sentence may state the answer: "The farm has 3 fields. In total it yields 40 t." */
function statedLater(paragraph: string, isReadable: IsReadable): string | undefined {
  const block = paragraph.split('\n\n', 1)[0]!
  const sentences = block.split(/(?<=[.。!])\s|\n/).filter((sentence) => /\d|\$|\\/.test(sentence))
  const last = sentences.at(-1)
  return last === undefined || sentences.length < 2 ? undefined : statedValue(last, isReadable)
}

const lineAt = (text: string, at: number): string => {
  const end = text.indexOf('\n', at)
  return text.slice(at, end < 0 ? text.length : end)
}

/** Where the next line stands that is neither blank nor a rule. */
function nextParagraph(text: string, from: number): number {
  let at = text.indexOf('\n', from)
  while (at >= 0) {
    const line = lineAt(text, at + 1)
    if (line.trim() !== '' && !/^\s*(?:[-*_]{3,}|=+|```\w{0,10}|\$\$|\\\[)\s*$/.test(line)) {
      // The delimiters of a display belong to it.
      const near = Math.max(0, at - 12)
      const display = /(?:\$\$|\\\[)\s{0,10}$/.exec(text.slice(near, at))
      return display ? near + display.index : at + 1
    }
    at = text.indexOf('\n', at + 1)
  }
  return -1
}

/** A display on several lines as one line; without bullets and quote marks. "Answer: - 5" is minus five. */
function withoutFence(text: string, startsLine: boolean): string {
  const start = text.trimStart()
  for (const [open, close] of DISPLAYS) {
    const end = start.startsWith(open) ? start.indexOf(close, open.length) : -1
    if (end > 0 && end < LONGEST_DISPLAY) return start.slice(0, end).replace(/\n/g, ' ') + start.slice(end)
  }
  return start.replace(startsLine ? /^(?:[>•] |[-*] (?=\S))/ : /^(?:[>•] |[-*] (?=\p{L}{2}))/u, '')
}

const DISPLAYS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
] as const
const LONGEST_DISPLAY = 1_000

/** `- x = 3` and `- y = 4` on lines of their own under a heading. */
function listed(text: string, isReadable: IsReadable): string | undefined {
  const lines = text.split('\n\n', 1)[0]!.split('\n').slice(0, 9)
  if (lines.length < 2 || lines.length > 8) return undefined
  const items = lines.map((line) => line.replace(/^\s*(?:[-*•]\s|\d{1,2}[.)]\s|\([a-h\d]\)\s)/, '').trim())
  if (!items.every((_, index) => index === 0 || /^\s*(?:[-*•]|\d{1,2}[.)]|\()/.test(lines[index]!)))
    return undefined
  const values = items.map((item) => answerOf(item, isReadable))
  return values.every((value) => value !== '' && isReadable(value)) ? values.join(', ') : undefined
}

const LONGEST_BOLD = 120

/** The last line is a date, or a choice with what it says: "4 July 1776", "C) 12". */
function wholeLine(text: string): Candidate | undefined {
  const factorial = FACTORIAL.exec(text)?.[1]
  if (factorial !== undefined) return { text: factorial, found: 'number' }
  const line = text.trimEnd().slice(-LONGEST_BOLD).split('\n').at(-1)!.trim()
  const plain = trimMarks(line, '.。*_')
  if (readDate(plain) !== undefined) return { text: plain, found: 'words' }
  if (/^\(?[A-H][).．]\s\S/.test(line) && line === text.trim()) return { text: line, found: 'words' }
  const verdict = REASONED.exec(plain)
  if (verdict) return { text: verdict[1]!, found: 'words' }
  const date = dateIn(plain)
  return date === undefined ? undefined : { text: date, found: 'words' }
}

/** "False, since 2 is prime." */
const REASONED =
  /^[*_]{0,2}(yes|no|true|false|ja|nein|oui|non|vrai|faux|wahr|falsch|sí|verdadero|falso|да|нет)[*_]{0,2},? (?:since|because|as|for|denn|da|weil|car|parce que|puisque|porque|ya que|так как)\s/iu

/** A last sentence that says that there is no solution. */
function noSolution(text: string): Candidate | undefined {
  const line = text
    .trimEnd()
    .slice(-LONGEST_BOLD)
    .split(/\n|(?<=[.。!])\s/)
    .at(-1)!
  if (saysNoSolution(line)) return { text: /[$\\]/.test(line) ? 'no solution' : line.trim(), found: 'words' }
  const clause = line.slice(Math.max(...[',', '，', ';'].map((mark) => line.lastIndexOf(mark))) + 1)
  return clause !== line && !CONDITIONAL.test(line) && saysNoSolution(clause.trim())
    ? { text: 'no solution', found: 'words' }
    : undefined
}

/** "So the series diverges." */
function behaves(sentence: string): Candidate | undefined {
  const found = BEHAVIOUR.exec(sentence)
  return found ? { text: found[1]!.replace(/^is\s/i, ''), found: 'words' } : undefined
}

const BEHAVIOUR =
  /^(?!\W{0,4}(?:if|when|unless|for|yes|no)(?!\p{L}))[^;]{0,160}\b(?:series|integral|sequence|it|limit|sum)\s(diverges|converges|does not exist|is (?:divergent|convergent))$/iu

/** "The system has infinitely many solutions." */
function infinitelyMany(sentence: string): Candidate | undefined {
  return !CONDITIONAL.test(sentence) && INFINITELY.test(sentence)
    ? { text: 'infinitely many', found: 'words' }
    : undefined
}

const INFINITELY =
  /(?:(?<!\p{L})(?:infinitely many|an infinite number of|unendlich viele|une infinité(?: de)?|infinit[aeo]s?|бесконечно много|oneindig veel|oändligt många|nieskończenie wiele)(?:\s\p{L}{3,14}){0,2}|(?:无穷|无数|无限)多?[个组]?(?:实数)?[解根])$/iu

/** "If $a = 0$, there is no solution." */
const CONDITIONAL =
  /^[\s*_]{0,4}(?:if|when|unless|for|otherwise|wenn|falls|für|si|sinon|pour|cuando|para|se|per|если|при|如果|若|当)(?!\p{L})|[;；]|(?<!\p{L})otherwise(?!\p{L})/iu

/** `Yes.`, `There is no solution.`: a text that is one word or two, or says what a symbol would; "The day is **Tuesday**." */
function fewWords(text: string): Candidate | undefined {
  const words = text.trim()
  const bold = /(?:\b(?:is|are|was|est|ist|es)\b|是|为|:)\s{0,2}\*\*([^*\n]{1,60})\*\*[.。!]?$/u.exec(
    words.slice(-LONGEST_BOLD),
  )
  if (bold) return { text: bold[1]!, found: 'words' }
  const isShort = words.length <= 40 && /^[^\s]{1,30}(?: [^\s]{1,20})?$/.test(words)
  return isShort || meaningOf(words) !== undefined ? { text: words, found: 'words' } : undefined
}

/** A last sentence that says that something is not so. */
const DOUBTED =
  /^(?:(?:I|we) (?:doubt|do(?:n['’]t| not) (?:think|believe))\b|it (?:is not|isn['’]t) (?:the case|true|correct) that )[^,;]*$/i

/** "This matches option C." */
function chosen(sentence: string): Candidate | undefined {
  const letter = chosenLetters(sentence) ?? chosenLetter(sentence)
  return letter === undefined ? undefined : { text: letter, found: 'words' }
}

/**
 * A last sentence without numbers: what it says at its end is the answer, as in "The winner is Alice"; or Yes and No at its
 * beginning; or a number in Chinese.
 */
function lastWords(text: string, sentence: string): Candidate | undefined {
  const end = text.trimEnd()
  const chosen =
    /(?:^|[\s,])(?:so|hence|thus|therefore|choose|chose|pick|select|go with|leaves|leaving|选)\s?(?:the\s)?(?:option|choice|answer)?\s?\(?([A-H])\)?\**[.!。．]?$/iu.exec(
      end.slice(-LONGEST_BOLD),
    )
  const found = VERDICT.exec(sentence)?.[1] ?? chineseNumberAtEnd(sentence) ?? chosen?.[1] ?? saidOf(sentence)
  if (found === undefined) return undefined
  const isAsserted =
    standingOf(sentence.slice(0, Math.max(0, sentence.lastIndexOf(found))), '') === 'asserted'
  if (!isAsserted) return { text: sentence, found: 'withheld' }
  const also = VERDICT.test(sentence) ? saidOf(sentence) : undefined
  return { text: found, found: 'words', ...(also !== undefined && { also }) }
}

const YES_OR_NO =
  'yes|no|ja|nein|nee|oui|non|sí|sì|sim|não|да|нет|tak|nie|ano|áno|igen|nem|evet|hayır|kyllä|ναι|όχι|так|ні|כן|לא|نعم|بله|是的?|不是|对|不对|はい|いいえ|네|아니요'
const VERDICT = /* @__PURE__ */ new RegExp(
  `^(?:(?:so|thus|hence|therefore),?\\s)?(${YES_OR_NO})[*_]{0,2}(?:[,，:;。]| ?[—–-] | because\\b| since\\b)`,
  'iu',
)

/** "Is 97 prime? Yes." */
function answered(sentence: string): Candidate | undefined {
  const verdict = ANSWERED.exec(
    sentence.slice(Math.max(...['?', '？', '؟'].map((mark) => sentence.lastIndexOf(mark)))),
  )?.[1]
  return verdict === undefined ? undefined : { text: verdict, found: 'words' }
}

const ANSWERED = /* @__PURE__ */ new RegExp(
  `^[?？؟]["*_ ]{0,5}(${YES_OR_NO})[*_]{0,3}(?:$|,? (?:because|since|as|denn|weil|car|porque|perché)(?!\\p{L})|[,，][^\\d$?？]{0,120}$)`,
  'iu',
)
const chineseNumberAtEnd = (sentence: string): string | undefined =>
  (CHINESE.exec(sentence) ?? CHINESE_SHARE.exec(sentence))?.[1]

const CHINESE =
  /(?<!不)(?:为|是|等于|共?有|共|剩下?|还剩|得)([零一二三四五六七八九十百千万亿分之点两]{1,20})(?:[个元只本人条种岁天](?:不同的|同学|方法|选法|排法|办法){0,2}\p{Script=Han}{0,2})?[。.]?$/u

/** 答：每个小朋友分到六块糖。 */
const CHINESE_UNDER_LABEL =
  /^[^，,；;\d至最不没超]{0,30}[到了要需用卖买付花赚跑走高长宽重飞装做写看养种]([零一二三四五六七八九十百千万亿点两]{1,20}?)(?:千[米克]|(?![零一二三四五六七八九十百千万亿点两分])\p{Script=Han}{1,6})[。.]?$/u

/** "剩下全长的三分之二" */
const CHINESE_SHARE =
  /[剩占为是][^，。\d的]{0,9}的([零一二三四五六七八九十百]{1,9}分之[零一二三四五六七八九十百]{1,9})[。.]?$/

const VERBS = new Set(['is', 'are', 'was', 'were', 'be'])

/** Alice of "The winner is Alice": a word or two behind the verb. */
function saidOf(sentence: string): string | undefined {
  if (/[\d$\\]/.test(sentence)) return undefined
  const words = sentence.split(' ')
  const verb = words.findLastIndex((word) => VERBS.has(word))
  const said = words.slice(verb + 1)
  if (/^(?:an?|the)$/.test(said[0] ?? '')) said.shift()
  const isName =
    said.length > 0 && said.length <= 2 && said.every((word) => /^\p{L}[\p{L}₀-₉⁺⁻]{0,20}$/u.test(word))
  return verb > 0 && isName ? said.join(' ') : undefined
}

const LONGEST_SENTENCE = 260

/** The last sentence of a text, without its full stop and the marks before it. */
function lastSentence(text: string): string {
  const end = trimMarks(text.slice(-LONGEST_SENTENCE), '.!。*_')
  const start = Math.max(...['. ', '! ', '。', '\n'].map((mark) => end.lastIndexOf(mark) + mark.length - 1))
  return trimMarks(end.slice(Math.max(0, start)), '*_.。!')
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
