import * as fc from 'fast-check'
import type { AnswerKind } from '../../arbitraries/answered-golds.js'
import { foreignItem, itemLists } from '../../arbitraries/items.js'
import { caseOf } from '../law.js'
import { type AnyRelation, type Relation, TOLERANCE } from './relation.js'
import { lookAlike, otherItem, thought } from './single-answers.js'

/** A list gold, an answer of some of its items and foreign ones, and positions at which to change it. */
interface Listed {
  readonly gold: readonly string[]
  readonly lines: readonly string[]
  readonly at: number
}

const lists = (): fc.Arbitrary<Listed> =>
  fc
    .record({
      gold: itemLists(),
      chosen: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      wrong: fc.uniqueArray(foreignItem(), { maxLength: 3 }),
      places: fc.array(fc.nat({ max: 999 }), { minLength: 43, maxLength: 43 }),
      at: fc.nat({ max: 99 }),
    })
    .map(({ gold, chosen, wrong, places, at }) => ({
      gold,
      lines: [...gold.filter((_, i) => chosen[i]), ...wrong]
        .map((line, i) => ({ line, place: places[i]! }))
        .sort((a, b) => a.place - b.place)
        .map(({ line }) => line),
      at,
    }))

/** The laws of lists: sets, whose order does not matter, and rankings, whose order does. */
export function listLaws(kind: AnswerKind): readonly AnyRelation[] {
  const isRanking = kind === 'graded-ranking' || kind === 'sequence-ordering'
  /** In a ranking the first mention of an item counts, and a repetition comes after it. */
  const again = (lines: readonly string[], at: number, line: string) =>
    lines.toSpliced(isRanking ? lines.length : (at * 7) % (lines.length + 1), 0, line)
  return [
    changed('repetition never pays', 'naming an item a second time earns nothing', rose, ({ lines, at }) => {
      caseOf(lines.length > 0)
      return again(lines, at, lines[at % lines.length]!)
    }),
    changed(
      'near duplicates never pay',
      'naming an item a second time in other capitals, spaces, code points or marks earns nothing',
      rose,
      ({ gold, lines, at }) => {
        caseOf(lines.some((line) => gold.includes(line)))
        const named = lines.filter((line) => gold.includes(line))
        const line = named[at % named.length]!
        return again(lines, at, VARIANTS[at % VARIANTS.length]!(line))
      },
    ),
    changed(
      'a wrong item never helps',
      'adding an item that is not in the gold raises no reward',
      rose,
      ({ lines, at }) => lines.toSpliced(at % (lines.length + 1), 0, FOREIGN[at % FOREIGN.length]!),
    ),
    joined('blank lines are nothing', 'a blank line between two items changes no reward', '\n\n'),
    joined('lines may end in CR LF', 'CR LF between two items changes no reward', '\r\n'),
    duplicateGolds(),
    oneItem(),
    otherItem(
      (item) => [item],
      (item) => item,
    ),
    lookAlike((item) => [item]),
    thought(
      (item) => [item],
      (item) => item,
    ),
    ...(isRanking ? [rightOrder(), orderCounts()] : setLaws()),
  ]
}

/** Some of them are properties of every plain object. */
const FOREIGN = ['a line nobody asked for', 'constructor', '__proto__', 'toString', '1', '- ', 'Document']

const setLaws = (): readonly AnyRelation[] => [
  changed('order is nothing', 'the order of the lines changes no reward', differ, ({ lines }) => {
    caseOf(lines.length > 1)
    return lines.toReversed()
  }),
  changed(
    'a right item never hurts',
    'adding an item of the gold lowers no reward',
    fell,
    ({ gold, lines, at }) => {
      const missing = gold.filter((item) => !lines.includes(item))
      caseOf(missing.length > 0)
      return lines.toSpliced(at % (lines.length + 1), 0, missing[at % missing.length]!)
    },
  ),
]

