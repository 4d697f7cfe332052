import { isRight } from 'fp-ts/lib/Either.js'
import type { RecordMap } from '../index.js'
import { mappedRows } from '../node/index.js'

/**
 * An error in the choice of files, from the first rows of each: `--records` and `--rollouts` the wrong way round,
 * rollouts without records, no records in the file of records, rows in another form without a map.
 *
 * @returns a sentence, or undefined
 */
export async function findMixUp(
  rollouts: string,
  records: string | undefined,
  map?: RecordMap,
): Promise<string | undefined> {
  const given = await whatIsIn(rollouts, map)
  const apart = records === undefined ? undefined : await whatIsIn(records, map)
  if (apart?.rows === 0) return `${records} is empty: --records takes a row for each prompt`
  if (given.readable === 0) return undefined
  const suggests = `golongrl check ${rollouts} --suggest prints the --map that rows in another form need`
  if (map === undefined && given.responses === 0 && given.records === 0) {
    return `${rollouts} has neither "response" nor "record": ${suggests}`
  }
  if (given.responses === 0 && given.records > 0) {
    return apart !== undefined && apart.responses > 0
      ? `--records and --rollouts are the wrong way round: ${records} has responses, ${rollouts} has records`
      : `${rollouts} has records and no responses: --rollouts takes rows with "response" or "responses"`
  }
  return records === undefined && given.records === 0 && given.responses > 0
    ? `the rollouts of ${rollouts} carry no records: name the file that has them with --records${map === undefined ? `; ${suggests}` : ''}`
    : undefined
}

/** How many of a file's first rows have responses, and how many have a record. */
async function whatIsIn(
  path: string,
  map: RecordMap | undefined,
): Promise<{ rows: number; readable: number; responses: number; records: number }> {
  const found = { rows: 0, readable: 0, responses: 0, records: 0 }
  for await (const { value } of mappedRows(path, map, true)) {
    found.rows++
    if (isRight(value)) {
      found.readable++
      if (has(value.right, ['response', 'responses'])) found.responses++
      if (has(value.right, ['record', 'taskType', 'data_source', 'reward_model'])) found.records++
    }
    if (found.rows === LOOKED_AT) break
  }
  return found
}

const LOOKED_AT = 100

const has = (row: object, fields: readonly string[]): boolean => fields.some((field) => field in row)
