/**
 * Compares every estimator, return, loss, KL, mask and value loss with verl's and TRL's own functions, whose results `trainers.py`
 * writes one a line: values and gradients, relative to the largest of them. Exits with 1 where one lies further than 1e-10 and no row of
 * EXPLAINED says why.
 */
import { createInterface } from 'node:readline'
import {
  computeAdvantages,
  gae,
  groupRollouts,
  offPolicyMask,
  orThrow,
  type PolicyLossOptions,
  policyLoss,
  returns,
  topEntropyMask,
  valueLoss,
  whiten,
} from 'golongrl'

/** What differs, and why. */
const EXPLAINED: readonly (readonly [RegExp, largest: number, why: string])[] = [
  [
    /^advantages (gae|discounted)/,
    1e-8,
    'verl adds 1e-8 to the token count when it whitens; whiten does not',
  ],
  [
    /^loss .* seq-mean-token-mean$|^loss (sapo|geo_mean) /,
    1e-5,
    'verl adds 1e-8 to the length of a row, which shows where a loss nearly cancels; we do not',
  ],
]
const LARGEST_ERROR = 1e-10

interface Case {
  readonly what: string
  readonly name: string
  readonly aggregation?: string
  readonly error?: string
  /** Options of TRL's trainer. */
  readonly case?: {
    readonly loss_type: string
    readonly level?: 'token' | 'sequence'
    readonly beta?: number
    readonly bias?: boolean
    readonly delta?: number
    readonly entropy?: number
    readonly weighted?: boolean
    readonly high?: number
  }
  readonly batch: {
    readonly rewards: number[]
    readonly prompts: string[]
    readonly lengths: number[]
    readonly advantages: number[]
    readonly mask: boolean[][]
    readonly old: number[][]
    readonly logProbs: number[][]
    readonly ref: number[][]
    readonly values: number[][]
    readonly entropies: number[][]
    readonly weights: number[][]
  }
  readonly out: number & number[][]
  readonly grad: number[][]
}

/** trainers.py gives every loss the clip range 0.2 / 0.28 and the cap 3. */
const RANGE = { clipLow: 0.2, clipHigh: 0.28 }
const CONFIG: Readonly<Record<string, object>> = {
  geo_mean: RANGE,
  dppo_tv: { ...RANGE, ratioCap: 3 },
  dppo_kl: { ...RANGE, ratioCap: 3 },
}

const flat = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat())

/** How far our numbers are from theirs, relative to the largest of theirs. */
function distance(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  let largest = 0
  let worst = 0
  for (let i = 0; i < theirs.length; i++) {
    largest = Math.max(largest, Math.abs(theirs[i]!))
    worst = Math.max(worst, Math.abs(ours[i]! - theirs[i]!))
  }
  return worst / (largest || 1)
}

/** One row of docs/losses.md's table of TRL's loss types. */
function trlOptions({
  loss_type,
  level = 'token',
  beta,
  bias,
  delta,
  entropy,
  high = 0.28,
}: NonNullable<Case['case']>) {
  const aggregations: Readonly<Record<string, string>> = {
    grpo: 'seq-mean-token-mean',
    sapo: 'seq-mean-token-mean',
    dr_grpo: 'seq-mean-token-sum-norm',
    luspo: 'seq-mean-token-sum',
  }
  const kinds: Readonly<Record<string, string>> = {
    cispo: 'cispo',
    sapo: 'sapo',
    vespo: 'vespo',
    luspo: 'luspo',
  }
  const kind = kinds[loss_type] ?? 'vanilla'
  return {
    kind,
    profile: 'trl',
    aggregation: aggregations[loss_type] ?? 'token-mean',
    ...(kind === 'cispo' ? { ratioCap: high } : kind !== 'vespo' && { clipLow: 0.2, clipHigh: high }),
    ...((kind === 'vanilla' || kind === 'luspo') && { importanceLevel: level }),
    ...(delta !== undefined && { ratioCap: delta }),
    ...(beta !== undefined && {
      kl: { estimator: 'k3-unclamped', coefficient: beta, ...(bias && { importance: 'ratio' }) },
    }),
    ...(entropy !== undefined && { entropyCoefficient: entropy }),
  }
}

