import { describeError, readTask, scoreRecord, scoreTask, type TaskOptions } from '../src/index.js'
import type { Score } from '../src/verifiers/verdict.js'
import type { Target } from './targets.js'

/** Records of the published data set, one for each of its graders. */
const DATASET = [
  dataset('EM', { golden_label: 'São Paulo' }),
  dataset('selection', { golden_label: 'The correct answer is (C)' }),
  dataset('multitableqa_pretraining', { golden_label: '{"data":[["a",1],["x",2.5]]}' }),
  dataset('multitableqa_pretraining', [{ golden_label: '{"data":[]}' }]),
  dataset('math_longcot_math_verify', { golden_label: '\\frac{1}{3}' }),
  dataset('retrieval_calculate', { doc_ids: ['<|doc_1|>'], golden_label: '2' }),
  longBench('T1.1 Global Cohesive Retrieval', ['of 1', 'x 1', 'A 2', 'B 3']),
  longBench('T2.1 Global Timeline Reconstruction', ['of 1', 'x 1', 'A 2', 'B 3']),
  longBench('T3.2 Single-Hop Fact QA', ['document 1']),
  longBench('T4.1 Global-Coverage Constrained Summary', ['第三章 of the gold', 'x = y + 1/3'], 'Chinese'),
  longBench('T5.1 Full-Sentence Citation Alignment', ['the 1', 'gold 2', 'document 3']),
  longBench('T8.2 Single-Source Targeted Aggregation', ['the 1', 'gold 2', 'document 3']),
]

/** Records of our own form, one for each task type and kind of gold. */
const DIRECT: readonly (readonly [taskType: string, gold: unknown, options?: TaskOptions])[] = [
  ['precise-retrieval', 'x'],
  ['comprehension', ['document 1']],
  ['comprehension', 'B'],
  ['exhaustive-retrieval', ['the 1', 'gold 2', 'document 3'], { match: { anls: 0.6 } }],
  ['numerical-reasoning', 'x^2+1'],
  ['numerical-reasoning', { doc_ids: ['<|doc_1|>', '<|doc_2|>'], golden_label: '\\sqrt{2}' }],
  ['structured-extraction', { data: [['a', 1], ['x', 2.5], null] }],
  ['structured-matching', ['the 1', 'gold 2', 'document 3'], { match: { anls: 0.6 } }],
  ['graded-ranking', ['of 1', 'x 1', 'A 2', 'B 3', '7, 4'], { match: { anls: 0.6 }, gain: 'exponential' }],
  ['sequence-ordering', ['of 1', 'x 1', 'A 2', 'B 3', '7, 4'], { match: { anls: 0.6 } }],
  ['summarization', ['the gold is document 1 of 7', '第三章 of the gold']],
  ['summarization', ['the gold\nis document 1\nof 7'], { variant: 'rougeLsum' }],
  ['summarization', ['the gold. is document 1. of 7'], { variant: 'set-based' }],
]

/** Whole responses, think gate and all, to records of every task type; and records with the text anywhere in them. */
export const recordTargets = (): readonly Target[] => [
  ...DATASET.flatMap((record) => scoringTask(record)),
  ...DIRECT.flatMap(([taskType, gold, options]) => scoringTask({ taskType, gold }, options)),
  ...PLACES.flatMap(([place, withText]) => scoringRecord(place, withText)),
]

function dataset(source: string, truth: unknown, mode = source) {
  return {
    data_source: source,
    reward_model: { ground_truth: truth },
    extra_info: { reward_mode: mode },
  }
}

function longBench(subTask: string, documents: readonly string[], language = 'English') {
  return dataset('longbench_pro', { doc_ids: documents, summary: language }, subTask)
}

const PROFILES = ['natural', 'published'] as const

function scoringTask(record: unknown, options: TaskOptions = {}): readonly Target[] {
  return PROFILES.map((profile) => {
    const task = readTask(record, { ...options, profile, explain: true })
    if (task._tag === 'Left') throw new Error(describeError(task.left))
    const gated = (text: string) => (text.includes('</think>') ? text : `</think>${text}`)
    return {
      name: `scoreTask ${task.right.metric}`,
      profile,
      gold: JSON.stringify({ record, options }),
      score: (text) => unlessThrown(scoreTask(task.right, gated(text))),
    }
  })
}

/** A task catches what its verifier throws, for the sake of custom ones; ours must not need it. */
function unlessThrown(score: Score): Score {
  const thrown = score.explanation?.steps.find((step) => step.startsWith('The verifier '))
  if (thrown !== undefined) throw new Error(thrown)
  return score
}

const PLACES: readonly (readonly [place: string, withText: (text: string) => unknown])[] = [
  ['record', (text) => text],
  ['parsed record', parsed],
  ['data_source', (text) => dataset(text, { golden_label: '2' })],
  ['reward_model', (text) => ({ data_source: 'EM', reward_model: text })],
  ['parsed ground truth', (text) => dataset('multitableqa_pretraining', parsed(text))],
  ['golden label', (text) => dataset('math_longcot_math_verify', { golden_label: text })],
  ['choice', (text) => dataset('selection', { golden_label: text })],
  ['sub-task', (text) => dataset('longbench_pro', { doc_ids: ['a'], summary: 'English' }, text)],
  ['language', (text) => longBench('T4.1 Global-Coverage Constrained Summary', ['a'], text)],
  ['references', (text) => longBench('T4.1 Global-Coverage Constrained Summary', text.split('\n'))],
  ['ranking', (text) => longBench('T1.1 Global Cohesive Retrieval', text.split('\n'))],
  ['task type', (text) => ({ taskType: text, gold: ['a'] })],
]

/** A record that may be refused, never thrown at, and a response that copies what was put into it. */
function scoringRecord(place: string, withText: (text: string) => unknown): readonly Target[] {
  return PROFILES.map((profile) => ({
    name: 'scoreRecord',
    profile,
    gold: JSON.stringify(place),
    score: (text) => {
      const verdict = scoreRecord(withText(text), `</think>${text}`, { profile, explain: true })
      return verdict._tag === 'Left' ? { reward: 0, reason: 'wrong' } : unlessThrown(verdict.right)
    },
  }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
