import type { TaskType } from '../../verifiers/verdict.js'
import type { Workload } from '../workload.js'
import { type Random, randomFrom } from './random.js'

/** An answer text, without think block, with its gold. */
export interface Answer<Gold = unknown> {
  readonly prediction: string
  readonly gold: Gold
}

const TYPICAL = 200

/** A typical answer of each task type. */
export const typicalAnswers: Readonly<Record<TaskType, (random: Random) => Answer>> = {
  'precise-retrieval': exactAnswer,
  comprehension: choiceAnswer,
  'exhaustive-retrieval': listOfItems,
  'numerical-reasoning': mathAnswer,
  'structured-extraction': (random) => tableAnswer(random, 5 + random.integer(20)),
  'structured-matching': listOfItems,
  'graded-ranking': listOfItems,
  'sequence-ordering': listOfItems,
  summarization: (random) => summaryAnswer(random, 300),
}

/** 200 typical answers of each metric: right, nearly right and wrong, of the length that models write. */
export const answerWorkloads: Readonly<Record<string, Workload<readonly Answer[]>>> = {
  exactMatch: typical('exactMatch', typicalAnswers['precise-retrieval']),
  accuracy: typical('accuracy', (random) => listAnswer(random, 1)),
  choiceAccuracy: typical('choiceAccuracy', typicalAnswers.comprehension),
  f1: typical('f1', typicalAnswers['exhaustive-retrieval']),
  subExactMatch: typical('subExactMatch', typicalAnswers['structured-matching']),
  ndcg: typical('ndcg', typicalAnswers['graded-ranking']),
  pairwiseAccuracy: typical('pairwiseAccuracy', typicalAnswers['sequence-ordering']),
  iou: typical('iou', typicalAnswers['structured-extraction']),
  rougeL: typical('rougeL', typicalAnswers.summarization),
  mathVerify: typical('mathVerify', typicalAnswers['numerical-reasoning']),
}

/** One answer of growing length for each metric whose work depends on the length. */
export const growingAnswerWorkloads: Readonly<Record<string, Workload<readonly Answer[]>>> = {
  f1: growing('f1', 'line', listAnswer),
  subExactMatch: growing('subExactMatch', 'line', listAnswer),
  ndcg: growing('ndcg', 'line', listAnswer),
  pairwiseAccuracy: growing('pairwiseAccuracy', 'line', listAnswer),
  iou: growing('iou', 'row', tableAnswer),
  rougeL: growing('rougeL', 'word', summaryAnswer),
  mathVerify: growing('mathVerify', 'term', sumAnswer),
}

/** Boxed LaTeX alone: fractions, roots, polynomials, multiples of π. For peers that read LaTeX. */
export const expressionWorkload: Workload<readonly Answer[]> = {
  name: 'mathVerify, LaTeX expressions',
  item: 'response',
  sizes: [TYPICAL],
  make: (size) => make(size, expressionAnswer),
}

/** Quotients and sums of numbers without LaTeX, for peers that calculate. */
export const calculationWorkload: Workload<readonly Answer[]> = {
  name: 'mathVerify, plain numbers',
  item: 'response',
  sizes: [TYPICAL],
  make: (size) => make(size, calculationAnswer),
}

function typical(metric: string, answer: (random: Random) => Answer): Workload<readonly Answer[]> {
  return {
    name: metric,
    item: 'response',
    sizes: [TYPICAL],
    make: (size) => make(size, answer),
  }
}

function make<One>(size: number, answer: (random: Random) => One): readonly One[] {
  const random = randomFrom(20260519)
  return Array.from({ length: size }, () => answer(random))
}

function growing(
  metric: string,
  item: string,
  answer: (random: Random, length: number) => Answer,
): Workload<readonly Answer[]> {
  return {
    name: `${metric}, one long answer`,
    item,
    sizes: metric === 'mathVerify' ? [4, 16, 64] : [100, 1_000, 10_000],
    make: (size) => [answer(randomFrom(size), size)],
    items: ([one]) => (one as Answer & { readonly length: number }).length,
  }
}

const PLACES = ['Aldermoor', 'Hallsund', 'Orla', 'Venn', 'Skerrin', 'Norre', 'Westrey', 'Easter Point']
const WORDS =
  'the of and to in a was that for on as with by at from harbour keeper bridge river cost report council winter ferry plot hedge lamp stone passage decided moved rose fell between during after before first second third several because while only more less than lemon crate letter boat crane tug barge gravel slate timber'.split(
    ' ',
  )

const item = (random: Random) => `${random.pick(PLACES)} ${random.integer(100_000)}`

function exactAnswer(random: Random): Answer {
  const gold = item(random)
  return { gold, prediction: random.uniform() < 0.5 ? `\n${gold}\n` : item(random) }
}

function choiceAnswer(random: Random): Answer {
  const sentences = prose(random, 40)
  return {
    gold: `The correct answer is (${random.pick(['A', 'B', 'C', 'D'])})`,
    prediction: `${sentences}\n\nThe correct answer is (${random.pick(['A', 'B', 'C', 'D'])}).`,
  }
}

