import * as fc from 'fast-check'
import { type MathExpression, mathExpressions } from '../../arbitraries/math-expressions.js'
import type { AnyRelation, Relation } from './relation.js'
import { HEDGES, oneAnswer } from './single-answers.js'

/** The laws of a verifier that compares values. */
export const mathLaws = (): readonly AnyRelation[] => [
  oneAnswer(
    fc
      .uniqueArray(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 5 })
      .map((values) => values.map(String)),
    (value) => value,
    HEDGES.flatMap((hedge) => [
      hedge,
      (values: readonly string[]) => `\\boxed{${hedge(values)}}`,
      (values: readonly string[]) => hedge(values.map((value) => `\\boxed{${value}}`)),
      (values: readonly string[]) => `$${hedge(values)}$`,
    ]),
  ),
  everyForm(
    'equal values are equal',
    'every way to write the gold earns 1',
    ({ equivalents }) => equivalents,
    1,
  ),
  everyForm(
    'different values differ',
    'an expression of another value earns 0',
    ({ different }) => different,
    0,
  ),
  {
    name: 'the last box counts',
    says: 'a box with another value behind the right one earns 0, and the other way round 1',
    values: mathExpressions(),
    calls: ({ gold, different }) => [
      [`First \\boxed{${gold}}. Then \\boxed{${different[0]}}`, gold],
      [`First \\boxed{${different[0]}}. Then \\boxed{${gold}}`, gold],
    ],
    broken: ([wrongLast, rightLast]) =>
      wrongLast === 0 && rightLast === 1 ? undefined : `rewards ${wrongLast} and ${rightLast}`,
  } satisfies Relation<MathExpression>,
]

const everyForm = (
  name: string,
  says: string,
  forms: (expression: MathExpression) => readonly string[],
  wanted: number,
): Relation<MathExpression> => ({
  name,
  says,
  values: mathExpressions(),
  calls: (expression) => forms(expression).map((form) => [`\\boxed{${form}}`, expression.gold] as const),
  broken: (rewards, expression) => {
    const odd = rewards.findIndex((reward) => reward !== wanted)
    return odd < 0 ? undefined : `reward ${rewards[odd]} for ${forms(expression)[odd]}`
  },
})
