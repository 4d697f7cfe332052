import { accuracyVerifier } from '../verifiers/accuracy.js'
import { choiceAccuracyVerifier } from '../verifiers/choice-accuracy.js'
import { exactMatchVerifier } from '../verifiers/exact-match.js'
import { f1Verifier } from '../verifiers/f1.js'
import { property } from '../verifiers/golds.js'
import { iouVerifier } from '../verifiers/iou.js'
import { mathVerifier } from '../verifiers/math-verify.js'
import { ndcgVerifier } from '../verifiers/ndcg.js'
import { pairwiseAccuracyVerifier } from '../verifiers/pairwise-accuracy.js'
import { retrievalCalculateVerifier } from '../verifiers/retrieval-calculate.js'
import { rougeLVerifier } from '../verifiers/rouge-l.js'
import { subExactMatchVerifier } from '../verifiers/sub-exact-match.js'
import type { TaskType } from '../verifiers/verdict.js'
import type { Verifier } from '../verifiers/verifier.js'

/** The nine task types: the verifier of each, which for two of them depends on the form of the gold. */
const TASK_VERIFIERS: Readonly<Record<TaskType, Verifier<unknown> | ((gold: unknown) => Verifier<unknown>)>> =
  {
    'precise-retrieval': exactMatchVerifier,
    comprehension: (gold) => (typeof gold === 'string' ? choiceAccuracyVerifier : accuracyVerifier),
    'exhaustive-retrieval': f1Verifier,
    'numerical-reasoning': (gold) =>
      property(gold, 'doc_ids') === undefined ? mathVerifier : retrievalCalculateVerifier,
    'structured-extraction': iouVerifier,
    'structured-matching': subExactMatchVerifier,
    'graded-ranking': ndcgVerifier,
    'sequence-ordering': pairwiseAccuracyVerifier,
    summarization: rougeLVerifier,
  }

/** The verifier of a built-in task type for a gold; undefined for a name that is none. */
export function builtInVerifier(taskType: unknown, gold: unknown): Verifier<unknown> | undefined {
  if (typeof taskType !== 'string' || !Object.hasOwn(TASK_VERIFIERS, taskType)) return undefined
  const verifier = TASK_VERIFIERS[taskType as TaskType]
  return typeof verifier === 'function' ? verifier(gold) : verifier
}
