import type { Tree } from '../tree.js'
import { choiceLetters, decimalOf } from '../tree-queries.js'
import { isChemical } from './chemical-formulas.js'
import type { Interpretations } from './interpretations.js'
import { cyclesOfTwoLines, isPermutation, readCycles } from './permutations.js'

/** As a gold: the mathematics, and its words where there is none, or one word, as No, that may be a product of letters. */
export function goldReadings({ trees, words }: Interpretations): readonly Tree[] {
  const cycles = words && readCycles(words.text)
  // (12)(34) is no product; (123) may be a number, and (1, 2, 3) is a point.
  if (cycles && /\(.*\(/.test(cycles.text)) return [cycles]
  if (cycles && !words.text.includes(',')) return [...trees, cycles]
  const twoLines = trees[0] && cyclesOfTwoLines(trees[0])
  if (twoLines) return [...trees, twoLines]
  const isName =
    words !== undefined &&
    (trees.length === 0 || ONE_WORD.test(words.text) || (/\d/.test(words.text) && isChemical(words.text)))
  return isName && !trees.some(isText) ? [...trees, words] : trees
}

const ONE_WORD = /^(?:\p{L}{3,}|no|ja|s[ií])$/iu

/** As a prediction: words matter only beside words, the letter of a choice beside a letter. */
export function readingsBeside(
  golds: readonly Tree[],
  { trees, choice, decimal, pointed, loss, proposition, words }: Interpretations,
): readonly Tree[] {
  const letters = choice !== undefined && golds.some((gold) => choiceLetters(gold) !== undefined)
  const worded = words !== undefined && golds.some(isText) && !trees.some(isText)
  const decimals = decimal !== undefined && golds.some((gold) => decimalOf(valueIn(gold)) !== undefined)
  const losses = loss !== undefined && golds.some((gold) => valueIn(gold).kind === 'negative')
  const isCycle = () => /\)[^()]{0,8}\(/.test(words!.text) || !words!.text.includes(',')
  const isBesideCycles = words !== undefined && golds.some(isPermutation)
  const cycles = isBesideCycles
    ? ((isCycle() ? readCycles(words.text) : undefined) ?? (trees[0] && cyclesOfTwoLines(trees[0])))
    : undefined
  return [
    ...trees,
    ...(letters ? [choice] : []),
    ...(decimals ? [decimal] : []),
    ...(pointed && golds.some((gold) => isNumber(valueIn(gold))) ? [pointed] : []),
    ...(losses ? [loss] : []),
    ...(proposition && golds.some(isFormula) ? [proposition] : []),
    ...(worded ? [words] : []),
    ...(cycles ? [cycles] : []),
  ]
}

const valueIn = (tree: Tree): Tree =>
  tree.kind === 'quantity'
    ? tree.value
    : tree.kind === 'percent'
      ? tree.operand
      : tree.kind === 'relation'
        ? valueIn(tree.operands.at(-1)!)
        : tree

const isText = (tree: Tree): boolean => tree.kind === 'text'

const isNumber = (tree: Tree): boolean =>
  tree.kind === 'number' || (tree.kind === 'negative' && isNumber(tree.operand))

const isFormula = (tree: Tree): boolean => tree.kind === 'call' && /^[¬∧∨⊕→↔∀∃]$/.test(tree.name)
