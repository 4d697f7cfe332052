import * as fc from 'fast-check'
import { thoughts } from '../../arbitraries/responses.js'
import type { AnyRelation, Relation, Scored } from './relation.js'

interface Thought {
  readonly right: Scored
  readonly wrong: string
  readonly thought: string
}

/**
 * The laws of a verifier that is given whole responses, think block included.
 *
 * @param right golds with right answers, without a think block
 * @param wrong answers that earn 0 whatever the gold
 */
export function responseLaws(
  right: fc.Arbitrary<Scored>,
  wrong: fc.Arbitrary<string>,
): readonly AnyRelation[] {
  const values = fc.record({ right, wrong, thought: thoughts() })
  const response = (
    name: string,
    says: string,
    write: (of: Thought) => string,
    wanted: number,
  ): Relation<Thought> => ({
    name,
    says,
    values,
    calls: (of) => [[write(of), of.right.gold]],
    broken: ([got], of) => (got === wanted ? undefined : `reward ${got} for ${fc.stringify(write(of))}`),
  })
  return [
    response(
      'thinking is nothing',
      'whatever is thought before it, a right answer earns 1',
      ({ right: { answer }, thought }) => `<think>${thought}</think>\n\n${answer}`,
      1,
    ),
    response(
      'a right thought earns nothing',
      'the right answer in the think block, with a wrong one behind it, earns 0',
      ({ right: { answer }, wrong: other }) => `<think>\n${answer}\n</think>\n\n${other}`,
      0,
    ),
    response(
      'a wrong thought costs nothing',
      'a wrong answer in the think block, with the right one behind it, earns 1',
      ({ right: { answer }, wrong: other }) => `<think>\n${other}\n</think>\n\n${answer}`,
      1,
    ),
    response(
      'an unfinished thought earns nothing',
      'a response that ends in its think block earns 0',
      ({ right: { answer }, thought }) => `<think>${thought}\n${answer}`,
      0,
    ),
  ]
}
