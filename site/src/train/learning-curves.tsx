import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { ESTIMATORS, type EstimatorName } from '../../../examples/learn/estimators.js'
import { COLOURS } from '../../../examples/learn/figures.js'
import { SIZES } from '../../../examples/learn/settings.js'
import { mean } from '../../../examples/learn/statistics.js'
import type { Look } from './messages.js'

const WIDTH = 640
const HEIGHT = 300
const LEFT = 48

/** Mean held-out reward over the steps, a line an estimator. */
export function LearningCurves({ looks }: { readonly looks: readonly Look[] }) {
  const x = scaleLinear([0, SIZES.steps], [LEFT, WIDTH - 22])
  const y = scaleLinear([0.2, 1], [HEIGHT - 26, 10])
  const path = line<Look>(
    ({ step }) => x(step),
    ({ rewards }) => y(mean(rewards)),
  )
  const names = (Object.keys(ESTIMATORS) as EstimatorName[]).filter((name) =>
    looks.some(({ estimator }) => estimator === name),
  )
  return (
    <figure>
      <figcaption>
        Mean reward over the nine tasks, held-out prompts{' '}
        {names.map((name) => (
          <span key={name} class="legend">
            <span style={{ background: COLOURS[name] }} /> {ESTIMATORS[name].title}
          </span>
        ))}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Learning curves; the table below has the numbers."
      >
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line class="grid" x1={LEFT} x2={WIDTH - 22} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
              {tick.toFixed(1)}
            </text>
          </g>
        ))}
        {[0, 30, 60, 90, 120].map((step) => (
          <text key={step} x={x(step)} y={HEIGHT - 8} text-anchor="middle">
            {step === 0 ? 'step 0' : step}
          </text>
        ))}
        {names.map((name) => {
          const own = looks.filter(({ estimator }) => estimator === name)
          return (
            <g key={name} fill={COLOURS[name]} stroke={COLOURS[name]}>
              <path d={path(own) ?? ''} fill="none" stroke-width="2" />
              {own.map((look) => (
                <circle key={look.step} cx={x(look.step)} cy={y(mean(look.rewards))} r="2.5" />
              ))}
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
