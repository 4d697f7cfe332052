import * as fc from 'fast-check'
import {
  ADVANTAGE_ESTIMATORS,
  type AdvantageSpec,
  computeAdvantages,
} from '../../../advantages/compute-advantages.js'
import {
  type GroupedRolloutBatch,
  groupRollouts,
  type RolloutBatch,
} from '../../../advantages/group-rollouts.js'
import { type InformativeGroupsOptions, informativeGroups } from '../../../advantages/informative-groups.js'
import type { PromptGroups } from '../../../advantages/prompt-groups.js'
import { type TmnOptions, tmn } from '../../../advantages/tmn.js'
import { LOSS_KINDS } from '../../../losses/loss-options.js'
import { mergeMetrics } from '../../../losses/merge-losses.js'
import { type PolicyLossOptions, policyLoss } from '../../../losses/policy-loss.js'
import { rejectedRollouts } from '../../../losses/rejected-rollouts.js'
import { type BatchPart, type SplitOptions, splitBatch } from '../../../losses/split-batch.js'
import type { PolicyLoss, PolicyLossMetrics, TokenBatch } from '../../../losses/token-batch.js'
import { orThrow } from '../../../results.js'
import { rolloutBatches } from '../../arbitraries/rollout-batches.js'
import { advantageCases, promptGroups } from '../../backend/advantage-cases.js'
import type { Numbers } from '../../backend/closeness.js'
import { laidOutBatches, lossCases, randomNumbers } from '../../backend/loss-cases.js'
import { caseOf, law } from '../law.js'
import { responseTokens } from './response-tokens.js'
import type { Near, Step } from './step.js'

const wholeCalls = fc.constantFrom(...LOSS_KINDS).chain(lossCases)

const membersOf = ({ offsets, members }: PromptGroups, prompt: number): readonly number[] =>
  Array.from(members.subarray(offsets[prompt]!, offsets[prompt + 1]!))

type AnyRollouts = RolloutBatch | GroupedRolloutBatch

/** Rollouts with their prompts in each of the four forms, task types in each of the three, and fields omitted. */
const rollouts = (): fc.Arbitrary<AnyRollouts> =>
  fc
    .record({
      batch: rolloutBatches(),
      membership: fc.constantFrom('ids', 'ids', 'numbers', 'groupSize', 'offsets', 'promptIndices'),
      tasks: fc.constantFrom('names', 'indices', 'per prompt', 'both', 'none'),
      fields: fc.subarray(['lengths', 'baselines', 'components', 'valid'] as const),
      validAs: fc.constantFrom('flags', 'bits'),
    })
    .map(({ batch, membership, tasks, fields, validAs }) => {
      const count = batch.rewards.length
      const numbers = batch.promptIds.map((id) => batch.promptIds.indexOf(id))
      const size = [3, 2, 1].find((each) => count % each === 0)!
      const members = {
        ids: { promptIds: batch.promptIds },
        numbers: { promptIds: numbers.map((number) => number * 1_000_003 - 7.5) },
        groupSize: { groupSize: size },
        offsets: { offsets: [0, ...(count > 2 ? [1] : []), count] },
        promptIndices: { promptIndices: Int32Array.from(numbers) },
      }[membership]
      const prompts =
        'groupSize' in members ? count / size : 'offsets' in members ? members.offsets!.length - 1 : 0
      const isRun = prompts > 0
      const taskIndices = isRun
        ? Array.from(batch.rewards, () => 2)
        : batch.taskTypes.map((task) => Number(task.slice(5)))
      const perPrompt = Array.from({ length: prompts || count }, (_, u) => (isRun ? u % 2 : taskIndices[u]!))
      const taskTypes = isRun ? Array.from(batch.rewards, () => 'task') : batch.taskTypes
      const flags = batch.rewards.map((_, i) => i % 3 !== 2)
      return {
        rewards: batch.rewards,
        ...members,
        ...((tasks === 'names' || tasks === 'both') && { taskTypes }),
        ...((tasks === 'indices' || tasks === 'both') && { taskIndices }),
        ...(tasks === 'per prompt' && { taskIndices: perPrompt }),
        ...(fields.includes('lengths') && { lengths: batch.lengths }),
        ...(fields.includes('baselines') && { baselines: batch.baselines }),
        ...(fields.includes('components') && {
          components: [
            batch.components[0]!,
            batch.components[1]!.map((c, i) => (i % 5 === 3 ? Number.NaN : c)),
          ],
        }),
        ...(fields.includes('valid') && {
          valid: validAs === 'flags' ? flags : Uint8Array.from(flags, Number),
        }),
      } as AnyRollouts
    })

