import * as fc from 'fast-check'
import { hostileText } from '../../arbitraries/hostile-text.js'
import { caseOf } from '../law.js'
import { type AnyRelation, type Relation, relation, type Scored } from './relation.js'

/** The golds and answers on which the laws of every verifier are checked. */
export interface Material {
  readonly golds: fc.Arbitrary<unknown>
  /** Golds with answers that earn 1. */
  readonly right?: fc.Arbitrary<Scored>
  /** Golds with answers that earn less than 1; 0 with `wrongIsNothing`. */
  readonly wrong?: fc.Arbitrary<Scored>
  readonly wrongIsNothing: boolean
  /** Golds with answers of any quality. Default: the right and the wrong ones. */
  readonly partial?: fc.Arbitrary<Scored>
  /** White space around an answer is ignored. */
  readonly trims: boolean
  /** Golds with answers of the caller's, and what they must earn. */
  readonly examples: readonly (Scored & { readonly reward?: number })[]
}

/** The laws of every verifier. */
export function lawsOfEvery(material: Material): readonly AnyRelation[] {
  const { golds, right, wrong, examples } = material
  const answered = answersOf(material)
  const anything = fc.oneof(
    { weight: 2, arbitrary: answered },
    { weight: 1, arbitrary: fc.record({ gold: golds, answer: hostileText({ huge: true }) }) },
  )
  return [
    one('total', 'no answer makes the verifier throw', anything, () => undefined, examples),
    one('bounded', 'a reward is a number in [0, 1]', anything, outsideUnit, examples),
    deterministic(answered, golds),
    untouchedGold(anything),
    ...(right === undefined ? [] : lawsOfRight(material, right)),
    ...(wrong === undefined ? [] : [lawOfWrong(material, wrong)]),
    ...(examples.some(({ reward }) => reward !== undefined) ? [examplesLaw(examples)] : []),
  ]
}

/** Answers of every quality, intact and interrupted by hostile text; hostile text alone where no answers are known. */
export function answersOf({ golds, right, wrong, partial }: Material): fc.Arbitrary<Scored> {
  const known = [right, wrong, partial].filter((one) => one !== undefined)
  if (known.length === 0) return fc.record({ gold: golds, answer: hostileText() })
  return fc.oneof(...known, mangled(fc.oneof(...known)))
}

const outsideUnit = (got: number): string | undefined => (got >= 0 && got <= 1 ? undefined : `reward ${got}`)

/** A relation of a single call. */
const one = <Value extends Scored>(
  name: string,
  says: string,
  values: fc.Arbitrary<Value>,
  broken: (reward: number, value: Value) => string | undefined,
  examples: readonly Value[] = [],
): Relation<Value> => ({
  name,
  says,
  values,
  examples,
  calls: ({ answer, gold }) => [[answer, gold]],
  broken: ([got], value) => broken(got!, value),
})

/** A partly right answer, interrupted by hostile text. */
const mangled = (answered: fc.Arbitrary<Scored>): fc.Arbitrary<Scored> =>
  fc
    .record({
      answered,
      place: fc.integer({ min: 0, max: 100 }),
      junk: fc.oneof(fc.constant(''), hostileText({ longest: 3 })),
      keepRest: fc.boolean(),
    })
    .map(({ answered: { gold, answer }, place, junk, keepRest }) => {
      const at = Math.floor((place / 100) * answer.length)
      return { gold, answer: answer.slice(0, at) + junk + (keepRest ? answer.slice(at) : '') }
    })

/** Calls 0, 2, 4, 5 and 6 reveal any state with a period of two to five calls. */
const deterministic = (answered: fc.Arbitrary<Scored>, golds: fc.Arbitrary<unknown>) => ({
  name: 'deterministic',
  says: 'the same answer earns the same reward five times, whatever is scored in between',
  values: fc.record({ scored: answered, between: hostileText(), otherGold: golds }),
  calls: ({ scored: { gold, answer }, between, otherGold }: Interrupted) =>
    [
      [answer, gold],
      [between, gold],
      [answer, gold],
      [answer, otherGold],
      [answer, gold],
      [answer, gold],
      [answer, gold],
    ] as const,
  broken: (rewards: readonly number[]) => {
    const seen = [0, 2, 4, 5, 6].map((place) => rewards[place]!)
    return seen.every((reward) => Object.is(reward, seen[0])) ? undefined : `rewards ${seen.join(', ')}`
  },
})

