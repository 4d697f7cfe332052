/** Other people's packages, as far as they can do the work of a verifier. */
import type { Answer, Subject } from 'golongrl/bench'
import { l as rougeL } from 'js-rouge'
import { all, create } from 'mathjs'

/** js-rouge's ROUGE-L: another tokenizer, the same longest common subsequence. */
export const rougePeer: Subject<readonly Answer[]> = {
  name: 'js-rouge',
  run: sumOver(({ prediction, gold }) => rougeL(prediction, (gold as readonly string[])[0]!)),
}

const { evaluate } = create(all!)

/** mathjs calculates both sides and compares the numbers; the box is taken off for it. */
export const calculatorPeer: Subject<readonly Answer[]> = {
  name: 'mathjs evaluate',
  run: sumOver(({ prediction, gold }) =>
    Math.abs(evaluate(unboxed(prediction)) - evaluate(gold as string)) < 1e-9 ? 1 : 0,
  ),
}

interface ComputeEngine {
  parse(latex: string): { isEqual(other: unknown): boolean | undefined }
}

/**
 * compute-engine reads LaTeX and compares; the box is taken off for it. Takes part where it is installed: it needs a Node
 * newer than our oldest (`npm install --no-save @cortex-js/compute-engine`, Node 22.3 or later).
 */
export async function latexPeer(): Promise<Subject<readonly Answer[]> | undefined> {
  const name: string = '@cortex-js/compute-engine'
  const loaded = await import(name).catch(() => undefined)
  if (loaded === undefined) return undefined
  const engine: ComputeEngine = new loaded.ComputeEngine()
  return {
    name: 'compute-engine',
    run: sumOver(({ prediction, gold }) =>
      engine.parse(unboxed(prediction)).isEqual(engine.parse(gold as string)) ? 1 : 0,
    ),
  }
}

const unboxed = (prediction: string): string => prediction.slice('\\boxed{'.length, -1)

function sumOver(score: (answer: Answer) => number) {
  return (answers: readonly Answer[]): number => {
    let sum = 0
    for (const answer of answers) sum += score(answer)
    return sum
  }
}
