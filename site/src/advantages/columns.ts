import { scaleLinear } from 'd3-scale'
import type { PromptRewards } from './presets.js'

/** Width of the drawings' coordinates; the page scales them. */
export const WIDTH = 640
const GAP = 1

/** One column a rollout, with a gap between prompts; the same in every drawing, so that columns stand under each other. */
export function columnsOf(prompts: readonly PromptRewards[]) {
  const places = prompts.flatMap(({ rewards, taskType }, prompt) =>
    rewards.map((reward, rollout) => ({ prompt, rollout, reward, taskType })),
  )
  const x = scaleLinear([0, places.length + GAP * (prompts.length - 1)], [4, WIDTH - 4])
  return places.map((place, i) => {
    const left = x(i + GAP * place.prompt)
    return { ...place, left: left + 2, width: x(1) - x(0) - 4 }
  })
}
