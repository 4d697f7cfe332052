import type { Score } from './verdict.js'

/**
 * A score with one more step of its explanation: what the lenient reading would pay for an answer that the strict one pays
 * nothing for. Whoever sees many of these has prompts that do not ask for the form that is read.
 *
 * @param scoreLenient is only called for such an answer; undefined where there is no such reading
 */
export function withLenientHint(score: Score, scoreLenient: () => Score | undefined): Score {
  const { reward, reason, explanation } = score
  if (explanation === undefined || reward > 0 || reason === 'undecided') return score
  const lenient = scoreLenient()
  if (lenient === undefined || !(lenient.reward > 0)) return score
  const read = (lenient.explanation?.extracted ?? '').slice(0, LONGEST)
  const step = `The lenient reading would pay ${lenient.reward}: it reads ${JSON.stringify(read)}.`
  return { ...score, explanation: { ...explanation, steps: [...explanation.steps, step] } }
}

const LONGEST = 80
