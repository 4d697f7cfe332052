import type { Tree } from '../tree.js'
import type { Comparison } from './context.js'
import { equalValues } from './values.js'

/** a : b : c up to a common factor; with two parts also the quotient. */
export function equalRatios(gold: Tree, prediction: Tree, c: Comparison): boolean {
  if (gold.kind === 'ratio' && prediction.kind === 'ratio') {
    const [left, right] = [gold.parts, prediction.parts]
    return (
      left.length === right.length &&
      left.every(
        (part, index) =>
          index === 0 || equalValues(multiplied(part, right[0]!), multiplied(left[0]!, right[index]!), c),
      )
    )
  }
  const ratio = gold.kind === 'ratio' ? gold : (prediction as Tree & { kind: 'ratio' })
  return ratio.parts.length === 2 && equalValues(gold, prediction, c)
}

const multiplied = (a: Tree, b: Tree): Tree => ({ kind: 'product', factors: [a, b] })
