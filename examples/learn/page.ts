/** The figures and the tables of docs/learning.md, from the runs on file. */
import { TASK_TYPES } from 'golongrl'
import { type Analysis, analyse, type Cell, finalRewards, type Yardstick } from './analysis.js'
import { ESTIMATORS } from './estimators.js'
import { curvesFigure, differencesFigure, signed } from './figures.js'
import type { NeuralResult } from './neural/run.js'
import { NEURAL_RESULTS_FILE, readLines, readResults } from './results-file.js'
import { SETTINGS, type SettingName } from './settings.js'
import { halfWidth, mean, sampleStd, signFlipTest } from './statistics.js'

const METRICS = ['EM', 'Acc', 'F1', 'math', 'IoU', 'SubEM', 'NDCG', 'Pair', 'ROUGE']

/** The page with its tables filled anew. */
export function fillPage(page: string): string {
  const analysis = analyse(readResults())
  return fillTables(page, {
    ...Object.fromEntries(
      (Object.keys(SETTINGS) as SettingName[]).map((setting) => [setting, settingTable(analysis, setting)]),
    ),
    tasks: tasksTable(analysis),
    shares: sharesTable(analysis),
    neural: neuralTable(readLines(NEURAL_RESULTS_FILE)),
  })
}

/** By file name. */
export function drawFigures(): Readonly<Record<string, string>> {
  const analysis = analyse(readResults())
  return {
    'learning-curves.svg': curvesFigure(analysis),
    'learning-differences.svg': differencesFigure(
      analysis,
      'area',
      'Mean reward over the run, less that of GRPO on the same seed',
    ),
  }
}

type Table = readonly (readonly string[])[]

/** One row an estimator: the end of its runs, and the paired differences to GRPO. */
function settingTable({ cells, comparisons }: Analysis, setting: SettingName): Table {
  return [
    [
      'estimator',
      'at the end',
      'over the run, less GRPO',
      'p',
      'at the end, less GRPO',
      'normalized',
      'worst task',
    ],
    ...cells
      .filter((cell) => cell.setting === setting)
      .map(({ estimator, yardsticks }) => {
        const against = (yardstick: Yardstick) =>
          comparisons.find(
            (one) => one.setting === setting && one.estimator === estimator && one.yardstick === yardstick,
          )
        const interval = (yardstick: Yardstick): string => {
          const found = against(yardstick)
          return found === undefined ? '' : `${signed(found.difference, 3)} ± ${found.halfWidth.toFixed(3)}`
        }
        const tested = against('area')
        return [
          ESTIMATORS[estimator].title,
          `${mean(yardsticks.final).toFixed(3)} (${sampleStd(yardsticks.final).toFixed(3)})`,
          tested !== undefined && tested.corrected < 0.05 ? `**${interval('area')}**` : interval('area'),
          tested === undefined ? '' : `${tested.corrected.toFixed(3)} (${tested.pValue.toFixed(4)})`,
          ...(['final', 'normalized', 'worst'] as const).map(interval),
        ]
      }),
  ]
}

function cellsOf({ cells }: Analysis, setting: SettingName): readonly Cell[] {
  return cells.filter((cell) => cell.setting === setting)
}

function tasksTable(all: Analysis): Table {
  return [
    ['balanced, at the end', ...METRICS],
    ['before training', ...all.start.map((reward) => reward.toFixed(2))],
    ...cellsOf(all, 'balanced').map(({ estimator, results }) => [
      ESTIMATORS[estimator].title,
      ...TASK_TYPES.map((_, k) => mean(results.map((result) => finalRewards(result)[k]!)).toFixed(2)),
    ]),
  ]
}

function sharesTable(all: Analysis): Table {
  return [
    ['share of Σ\\|A\\|, balanced', ...METRICS],
    ...cellsOf(all, 'balanced').map(({ estimator, results }) => [
      ESTIMATORS[estimator].title,
      ...TASK_TYPES.map(
        (_, k) => `${Math.round(100 * mean(results.map(({ advantageShares }) => advantageShares[k]!)))} %`,
      ),
    ]),
  ]
}

function neuralTable(results: readonly NeuralResult[]): Table {
  const pairs = results
    .filter(({ estimator }) => estimator === 'grpo')
    .flatMap((grpo) => {
      const other = results.find((one) => one.estimator === 'tmn-reweight' && one.seed === grpo.seed)
      return other === undefined ? [] : [{ grpo, other }]
    })
  const measures: readonly (readonly [string, (result: NeuralResult) => number])[] = [
    ['before training', ({ curve }) => mean(curve[0]!)],
    ['over the run', ({ curve }) => mean(curve.map(mean))],
    ['at the end', ({ curve }) => mean(curve.slice(-2).map(mean))],
  ]
  return [
    [`mean reward, ${pairs.length} seeds`, 'GRPO', 'TMN-Reweight', 'difference', 'p'],
    ...measures.map(([name, measure]) => {
      const ours = pairs.map(({ other }) => measure(other))
      const baseline = pairs.map(({ grpo }) => measure(grpo))
      const differences = ours.map((value, i) => value - baseline[i]!)
      return [
        name,
        mean(baseline).toFixed(3),
        mean(ours).toFixed(3),
        `${signed(mean(differences), 3)} ± ${halfWidth(differences).toFixed(3)}`,
        signFlipTest(differences).toFixed(3),
      ]
    }),
  ]
}

function fillTables(page: string, tables: Readonly<Record<string, Table>>): string {
  let text = page
  for (const [name, [head, ...rows]] of Object.entries(tables)) {
    const lines = [head!, head!.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
    const marked = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`the page has no place for the table ${name}`)
    text = text.replace(marked, (_, open, close) => `${open}\n${lines.join('\n')}\n\n${close}`)
  }
  return text
}
