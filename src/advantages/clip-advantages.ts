import { badOption } from '../errors.js'
import { refuse } from '../results.js'
import { type Advantages, findBadResult } from './prompt-groups.js'

/**
 * Any estimator's result with each advantage held within ± `limit`, above 0. A limit of 5 changes few advantages of an
 * ordinary batch and bounds those of a prompt with one success in a hundred.
 *
 * @throws for a limit that is not a number above 0, as the Error that `orThrow` makes of the `BadOption`.
 */
export function clipAdvantages(result: Advantages, limit: number): Advantages {
  refuse(findBadResult(result))
  if (!(typeof limit === 'number' && limit > 0)) refuse(badOption('limit', 'a number above 0', limit))
  return { ...result, advantages: result.advantages.map((a) => Math.min(Math.max(a, -limit), limit)) }
}