/** Hundreds of prompts of few rollouts, in any order, with ids that differ in one letter or digit. */
const manyPrompts = (): fc.Arbitrary<AnyRollouts> =>
  fc
    .record({ seed: fc.nat(), prefix: fc.constantFrom('', 'prompt ', 'é'), numbers: fc.boolean() })
    .map(({ seed, prefix, numbers }) => {
      const random = randomNumbers(seed)
      const ids = Array.from({ length: 2_500 }, () => Math.floor(random() * 1_500))
      return {
        rewards: ids.map((id) => (id % 4) / 4),
        // 0 and −0 are the same prompt.
        promptIds: numbers
          ? ids.map((id, i) => (id < 9 ? (i % 2 === 0 ? 0 : -0) : id))
          : ids.map((id) => prefix + id),
      }
    })

const grouping: Step<[AnyRollouts]> = {
  reference: groupRollouts,
  main: 'rewards',
  calls: fc.tuple(fc.oneof({ weight: 9, arbitrary: rollouts() }, { weight: 1, arbitrary: manyPrompts() })),
  measured: ['rewards'],
  checksNumbers: true,
  laws: (of) => [
    law(
      'every valid rollout is in its prompt’s group',
      'a group has the rollouts of one prompt id in the batch’s order, and no rollout is in two groups',
      rolloutBatches(),
      (batch) => {
        const { members, offsets, promptOf } = of(batch)
        if (members!.length !== batch.rewards.length) return `${members!.length} members`
        for (let j = 1; j < members!.length; j++) {
          const isSame = batch.promptIds[members![j]!] === batch.promptIds[members![j - 1]!]
          const isBorder = Array.from(offsets!).includes(j)
          if (isSame === isBorder) return `members[${j}] is ${members![j]}`
          if (isSame && !(members![j]! > members![j - 1]!)) return `members[${j}] is out of order`
        }
        const odd = batch.promptIds.findIndex((id) => promptOf![batch.promptIds.indexOf(id)] === undefined)
        return odd < 0 ? undefined : `promptOf[${odd}] is missing`
      },
    ),
  ],
}

const informing: Step<[PromptGroups, InformativeGroupsOptions?]> = {
  reference: informativeGroups,
  main: 'valid',
  calls: fc.tuple(
    promptGroups(),
    fc.record({ singletons: fc.constantFrom('drop', 'keep') }, { requiredKeys: [] }),
  ) as fc.Arbitrary<[PromptGroups, InformativeGroupsOptions]>,
  measured: [],
  checksNumbers: false,
  laws: (of) => [
    law(
      'a prompt stays where its rewards differ',
      'all valid rollouts of a prompt stay where two of their rewards differ, and go where all are equal',
      promptGroups(),
      (groups) => {
        const valid = of(groups, {}).valid!
        const odd = groups.promptIds.findIndex((_, prompt) => {
          const own = membersOf(groups, prompt)
          const differ = new Set(own.map((i) => groups.rewards[i])).size > 1
          return own.some((i) => Boolean(valid[i]) !== differ)
        })
        return odd < 0 ? undefined : `prompt ${odd} does not`
      },
    ),
    law(
      'an invalid rollout stays invalid',
      'what was taken out is not taken back',
      promptGroups(),
      (groups) => {
        const valid = of(groups, { singletons: 'keep' }).valid!
        const odd = Array.from(valid).findIndex((bit, i) => Boolean(bit) && groups.valid?.[i] === 0)
        return odd < 0 ? undefined : `rollout ${odd} is valid`
      },
    ),
  ],
}

