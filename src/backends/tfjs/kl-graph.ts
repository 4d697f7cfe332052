import { K3_CLAMP, type KlTerm } from '../../losses/kl.js'
import type { Tensor, Tf } from './tf.js'

/** The KL of every token and its derivative by the token's log-probability, from u = logProb − refLogProb; see `losses/kl.ts`. */
export function tokenKl(
  tf: Tf,
  differences: Tensor,
  { form, straightThrough }: Pick<KlTerm, 'form' | 'straightThrough'>,
): { readonly values: Tensor; readonly slopes: Tensor } {
  const { values, slopes } = ofForm(tf, differences, form)
  return { values, slopes: straightThrough ? differences : slopes }
}

function ofForm(tf: Tf, differences: Tensor, form: KlTerm['form']) {
  switch (form) {
    case 'k1':
      return { values: differences, slopes: tf.onesLike(differences) }
    case 'abs':
      return { values: tf.abs(differences), slopes: tf.sign(differences) }
    case 'k2':
      return { values: tf.mul(tf.square(differences), 0.5), slopes: differences }
    case 'k3-unclamped':
      return k3(tf, differences)
    case 'k3': {
      const { values, slopes } = k3(tf, differences)
      const isAbove = tf.greater(values, K3_CLAMP)
      return { values: tf.minimum(values, K3_CLAMP), slopes: tf.where(isAbove, tf.zerosLike(slopes), slopes) }
    }
  }
}

/**
 * e^−u + u − 1 and its derivative 1 − e^−u. Near 0, where policies mostly are, both are small differences of numbers near 1,
 * which float32 gets wrong in the first digits; there the power series is used:
 *
 *     e^−u + u − 1 = (u² / 2) · t     1 − e^−u = u · (1 − (u / 2) · t)     t = 1 − (u / 3)(1 − (u / 4)(1 − …))
 */
function k3(tf: Tf, differences: Tensor) {
  const isNear = tf.less(tf.abs(differences), NEAR)
  const near = tf.clipByValue(differences, -NEAR, NEAR)
  let series = tf.onesLike(near)
  for (let n = LAST_TERM; n >= 3; n--) series = tf.sub(1, tf.mul(tf.div(near, n), series))
  const half = tf.mul(tf.mul(near, 0.5), series)

  const inverseRatios = tf.exp(tf.neg(differences))
  return {
    values: tf.where(isNear, tf.mul(near, half), tf.sub(tf.add(inverseRatios, differences), 1)),
    slopes: tf.where(isNear, tf.mul(near, tf.sub(1, half)), tf.sub(1, inverseRatios)),
  }
}

/** Up to here, with this many terms, the series is good to 4e-8. */
const NEAR = 0.5
const LAST_TERM = 8
