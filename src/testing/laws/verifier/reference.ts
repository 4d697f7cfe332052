import * as fc from 'fast-check'
import { type Law, law } from '../law.js'
import { type AnyRelation, type Scored, TOLERANCE } from './relation.js'
import { rewardOf, type VerifierUnderTest } from './verifier-under-test.js'

const NAME = 'like the reference'

/**
 * The law that compares a verifier with another one: the reward, and of verdicts the reason and the explanation where both
 * have one. A gold that the reference refuses is refused by a verifier that can say so.
 */
export const referenceLaw = (
  verifier: VerifierUnderTest<never>,
  reference: VerifierUnderTest<never>,
  answers: fc.Arbitrary<Scored>,
): Law =>
  law(NAME, 'every verdict is that of the reference', answers, ({ answer, gold }) =>
    difference(judgement(verifier, answer, gold), judgement(reference, answer, gold)),
  )

/** The same for a verifier that answers with a promise: rewards alone, on golds that the reference takes. */
export const referenceRelation = (
  reference: VerifierUnderTest<never>,
  answers: fc.Arbitrary<Scored>,
): AnyRelation => ({
  name: NAME,
  says: 'every reward is that of the reference',
  values: answers.filter(({ answer, gold }) => judgement(reference, answer, gold) !== REFUSED),
  calls: ({ answer, gold }: Scored) => [[answer, gold]],
  broken: ([got]: readonly number[], { answer, gold }: Scored) =>
    difference({ reward: got! }, judgement(reference, answer, gold)),
})

interface Judged {
  readonly reward: number
  readonly reason?: unknown
  readonly explanation?: unknown
}

const REFUSED = 'refused'

function judgement(
  verifier: VerifierUnderTest<never>,
  answer: string,
  gold: unknown,
): Judged | typeof REFUSED {
  if (typeof verifier !== 'function') {
    const read = verifier.readGold(gold, {})
    return read._tag === 'Left' ? REFUSED : verifier.score(answer, read.right, {})
  }
  const outcome = verifier(answer, gold as never)
  if (typeof outcome === 'object' && outcome !== null && '_tag' in outcome)
    return outcome._tag === 'Left' ? REFUSED : outcome.right
  if (typeof outcome === 'object' && outcome !== null && 'reward' in outcome) return outcome
  return { reward: rewardOf(() => outcome)(answer, gold) }
}

function difference(got: Judged | typeof REFUSED, wanted: Judged | typeof REFUSED): string | undefined {
  if (wanted === REFUSED)
    return got === REFUSED || got.reason === undefined
      ? undefined
      : `reward ${got.reward} for a gold that the reference refuses`
  if (got === REFUSED) return 'the verifier refuses a gold that the reference takes'
  if (!(Math.abs(got.reward - wanted.reward) <= TOLERANCE))
    return `reward ${got.reward}, the reference gives ${wanted.reward}`
  for (const part of ['reason', 'explanation'] as const) {
    if (got[part] === undefined || wanted[part] === undefined) continue
    const [ours, theirs] = [fc.stringify(got[part]), fc.stringify(wanted[part])]
    if (ours !== theirs) return `${part} ${ours}, the reference gives ${theirs}`
  }
  return undefined
}
