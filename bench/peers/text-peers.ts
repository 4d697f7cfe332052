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

interface ComputeEngineModule {
  readonly version: string
  readonly ComputeEngine: new () => ComputeEngine
}

/**
 * compute-engine takes part where it is installed: it needs a Node newer than our oldest
 * (`npm install --no-save --no-engine-strict @cortex-js/compute-engine`, Node 22.3 or later).
 */
export const computeEngine = (): Promise<ComputeEngineModule | undefined> => {
  const name: string = '@cortex-js/compute-engine'
  return import(name).catch(() => undefined)
}

/** compute-engine reads LaTeX and compares; the box is taken off for it. */
export function latexPeer({ ComputeEngine }: ComputeEngineModule): Subject<readonly Answer[]> {
  const engine = new ComputeEngine()
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
