import { type Change, describeChange, regressions } from '../src/bench/index.js'

/** Sets the exit code where something became slower than the limit allows. */
export function failOver(changes: readonly Change[], limit: string | undefined): void {
  if (limit === undefined) return
  if (!(Number(limit) >= 1)) throw new Error(`--fail-over must be a number, 1 or more, not "${limit}"`)
  const slower = regressions(changes, Number(limit))
  for (const change of slower) console.log(describeChange(change))
  if (slower.length > 0) process.exitCode = 1
}