const rightOrder = (): AnyRelation =>
  changed(
    'the right order never hurts',
    'swapping two neighbours into the order of the gold lowers no reward',
    fell,
    ({ gold, lines }) => {
      const i = lines.findIndex((line, at) => {
        const here = gold.indexOf(line)
        const next = gold.indexOf(lines[at + 1] ?? '')
        return here >= 0 && next >= 0 && here > next
      })
      caseOf(i >= 0)
      return lines.with(i, lines[i + 1]!).with(i + 1, lines[i]!)
    },
  )

const orderCounts = (): AnyRelation =>
  less('the order counts', 'the items of the gold backwards earn less than 1', (gold) => gold.toReversed())

const oneItem = (): AnyRelation =>
  less('one item is not the list', 'a single item of several earns less than 1', (gold, at) => [
    gold[at % gold.length]!,
  ])

const less = (
  name: string,
  says: string,
  change: (gold: readonly string[], at: number) => readonly string[],
): Relation<Listed> => ({
  name,
  says,
  values: lists(),
  calls: ({ gold, at }) => {
    caseOf(gold.length > 1)
    return [[change(gold, at).join('\n'), gold]]
  },
  broken: ([got]) => (got! < 1 ? undefined : `reward ${got}`),
})

type Judge = (before: number, after: number) => string | undefined

const rose: Judge = (before, after) =>
  after <= before + TOLERANCE ? undefined : `${before} rose to ${after}`
const fell: Judge = (before, after) =>
  after >= before - TOLERANCE ? undefined : `${before} fell to ${after}`
const differ: Judge = (before, after) =>
  Math.abs(before - after) <= TOLERANCE ? undefined : `${before} became ${after}`

const changed = (
  name: string,
  says: string,
  judge: Judge,
  change: (listed: Listed) => readonly string[],
): Relation<Listed> => ({
  name,
  says,
  values: lists(),
  calls: (listed) => [
    [listed.lines.join('\n'), listed.gold],
    [change(listed).join('\n'), listed.gold],
  ],
  broken: ([before, after], listed) => {
    const seen = judge(before!, after!)
    return seen && `${seen} with ${fc.stringify(change(listed))}`
  },
})

const joined = (name: string, says: string, separator: string): Relation<Listed> => ({
  name,
  says,
  values: lists(),
  calls: ({ lines, gold }) => {
    caseOf(lines.length > 1)
    return [
      [lines.join('\n'), gold],
      [lines.join(separator), gold],
    ]
  },
  broken: ([before, after]) => differ(before!, after!),
})

/** Another spelling of the same item. Where a verifier distinguishes them it is a wrong item, which must not help either. */
const VARIANTS: readonly ((line: string) => string)[] = [
  (line) => line.toUpperCase(),
  (line) => line.toLowerCase(),
  (line) => ` ${line}  `,
  (line) => `\t${line}`,
  (line) => line.replace(' ', '  '),
  (line) => line.replace(' ', '\u00a0'),
  (line) => line.normalize('NFD'),
  (line) => `${line}\r`,
  (line) => `- ${line}`,
  (line) => `1. ${line}`,
  (line) => `${line}.`,
  (line) => `"${line}"`,
  (line) => `**${line}**`,
  (line) => `${line}\u200b`,
  (line) => line.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
]

const duplicateGolds = (): Relation<{
  readonly gold: readonly string[]
  readonly lines: readonly string[]
}> => ({
  name: 'a gold item named twice counts once',
  says: 'a complete answer earns 1 where the gold repeats an item',
  values: fc.tuple(itemLists(), fc.nat({ max: 99 }), fc.nat({ max: 99 })).map(([lines, from, to]) => ({
    lines,
    gold: lines.toSpliced(1 + (to % lines.length), 0, lines[from % (1 + (to % lines.length))]!),
  })),
  calls: ({ gold, lines }) => [[lines.join('\n'), gold]],
  broken: ([got]) => (got === 1 ? undefined : `reward ${got}`),
})
