import * as fc from 'fast-check'
import type { PolicyLoss, TokenBatch } from '../../losses/token-batch.js'
import { type PaddedTokenBatch, tokenBatches } from '../arbitraries/token-batches.js'
import { assertLaws, type Law, type LawParameters, law } from './law.js'

/**
 * A policy loss with its options bound: `(batch) => policyLoss(batch, { kind: 'gspo' })`, or anybody's own.
 * It may give the loss or an `Either` of it.
 */
export type LossUnderTest = (
  batch: TokenBatch,
) =>
  | LossOutcome
  | { readonly _tag: 'Left'; readonly left: unknown }
  | { readonly _tag: 'Right'; readonly right: LossOutcome }

/** What is looked at of a loss. Metrics are checked where they are given. */
export interface LossOutcome {
  readonly loss: number
  readonly gradLogProbs: ArrayLike<number>
  readonly metrics?: Partial<PolicyLoss['metrics']>
}

/** Which laws a loss is held to. */
export interface LossLawOptions extends LawParameters {
  /**
   * The gradient is the derivative of the loss. Default true; false for losses that stop gradients on purpose, like CISPO;
   * `per-rollout advantages` for those that share a ratio among the tokens of a rollout, like GSPO, and are exact only
   * where these have one advantage.
   */
  readonly exactGradient?: boolean | 'per-rollout advantages'
  /** Every term is proportional to the advantages: no KL, no entropy bonus, no square. Default true. */
  readonly proportional?: boolean
  /** Columns of padding change nothing. Default true; false for `seq-mean-token-sum-norm`, which divides by their number. */
  readonly columnsAreNothing?: boolean
  /** Rows without a response token change nothing. Default true; false where a mean counts them. */
  readonly emptyRowsAreNothing?: boolean
  /** The packed layout is understood. Default true. */
  readonly packed?: boolean
  /** Two numbers are equal when they differ by no more than this, relative to max(1, |x|). Default 1e-9; use 1e-4 for float32. */
  readonly tolerance?: number
}

/**
 * Checks a policy loss and its gradient against the laws of masked, aggregated losses.
 *
 * `finite`, `leaves the batch alone`, `deterministic`, `padding is nothing`, `no gradient at padding`,
 * `order of rollouts is nothing`, `one advantage per rollout`, `float32 is read too`, `metrics are possible`; and as
 * claimed: `the gradient is the derivative`, `proportional to the advantages`, `pushes towards better rollouts`,
 * `columns are nothing`, `empty rows are nothing`, `packed is padded`.
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not
 */
export function lossLaws(loss: LossUnderTest, options: LossLawOptions = {}): readonly string[] {
  const of = (batch: TokenBatch): LossOutcome => {
    const outcome = loss(batch)
    if (!('_tag' in outcome)) return outcome
    if (outcome._tag === 'Right') return outcome.right
    throw new Error(`the loss refused a good batch: ${fc.stringify(outcome.left)}`)
  }
  const tolerance = options.tolerance ?? 1e-9
  const {
    exactGradient = true,
    proportional = true,
    columnsAreNothing = true,
    emptyRowsAreNothing = true,
    packed = true,
  } = options
  return assertLaws(
    'The loss',
    [
      ...lawsOfEvery(of, tolerance),
      ...(exactGradient ? [derivativeLaw(of, tolerance, exactGradient !== true)] : []),
      ...(proportional ? proportionalLaws(of, tolerance) : []),
      ...(columnsAreNothing ? [columnsLaw(of, tolerance)] : []),
      ...(emptyRowsAreNothing ? [emptyRowsLaw(of, tolerance)] : []),
      ...(packed ? [packedLaw(of, tolerance)] : []),
    ],
    options,
  )
}

type Loss = (batch: TokenBatch) => LossOutcome

