/**
 * npm run bench:docs: writes docs/charts/*.svg, and the tables between the markers of docs/benchmarks.md, from
 * bench/results/published.json (npm run bench -- --out …), bench/results/peers.json (npm run bench:peers) and bench/results/latex.json,
 * the one contest that needs a newer Node (see computeEngine in peers/text-peers.ts).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Measurement, ratio } from 'golongrl/bench'
import { COPY } from './contests.js'
import { readReport } from './report.js'
import { barChart, lineChart } from './svg.js'
import { digits, duration, kilobytes } from './terminal.js'

const DOCUMENT = 'docs/benchmarks.md'
const report = readReport('bench/results/published.json')
const peers = readReport('bench/results/peers.json')
const latex = readReport('bench/results/latex.json')
const runs = [report, peers, latex]

const { measurements } = report
const groups = groupsOf(measurements)

/** The subjects of one workload at one size, ours first. */
function groupsOf(all: readonly Measurement[]): ReadonlyMap<string, readonly Measurement[]> {
  const groups = new Map<string, Measurement[]>()
  for (const one of all) {
    const name = `${one.workload} ${one.size}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [one])
    else group.push(one)
  }
  return groups
}

const count = (value: number): string => value.toLocaleString('en')
const spread = (other: Measurement, ours: Measurement): string => {
  const { median, min, max } = ratio(other, ours)
  return `${digits(median)}× (${digits(min)}–${digits(max)})`
}
const each = ({ median, items, item }: Measurement): string => `${duration(median / items)}/${item}`

/** The twins in Python and us, measured in turns: the twin comes first in each pair. */
const pairs = peers.measurements.flatMap((twin, i) =>
  i % 2 === 0 ? [{ twin, ours: peers.measurements[i + 1]! }] : [],
)
const besidePython = pairs.filter(({ twin }) => twin.subject === 'python')
const besideTorch = pairs.filter(({ twin }) => twin.subject === 'torch')
/** Other packages and us in one contest. */
const rivals = [...groups.values(), ...groupsOf(latex.measurements).values()].flatMap(([ours, ...others]) =>
  others
    .filter(({ subject }) => ['js-rouge', 'mathjs evaluate', 'compute-engine'].includes(subject))
    .map((other) => ({ ours: ours!, other })),
)

/** Bars other than ten times. */
const TEXT_BARS: Readonly<Record<string, number>> = { rougeL: 100, 'mathVerify, plain numbers': 30 }

/** The wasm backend beside the plain loop of `policyLoss`, at 8 M tokens; a reused gradient beside a reused one. */
function overPlainLoop(subject: string): readonly (readonly string[])[] {
  const plain = subject === ' backend' ? 'policyLoss' : 'policyLoss, gradient buffer reused'
  return [...groups.values()].flatMap((group) => {
    const ours = group.find((one) => one.subject === `wasm${subject}` && one.size === 1 << 23)
    const loop = group.find((one) => one.subject === plain)
    if (ours === undefined || loop === undefined) return []
    return [
      [
        `${ours.workload}, ${count(ours.size)} tokens: wasm${subject}`,
        '≥ 8× the plain loop',
        spread(loop, ours),
      ],
    ]
  })
}

const importOf = (name: string): Measurement =>
  measurements.find(({ item, subject }) => item === 'import' && subject === name)!
const bundleOf = (name: string): string =>
  kilobytes(report.bundles.find((bundle) => bundle.name.startsWith(name))!.gzip)
const latencyOf = (name: string): string => {
  const { median, p99 } = report.latencies.find(({ metric }) => metric === name)!
  return `${duration(median)} / ${duration(p99)}`
}

const tables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  environment: [
    ['', 'contests', 'twins', 'LaTeX'],
    ...Object.keys(report.environment)
      .filter((name) => name !== 'peers')
      .map((name) => [name, ...runs.map(({ environment }) => String(environment[name as 'date']))]),
    ...[...new Set(runs.flatMap(({ environment }) => Object.keys(environment.peers)))].map((peer) => [
      peer,
      ...runs.map(({ environment }) => environment.peers[peer] ?? ''),
    ]),
  ],
  bars: [
    ['work', 'bar', 'measured'],
    ...besideTorch
      .filter(({ ours: { size, item } }) => size === (item === 'token' ? 1 << 23 : 1 << 20))
      .map(({ twin, ours }) => [
        `${twin.workload}, ${count(twin.size)} ${twin.item}s: ${ours.subject}`,
        `≥ ${twin.item === 'token' ? 20 : 3}× torch`,
        spread(twin, ours),
      ]),
    ...overPlainLoop(' backend'),
    ...overPlainLoop(' backend, gradient buffer reused'),
    ...overPlainLoop(' backend, arrays of allocate()'),
    ...besidePython.map(({ twin, ours }) => [
      `${twin.workload}: ${ours.subject}`,
      `≥ ${TEXT_BARS[twin.workload] ?? 10}× the published code`,
      `${spread(twin, ours)} our twin of it`,
    ]),
    ["first `import 'golongrl'`", '< 60 ms', duration(importOf('golongrl').median)],
    ['bundle of the text metrics and tmnReweight', '< 30 kB gzip', bundleOf('the eight')],
    ['bundle of mathVerify', '≤ 120 kB gzip', bundleOf('mathVerify')],
    ['mathVerify, median / p99', '≤ 100 µs / ≤ 2 ms', latencyOf('mathVerify')],
  ],
  torch: [
    ['work', 'size', 'ours', 'torch', 'golongrl', 'times as fast (min–max of the rounds)'],
    ...besideTorch.map(({ twin, ours }) => [
      twin.workload,
      count(twin.size),
      ours.subject,
      duration(twin.median),
      duration(ours.median),
      spread(twin, ours),
    ]),
  ],
  python: [
    ['metric', 'ours', 'twin', 'golongrl', 'times as fast (min–max of the rounds)'],
    ...besidePython.map(({ twin, ours }) => [
      twin.workload,
      ours.subject,
      each(twin),
      each(ours),
      spread(twin, ours),
    ]),
  ],
  packages: [
    ['work', 'package', 'theirs', 'ours', 'times as fast (min–max of the rounds)'],
    ...rivals.map(({ ours, other }) => [
      ours.workload,
      other.subject,
      each(other),
      each(ours),
      spread(other, ours),
    ]),
  ],
  latency: [
    ['metric', 'median', 'p99', 'slowest of 2,000'],
    ...report.latencies.map(({ metric, median, p99, slowest }) => [
      `\`${metric}\``,
      ...[median, p99, slowest].map(duration),
    ]),
  ],
  steps: [
    ['work', 'size', 'subject', 'one run', 'per item', 'p99', '± %'],
    ...measurements
      .filter(({ workload }) => /^(scoreBatch|advantages|policyLoss)/.test(workload))
      .map((one) => [
        one.workload,
        count(one.items),
        one.subject,
        duration(one.median),
        each(one),
        duration(one.p99),
        one.relativeError.toFixed(1),
      ]),
  ],
  bandwidth: [
    ['work', 'tokens', 'subject', 'GB/s', 'of a copy'],
    ...[...groups.values()].flatMap((group) => {
      const copy = group.find(({ subject }) => subject === COPY)
      return copy === undefined
        ? []
        : group.map((one) => [
            one.workload,
            count(one.size),
            one.subject,
            digits((one.bytes ?? 0) / one.median / 1e6),
            `${digits(100 * ratio(copy, one).median)} %`,
          ])
    }),
  ],
  imports: [
    ['import of', 'median', 'slowest', 'rounds'],
    ...measurements
      .filter(({ item }) => item === 'import')
      .map(({ subject, median, p99, runs }) => [
        `\`${subject}\``,
        duration(median),
        duration(p99),
        String(runs),
      ]),
  ],
  bundles: [
    ['import of', 'minified', 'gzip'],
    ...report.bundles.map(({ name, minified, gzip }) => [name, kilobytes(minified), kilobytes(gzip)]),
  ],
  memory: [
    ['work', 'size', 'bytes per', 'input', 'result', 'peak above the input'],
    ...report.memory.map((use) => [
      use.work,
      count(use.size),
      use.item,
      ...[use.inputPerItem, use.resultPerItem, use.peakPerItem].map(digits),
    ]),
  ],
  growth: [
    ['work', 'subject', 'exponent', 'sizes'],
    ...report.growth.map((fit) => [
      fit.workload,
      fit.subject,
      fit.exponent.toFixed(2),
      fit.sizes.map(count).join(', '),
    ]),
  ],
}

