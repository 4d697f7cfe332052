import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { type BadBatch, type BadOption, badBatch } from '../errors.js'
import { findBadOrMissing } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { checkLayout, findBadFields, type GivenLayout, isFloatArray } from './layout.js'
import type { FloatArray } from './token-batch.js'
import { type TokenSelection, withoutTokens } from './token-selection.js'

export interface TopEntropyOptions {
  /** The share of the response tokens that stays, from 0 to 1: those of largest entropy. */
  readonly share: number
}

/** What an option may be. */
const TOP_ENTROPY_OPTIONS: OptionRows<TopEntropyOptions> = {
  share: { kind: 'number', from: 0, to: 1 },
}

/**
 * The tokens at which the policy is uncertain: those whose entropy is at least the (1 − share) quantile over all response
 * tokens of the batch, interpolated between its neighbours, so that ties at the border all stay. A share of 1 keeps all;
 * of 0 keeps the largest.
 *
 * Entropies 1, 2, 3, 4, 5 and share 0.4: the quantile 0.6 is 3.4, and 4 and 5 stay. The quantile is of the batch at hand:
 * mask before `splitBatch`.
 *
 * @returns a mask without the others, and weights of 0 for them; `Left` for a layout or an option that cannot be right, and
 * for an entropy that is not finite.
 * @see Wang et al., Beyond the 80/20 Rule, arXiv 2506.01939; TRL `top_entropy_quantile`.
 */
export function topEntropyMask(
  batch: GivenLayout & { readonly entropies: FloatArray },
  options: TopEntropyOptions,
): Either<BadBatch | BadOption, TokenSelection> {
  const wrong = findBadOrMissing(options, TOP_ENTROPY_OPTIONS, ['share'])
  if (wrong !== undefined) return left(wrong)
  const wrongField = findBadFields(batch, ['entropies'])
  if (wrongField !== undefined) return left(wrongField)
  const { entropies } = batch
  if (!isFloatArray(entropies)) {
    return left(badBatch('entropies', 'a Float32Array or a Float64Array', entropies))
  }
  const layout = checkLayout(batch, entropies.length)
  if (isLeft(layout)) return layout
  const { responseMask } = layout.right
  const selected = entropies.filter((_, i) => responseMask === undefined || responseMask[i])
  if (!selected.every(Number.isFinite)) {
    const at = entropies.findIndex(
      (value, i) => (responseMask === undefined || Boolean(responseMask[i])) && !Number.isFinite(value),
    )
    return left(badBatch(`entropies[${at}]`, 'finite where the response mask selects', entropies[at]))
  }
  const least = quantile(selected.sort(), 1 - options.share)
  return right(withoutTokens(layout.right, (i) => entropies[i]! < least))
}

/** Linear between the two nearest of the ascending values. */
function quantile(ascending: FloatArray, share: number): number {
  if (ascending.length === 0) return 0
  const at = share * (ascending.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, ascending.length - 1)
  return ascending[low]! + (at - low) * (ascending[high]! - ascending[low]!)
}
