import * as fc from 'fast-check'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import { policyLoss } from '../../losses/policy-loss.js'
import type { FloatArray, TokenBatch } from '../../losses/token-batch.js'
import { refuse } from '../../results.js'
import { type PaddedTokenBatch, tokenBatches } from '../arbitraries/token-batches.js'
import {
  advantagePerRollout,
  inFloat32,
  mapTokens,
  packed as packedRows,
  spreadAdvantages,
  withPadding,
} from '../arbitraries/token-layouts.js'
import { describeLaws, type TestRunner, withoutRunner } from './describe-laws.js'
import { assertLaws, caseOf, type Law, law } from './law.js'
import { LAW_PARAMETERS, type LawParameters, ofLike, refuseUnknown, refuseUnless } from './law-parameters.js'
import { CLAIM_NAMES, claimsOf, type LossClaims } from './loss-claims.js'
import { lossReferenceLaw, neededArrays, refusalLaw } from './loss-reference.js'
import { type LossOutcome, type LossUnderTest, outcomeOf } from './loss-under-test.js'

/** Which laws are checked. Claims given here override those that come with `like`. */
export interface LossLawOptions extends LawParameters, LossClaims {
  /**
   * A kind of loss, or the options of `policyLoss` that give the same numbers: `{ clipHigh: 0.2, dualClip: Infinity }` for
   * PPO as its paper has it. The loss is compared with ours, metrics of the same names included, and checked against the claims of
   * these options. Default: no comparison.
   */
  readonly like?: NonNullable<PolicyLossOptions['kind']> | PolicyLossOptions
  /** Two numbers are equal when they differ by no more than this, relative to max(1, |x|). Default 1e-9; use 1e-4 for float32. */
  readonly tolerance?: number
  /** Batches of your own, tried before the generated ones. */
  readonly examples?: readonly PaddedTokenBatch[]
}

/**
 * Checks a policy loss and its gradient against the laws of masked, aggregated losses.
 *
 * `finite`, `leaves the batch alone`, `deterministic`, `padding is nothing`, `NaN is no number`, `no gradient at padding`,
 * `one advantage per rollout`, `float32 is read too`, `a mask may be booleans`, `metrics are possible`; and as claimed:
 * `the gradient is the derivative`, `proportional to the advantages`, `pushes towards better rollouts`,
 * `on policy every token is pushed`, `columns are nothing`, `empty rows are nothing`, `order of rollouts is nothing`,
 * `twice the batch`, `packed is padded`, `weights multiply`; with `like`: `like the reference`, `refuses like the reference`.
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not; the Error of a `BadOption` for a wrong option
 */
export function lossLaws(loss: LossUnderTest, options: LossLawOptions = {}): readonly string[] {
  return assertLaws('The loss', lawsOf(loss, options), options)
}

/**
 * Declares a suite with one test for each law of `lossLaws`.
 *
 * ```ts
 * import { describe, it } from 'vitest' // or node:test; jest and mocha have them as globals
 * describeLoss('my GSPO', (batch) => myGspo(batch), { like: 'gspo', describe, it })
 * ```
 */
export function describeLoss(
  name: string,
  loss: LossUnderTest,
  given: LossLawOptions & TestRunner = {},
): void {
  const [{ describe, it }, options] = withoutRunner(given)
  describeLaws(name, lawsOf(loss, options), options, { describe, it } as TestRunner)
}

