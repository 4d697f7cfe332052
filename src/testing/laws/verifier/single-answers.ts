import * as fc from 'fast-check'
import { LETTERS } from '../../arbitraries/answered-golds.js'
import { items } from '../../arbitraries/items.js'
import { type AnyRelation, type Relation, TOLERANCE } from './relation.js'

/** The laws of a verifier of a single answer. */
export const singleAnswerLaws = (asGold: (item: string) => unknown): readonly AnyRelation[] => [
  oneAnswer(items({ min: 2, max: 5 }), asGold, HEDGES),
  otherItem(asGold, (item) => item),
  lookAlike(asGold),
  thought(asGold, (item) => item),
]

export const choiceLaws = (): readonly AnyRelation[] => [
  oneAnswer(
    fc.shuffledSubarray([...LETTERS], { minLength: 2 }),
    (letter) => letter,
    HEDGES.flatMap((hedge) => [
      (letters: readonly string[]) => `The correct answer is ${hedge(letters)}`,
      (letters: readonly string[]) => hedge(letters.map((letter) => `The correct answer is (${letter})`)),
    ]),
  ),
]

/** The ways to name several answers at once. */
export const HEDGES: readonly ((candidates: readonly string[]) => string)[] = [
  (candidates) => candidates.join('\n'),
  (candidates) => candidates.join(' or '),
  (candidates) => candidates.join(', '),
  (candidates) => candidates.join(' / '),
  (candidates) => `either ${candidates.join(' or maybe ')}`,
  (candidates) => `${candidates[0]} (or ${candidates.slice(1).join(' & ')})`,
]

/**
 * A hedged answer must not be right for two different golds: it would earn twice the expected reward of a guess.
 */
export const oneAnswer = (
  candidates: fc.Arbitrary<readonly string[]>,
  asGold: (candidate: string) => unknown,
  hedges: readonly ((candidates: readonly string[]) => string)[],
): Relation<{ readonly candidates: readonly string[]; readonly answer: string }> => ({
  name: 'one answer',
  says: 'over all golds it could be meant for, one text earns no more than one right answer',
  values: fc.record({ candidates, hedge: fc.constantFrom(...hedges) }).map(({ candidates: all, hedge }) => ({
    candidates: all,
    answer: hedge(all),
  })),
  calls: ({ candidates: all, answer }) => all.map((candidate) => [answer, asGold(candidate)] as const),
  broken: (rewards) => {
    const total = rewards.reduce((sum, reward) => sum + reward, 0)
    return total <= 1 + TOLERANCE ? undefined : `rewards that add up to ${total}`
  },
})

type Near = { readonly item: string; readonly answer: string }

const nothing = ([got]: readonly number[], { answer }: Near): string | undefined =>
  got === 0 ? undefined : `reward ${got} for ${fc.stringify(answer)}`

/** `Document 12` is not `Document 1`: a superstring or substring of an item is another item. */
export const otherItem = (
  asGold: (item: string) => unknown,
  asAnswer: (item: string) => string,
): Relation<Near> => ({
  name: 'a longer or shorter item is another one',
  says: 'an answer that contains the item, or is a part of it, earns 0',
  values: fc
    .tuple(
      items({ min: 1, max: 1 }),
      fc.constantFrom(
        (item: string) => `${item}7`,
        (item: string) => `${item} and more`,
        (item: string) => `pre${item}`,
        (item: string) => `not ${item}`,
        (item: string) => item.slice(0, item.lastIndexOf(' ')),
        (item: string) => item.slice(1),
        (item: string) => item[0]!,
      ),
    )
    .map(([[item], change]) => ({ item: item!, answer: asAnswer(change(item!)) })),
  calls: ({ item, answer }) => [[answer, asGold(item)]],
  broken: nothing,
})

/** Latin letters with Cyrillic or Greek ones that look the same. */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['a', 'а'],
  ['e', 'е'],
  ['o', 'ο'],
  ['p', 'р'],
  ['c', 'с'],
  ['D', 'Ꭰ'],
  ['I', 'Ӏ'],
])

export const lookAlike = (asGold: (item: string) => unknown): Relation<Near> => ({
  name: 'a look-alike is another item',
  says: 'an answer with a letter of another script that looks the same earns 0',
  values: fc
    .tuple(items({ min: 1, max: 1 }), fc.nat())
    .map(([[item], at]) => ({ item: item!, answer: disguised(item!, at) }))
    .filter(({ item, answer }) => item !== answer),
  calls: ({ item, answer }) => [[answer, asGold(item)]],
  broken: nothing,
})

function disguised(item: string, at: number): string {
  const places = [...item].flatMap((letter, i) => (TWINS.has(letter) ? [i] : []))
  const place = places[at % places.length]
  return [...item].map((letter, i) => (i === place ? TWINS.get(letter)! : letter)).join('')
}

/** A think block is no part of the answer; on one line, so that it is no item of a list either. */
export const thought = (
  asGold: (item: string) => unknown,
  asAnswer: (item: string) => string,
): Relation<Near> => ({
  name: 'a thought earns nothing',
  says: 'the right answer between <think> and </think>, with a wrong one behind, earns 0',
  values: items({ min: 1, max: 1 }).map(([item]) => ({
    item: item!,
    answer: `<think>${asAnswer(item!)}</think>\n${asAnswer('not asked for')}`,
  })),
  calls: ({ item, answer }) => [[answer, asGold(item)]],
  broken: nothing,
})
