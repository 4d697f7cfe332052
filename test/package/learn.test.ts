import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawFigures, fillPage } from '../../examples/learn/page.js'
import { addGradient, createPolicy, decide } from '../../examples/learn/policy.js'
import { drawPrompt } from '../../examples/learn/prompts.js'
import { createRandom } from '../../examples/learn/random.js'
import { type Replay, replayFiveSteps } from '../../examples/learn/replay.js'
import { halfWidth, holm, signFlipTest } from '../../examples/learn/statistics.js'

const onFile: Replay[] = JSON.parse(
  readFileSync(new URL('../../examples/learn/results/replay.json', import.meta.url), 'utf8'),
)

describe('the learning demonstration', () => {
  it.each(onFile)('replays five steps of $setting, $estimator, digit for digit', (recorded) => {
    expect(replayFiveSteps(recorded)).toEqual(recorded)
  })

  it('has the gradient that central differences see', () => {
    const random = createRandom(5)
    const policy = createPolicy(random, 6)
    const prompt = drawPrompt('exhaustive-retrieval', random)
    const logProb = () => Math.log(decide(policy, prompt, [3]).probabilities[5]!)
    const decision = decide(policy, prompt, [3])
    const gradLogits = decision.probabilities.map((p, i) => (i === 5 ? 1 : 0) - p)
    const gradient = new Float64Array(policy.weights.length)
    addGradient(policy, decision, gradLogits, gradient)
    for (const [i, weight] of policy.weights.entries()) {
      const [above, below] = [1e-6, -1e-6].map((shift) => {
        policy.weights[i] = weight + shift
        return logProb()
      })
      policy.weights[i] = weight
      expect(gradient[i]).toBeCloseTo((above! - below!) / 2e-6, 7)
    }
  })
})

describe('docs/learning.md', () => {
  const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8')

  it('shows the tables and figures of the runs on file', () => {
    expect(fillPage(read('learning.md'))).toBe(read('learning.md'))
    for (const [name, figure] of Object.entries(drawFigures())) expect(read(`charts/${name}`)).toBe(figure)
  })
})

describe('the statistics of the comparison', () => {
  it('counts the choices of sign as far from 0', () => {
    // 2³ choices; only + + + and − − − reach |6|.
    expect(signFlipTest([1, 2, 3])).toBe(2 / 8)
    // ±1 ±1: four choices, |0| twice; every choice is as far as 0.
    expect(signFlipTest([1, -1])).toBe(1)
    expect(signFlipTest(Array(10).fill(0.01))).toBe(2 / 2 ** 10)
  })

  it('corrects by Holm, and never below a smaller one', () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
    expect(holm([0.5, 0.9])).toEqual([1, 1])
  })

  it('has the interval of Student’s t', () => {
    // 1 … 8: mean 4.5, deviation √6, t(7) = 2.3646
    expect(halfWidth([1, 2, 3, 4, 5, 6, 7, 8])).toBeCloseTo((2.3646 * Math.sqrt(6)) / Math.sqrt(8), 2)
  })
})