function lawsOf(loss: LossUnderTest, options: LossLawOptions): readonly Law[] {
  refuseUnknown('options', options, [...LAW_PARAMETERS, ...CLAIM_NAMES, 'like', 'tolerance', 'examples'])
  const { tolerance = 1e-9, examples = [] } = options
  refuseUnless(typeof loss === 'function', 'loss', 'a function of a token batch', loss)
  refuseUnless(
    typeof tolerance === 'number' && tolerance >= 0,
    'options.tolerance',
    'a number, 0 or more',
    tolerance,
  )
  const like: PolicyLossOptions | undefined =
    typeof options.like === 'string' ? ({ kind: options.like } as PolicyLossOptions) : options.like
  if (like !== undefined) refuseWrongLike(like)
  const claims = { ...(like && claimsOf(like)), ...options }
  const needed = neededArrays(like)
  const features = { weights: claims.weights ?? false, ...needed }
  const subject: Subject = {
    of: (batch) => outcomeOf(loss(batch)),
    batches: tokenBatches(features),
    nearby: (drift) => tokenBatches({ ...features, drift }),
    tolerance,
    examples,
  }
  const { exactGradient = true, proportional = true } = claims
  const optional: readonly (readonly [boolean, () => readonly Law[]])[] = [
    [exactGradient !== false, () => [derivativeLaw(subject, exactGradient !== true)]],
    [proportional, () => proportionalLaws(subject)],
    [claims.columnsAreNothing ?? true, () => [columnsLaw(subject)]],
    [claims.emptyRowsAreNothing ?? true, () => [emptyRowsLaw(subject)]],
    [claims.additive ?? true, () => [rolloutOrderLaw(subject), twiceLaw(subject)]],
    [claims.packed ?? true, () => [packedLaw(subject)]],
    [
      proportional && (claims.weights ?? false) && (claims.weightsMultiply ?? true),
      () => [weightsLaw(subject)],
    ],
    [like !== undefined, () => [lossReferenceLaw(subject.of, like!, { ...claims, ...needed }, tolerance)]],
    [like !== undefined && (claims.refusals ?? false), () => [refusalLaw(loss, like!, needed)]],
  ]
  return [...lawsOfEvery(subject), ...optional.flatMap(([isClaimed, laws]) => (isClaimed ? laws() : []))]
}

const ONE_TOKEN: TokenBatch = {
  logProbs: Float64Array.of(-1),
  oldLogProbs: Float64Array.of(-1),
  refLogProbs: Float64Array.of(-1),
  rolloutLogProbs: Float64Array.of(-1),
  promptOf: Int32Array.of(0),
  entropies: Float64Array.of(1),
  advantages: Float64Array.of(1),
  responseMask: Uint8Array.of(1),
  rollouts: 1,
  tokens: 1,
}

function refuseWrongLike(like: PolicyLossOptions): void {
  refuseUnless(
    typeof like === 'object' && like !== null,
    'options.like',
    'a kind of loss or options of policyLoss',
    like,
  )
  const outcome = policyLoss(ONE_TOKEN, like)
  if (outcome._tag === 'Left') refuse(ofLike(outcome.left))
}

interface Subject {
  readonly of: (batch: TokenBatch) => LossOutcome
  readonly batches: fc.Arbitrary<PaddedTokenBatch>
  /** Batches with at most this distance between the policies. */
  readonly nearby: (drift: number) => fc.Arbitrary<PaddedTokenBatch>
  readonly tolerance: number
  readonly examples: readonly PaddedTokenBatch[]
}