const estimating: Step<[PromptGroups, AdvantageSpec]> = {
  reference: computeAdvantages,
  main: 'advantages',
  calls: fc
    .tuple(
      fc.constantFrom(...ADVANTAGE_ESTIMATORS).chain(advantageCases),
      fc.constantFrom(false, false, false, true),
    )
    .map(([{ groups, spec }, isEmpty]): [PromptGroups, AdvantageSpec] => [
      isEmpty ? { ...groups, lengths: groups.rewards.map(() => 0) } : groups,
      spec,
    ]),
  measured: ['rewards', 'baselines', 'components'],
  checksNumbers: false,
  laws: () => [],
}

const losing: Step<[TokenBatch, PolicyLossOptions?]> = {
  reference: policyLoss,
  main: 'loss',
  calls: wholeCalls.map(({ batch, options }): [TokenBatch, PolicyLossOptions] => [batch, options]),
  measured: [
    'logProbs',
    'oldLogProbs',
    'refLogProbs',
    'rolloutLogProbs',
    'advantages',
    'importanceWeights',
    'entropies',
  ],
  checksNumbers: true,
  laws: () => [],
}

type OverTime = TmnOptions & Required<Pick<TmnOptions, 'scales'>>

const overTime = (): fc.Arbitrary<OverTime> =>
  fc.record(
    {
      scales: fc.constantFrom(
        {},
        { 'task 0': 0.04 },
        { 'task 0': { squared: 1, weight: 0.5 }, elsewhere: { squared: 0.25, weight: 0.9 } },
      ),
      decay: fc.constantFrom(0, 0.5, 0.9, 1),
    },
    { requiredKeys: ['scales'] },
  ) as fc.Arbitrary<OverTime>

const carrying: Step<[PromptGroups, TmnOptions?]> = {
  reference: (groups, options) => orThrow(computeAdvantages(groups, { estimator: 'tmn', ...options })),
  main: 'advantages',
  calls: fc.tuple(promptGroups(), overTime()),
  measured: ['rewards'],
  checksNumbers: false,
  laws: (of, isNear) => [
    law(
      'without a past it is TMN',
      'a first step, and one that keeps nothing, has the advantages of its own batch',
      fc.record({ groups: promptGroups(), decay: fc.constantFrom(0, 0.9) }),
      ({ groups, decay }) => {
        const own = tmn(groups).advantages
        const got = of(groups, { scales: {}, decay }).advantages!
        const odd = own.findIndex((value, i) => !isNear(got[i]!, value))
        return odd < 0 ? undefined : `advantages[${odd}] is ${got[odd]} instead of ${own[odd]}`
      },
    ),
    law(
      'the memory fills up',
      'after t steps the weight of a task type is 1 − decayᵗ, and its average lies between its steps’ own',
      fc.record({
        steps: fc.array(promptGroups({ taskTypes: 1 }), { minLength: 2, maxLength: 4 }),
        decay: fc.constantFrom(0, 0.5, 0.9),
      }),
      ({ steps, decay }) => {
        const own = steps.map((groups) => tmn(groups).statistics.taskScales?.['task 0'])
        caseOf(own.every((scale) => scale !== undefined && scale > 0))
        let scales: TmnOptions['scales'] = {}
        for (const [t, groups] of steps.entries()) {
          const got = of(groups, { scales, decay })
          const [squared, weight] = ['squared', 'weight'].map(
            (field) => got[`statistics.scales.task 0.${field}`]?.[0] ?? Number.NaN,
          ) as [number, number]
          const seen = own.slice(0, t + 1).map((scale) => scale! ** 2)
          const [least, most] = [Math.min(...seen), Math.max(...seen)]
          if (!isNear(weight, 1 - decay ** (t + 1))) return `weight ${weight} after ${t + 1} steps`
          if (!(squared >= least * (1 - 1e-6) && squared <= most * (1 + 1e-6)))
            return `an average of ${squared} of ${seen.join(', ')}`
          scales = { 'task 0': { squared, weight } }
        }
        return undefined
      },
    ),
  ],
}

