import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { BadOption } from '../errors.js'
import { findBadOption, findMisspeltName } from '../options/find-bad-option.js'
import type { OptionRow, OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { seededRandom, shuffled } from './seeded-random.js'

/** What difficulty needs of a scored rollout; a row of `golongrl score` has it. */
export interface ScoredRollout {
  readonly promptId: string
  readonly taskType: string
  readonly reward: number
  /** `undecided` and `bad format` are counted apart. */
  readonly reason: string
}

/** Statistics of the rollouts of one prompt. */
export interface PromptDifficulty {
  readonly promptId: string
  readonly taskType: string
  readonly rollouts: number
  readonly undecided: number
  readonly badFormat: number
  /** Of the rollouts that were decided; NaN where none was. */
  readonly mean: number
  /** Largest minus smallest reward of those. */
  readonly spread: number
  /** Share of those whose reward reaches the task type's threshold: the pass rate; NaN where none was decided. */
  readonly passRate: number
}

/**
 * The reward from which a rollout counts as passed. Published filters bound the mean reward, which for graded metrics is a bound on the metric
 * and not on difficulty; these thresholds are this library's. All-or-nothing metrics: 1. Graded ones: half of what can be had.
 */
export const PASS_THRESHOLDS: Readonly<Record<string, number>> = {
  'precise-retrieval': 1,
  comprehension: 1,
  'numerical-reasoning': 1,
  'exhaustive-retrieval': 0.5,
  'structured-extraction': 0.5,
  'structured-matching': 0.5,
  'graded-ranking': 0.5,
  'sequence-ordering': 0.5,
  summarization: 0.5,
}

/**
 * Prompts in the order of their first rollouts. Thresholds of further task types are 1 unless given.
 *
 * @throws for a threshold outside [0, 1], and a task type that misspells one of ours, as `orThrow` does
 */
export function measureDifficulty(
  rollouts: Iterable<ScoredRollout>,
  thresholds: Readonly<Record<string, number>> = {},
): readonly PromptDifficulty[] {
  const prompts = new Map<string, Tally>()
  const all = allThresholds(thresholds)
  for (const rollout of rollouts) tally(prompts, rollout, all)
  return [...prompts].map(([promptId, prompt]) => difficultyOf(promptId, prompt))
}

/** The same for rollouts that come one by one. */
export function createDifficultyMeter(thresholds: Readonly<Record<string, number>> = {}): {
  readonly add: (rollout: ScoredRollout) => void
  readonly prompts: () => readonly PromptDifficulty[]
} {
  const prompts = new Map<string, Tally>()
  const all = allThresholds(thresholds)
  return {
    add: (rollout) => tally(prompts, rollout, all),
    prompts: () => [...prompts].map(([promptId, prompt]) => difficultyOf(promptId, prompt)),
  }
}

function allThresholds(thresholds: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  refuse(
    findBadOption({ thresholds }, { thresholds: THRESHOLDS }) ??
      findMisspeltName(thresholds, Object.keys(PASS_THRESHOLDS), 'options.thresholds'),
  )
  return { ...PASS_THRESHOLDS, ...thresholds }
}

const THRESHOLDS: OptionRow = { kind: 'map', of: { kind: 'number', from: 0, to: 1 } }

interface Tally {
  readonly taskType: string
  rollouts: number
  undecided: number
  badFormat: number
  sum: number
  smallest: number
  largest: number
  passed: number
}

function tally(
  prompts: Map<string, Tally>,
  rollout: ScoredRollout,
  thresholds: Readonly<Record<string, number>>,
) {
  let prompt = prompts.get(rollout.promptId)
  if (prompt === undefined) {
    prompt = {
      taskType: rollout.taskType,
      rollouts: 0,
      undecided: 0,
      badFormat: 0,
      sum: 0,
      smallest: Number.POSITIVE_INFINITY,
      largest: Number.NEGATIVE_INFINITY,
      passed: 0,
    }
    prompts.set(rollout.promptId, prompt)
  }
  prompt.rollouts++
  if (rollout.reason === 'undecided') {
    prompt.undecided++
    return
  }
  if (rollout.reason === 'bad format') prompt.badFormat++
  prompt.sum += rollout.reward
  prompt.smallest = Math.min(prompt.smallest, rollout.reward)
  prompt.largest = Math.max(prompt.largest, rollout.reward)
  if (rollout.reward >= (thresholds[prompt.taskType] ?? 1)) prompt.passed++
}

function difficultyOf(promptId: string, prompt: Tally): PromptDifficulty {
  const { taskType, rollouts, undecided, badFormat } = prompt
  const decided = rollouts - undecided
  return {
    promptId,
    taskType,
    rollouts,
    undecided,
    badFormat,
    mean: prompt.sum / decided,
    spread: decided === 0 ? 0 : prompt.largest - prompt.smallest,
    passRate: prompt.passed / decided,
  }
}

/**
 * Which prompts to keep.
 *
 * | rule | keeps | who |
 * |---|---|---|
 * | `open-r1` | 0.1 < mean reward < 0.9 | open-r1, `compute_pass_rate.py` |
 * | `loongrl` | a pass rate from 1/8 to 6/8 | LoongRL: 1 to 6 of 8 rollouts right |
 * | `two-stage` | what the first model passes at all, and of the rest what the second does | GoLongRL's figure: easy and medium stay, unsolved go to a larger model |
 * | `bins` | the same number from each bin of the pass rate, drawn by a seed | QwenLong-L1.5, section 4.2 |
 * | `informative` | spread > 0 | DAPO, GoLongRL in training |
 *
 * Bounds of `two-stage` are not public: "passes at all" is a pass rate above 0. A prompt without a decided rollout is kept by no rule.
 */
export const DIFFICULTY_RULES = ['open-r1', 'loongrl', 'two-stage', 'bins', 'informative'] as const
export type DifficultyRule = (typeof DIFFICULTY_RULES)[number]

export interface KeepOptions {
  readonly rule: DifficultyRule
  /** `two-stage`: the figures of the second, stronger model. */
  readonly second?: readonly PromptDifficulty[]
  /** `bins`: how many of equal width, and the seed of the draw. Default 5 and 0. */
  readonly bins?: number
  readonly seed?: number
}

const KEEP_OPTIONS: OptionRows<KeepOptions> = {
  rule: { kind: 'choice', of: DIFFICULTY_RULES },
  second: { kind: 'value', expected: 'a list of prompts', accepts: Array.isArray },
  bins: { kind: 'number', from: 1, to: 1000, whole: true, default: 5 },
  seed: { kind: 'number', whole: true, finite: true, default: 0 },
}

/** @returns the ids to keep, in the order of `prompts`; `Left BadOption` for a wrong option, or `two-stage` without `second`. */
export function keepByDifficulty(
  prompts: readonly PromptDifficulty[],
  options: KeepOptions,
): Either<BadOption, readonly string[]> {
  const wrong = findBadOption(options, KEEP_OPTIONS)
  if (wrong !== undefined) return left(wrong)
  const { rule, second, bins = 5, seed = 0 } = options
  if (rule === 'two-stage' && second === undefined) {
    return left({
      _tag: 'BadOption',
      argument: 'options.second',
      expected: 'given for two-stage',
      received: 'undefined',
    })
  }
  const passesSecond = new Set(second?.filter(({ passRate }) => passRate > 0).map(({ promptId }) => promptId))
  const drawn = rule === 'bins' ? drawFromBins(prompts, bins, seed) : undefined
  const isKept = ({ promptId, mean, spread, passRate }: PromptDifficulty): boolean => {
    switch (rule) {
      case 'open-r1':
        return mean > 0.1 && mean < 0.9
      case 'loongrl':
        return passRate >= 1 / 8 && passRate <= 6 / 8
      case 'two-stage':
        return passRate > 0 || passesSecond.has(promptId)
      case 'bins':
        return drawn!.has(promptId)
      case 'informative':
        return spread > 0
    }
  }
  return right(prompts.filter(isKept).map(({ promptId }) => promptId))
}

/** The same number from each bin of each task type that has a prompt: as many as the smallest of them holds. */
function drawFromBins(prompts: readonly PromptDifficulty[], bins: number, seed: number): ReadonlySet<string> {
  const drawn = new Set<string>()
  const random = seededRandom(seed)
  const byTask = new Map<string, string[][]>()
  for (const { promptId, taskType, passRate } of prompts) {
    if (Number.isNaN(passRate)) continue
    let own = byTask.get(taskType)
    if (own === undefined) {
      own = Array.from({ length: bins }, () => [])
      byTask.set(taskType, own)
    }
    own[Math.min(bins - 1, Math.floor(passRate * bins))]!.push(promptId)
  }
  for (const own of byTask.values()) {
    const filled = own.filter((bin) => bin.length > 0)
    const each = Math.min(...filled.map((bin) => bin.length))
    for (const bin of filled) for (const promptId of shuffled(bin, random).slice(0, each)) drawn.add(promptId)
  }
  return drawn
}

/** Prompts of two scored sets, compared by pass rate. */
export interface QaChecks {
  /** Still answered when the document is taken away: the gold is known without it. */
  readonly answeredWithoutDocument: readonly string[]
  /** Answered, but never once irrelevant documents are added. */
  readonly lostAmongDistractors: readonly string[]
}

/**
 * The two checks of QwenLong-L1.5's section 3, from rollouts on the prompt as it is, without its document, and among distractors.
 */
export function qaChecks(
  prompts: readonly PromptDifficulty[],
  others: {
    readonly withoutDocument?: readonly PromptDifficulty[]
    readonly amongDistractors?: readonly PromptDifficulty[]
  },
): QaChecks {
  const passRates = (figures: readonly PromptDifficulty[] | undefined) =>
    new Map(figures?.map(({ promptId, passRate }) => [promptId, passRate]))
  const without = passRates(others.withoutDocument)
  const among = passRates(others.amongDistractors)
  const ids = (holds: (prompt: PromptDifficulty) => boolean) =>
    prompts.filter(holds).map(({ promptId }) => promptId)
  return {
    answeredWithoutDocument: ids(({ promptId }) => (without.get(promptId) ?? 0) > 0),
    lostAmongDistractors: ids(({ promptId, passRate }) => passRate > 0 && among.get(promptId) === 0),
  }
}
