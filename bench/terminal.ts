import { SingleBar } from 'cli-progress'
import { type Change, type Growth, type Measurement, ratio, type Turn } from '../src/bench/index.js'
import { table } from '../src/cli/table.js'
import type { BundleSize } from './bundle-size.js'
import type { Latency } from './latency.js'
import type { MemoryUse } from './memory.js'

/** A bar on a terminal, silence elsewhere. */
export function progressBar() {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {workload} × {size}: {subject}',
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  })
  let started = false
  return {
    turn: (turn: Turn) => {
      if (!started) bar.start(turn.all, 0, turn)
      started = true
      bar.update(turn.done, turn)
    },
    end: () => bar.stop(),
  }
}

export function printMeasurements(measurements: readonly Measurement[]): void {
  const firsts = new Map<string, Measurement>()
  printTable(
    ['workload', 'size', 'subject', 'per item', 'p99 run', '± %', 'heap per run', 'times the first (95 %)'],
    measurements.map((one) => {
      const key = `${one.workload} ${one.size}`
      const first = firsts.get(key) ?? one
      firsts.set(key, first)
      const { median, low, high } = ratio(one, first)
      return [
        one.workload,
        one.size.toLocaleString('en'),
        one.subject,
        `${duration(one.median / one.items)}/${one.item}`,
        duration(one.p99),
        one.relativeError.toFixed(1),
        one.heapPerRun === undefined ? '' : kilobytes(one.heapPerRun),
        first === one ? '' : `${digits(median)} (${digits(low)}–${digits(high)})`,
      ]
    }),
  )
}

export function printGrowth(fits: readonly Growth[]): void {
  if (fits.length === 0) return
  console.log('\nTime grows as size to the power of')
  printTable(
    ['workload', 'subject', 'exponent (95 %)', 'sizes'],
    fits.map((fit) => [
      fit.workload,
      fit.subject,
      `${fit.exponent.toFixed(2)} (${fit.low.toFixed(2)}–${fit.high.toFixed(2)})`,
      fit.sizes.join(', '),
    ]),
  )
}

export function printLatencies(all: readonly Latency[]): void {
  if (all.length === 0) return
  console.log('\nResponse by response')
  printTable(
    ['metric', 'responses', 'median', 'p99', 'slowest'],
    all.map(({ metric, responses, median, p99, slowest }) => [
      metric,
      String(responses),
      ...[median, p99, slowest].map(duration),
    ]),
  )
}

export function printBundles(bundles: readonly BundleSize[]): void {
  if (bundles.length === 0) return
  console.log('\nBundled with esbuild')
  printTable(
    ['import of', 'minified', 'gzip'],
    bundles.map(({ name, minified, gzip }) => [name, kilobytes(minified), kilobytes(gzip)]),
  )
}

export function printMemory(uses: readonly MemoryUse[]): void {
  if (uses.length === 0) return
  console.log('\nBytes for each item: the input, the result, and the most that the process grew by meanwhile')
  printTable(
    ['work', 'size', 'item', 'input', 'result', 'peak'],
    uses.map((use) => [
      use.work,
      use.size.toLocaleString('en'),
      use.item,
      ...[use.inputPerItem, use.resultPerItem, use.peakPerItem].map(digits),
    ]),
  )
}

export function printChanges(changes: readonly Change[]): void {
  console.log('\nTime now over time then, with its 95 % interval and the rank test of the rounds')
  printTable(
    ['workload', 'size', 'subject', 'ratio (95 %)', 'p', ''],
    changes.map((change) => [
      change.workload,
      change.size.toLocaleString('en'),
      change.subject,
      `${digits(change.ratio)} (${digits(change.low)}–${digits(change.high)})`,
      digits(change.probability),
      change.verdict === 'no difference' ? '' : change.verdict,
    ]),
  )
}

export const printTable = (head: readonly string[], rows: readonly (readonly string[])[]): void =>
  console.log(table([head, ...rows]))

/** Decimal kilobytes, as size-limit counts. */
export const kilobytes = (bytes: number): string => `${digits(bytes / 1000)} kB`

export const digits = (value: number): string => Number(value.toPrecision(3)).toString()

export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${digits(milliseconds / 1000)} s`
  if (milliseconds >= 1) return `${digits(milliseconds)} ms`
  if (milliseconds >= 1e-3) return `${digits(milliseconds * 1e3)} µs`
  return `${digits(milliseconds * 1e6)} ns`
}