function lawsOfEvery(of: Loss, tolerance: number): readonly Law[] {
  return [
    law(
      'finite',
      'finite inputs give a finite loss and one finite gradient per token',
      tokenBatches(),
      (batch) => {
        const { loss, gradLogProbs } = of(batch)
        if (!Number.isFinite(loss)) return `loss ${loss}`
        if (gradLogProbs.length !== batch.logProbs.length)
          return `${gradLogProbs.length} gradients for ${batch.logProbs.length} tokens`
        const odd = Array.from(gradLogProbs).findIndex((value) => !Number.isFinite(value))
        return odd < 0 ? undefined : `gradLogProbs[${odd}] is ${gradLogProbs[odd]}`
      },
    ),
    law('leaves the batch alone', 'the arrays handed over are not written to', tokenBatches(), (batch) => {
      const before = fc.stringify(batch)
      of(batch)
      return fc.stringify(batch) === before ? undefined : `the batch became ${fc.stringify(batch)}`
    }),
    law('deterministic', 'the same batch gives the same loss', tokenBatches(), (batch) =>
      differ(of(batch), of(batch), 0),
    ),
    law(
      'padding is nothing',
      'what stands where the mask is off, NaN included, changes nothing',
      fc.record({
        batch: tokenBatches(),
        poison: fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, 0),
      }),
      ({ batch, poison }) => differ(of(poisoned(batch, poison)), of(batch), tolerance),
    ),
    law('no gradient at padding', 'the gradient is 0 where the mask is off', tokenBatches(), (batch) => {
      const { gradLogProbs } = of(batch)
      const odd = batch.responseMask.findIndex((bit, i) => bit === 0 && gradLogProbs[i] !== 0)
      return odd < 0 ? undefined : `gradLogProbs[${odd}] is ${gradLogProbs[odd]}`
    }),
    law(
      'order of rollouts is nothing',
      'turning the rollouts round turns the gradient round',
      tokenBatches(),
      (batch) => {
        const turned = of(rowsReversed(batch))
        const { loss, gradLogProbs } = of(batch)
        return differ(
          turned,
          { loss, gradLogProbs: reverseRows(Float64Array.from(gradLogProbs), batch) },
          tolerance,
        )
      },
    ),
    law(
      'one advantage per rollout',
      'an advantage per rollout is that advantage at each of its tokens',
      tokenBatches(),
      (batch) => {
        const perRollout = batch.advantages.slice(0, batch.rollouts)
        return differ(
          of({ ...batch, advantages: perRollout }),
          of({ ...batch, advantages: spread(perRollout, batch) }),
          tolerance,
        )
      },
    ),
    law(
      'float32 is read too',
      'the same numbers in Float32Arrays give the same loss',
      tokenBatches(),
      (batch) => {
        const { logProbs, oldLogProbs, refLogProbs, advantages } = batch
        const float32 = {
          ...batch,
          logProbs: Float32Array.from(logProbs),
          oldLogProbs: Float32Array.from(oldLogProbs),
          refLogProbs: Float32Array.from(refLogProbs),
          advantages: Float32Array.from(advantages),
        }
        return differ(of(float32), of(batch), Math.max(tolerance, FLOAT32_TOLERANCE))
      },
    ),
    law(
      'metrics are possible',
      'shares lie in [0, 1], the mean between the extremes, and tokens are counted',
      tokenBatches(),
      (batch) => {
        const {
          clipFraction = 0,
          clipFractionLower = 0,
          ratioMin = 1,
          ratioMean = 1,
          ratioMax = 1,
          tokens,
        } = of(batch).metrics ?? {}
        const counted = batch.responseMask.reduce((sum, bit) => sum + bit, 0)
        if (!(clipFraction >= 0 && clipFraction <= 1)) return `clipFraction ${clipFraction}`
        if (!(clipFractionLower >= 0 && clipFractionLower <= 1))
          return `clipFractionLower ${clipFractionLower}`
        if (!(ratioMin <= ratioMean + SLACK && ratioMean <= ratioMax + SLACK))
          return `ratios ${ratioMin}, ${ratioMean}, ${ratioMax}`
        return tokens === undefined || tokens === counted
          ? undefined
          : `${tokens} tokens, but the mask selects ${counted}`
      },
    ),
  ]
}

/** The inputs are multiples of 2⁻²⁰, exact in float32; an own float32 accumulator is allowed. */
const FLOAT32_TOLERANCE = 1e-4

const SLACK = 1e-6

