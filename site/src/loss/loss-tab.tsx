import { useState } from 'preact/hooks'
import { CopyLink } from '../parts/copy-link.js'
import { NumberSlider } from '../parts/number-slider.js'
import { readPermalink } from '../parts/permalink.js'
import { type CurveInputs, lossCurve } from './curve.js'
import { KINDS, type LossKind } from './kinds.js'
import { LossChart } from './loss-chart.js'

/** The loss of one token and its gradient, kind by kind, over how far the policy has moved. */
export function LossTab() {
  const [inputs, setInputs] = useState(initialInputs)
  const { kind, advantage, oldProbability, options } = inputs
  const { note, options: known } = kindOf(kind)
  const change = (part: Partial<CurveInputs>) => setInputs({ ...inputs, ...part })
  const points = lossCurve(inputs)
  return (
    <div class="columns">
      <section aria-label="Which loss">
        <label for="kind">Kind</label>
        <select
          id="kind"
          value={kind}
          onChange={(event) => {
            const chosen = kindOf(event.currentTarget.value)
            change({ kind: chosen.kind, options: initialOptions(chosen) })
          }}
        >
          {KINDS.map((one) => (
            <option key={one.kind}>{one.kind}</option>
          ))}
        </select>
        <p>{note}</p>
        <NumberSlider
          label="advantage"
          value={advantage}
          min={-2}
          max={2}
          step={0.1}
          onChange={(value) => change({ advantage: value })}
        />
        <NumberSlider
          label="old probability"
          value={oldProbability}
          min={0.01}
          max={0.99}
          step={0.01}
          onChange={(value) => change({ oldProbability: value })}
        />
        {known.map(({ name, min, max }) => (
          <NumberSlider
            key={name}
            {...{ label: name, value: options[name]!, min, max, step: 0.01 }}
            onChange={(value) => change({ options: { ...options, [name]: value } })}
          />
        ))}
        <p>
          The ratio is the token’s probability under the current policy by that under the old one. Shaded: no
          gradient, the token has no say.
        </p>
        <CopyLink tab="loss" state={inputs} />
      </section>
      <section aria-label="The loss over the ratio">
        <LossChart title="Loss" points={points} value="loss" />
        <LossChart title="Gradient, d loss / d logProb" points={points} value="gradient" />
      </section>
    </div>
  )
}

const kindOf = (name: unknown): LossKind => KINDS.find(({ kind }) => kind === name) ?? KINDS[0]!

const initialOptions = ({ options }: LossKind): Record<string, number> =>
  Object.fromEntries(options.map(({ name, initial }) => [name, initial]))

function initialInputs(): CurveInputs {
  const { tab, state } = readPermalink()
  const given = (tab === 'loss' && typeof state === 'object' && state ? state : {}) as Partial<CurveInputs>
  const chosen = kindOf(given.kind)
  const within = (value: unknown, min: number, max: number, initial: number): number =>
    typeof value === 'number' && value >= min && value <= max ? value : initial
  return {
    kind: chosen.kind,
    advantage: within(given.advantage, -2, 2, 1),
    oldProbability: within(given.oldProbability, 0.01, 0.99, 0.2),
    options: Object.fromEntries(
      chosen.options.map(({ name, min, max, initial }) => [
        name,
        within(given.options?.[name], min, max, initial),
      ]),
    ),
  }
}
