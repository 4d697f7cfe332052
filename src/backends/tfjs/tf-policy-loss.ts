import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { badOption } from '../../errors.js'
import type { AggregationOptions } from '../../losses/aggregation.js'
import { checkTokenBatch } from '../../losses/checked-batch.js'
import { isPlainKl, type KlTerm, klOptionsOf, readKlTerms } from '../../losses/kl.js'
import { fillFromProfile } from '../../losses/loss-options.js'
import { policyLoss } from '../../losses/policy-loss.js'
import { otherTerms, policyTerm, type TermAggregation } from '../../losses/term-aggregation.js'
import type { Aggregation } from '../../losses/token-batch.js'
import { ResultError, refuse } from '../../results.js'
import { tokenKl } from './kl-graph.js'
import type { Tf } from './tf.js'
import { type GraphLossOptions, hasGraph, tokenLosses } from './token-losses.js'

/** What `tfPolicyLoss` takes beside the log-probabilities: constants, no gradient flows to them. N rollouts of T tokens. */
export interface TfTokens {
  /** [N, T] */
  readonly oldLogProbs: Tensor
  /** [N, T], or [N]: one advantage per rollout. */
  readonly advantages: Tensor
  /** [N, T] non-zero (or true) selects a response token. */
  readonly responseMask: Tensor
  /** [N, T] for the KL term. */
  readonly refLogProbs?: Tensor
  /** [N, T] factors on the policy term. */
  readonly importanceWeights?: Tensor
}

/** As for `policyLoss`. An entropy bonus is the caller's to add: here, entropies are tensors that may have a gradient. */
export type TfPolicyLossOptions = GraphLossOptions & {
  readonly entropyCoefficient?: undefined
  readonly gradLogProbs?: undefined
}

/**
 * The policy loss as a differentiable function of tensors, for a trainer written in tfjs:
 *
 * ```ts
 * const { value, grads } = tf.variableGrads(() => tfPolicyLoss(tf, logProbsOf(model), tokens, { kind: 'gspo' }))
 * optimizer.applyGradients(grads)
 * ```
 *
 * Value and gradient are those of `policyLoss`, in float32: the gradient is the closed form, computed with the value in one
 * graph, so nothing is traced through clips and masks. There is no second derivative. Masks select: NaN under the mask
 * changes neither. All kinds of loss but `clip-cov`, `kl-cov` and `vespo`.
 *
 * @param tf the caller's tfjs; the loss is computed on its active backend.
 * @param logProbs [N, T] log-probability of each token under the policy that is trained.
 * @returns the loss, a scalar; 0 for a batch without response tokens.
 * @throws the Error of what `policyLoss` returns in its `Left`, and of a `BadOption` for a loss without a graph; tfjs throws for shapes that do not fit.
 */
export function tfPolicyLoss(
  tf: Tf,
  logProbs: Tensor,
  tokens: TfTokens,
  options: TfPolicyLossOptions = {},
): Scalar {
  const { filled, kl } = checkOptions(options, tokens.refLogProbs !== undefined)
  const loss = tf.customGrad((given, save) => {
    const { value, gradient } = valueAndGradient(tf, given as Tensor2D, tokens, filled, kl)
    ;(save as (tensors: Tensor[]) => void)([gradient])
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, saved[0]!) }
  })
  return loss(logProbs)
}

type Kl = Pick<KlTerm, 'form' | 'straightThrough' | 'coefficient'>

/** Checks the options with `policyLoss`, on a batch of one token. */
function checkOptions(options: GraphLossOptions, hasReference: boolean) {
  const one = Float64Array.of(-1)
  const batch = {
    logProbs: one,
    oldLogProbs: one,
    advantages: one,
    responseMask: [1],
    rollouts: 1,
    tokens: 1,
    ...(hasReference && { refLogProbs: one }),
  }
  const answer = policyLoss(batch, options)
  if (isLeft(answer)) refuse(answer.left)
  const filled = fillFromProfile(options)
  if (!hasGraph(filled)) {
    throw new ResultError(badOption('options.kind', 'a loss that tfPolicyLoss has a graph for', filled.kind))
  }
  return { filled, kl: klOf(filled, batch) }
}

function klOf(options: GraphLossOptions, batch: Parameters<typeof checkTokenBatch>[0]): Kl | undefined {
  const checked = checkTokenBatch(batch)
  const terms = isLeft(checked) ? checked : readKlTerms(checked.right, options)
  if (isLeft(terms)) return undefined
  const [kl, ...others] = terms.right
  if (others.length > 0 || (kl !== undefined && !isPlainKl(kl))) {
    refuse(
      badOption(
        'options.kl',
        'one KL term without an importance ratio and with the default limits',
        options.kl,
      ),
    )
  }
  return kl
}

