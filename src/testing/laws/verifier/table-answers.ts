import * as fc from 'fast-check'
import { type Row, tables, tableText } from '../../arbitraries/answered-golds.js'
import { caseOf } from '../law.js'
import { type AnyRelation, type Comparison, type Relation, relation } from './relation.js'

interface Cut {
  readonly rows: readonly Row[]
  readonly kept: readonly Row[]
}

const cuts = (): fc.Arbitrary<Cut> =>
  fc
    .record({ rows: tables(), keep: fc.nat({ max: 12 }) })
    .map(({ rows, keep }) => ({ rows, kept: rows.slice(0, keep % (rows.length + 1)) }))

const answerOf = (rows: readonly unknown[], space?: number): string =>
  `<answer>${JSON.stringify({ data: rows }, null, space)}</answer>`

/** The laws of tables: sets of rows whose cells have types. */
export const tableLaws = (): readonly AnyRelation[] => [
  changed('order is nothing', 'the order of the rows changes no reward', 'equal', ({ kept }) => {
    caseOf(kept.length > 1)
    return kept.toReversed()
  }),
  changed(
    'a right item never hurts',
    'adding a row of the gold lowers no reward',
    'no lower',
    ({ rows, kept }) => {
      caseOf(kept.length < rows.length)
      return rows.slice(0, kept.length + 1)
    },
  ),
  changed(
    'a wrong item never helps',
    'adding a row that is not in the gold raises no reward',
    'no higher',
    ({ kept }) => [...kept, ['not asked for', -1, null]],
  ),
  changed('repetition never pays', 'giving a row a second time earns nothing', 'no higher', ({ kept }) => {
    caseOf(kept.length > 0)
    return [...kept, kept[0]!]
  }),
  cellTypes(),
  cellOrder(),
  relation({
    name: 'spaces in the JSON are nothing',
    says: 'the same JSON on many lines earns the same',
    values: cuts().map(({ rows, kept }) => ({ gold: tableText(rows), answer: answerOf(kept), kept })),
    change: ({ kept }) => ({ answer: answerOf(kept, 2) }),
    reward: 'equal',
  }),
]

const changed = (
  name: string,
  says: string,
  reward: Comparison,
  change: (cut: Cut) => readonly unknown[],
): AnyRelation =>
  relation({
    name,
    says,
    values: cuts().map((cut) => ({ ...cut, gold: tableText(cut.rows), answer: answerOf(cut.kept) })),
    change: (cut) => ({ answer: answerOf(change(cut)) }),
    reward,
  })

/** Different cells that a comparison as strings or numbers confuses. */
const OTHER_TYPES: readonly (readonly (string | number | boolean | null)[])[] = [
  [null, 'null'],
  [null, ''],
  [null, 'None'],
  [true, 'true'],
  [true, 1],
  [false, 'false'],
  [false, 0],
  [false, ''],
  [null, false],
  [0, ''],
  ['007', 7],
]

interface Altered {
  readonly rows: readonly Row[]
  readonly altered: readonly unknown[]
}

const lessThanOne = ([got]: readonly number[], { altered }: Altered): string | undefined =>
  got! < 1 ? undefined : `reward ${got} for ${fc.stringify(altered)}`

/** null is not "null", true not "true" and not 1, nothing not "", 7 not "007"; "7" may be. */
const cellTypes = (): Relation<Altered> => ({
  name: 'a cell of another type is another cell',
  says: 'a table with null, true, false or nothing as a string, or a truth as a number, is not the gold',
  values: fc.tuple(tables(), fc.constantFrom(...OTHER_TYPES), fc.boolean()).map(([rows, pair, turned]) => {
    const [cell, other] = turned ? pair.toReversed() : pair
    const gold = [[rows[0]![0]!, 7, cell!] as Row, ...rows.slice(1)]
    return { rows: gold, altered: [[rows[0]![0]!, 7, other], ...rows.slice(1)] }
  }),
  calls: ({ rows, altered }) => [[answerOf(altered), tableText(rows)]],
  broken: lessThanOne,
})

const cellOrder = (): Relation<Altered> => ({
  name: 'the order of cells counts',
  says: 'a row with two cells swapped is another row',
  values: tables().map((rows) => ({
    rows,
    altered: [[rows[0]![1], rows[0]![0], rows[0]![2]], ...rows.slice(1)],
  })),
  calls: ({ rows, altered }) => [[answerOf(altered), tableText(rows)]],
  broken: lessThanOne,
})
