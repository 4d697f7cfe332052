import type { Tree } from '../tree.js'
import type { Work } from '../work.js'
import { differentiate } from './differentiate.js'
import { inShare, normalForm } from './normal-form.js'
import { constantOf } from './polynomial.js'
import { divide, type Rational } from './rational.js'

/** The rational number a of ax + b, which is not 0; `undefined` of anything else. */
export function slopeOf(tree: Tree, name: string, work: Work): Rational | undefined {
  const slope = differentiate(tree, name, work)
  const form = slope && inShare(work, (share) => normalForm(slope, share))
  const [above, below] = form ? [constantOf(form.above), constantOf(form.below)] : []
  return above && below && above.n !== 0n ? divide(above, below) : undefined
}
