import { scaleLinear } from 'd3-scale'
import { format } from '../parts/format.js'
import { columnsOf, WIDTH } from './columns.js'
import type { PromptRewards } from './presets.js'
import { taskColour } from './task-colour.js'

const HEIGHT = 88

interface AdvantageBarsProps {
  readonly prompts: readonly PromptRewards[]
  readonly advantages: Float64Array
  readonly title: string
}

/** One bar a rollout, up or down from 0; under the rewards' columns. Each estimator in its own scale. */
export function AdvantageBars({ prompts, advantages, title }: AdvantageBarsProps) {
  const reach = Math.max(0.01, ...advantages.map(Math.abs))
  const y = scaleLinear([-reach, reach], [HEIGHT - 13, 13])
  const spoken = Array.from(advantages, (advantage) => format(advantage, 2)).join(', ')
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}, advantages: ${spoken}`}>
      <line class="axis" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      {columnsOf(prompts).map(({ taskType, left, width }, i) => {
        const advantage = advantages[i]!
        const [top, bottom] = advantage > 0 ? [y(advantage), y(0)] : [y(0), y(advantage)]
        return (
          <g key={i}>
            <rect x={left} y={top} width={width} height={bottom - top} fill={taskColour(taskType)} />
            <text x={left + width / 2} y={advantage < 0 ? bottom + 11 : top - 3} text-anchor="middle">
              {format(advantage, 2)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
