import { type BadBatch, type BadOption, badBatch, badOption } from '../errors.js'
import { LARGEST, SMALLEST } from '../magnitude.js'
import { findBadOption } from '../options/find-bad-option.js'
import type { NumberRow, OptionRow, OptionRows } from '../options/option-row.js'
import { AGGREGATIONS, type AggregationOptions } from './aggregation.js'
import { checkDenominators } from './checked-batch.js'
import type { CispoOptions } from './cispo.js'
import type { ClipCovOptions } from './clip-cov.js'
import type { DppoOptions } from './dppo.js'
import type { DroOptions } from './dro.js'
import type { GeoMeanOptions } from './geo-mean.js'
import type { GpgOptions } from './gpg.js'
import type { GspoOptions } from './gspo.js'
import type { KlCovOptions } from './kl-cov.js'
import { KL_OPTIONS, type KlOptions } from './kl-options.js'
import { isFloatArray } from './layout.js'
import type { LuspoOptions } from './luspo.js'
import type { SapoOptions } from './sapo.js'
import type { Aggregation, FloatArray, TokenBatch } from './token-batch.js'
import type { VanillaOptions } from './vanilla.js'
import type { VespoOptions } from './vespo.js'

/** What every kind of loss takes. */
export interface CommonLossOptions extends AggregationOptions {
  /**
   * How per-token losses become one number, in all terms. Default: the kind's own (gspo, sapo, geo-mean: seq-mean-token-mean;
   * luspo: seq-mean-token-sum), else `'token-mean'`. geo-mean's policy term keeps its own, for its loss is one number per
   * rollout; so do the other three under `published` and sapo under `verl-main`, and there the default of the KL and entropy
   * terms is `'token-mean'`, as in the code these profiles follow.
   */
  readonly aggregation?: Aggregation
  /** The policy term's aggregation, whatever the kind and the profile. Default: see `aggregation`. */
  readonly policyAggregation?: Aggregation
  /** The entropy term's aggregation; TRL's is token-mean. Default: see `aggregation`. */
  readonly entropyAggregation?: Aggregation
  /** Whose conventions fill the options left out. Default: `'natural'`. */
  readonly profile?: LossProfile
  /** The KL term, to the reference policy unless it says otherwise, or a list of them. Default: none. */
  readonly kl?: KlOptions | readonly KlOptions[]
  /** c in loss − c · aggregate(entropies), within ±1e100. 0 measures the entropy only. Default: 0. */
  readonly entropyCoefficient?: number
  /** Where to write the gradient, shaped like `logProbs`; its precision is the gradient's. Default: a fresh Float64Array. */
  readonly gradLogProbs?: FloatArray
}

/** The options of one kind of loss: its own file documents them. */
export type LossKindOptions =
  | VanillaOptions
  | GspoOptions
  | CispoOptions
  | SapoOptions
  | GpgOptions
  | GeoMeanOptions
  | ClipCovOptions
  | KlCovOptions
  | DppoOptions
  | DroOptions
  | LuspoOptions
  | VespoOptions

/** The options of `policyLoss`: what every kind takes, and what one kind takes. */
export type PolicyLossOptions = CommonLossOptions & LossKindOptions

/**
 * Whose conventions fill the options left out.
 *
 * | | natural | published | verl-main | trl |
 * |---|---|---|---|---|
 * | dualClip | 3 | 3 | 3 | Infinity |
 * | logRatioLimit | 20 | 20 | 20 | Infinity |
 * | normalization | rollouts-and-length | length | rollouts-and-length | rollouts-and-length |
 * | emptyRollouts | skip | skip | skip | count |
 * | gspo, sapo, luspo: `aggregation` | an option | their own | an option; sapo its own | an option |
 * | KL and entropy without `aggregation` | as the policy term | token-mean | token-mean | as the policy term; entropy token-mean |
 *
 * Where GoLongRL's released losses go wrong they crash or return NaN, never another number.
 */
export type LossProfile = 'natural' | 'published' | 'verl-main' | 'trl'

/** The options with those that were left out filled in from their profile. */
export function fillFromProfile(options: PolicyLossOptions): PolicyLossOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return { ...CONVENTIONS[options.profile ?? 'natural'], ...given }
}

const CONVENTIONS: Readonly<Record<LossProfile, object>> = {
  natural: {},
  published: { normalization: 'length' },
  'verl-main': {},
  trl: {
    dualClip: Number.POSITIVE_INFINITY,
    logRatioLimit: Number.POSITIVE_INFINITY,
    entropyAggregation: 'token-mean',
    emptyRollouts: 'count',
  },
}

/**
 * The first option that cannot be right: one of an unknown name, or out of its range. An option that another kind of loss
 * uses is checked and has no effect, so that one set of options can be shared by several kinds.
 */
