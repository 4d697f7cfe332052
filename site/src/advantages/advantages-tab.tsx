import { advantageDiagnostics, describeError, groupRollouts, TASK_TYPES } from 'golongrl'
import { useState } from 'preact/hooks'
import { ESTIMATORS } from '../../../examples/learn/estimators.js'
import { CopyLink } from '../parts/copy-link.js'
import { readPermalink } from '../parts/permalink.js'
import { AdvantageBars } from './advantage-bars.js'
import { PRESETS, type PromptRewards } from './presets.js'
import { RewardBars } from './reward-bars.js'
import { ShareStrip } from './share-strip.js'

// On its first batch, the one with a memory is TMN.
const SHOWN = Object.entries(ESTIMATORS).filter(([name]) => name !== 'tmn-scales')
const MOST_PROMPTS = 8
const MOST_ROLLOUTS = 8

/** Rewards to drag, and what each estimator makes of them. */
export function AdvantagesTab() {
  const [prompts, setPrompts] = useState(initialPrompts)
  const [note, setNote] = useState(PRESETS[0]!.note)
  const changePrompt = (index: number, change: (prompt: PromptRewards) => PromptRewards) =>
    setPrompts(prompts.map((prompt, i) => (i === index ? change(prompt) : prompt)))
  const setReward = (index: number, rollout: number, reward: number) =>
    changePrompt(index, (prompt) => ({ ...prompt, rewards: prompt.rewards.with(rollout, reward) }))

  return (
    <>
      <p class="examples">
        {PRESETS.map((preset) => (
          <button
            key={preset.title}
            type="button"
            onClick={() => {
              setPrompts(preset.prompts)
              setNote(preset.note)
            }}
          >
            {preset.title}
          </button>
        ))}
      </p>
      <p>{note}</p>
      <section aria-label="Rewards">
        <h3>Rewards: drag a bar, or use the arrow keys on it</h3>
        <RewardBars prompts={prompts} onChange={setReward} />
        <ol class="prompts">
          {prompts.map((prompt, index) => (
            <li key={index}>
              <select
                aria-label={`Task type of prompt ${index + 1}`}
                value={prompt.taskType}
                onChange={(event) => {
                  const taskType = event.currentTarget.value
                  changePrompt(index, ({ rewards }) => ({ rewards, taskType }))
                }}
              >
                {TASK_TYPES.map((taskType) => (
                  <option key={taskType}>{taskType}</option>
                ))}
              </select>
              <button
                type="button"
                aria-label={`One rollout more for prompt ${index + 1}`}
                disabled={prompt.rewards.length >= MOST_ROLLOUTS}
                onClick={() =>
                  changePrompt(index, ({ taskType, rewards }) => ({ taskType, rewards: [...rewards, 0.5] }))
                }
              >
                +
              </button>
              <button
                type="button"
                aria-label={`One rollout less for prompt ${index + 1}`}
                disabled={prompt.rewards.length <= 1}
                onClick={() =>
                  changePrompt(index, ({ taskType, rewards }) => ({
                    taskType,
                    rewards: rewards.slice(0, -1),
                  }))
                }
              >
                −
              </button>
              <button
                type="button"
                aria-label={`Remove prompt ${index + 1}`}
                disabled={prompts.length <= 1}
                onClick={() => setPrompts(prompts.filter((_, i) => i !== index))}
              >
                ×
              </button>
            </li>
          ))}
        </ol>
        <button
          type="button"
          disabled={prompts.length >= MOST_PROMPTS}
          onClick={() => setPrompts([...prompts, { taskType: TASK_TYPES[0], rewards: [1, 0, 0.5, 0] }])}
        >
          One prompt more
        </button>
      </section>
      <section aria-label="Advantages" class="estimators">
        <Estimates prompts={prompts} />
      </section>
      <CopyLink tab="advantages" state={prompts} />
    </>
  )
}

function Estimates({ prompts }: { readonly prompts: readonly PromptRewards[] }) {
  const groups = groupRollouts({
    rewards: prompts.flatMap(({ rewards }) => rewards),
    promptIds: prompts.flatMap(({ rewards }, i) => rewards.map(() => i)),
    taskTypes: prompts.flatMap(({ rewards, taskType }) => rewards.map(() => taskType)),
  })
  if (groups._tag === 'Left') return <p class="complaint">{describeError(groups.left)}</p>
  return SHOWN.map(([name, { title, formula, create }]) => {
    const result = create()(groups.right)
    const { byTask } = advantageDiagnostics(groups.right, result)
    const shares = Object.entries(byTask).map(([taskType, { advantageShare }]) => ({
      taskType,
      share: advantageShare,
    }))
    return (
      <article key={name} class="estimator">
        <h3>
          {title} <small>{formula}</small>
        </h3>
        <AdvantageBars prompts={prompts} advantages={result.advantages} title={title} />
        <ShareStrip shares={shares} />
      </article>
    )
  })
}

function initialPrompts(): readonly PromptRewards[] {
  const { tab, state } = readPermalink()
  return tab === 'advantages' && isPrompts(state) ? state : PRESETS[0]!.prompts
}

const isPrompts = (state: unknown): state is readonly PromptRewards[] =>
  Array.isArray(state) &&
  state.length >= 1 &&
  state.length <= MOST_PROMPTS &&
  state.every(
    (prompt) =>
      TASK_TYPES.includes(prompt?.taskType) &&
      Array.isArray(prompt.rewards) &&
      prompt.rewards.length >= 1 &&
      prompt.rewards.length <= MOST_ROLLOUTS &&
      prompt.rewards.every((reward: unknown) => typeof reward === 'number' && reward >= 0 && reward <= 1),
  )
