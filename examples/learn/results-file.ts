import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { RunResult } from './experiment.js'
import type { RunName } from './run.js'

/** One run a line; a run whose line is there is not run again. */
export const RESULTS_FILE = 'examples/learn/results/runs.jsonl'

export const readResults = (file: string = RESULTS_FILE): RunResult[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : []

export const appendResult = (result: RunResult, file: string = RESULTS_FILE): void =>
  appendFileSync(file, `${JSON.stringify(result)}\n`)

export const sameRun = (a: RunName, b: RunName): boolean =>
  a.setting === b.setting && a.estimator === b.estimator && a.seed === b.seed