function lawsOfEvery({ of, batches, tolerance, examples }: Subject): readonly Law[] {
  return [
    law(
      'finite',
      'finite inputs give a finite loss and one finite gradient per token',
      batches,
      (batch) => {
        const { loss, gradLogProbs } = of(batch)
        if (!Number.isFinite(loss)) return `loss ${loss}`
        if (gradLogProbs.length !== batch.logProbs.length)
          return `${gradLogProbs.length} gradients for ${batch.logProbs.length} tokens`
        const odd = Array.from(gradLogProbs).findIndex((value) => !Number.isFinite(value))
        return odd < 0 ? undefined : `gradLogProbs[${odd}] is ${gradLogProbs[odd]}`
      },
      { examples },
    ),
    law(
      'leaves the batch alone',
      'the arrays handed over are not written to',
      batches,
      (batch) => {
        const before = fc.stringify(batch)
        of(batch)
        return fc.stringify(batch) === before ? undefined : `the batch became ${fc.stringify(batch)}`
      },
      { examples },
    ),
    law(
      'deterministic',
      'the same batch gives the same loss, five times in a row',
      fc.record({ batch: batches, other: batches }),
      ({ batch, other }) => {
        const first = copied(of(batch))
        for (let call = 2; call <= 5; call++) {
          if (call === 3) of(other)
          const seen = differ(of(batch), first, 0)
          if (seen !== undefined) return `in call ${call}, ${seen} of call 1`
        }
        return undefined
      },
    ),
    law(
      'padding is nothing',
      'what stands where the mask is off, NaN included, changes nothing',
      fc.record({ batch: batches, poison: fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, 0) }),
      ({ batch, poison }) => {
        caseOf(batch.responseMask.includes(0))
        return differ(of(withPadding(batch, poison)), of(batch), tolerance)
      },
    ),
    law(
      'NaN is no number',
      'where a selected log-probability or its advantage is NaN, there is an error or no finite loss',
      fc.record({
        batch: batches,
        at: fc.nat(),
        name: fc.constantFrom('logProbs' as const, 'advantages' as const),
      }),
      ({ batch, at, name }) => {
        const selected = [...batch.logProbs.keys()].filter((i) => batch.responseMask[i] === 1)
        const i = selected[at % selected.length]!
        const spoilt = { ...batch, [name]: batch[name].with(i, Number.NaN) }
        const outcome = attempt(() => of(spoilt))
        return outcome !== undefined && Number.isFinite(outcome.loss)
          ? `loss ${outcome.loss} for ${name}[${i}] = NaN`
          : undefined
      },
    ),
    law('no gradient at padding', 'the gradient is 0 where the mask is off', batches, (batch) => {
      caseOf(batch.responseMask.includes(0))
      const { gradLogProbs } = of(batch)
      const odd = batch.responseMask.findIndex((bit, i) => bit === 0 && gradLogProbs[i] !== 0)
      return odd < 0 ? undefined : `gradLogProbs[${odd}] is ${gradLogProbs[odd]}`
    }),
    law(
      'one advantage per rollout',
      'an advantage per rollout is that advantage at each of its tokens',
      batches,
      (batch) => {
        caseOf(batch.tokens > 1)
        const advantages = advantagePerRollout(batch)
        return differ(of({ ...batch, advantages }), of(withOneAdvantageEach(batch)), tolerance)
      },
    ),
    law(
      'float32 is read too',
      'the same numbers in Float32Arrays give the same loss',
      batches.map((batch) => mapTokens(batch, (values) => Float64Array.from(Float32Array.from(values)))),
      (batch) => differ(of(inFloat32(batch)), of(batch), Math.max(tolerance, FLOAT32_TOLERANCE)),
    ),
    law('a mask may be booleans', 'true and false select as 1 and 0 do', batches, (batch) =>
      differ(of({ ...batch, responseMask: Array.from(batch.responseMask, Boolean) }), of(batch), tolerance),
    ),
    law(
      'metrics are possible',
      'shares lie in [0, 1], the mean between the extremes, and tokens are counted',
      batches,
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

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Allows for a float32 accumulator. */
const FLOAT32_TOLERANCE = 1e-4

const SLACK = 1e-6

const copied = ({ loss, gradLogProbs }: LossOutcome): LossOutcome => ({
  loss,
  gradLogProbs: Float64Array.from(gradLogProbs),
})

function differ(got: LossOutcome, wanted: LossOutcome, tolerance: number): string | undefined {
  const far = (a: number, b: number) => !(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)))
  if (far(got.loss, wanted.loss)) return `loss ${got.loss} instead of ${wanted.loss}`
  const odd = Array.from(wanted.gradLogProbs).findIndex((value, i) => far(got.gradLogProbs[i]!, value))
  return odd < 0
    ? undefined
    : `gradLogProbs[${odd}] is ${got.gradLogProbs[odd]} instead of ${wanted.gradLogProbs[odd]}`
}

const reverseRows = <Values extends FloatArray | Uint8Array>(
  values: Values,
  { rollouts, tokens }: PaddedTokenBatch,
): Values =>
  values.map((_, i) => values[(rollouts - 1 - Math.floor(i / tokens)) * tokens + (i % tokens)]!) as Values

/** One number per rollout, where the batch has prompts. */
const withPrompts = (
  { promptOf }: TokenBatch,
  change: (prompts: readonly number[]) => readonly number[],
): Pick<TokenBatch, 'promptOf'> =>
  promptOf === undefined ? {} : { promptOf: Int32Array.from(change(Array.from(promptOf))) }

const rowsReversed = (batch: PaddedTokenBatch): TokenBatch => ({
  ...mapTokens(batch, (values) => reverseRows(values, batch)),
  ...withPrompts(batch, (prompts) => prompts.toReversed()),
  responseMask: reverseRows(batch.responseMask, batch),
})

const withOneAdvantageEach = (batch: PaddedTokenBatch): PaddedTokenBatch => ({
  ...batch,
  advantages: spreadAdvantages(advantagePerRollout(batch), batch),
})

/** The batch with one advantage per rollout and without importance weights. */
const withOneFactorEach = ({ importanceWeights, ...batch }: PaddedTokenBatch): PaddedTokenBatch =>
  withOneAdvantageEach(batch)

/** Large enough for float64 differences, small enough not to reach a second kink. */
const STEP = 1e-5

