import { type BadBatch, badBatch } from '../errors.js'
import { DIVISOR, FACTOR, LARGEST, type Range } from '../magnitude.js'
import { AGGREGATIONS, type AggregationOptions } from './aggregation.js'
import type { CispoOptions } from './cispo.js'
import type { ClipCovOptions } from './clip-cov.js'
import type { DppoOptions } from './dppo.js'
import type { DroOptions } from './dro.js'
import type { GeoMeanOptions } from './geo-mean.js'
import type { GpgOptions } from './gpg.js'
import type { GspoOptions } from './gspo.js'
import type { KlOptions } from './kl.js'
import type { KlCovOptions } from './kl-cov.js'
import { isFloatArray } from './layout.js'
import type { LuspoOptions } from './luspo.js'
import type { SapoOptions } from './sapo.js'
import type { Aggregation, FloatArray, TokenBatch } from './token-batch.js'
import type { VanillaOptions } from './vanilla.js'
import type { VespoOptions } from './vespo.js'

/** What every kind of loss takes. */
export interface CommonLossOptions extends AggregationOptions {
  /**
   * How per-token losses become one number. Default: `'token-mean'`. gspo, sapo and geo-mean (seq-mean-token-mean) and
   * luspo (seq-mean-token-sum) have their own for the policy term; there this one is for the KL and entropy terms.
   */
  readonly aggregation?: Aggregation
  /** Whose conventions fill the options left out. Default: `'natural'`. */
  readonly profile?: Profile
  /** The KL term to a reference policy. Default: none. */
  readonly kl?: KlOptions
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
 * | | natural, published | verl-main | trl |
 * |---|---|---|---|
 * | dualClip | 3 | 3 | Infinity |
 * | logRatioLimit | 20 | 20 | Infinity |
 * | normalization | length | rollouts-and-length | rollouts-and-length |
 * | emptyRollouts | skip | skip | count |
 *
 * `natural` and `published` are the same: where GoLongRL's released losses go wrong they crash or return NaN, never
 * another number.
 */
export type Profile = 'natural' | 'published' | 'verl-main' | 'trl'

/** The options with those that were left out filled in from their profile. */
export function fillFromProfile(options: PolicyLossOptions): PolicyLossOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  return { ...CONVENTIONS[options.profile ?? 'natural'], ...given }
}

const CONVENTIONS: Readonly<Record<Profile, object>> = {
  natural: {},
  published: {},
  'verl-main': { normalization: 'rollouts-and-length' },
  trl: {
    dualClip: Number.POSITIVE_INFINITY,
    logRatioLimit: Number.POSITIVE_INFINITY,
    normalization: 'rollouts-and-length',
    emptyRollouts: 'count',
  },
}

/**
 * The first option that cannot be right: one of an unknown name, or out of its range. An option that another kind of loss
 * uses is checked and has no effect, so that one set of options can be shared by several kinds.
 */
export function checkLossOptions(options: PolicyLossOptions, batch: TokenBatch): BadBatch | undefined {
  if (typeof options !== 'object' || options === null) return badBatch('options', 'an object', options)
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const range = RANGES.get(name)
    if (range === undefined)
      return badBatch(`options.${name}`, `one of ${[...RANGES.keys()].join(', ')}`, value)
    if (!range.accepts(value)) return badBatch(name, range.expected, value)
  }
  const { gradLogProbs, kl = {}, denominators = {} } = options
  for (const name of Object.keys(kl)) {
    if (!KL_NAMES.includes(name)) return badBatch(`kl.${name}`, `one of ${KL_NAMES.join(', ')}`, name)
  }
  for (const name of Object.keys(denominators)) {
    if (!DENOMINATOR_NAMES.includes(name)) {
      return badBatch(`denominators.${name}`, `one of ${DENOMINATOR_NAMES.join(', ')}`, name)
    }
  }
  if (gradLogProbs === undefined) return undefined
  if (gradLogProbs.length !== batch.logProbs.length) {
    return badBatch('gradLogProbs', `${batch.logProbs.length} values`, `${gradLogProbs.length} values`)
  }
  for (const [name, input] of Object.entries(batch)) {
    if (ArrayBuffer.isView(input) && overlap(gradLogProbs, input)) {
      return badBatch('gradLogProbs', `memory of its own, apart from ${name}`, gradLogProbs)
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

const KL_NAMES = ['estimator', 'coefficient', 'aggregation']
const DENOMINATOR_NAMES = ['tokens', 'rollouts', 'length']

const atLeastZero: Range = {
  expected: 'a number, 0 or more',
  accepts: (value) => isNumber(value) && value >= 0,
}
const positive: Range = { expected: 'a number above 0', accepts: (value) => isNumber(value) && value > 0 }
const strength: Range = {
  expected: `a number from 0 to ${LARGEST}`,
  accepts: (value) => isNumber(value) && value >= 0 && value <= LARGEST,
}
const share: Range = {
  expected: 'a number from 0 to 1',
  accepts: (value) => isNumber(value) && value >= 0 && value <= 1,
}
const object: Range = {
  expected: 'an object',
  accepts: (value) => typeof value === 'object' && value !== null,
}
const oneOf = (...names: readonly string[]): Range => ({
  expected: `one of ${names.join(', ')}`,
  accepts: (value) => names.includes(value as string),
})

const RANGES: ReadonlyMap<string, Range> = new Map<string, Range>([
  ['kind', oneOf(...LOSS_KINDS)],
  ['profile', oneOf('natural', 'published', 'verl-main', 'trl')],
  ['clipLow', atLeastZero],
  ['clipHigh', atLeastZero],
  ['dualClip', { expected: 'a number above 1', accepts: (value) => isNumber(value) && value > 1 }],
  ['ratioCap', positive],
  ['importanceLevel', oneOf('token', 'sequence')],
  ['logRatioLimit', positive],
  ['tauPos', DIVISOR],
  ['tauNeg', DIVISOR],
  ['powerPos', strength],
  ['powerNeg', strength],
  ['decayPos', strength],
  ['decayNeg', strength],
  ['covRatio', share],
  ['covLow', { expected: 'a number', accepts: isNumber }],
  ['covHigh', { expected: 'a number', accepts: isNumber }],
  ['klCoefficient', FACTOR],
  ['seed', { expected: 'a whole number', accepts: Number.isSafeInteger }],
  ['droBeta', strength],
  ['aggregation', oneOf(...AGGREGATIONS)],
  ['denominators', object],
  ['emptyRollouts', oneOf('skip', 'count')],
  ['normalization', oneOf('length', 'rollouts-and-length')],
  ['kl', object],
  ['entropyCoefficient', FACTOR],
  ['gradLogProbs', { expected: 'a Float32Array or a Float64Array', accepts: isFloatArray }],
])

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value)
}

function overlap(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  )
}