function valueAndGradient(
  tf: Tf,
  logProbs: Tensor2D,
  tokens: TfTokens,
  options: GraphLossOptions,
  kl: Kl | undefined,
): { readonly value: Scalar; readonly gradient: Tensor } {
  const isToken = tf.notEqual(tf.cast(tokens.responseMask, 'float32'), 0)
  const select = (values: Tensor, elsewhere = 0): Tensor =>
    tf.where(isToken, values, tf.fill([1, 1], elsewhere))
  const { advantages, importanceWeights, refLogProbs } = tokens
  const lengths = sumRows(tf, tf.cast(isToken, 'float32'))
  const policy = tokenLosses(
    tf,
    {
      logRatios: select(tf.sub(logProbs, tokens.oldLogProbs)),
      advantages: select(advantages.rank === 1 ? tf.reshape(advantages, [-1, 1]) : advantages),
      logProbs: select(logProbs),
      importanceWeights: importanceWeights && select(importanceWeights, 1),
      rollouts: { lengths: tf.maximum(lengths, 1), sum: (perToken) => sumRows(tf, perToken) },
    },
    options,
  )
  const columns = logProbs.shape[1]
  const weightsFor = ({ aggregation, emptyRollouts }: TermAggregation) =>
    rowWeights(tf, lengths, columns, aggregation, { ...options, emptyRollouts })
  const weights = weightsFor(policyTerm(options))
  const value = tf.sum(tf.mul(sumRows(tf, select(policy.losses)), weights))
  const gradient = tf.mul(select(policy.slopes), weights)
  if (kl === undefined) return { value: value as Scalar, gradient }

  const { values, slopes } = tokenKl(tf, select(tf.sub(logProbs, refLogProbs!)), kl)
  const { aggregation } = klOptionsOf(options)[0]!
  const klWeights = tf.mul(weightsFor(otherTerms(options, aggregation)), kl.coefficient)
  return {
    value: tf.add(value, tf.sum(tf.mul(sumRows(tf, select(values)), klWeights))),
    gradient: tf.add(gradient, tf.mul(select(slopes), klWeights)),
  }
}

/** `losses/aggregation.ts` on the device: c_s of each rollout, [N, 1] or [1, 1]; unused where there are no tokens. */
function rowWeights(
  tf: Tf,
  lengths: Tensor,
  columns: number,
  aggregation: Aggregation,
  { denominators = {}, emptyRollouts = 'skip', normalization = 'rollouts-and-length' }: AggregationOptions,
): Tensor {
  const constant = (value: number) => tf.fill([1, 1], value)
  const atLeastOne = (count: Tensor) => tf.reshape(tf.maximum(count, 1), [1, 1])
  const tokens = () =>
    denominators.tokens === undefined ? atLeastOne(tf.sum(lengths)) : constant(denominators.tokens)
  const rollouts = () => {
    const given =
      emptyRollouts === 'count' ? (denominators.allRollouts ?? denominators.rollouts) : denominators.rollouts
    if (given !== undefined) return constant(given)
    if (emptyRollouts === 'count') return constant(lengths.shape[0]!)
    return atLeastOne(tf.sum(tf.cast(tf.greater(lengths, 0), 'float32')))
  }
  const length = denominators.length ?? columns
  switch (aggregation) {
    case 'token-mean':
      return tf.div(1, tokens())
    case 'token-sum':
      return constant(1)
    case 'seq-mean-token-sum':
      return tf.div(1, rollouts())
    case 'seq-mean-token-mean':
      return tf.div(1, tf.mul(rollouts(), tf.maximum(lengths, 1)))
    case 'seq-mean-token-sum-norm':
      return normalization === 'length' ? constant(1 / length) : tf.div(1, tf.mul(rollouts(), length))
    case 'prompt-mean':
      throw new RangeError('tfPolicyLoss has no prompts: prompt-mean is for policyLoss')
  }
}

/** The sum of each row, [N, 1]: first in blocks, because a running float32 sum over thousands of tokens loses digits. */
function sumRows(tf: Tf, values: Tensor): Tensor {
  const [rows, columns] = values.shape as [number, number]
  if (columns <= BLOCK) return tf.sum(values, 1, true)
  const blocks = Math.ceil(columns / BLOCK)
  const padded = tf.pad(values, [
    [0, 0],
    [0, blocks * BLOCK - columns],
  ])
  return tf.sum(tf.sum(tf.reshape(padded, [rows, blocks, BLOCK]), 2), 1, true)
}

const BLOCK = 64