export function checkLossOptions(
  options: PolicyLossOptions,
  batch: TokenBatch,
): BadBatch | BadOption | undefined {
  const wrong = findBadOption(options, LOSS_OPTIONS)
  if (wrong !== undefined) return wrong
  const { gradLogProbs, denominators, kl } = options
  const wrongKl = Array.isArray(kl)
    ? findBadOption({ kl }, { kl: { kind: 'list', of: KL_ROW } })
    : findBadOption({ kl }, { kl: KL_ROW })
  if (wrongKl !== undefined) return wrongKl
  const wrongDenominators = checkDenominators(denominators, batch.rollouts)
  if (wrongDenominators !== undefined) return wrongDenominators
  if (options.kind === 'cispo' && options.anchor === 'rollout' && batch.rolloutLogProbs === undefined) {
    return badBatch('rolloutLogProbs', 'given for cispo anchored on the sampler', undefined)
  }
  if (gradLogProbs === undefined) return undefined
  if (gradLogProbs.length !== batch.logProbs.length) {
    return badOption(
      'options.gradLogProbs',
      `${batch.logProbs.length} values`,
      `${gradLogProbs.length} values`,
    )
  }
  for (const [name, input] of Object.entries(batch)) {
    if (ArrayBuffer.isView(input) && overlap(gradLogProbs, input)) {
      return badOption('options.gradLogProbs', `memory of its own, apart from ${name}`, gradLogProbs)
    }
  }
  return undefined
}

/** Every kind of loss. */
export const LOSS_KINDS = [
  'vanilla',
  'gspo',
  'cispo',
  'sapo',
  'gpg',
  'geo-mean',
  'clip-cov',
  'kl-cov',
  'dppo-tv',
  'dppo-kl',
  'dro',
  'luspo',
  'vespo',
] as const

const infinity = Number.POSITIVE_INFINITY
const atLeastZero: NumberRow = { kind: 'number', from: 0 }
const positive: NumberRow = { kind: 'number', above: 0 }
const strength: NumberRow = { kind: 'number', from: 0, to: LARGEST }
const divisor: NumberRow = { kind: 'number', from: SMALLEST, to: LARGEST }
const factor: NumberRow = { kind: 'number', from: -LARGEST, to: LARGEST }
const aggregation: OptionRow = { kind: 'choice', of: AGGREGATIONS }

type NamesOf<Options> = Options extends unknown ? keyof Options : never

/** Every option of every kind; a `default` where all kinds and profiles share it. */
export const LOSS_OPTIONS: OptionRows<Record<NamesOf<PolicyLossOptions>, unknown>> = {
  kind: { kind: 'choice', of: LOSS_KINDS, default: 'vanilla' },
  profile: { kind: 'choice', of: ['natural', 'published', 'verl-main', 'trl'], default: 'natural' },
  clipLow: atLeastZero,
  clipHigh: atLeastZero,
  dualClip: { kind: 'number', above: 1 },
  ratioCap: { ...positive, default: infinity },
  importanceLevel: { kind: 'choice', of: ['token', 'sequence'] },
  logRatioLimit: positive,
  anchor: { kind: 'choice', of: ['old', 'rollout'], default: 'old' },
  tauPos: { ...divisor, default: 1 },
  tauNeg: { ...divisor, default: 1.05 },
  powerPos: { ...strength, default: 2 },
  powerNeg: { ...strength, default: 3 },
  decayPos: { ...strength, default: 3 },
  decayNeg: { ...strength, default: 2 },
  covRatio: { kind: 'number', from: 0, to: 1, default: 0.0002 },
  covLow: { kind: 'number', default: 1 },
  covHigh: { kind: 'number', default: 5 },
  klCoefficient: { ...factor, default: 1 },
  seed: { kind: 'number', whole: true, default: 0 },
  droBeta: { ...strength, default: 0.1 },
  aggregation,
  policyAggregation: aggregation,
  entropyAggregation: aggregation,
  denominators: {
    kind: 'object',
    fields: {
      tokens: divisor,
      rollouts: divisor,
      allRollouts: divisor,
      length: divisor,
      prompts: divisor,
      promptTokens: { kind: 'value', expected: 'an array of numbers, one per rollout', accepts: isArrayLike },
    },
  },
  emptyRollouts: { kind: 'choice', of: ['skip', 'count'] },
  normalization: { kind: 'choice', of: ['length', 'rollouts-and-length'] },
  kl: {
    kind: 'value',
    expected: 'a KL term or a list of them',
    accepts: (value) => typeof value === 'object' && value !== null,
  },
  entropyCoefficient: { ...factor, default: 0 },
  gradLogProbs: { kind: 'value', expected: 'a Float32Array or a Float64Array', accepts: isFloatArray },
}

const KL_ROW = { kind: 'object', fields: KL_OPTIONS, required: ['estimator', 'coefficient'] } as const

function isArrayLike(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value)
}

function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  )
}
