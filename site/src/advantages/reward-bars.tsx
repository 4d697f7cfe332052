import { format } from '../parts/format.js'
import { columnsOf, WIDTH } from './columns.js'
import type { PromptRewards } from './presets.js'
import { taskColour } from './task-colour.js'

const HEIGHT = 130
const TOP = 12

interface RewardBarsProps {
  readonly prompts: readonly PromptRewards[]
  readonly onChange: (prompt: number, rollout: number, reward: number) => void
}

/** Each rollout's reward as a bar that is dragged, or moved by keys: a slider to a screen reader. */
export function RewardBars({ prompts, onChange }: RewardBarsProps) {
  return (
    <svg class="rewards" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <title>Rewards of the rollouts</title>
      {columnsOf(prompts).map(({ prompt, rollout, reward, taskType, left, width }) => {
        const set = (value: number) =>
          onChange(prompt, rollout, Math.min(1, Math.max(0, Math.round(100 * value) / 100)))
        const drag = (event: PointerEvent) => {
          const { top, height } = (event.currentTarget as Element).getBoundingClientRect()
          set(1 - (event.clientY - top) / height)
        }
        const y = TOP + (1 - reward) * (HEIGHT - TOP)
        return (
          <g
            key={`${prompt} ${rollout}`}
            role="slider"
            tabindex={0}
            aria-label={`Reward of rollout ${rollout + 1}, prompt ${prompt + 1}, ${taskType}`}
            aria-orientation="vertical"
            aria-valuemin={0}
            aria-valuemax={1}
            aria-valuenow={reward}
            onKeyDown={(event) => {
              const value = KEYS[event.key]?.(reward)
              if (value === undefined) return
              event.preventDefault()
              set(value)
            }}
          >
            <rect x={left} y={y} width={width} height={HEIGHT - y} fill={taskColour(taskType)} />
            <text x={left + width / 2} y={y - 3} text-anchor="middle">
              {format(reward, 2)}
            </text>
            <rect
              class="grip"
              {...{ x: left, y: TOP, width, height: HEIGHT - TOP }}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId)
                drag(event)
              }}
              onPointerMove={(event) => {
                if (event.buttons !== 0) drag(event)
              }}
            />
          </g>
        )
      })}
    </svg>
  )
}

const KEYS: Readonly<Record<string, (reward: number) => number>> = {
  ArrowUp: (reward) => reward + 0.05,
  ArrowRight: (reward) => reward + 0.05,
  ArrowDown: (reward) => reward - 0.05,
  ArrowLeft: (reward) => reward - 0.05,
  PageUp: (reward) => reward + 0.2,
  PageDown: (reward) => reward - 0.2,
  Home: () => 0,
  End: () => 1,
}