const derivativeLaw = ({ of, batches, tolerance }: Subject, perRollout: boolean): Law =>
  law(
    'the gradient is the derivative',
    'where the loss has no kink, its gradient is the central difference',
    fc.record({
      batch: batches.map(perRollout ? withOneFactorEach : (batch) => batch),
      at: fc.nat({ max: 99 }),
    }),
    ({ batch, at }) => {
      const selected = [...batch.logProbs.keys()].filter((token) => batch.responseMask[token] === 1)
      const i = selected[at % selected.length]!
      const movedBy = (step: number) =>
        of({ ...batch, logProbs: batch.logProbs.with(i, batch.logProbs[i]! + step) }).loss
      const [below, here, above] = [movedBy(-STEP), movedBy(0), movedBy(STEP)]
      const [before, after] = [(here - below) / STEP, (above - here) / STEP]
      caseOf(Math.abs(after - before) <= 1e-3 * Math.max(Math.abs(after), KINK_FLOOR))
      const claimed = of(batch).gradLogProbs[i]!
      const slope = (above - below) / (2 * STEP)
      const allowed = Math.max(1e-5, tolerance * 1e5) * Math.max(1, Math.abs(slope))
      return Math.abs(claimed - slope) <= allowed
        ? undefined
        : `gradLogProbs[${i}] is ${claimed}, the slope is ${slope}`
    },
  )

/** A change of slope below 1e-5 may come from rounding of the three losses. */
const KINK_FLOOR = 1e-2

const proportionalLaws = ({ of, batches, nearby, tolerance }: Subject): readonly Law[] => [
  law(
    'proportional to the advantages',
    'doubling the advantages doubles loss and gradient',
    batches,
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
    batches.map(withOneAdvantageEach),
    (batch) => {
      const { gradLogProbs } = of(batch)
      const odd = batch.advantages.findIndex((advantage, i) => advantage * gradLogProbs[i]! > tolerance)
      return odd < 0
        ? undefined
        : `gradLogProbs[${odd}] is ${gradLogProbs[odd]} for advantage ${batch.advantages[odd]}`
    },
  ),
  law(
    'on policy every token is pushed',
    'where old and new policy agree, each token of a rollout is pushed by its advantage, all of them alike',
    nearby(0).map(withOneAdvantageEach),
    (batch) => {
      const weight = (i: number) => batch.importanceWeights?.[i] ?? 1
      const rowOf = (i: number) => Math.floor(i / batch.tokens)
      const pushed = [...batch.logProbs.keys()].filter(
        (i) => batch.responseMask[i] === 1 && batch.advantages[i] !== 0 && weight(i) !== 0,
      )
      caseOf(pushed.length > 0)
      const { gradLogProbs } = of(batch)
      const push = (i: number) => -gradLogProbs[i]! / batch.advantages[i]! / weight(i)
      const still = pushed.find((i) => !(push(i) > 0))
      if (still !== undefined)
        return `gradLogProbs[${still}] is ${gradLogProbs[still]} for advantage ${batch.advantages[still]}`
      if (batch.importanceWeights !== undefined) return undefined
      const firstOfRow = (i: number) => pushed.find((other) => rowOf(other) === rowOf(i))!
      const odd = pushed.find(
        (i) => Math.abs(push(i) - push(firstOfRow(i))) > tolerance * Math.max(1, push(i)),
      )
      return odd === undefined
        ? undefined
        : `gradLogProbs[${odd}] is ${gradLogProbs[odd]}, gradLogProbs[${firstOfRow(odd)}] of the same rollout ${gradLogProbs[firstOfRow(odd)]}`
    },
  ),
]

/** Adds two columns of padding at the end of every row. */
const columnsLaw = ({ of, batches, tolerance }: Subject): Law =>
  law(
    'columns are nothing',
    'columns of padding after the longest response change nothing',
    batches,
    (batch) => {
      const wider = batch.tokens + 2
      const size = batch.rollouts * wider
      const widened = <Values extends FloatArray | Uint8Array>(values: Values, empty: Values): Values => {
        for (let i = 0; i < values.length; i++)
          empty[Math.floor(i / batch.tokens) * wider + (i % batch.tokens)] = values[i]!
        return empty
      }
      const wide = of({
        ...mapTokens(batch, (values) => widened(values, new Float64Array(size))),
        responseMask: widened(batch.responseMask, new Uint8Array(size)),
        tokens: wider,
      })
      const { loss, gradLogProbs } = of(batch)
      return differ(
        wide,
        { loss, gradLogProbs: widened(Float64Array.from(gradLogProbs), new Float64Array(size)) },
        tolerance,
      )
    },
  )

