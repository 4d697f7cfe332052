/** Two kinds of chart as SVG text: dark on light, readable without colour or script. */

export interface Bars {
  readonly title: string
  readonly note: string
  readonly bars: readonly {
    readonly label: string
    readonly median: number
    readonly min: number
    readonly max: number
  }[]
}

/** Horizontal bars on a logarithmic axis from 1; bars below 1 go to the left. */
export function barChart({ title, note, bars }: Bars): string {
  const width = 900
  const left = 290
  const row = 26
  const height = 90 + bars.length * row
  const largest = Math.max(10, ...bars.map(({ max }) => max))
  const smallest = Math.min(1, ...bars.map(({ min }) => min))
  const from = Math.log10(smallest)
  const to = Math.log10(largest)
  const x = (value: number): number => left + ((Math.log10(value) - from) / (to - from)) * (width - left - 90)
  const grid = powersOfTen(smallest, largest).map(
    (value) =>
      `<path d="M${at(x(value))} 50V${height - 30}" stroke="${value === 1 ? '#555' : '#ddd'}"/>` +
      text(x(value), height - 12, `${value}×`, 'middle'),
  )
  const shapes = bars.map(({ label, median, min, max }, i) => {
    const y = 58 + i * row
    const [start, end] = median < 1 ? [x(median), x(1)] : [x(1), x(median)]
    return (
      text(left - 12, y + 13, label, 'end') +
      `<rect x="${at(start)}" y="${y}" width="${at(end - start)}" height="${row - 10}" fill="${median < 1 ? '#c0763a' : '#2f6f9f'}"/>` +
      `<path d="M${at(x(min))} ${y + 8}H${at(x(max))}" stroke="#111"/>` +
      text(x(Math.max(1, max)) + 6, y + 13, `${Number(median.toPrecision(3))}×`, 'start')
    )
  })
  return picture(width, height, title, [text(20, 42, note, 'start', '#666'), ...grid, ...shapes])
}

export interface Lines {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: readonly {
    readonly label: string
    readonly points: readonly (readonly [number, number])[]
  }[]
}

/** Lines on two logarithmic axes, each named at its right end. */
export function lineChart({ title, x: xName, y: yName, lines }: Lines): string {
  const width = 820
  const height = 560
  const [left, right, top, bottom] = [70, 530, 60, height - 50]
  const all = lines.flatMap(({ points }) => points)
  const scale = (values: readonly number[], start: number, end: number) => {
    const from = Math.log10(Math.min(...values))
    const to = Math.log10(Math.max(...values))
    return (value: number) => start + ((Math.log10(value) - from) / (to - from)) * (end - start)
  }
  const xs = all.map(([first]) => first)
  const ys = all.map(([, second]) => second)
  const x = scale(xs, left, right)
  const y = scale(ys, bottom, top)
  const grid = [
    ...powersOfTen(Math.min(...xs), Math.max(...xs)).map(
      (value) =>
        `<path d="M${at(x(value))} ${top}V${bottom}" stroke="#ddd"/>` +
        text(x(value), bottom + 18, count(value), 'middle'),
    ),
    ...powersOfTen(Math.min(...ys), Math.max(...ys)).map(
      (value) =>
        `<path d="M${left} ${at(y(value))}H${right}" stroke="#ddd"/>` +
        text(left - 8, y(value) + 4, count(value), 'end'),
    ),
    text((left + right) / 2, height - 8, xName, 'middle', '#666'),
    text(20, top - 12, yName, 'start', '#666'),
  ]
  // Names are moved apart, from the top down.
  const named = lines
    .map((line, i) => ({ ...line, colour: COLOURS[i % COLOURS.length]!, end: y(line.points.at(-1)![1]) }))
    .sort((a, b) => a.end - b.end)
  let free = top
  const shapes = named.map(({ label, points, colour, end }) => {
    const path = points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${at(x(a))} ${at(y(b))}`).join('')
    const [lastX] = points.at(-1)!
    const nameY = Math.max(end, free)
    free = nameY + 19
    return (
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      points.map(([a, b]) => `<circle cx="${at(x(a))}" cy="${at(y(b))}" r="3" fill="${colour}"/>`).join('') +
      `<path d="M${at(x(lastX) + 4)} ${at(end)}L${right + 12} ${at(nameY)}" stroke="${colour}" stroke-dasharray="1 3"/>` +
      text(right + 16, nameY + 4, label, 'start', colour)
    )
  })
  return picture(width, Math.max(height, free + 20), title, [...grid, ...shapes])
}

const COLOURS = [
  '#2f6f9f',
  '#c0763a',
  '#3a8a5a',
  '#8a4a8f',
  '#a33',
  '#777',
  '#946c00',
  '#146',
  '#a06',
  '#063',
]

function powersOfTen(from: number, to: number): readonly number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9)
  const last = Math.floor(Math.log10(to) + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i))
}

const count = (value: number): string =>
  value.toLocaleString('en', value < 1e6 ? {} : { notation: 'compact' })
const at = (value: number): string => value.toFixed(1)

const text = (x: number, y: number, words: string, anchor: string, fill = '#111'): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${fill}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`

const picture = (width: number, height: number, title: string, shapes: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${at(height)}" font-family="system-ui, sans-serif" font-size="13">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="20" y="24" font-size="16" font-weight="600" fill="#111">${title}</text>
${shapes.join('\n')}
</svg>
`
