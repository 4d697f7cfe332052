import { describe, it } from 'vitest'
import * as whole from '../../src/index.js'
import {
  type AnswerKind,
  describeVerifier,
  type VerifierUnderTest,
  verifierLaws,
} from '../../src/testing/index.js'
import { accuracy } from '../../src/verifiers/accuracy.js'
import { choiceAccuracy } from '../../src/verifiers/choice-accuracy.js'
import { exactMatch } from '../../src/verifiers/exact-match.js'
import { f1 } from '../../src/verifiers/f1.js'
import { iou } from '../../src/verifiers/iou.js'
import { ndcg } from '../../src/verifiers/ndcg.js'
import { pairwiseAccuracy } from '../../src/verifiers/pairwise-accuracy.js'
import { rougeL } from '../../src/verifiers/rouge-l.js'
import { subExactMatch } from '../../src/verifiers/sub-exact-match.js'
import { forMutants, lawRuns } from './law-runs.js'

/** The reference is the same function; only where `test:mutants -- --laws` breaks ours does it stay whole. */
const ours: readonly [
  kind: AnswerKind,
  verifier: VerifierUnderTest<never>,
  reference: VerifierUnderTest<never>,
][] = [
  ['precise-retrieval', exactMatch, whole.exactMatch],
  ['comprehension', accuracy, whole.accuracy],
  ['choice', choiceAccuracy, whole.choiceAccuracy],
  ['exhaustive-retrieval', f1, whole.f1],
  ['structured-extraction', iou, whole.iou],
  ['structured-matching', subExactMatch, whole.subExactMatch],
  ['graded-ranking', ndcg, whole.ndcg],
  ['sequence-ordering', pairwiseAccuracy, whole.pairwiseAccuracy],
  ['summarization', rougeL, whole.rougeL],
]

/** They take little time. */
const comparisons = lawRuns(forMutants ? 3_000 : 300)

const laws = { except: forMutants ? ['time grows with the text'] : [] }

for (const [kind, verifier, reference] of ours) {
  describeVerifier(kind, verifier, { kind, runs: lawRuns(300), laws, describe, it })
  it(`${kind} like the reference`, () => {
    verifierLaws(verifier, { kind, reference, runs: comparisons, laws: { only: ['like the reference'] } })
  })
}

type Metric = (answer: string, gold: unknown, options: object) => ReturnType<typeof f1>

const published = { profile: 'published', explain: true }
const lenient = { reading: 'lenient', explain: true }

interface Compared {
  readonly kind: AnswerKind
  readonly verifier: Metric
  readonly reference: Metric
  readonly options: readonly object[]
}

/** Options off their defaults. Their rewards may break a law, as the published F1 of no line does; they are compared only. */
const withOptions: readonly Compared[] = [
  {
    kind: 'precise-retrieval',
    verifier: exactMatch,
    reference: whole.exactMatch,
    options: [published, lenient],
  },
  { kind: 'comprehension', verifier: accuracy, reference: whole.accuracy, options: [published, lenient] },
  {
    kind: 'choice',
    verifier: choiceAccuracy,
    reference: whole.choiceAccuracy,
    options: [published, lenient],
  },
  {
    kind: 'exhaustive-retrieval',
    verifier: f1,
    reference: whole.f1,
    options: [published, lenient, { match: { anls: 0.5 }, explain: true }],
  },
  { kind: 'structured-extraction', verifier: iou, reference: whole.iou, options: [published, lenient] },
  {
    kind: 'structured-matching',
    verifier: subExactMatch,
    reference: whole.subExactMatch,
    options: [published, lenient, { maxLinesPerGold: 0.5 }, { maxLinesPerGold: 2, explain: true }],
  },
  {
    kind: 'graded-ranking',
    verifier: ndcg,
    reference: whole.ndcg,
    options: [published, lenient, { gain: 'exponential', cutoff: 2, explain: true }, { cutoff: 1 }],
  },
  {
    kind: 'sequence-ordering',
    verifier: pairwiseAccuracy,
    reference: whole.pairwiseAccuracy,
    options: [published, lenient],
  },
  {
    kind: 'summarization',
    verifier: rougeL,
    reference: whole.rougeL,
    options: [
      published,
      lenient,
      { variant: 'rougeL', explain: true },
      { variant: 'rougeLsum' },
      { variant: 'set-based' },
    ],
  },
]

describe('with each option', () => {
  const each = withOptions.flatMap(({ options, ...compared }) =>
    options.map((one) => ({ ...compared, options: one, title: JSON.stringify(one) })),
  )
  it.each(each)('$kind $title', ({ kind, verifier, reference, options }) => {
    verifierLaws((answer: string, gold: unknown) => verifier(answer, gold, options), {
      kind,
      reference: (answer: string, gold: unknown) => reference(answer, gold, options),
      runs: comparisons,
      laws: { only: ['like the reference'] },
    })
  })
})