function compare({ what, name, aggregation, case: trl, batch, out, grad }: Case): number {
  const rollouts = batch.rewards.length
  const tokens = batch.mask[0]!.length
  const responseMask = batch.mask.flat().map(Number)
  const layout = { rollouts, tokens, responseMask }
  if (what === 'advantages') {
    const theirs = flat(out)
    return distance(advantagesOf(name, batch, layout), theirs)
  }
  if (what === 'value') {
    const values = flat(batch.values)
    const given = {
      ...layout,
      values: values.map((v) => v + 0.3),
      oldValues: values,
      returns: flat(batch.ref),
    }
    const ours = orThrow(valueLoss(given, { clip: 0.2 }))
    return Math.max(distance([ours.loss], [out]), distance(ours.gradValues, flat(grad)))
  }
  if (what === 'mask') {
    const given = {
      ...layout,
      logProbs: flat(batch.logProbs),
      oldLogProbs: flat(batch.old),
      advantages: Float64Array.from(batch.advantages),
    }
    const selection =
      name === 'off policy'
        ? offPolicyMask(given, { threshold: 0.05 })
        : topEntropyMask({ ...layout, entropies: flat(batch.entropies) }, { share: 0.2 })
    return distance(orThrow(selection).responseMask, flat(out))
  }
  const given = {
    ...layout,
    ...(trl?.entropy !== undefined && { entropies: flat(batch.entropies) }),
    ...(trl?.weighted && { importanceWeights: flat(batch.weights) }),
    logProbs: flat(batch.logProbs),
    oldLogProbs: flat(batch.old),
    refLogProbs: flat(batch.ref),
    advantages: Float64Array.from(what === 'kl' ? batch.advantages.map(() => 0) : batch.advantages),
  }
  const options =
    trl !== undefined
      ? trlOptions(trl)
      : what === 'kl'
        ? { kl: { estimator: name, coefficient: 1 } }
        : { kind: name.replace('_', '-'), aggregation, ...CONFIG[name], profile: 'verl-main' }
  const ours = orThrow(policyLoss(given, options as PolicyLossOptions))
  return Math.max(distance([ours.loss], [out]), distance(ours.gradLogProbs, flat(grad)))
}

function advantagesOf(
  name: string,
  batch: Case['batch'],
  layout: { rollouts: number; tokens: number; responseMask: number[] },
): ArrayLike<number> {
  const { responseMask, tokens } = layout
  const rewards = batch.rewards
  const overTokens = (values: ArrayLike<number>) => orThrow(whiten({ values, mask: responseMask }))
  if (name === 'gae') {
    const { advantages } = orThrow(
      gae({ ...layout, rewards, values: flat(batch.values) }, { gamma: 0.97, lambda: 0.9 }),
    )
    return overTokens(advantages)
  }
  if (name === 'discounted')
    return overTokens(orThrow(returns({ ...layout, rewards }, { gamma: 0.9 })).returns)
  const groups = orThrow(groupRollouts({ rewards, promptIds: batch.prompts, lengths: batch.lengths }))
  const spec = name === 'drGrpo' ? { estimator: 'grpo', normalizeByStd: false } : { estimator: name }
  const { advantages } = orThrow(computeAdvantages(groups, spec as Parameters<typeof computeAdvantages>[1]))
  return responseMask.map((bit, i) => bit * advantages[Math.floor(i / tokens)]!)
}

const worst = new Map<string, { cases: number; error: number; failed?: string }>()
for await (const line of createInterface({ input: process.stdin })) {
  const each: Case = JSON.parse(line)
  const key = [each.what, each.name, each.aggregation].filter(Boolean).join(' ')
  const row = worst.get(key) ?? { cases: 0, error: 0 }
  row.cases++
  if (each.error !== undefined) row.failed = each.error
  else row.error = Math.max(row.error, compare(each))
  worst.set(key, row)
}
let wrong = 0
for (const [key, { cases, error, failed }] of worst) {
  const far = error > LARGEST_ERROR
  const explained = EXPLAINED.find(([row, largest]) => row.test(key) && error <= largest)?.[2]
  const why = failed ?? (far ? explained : '')
  if (far && explained === undefined) wrong++
  console.log(
    `${key.padEnd(44)} ${String(cases).padStart(4)}  ${error.toExponential(1)}  ${why ?? 'NOT EXPLAINED'}`,
  )
}
process.exitCode = wrong > 0 ? 1 : 0
