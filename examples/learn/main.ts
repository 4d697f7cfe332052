/**
 * npm run learn: four estimators on the balanced setting, four seeds each; a table that fills as they train, and the figures.
 *
 *     npm run learn -- --full [--seeds 11]    every estimator in every setting; runs that are on file are not run again
 *     npm run learn -- --replay               five steps again, compared digit for digit with those on file
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { analyse } from './analysis.js'
import { ESTIMATORS, type EstimatorName } from './estimators.js'
import { type RunResult, trainFully } from './experiment.js'
import { curvesFigure, differencesFigure, signed } from './figures.js'
import { liveTable } from './live-table.js'
import { REPLAYED, replayFiveSteps } from './replay.js'
import { appendLine, RESULTS_FILE, readResults, sameRun } from './results-file.js'
import type { RunName } from './run.js'
import { SETTINGS, type SettingName } from './settings.js'

const OUTPUT = 'build/learn'
const REPLAY_FILE = 'examples/learn/results/replay.json'
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    replay: { type: 'boolean', default: false },
    seeds: { type: 'string' },
  },
})

const seeds = Number(values.seeds ?? (values.full ? 11 : 4))
if (!Number.isInteger(seeds) || seeds < 2 || seeds > 20) {
  // Two, for there to be a spread; at most 20, for the exact test goes through all 2ⁿ choices of signs.
  console.error(`--seeds takes a whole number from 2 to 20, not ${values.seeds}`)
  process.exit(2)
}
if (values.replay) replay()
else if (values.full) runEverything()
else demonstrate()

function demonstrate(): void {
  const estimators: EstimatorName[] = ['grpo', 'tmn', 'grpo-difficulty', 'tmn-reweight']
  const table = liveTable(estimators.map((name) => ESTIMATORS[name].title))
  const results: RunResult[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [row, estimator] of estimators.entries()) {
      const look = table.startRun(row)
      results.push(trainFully({ setting: 'balanced', estimator, seed }, look))
    }
  }
  table.end()
  const analysis = analyse(results)
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(`${OUTPUT}/curves.svg`, curvesFigure(analysis))
  writeFileSync(
    `${OUTPUT}/differences.svg`,
    differencesFigure(analysis, 'area', 'Mean reward over the run, less GRPO’s'),
  )
  for (const { estimator, yardstick, difference, halfWidth, pValue } of analysis.comparisons) {
    if (yardstick !== 'area') continue
    const interval = `${signed(difference, 3)} ± ${halfWidth.toFixed(3)}`
    console.log(
      `${ESTIMATORS[estimator].title.padEnd(14)} over the run, less GRPO: ${interval}  p = ${pValue.toFixed(3)}`,
    )
  }
  console.log(
    `figures: ${OUTPUT}/curves.svg, ${OUTPUT}/differences.svg; all runs and what they say: docs/learning.md`,
  )
}

/** Seed by seed, so that whenever it is stopped the runs on file are pairs. */
function runEverything(): void {
  const onFile = readResults()
  for (let seed = 1; seed <= seeds; seed++) {
    for (const setting of Object.keys(SETTINGS) as SettingName[]) {
      for (const estimator of Object.keys(ESTIMATORS) as EstimatorName[]) {
        const name: RunName = { setting, estimator, seed }
        if (onFile.some((result) => sameRun(result, name))) continue
        appendLine(trainFully(name), RESULTS_FILE)
      }
    }
    console.log(`seed ${seed} of ${seeds} is in ${RESULTS_FILE}`)
  }
}

function replay(): void {
  const again = `${JSON.stringify(REPLAYED.map(replayFiveSteps), undefined, 1)}\n`
  if (!existsSync(REPLAY_FILE)) writeFileSync(REPLAY_FILE, again)
  const same =
    JSON.stringify(JSON.parse(readFileSync(REPLAY_FILE, 'utf8'))) === JSON.stringify(JSON.parse(again))
  console.log(same ? 'five steps of each run, the same to the last digit' : `not as in ${REPLAY_FILE}`)
  if (!same) process.exitCode = 1
}
