import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type AdvantageSpec, computeAdvantages, estimatorNamed } from '../../advantages/compute-advantages.js'
import { difficultyOnBasis, reweight } from '../../advantages/difficulty-weights.js'
import { findProblem } from '../../advantages/estimator.js'
import { promptStatistics } from '../../advantages/moments.js'
import type { Advantages, PromptGroups } from '../../advantages/prompt-groups.js'
import {
  type Baselines,
  byTaskName,
  promptsByTask,
  type TaskBasis,
  taskBasis,
} from '../../advantages/task-scale.js'
import { spreading, type TmnOptions } from '../../advantages/tmn.js'
import type { BadBatch, BadOption } from '../../errors.js'
import { normalizeBySpread } from './advantages-graph.js'
import type { Device } from './device.js'
import { planSegments, type SegmentPlan } from './segments.js'

/**
 * Advantages with their second pass on the device: `grpo`, `tmn` and `tmnReweight`, wherever they divide by a spread.
 *
 * The first pass stays on the host, in float64: float32 has too few digits to centre rewards far from 0, and whether a
 * reward exceeds a mean must not depend on rounding. The device gets deviations of magnitude near 1.
 *
 * Everything else is computed on the host by the functions of `advantages/`: estimators that only subtract, other baselines,
 * variances and batch scales of `grpo`, task scales carried
 * over from earlier steps, and `profile: 'published'`, which promises float64 results bit for bit.
 */
export async function tfjsAdvantages(
  device: Device,
  groups: PromptGroups,
  spec: AdvantageSpec,
): Promise<Either<BadOption | BadBatch, Advantages>> {
  if (!dividesBySpread(spec) || groups.members.length === 0) return computeAdvantages(groups, spec)
  const { estimator, ...options } = spec
  const problem = findProblem(estimatorNamed(estimator)!, groups, options)
  if (problem !== undefined) return left(problem)

  const basis = taskBasis(groups, options)
  const { rewards, moments, baselines } = basis
  if (spec.estimator === 'grpo') {
    const { advantages } = await normalize(device, groups, rewards, baselines, scalePerPrompt(groups), spec)
    return right({ advantages, statistics: promptStatistics(moments) })
  }
  const scaling = scalePerTask(groups, basis, spec)
  const { advantages, scales } = await normalize(device, groups, rewards, baselines, scaling, spec)
  const taskScales = byTaskName(groups, scales)
  const normalized = { advantages, statistics: { ...promptStatistics(moments), taskScales } }
  if (spec.estimator === 'tmn') return right(normalized)
  return right(reweight(normalized, difficultyOnBasis(groups, basis, spec)))
}

type Normalizing = Extract<AdvantageSpec, { estimator: 'grpo' | 'tmn' | 'tmnReweight' }>

function dividesBySpread(spec: AdvantageSpec): spec is Normalizing {
  switch (spec.estimator) {
    case 'grpo':
      return (
        spec.profile !== 'published' &&
        spec.normalizeByStd !== false &&
        (spec.baseline ?? 'group') === 'group' &&
        (spec.scaling ?? 'prompt') === 'prompt' &&
        (spec.varianceFloor ?? 0) === 0 &&
        spec.variance !== 'biased'
      )
    case 'tmn':
    case 'tmnReweight':
      return spec.profile !== 'published' && spec.normalizeByTaskScale !== false && spec.scales === undefined
    default:
      return false
  }
}

/** Which prompts share a divisor. */
interface Scaling {
  /** [P] */
  readonly scaleOf: Int32Array
  /** [S] how many prompts the divisor is averaged from. */
  readonly counts: Int32Array
  /** Which prompts those are; absent where each prompt has a divisor of its own. */
  readonly plan?: SegmentPlan
}

const scalePerPrompt = ({ taskOf }: PromptGroups): Scaling => ({
  scaleOf: Int32Array.from(taskOf, (_, prompt) => prompt),
  counts: new Int32Array(taskOf.length).fill(1),
})

function scalePerTask(
  groups: PromptGroups,
  { moments, baselines, prompts: counted }: TaskBasis,
  { zeroVariance }: TmnOptions,
): Scaling {
  const { prompts, offsets } =
    zeroVariance === 'exclude' ? promptsByTask(groups, spreading(moments, baselines), 'natural') : counted
  return {
    scaleOf: groups.taskOf,
    counts: Int32Array.from(groups.taskTypes, (_, task) => offsets[task + 1]! - offsets[task]!),
    plan: planSegments(offsets, prompts, groups.taskOf.length),
  }
}

/** Lays the batch out for the device, and its answers back in the batch's order and units. */
async function normalize(
  device: Device,
  { rewards: { length }, offsets, members }: PromptGroups,
  rewards: Float64Array,
  { means, meanTails, variances }: Baselines,
  { scaleOf, counts, plan }: Scaling,
  { epsilon = 1e-6 }: { readonly epsilon?: number },
): Promise<{ readonly advantages: Float64Array; readonly scales: Float64Array }> {
  const prompts = scaleOf.length
  const isSingle = (u: number) => offsets[u + 1]! - offsets[u]! === 1
  const deviations = new Float64Array(members.length)
  const largest = new Float64Array(counts.length)
  for (let u = 0; u < prompts; u++) {
    let extreme = isSingle(u) ? Math.sqrt(variances[u]!) : 0
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      deviations[j] = rewards[j]! - means[u]! - meanTails[u]!
      extreme = Math.max(extreme, Math.abs(deviations[j]!))
    }
    largest[scaleOf[u]!] = Math.max(largest[scaleOf[u]!]!, extreme)
  }
  const units = largest.map(powerOfTwoNear)

  const scaled = new Float32Array(members.length)
  const divisorOf = new Int32Array(members.length)
  const degrees = new Float32Array(prompts)
  const givenVariances = new Float32Array(prompts)
  for (let u = 0; u < prompts; u++) {
    const unit = units[scaleOf[u]!]!
    if (isSingle(u)) givenVariances[u] = variances[u]! / unit / unit
    else degrees[u] = 1 / (offsets[u + 1]! - offsets[u]! - 1)
    for (let j = offsets[u]!; j < offsets[u + 1]!; j++) {
      scaled[j] = deviations[j]! / unit
      divisorOf[j] = scaleOf[u]!
    }
  }
  const computed = await device.run((tf) =>
    normalizeBySpread(tf, {
      deviations: scaled,
      segments: planSegments(offsets),
      degrees,
      givenVariances,
      scales: plan,
      shares: Float32Array.from(counts, (count) => (count === 0 ? 0 : 1 / count)),
      epsilons: Float32Array.from(units, (unit) => epsilon / unit),
      scaleOf: divisorOf,
    }),
  )
  const advantages = new Float64Array(length)
  for (let j = 0; j < members.length; j++) advantages[members[j]!] = computed.advantages[j]!
  return { advantages, scales: Float64Array.from(computed.scales, (scale, s) => scale * units[s]!) }
}

/** 2^⌊log₂ x⌋, by which deviations are divided without rounding, so that their squares fit float32; 1 for 0. */
const powerOfTwoNear = (x: number): number => (x === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(x))))