function differ(got: LossOutcome, wanted: LossOutcome, tolerance: number): string | undefined {
  const far = (a: number, b: number) => !(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)))
  if (far(got.loss, wanted.loss)) return `loss ${got.loss} instead of ${wanted.loss}`
  const odd = Array.from(wanted.gradLogProbs).findIndex((value, i) => far(got.gradLogProbs[i]!, value))
  return odd < 0
    ? undefined
    : `gradLogProbs[${odd}] is ${got.gradLogProbs[odd]} instead of ${wanted.gradLogProbs[odd]}`
}

function poisoned(batch: PaddedTokenBatch, poison: number): TokenBatch {
  const poison1 = (values: Float64Array) =>
    values.map((value, i) => (batch.responseMask[i] === 0 ? poison : value))
  return {
    ...batch,
    logProbs: poison1(batch.logProbs),
    oldLogProbs: poison1(batch.oldLogProbs),
    refLogProbs: poison1(batch.refLogProbs),
    advantages: poison1(batch.advantages),
  }
}

const reverseRows = <Values extends Float64Array | Uint8Array>(
  values: Values,
  { rollouts, tokens }: PaddedTokenBatch,
): Values =>
  values.map((_, i) => values[(rollouts - 1 - Math.floor(i / tokens)) * tokens + (i % tokens)]!) as Values

const rowsReversed = (batch: PaddedTokenBatch): TokenBatch => ({
  ...batch,
  logProbs: reverseRows(batch.logProbs, batch),
  oldLogProbs: reverseRows(batch.oldLogProbs, batch),
  refLogProbs: reverseRows(batch.refLogProbs, batch),
  advantages: reverseRows(batch.advantages, batch),
  responseMask: reverseRows(batch.responseMask, batch),
})

const spread = (perRollout: Float64Array, { logProbs, tokens }: PaddedTokenBatch): Float64Array =>
  logProbs.map((_, i) => perRollout[Math.floor(i / tokens)]!)

const withOneAdvantageEach = (batch: PaddedTokenBatch): PaddedTokenBatch => ({
  ...batch,
  advantages: spread(batch.advantages.slice(0, batch.rollouts), batch),
})

/** Far enough for float64 differences, near enough not to meet a second kink. */
const STEP = 1e-5

const derivativeLaw = (of: Loss, tolerance: number, perRollout: boolean): Law =>
  law(
    'the gradient is the derivative',
    'where the loss has no kink, its gradient is the central difference',
    fc.record({
      batch: tokenBatches().map(perRollout ? withOneAdvantageEach : (batch) => batch),
      at: fc.nat({ max: 99 }),
    }),
    ({ batch, at }) => {
      const i = at % batch.logProbs.length
      const movedBy = (step: number) =>
        of({ ...batch, logProbs: batch.logProbs.with(i, batch.logProbs[i]! + step) }).loss
      const [below, here, above] = [movedBy(-STEP), movedBy(0), movedBy(STEP)]
      const [before, after] = [(here - below) / STEP, (above - here) / STEP]
      const kink = Math.abs(after - before) > 1e-3 * Math.max(1, Math.abs(after))
      const claimed = of(batch).gradLogProbs[i]!
      const slope = (above - below) / (2 * STEP)
      const allowed = Math.max(1e-5, tolerance * 1e5) * Math.max(1, Math.abs(slope))
      return kink || Math.abs(claimed - slope) <= allowed
        ? undefined
        : `gradLogProbs[${i}] is ${claimed}, the slope is ${slope}`
    },
  )

const proportionalLaws = (of: Loss, tolerance: number): readonly Law[] => [
  law(
    'proportional to the advantages',
    'doubling the advantages doubles loss and gradient',
    tokenBatches(),
    (batch) => {
      const { loss, gradLogProbs } = of(batch)
      const wanted = { loss: 2 * loss, gradLogProbs: Array.from(gradLogProbs, (value) => 2 * value) }
      return differ(
        of({ ...batch, advantages: batch.advantages.map((value) => 2 * value) }),
        wanted,
        tolerance,
      )
    },
  ),
  law(
    'pushes towards better rollouts',
    'a step down the gradient never lowers the probability of a rollout with a positive advantage, nor raises it for a negative one',
    tokenBatches(),
    (batch) => {
      const advantages = spread(batch.advantages.slice(0, batch.rollouts), batch)
      const { gradLogProbs } = of({ ...batch, advantages })
      const odd = advantages.findIndex((advantage, i) => advantage * gradLogProbs[i]! > tolerance)
      return odd < 0
        ? undefined
        : `gradLogProbs[${odd}] is ${gradLogProbs[odd]} for advantage ${advantages[odd]}`
    },
  ),
]

