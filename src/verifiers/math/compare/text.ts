import type { Tree } from '../tree.js'
import { trimMarks } from '../trim-answer.js'
import type { Comparison } from './context.js'

export const isText = (tree: Tree): boolean =>
  tree.kind === 'text' ||
  (tree.kind === 'list' && tree.items.length > 0 && tree.items.every((item) => item.kind === 'text'))

/** Words are equal without case, punctuation at the ends and doubled spaces. */
export function equalText(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (!c.spacesMatter && (gold.kind === 'list' || prediction.kind === 'list')) return false
  const [left, right] = [wordsOf(gold), wordsOf(prediction)]
  if (left === undefined || right === undefined) return false
  if (c.spacesMatter && isFormula(gold) && isFormula(prediction))
    return left.replaceAll(' ', '') === right.replaceAll(' ', '')
  return c.spacesMatter ? left === right : left.replaceAll(' ', '') === right.replaceAll(' ', '')
}

/** A formula that could not be read: its white space says nothing. */
const isFormula = (tree: Tree): boolean => tree.kind === 'text' && /\\(?!text)[a-zA-Z]{2}/.test(tree.text)

function wordsOf(tree: Tree): string | undefined {
  switch (tree.kind) {
    case 'text':
      return plainWords(tree.text)
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

/** The words of a text, without LaTeX, markdown and punctuation around them. */
function plainWords(text: string): string {
  const plain = text
    .replace(/\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|emph|operatorname)\b/g, ' ')
    .replace(/\\[,;:! ]|[{}$*~`_]|\\quad|\\q/g, ' ')
  return trimMarks(plain, '()"\'“”‘’.,;:!?。，')
    .replace(/, and /g, ' ')
    .replace(/[\s,]+/g, ' ')
    .toLowerCase()
}
