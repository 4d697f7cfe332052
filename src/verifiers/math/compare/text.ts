import { isChemical } from '../read/chemical-formulas.js'
import { latexFromUnicode } from '../read/unicode.js'
import type { Tree } from '../tree.js'
import { trimMarks } from '../trim-answer.js'
import type { Comparison } from './context.js'
import { propertiesIn } from './opposites.js'

export const isText = (tree: Tree): boolean =>
  tree.kind === 'text' ||
  (tree.kind === 'list' && tree.items.length > 0 && tree.items.every((item) => item.kind === 'text'))

/** Words are equal without case, punctuation at the ends and doubled spaces. */
export function equalText(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (!c.spacesMatter && (gold.kind === 'list' || prediction.kind === 'list')) return false
  if (c.spacesMatter) {
    const [one, other] = [lettersOf(gold), lettersOf(prediction)]
    if (one && isChemical(one) && (/\d/.test(one) || (other && isChemical(other)))) return one === other
  }
  const [left, right] = [wordsOf(gold), wordsOf(prediction)]
  if (left === undefined || right === undefined) return false
  if (c.spacesMatter && isFormula(gold) && isFormula(prediction)) {
    const [first, second] = [left, right].map((words) => words.replaceAll(' ', ''))
    return first === second || first === second!.replace(MUTUAL, '$3$2$1')
  }
  if (
    c.spacesMatter &&
    (saysTheSame(left, right) || sameNames(gold, prediction) || areOneQuadrant(left, right))
  )
    return true
  return c.spacesMatter ? left === right : left.replaceAll(' ', '') === right.replaceAll(' ', '')
}

/** "odd" is said by "the function is odd" and "an odd function"; not by "is not odd", nor 5 by "the maximum is 5". */
function saysTheSame(gold: string, prediction: string): boolean {
  if (!PLAIN_WORDS.test(gold) || !PLAIN_WORDS.test(prediction)) return false
  const asked = propertiesIn(gold.replace(SUBJECT, ''))
  return prediction.split(THAT_IS).every((part) => {
    const said = part.replace(SUBJECT, '')
    return asked === propertiesIn(said) || asked === propertiesIn(said.replace(NOUN, ''))
  })
}

const PLAIN_WORDS = /^[a-z .'’-]{1,60}$/
/** "not prime, i.e. composite" says it twice. */
const THAT_IS = / (?:i\.e\.|that is) /
const NOUNS =
  'triangle|function|series|matrix|number|integer|sequence|curve|quadrilateral|integral|vectors|value|limit|expression|statement|claim|system|set|group'
const SUBJECT = /* @__PURE__ */ new RegExp(
  `^(?:(?:it|they|(?:the|this) (?:${NOUNS})) (?=is |are |do|con|di))?(?:(?:is|are) )?(?:an? )?`,
)
const NOUN = /* @__PURE__ */ new RegExp(`(?<=^(?:not (?:an? )?)?[a-z-]{1,20}) (?:${NOUNS})$`)

/** AB ∥ CD is CD ∥ AB. */
const MUTUAL = /^([a-z]{1,3})(\\parallel|\\perp)([a-z]{1,3})$/

/** "the fourth quadrant" is "Quadrant IV" and "quadrant 4". */
const areOneQuadrant = (gold: string, prediction: string): boolean =>
  QUADRANT.test(gold) && QUADRANT.test(prediction) && quadrantIn(gold) === quadrantIn(prediction)

const quadrantIn = (words: string): number => {
  const [, named, numbered] = QUADRANT.exec(words)!
  return named ? ORDINALS.indexOf(named) + 1 : Number(numbered) || NUMERALS.indexOf(numbered!) + 1
}

const ORDINALS = ['first', 'second', 'third', 'fourth']
const NUMERALS = ['i', 'ii', 'iii', 'iv']
const QUADRANT = /^(?:the )?(?:(first|second|third|fourth) quadrant|quadrant (i{1,3}|iv|[1-4]))$/

/** "Alice and Bob" are "Bob and Alice"; only names, of whom no order is told. */
function sameNames(gold: Tree, prediction: Tree): boolean {
  const [left, right] = [namesIn(gold), namesIn(prediction)]
  return left !== undefined && left === right
}

function namesIn(tree: Tree): string | undefined {
  const found = tree.kind === 'text' ? NAMES.exec(tree.text.trim()) : null
  return found
    ? found[1]!
        .split(/, and |, | and /)
        .sort()
        .join()
    : undefined
}

const NAMES =
  /^(?:\\text\s?\{\s?)?([A-Z][a-z]{1,20}(?:, [A-Z][a-z]{1,20}){0,8},? and [A-Z][a-z]{1,20})\s?\}?\.?$/

/** A formula that could not be read: its white space says nothing. */
const isFormula = (tree: Tree): boolean =>
  tree.kind === 'text' && /\\(?!text)[a-zA-Z]{2}/.test(latexFromUnicode(tree.text, true))

/** Letters as they are written, capitals or not. */
function lettersOf(tree: Tree): string | undefined {
  if (tree.kind === 'text') return bareWords(tree.text)
  if (tree.kind === 'symbol' || tree.kind === 'constant') return tree.name
  const letters = tree.kind === 'product' ? tree.factors.map(lettersOf) : [undefined]
  return letters.every((letter) => letter !== undefined) ? letters.join('') : undefined
}

function wordsOf(tree: Tree): string | undefined {
  switch (tree.kind) {
    case 'text':
      return plainWords(latexFromUnicode(tree.text, true))
    case 'symbol':
      return tree.name.toLowerCase()
    case 'constant':
      return tree.name === 'e' || tree.name === 'i' ? tree.name : undefined
    case 'product': {
      const letters = tree.factors.map(wordsOf)
      return letters.every((letter) => letter !== undefined) ? letters.join('') : undefined
    }
    case 'list': {
      const items = tree.items.map(wordsOf)
      return items.every((item) => item !== undefined) ? items.join(' ') : undefined
    }
    default:
      return undefined
  }
}

const bareWords = (text: string): string =>
  text
    .replace(/\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|emph|operatorname)\b/g, ' ')
    .replace(/\\neg(?![a-zA-Z])/g, '\\lnot')
    .replace(/\\[,;:! ]|[{}$*~`_]|\\quad|\\q/g, ' ')
    .trim()

/** The words of a text, without LaTeX, markdown and punctuation around them. */
export function plainWords(text: string): string {
  const plain = bareWords(text)
  return trimMarks(plain, '()"\'“”‘’.,;:!?。，')
    .replace(/, and /g, ' ')
    .replace(/\b([Cc]ent|[Mm]et|[Ll]it)re(?=s?\b)/g, '$1er')
    .replace(/\b([Gg])rey\b/g, '$1ray')
    .replace(/\b([Cc]ol|[Nn]eighb|[Ff]av)our/g, '$1or')
    .replace(/[\s,]+/g, ' ')
    .replace(/(?<=[a-z]) -(?=[a-z])/g, '-')
    .toLowerCase()
}