mkdirSync('docs/charts', { recursive: true })
writeFileSync(
  'docs/charts/peers.svg',
  barChart({
    title: 'Times as fast as other code, measured in turns on one machine',
    note: 'logarithmic; the thin line spans the rounds',
    bars: [
      ...besideTorch.map(({ twin, ours }) => ({
        label: `${twin.workload}, ${count(twin.size)} ${twin.item}s${twin.item === 'token' ? `: ${ours.subject}` : ''} / torch`,
        ...ratio(twin, ours),
      })),
      ...besidePython.map(({ twin, ours }) => ({
        label: `${twin.workload}: ${ours.subject} / Python`,
        ...ratio(twin, ours),
      })),
      ...rivals.map(({ ours, other }) => ({
        label: `${ours.workload} / ${other.subject}`,
        ...ratio(other, ours),
      })),
    ],
  }),
)
writeFileSync(
  'docs/charts/growth.svg',
  lineChart({
    title: 'Time per item as the work grows: level lines are linear time',
    x: 'items',
    y: 'ns per item',
    lines: report.growth
      .filter(({ subject }) => subject !== COPY)
      .map(({ workload, subject }) => ({
        label: subject === 'golongrl' ? workload : `${workload}: ${subject}`,
        points: measurements
          .filter((one) => one.workload === workload && one.subject === subject)
          .map((one) => [one.items, (one.median / one.items) * 1e6] as const),
      })),
  }),
)
fillTables()

function fillTables(): void {
  let text = readFileSync(DOCUMENT, 'utf8')
  for (const [name, [head, ...rows]] of Object.entries(tables)) {
    const lines = [head!, head!.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
    const marked = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`${DOCUMENT} has no place for the table ${name}`)
    text = text.replace(marked, (_, open, close) => `${open}\n${lines.join('\n')}\n\n${close}`)
  }
  writeFileSync(DOCUMENT, text)
}
