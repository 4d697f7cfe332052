import { isUnitWord } from '../read/units.js'
import { announcementsIn } from './announcements.js'
import { boxedAnswer } from './box-context.js'
import type { Box } from './boxed.js'
import { isConclusion } from './concluding.js'
import type { Candidate, IsReadable } from './extraction.js'
import { isFallback } from './fallbacks.js'
import { lineStart } from './lines-and-sentences.js'
import { PART_LETTERS, partLabel } from './parts.js'

/** What the last box says: alone, with the boxes that answer together with it, or with one that is offered beside it. */
export function boxed(text: string, boxes: readonly Box[], isReadable: IsReadable): Candidate {
  const last = boxes.at(-1)!
  const adjacent = lastGroup(text, boxes)
  const group = adjacent.length > 1 || boxes.length === 1 ? adjacent : (labelled(text, boxes) ?? adjacent)
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
  const cases = boxes.length > 1 ? boxesOfCases(text, boxes) : []
  if (cases.length > 1) return { text: cases.join(' \\text{ or } '), found: 'boxed', parts: cases }
  if (contents.length > 1 && joints.every(isPlainAnd) && new Set(contents).size > 1)
    return { text: contents.join(', '), found: 'boxed', parts: contents }
  const parts = contents.length > 1 ? contents : unknownsOf(text, boxes)
  return { text: boxedAnswer(text, last, isReadable), found: 'boxed', ...(parts.length > 1 && { parts }) }
}

/** The values of the last boxes that answer for one case each: "Case $x<y$: \\boxed{(1,2)}. Case $x>y$: \\boxed{(2,1)}." */
function boxesOfCases(text: string, boxes: readonly Box[]): readonly string[] {
  const values = new Set<string>()
  for (let index = boxes.length - 1; index >= 0; index--) {
    const { start, content } = boxes[index]!
    const lead = text.slice(Math.max(boxes[index - 1]?.end ?? 0, start - 300), start)
    const paragraph = lead.slice(lead.lastIndexOf('\n\n') + 1)
    if (!OF_CASE.test(paragraph) || OVERALL.test(index > 0 ? lead : paragraph)) break
    values.add(content)
  }
  return [...values].reverse()
}

const OF_CASE =
  /(?:^|[.;。\n]\s?)[\s*_#>•-]{0,8}(?:cases?|fall|cas|caso|случай|情况|情形)(?=[\s\d$（(一二三①②③:：])/iu
/** A case in which the whole comes together, or which has no answer. */
const OVERALL =
  /(?<!\p{L})(?:total|altogether|overall|sum|in all|answers?|final|finally|reject(?:ed)?|discard(?:ed)?|impossible|contradict\p{L}{1,5}|not|no)(?!\p{L})|一共|总共|综上|答案|舍/iu

/** The last boxes with values of different letters: `\\boxed{x=2}` and, in another sentence, `\\boxed{y=5}`. */
function unknownsOf(text: string, boxes: readonly Box[]): readonly string[] {
  const names = new Set<string>()
  let first = boxes.length
  while (first > 0) {
    const name = UNKNOWN.exec(boxes[first - 1]!.content)?.[1]
    if (name === undefined || names.has(name)) break
    names.add(name)
    first--
  }
  const values = boxes.slice(first)
  const [{ start } = { start: 0 }] = values
  const lead = Math.max(text.lastIndexOf('\n\n', start), start - 60, 0)
  const isApart = values.length > 1 && APART.test(text.slice(lead, values.at(-1)!.start))
  return isApart ? [] : values.map(({ content }) => content)
}

/** "If $a>0$: \\boxed{x=3}. If $a<0$: \\boxed{y=8}." */
const APART =
  /(?<!\p{L})(?:if|when|cases?|or|either|otherwise|wrong|instead|wait|wenn|falls?|oder|si|cas|ou|casos?|se|o|если|случа\p{L}{1,3}|или)(?!\p{L})|若|如果|情况|或/iu

const UNKNOWN = /^\s?([a-zA-Z](?:_\{?\w\}?)?)\s?=[^=]{1,100}$/

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
  between.length <= 80 &&
  (isFallback(between.replace(/[$\s]{1,6}$/, '')) ||
    SPARE.test(between) ||
    (!between.includes('\n\n') && ALTERNATIVE.test(between) && !CORRECTION.test(between)))

const ALTERNATIVE =
  /(?<!\p{L})(?:or|xor|alternatively|perhaps|maybe|possibly|otherwise|either|oder|ou|o|или|vielleicht|peut-être|quizás)(?!\p{L})|\\lor|\\vee|[或/]|还是|可能|または|또는/iu
/** "Alternative:" on a line of its own. */
const SPARE =
  /\n\W{0,4}(?:alternat(?:iv)?e|backup|fallback)(?: (?:answer|value|result))?[*_]{0,2}:|\b(?:another|other|second)(?: [a-z]{1,12})? (?:answer|possibility)(?: is|:)/i
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
