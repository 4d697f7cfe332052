import * as fc from 'fast-check'
import { type Law, law } from '../law.js'
import { type AnyRelation, type Scored, TOLERANCE } from './relation.js'
import { rewardOf, type VerifierUnderTest } from './verifier-under-test.js'

const NAME = 'like the reference'

/**
 * The law that compares a verifier with another one: the reward, and of verdicts the reason and the explanation where both
 * have one. A gold that the reference refuses must be refused by a verifier that returns an `Either`, with the same argument where
 * both name one.
 */
export const referenceLaw = (
  verifier: VerifierUnderTest<never>,
  reference: VerifierUnderTest<never>,
  answers: fc.Arbitrary<Scored>,
): Law =>
  law(NAME, 'every verdict is that of the reference', answers, ({ answer, gold }) =>
    difference(judgement(verifier, answer, gold), judgement(reference, answer, gold)),
  )

/** The same for an asynchronous verifier: rewards only, on golds that the reference accepts. */
export const referenceRelation = (
  reference: VerifierUnderTest<never>,
  answers: fc.Arbitrary<Scored>,
): AnyRelation => ({
  name: NAME,
  says: 'every reward is that of the reference',
  values: answers.filter(({ answer, gold }) => !isRefusal(judgement(reference, answer, gold))),
  calls: ({ answer, gold }: Scored) => [[answer, gold]],
  broken: ([got]: readonly number[], { answer, gold }: Scored) =>
    difference({ reward: got! }, judgement(reference, answer, gold)),
})

interface Judged {
  readonly reward: number
  readonly reason?: unknown
  readonly explanation?: unknown
}

interface Refusal {
  readonly refused: unknown
}

const isRefusal = (judged: Judged | Refusal): judged is Refusal => 'refused' in judged

function judgement(verifier: VerifierUnderTest<never>, answer: string, gold: unknown): Judged | Refusal {
  if (typeof verifier !== 'function') {
    const read = verifier.readGold(gold, {})
    return read._tag === 'Left' ? { refused: read.left } : verifier.score(answer, read.right, {})
  }
  const outcome = verifier(answer, gold as never)
  if (typeof outcome === 'object' && outcome !== null && '_tag' in outcome)
    return outcome._tag === 'Left' ? { refused: outcome.left } : outcome.right
  if (typeof outcome === 'object' && outcome !== null && 'reward' in outcome) return outcome
  return { reward: rewardOf(() => outcome)(answer, gold) }
}

function difference(got: Judged | Refusal, wanted: Judged | Refusal): string | undefined {
  if (isRefusal(wanted)) {
    if (isRefusal(got)) return otherPart(got.refused, wanted.refused)
    return got.reason === undefined ? undefined : `reward ${got.reward} for a gold that the reference refuses`
  }
  if (isRefusal(got)) return 'the verifier refuses a gold that the reference takes'
  if (!(Math.abs(got.reward - wanted.reward) <= TOLERANCE))
    return `reward ${got.reward}, the reference gives ${wanted.reward}`
  for (const part of ['reason', 'explanation'] as const) {
    if (got[part] === undefined || wanted[part] === undefined) continue
    const [ours, theirs] = [fc.stringify(got[part]), fc.stringify(wanted[part])]
    if (ours !== theirs) return `${part} ${ours}, the reference gives ${theirs}`
  }
  return undefined
}

function otherPart(got: unknown, wanted: unknown): string | undefined {
  const argumentOf = (refused: unknown) => (refused as { readonly argument?: unknown } | undefined)?.argument
  const [theirs, ours] = [argumentOf(got), argumentOf(wanted)]
  return theirs === undefined || ours === undefined || theirs === ours
    ? undefined
    : `it refuses ${theirs}, the reference ${ours}`
}
