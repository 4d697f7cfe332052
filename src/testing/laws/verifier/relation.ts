import * as fc from 'fast-check'
import { asyncLaw, type Breach, type Law, type LawExtent, law } from '../law.js'
import { withinLimitAsync } from '../time-limit.js'

/** A call of a verifier. */
export type Call = readonly [answer: string, gold: unknown]

/** The reward of an answer, in any of the forms that a verifier returns. */
export type RewardFunction = (answer: string, gold: unknown) => number

export type AsyncRewardFunction = (answer: string, gold: unknown) => Promise<number>

/**
 * A metamorphic relation: some calls, and a condition on their rewards. It is independent of how the calls are made, so that it
 * serves synchronous and asynchronous verifiers.
 */
export interface Relation<Value = never> extends LawExtent<Value> {
  readonly name: string
  /** The law in one sentence, as an assertion: `naming an item a second time earns nothing`. */
  readonly says: string
  readonly values: fc.Arbitrary<Value>
  /** Made one after another. */
  readonly calls: (value: Value) => readonly Call[]
  /** A sentence where the rewards, in the order of the calls, break the relation; `undefined` where they keep it. */
  readonly broken: (rewards: readonly number[], value: Value) => string | undefined
}

/** A relation over values of any type, for lists. A value is passed only from a relation's arbitrary to its own functions. */
// biome-ignore lint/suspicious/noExplicitAny: the value type is private to each relation
export type AnyRelation = Relation<any>

/** An answer with its gold. */
export interface Scored {
  readonly gold: unknown
  readonly answer: string
}

/** How the reward of a changed answer must compare with that of the answer. */
export type Comparison = 'equal' | 'no higher' | 'no lower' | 'higher' | 'lower'

/**
 * A relation between an answer and a changed one.
 *
 * ```ts
 * relation({ name: 'case is nothing', values, change: ({ answer }) => ({ answer: answer.toUpperCase() }), reward: 'equal' })
 * ```
 *
 * @param of.change the answer, the gold, or both, of the second call
 */
export function relation<Value extends Scored>(of: {
  readonly name: string
  readonly says?: string
  readonly values: fc.Arbitrary<Value>
  readonly change: (value: Value) => Partial<Scored>
  readonly reward: Comparison
}): Relation<Value> {
  const { name, says = `the reward of the changed answer is ${of.reward}`, values, change, reward } = of
  const changed = (value: Value): Scored => ({ gold: value.gold, answer: value.answer, ...change(value) })
  return {
    name,
    says,
    values,
    calls: (value) => [
      [value.answer, value.gold],
      [changed(value).answer, changed(value).gold],
    ],
    broken: ([before, after], value) =>
      holds(reward, before!, after!)
        ? undefined
        : `reward ${before}, but ${after} with ${shown(changed(value), value)}`,
  }
}

const shown = (changed: Scored, { gold }: Scored): string =>
  changed.gold === gold ? fc.stringify(changed.answer) : fc.stringify(changed)

export const TOLERANCE = 1e-9

function holds(comparison: Comparison, before: number, after: number): boolean {
  switch (comparison) {
    case 'equal':
      return Math.abs(after - before) <= TOLERANCE
    case 'no higher':
      return after <= before + TOLERANCE
    case 'no lower':
      return after >= before - TOLERANCE
    case 'higher':
      return after > before
    case 'lower':
      return after < before
  }
}

/** A relation as a law of a synchronous verifier. Every reward must lie in [0, 1]. */
export const lawOf = (reward: RewardFunction, of: AnyRelation): Law => ({
  name: of.name,
  says: of.says,
  check: (parameters) => {
    const outside = watchBounds()
    const breach = law(
      of.name,
      of.says,
      of.values,
      (value) =>
        of.broken(
          of.calls(value).map((call) => outside.see(reward(...call), call)),
          value,
        ),
      of,
    ).check(parameters)
    return breach ?? outside.breach()
  },
})

/** The same for an asynchronous verifier; each call has the law's time limit. */
export const asyncLawOf = (
  reward: AsyncRewardFunction,
  of: AnyRelation,
): Law<Promise<Breach | undefined>> => ({
  name: of.name,
  says: of.says,
  check: async (parameters) => {
    const outside = watchBounds()
    const { timeLimit = 5_000 } = parameters
    const breach = await asyncLaw(
      of.name,
      of.says,
      of.values,
      async (value) => {
        const rewards: number[] = []
        for (const call of of.calls(value))
          rewards.push(outside.see(await withinLimitAsync(timeLimit, () => reward(...call)), call))
        return of.broken(rewards, value)
      },
      of,
    ).check({ ...parameters, timeLimit: timeLimit * 8 })
    return breach ?? outside.breach()
  },
})

/** Records the first reward outside [0, 1] in the calls of any law: rare ones are found by chance. */
function watchBounds() {
  let found: { readonly reward: number; readonly call: Call } | undefined
  return {
    see: (reward: number, call: Call): number => {
      if (!(reward >= 0 && reward <= 1)) found ??= { reward, call }
      return reward
    },
    breach: (): Breach | undefined =>
      found && {
        law: 'bounded',
        says: 'a reward is a number in [0, 1]',
        seen: `reward ${found.reward}`,
        counterexample: { answer: found.call[0], gold: found.call[1] },
        shrinks: 0,
        seed: 0,
      },
  }
}