const emptyRowsLaw = ({ of, batches, tolerance }: Subject): Law =>
  law('empty rows are nothing', 'a rollout without response tokens changes nothing', batches, (batch) => {
    const size = (batch.rollouts + 1) * batch.tokens
    const longer = <Values extends FloatArray | Uint8Array>(values: Values, empty: Values): Values => {
      empty.set(values)
      return empty
    }
    const more = of({
      ...mapTokens(batch, (values) => longer(values, new Float64Array(size))),
      ...withPrompts(batch, (prompts) => [...prompts, prompts[0]!]),
      responseMask: longer(batch.responseMask, new Uint8Array(size)),
      rollouts: batch.rollouts + 1,
    })
    const { loss, gradLogProbs } = of(batch)
    return differ(
      more,
      { loss, gradLogProbs: longer(Float64Array.from(gradLogProbs), new Float64Array(size)) },
      tolerance,
    )
  })

const rolloutOrderLaw = ({ of, batches, tolerance }: Subject): Law =>
  law(
    'order of rollouts is nothing',
    'turning the rollouts round turns the gradient round',
    batches,
    (batch) => {
      caseOf(batch.rollouts > 1)
      const turned = of(rowsReversed(batch))
      const { loss, gradLogProbs } = of(batch)
      return differ(
        turned,
        { loss, gradLogProbs: reverseRows(Float64Array.from(gradLogProbs), batch) },
        tolerance,
      )
    },
  )

const twiceLaw = ({ of, batches, tolerance }: Subject): Law =>
  law(
    'twice the batch',
    'a batch given twice has the same loss and half the gradient at each token, or twice the loss and the same gradient',
    batches,
    (batch) => {
      const twice = <Values extends FloatArray | Uint8Array>(values: Values, empty: Values): Values => {
        empty.set(values)
        empty.set(values, values.length)
        return empty
      }
      const size = 2 * batch.logProbs.length
      const doubled = of({
        ...mapTokens(batch, (values) => twice(values, new Float64Array(size))),
        ...withPrompts(batch, (prompts) => [...prompts, ...prompts.map((prompt) => prompt + 1_000)]),
        responseMask: twice(batch.responseMask, new Uint8Array(size)),
        rollouts: 2 * batch.rollouts,
      })
      const { loss, gradLogProbs } = of(batch)
      const scaled = (factor: number) => ({
        loss: 2 * factor * loss,
        gradLogProbs: twice(
          Float64Array.from(gradLogProbs, (value) => factor * value),
          new Float64Array(size),
        ),
      })
      const asMean = differ(doubled, scaled(0.5), tolerance)
      return asMean === undefined || differ(doubled, scaled(1), tolerance) === undefined ? undefined : asMean
    },
  )

const packedLaw = ({ of, batches, tolerance }: Subject): Law =>
  law('packed is padded', 'packing the response tokens row after row changes no number', batches, (batch) => {
    const isSelected = (i: number) => batch.responseMask[i] === 1
    const selected = [...batch.logProbs.keys()].filter(isSelected)
    // With as many tokens as rollouts, an array of that length is read as one advantage per token.
    caseOf(selected.length !== batch.rollouts)
    const advantages = advantagePerRollout(batch)
    const packed = of({ ...packedRows(batch, isSelected), advantages })
    const { loss, gradLogProbs } = of({ ...batch, advantages: spreadAdvantages(advantages, batch) })
    return differ(
      packed,
      { loss, gradLogProbs: Float64Array.from(selected, (i) => gradLogProbs[i]!) },
      tolerance,
    )
  })

const weightsLaw = ({ of, batches, tolerance }: Subject): Law =>
  law(
    'weights multiply',
    'importance weights of 1 are as none, and doubling all of them doubles the loss and its gradient',
    batches,
    (batch) => {
      const { importanceWeights, ...plain } = batch
      const ones = differ(
        of({ ...batch, importanceWeights: batch.logProbs.map(() => 1) }),
        of(plain),
        tolerance,
      )
      if (ones !== undefined) return `with weights of 1, ${ones}`
      const { loss, gradLogProbs } = of(batch)
      const doubled = of({ ...batch, importanceWeights: importanceWeights!.map((weight) => 2 * weight) })
      const wanted = { loss: 2 * loss, gradLogProbs: Array.from(gradLogProbs, (value) => 2 * value) }
      return differ(doubled, wanted, tolerance)
    },
  )
