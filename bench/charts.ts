/**
 * npm run bench:docs, from the files of bench/results/: docs/charts/peers.svg and growth.svg, the tables between the markers of
 * docs/benchmarks.md, and docs/benchmarks-tables.md, which holds all figures.
 *
 * - published.json: npm run bench -- --out …; latex.json: the one contest that needs a newer Node (see peers/text-peers.ts)
 * - released.json, twin.json, torch.json, numpy.json: npm run bench:peers
 * - service.json, score.json: npm run bench:end-to-end -- --write
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Measurement, ratio } from 'golongrl/bench'
import { type Bar, below, type Contest, contestsOf, endToEndBars, numpyBars, releasedBars } from './bars.js'
import { COPY } from './contests.js'
import { type EndToEndRow, type Report, readReport } from './report.js'
import { barChart, lineChart } from './svg.js'
import { digits, duration, kilobytes } from './terminal.js'

const PAGE = 'docs/benchmarks.md'
const TABLES = 'docs/benchmarks-tables.md'
const resultsOf = (name: string): Report => readReport(`bench/results/${name}.json`)
const reports = {
  contests: resultsOf('published'),
  released: resultsOf('released'),
  twin: resultsOf('twin'),
  torch: resultsOf('torch'),
  numpy: resultsOf('numpy'),
  service: resultsOf('service'),
  score: resultsOf('score'),
  LaTeX: resultsOf('latex'),
}
const { measurements, ...report } = reports.contests
const endToEnd = [reports.service, reports.score].flatMap(
  (one) => (one as unknown as { readonly rows: readonly EndToEndRow[] }).rows,
)
const groups = groupsOf(measurements)
const released = contestsOf(reports.released.measurements)
const twins = contestsOf(reports.twin.measurements)
const besideTorch = contestsOf(reports.torch.measurements)
const besideNumpy = contestsOf(reports.numpy.measurements)
/** Other packages and us in one contest. */
const rivals = [...groups.values(), ...groupsOf(reports.LaTeX.measurements).values()].flatMap(
  ([ours, ...others]): readonly Contest[] =>
    others
      .filter(({ subject }) => ['js-rouge', 'mathjs evaluate', 'compute-engine'].includes(subject))
      .map((theirs) => ({ theirs, ours: ours! })),
)

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
const spread = ({ theirs, ours }: Contest): string => {
  const { median, min, max } = ratio(theirs, ours)
  return `${digits(median)}× (${digits(min)}–${digits(max)})`
}
const each = ({ median, items, item }: Measurement): string => `${duration(median / items)}/${item}`
const rowOf = (contest: Contest): readonly string[] => [
  contest.ours.workload,
  contest.ours.subject,
  each(contest.theirs),
  each(contest.ours),
  spread(contest),
]
const loadingOf = (name: string): number =>
  measurements.find(({ item, subject }) => item === 'import' && subject === name)!.median
const bundleOf = (name: string): number =>
  report.bundles.find((bundle) => bundle.name.startsWith(name))!.gzip / 1000

const bars: readonly Bar[] = [
  ...releasedBars(released),
  ...numpyBars(besideNumpy),
  ...endToEndBars(endToEnd),
  below('`golongrl --version`', loadingOf('golongrl --version'), 'ms', 150),
  below("first `import 'golongrl'`", loadingOf('golongrl'), 'ms', 60),
  below('bundle of the text metrics and tmnReweight, gzip', bundleOf('the eight'), 'kB', 30),
  below('bundle of mathVerify, gzip', bundleOf('mathVerify'), 'kB', 120),
]

const pageTables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  bars: [
    ['work', 'beside', 'measured', 'bar', 'reached'],
    ...bars.map(({ work, opponent, measured, bar, reached }) => [
      ...[work, opponent, measured, bar],
      reached ? 'yes' : '**no**',
    ]),
  ],
  environment: environmentTable(),
}

function environmentTable(): readonly (readonly string[])[] {
  const runs = Object.values(reports).map(({ environment }) => environment)
  const names = Object.keys(runs[0]!).filter((name) => name !== 'peers')
  return [
    ['', ...Object.keys(reports)],
    ...names.map((name) => [name, ...runs.map((environment) => String(environment[name as 'date']))]),
    ...[...new Set(runs.flatMap(({ peers }) => Object.keys(peers)))].map((peer) => [
      peer,
      ...runs.map(({ peers }) => peers[peer] ?? ''),
    ]),
  ]
}