type TokenCounts = Parameters<typeof rejectedRollouts>[0]

const tokenCounts = (): fc.Arbitrary<TokenCounts> =>
  fc
    .array(
      fc
        .nat({ max: 5 })
        .chain((selected) => fc.record({ selected: fc.constant(selected), kept: fc.nat({ max: selected }) })),
      { maxLength: 9 },
    )
    .map((rollouts) => ({
      tokenCounts: {
        selected: Int32Array.from(rollouts, ({ selected }) => selected),
        kept: Int32Array.from(rollouts, ({ kept }) => kept),
      },
    }))

const rejecting: Step<[TokenCounts]> = {
  reference: rejectedRollouts,
  main: 'valid',
  calls: fc.tuple(tokenCounts()),
  measured: [],
  checksNumbers: false,
  laws: (of) => [
    law(
      'a rollout goes with its last token',
      'a rollout that had tokens and has none left is not valid; every other one is',
      tokenCounts(),
      (counts) => {
        const valid = of(counts).valid!
        const { selected, kept } = counts.tokenCounts
        const odd = Array.from(selected).findIndex(
          (count, s) => Boolean(valid[s]) !== (count === 0 || kept[s]! > 0),
        )
        return odd < 0 ? undefined : `valid[${odd}] is ${valid[odd]}`
      },
    ),
  ],
}

const cuts = (): fc.Arbitrary<SplitOptions> =>
  fc.record(
    { tokens: fc.constantFrom(11, 12, 30), rollouts: fc.constantFrom(1, 2, 4) },
    { requiredKeys: [] },
  ) as fc.Arbitrary<SplitOptions>

const splitting: Step<[TokenBatch, SplitOptions]> = {
  reference: splitBatch,
  main: 'parts',
  calls: fc.tuple(laidOutBatches({}), fc.oneof(cuts(), fc.constantFrom({ tokens: 2 }, { rollouts: 0 }))),
  measured: [],
  checksNumbers: false,
  laws: (of, isNear, result) => [
    law(
      'the parts add up',
      'the losses and gradients of the parts are those of the whole, in every kind, aggregation and KL term',
      fc.record({ call: wholeCalls, cut: cuts() }),
      ({ call: { batch, options }, cut }) => {
        const whole = policyLoss(batch, options)
        caseOf(whole._tag === 'Right')
        return otherSum(batch, result(batch, cut) as readonly BatchPart[], options, orThrow(whole), isNear)
      },
    ),
    law(
      'every rollout is in one part',
      'the rows of all parts are the rows of the batch, each once, and no part has more than the limits say',
      fc.record({ batch: laidOutBatches({}), cut: cuts() }),
      ({ batch, cut }) => {
        const parts = partsOf(of(batch, cut))
        const rows = parts.flatMap(({ rows: own }) => Array.from(own!)).sort((a, b) => a - b)
        if (rows.length !== batch.rollouts || rows.some((row, s) => row !== s)) return `rows ${rows.join()}`
        const full = parts.find(
          ({ rows: own, offsets }) =>
            own!.length > (cut.rollouts ?? Infinity) || offsets!.at(-1)! > (cut.tokens ?? Infinity),
        )
        return full === undefined
          ? undefined
          : `a part of ${full.rows!.length} rollouts and ${full.offsets!.at(-1)} tokens`
      },
    ),
  ],
}

