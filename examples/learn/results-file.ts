import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { RunResult } from './experiment.js'
import type { RunName } from './run.js'

/** Results stand one run a line; a run whose line is there is not run again. */
export const RESULTS_FILE = 'examples/learn/results/runs.jsonl'
export const NEURAL_RESULTS_FILE = 'examples/learn/results/neural.jsonl'

export const readResults = (): RunResult[] => readLines(RESULTS_FILE)

export const readLines = <Result>(file: string): Result[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : []

export const appendLine = (result: unknown, file: string): void =>
  appendFileSync(file, `${JSON.stringify(result)}\n`)

export const sameRun = (a: RunName, b: RunName): boolean =>
  a.setting === b.setting && a.estimator === b.estimator && a.seed === b.seed
