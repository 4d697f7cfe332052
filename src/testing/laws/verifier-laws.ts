import * as fc from 'fast-check'
import { oneOf } from '../../options/nearest-name.js'
import { type AnswerKind, answeredGolds } from '../arbitraries/answered-golds.js'
import { foreignItem } from '../arbitraries/items.js'
import { ANSWER_KINDS } from '../arbitraries/responses.js'
import { writtenAnswers } from '../arbitraries/written-answers.js'
import { describeLaws, type TestRunner, withoutRunner } from './describe-laws.js'
import { assertLaws, assertLawsAsync, type Breach, type Law } from './law.js'
import { LAW_PARAMETERS, type LawParameters, refuseUnknown, refuseUnless } from './law-parameters.js'
import { answersOf, lawsOfEvery, type Material } from './verifier/every-verifier.js'
import { listLaws } from './verifier/list-answers.js'
import { caseLaw, localeLaws } from './verifier/locale.js'
import { mathLaws } from './verifier/math-answers.js'
import { referenceLaw, referenceRelation } from './verifier/reference.js'
import { type AnyRelation, asyncLawOf, lawOf, type RewardFunction, type Scored } from './verifier/relation.js'
import { choiceLaws, singleAnswerLaws } from './verifier/single-answers.js'
import { summaryLaws } from './verifier/summary-answers.js'
import { tableLaws } from './verifier/table-answers.js'
import { timeLaw } from './verifier/time.js'
import {
  type AsyncVerifierUnderTest,
  asyncRewardOf,
  rewardOf,
  type VerifierUnderTest,
} from './verifier/verifier-under-test.js'
import { responseLaws } from './verifier/whole-responses.js'

/** Which laws are checked. Either `kind` or `golds` says what the verifier judges. */
export interface VerifierLawOptions<Gold = unknown> extends LawParameters {
  /**
   * What the verifier judges. It selects the generated golds and the laws of that metric: the order of a set does
   * not matter, a single answer is right for one gold only, and so on.
   */
  readonly kind?: AnswerKind
  /** Golds of a verifier of another shape. */
  readonly golds?: fc.Arbitrary<Gold>
  /** With `golds`: an answer that earns 1, as one text or an arbitrary of texts. */
  readonly right?: (gold: Gold) => string | fc.Arbitrary<string>
  /** With `golds`: an answer that earns less than 1. */
  readonly wrong?: (gold: Gold) => string | fc.Arbitrary<string>
  /** Partial credit: a wrong answer earns less than 1 instead of 0. Always allowed with `golds`. Default false. */
  readonly graded?: boolean
  /** The verifier is given whole responses, think block included. Needs `kind`. Default false: it is given the answer text. */
  readonly responses?: boolean
  /** Another verifier that must return the same rewards: one of ours, or the one that yours replaces. */
  readonly reference?: VerifierUnderTest<never>
  /** Answers of your own, tried before the generated ones; `reward` is what they must earn. */
  readonly examples?: readonly { readonly gold: Gold; readonly answer: string; readonly reward?: number }[]
  /** Relations of your own, see `relation`. */
  readonly relations?: readonly AnyRelation[]
}

/**
 * Checks a verifier against the laws every reward must keep, and those of its kind of answer.
 *
 * For every kind: `total`, `bounded`, `deterministic`, `leaves the gold alone`, `a right answer earns 1`,
 * `the gold decides`, `an empty answer earns 0`, `white space at the ends is nothing`, `a wrong answer earns 0`,
 * `the locale is nothing`, `time grows with the text`. docs/testing.md has the laws of each kind.
 *
 * ```ts
 * verifierLaws(myF1, { kind: 'exhaustive-retrieval' })
 * verifierLaws(near, { golds: fc.double({ noNaN: true }), right: String, wrong: (gold) => String(gold + 1) })
 * ```
 *
 * @returns the names of the laws that hold
 * @throws LawsBroken with a shrunk counter-example for each law that does not; the Error of a `BadOption` for a wrong option
 */
