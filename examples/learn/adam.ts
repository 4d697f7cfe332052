const LEARNING_RATE = 0.03
const MAX_NORM = 1

/**
 * Adam, after the gradient has been cut to a norm of at most 1. Its step hardly depends on the scale of the advantages:
 * what differs between estimators is the direction, which prompts and task types push.
 */
export function createAdam(weights: Float64Array): (gradient: Float64Array) => void {
  const first = new Float64Array(weights.length)
  const second = new Float64Array(weights.length)
  let steps = 0
  return (gradient) => {
    const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0))
    const factor = norm > MAX_NORM ? MAX_NORM / norm : 1
    steps++
    const firstBias = 1 - 0.9 ** steps
    const secondBias = 1 - 0.999 ** steps
    for (let i = 0; i < weights.length; i++) {
      const g = factor * gradient[i]!
      first[i] = 0.9 * first[i]! + 0.1 * g
      second[i] = 0.999 * second[i]! + 0.001 * g * g
      weights[i]! -= (LEARNING_RATE * (first[i]! / firstBias)) / (Math.sqrt(second[i]! / secondBias) + 1e-8)
    }
  }
}
