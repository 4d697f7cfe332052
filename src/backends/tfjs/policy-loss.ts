import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { BadBatch, BadOption } from '../../errors.js'
import type { CheckedBatch } from '../../losses/checked-batch.js'
import { LOG_RATIO_LIMIT, ratioAnchor } from '../../losses/importance-ratio.js'
import { isPlainKl, type KlTerm, readKlTerms } from '../../losses/kl.js'
import {
  assembleLoss,
  checkLossCall,
  type PolicyLossOptions,
  policyLoss,
  policyWeights,
} from '../../losses/policy-loss.js'
import type { FloatArray, PolicyLoss, TokenBatch } from '../../losses/token-batch.js'
import type { Device } from './device.js'
import { type BlockedTokens, lossGraph } from './loss-graph.js'
import { rowTally } from './row-tally.js'
import { BLOCK, cutIntoBlocks, layOut, layOutPerRollout, type TokenBlocks } from './token-blocks.js'
import { type GraphLossOptions, hasGraph } from './token-losses.js'

/**
 * `policyLoss` with the tokens' arithmetic on the device, in float32. The host subtracts log-probabilities before they are
 * rounded, and adds up what the device returns for every 64 tokens; both in float64.
 *
 * Computed by `policyLoss` itself, on the host: the kinds without a graph, several KL terms or one that is not plain, and batches with numbers that float32 cannot
 * hold in products and exponentials, or that are not finite.
 */
export async function tfjsPolicyLoss(
  device: Device,
  batch: TokenBatch,
  given: PolicyLossOptions = {},
): Promise<Either<BadBatch | BadOption, PolicyLoss>> {
  const call = checkLossCall(batch, given)
  if (isLeft(call)) return call
  const { batch: checked, options } = call.right
  const { gradLogProbs = new Float32Array(checked.logProbs.length) } = options
  const onHost = () => policyLoss(batch, { ...given, gradLogProbs })
  const weights = policyWeights(checked, options)
  if (isLeft(weights)) return weights
  const terms = readKlTerms(checked, options)
  if (isLeft(terms)) return terms
  const [kl, ...others] = terms.right
  if (!hasGraph(options) || others.length > 0 || (kl !== undefined && !isPlainKl(kl))) return onHost()

  gradLogProbs.fill(0)
  const tally = rowTally(checked, weights.right, kl)
  for (const blocks of cutIntoBlocks(checked, device.tokensAtATime)) {
    if (blocks.rows === 0) continue
    const tokens = layOutTokens(checked, blocks, weights.right, kl, options)
    if (tokens === undefined) return onHost()
    const { gradient, rowSums } = await device.run((tf) => lossGraph(tf, blocks, tokens, options))
    tally.add(blocks, rowSums, putBack(blocks, gradient, gradLogProbs))
  }
  const result = assembleLoss(checked, options, { ...tally.total(options), gradLogProbs })
  return isLeft(result) ? onHost() : result
}

/** Undefined when a number is not finite, or large enough for a product or an exponential to leave float32. */
function layOutTokens(
  batch: CheckedBatch,
  blocks: TokenBlocks,
  weights: Float64Array,
  kl: KlTerm | undefined,
  options: GraphLossOptions,
): BlockedTokens | undefined {
  const { advantages, importanceWeights } = batch
  const logRatios = layOut(blocks, batch.logProbs, ratioAnchor(batch, options))
  const logProbs = layOut(blocks, batch.logProbs)
  const perToken = batch.advantagePerToken ? layOut(blocks, advantages) : layOutPerRollout(blocks, advantages)
  const factors = importanceWeights && layOut(blocks, importanceWeights, undefined, 1)
  const differences = kl && layOut(blocks, batch.logProbs, kl.target)

  const exponent = Math.max(Math.min(logRatios.largest, exponentLimit(options)), differences?.largest ?? 0)
  const product = perToken.largest * Math.max(1, logProbs.largest) * Math.max(1, factors?.largest ?? 1)
  if (!(exponent <= LARGEST_EXPONENT && Math.max(product, logRatios.largest) <= LARGEST_FACTOR))
    return undefined
  return {
    logRatios: logRatios.values,
    advantages: perToken.values,
    logProbs: logProbs.values,
    importanceWeights: factors?.values,
    weights: Float32Array.from(blocks.rolloutOf, (s) => weights[s]!),
    kl: kl && {
      form: kl.form,
      straightThrough: kl.straightThrough,
      differences: differences!.values,
      weights: Float32Array.from(blocks.rolloutOf, (s) => kl.coefficient * kl.weights[s]!),
    },
  }
}

/** e⁴⁰ · 1e15 · 64 tokens is 1.5e34; float32 ends at 3.4e38. */
const LARGEST_EXPONENT = 40
const LARGEST_FACTOR = 1e15

/** How large a log-ratio can be when its exponential is taken. */
function exponentLimit(options: GraphLossOptions): number {
  switch (options.kind) {
    case 'gspo':
      return 10
    case 'gpg':
    case 'geo-mean':
    case 'dro':
    case 'luspo':
      return Number.POSITIVE_INFINITY
    default:
      return options.logRatioLimit ?? LOG_RATIO_LIMIT
  }
}

/** @returns the sum of the magnitudes: finite only where all are */
function putBack({ rows, counts, positions }: TokenBlocks, gradient: Float32Array, out: FloatArray): number {
  let next = 0
  let sum = 0
  for (let row = 0; row < rows; row++) {
    const start = row * BLOCK
    for (let at = start; at < start + counts[row]!; at++) {
      const slope = gradient[at]!
      out[positions[next++]!] = slope
      sum += Math.abs(slope)
    }
  }
  return sum
}
