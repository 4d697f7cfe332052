import { accuracyVerifier } from '../verifiers/accuracy.js'
import { f1Verifier } from '../verifiers/f1.js'
import { ndcgVerifier } from '../verifiers/ndcg.js'
import { pairwiseAccuracyVerifier } from '../verifiers/pairwise-accuracy.js'
import { rougeLVerifier } from '../verifiers/rouge-l.js'
import { subExactMatchVerifier } from '../verifiers/sub-exact-match.js'
import type { Verifier } from '../verifiers/verifier.js'

/**
 * A metric of `longbench_pro`: its verifier, the published name that is its reward mode, and the sub-tasks it
 * scores.
 */
const METRICS = [
  [ndcgVerifier, 'NDCG', ['T1.1 Global Cohesive Retrieval', 'T1.2 Key-Snippet Retrieval']],
  [
    pairwiseAccuracyVerifier,
    'Pairwise_Accuracy',
    [
      'T2.1 Global Timeline Reconstruction',
      'T2.2 Local Causal Chain Sorting',
      'T6.3 Global Frequency Analysis',
    ],
  ],
  [
    accuracyVerifier,
    'Accuracy',
    [
      'T3.1 Multi-Doc Integration QA',
      'T3.2 Single-Hop Fact QA',
      'T11.1 Long-Range Entity & Commitment Tracking',
      'T11.2 Short-Range Reference Resolution & State Query',
    ],
  ],
  [rougeLVerifier, 'Summary', ['T4.1 Global-Coverage Constrained Summary', 'T4.2 Query-Focused Summary']],
  [
    f1Verifier,
    'F1_Score',
    [
      'T5.1 Full-Sentence Citation Alignment',
      'T5.2 Key-Statement Citation Alignment',
      'T6.2 Targeted Subset Cluster Identification',
      'T7.1 Global Conflict & Inconsistency Localization',
      'T7.2 Targeted Rule or Condition Violation Detection',
      'T7.3 Comprehensive Error & Anomaly Sweep',
      'T9.1 Dependency-Aware Multi-Version Impact Analysis',
      'T9.2 Localized Interface Change Detection',
    ],
  ],
  [
    subExactMatchVerifier,
    'SubEM',
    [
      'T6.1 Large-Scale Document Clustering',
      'T8.1 Structured Multi-Source Consistency Verification',
      'T8.2 Single-Source Targeted Aggregation',
      'T8.3 Long-Context Procedural State Tracking',
      'T10.1 Large-Scale In-Context Rule Induction',
      'T10.2 Targeted Example-Based Rule Induction',
    ],
  ],
] as const

interface SubTaskMetric {
  readonly verifier: Verifier<unknown>
  readonly rewardMode: string
}

/** By the full name of the sub-task. */
const METRIC_OF: ReadonlyMap<unknown, SubTaskMetric> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ METRICS.flatMap(([verifier, rewardMode, names]) =>
    names.map((name): [string, SubTaskMetric] => [name, { verifier, rewardMode }]),
  ),
)

/** The 25 sub-tasks of `longbench_pro` under their full names. */
export const SUB_TASKS = /* @__PURE__ */ METRICS.flatMap(([, , names]) => [...names])

/** The verifier and the reward mode of a sub-task; undefined for a name that is none. */
export const metricOfSubTask = (name: unknown): SubTaskMetric | undefined => METRIC_OF.get(name)