export function verifierLaws<Gold>(
  verifier: VerifierUnderTest<Gold>,
  options: VerifierLawOptions<Gold>,
): readonly string[] {
  const laws = syncLaws(verifier as VerifierUnderTest<never>, options)
  return assertLaws(subjectOf(options), laws, options)
}

/**
 * The same for an asynchronous verifier, such as a judge behind a network or a worker. `the locale is nothing`,
 * `case is ignored…` and `time grows with the text` are not checked.
 */
export async function verifierLawsAsync<Gold>(
  verifier: AsyncVerifierUnderTest,
  options: VerifierLawOptions<Gold>,
): Promise<readonly string[]> {
  const laws = asyncLaws(verifier, options)
  return assertLawsAsync(subjectOf(options), laws, options)
}

/**
 * Declares a suite with one test for each law of `verifierLaws`, or of `verifierLawsAsync` with `async: true`.
 *
 * ```ts
 * import { describe, it } from 'vitest' // or node:test; jest and mocha have them as globals
 * describeVerifier('my F1', myF1, { kind: 'exhaustive-retrieval', describe, it })
 * ```
 */
export function describeVerifier<Gold>(
  name: string,
  verifier: VerifierUnderTest<Gold> | AsyncVerifierUnderTest,
  options: VerifierLawOptions<Gold> & TestRunner & { readonly async?: boolean },
): void {
  const [{ describe, it }, { async = false, ...rest }] = withoutRunner(options)
  const laws: readonly Law<Breach | undefined | Promise<Breach | undefined>>[] = async
    ? asyncLaws(verifier as AsyncVerifierUnderTest, rest)
    : syncLaws(verifier as VerifierUnderTest<never>, rest)
  describeLaws(name, laws, rest, { describe, it } as TestRunner)
}

const subjectOf = ({ kind }: Pick<VerifierLawOptions, 'kind'>): string =>
  kind === undefined ? 'The verifier' : `The ${kind} verifier`

function asyncLaws<Gold>(verifier: AsyncVerifierUnderTest, options: VerifierLawOptions<Gold>) {
  refuseUnless(typeof verifier === 'function', 'verifier', 'a function of answer and gold', verifier)
  const { relations, compared } = relationsOf(options)
  const { reference } = options
  const all = reference === undefined ? relations : [...relations, referenceRelation(reference, compared)]
  return all.map((of) => asyncLawOf(asyncRewardOf(verifier), of))
}

function syncLaws<Gold>(
  verifier: VerifierUnderTest<never>,
  options: VerifierLawOptions<Gold>,
): readonly Law[] {
  const isVerifier =
    typeof verifier === 'function' ||
    (typeof verifier?.readGold === 'function' && typeof verifier.score === 'function')
  refuseUnless(
    isVerifier,
    'verifier',
    'a function of answer and gold, or an object with readGold and score',
    verifier,
  )
  const { relations, material, compared } = relationsOf(options)
  const { reference } = options
  const reward = rewardOf(verifier)
  const scored = scoredOf(material)
  return [
    ...relations.map((of) => lawOf(reward, of)),
    ...(reference === undefined ? [] : [referenceLaw(verifier, reference, compared)]),
    ...localeLaws(reward, scored),
    ...caseLaws(reward, options.kind),
    timeLaw(reward, scored),
  ]
}

const OPTIONS = [
  'kind',
  'golds',
  'right',
  'wrong',
  'graded',
  'responses',
  'reference',
  'examples',
  'relations',
]

