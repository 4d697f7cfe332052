import { describeValue } from '../../errors.js'
import { firstAt, keysOf } from '../../tasks/record-map/row-paths.js'
import type { RowObject } from '../files/row.js'
import type { Finding, Problem } from './finding.js'

type Where = Pick<Finding, 'place' | 'promptId' | 'gold'>

/** Checks the ids of a data set, row by row. */
export interface IdCheck {
  readonly problems: (row: RowObject, where: Where) => readonly Problem[]
  /** Rows without an id. Called at the end: where no row has one, this is a single finding about the file. */
  readonly missing: (file: Where) => readonly Finding[]
}

export function createIdCheck(path: string): IdCheck {
  /** The place of each id, by its text, since trainers send labels as text. */
  const places = new Map<string, { readonly place: string; readonly isText: boolean }>()
  const missing: Where[] = []
  let keys = ''
  let withId = 0

  const problem = (why: string, remedy: string): Problem => ({ kind: 'id', why, remedy })

  return {
    problems: (row, where) => {
      const id = firstAt(row, [path])
      if (id === undefined) {
        keys ||= keysOf(row, path.split('.').at(-1)!)
        if (missing.length < MOST_MISSING || withId > 0) missing.push(where)
        return []
      }
      withId++
      const wrong = wrongForm(id)
      if (wrong !== undefined)
        return [
          problem(
            `the prompt id at ${path} is ${wrong}`,
            'give each prompt an id that is a text or a whole number',
          ),
        ]
      const known = places.get(String(id))
      if (known === undefined) {
        places.set(String(id), { place: where.place, isText: typeof id === 'string' })
        return []
      }
      return known.isText === (typeof id === 'string')
        ? [
            problem(
              `the prompt id ${describeValue(id)} stands at ${known.place} as well`,
              'give each prompt an id of its own: rollouts of one id are compared with each other',
            ),
          ]
        : [
            problem(
              `the prompt id ${describeValue(id)} is the one of ${known.place} once as a text and once as a number`,
              'write all ids in one form',
            ),
          ]
    },
    missing: (file) => {
      if (missing.length === 0) return []
      if (withId === 0)
        return [
          {
            ...file,
            ...problem(
              `no row has a prompt id at ${path}${keys}`,
              'name where it stands: --prompt-id, or promptId=… in --map',
            ),
          },
        ]
      return missing.map((where) => ({
        ...where,
        ...problem(
          `there is no prompt id at ${path}`,
          'give each prompt an id: its rollouts are found and compared by it',
        ),
      }))
    },
  }
}

const MOST_MISSING = 1000

/** Why a value is no id, in a phrase. */
function wrongForm(id: unknown): string | undefined {
  if (typeof id === 'number')
    return Number.isSafeInteger(id)
      ? undefined
      : `${id}, which is no whole number that can be told from its neighbours`
  if (typeof id !== 'string') return `no text: ${describeValue(id)}`
  if (id.trim() === '') return 'blank'
  if (id.trim() !== id) return `${JSON.stringify(id)}, with white space around it`
  return /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u.test(id)
    ? `${JSON.stringify(id)}, with invisible characters`
    : undefined
}