/** A gold list, and a prediction that drops a fifth, adds a fifth and swaps some. */
function listAnswer(random: Random, length: number): Answer & { readonly length: number } {
  const gold = Array.from({ length }, (_, i) => `${item(random)}-${i}`)
  const lines = gold.filter(() => random.uniform() < 0.8)
  for (let added = 0; added < length / 5; added++) lines.push(`${item(random)}+${added}`)
  for (let swaps = 0; swaps < length / 4; swaps++) {
    const a = random.integer(lines.length)
    const b = random.integer(lines.length)
    const kept = lines[a]!
    lines[a] = lines[b]!
    lines[b] = kept
  }
  return { gold, prediction: `Here is the list.\n[Answer]\n${lines.join('\n')}`, length }
}

function listOfItems(random: Random): Answer {
  return listAnswer(random, 3 + random.integer(12))
}

function tableAnswer(random: Random, rows: number): Answer & { readonly length: number } {
  const table = Array.from({ length: rows }, () => [
    item(random),
    random.pick(PLACES),
    random.integer(1000),
    random.integer(100_000) / 100,
  ])
  const predicted = table.map((row) => (random.uniform() < 0.8 ? row : [...row.slice(0, 3), 0.5]))
  return {
    gold: JSON.stringify({ data: table }),
    prediction: `The rows are these.\n<answer>${JSON.stringify({ data: predicted })}</answer>`,
    length: rows,
  }
}

/** English-looking sentences of 17 words. */
export function prose(random: Random, words: number): string {
  const parts: string[] = []
  for (let i = 0; i < words; i++) parts.push(`${random.pick(WORDS)}${i % 17 === 16 ? '.' : ''}`)
  return parts.join(' ')
}

/** A reference, and a summary that keeps three of four words and replaces the fourth. */
function summaryAnswer(random: Random, words: number): Answer & { readonly length: number } {
  const reference = prose(random, words)
  const prediction = reference
    .split(' ')
    .map((word) => (random.uniform() < 0.75 ? word : random.pick(WORDS)))
    .join(' ')
  return { gold: [reference], prediction, length: words }
}

function mathAnswer(random: Random): Answer {
  const p = 1 + random.integer(400)
  const q = 2 + random.integer(60)
  const [gold, forms] = random.pick<readonly [string, readonly string[]]>([
    [String(p), [`${p}`, `${p}.0`, `${p + 1}`, `\\frac{${2 * p}}{2}`]],
    [`\\frac{${p}}{${q}}`, [`\\frac{${3 * p}}{${3 * q}}`, `${p}/${q}`, `\\dfrac{${p}}{${q + 1}}`]],
    [`${q}\\sqrt{${p}}`, [`\\sqrt{${q * q * p}}`, `${q} \\cdot \\sqrt{${p}}`, `\\sqrt{${p}}`]],
    [`${p}x^2+${q}`, [`${q}+${p}x^2`, `${p}x^{2} + ${q}`, `${p}x+${q}`]],
    [`(${p}, ${q})`, [`(${p},${q})`, `(${q}, ${p})`, `\\left(${p},\\, ${q}\\right)`]],
    [`[${-q}, ${p})`, [`[${-q},${p})`, `[${-q}, ${p}]`]],
    [`x=${p}`, [`${p}`, `x = ${p}`, `x=${q}`]],
    [`${p}\\pi`, [`\\pi \\cdot ${p}`, `${p}\\pi`, `${p}`]],
    [`${p}\\%`, [`${p}\\%`, `${p / 100}`, `${p}`]],
  ])
  return {
    gold,
    prediction: `${prose(random, 80)}\n\nSo the answer is $\\boxed{${random.pick(forms)}}$.`,
  }
}

function expressionAnswer(random: Random): Answer {
  const p = 1 + random.integer(400)
  const q = 2 + random.integer(60)
  const [gold, written] = random.pick<readonly [string, string]>([
    [`\\frac{${p}}{${q}}`, `\\frac{${3 * p}}{${3 * q}}`],
    [`${q}\\sqrt{${p}}`, `\\sqrt{${q * q * p}}`],
    [`${p}x^2+${q}`, `${q}+${p}x^{2}`],
    [`${p}\\pi`, `\\pi \\cdot ${p}`],
    [`${p / 10}`, `\\frac{${p}}{10}`],
  ])
  return { gold, prediction: `\\boxed{${written}}` }
}

function calculationAnswer(random: Random): Answer {
  const p = 1 + random.integer(400)
  const q = 2 + random.integer(60)
  const [gold, written] = random.pick<readonly [string, string]>([
    [`${p}/${q}`, `${3 * p}/${3 * q}`],
    [`${p + q}`, `${p}+${q}`],
    [`${p / 10}`, `${p}/10`],
    [`${p}`, `${p}.0`],
  ])
  return { gold, prediction: `\\boxed{${written}}` }
}

/** A polynomial with n terms against itself in another order. */
function sumAnswer(random: Random, terms: number): Answer & { readonly length: number } {
  const parts = Array.from({ length: terms }, (_, i) => `${1 + random.integer(9)}x^{${i % 12}}`)
  return { gold: parts.join('+'), prediction: `\\boxed{${parts.toReversed().join('+')}}`, length: terms }
}
