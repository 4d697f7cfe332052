/** A table on the terminal that shows how far each estimator has come; a line a run where the output is no terminal. */

import { SIZES } from './settings.js'
import { mean } from './statistics.js'

export interface LiveTable {
  /** A run of this row begins; the function takes each of its looks. */
  readonly startRun: (row: number) => (step: number, rewards: readonly number[]) => void
  readonly end: () => void
}

export function liveTable(titles: readonly string[]): LiveTable {
  const rows = titles.map((title) => ({ title, runs: [] as number[][] }))
  const isTerminal = process.stdout.isTTY === true
  let drawn = 0
  const draw = (): void => {
    const lines = [HEAD, ...rows.map(({ title, runs }) => rowLine(title, runs))]
    if (drawn > 0) process.stdout.write(`\x1b[${drawn}A`)
    process.stdout.write(lines.map((line) => `\x1b[2K${line}\n`).join(''))
    drawn = lines.length
  }
  if (!isTerminal) console.log(HEAD)
  return {
    startRun(row) {
      const run: number[] = []
      rows[row]!.runs.push(run)
      return (step, rewards) => {
        run.push(mean(rewards))
        if (isTerminal) draw()
        else if (step === SIZES.steps) console.log(rowLine(rows[row]!.title, [run]))
      }
    },
    end() {
      if (!isTerminal) console.log(['', ...rows.map(({ title, runs }) => rowLine(title, runs))].join('\n'))
    },
  }
}

const LOOKS = Array.from({ length: SIZES.steps / SIZES.evaluateEvery + 1 }, (_, i) => i)
const HEAD = `${'mean reward after step'.padEnd(24)}${LOOKS.map((i) => String(i * SIZES.evaluateEvery).padStart(6)).join('')}   runs`

/** The mean over the runs, at the looks that a run has come to. */
function rowLine(title: string, runs: readonly (readonly number[])[]): string {
  const cells = LOOKS.map((i) => {
    const values = runs.flatMap((run) => (i < run.length ? [run[i]!] : []))
    return (values.length === 0 ? '' : mean(values).toFixed(3)).padStart(6)
  })
  return `${title.padEnd(24)}${cells.join('')}${String(runs.length).padStart(7)}`
}