/** The tables of docs/benchmarks-tables.md: its headings, what is to be said of each, and the cells. */
const rawTables: readonly (readonly [
  heading: string,
  about: string,
  cells: readonly (readonly string[])[],
])[] = [
  [
    'Beside the released functions',
    'Whole records in, rewards out, 400 words of thought in each response.',
    [['metric', 'ours', 'theirs', 'golongrl', 'times as fast (min–max)'], ...released.map(rowOf)],
  ],
  [
    'Beside a twin of them',
    'Where the released functions are not at hand: [text_peer.py](../bench/peers/text_peer.py), our twin of them in plain Python, which is faster than they are.',
    [['metric', 'ours', 'twin', 'golongrl', 'times as fast (min–max)'], ...twins.map(rowOf)],
  ],
  [
    'Beside pandas, numpy and the closed form',
    'Here `python` is pandas and numpy, or the formula of the gradient in numpy or torch.',
    [
      ['work', 'ours', 'theirs', 'golongrl', 'times as fast (min–max)'],
      ...besideNumpy.map(({ theirs, ours }) => [
        ...[ours.workload, ours.subject, duration(theirs.median), duration(ours.median)],
        spread({ theirs, ours }),
      ]),
    ],
  ],
  [
    'Beside torch',
    'Eager float32 on two threads, forward and backward, as a trainer has it: [torch_peer.py](../bench/peers/torch_peer.py).',
    [
      ['work', 'size', 'ours', 'torch', 'golongrl', 'times as fast (min–max)'],
      ...besideTorch.map(({ theirs, ours }) => [
        ...[ours.workload, count(ours.size), ours.subject, duration(theirs.median), duration(ours.median)],
        spread({ theirs, ours }),
      ]),
    ],
  ],
  [
    'Beside other packages',
    'js-rouge computes another ROUGE-L, sentence by sentence; mathjs calculates, and compute-engine parses and compares, without looking for the answer.',
    [
      ['work', 'package', 'theirs', 'golongrl', 'times as fast (min–max)'],
      ...rivals.map((contest) => [
        ...[contest.ours.workload, contest.theirs.subject, each(contest.theirs), each(contest.ours)],
        spread(contest),
      ]),
    ],
  ],
  [
    'End to end',
    'Medians over the rounds; the processor time is that of all threads.',
    [
      ['work', 'subject', 'a second', 'processor time each', 'p99'],
      ...endToEnd.map(({ work, subject, perSecond, processor, p99 }) => [
        ...[work, subject, count(Math.round(perSecond)), `${digits(processor)} µs`],
        p99 === undefined ? '' : `${digits(p99)} ms`,
      ]),
    ],
  ],
  [
    'One response',
    '200 responses of each metric, the gold read with each.',
    [
      ['metric', 'median', 'p99', 'slowest of 2,000'],
      ...report.latencies.map(({ metric, median, p99, slowest }) => [
        `\`${metric}\``,
        ...[median, p99, slowest].map(duration),
      ]),
    ],
  ],
  [
    'One training step',
    '',
    [
      ['work', 'size', 'subject', 'one run', 'per item', 'p99', '± %'],
      ...measurements
        .filter(({ workload }) => /^(scoreBatch|advantages|policyLoss)/.test(workload))
        .map((one) => [
          ...[one.workload, count(one.items), one.subject, duration(one.median), each(one)],
          ...[duration(one.p99), one.relativeError.toFixed(1)],
        ]),
    ],
  ],
  [
    'How near to memory',
    'The loss must read two log-probabilities of each response token and the mask, and write a gradient. A copy (`TypedArray.set`) that reads and writes as many bytes, in the same process and taking turns, is as fast as memory lets anybody be.',
    [
      ['work', 'tokens', 'subject', 'GB/s', 'of a copy'],
      ...[...groups.values()].flatMap((group) => {
        const copy = group.find(({ subject }) => subject === COPY)
        return copy === undefined
          ? []
          : group.map((one) => [
              ...[one.workload, count(one.size), one.subject, digits((one.bytes ?? 0) / one.median / 1e6)],
              `${digits(100 * ratio(copy, one).median)} %`,
            ])
      }),
    ],
  ],
  [
    'Growth',
    'The exponent b of the least-squares fit time = a · size^b: 1 is linear, n · log n shows as 1.05 to 1.2.',
    [
      ['work', 'subject', 'exponent', 'sizes'],
      ...report.growth.map((fit) => [
        ...[fit.workload, fit.subject, fit.exponent.toFixed(2), fit.sizes.map(count).join(', ')],
      ]),
    ],
  ],
  [
    'Loading',
    'Milliseconds of the first `await import(…)` in a fresh node process, and of the whole command; what esbuild makes of a program that imports a part.',
    [
      ['of', 'median', 'slowest', 'rounds'],
      ...measurements
        .filter(({ item }) => item === 'import')
        .map(({ subject, median, p99, runs }) => [
          ...[`\`${subject}\``, duration(median), duration(p99), String(runs)],
        ]),
    ],
  ],
  [
    'Bundles',
    '',
    [
      ['import of', 'minified', 'gzip'],
      ...report.bundles.map(({ name, minified, gzip }) => [name, kilobytes(minified), kilobytes(gzip)]),
    ],
  ],
  [
    'Memory',
    "Each in a process of its own, after a warm-up; the peak is the resident set's.",
    [
      ['work', 'size', 'bytes per', 'input', 'result', 'peak above the input'],
      ...report.memory.map((use) => [
        ...[use.work, count(use.size), use.item],
        ...[use.inputPerItem, use.resultPerItem, use.peakPerItem].map(digits),
      ]),
    ],
  ],
]

