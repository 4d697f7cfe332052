import * as fc from 'fast-check'
import type { AnsweredGold, AnswerKind, Quality } from './answered-golds.js'
import { answeredGolds } from './answered-golds.js'
import { hostileText } from './hostile-text.js'

/** A data set record as the published trainer reads it, with one response to its prompt. */
export interface AnsweredRecord extends AnsweredGold {
  readonly record: TrainingRecord
  /** A whole response: a think block, then the answer. */
  readonly response: string
}

/** The published data sets' form of a record. */
export interface TrainingRecord {
  readonly data_source: string
  readonly prompt: readonly { readonly role: string; readonly content: string }[]
  readonly reward_model: { readonly ground_truth: unknown }
  readonly extra_info: { readonly reward_mode: string }
}

/** Records of one kind (or of any) with whole responses of a chosen quality. */
export const answeredRecords = (kind?: AnswerKind, quality: Quality = {}): fc.Arbitrary<AnsweredRecord> =>
  kind === undefined
    ? fc.constantFrom(...ANSWER_KINDS).chain((any) => answeredRecords(any, quality))
    : fc.tuple(answeredGolds(kind, quality), thoughts()).chain(([answered, thought]) =>
        record(answered).map((made) => ({
          ...answered,
          record: made,
          response: `<think>${thought}</think>\n\n${marked(answered)}`,
        })),
      )

/** Records with well-formed golds; the responses are thrown away. */
export const records = (kind?: AnswerKind): fc.Arbitrary<TrainingRecord> =>
  answeredRecords(kind).map(({ record: made }) => made)

/** What a think block may hold: anything but the tags that open and close it. */
export const thoughts = (): fc.Arbitrary<string> =>
  hostileText({ longest: 6 }).map((text) => text.replaceAll(/<\/?think>/g, ''))

export const ANSWER_KINDS = [
  'precise-retrieval',
  'comprehension',
  'choice',
  'exhaustive-retrieval',
  'numerical-reasoning',
  'structured-extraction',
  'structured-matching',
  'graded-ranking',
  'sequence-ordering',
  'summarization',
] as const satisfies readonly AnswerKind[]

/** The sub-tasks of LongBench Pro that each kind covers. */
const SUB_TASKS: Partial<Record<AnswerKind, readonly string[]>> = {
  comprehension: ['T3.2 Single-Hop Fact QA', 'T11.1 Long-Range Entity & Commitment Tracking'],
  'exhaustive-retrieval': [
    'T5.1 Full-Sentence Citation Alignment',
    'T7.3 Comprehensive Error & Anomaly Sweep',
  ],
  'structured-matching': ['T6.1 Large-Scale Document Clustering', 'T8.2 Single-Source Targeted Aggregation'],
  'graded-ranking': ['T1.1 Global Cohesive Retrieval', 'T1.2 Key-Snippet Retrieval'],
  'sequence-ordering': ['T2.1 Global Timeline Reconstruction', 'T6.3 Global Frequency Analysis'],
  summarization: ['T4.1 Global-Coverage Constrained Summary', 'T4.2 Query-Focused Summary'],
}

const DATA_SOURCES: Partial<Record<AnswerKind, string>> = {
  'precise-retrieval': 'EM',
  choice: 'selection',
  'numerical-reasoning': 'math_longcot_math_verify',
  'structured-extraction': 'multitableqa_pretraining',
}

function record({ kind, gold }: AnsweredGold): fc.Arbitrary<TrainingRecord> {
  const source = DATA_SOURCES[kind] ?? 'longbench_pro'
  const groundTruth =
    source === 'longbench_pro' ? { doc_ids: gold, summary: 'English' } : { golden_label: gold }
  return fc.constantFrom(...(SUB_TASKS[kind] ?? [source])).map((rewardMode) => ({
    data_source: source,
    prompt: [{ role: 'user', content: 'Answer as asked.' }],
    reward_model: { ground_truth: groundTruth },
    extra_info: { reward_mode: rewardMode },
  }))
}

const marked = ({ kind, answer }: AnsweredGold): string =>
  DATA_SOURCES[kind] === undefined ? `[Answer]\n${answer}` : answer
