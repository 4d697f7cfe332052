import type { RolloutBatch } from '../../advantages/group-rollouts.js'
import type { TokenBatch } from '../../losses/token-batch.js'
import { TASK_TYPES } from '../../verifiers/verdict.js'
import type { Workload } from '../workload.js'
import { randomFrom } from './random.js'

const ROLLOUTS_PER_PROMPT = 16
const MEAN_RESPONSE = 2048

/** A batch of N rollouts, 16 a prompt, nine task types whose rewards spread differently. */
export const rewardWorkload: Workload<RolloutBatch> = {
  name: 'advantages',
  item: 'rollout',
  sizes: [2_048, 65_536, 1_048_576],
  make: (size) => {
    const random = randomFrom(size)
    const rewards = new Float64Array(size)
    const promptIds: string[] = []
    const taskTypes: string[] = []
    for (let i = 0; i < size; i++) {
      const prompt = Math.floor(i / ROLLOUTS_PER_PROMPT)
      const task = prompt % TASK_TYPES.length
      // Even task types are graded in tenths, odd ones are right or wrong.
      rewards[i] = task % 2 === 0 ? random.integer(11) / 10 : random.integer(2)
      promptIds.push(promptId(prompt))
      taskTypes.push(TASK_TYPES[task]!)
    }
    return { rewards, promptIds, taskTypes }
  },
}

/** Ids as long as the UUIDs that trainers use. */
const promptId = (prompt: number): string =>
  `${prompt.toString(16).padStart(8, '0')}-0000-4000-8000-${(prompt * 2654435761).toString(16).padStart(12, '0').slice(-12)}`

/** N tokens in rows of 4,096, half of them padding on average; one advantage per rollout. */
export const paddedTokenWorkload: Workload<TokenBatch> = tokenWorkload('padded', Float32Array)

/** The same response tokens without the padding. */
export const packedTokenWorkload: Workload<TokenBatch> = tokenWorkload('packed', Float32Array)

/** Padded rows in float64. */
export const doubleTokenWorkload: Workload<TokenBatch> = tokenWorkload('padded', Float64Array)

function tokenWorkload(
  layout: 'padded' | 'packed',
  Floats: typeof Float32Array | typeof Float64Array,
): Workload<TokenBatch> {
  const columns = 2 * MEAN_RESPONSE
  return {
    name: `policyLoss, ${layout}${Floats === Float64Array ? ', float64' : ''}`,
    item: 'token',
    sizes: [1 << 17, 1 << 20, 1 << 23, 1 << 25],
    make: (size) => {
      const random = randomFrom(size)
      const rollouts = Math.max(1, layout === 'padded' ? size / columns : size / MEAN_RESPONSE)
      const offsets = new Int32Array(rollouts + 1)
      const logProbs = new Floats(size)
      const oldLogProbs = new Floats(size)
      const responseMask = new Uint8Array(layout === 'padded' ? size : 0)
      const advantages = Float64Array.from({ length: rollouts }, () => random.normal())
      for (let row = 0; row < rollouts; row++) {
        const length = layout === 'padded' ? 1 + random.integer(columns) : MEAN_RESPONSE
        const start = layout === 'padded' ? row * columns : offsets[row]!
        offsets[row + 1] = offsets[row]! + length
        for (let i = start; i < start + length; i++) {
          logProbs[i] = 0.35 * Math.log(1 - random.uniform())
          oldLogProbs[i] = logProbs[i]! + 0.1 * (random.uniform() + random.uniform() - 1)
          if (layout === 'padded') responseMask[i] = 1
        }
      }
      return layout === 'padded'
        ? { logProbs, oldLogProbs, advantages, responseMask, rollouts, tokens: columns }
        : { logProbs, oldLogProbs, advantages, offsets, rollouts }
    },
    bytes: leastTraffic,
  }
}

/** Two log-probabilities of each response token in, the mask in, a gradient of the same width out for every token. */
function leastTraffic({ logProbs, responseMask }: TokenBatch): number {
  const width = logProbs.BYTES_PER_ELEMENT
  let selected = logProbs.length
  if (responseMask !== undefined) {
    selected = 0
    for (let i = 0; i < logProbs.length; i++) if (responseMask[i]) selected++
  }
  return 2 * selected * width + (responseMask?.length ?? 0) + logProbs.byteLength
}