/** Adds two columns of padding at the end of every row. */
const columnsLaw = (of: Loss, tolerance: number): Law =>
  law(
    'columns are nothing',
    'columns of padding after the longest response change nothing',
    tokenBatches(),
    (batch) => {
      const wider = batch.tokens + 2
      const widened = <Values extends Float64Array | Uint8Array>(values: Values, empty: Values): Values => {
        for (let i = 0; i < values.length; i++)
          empty[Math.floor(i / batch.tokens) * wider + (i % batch.tokens)] = values[i]!
        return empty
      }
      const size = batch.rollouts * wider
      const wide = of({
        ...batch,
        tokens: wider,
        logProbs: widened(batch.logProbs, new Float64Array(size)),
        oldLogProbs: widened(batch.oldLogProbs, new Float64Array(size)),
        refLogProbs: widened(batch.refLogProbs, new Float64Array(size)),
        advantages: widened(batch.advantages, new Float64Array(size)),
        responseMask: widened(batch.responseMask, new Uint8Array(size)),
      })
      const { loss, gradLogProbs } = of(batch)
      return differ(
        wide,
        { loss, gradLogProbs: widened(Float64Array.from(gradLogProbs), new Float64Array(size)) },
        tolerance,
      )
    },
  )

const emptyRowsLaw = (of: Loss, tolerance: number): Law =>
  law(
    'empty rows are nothing',
    'a rollout without response tokens changes nothing',
    tokenBatches(),
    (batch) => {
      const longer = <Values extends Float64Array | Uint8Array>(values: Values, empty: Values): Values => {
        empty.set(values)
        return empty
      }
      const size = (batch.rollouts + 1) * batch.tokens
      const more = of({
        ...batch,
        rollouts: batch.rollouts + 1,
        logProbs: longer(batch.logProbs, new Float64Array(size)),
        oldLogProbs: longer(batch.oldLogProbs, new Float64Array(size)),
        refLogProbs: longer(batch.refLogProbs, new Float64Array(size)),
        advantages: longer(batch.advantages, new Float64Array(size)),
        responseMask: longer(batch.responseMask, new Uint8Array(size)),
      })
      const { loss, gradLogProbs } = of(batch)
      return differ(
        more,
        { loss, gradLogProbs: longer(Float64Array.from(gradLogProbs), new Float64Array(size)) },
        tolerance,
      )
    },
  )

const packedLaw = (of: Loss, tolerance: number): Law =>
  law(
    'packed is padded',
    'packing the response tokens row after row changes no number',
    tokenBatches(),
    (batch) => {
      const selected = [...batch.logProbs.keys()].filter((i) => batch.responseMask[i] === 1)
      const pack = (values: ArrayLike<number>) => Float64Array.from(selected, (i) => values[i]!)
      const offsets = Int32Array.from(
        { length: batch.rollouts + 1 },
        (_, row) => selected.filter((i) => i < row * batch.tokens).length,
      )
      const advantages = batch.advantages.slice(0, batch.rollouts)
      // As many tokens as rollouts: an array of that length would be read as one advantage per token.
      if (selected.length === batch.rollouts) return undefined
      const packed = of({
        logProbs: pack(batch.logProbs),
        oldLogProbs: pack(batch.oldLogProbs),
        refLogProbs: pack(batch.refLogProbs),
        advantages,
        rollouts: batch.rollouts,
        tokens: batch.tokens,
        offsets,
      })
      const { loss, gradLogProbs } = of({ ...batch, advantages })
      return differ(packed, { loss, gradLogProbs: pack(gradLogProbs) }, tolerance)
    },
  )
