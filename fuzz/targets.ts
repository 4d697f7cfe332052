import type { Either } from 'fp-ts/lib/Either.js'
import { accuracyVerifier } from '../src/verifiers/accuracy.js'
import { choiceAccuracyVerifier } from '../src/verifiers/choice-accuracy.js'
import { exactMatchVerifier } from '../src/verifiers/exact-match.js'
import { f1Verifier } from '../src/verifiers/f1.js'
import { iouVerifier } from '../src/verifiers/iou.js'
import { mathVerifier } from '../src/verifiers/math-verify.js'
import { ndcgVerifier } from '../src/verifiers/ndcg.js'
import { pairwiseAccuracyVerifier } from '../src/verifiers/pairwise-accuracy.js'
import { rougeLVerifier } from '../src/verifiers/rouge-l.js'
import { subExactMatchVerifier } from '../src/verifiers/sub-exact-match.js'
import type { Score } from '../src/verifiers/verdict.js'
import type { Verifier, VerifierOptions } from '../src/verifiers/verifier.js'
import { recordTargets } from './records.js'

/** A verifier with a gold bound: text in, score out. */
export interface Target {
  readonly name: string
  readonly gold: string
  readonly profile: 'natural' | 'published'
  readonly score: (text: string) => Score
}

/** Good answers to the golds below, for mutation to start from. */
export const SEEDS: readonly string[] = [
  'x',
  'São Paulo',
  '[Answer]\ndocument 1',
  'The correct answer is (B)',
  'The correct answer is (C)',
  '[Answer]\nthe 1\ngold 2\ndocument 3',
  '[Answer]\nof 1\nx 1\nA 2\nB 3\n7, 4',
  '<answer>{"columns":["k","v"],"data":[["a",1],["x",2.5]]}</answer>',
  '<answer>{"data":[]}</answer>',
  '[Answer]\nthe gold is document 1 of 7',
  '第三章 of the gold',
  'so \\boxed{\\frac{1}{3}}',
  'the answer is $\\sqrt{2}$',
  '\\boxed{x^2+1}',
  '\\boxed{(1, 2)}',
  '\\boxed{[0, \\infty)}',
  '\\boxed{\\{2, 1\\}}',
  '\\boxed{\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}}',
  '\\boxed{50\\%}',
  '<relevant_doc_ids><|doc_1|></relevant_doc_ids><continue_reasoning>\\boxed{2}</continue_reasoning>',
  '$x>1$',
]

/** Every verifier with several golds, in both profiles and readings; whole records; and every reader of golds, fed with the text as a gold. */
export const targets = (): readonly Target[] => [
  ...bind('exactMatch', exactMatchVerifier, ['x', 'São Paulo', '1']),
  ...bind('accuracy', accuracyVerifier, [['document 1'], ['1.5', '2']]),
  ...bind('choiceAccuracy', choiceAccuracyVerifier, ['B', 'The correct answer is (C)']),
  ...bind('f1', f1Verifier, LISTS),
  ...bind('subExactMatch', subExactMatchVerifier, LISTS),
  ...bind('ndcg', ndcgVerifier, LISTS),
  ...bind('pairwiseAccuracy', pairwiseAccuracyVerifier, LISTS),
  ...bind('iou', iouVerifier, ['{"data":[["a",1],["x",2.5]]}', '{"data":[]}']),
  ...bind('rougeL', rougeLVerifier, [['the gold is document 1 of 7'], ['第三章 of the gold', 'x = y + 1/3']]),
  ...bind('mathVerify', mathVerifier, MATHS),
  ...recordTargets(),
  readingGold(exactMatchVerifier, (text) => text),
  readingGold(choiceAccuracyVerifier, (text) => text),
  readingGold(iouVerifier, (text) => text),
  readingGold(mathVerifier, (text) => text),
  readingGold(accuracyVerifier, (text) => [text]),
  readingGold(f1Verifier, (text) => [text]),
  readingGold(rougeLVerifier, (text) => [text]),
]

const LISTS = [['the 1', 'gold 2', 'document 3'], ['is 0'], ['of 1', 'x 1', 'A 2', 'B 3', '7, 4']]

const MATHS = [
  '2',
  '\\frac{1}{3}',
  '\\sqrt{2}',
  'x^2+1',
  '(1, 2)',
  '[0, \\infty)',
  '\\{1, 2\\}',
  'x=2',
  '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
  '50\\%',
  'x > 1',
  '1, 2',
  'x \\equiv 3 \\pmod{7}',
  'k\\pi, k \\in \\mathbb{Z}',
  '\\{2k \\mid k \\in \\mathbb{Z}\\}',
  'f(x) = x + 1',
  'p \\wedge q',
]

function bind<Gold>(
  name: string,
  verifier: Verifier<Gold, VerifierOptions>,
  golds: readonly unknown[],
): readonly Target[] {
  return golds.flatMap((gold) => {
    const scorer = (options: VerifierOptions) => {
      const read: Either<unknown, Gold> = verifier.readGold(gold, options)
      if (read._tag === 'Left') throw new Error(`${name} refuses the gold ${JSON.stringify(gold)}`)
      return (text: string) => verifier.score(text, read.right, options)
    }
    const strict = scorer({ profile: 'natural' })
    const lenient = scorer({ profile: 'natural', reading: 'lenient' })
    const written = JSON.stringify(gold)
    return [
      { name, profile: 'natural', gold: written, score: strict },
      { name, profile: 'published', gold: written, score: scorer({ profile: 'published' }) },
      {
        name: `${name} lenient`,
        profile: 'natural',
        gold: written,
        score: noLess(verifier.metric, strict, lenient),
      },
    ]
  })
}

const LIST_METRICS = ['F1', 'SubEM', 'NDCG', 'Pairwise']

/**
 * The lenient score; it throws where the strict one pays more. Lists are held to it where they stand behind the marker that
 * the strict reading asks for: elsewhere the two may look at different parts of the text.
 */
const noLess =
  (metric: string, strict: Target['score'], lenient: Target['score']): Target['score'] =>
  (text) => {
    const score = lenient(text)
    const isHeld = !LIST_METRICS.includes(metric) || /\[(?:Answer|答案)\]/.test(text)
    const least = isHeld ? strict(text).reward : 0
    if (score.reward < least - 1e-9) throw new Error(`lenient pays ${score.reward}, strict ${least}`)
    return score
  }

/** The text taken for a gold, and scored against itself: a gold may be refused, never thrown at. */
const readingGold = <Gold>(
  verifier: Verifier<Gold, VerifierOptions>,
  asGold: (text: string) => unknown,
): Target => ({
  name: `gold of ${verifier.metric}`,
  profile: 'natural',
  gold: 'null',
  score: (text) => {
    const read = verifier.readGold(asGold(text), {})
    return read._tag === 'Left' ? { reward: 0, reason: 'wrong' } : verifier.score(text, read.right, {})
  },
})
