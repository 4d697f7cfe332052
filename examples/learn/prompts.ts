/**
 * Nine toy tasks, one per metric. A prompt is a handful of candidates with attributes; an answer names some of them, in an
 * order. The policy sees the attributes through noise that grows with the prompt's difficulty, so that some prompts are
 * easy, some hard and some beyond what can be known. What it says becomes text, and the text is scored by golongrl.
 */
import type { TaskRecord, TaskType } from 'golongrl'
import type { Random } from './random.js'

/** What an answer can name, as the policy sees it. */
export interface Candidate {
  readonly text: string
  /** A quantity in [0, 1], for ranking and summaries. */
  readonly value: number
  /** 1 where the candidate seems to be one of those asked for, else 0. */
  readonly match: number
  /** When it happened, in [0, 1]. */
  readonly time: number
  /** How well it seems to answer a question with one answer, in [0, 1]. */
  readonly relevance: number
  /** Of a digit: how far it is from the digit that seems right, in thirds; 0 elsewhere. */
  readonly distance: number
}

export interface Prompt {
  readonly taskType: TaskType
  /** From 0, everything is plain to see, to 1. */
  readonly difficulty: number
  readonly candidates: readonly Candidate[]
  /** An answer names this many candidates, or, where `mayStop`, at most this many. */
  readonly maxPicks: number
  /** Whether the policy has a further choice: to end its answer. */
  readonly mayStop: boolean
  /** The dataset record, gold included. */
  readonly record: TaskRecord
  /** The response that names these candidates. */
  readonly respond: (picks: readonly number[]) => string
  /** Golds that the prompt does not show. Where present, the reward is luck: see `luckyResponse`. */
  readonly hidden?: readonly string[]
}

export interface PromptOptions {
  /** The share of prompts of the graded task types whose reward varies by luck alone. Default 0. */
  readonly luckyShare?: number
}

/** Draws a prompt of a task type. */
export function drawPrompt(
  taskType: TaskType,
  random: Random,
  { luckyShare = 0 }: PromptOptions = {},
): Prompt {
  const draw = DRAW[taskType] as Draw<TaskType>
  const prompt = draw(taskType, random, random.uniform())
  const lucky = luckyShare > 0 && random.uniform() < luckyShare && GRADED.has(taskType)
  return lucky ? hideGolds(prompt) : prompt
}

/** The response to a prompt with hidden golds: what was picked, and as many of the hidden as luck has it. */
export function luckyResponse(prompt: Prompt, picks: readonly number[], luck: number): string {
  const found = prompt.hidden!.slice(0, Math.floor(luck * 4))
  const picked = picks.map((pick) => prompt.candidates[pick]!.text)
  return inAnswerArea(prompt.taskType, [...picked, ...found])
}

const THOUGHT = '<think>…</think>'

type Draw<Type extends TaskType> = (taskType: Type, random: Random, difficulty: number) => Prompt

const DRAW: { readonly [Type in TaskType]: Draw<Type> } = {
  'precise-retrieval': (taskType, random, difficulty) => {
    const { items, relevant } = drawItems(random, difficulty)
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 1, mayStop: false },
      record: { taskType, gold: items[relevant]!.text },
      respond: (picks) => `${THOUGHT}${items[picks[0]!]!.text}`,
    }
  },

  comprehension: (taskType, random, difficulty) => {
    const right = random.integer(4)
    const candidates = [...'ABCD'].map((text, i) => ({
      ...{ text, value: random.uniform(), match: 0, time: random.uniform(), distance: 0 },
      relevance: drawRelevance(random, difficulty, i === right),
    }))
    return {
      ...{ taskType, difficulty, candidates, maxPicks: 1, mayStop: false },
      record: { taskType, gold: 'ABCD'[right]! },
      respond: (picks) => `${THOUGHT}The correct answer is (${'ABCD'[picks[0]!]})`,
    }
  },

  'exhaustive-retrieval': (taskType, random, difficulty) => {
    const { items, matching } = drawItems(random, difficulty)
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 6, mayStop: true },
      record: { taskType, gold: matching.map((i) => items[i]!.text) },
      respond: namesOf(taskType, items),
    }
  },

  'numerical-reasoning': (taskType, random, difficulty) => {
    const target = random.integer(10)
    const misread = random.uniform() < 0.6 * difficulty
    const shown = misread ? Math.min(9, Math.max(0, target + (random.uniform() < 0.5 ? 1 : -1))) : target
    const candidates = Array.from({ length: 10 }, (_, digit) => ({
      ...{ text: String(digit), value: digit / 9, match: 0, time: 0, relevance: 0 },
      distance: (digit - shown) / 3,
    }))
    return {
      ...{ taskType, difficulty, candidates, maxPicks: 1, mayStop: false },
      record: { taskType, gold: String(target) },
      respond: (picks) => `${THOUGHT}The answer is \\boxed{${picks[0]}}`,
    }
  },

  'structured-extraction': (taskType, random, difficulty) => {
    const { items, matching, values } = drawItems(random, difficulty)
    const row = (i: number): (string | number)[] => [items[i]!.text, Math.round(100 * values[i]!)]
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 6, mayStop: true },
      record: { taskType, gold: { data: matching.map(row) } },
      respond: (picks) => `${THOUGHT}<answer>${JSON.stringify({ data: picks.map(row) })}</answer>`,
    }
  },

  'structured-matching': (taskType, random, difficulty) => {
    const { items, matching } = drawItems(random, difficulty)
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 4, mayStop: true },
      record: { taskType, gold: matching.map((i) => items[i]!.text) },
      respond: namesOf(taskType, items),
    }
  },

  'graded-ranking': (taskType, random, difficulty) => {
    const { items, values } = drawItems(random, difficulty)
    const best = descending(values).slice(0, 4)
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 4, mayStop: false },
      record: { taskType, gold: best.map((i) => items[i]!.text) },
      respond: namesOf(taskType, items),
    }
  },

  'sequence-ordering': (taskType, random, difficulty) => {
    const { items, times } = drawItems(random, difficulty)
    const candidates = items.slice(0, 4)
    const inOrder = descending(times.slice(0, 4)).reverse()
    return {
      ...{ taskType, difficulty, candidates, maxPicks: 4, mayStop: false },
      record: { taskType, gold: inOrder.map((i) => candidates[i]!.text) },
      respond: namesOf(taskType, candidates),
    }
  },

  // The longer part of a summary is the same whatever the policy picks: a quiet task, whose rewards spread by hundredths.
  summarization: (taskType, random, difficulty) => {
    const { items, values } = drawItems(random, difficulty)
    const best = descending(values).slice(0, 5)
    return {
      ...{ taskType, difficulty, candidates: items, maxPicks: 5, mayStop: false },
      record: { taskType, gold: [`${PREAMBLE} ${best.map((i) => items[i]!.text).join(' ')}`] },
      respond: namesOf(taskType, items),
    }
  },
}