mkdirSync('docs/charts', { recursive: true })
writeFileSync('docs/charts/peers.svg', peersChart())
writeFileSync('docs/charts/growth.svg', growthChart())
fillPage()
writeFileSync(
  TABLES,
  [
    '# Benchmarks: all figures',
    '`npm run bench:docs` writes this page from [bench/results/](../bench/results/published.json); [benchmarks.md](benchmarks.md) says what was measured, and how.',
    ...rawTables.flatMap(([heading, about, cells]) => [`## ${heading}`, about, tableOf(cells)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n'),
)

/** The ten rows that matter. */
function peersChart(): string {
  const find = (all: readonly Contest[], workload: string, subject: string): Contest =>
    all.find(({ ours }) => ours.workload === workload && ours.subject === subject)!
  const direct = (workload: string): Contest => find(released, workload, 'scoreRecord')
  const numpy = (workload: string, subject: string): Contest => find(besideNumpy, workload, subject)
  const slime = endToEnd.filter(({ work }) => work.startsWith('/slime, 64'))
  const service = slime[0]!.perSecond / slime.find(({ subject }) => subject.startsWith('FastAPI'))!.perSecond
  const rows: readonly (readonly [string, Contest])[] = [
    ['F1 / released function', direct('f1')],
    ['IoU / released function', direct('iou')],
    ['ROUGE-L / released function', direct('rougeL')],
    ['ROUGE-L, Chinese / released function', direct('rougeL, Chinese')],
    ['mathVerify / Math-Verify', direct('mathVerify')],
    [
      'TMN-Reweight, UUIDs / pandas',
      numpy('tmnReweight beside pandas, UUIDs', 'groupRollouts + tmnReweight'),
    ],
    [
      'TMN-Reweight, groups known / numpy',
      numpy('tmnReweight beside numpy, groups known', 'groupRollouts({ groupSize }) + tmnReweight'),
    ],
    ['loss, gradient fresh / numpy', numpy('policyLoss beside numpy closed form', 'wasm backend')],
    [
      'loss, gradient reused / numpy',
      numpy('policyLoss beside numpy closed form', 'wasm backend, gradient buffer reused'),
    ],
  ]
  return barChart({
    title: 'Times as fast as what is used today, in turns on one machine',
    note: 'logarithmic; the thin line spans the rounds; below 1× the other is faster',
    bars: [
      ...rows.map(([label, { theirs, ours }]) => ({ label, ...ratio(theirs, ours) })),
      { label: 'service, 64 connections / FastAPI', median: service, min: service, max: service },
    ],
  })
}

/** One line for each kind of work. */
function growthChart(): string {
  const kinds: readonly (readonly [label: string, workload: string, subject: string])[] = [
    ['scoreBatch, a response', 'scoreBatch', 'golongrl'],
    ['F1, a line', 'f1, one long answer', 'golongrl'],
    ['IoU, a row', 'iou, one long answer', 'golongrl'],
    ['ROUGE-L, a word', 'rougeL, one long answer', 'golongrl'],
    ['mathVerify, a term', 'mathVerify, one long answer', 'golongrl'],
    ['TMN-Reweight, a rollout', 'advantages', 'groupRollouts + tmnReweight'],
    ['policyLoss, a token', 'policyLoss, padded', 'policyLoss, gradient buffer reused'],
    ['wasm backend, a token', 'policyLoss, padded', 'wasm backend, gradient buffer reused'],
  ]
  return lineChart({
    title: 'Time per item as the work grows: level lines are linear time',
    x: 'items',
    y: 'ns per item',
    lines: kinds.map(([label, workload, subject]) => ({
      label,
      points: measurements
        .filter((one) => one.workload === workload && one.subject === subject)
        .map((one) => [one.items, (one.median / one.items) * 1e6] as const),
    })),
  })
}

function fillPage(): void {
  let text = readFileSync(PAGE, 'utf8')
  for (const [name, cells] of Object.entries(pageTables)) {
    const marked = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`${PAGE} has no place for the table ${name}`)
    text = text.replace(marked, (_, open, close) => `${open}\n${tableOf(cells)}\n\n${close}`)
  }
  writeFileSync(PAGE, text)
}

function tableOf([head, ...rows]: readonly (readonly string[])[]): string {
  return [head!, head!.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
