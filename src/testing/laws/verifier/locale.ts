import * as fc from 'fast-check'
import { type Law, law } from '../law.js'
import type { RewardFunction, Scored } from './relation.js'

/** Locales with their own rules of case or sort order: dotless i, Lithuanian dots. */
const LOCALES = ['tr', 'az', 'lt'] as const

/** The laws of locales. They need a synchronous verifier. */
export const localeLaws = (reward: RewardFunction, scored: fc.Arbitrary<Scored>): readonly Law[] => [
  law(
    'the locale is nothing',
    'on a machine set to Turkish, Azeri or Lithuanian every reward is the same',
    fc.record({ scored, locale: fc.constantFrom(...LOCALES), capitals: fc.boolean() }),
    ({ scored: { answer, gold }, locale, capitals }) => {
      const written = capitals ? answer.toUpperCase() : answer
      const here = inLocale('en', () => reward(written, gold))
      const there = inLocale(locale, () => reward(written, gold))
      return Object.is(here, there) ? undefined : `reward ${here} in en, ${there} in ${locale}`
    },
  ),
]

type Method = (this: unknown, ...rest: unknown[]) => unknown

/**
 * Runs `work` with another default locale: methods that take a locale use this one where none is given.
 */
function inLocale<Result>(locale: string, work: () => Result): Result {
  const restore: (() => void)[] = []
  const replace = (owner: object, name: string, made: (original: Method) => Method) => {
    const original = Object.getOwnPropertyDescriptor(owner, name)!
    Object.defineProperty(owner, name, { ...original, value: made(original.value as Method) })
    restore.push(() => Object.defineProperty(owner, name, original))
  }
  /** The method with the locale inserted as its argument where the caller gives none. */
  const withDefault = (place: number) => (original: Method) =>
    function (this: unknown, ...rest: unknown[]) {
      const given = [...rest]
      while (given.length < place) given.push(undefined)
      given[place] ??= locale
      return original.apply(this, given)
    }
  for (const name of ['toLocaleLowerCase', 'toLocaleUpperCase'])
    replace(String.prototype, name, withDefault(0))
  replace(String.prototype, 'localeCompare', withDefault(1))
  replace(Number.prototype, 'toLocaleString', withDefault(0))
  for (const name of ['Collator', 'NumberFormat'] as const) {
    const original = Intl[name] as new (locales?: string, options?: object) => object
    replace(
      Intl,
      name,
      () => ((locales?: string, options?: object) => new original(locales ?? locale, options)) as Method,
    )
  }
  try {
    return work()
  } finally {
    for (const undo of restore) undo()
  }
}

/** A verifier may ignore case or not. If it does, it must do so for every letter of the alphabet. */
export const caseLaw = (
  reward: RewardFunction,
  asGold: (item: string) => unknown,
  asAnswer: (item: string) => string,
): Law =>
  law(
    'case is ignored for all letters or for none',
    'where capitals earn what small letters do, they do so for every letter, i included',
    fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
    (letter) => {
      const earns = (gold: string, answer: string) => reward(asAnswer(answer), asGold(gold)) === 1
      const word = (each: string) => `w${each}w${each} 7`
      const ignores = (each: string) =>
        earns(word(each), word(each.toUpperCase())) && earns(word(each.toUpperCase()), word(each))
      return ignores(letter) === ignores('x')
        ? undefined
        : `${word(letter)} and ${word(letter.toUpperCase())} are ${ignores('x') ? 'told apart' : 'the same'}, with x they are not`
    },
    { examples: ['i'] },
  )