const partsOf = (
  numbers: Numbers,
): readonly { readonly rows?: readonly number[]; readonly offsets?: readonly number[] }[] =>
  Array.from({ length: numbers['parts.length']?.[0] ?? 0 }, (_, k) => ({
    rows: Array.from(numbers[`parts[${k}].rows`] ?? []),
    offsets: Array.from(numbers[`parts[${k}].offsets`] ?? []),
  }))

/** A sentence where the losses of the parts do not add up to that of the whole. */
function otherSum(
  batch: TokenBatch,
  parts: readonly BatchPart[],
  options: PolicyLossOptions,
  whole: PolicyLoss,
  isNear: Near,
): string | undefined {
  const losses = parts.map((part) => orThrow(policyLoss(part, options)))
  const sum = losses.reduce((total, { loss }) => total + loss, 0)
  const size = losses.reduce((total, { loss }) => total + Math.abs(loss), 1)
  if (!isNear(sum / size, whole.loss / size)) return `the losses add up to ${sum} instead of ${whole.loss}`
  const wholeRows = responseTokens(batch)
  for (const [k, part] of parts.entries()) {
    for (const [s, row] of responseTokens(part).entries()) {
      const ours = wholeRows[part.rows[s]!]!
      const odd = ours.findIndex((i, t) => !isNear(losses[k]!.gradLogProbs[row[t]!]!, whole.gradLogProbs[i]!))
      if (odd >= 0)
        return `parts[${k}] has the gradient ${losses[k]!.gradLogProbs[row[odd]!]} for ${whole.gradLogProbs[ours[odd]!]}`
    }
  }
  return undefined
}

type Metrics = readonly (PolicyLossMetrics | Pick<PolicyLoss, 'metrics'>)[]

/** The metrics of a batch's parts, and those of the whole batch. */
const splitMetrics = () =>
  fc.record({ call: wholeCalls, cut: cuts() }).map(({ call: { batch, options }, cut }) => {
    const whole = policyLoss(batch, options)
    const parts = splitBatch(batch, cut)
    const losses =
      whole._tag === 'Left' || parts._tag === 'Left'
        ? []
        : parts.right.map((part) => policyLoss(part, options))
    return { whole, metrics: losses.flatMap((each) => (each._tag === 'Left' ? [] : [each.right.metrics])) }
  })

const merging: Step<[Metrics]> = {
  reference: mergeMetrics,
  main: 'policyLoss',
  calls: fc.tuple(splitMetrics().map(({ metrics }): Metrics => metrics)),
  measured: [],
  checksNumbers: false,
  laws: (of, isNear) => [
    law(
      'the parts are the whole',
      'the merged metrics of the parts of a batch are the metrics of the batch',
      splitMetrics(),
      ({ whole, metrics }) => {
        caseOf(whole._tag === 'Right')
        return sameMetrics(of(metrics), orThrow(whole).metrics, isNear)
      },
    ),
  ],
}

function sameMetrics(got: Numbers, wanted: PolicyLossMetrics, isNear: Near): string | undefined {
  for (const [name, value] of Object.entries(wanted)) {
    const wrong = [value].flat().findIndex((each, k) => {
      const merged = got[name]?.[k]
      return merged !== undefined && Number.isFinite(each) && !isNear(merged, each)
    })
    if (wrong >= 0) return `${name} is ${got[name]![wrong]} instead of ${[value].flat()[wrong]}`
  }
  return undefined
}

/** The steps on prompts, rollouts and parts of a batch. */
export const batchSteps = {
  computeAdvantages: estimating,
  policyLoss: losing,
  groupRollouts: grouping,
  informativeGroups: informing,
  tmn: carrying,
  rejectedRollouts: rejecting,
  splitBatch: splitting,
  mergeMetrics: merging,
}
