import { TASK_TYPES } from 'golongrl'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ESTIMATORS, type EstimatorName } from '../../../examples/learn/estimators.js'
import { SETTINGS, type SettingName, SIZES } from '../../../examples/learn/settings.js'
import { CopyLink } from '../parts/copy-link.js'
import { NumberSlider } from '../parts/number-slider.js'
import { readPermalink } from '../parts/permalink.js'
import { LearningCurves } from './learning-curves.js'
import type { Look, TrainOrder } from './messages.js'
import { createThread } from './thread.js'

const ESTIMATOR_NAMES = Object.keys(ESTIMATORS) as EstimatorName[]
const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

/** The learning demonstration, live: the policy is trained in a worker, from nothing, while one looks on. */
export function TrainTab() {
  const [order, setOrder] = useState(initialOrder)
  const [looks, setLooks] = useState<readonly Look[]>([])
  const [running, setRunning] = useState(false)
  const worker = useRef<Worker | null>(null)
  const stop = () => {
    worker.current?.terminate()
    setRunning(false)
  }
  useEffect(() => () => worker.current?.terminate(), [])

  const start = () => {
    stop()
    setLooks([])
    setRunning(true)
    const thread = createThread()
    worker.current = thread
    let left = order.estimators.length * (SIZES.steps / SIZES.evaluateEvery + 1)
    thread.onmessage = ({ data }: MessageEvent<Look | 'ready'>) => {
      if (data === 'ready') return thread.postMessage(order satisfies TrainOrder)
      setLooks((before) => [...before, data])
      if (--left === 0) stop()
    }
  }
  const toggle = (name: EstimatorName, wanted: boolean) =>
    setOrder({
      ...order,
      estimators: ESTIMATOR_NAMES.filter((one) => (one === name ? wanted : order.estimators.includes(one))),
    })

  return (
    <div class="columns">
      <section aria-label="What is trained">
        <p>
          A small policy learns nine toy tasks, one a metric. Its answers are text, scored by golongrl; the
          gradient comes from <code>policyLoss</code>. A seed fixes every number.
        </p>
        <fieldset class="choice">
          <legend>Estimators</legend>
          {ESTIMATOR_NAMES.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={order.estimators.includes(name)}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
              {ESTIMATORS[name].title}
            </label>
          ))}
        </fieldset>
        <label for="setting">Setting</label>
        <select
          id="setting"
          value={order.setting}
          onChange={(event) => setOrder({ ...order, setting: event.currentTarget.value as SettingName })}
        >
          {SETTING_NAMES.map((name) => (
            <option key={name} value={name}>
              {SETTINGS[name].title}
            </option>
          ))}
        </select>
        <NumberSlider
          label="seed"
          value={order.seed}
          min={1}
          max={99}
          step={1}
          onChange={(seed) => setOrder({ ...order, seed })}
        />
        <p>
          <button type="button" class="primary" onClick={start} disabled={order.estimators.length === 0}>
            {running ? 'Start again' : 'Train'}
          </button>{' '}
          <button type="button" onClick={stop} disabled={!running}>
            Stop
          </button>
        </p>
        <CopyLink tab="train" state={order} />
      </section>
      <section aria-label="Learning curves">
        <LearningCurves looks={looks} />
        <p role="status">{sayProgress(looks, running)}</p>
        <LastLooks looks={looks} />
      </section>
    </div>
  )
}

/** The latest rewards by task type, a row an estimator. */
function LastLooks({ looks }: { readonly looks: readonly Look[] }) {
  const latest = ESTIMATOR_NAMES.flatMap(
    (name) => looks.findLast(({ estimator }) => estimator === name) ?? [],
  )
  if (latest.length === 0) return null
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">held-out reward</th>
            {latest.map(({ estimator }) => (
              <th key={estimator} scope="col">
                {ESTIMATORS[estimator].title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TASK_TYPES.map((taskType, k) => (
            <tr key={taskType}>
              <th scope="row">{taskType}</th>
              {latest.map(({ estimator, rewards }) => (
                <td key={estimator}>{rewards[k]!.toFixed(3)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sayProgress(looks: readonly Look[], running: boolean): string {
  const last = looks.at(-1)
  if (last === undefined) return running ? 'The first look is on its way.' : 'Nothing trained yet.'
  return `${running ? 'Training: step' : 'Stopped at step'} ${last.step} of ${SIZES.steps}.`
}

function initialOrder(): TrainOrder {
  const { tab, state } = readPermalink()
  const given = (tab === 'train' && typeof state === 'object' && state ? state : {}) as Partial<TrainOrder>
  const estimators = Array.isArray(given.estimators)
    ? ESTIMATOR_NAMES.filter((name) => given.estimators!.includes(name))
    : []
  return {
    setting: SETTING_NAMES.find((name) => name === given.setting) ?? 'balanced',
    estimators: estimators.length > 0 ? estimators : ['grpo', 'tmn-reweight'],
    seed: Number.isInteger(given.seed) && given.seed! >= 1 && given.seed! <= 99 ? given.seed! : 1,
  }
}
