import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { format } from '../parts/format.js'
import { type LossPoint, RATIOS, silentZones } from './curve.js'

const WIDTH = 640
const HEIGHT = 230
const LEFT = 56

interface LossChartProps {
  readonly title: string
  readonly points: readonly LossPoint[]
  readonly value: 'loss' | 'gradient'
}

/** One quantity over the ratio; ratios without a gradient are shaded. */
export function LossChart({ title, points, value }: LossChartProps) {
  const values = points.map((point) => point[value])
  const x = scaleLinear([0, RATIOS.at(-1)!], [LEFT, WIDTH - 20])
  const y = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [HEIGHT - 26, 10]).nice(5)
  const path = line<LossPoint>(
    (point) => x(point.ratio),
    (point) => y(point[value]),
  )
  const zones = silentZones(points)
  const spoken = zones.map(([from, to]) => `${format(from, 2)} to ${format(to, 2)}`).join(', ')
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} over the importance ratio, from ${format(values[0]!)} to ${format(values.at(-1)!)}. Without gradient: ${spoken || 'nowhere'}.`}
      >
        {zones.map(([from, to]) => (
          <rect class="zone" x={x(from)} y={10} width={Math.max(1, x(to) - x(from))} height={HEIGHT - 36} />
        ))}
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line class={tick === 0 ? 'axis' : 'grid'} x1={LEFT} x2={WIDTH - 20} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {[0, 1, 2, 3, 4].map((tick) => (
          <text key={tick} x={x(tick)} y={HEIGHT - 8} text-anchor="middle">
            {tick === 1 ? 'ratio 1' : tick}
          </text>
        ))}
        <line class="axis dashed" x1={x(1)} x2={x(1)} y1={10} y2={HEIGHT - 26} />
        <path class="curve" d={path([...points]) ?? ''} />
      </svg>
    </figure>
  )
}
