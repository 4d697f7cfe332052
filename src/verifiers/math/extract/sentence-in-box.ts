import { matchesOf } from '../matches.js'
import { labelOf } from '../read/labels.js'

/** Longest content of a box that is read as a sentence. */
const LONGEST = 300

/**
 * `The vertex is at $(2, -3)$.` of `\text{The vertex is at } (2, -3)`: a box that holds a whole sentence, as it would stand without
 * the box. `\text{Reject } H_0` has no verb of its own, and `\text{The sum is }7` is an equation of what it names.
 */
export function sentenceIn(content: string): string | undefined {
  if (content.length > LONGEST || !BEGINS.test(content)) return undefined
  let sentence = ''
  let at = 0
  for (const { index, 0: whole, 1: words } of matchesOf(content, WORDS)) {
    if (at === 0 && labelOf(words!.trim()) !== undefined) return undefined
    sentence += `${asFormula(content.slice(at, index))}${words!}`
    at = index + whole.length
  }
  // Without \text the formulas have their dollars.
  sentence += at === 0 ? content : asFormula(content.slice(at))
  const plain = sentence.replace(/\s{1,20}/g, ' ').trim()
  return VERB.test(plain) && !COMPARED.test(plain) ? plain : undefined
}

/** `5` of `5\\text{, since }2 + 3 = 5`, `\\text{no solution}` of `\\text{no solution, because }0 = 1\\text{ is false}`: what stands before its reason. */
export function withoutReasonIn(content: string): string {
  const at = Math.max(content.indexOf('since'), content.indexOf('because'))
  if (at <= 0 || /[\p{L}\\]$/u.test(content.slice(0, at))) return content
  const head = content.slice(0, at).replace(/(?:\\text\s?\{)?[\s,;:(]{0,4}$/, '')
  const open = head.split('{').length - head.split('}').length
  return head === '' ? content : head + '}'.repeat(Math.max(0, open))
}

/** What a sentence that answers a question says of its subject. */
const VERB =
  /\s(?:is|are|was|were|has|have|had|will|can|equals?|gives?|costs?|makes?|made|earns?|earned|gets?|got|needs?|needed|pays?|paid|saves?|saved|spends?|spent|sells?|sold|buys?|bought|takes?|took|weighs?|contains?|holds?|travels?|travell?ed|drives?|drove|walks?|walked|runs?|ran|reads?|eats?|ate|drinks?|uses?|used|receives?|received|owes?|collects?|collected|leaves?|left|remains?|works?|worked|scores?|scored|bakes?|baked|plants?|planted|lives?|gains?|loses?|lost)\s/

const COMPARED = /\s(?:more|less|fewer|longer|shorter|taller|older|younger|heavier|times as|twice) /

const WORDS = /\\(?:text|mbox|textrm|textnormal)\s?\{([^{}]*)\}/g

const BEGINS =
  /^\s{0,3}(?:\\(?:text|mbox|textrm|textnormal)\s?\{\s?)?(?!(?:If|When|For|All|Either|Let)\b)\p{Lu}\p{L}{0,15}[\s']/u

const asFormula = (part: string): string => {
  const formula = part.replace(/^(?:\\[ ,;:]|\\quad|[\s~])*|(?:\\[ ,;:]|\\quad|[\s~])*$/g, '')
  return /[\p{L}\d]/u.test(formula) ? ` $${formula}$ ` : formula
}
