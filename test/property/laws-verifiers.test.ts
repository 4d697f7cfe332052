import { describe, it } from 'vitest'
import { type AnswerKind, type VerifierUnderTest, verifierLaws } from '../../src/testing/index.js'
import { accuracy } from '../../src/verifiers/accuracy.js'
import { choiceAccuracy } from '../../src/verifiers/choice-accuracy.js'
import { exactMatch } from '../../src/verifiers/exact-match.js'
import { f1 } from '../../src/verifiers/f1.js'
import { iou } from '../../src/verifiers/iou.js'
import { ndcg } from '../../src/verifiers/ndcg.js'
import { pairwiseAccuracy } from '../../src/verifiers/pairwise-accuracy.js'
import { rougeL } from '../../src/verifiers/rouge-l.js'
import { subExactMatch } from '../../src/verifiers/sub-exact-match.js'

const ours: readonly [kind: AnswerKind, verifier: VerifierUnderTest][] = [
  ['precise-retrieval', exactMatch],
  ['comprehension', accuracy],
  ['choice', choiceAccuracy],
  ['exhaustive-retrieval', f1],
  ['structured-extraction', iou],
  ['structured-matching', subExactMatch],
  ['graded-ranking', ndcg],
  ['sequence-ordering', pairwiseAccuracy],
  ['summarization', rougeL],
]

describe('our verifiers keep their laws', () => {
  it.each(ours)('%s', (kind, verifier) => {
    verifierLaws(verifier, { kind, runs: 300 })
  })
})