interface Interrupted {
  readonly scored: Scored
  readonly between: string
  readonly otherGold: unknown
}

const untouchedGold = (anything: fc.Arbitrary<Scored>): Relation<Scored & { readonly before: string }> => ({
  name: 'leaves the gold alone',
  says: 'scoring does not change the gold',
  values: anything.map((scored) => ({ ...scored, before: fc.stringify(scored.gold) })),
  calls: ({ answer, gold }) => [[answer, gold]],
  broken: (_, { gold, before }) =>
    fc.stringify(gold) === before ? undefined : `gold became ${fc.stringify(gold)}`,
})

function lawsOfRight({ golds, trims }: Material, right: fc.Arbitrary<Scored>): readonly AnyRelation[] {
  const notOne = (got: number) => (got === 1 ? undefined : `reward ${got}`)
  return [
    // Before the laws of right answers: a verifier that memorises answers has seen none yet.
    {
      name: 'the gold decides',
      says: 'a right answer earns 1 after it was scored against another gold',
      values: fc.record({ scored: right, otherGold: golds }),
      calls: ({ scored: { gold, answer }, otherGold }) => [
        [answer, otherGold],
        [answer, gold],
      ],
      broken: ([, got]) => notOne(got!),
    } satisfies Relation<{ readonly scored: Scored; readonly otherGold: unknown }>,
    one('a right answer earns 1', 'a faithful answer earns exactly 1', right, notOne),
    emptyLaw(right, trims),
    ...(trims
      ? [
          relation({
            name: 'white space at the ends is nothing',
            says: 'spaces and line breaks around an answer change no reward',
            values: fc
              .record({
                scored: right,
                space: fc.constantFrom('\n ', '\r\n', '\t', ' \n\n', '\n'.repeat(5_000)),
              })
              .map(({ scored, space }) => ({ ...scored, space })),
            change: ({ answer, space }) => ({ answer: space + answer + space }),
            reward: 'equal',
          }),
        ]
      : []),
  ]
}

/** An empty answer earns 0; where a blank answer may be right, or white space counts, it earns less than a right one. */
const emptyLaw = (
  right: fc.Arbitrary<Scored>,
  isNothing: boolean,
): Relation<Scored & { readonly blank: string }> => ({
  name: isNothing ? 'an empty answer earns 0' : 'an empty answer earns less',
  says: isNothing
    ? 'an answer without a visible character earns 0'
    : 'an answer without a visible character earns less than a right one that has some',
  values: fc
    .record({ scored: right, blank: fc.constantFrom('', ' ', '\n\n', '\t \n', '\r\n') })
    .map(({ scored, blank }) => ({ ...scored, blank })),
  calls: ({ gold, blank, answer }) => {
    caseOf(answer.trim() !== '')
    return [[blank, gold]]
  },
  broken: ([got]) => ((isNothing ? got === 0 : got! < 1) ? undefined : `reward ${got}`),
})

const lawOfWrong = ({ wrongIsNothing }: Material, wrong: fc.Arbitrary<Scored>): AnyRelation =>
  wrongIsNothing
    ? one('a wrong answer earns 0', 'an answer with nothing right in it earns 0', wrong, (got) =>
        got === 0 ? undefined : `reward ${got}`,
      )
    : one('a wrong answer earns less', 'an answer that is not right earns less than 1', wrong, (got) =>
        got < 1 ? undefined : `reward ${got}`,
      )

const examplesLaw = (examples: Material['examples']): AnyRelation => ({
  name: 'the examples',
  says: 'each of the caller’s examples earns the reward that stands beside it',
  values: fc.constantFrom(...examples.filter(({ reward }) => reward !== undefined)),
  examples: examples.filter(({ reward }) => reward !== undefined),
  atMost: 1,
  calls: ({ answer, gold }: Scored) => [[answer, gold]],
  broken: ([got]: readonly number[], { reward }: { readonly reward: number }) =>
    Math.abs(got! - reward) <= 1e-9 ? undefined : `reward ${got} instead of ${reward}`,
})
