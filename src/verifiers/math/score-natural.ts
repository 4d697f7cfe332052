import type { Comparison } from './compare/context.js'
import { equalAnswers } from './compare/equal-answers.js'
import { isOfOther } from './compare/names-of-quantities.js'
import type { Extraction } from './extract/extraction.js'
import { findAnswer } from './extract/find-answer.js'
import { writesDecimalCommas } from './extract/plain-numbers.js'
import { plainResponse } from './extract/plain-response.js'
import type { Outcome } from './outcome.js'
import { interpretationsOf, type KnownText } from './read/interpretations.js'
import { readingsBeside } from './read/readings-that-count.js'
import { render } from './render.js'
import type { Tree } from './tree.js'
import { sameTree } from './tree-queries.js'

/** A gold that was read: in one way or several, and the letter of the choice that it names beside its content. */
interface Gold {
  readonly text: string
  readonly readings: readonly Tree[]
  readonly choice?: Tree
  readonly local?: readonly Tree[]
  readonly known?: KnownText
}

/** The final answer of a text against the readings of a gold: one way of reading both alike is enough. */
export function scoreNatural(
  answer: string,
  { text, readings, choice, local, known }: Gold,
  c: Comparison,
): Outcome {
  // "odd $n$" is the gold itself, whatever is found in it.
  if (answer.trim() === text.trim()) return { reward: 1, reason: 'correct', extracted: text }
  const extraction = findAnswer(answer, c.work, known)
  if (!extraction) return { reward: 0, reason: 'no answer', extracted: '' }
  const extracted = extraction.text
  c.because(() => `Extracted ${JSON.stringify(extracted.slice(0, 200))} (${HOW[extraction.found]}).`)
  const { choice: chosen } = extraction.readings
  // (B) 12 is not (C) 12; the letter alone answers for (C) 12.
  if (choice && chosen && !sameTree(choice, chosen)) return { reward: 0, reason: 'wrong', extracted }
  const golds = [
    ...readings,
    ...(choice && !chosen ? [choice] : []),
    ...(local && writesDecimalCommas(plainResponse(answer)) ? local : []),
  ]
  const { of } = extraction
  if (of !== undefined && golds.every((gold) => isOfOther(gold, of)))
    return { reward: 0, reason: 'wrong', extracted }
  const predictions = readingsBeside(golds, extraction.readings)
  if (predictions.length === 0) return { reward: 0, reason: 'no answer', extracted }
  for (const gold of golds) {
    for (const prediction of predictions) {
      const equal = equalAnswers(gold, prediction, c)
      c.because(() => `${render(prediction)} ${equal ? 'equals' : 'does not equal'} ${render(gold)}.`)
      if (equal) return { reward: 1, reason: 'correct', extracted }
    }
  }
  const equal = equalParts(extraction, golds[0]!, c)
  return { reward: equal ? 1 : 0, reason: equal ? 'correct' : 'wrong', extracted }
}

const HOW: Readonly<Record<Extraction['found'], string>> = {
  boxed: 'the last box',
  phrase: 'what the last announcement introduces',
  math: 'the last formula',
  number: 'the last number',
  statement: 'the last statement',
  words: 'the whole text',
  withheld: 'a sentence that asserts no value',
}

/** As many boxes as the gold has items answer for it together: "(1) \boxed{3} (2) \boxed{5}". */
function equalParts(extraction: Extraction, gold: Tree, c: Comparison): boolean {
  if (!extraction.parts || !('items' in gold) || extraction.parts.length !== gold.items.length) return false
  const items = extraction.parts.map((part) => interpretationsOf(part, c.work).trees[0])
  if (!items.every((item) => item !== undefined)) return false
  c.because(
    () =>
      `There are ${items.length} boxes for the ${items.length} parts of the gold: ${items.map(render).join(', ')}.`,
  )
  const areNamed = gold.kind === 'logical' && items.every(({ kind }) => kind === 'relation')
  return equalAnswers(gold, areNamed ? { kind: 'logical', operator: ',', items } : { kind: 'list', items }, c)
}
