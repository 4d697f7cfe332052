/** What the examples print with: tables, numbers, lap times. */
import { type Either, isLeft } from 'golongrl'

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (cells: readonly string[]) =>
    `   ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`
  console.log(line(head))
  console.log(line(widths.map((width) => '─'.repeat(width))))
  for (const row of rows) console.log(line(row))
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
export const count = (n: number): string => n.toLocaleString('en')
export const signed = (n: number): string => `${n < 0 ? '−' : '+'}${Math.abs(n).toFixed(2)}`
export const bold = (text: string): string => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text)

export const readJsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** The value, or the error in words and the end of the program. */
export function orExit<E, A>(result: Either<E, A>, describe: (error: E) => string): A {
  if (isLeft(result)) {
    console.error(describe(result.left))
    process.exit(1)
  }
  return result.right
}

/** Each call notes the time since the last one. */
export function stopwatch() {
  const laps: { stage: string; milliseconds: number }[] = []
  let last = performance.now()
  const lap = (stage: string) => {
    const now = performance.now()
    laps.push({ stage, milliseconds: now - last })
    last = now
  }
  return Object.assign(lap, { laps })
}
