import { orThrow, readTask, scoreTask, type Task } from 'golongrl'
import { addGradient, type Decision, decide, type Policy } from './policy.js'
import { luckyResponse, type Prompt } from './prompts.js'
import type { Random } from './random.js'

/** One sampled answer. */
export interface Rollout {
  readonly prompt: PromptRollouts
  readonly reward: number
  /** The choices made, first to last: tokens, as a language model would have them. */
  readonly choices: readonly Choice[]
}

interface Choice {
  readonly node: Node
  readonly pick: number
  readonly logProb: number
}

/** A prompt and the tree of what its rollouts picked, so that what they have in common is computed once. */
export interface PromptRollouts {
  /** The prompt's number in the batch. */
  readonly id: number
  readonly prompt: Prompt
  readonly task: Task
  readonly root: Node
}

interface Node {
  readonly picks: readonly number[]
  readonly decision: Decision
  readonly gradLogits: Float64Array
  /** By pick. */
  readonly children: Node[]
  /** Rewards of the answers that end with this pick. */
  readonly rewards: number[]
}

/** Samples answers to a prompt, and scores their text. `luck` decides the rewards of a prompt with hidden golds. */
export function sampleRollouts(
  policy: Policy,
  prompt: Prompt,
  id: number,
  count: number,
  random: Random,
  luck: Random,
): Rollout[] {
  const task = orThrow(readTask(prompt.record))
  const tree = { id, prompt, task, root: createNode(policy, prompt, []) }
  return Array.from({ length: count }, () => sampleRollout(policy, tree, random, luck))
}

/**
 * Adds the gradient of the loss with respect to the policy's weights to `gradient`.
 *
 * @param gradLogProbs d loss / d logProb of each choice, rollout after rollout, as `policyLoss` gives it for packed rows.
 */
export function backPropagate(
  policy: Policy,
  rollouts: readonly Rollout[],
  gradLogProbs: ArrayLike<number>,
  gradient: Float64Array,
): void {
  const visited = new Set<Node>()
  let at = 0
  for (const { choices } of rollouts) {
    for (const { node, pick } of choices) {
      const grad = gradLogProbs[at++]!
      if (grad === 0) continue
      // d log p(pick) / d logit_i = [i = pick] − p_i
      const { gradLogits, decision } = node
      for (let i = 0; i < gradLogits.length; i++) gradLogits[i]! -= grad * decision.probabilities[i]!
      gradLogits[pick]! += grad
      visited.add(node)
    }
  }
  for (const { decision, gradLogits } of visited) addGradient(policy, decision, gradLogits, gradient)
}

const createNode = (policy: Policy, prompt: Prompt, picks: readonly number[]): Node => {
  const decision = decide(policy, prompt, picks)
  const gradLogits = new Float64Array(decision.probabilities.length)
  return { picks, decision, gradLogits, children: [], rewards: [] }
}

function sampleRollout(policy: Policy, tree: PromptRollouts, random: Random, luck: Random): Rollout {
  const { prompt } = tree
  const choices: Choice[] = []
  let node = tree.root
  while (true) {
    const { probabilities } = node.decision
    const pick = random.draw(probabilities)
    choices.push({ node, pick, logProb: Math.log(probabilities[pick]!) })
    const stops = pick === prompt.candidates.length
    const picks = stops ? node.picks : [...node.picks, pick]
    if (stops || picks.length === prompt.maxPicks) {
      return { prompt: tree, reward: rewardOf(tree, node, pick, picks, luck), choices }
    }
    node = node.children[pick] ??= createNode(policy, prompt, picks)
  }
}

function rewardOf(
  { prompt, task }: PromptRollouts,
  node: Node,
  pick: number,
  picks: readonly number[],
  luck: Random,
): number {
  if (prompt.hidden !== undefined) {
    return scoreTask(task, luckyResponse(prompt, picks, luck.uniform())).reward
  }
  node.rewards[pick] ??= scoreTask(task, prompt.respond(picks)).reward
  return node.rewards[pick]
}