const ITEMS = 8
const ITEM_NAMES = Array.from({ length: ITEMS }, (_, i) => `item${i}`)
const PREAMBLE =
  'the committee met in the usual hall and heard the usual reports before it turned to the points ' +
  'below which are given in the order'

/** Eight items: what they are, and what they look like. */
function drawItems(random: Random, difficulty: number) {
  const times = random.permutation(ITEMS).map((rank) => rank / (ITEMS - 1))
  const values = random.permutation(ITEMS).map((rank) => rank / (ITEMS - 1))
  const matching = random
    .permutation(ITEMS)
    .slice(0, 2 + random.integer(3))
    .sort((a, b) => a - b)
  const relevant = random.integer(ITEMS)
  const items = ITEM_NAMES.map((text, i): Candidate => {
    const misread = random.uniform() < 0.25 * difficulty
    return {
      text,
      value: clampToUnit(values[i]! + 0.25 * difficulty * random.normal()),
      match: matching.includes(i) !== misread ? 1 : 0,
      time: clampToUnit(times[i]! + 0.25 * difficulty * random.normal()),
      relevance: drawRelevance(random, difficulty, i === relevant),
      distance: 0,
    }
  })
  return { items, times, values, matching, relevant }
}

function drawRelevance(random: Random, difficulty: number, isRight: boolean): number {
  const seen = random.uniform()
  return isRight ? 1 - 0.4 * difficulty * seen : (0.5 + 0.5 * difficulty) * seen
}

/** The response that lists the names of what was picked. */
const namesOf =
  (taskType: TaskType, candidates: readonly Candidate[]) =>
  (picks: readonly number[]): string =>
    inAnswerArea(
      taskType,
      picks.map((pick) => candidates[pick]!.text),
    )

const inAnswerArea = (taskType: TaskType, names: readonly string[]): string =>
  taskType === 'summarization'
    ? `${THOUGHT}\n[Answer]\n${PREAMBLE} ${names.join(' ')}`
    : `${THOUGHT}\n[Answer]\n${names.join('\n')}`

/** The task types whose reward has many values between 0 and 1. */
const GRADED: ReadonlySet<TaskType> = new Set([
  'structured-matching',
  'graded-ranking',
  'sequence-ordering',
  'summarization',
])

/** Asks for what the prompt does not show; the attributes say nothing about it. */
function hideGolds(prompt: Prompt): Prompt {
  const isSummary = prompt.taskType === 'summarization'
  const hidden = Array.from({ length: isSummary ? 5 : 10 }, (_, i) => `hidden${i}`)
  const gold = isSummary ? [`${PREAMBLE} ${hidden.join(' ')}`] : hidden
  return { ...prompt, hidden, record: { taskType: prompt.taskType, gold } as TaskRecord }
}

const descending = (keys: readonly number[]): number[] => [...keys.keys()].sort((a, b) => keys[b]! - keys[a]!)

const clampToUnit = (value: number): number => Math.min(1, Math.max(0, value))
