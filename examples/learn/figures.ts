/** The experiment as two pictures: learning curves, and differences to GRPO. SVG text; colours that hold on light and dark. */
import type { Analysis, Cell, Yardstick } from './analysis.js'
import { ESTIMATORS, type EstimatorName } from './estimators.js'
import { SETTINGS, SIZES } from './settings.js'
import { halfWidth, mean } from './statistics.js'

export const COLOURS: Readonly<Record<EstimatorName, string>> = {
  grpo: '#7a7a7a',
  'dr-grpo': '#2f7fbf',
  rloo: '#58a5a5',
  tmn: '#3a9a5a',
  'tmn-reweight': '#d0493c',
  'qwen-long': '#9467bd',
  'grpo-difficulty': '#c98a1b',
  'tmn-scales': '#c060a0',
}

/** One panel a setting: mean held-out reward over the steps, with the band of its 95 % confidence interval. */
export function curvesFigure({ cells, seeds }: Analysis): string {
  const settings = unique(cells.map(({ setting }) => setting))
  const shown = unique(cells.map(({ estimator }) => estimator))
  const columns = Math.min(2, settings.length)
  const panel = { width: 450, height: 290 }
  const legendTop = 50 + Math.ceil(settings.length / columns) * panel.height
  const panels = settings.map((setting, i) =>
    curvesPanel(
      cells.filter((cell) => cell.setting === setting),
      { left: (i % columns) * panel.width, top: 40 + Math.floor(i / columns) * panel.height, ...panel },
    ),
  )
  return picture(
    columns * panel.width,
    legendTop + Math.ceil(shown.length / 4) * 20 + 10,
    `Mean reward over nine toy tasks, held-out prompts; ${seeds.length} seeds, bands: 95 % confidence`,
    [...panels, legend(shown, legendTop, columns * panel.width)],
  )
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function curvesPanel(cells: readonly Cell[], box: Box): string {
  const lines = cells.map((cell) => ({ estimator: cell.estimator, points: meanCurve(cell) }))
  const lows = lines.flatMap(({ points }) => points.map(({ low }) => low))
  const highs = lines.flatMap(({ points }) => points.map(({ high }) => high))
  const from = Math.floor(10 * Math.min(...lows)) / 10
  const to = Math.ceil(10 * Math.max(...highs)) / 10
  const x = linear([0, SIZES.steps], [box.left + 50, box.left + box.width - 16])
  const y = linear([from, to], [box.top + box.height - 50, box.top + 26])
  const ticks = Array.from({ length: Math.round((to - from) * 10) + 1 }, (_, i) => from + i / 10)
  const steps = [0, SIZES.steps / 2, SIZES.steps]
  return [
    text(x(0), box.top + 14, SETTINGS[cells[0]!.setting].title, { weight: 600 }),
    ...ticks.map(
      (tick) =>
        rule(x(0), y(tick), x(SIZES.steps), y(tick)) +
        text(x(0) - 6, y(tick) + 4, tick.toFixed(1), { anchor: 'end' }),
    ),
    ...steps.map((step) =>
      text(x(step), y(from) + 17, step === 0 ? 'step 0' : String(step), { anchor: 'middle' }),
    ),
    ...lines.map(({ estimator, points }) =>
      band(
        points.map(({ step, low, high }) => [x(step), y(low), y(high)]),
        COLOURS[estimator],
      ),
    ),
    ...lines.map(({ estimator, points }) =>
      line(
        points.map(({ step, middle }) => [x(step), y(middle)]),
        COLOURS[estimator],
      ),
    ),
  ].join('\n')
}

function meanCurve({ results }: Cell) {
  return results[0]!.curve.map((_, look) => {
    const rewards = results.map(({ curve }) => mean(curve[look]!))
    const middle = mean(rewards)
    const half = halfWidth(rewards)
    return { step: look * SIZES.evaluateEvery, middle, low: middle - half, high: middle + half }
  })
}

/** One row an estimator and setting: the paired difference to GRPO with its 95 % confidence interval. */
export function differencesFigure(
  { comparisons, seeds }: Analysis,
  yardstick: Yardstick,
  title: string,
): string {
  const rows = comparisons.filter((comparison) => comparison.yardstick === yardstick)
  const settings = unique(rows.map(({ setting }) => setting))
  const reach = Math.max(...rows.map(({ difference, halfWidth: half }) => Math.abs(difference) + half))
  const x = linear([-reach, reach], [330, 860])
  const shapes: string[] = []
  let y = 60
  for (const setting of settings) {
    shapes.push(text(20, y + 4, SETTINGS[setting].title, { weight: 600 }))
    for (const row of rows.filter((one) => one.setting === setting)) {
      const colour = COLOURS[row.estimator]
      shapes.push(
        text(318, y + 4, ESTIMATORS[row.estimator].title, { anchor: 'end' }),
        `<path d="M${at(x(row.difference - row.halfWidth))} ${y}H${at(x(row.difference + row.halfWidth))}" stroke="${colour}" stroke-width="2"/>`,
        // Filled where the difference holds after the correction.
        `<circle cx="${at(x(row.difference))}" cy="${y}" r="4.5" stroke="${colour}" stroke-width="2" fill="${row.corrected < 0.05 ? colour : '#fff'}"/>`,
      )
      y += 18
    }
    y += 12
  }
  const step = reach > 0.12 ? 0.1 : reach > 0.05 ? 0.04 : 0.02
  const ticks = [-2, -1, 0, 1, 2].map((i) => i * step).filter((tick) => Math.abs(tick) <= reach)
  return picture(900, y + 30, `${title}; ${seeds.length} seeds`, [
    ...ticks.map(
      (tick) =>
        `<path d="M${at(x(tick))} 44V${y - 10}" stroke="${tick === 0 ? '#555' : '#ddd'}"/>` +
        text(x(tick), y + 6, tick === 0 ? 'as GRPO' : signed(tick, 2), { anchor: 'middle' }),
    ),
    text(880, y + 22, 'filled: p < 0.05 after correction', { anchor: 'end', fill: '#666' }),
    ...shapes,
  ])
}

/** With its sign; what rounds to 0 has none. */
export function signed(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits)
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`
}

const unique = <A>(values: readonly A[]): A[] => [...new Set(values)]

const linear =
  ([a, b]: readonly [number, number], [from, to]: readonly [number, number]) =>
  (value: number): number =>
    from + ((value - a) / (b - a)) * (to - from)

const at = (value: number): string => value.toFixed(1)

const line = (points: readonly (readonly [number, number])[], colour: string): string =>
  `<polyline fill="none" stroke="${colour}" stroke-width="1.8" points="${points.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}"/>`

const band = (points: readonly (readonly [number, number, number])[], colour: string): string => {
  const outline = [...points.map(([x, low]) => [x, low]), ...points.map(([x, , high]) => [x, high]).reverse()]
  return `<polygon fill="${colour}" fill-opacity="0.13" points="${outline.map(([x, y]) => `${at(x!)},${at(y!)}`).join(' ')}"/>`
}

const rule = (x1: number, y1: number, x2: number, y2: number): string =>
  `<path d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}" stroke="#e2e2e2"/>`

interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly fill?: string
  readonly weight?: number
}

const text = (
  x: number,
  y: number,
  words: string,
  { anchor = 'start', fill = '#222', weight = 400 }: TextStyle = {},
): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`

const legend = (shown: readonly EstimatorName[], top: number, width: number): string =>
  shown
    .map((estimator, i) => {
      const x = 50 + (i % 4) * ((width - 60) / 4)
      const y = top + Math.floor(i / 4) * 20
      return `<rect x="${at(x)}" y="${y}" width="14" height="10" fill="${COLOURS[estimator]}"/>${text(x + 20, y + 9, ESTIMATORS[estimator].title)}`
    })
    .join('')

const picture = (width: number, height: number, title: string, shapes: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="20" y="22" font-size="14" font-weight="600" fill="#111">${title}</text>
${shapes.join('\n')}
</svg>
`