function relationsOf<Gold>(options: VerifierLawOptions<Gold>) {
  refuseUnknown('options', options, [...LAW_PARAMETERS, ...OPTIONS])
  const { kind, golds, right, wrong, graded = false, responses = false, relations = [] } = options
  refuseUnless(
    (kind === undefined) !== (golds === undefined),
    'options.kind',
    'given without golds, or left out with them: kind for answers of our task types, golds for others',
    kind,
  )
  refuseUnless(
    kind === undefined || ANSWER_KINDS.includes(kind),
    'options.kind',
    oneOf(ANSWER_KINDS, kind),
    kind,
  )
  refuseUnless(kind !== undefined || !responses, 'options.responses', 'given with kind', responses)
  refuseUnless(
    kind === undefined || (right === undefined && wrong === undefined),
    'options.kind',
    'left out where right or wrong is given: it has its own',
    kind,
  )
  for (const [name, make] of Object.entries({ right, wrong }))
    refuseUnless(
      make === undefined || typeof make === 'function',
      `options.${name}`,
      'a function of the gold',
      make,
    )
  const material =
    kind === undefined ? materialOf(options) : materialOfKind(kind, graded, options.examples ?? [])
  const compared: fc.Arbitrary<Scored> =
    kind === undefined ? answersOf(material) : fc.oneof(answersOf(material), writtenAnswers(kind))
  if (responses) {
    const laws = responseLaws(material.right!, foreignItem())
    return { material, compared, relations: [...laws, ...relations] }
  }
  const ofKind =
    kind === undefined ? [] : lawsOfKind(kind).filter(({ name }) => !graded || !ALL_OR_NOTHING.includes(name))
  return { material, compared, relations: [...lawsOfEvery(material), ...ofKind, ...relations] }
}

/** Laws of single answers that do not hold with partial credit. */
const ALL_OR_NOTHING = [
  'one answer',
  'a longer or shorter item is another one',
  'a look-alike is another item',
  'a thought earns nothing',
]

const materialOfKind = (kind: AnswerKind, graded: boolean, examples: Material['examples']): Material => ({
  golds: answeredGolds(kind).map(({ gold }) => gold),
  right: answeredGolds(kind),
  wrong: answeredGolds(kind, { quality: 0 }),
  partial: fc.constantFrom(0.25, 0.5, 0.8).chain((quality) => answeredGolds(kind, { quality })),
  wrongIsNothing: !graded,
  trims: true,
  examples,
})

function materialOf<Gold>({ golds, right, wrong, examples = [] }: VerifierLawOptions<Gold>): Material {
  refuseUnless(typeof golds?.generate === 'function', 'options.golds', 'a fast-check arbitrary', golds)
  const answered = (make: (gold: Gold) => string | fc.Arbitrary<string>) =>
    golds!.chain((gold) => {
      const made = make(gold)
      const texts = typeof made === 'string' ? fc.constant(made) : made
      return texts.map((answer): Scored => ({ gold, answer }))
    })
  return {
    golds: golds!,
    ...(right && { right: answered(right) }),
    ...(wrong && { wrong: answered(wrong) }),
    wrongIsNothing: false,
    trims: false,
    examples,
  }
}

/** Golds with right and wrong answers, or with empty ones where neither is known. */
function scoredOf({ golds, right, wrong }: Material): fc.Arbitrary<Scored> {
  const known = [right, wrong].filter((one) => one !== undefined)
  return known.length > 0 ? fc.oneof(...known) : golds.map((gold) => ({ gold, answer: '' }))
}

function lawsOfKind(kind: AnswerKind): readonly AnyRelation[] {
  switch (kind) {
    case 'precise-retrieval':
      return singleAnswerLaws((item) => item)
    case 'comprehension':
      return singleAnswerLaws((item) => [item])
    case 'choice':
      return choiceLaws()
    case 'numerical-reasoning':
      return mathLaws()
    case 'structured-extraction':
      return tableLaws()
    case 'summarization':
      return summaryLaws()
    default:
      return listLaws(kind)
  }
}

function caseLaws(reward: RewardFunction, kind: AnswerKind | undefined): readonly Law[] {
  switch (kind) {
    case 'precise-retrieval':
      return [
        caseLaw(
          reward,
          (item) => item,
          (item) => item,
        ),
      ]
    case 'comprehension':
    case 'exhaustive-retrieval':
    case 'structured-matching':
    case 'graded-ranking':
    case 'sequence-ordering':
      return [
        caseLaw(
          reward,
          (item) => [item],
          (item) => item,
        ),
      ]
    default:
      return []
  }
}
