import * as fc from 'fast-check'
import { summaries } from '../../arbitraries/answered-golds.js'
import { caseOf } from '../law.js'
import { type AnyRelation, type Relation, relation, TOLERANCE } from './relation.js'

/** The laws of ROUGE-L: the F1 of the longest common subsequence of words, the best over the references. */
export function summaryLaws(): readonly AnyRelation[] {
  const words = summaries()
  const texts = words.map((list) => list.join(' '))
  const pairs = fc.record({ prediction: texts, reference: texts, other: texts })
  const partial = fc
    .tuple(words, fc.nat({ max: 99 }))
    .map(([list, at]) => ({ list, kept: list.slice(0, at % list.length) }))
  return [
    {
      name: 'symmetric',
      says: 'F1 is the same when prediction and reference trade places',
      values: pairs,
      calls: ({ prediction, reference }) => [
        [prediction, [reference]],
        [reference, [prediction]],
      ],
      broken: ([there, back]) =>
        Math.abs(there! - back!) <= TOLERANCE ? undefined : `${there} one way, ${back} the other`,
    } satisfies Relation<{ readonly prediction: string; readonly reference: string }>,
    relation({
      name: 'more references never hurt',
      says: 'the best reference counts, so another one lowers no reward',
      values: pairs.map(({ prediction, reference, other }) => ({
        answer: prediction,
        gold: [reference],
        other,
      })),
      change: ({ gold, other }) => ({ gold: [...gold, other] }),
      reward: 'no lower',
    }),
    relation({
      name: 'the order of references is nothing',
      says: 'the best reference counts, wherever it stands',
      values: pairs.map(({ prediction, reference, other }) => ({
        answer: prediction,
        gold: [reference, other],
      })),
      change: ({ gold }) => ({ gold: gold.toReversed() }),
      reward: 'equal',
    }),
    lessThanOne(
      'repetition never pays',
      'a summary repeated twenty times earns less than once',
      texts,
      (text) => [Array.from({ length: 20 }, () => text).join(' '), text],
    ),
    lessThanOne(
      'the order of words counts',
      'the words of the reference backwards earn less than 1',
      words,
      (list) => [list.toReversed().join(' '), list.join(' ')],
    ),
    relation({
      name: 'a right word never hurts',
      says: 'keeping one word more of the reference lowers no reward',
      values: partial.map(({ list, kept }) => ({
        gold: [list.join(' ')],
        answer: kept.join(' '),
        list,
        kept,
      })),
      change: ({ list, kept }) => ({ answer: list.slice(0, kept.length + 1).join(' ') }),
      reward: 'no lower',
    }),
    relation({
      name: 'a wrong word never helps',
      says: 'a word that is not in the reference raises no reward',
      values: partial.map(({ list, kept }) => ({ gold: [list.join(' ')], answer: kept.join(' '), kept })),
      change: ({ kept }) => {
        caseOf(kept.length > 0)
        return { answer: [...kept, 'foreign'].join(' ') }
      },
      reward: 'no higher',
    }),
  ]
}

const lessThanOne = <Value>(
  name: string,
  says: string,
  values: fc.Arbitrary<Value>,
  pair: (value: Value) => readonly [answer: string, reference: string],
): Relation<Value> => ({
  name,
  says,
  values,
  calls: (value) => [[pair(value)[0], [pair(value)[1]]]],
  broken: ([got]) => (got! < 1 ? undefined : `reward ${got}`),
})
