import type { Either } from 'fp-ts/lib/Either.js'
import type { Verdict } from '../../index.js'
import type { ScoringError } from '../score-chunk.js'
import type { Rollout, Scorer } from '../scorer.js'

type Verdicts = readonly Either<ScoringError, Verdict>[]

/**
 * Scores the rollouts of requests that arrive in the same turn of the event loop together. Trainers send one response a request
 * and hundreds of requests at once, and handing a chunk to a thread costs more than a verdict.
 */
export function coalesce(
  scorer: Scorer,
): (rollouts: readonly Rollout[], explain: boolean) => Promise<Verdicts> {
  const plain = collect((rollouts) => scorer.scoreBatch(rollouts))
  const explained = collect((rollouts) => scorer.scoreBatch(rollouts, { explain: true }))
  return (rollouts, explain) => (explain ? explained(rollouts) : plain(rollouts))
}

function collect(score: (rollouts: readonly Rollout[]) => Promise<Verdicts>) {
  let collected: Rollout[] = []
  let scored: Promise<Verdicts> | undefined
  return async (rollouts: readonly Rollout[]): Promise<Verdicts> => {
    const start = collected.length
    for (const rollout of rollouts) collected.push(rollout)
    scored ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const batch = collected
        collected = []
        scored = undefined
        score(batch).then(resolve, reject)
      })
    })
    return (await scored).slice(start, start + rollouts.length)
  }
}
