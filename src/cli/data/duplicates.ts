import type { Command } from 'commander'
import { createNearDuplicates, TEXT_RULES, type TextRuleName } from '../../data/index.js'
import { orThrow } from '../../index.js'
import { readRows } from '../../node/index.js'
import { jsonLinesFile } from '../output-file.js'
import { wholeNumber } from '../task-option-flags.js'
import { parts } from './decontaminate.js'
import { objectOf, type Part, textOf } from './record-texts.js'
import { writeWholeFile } from './whole-file.js'

interface DuplicatesFlags {
  readonly rule: TextRuleName
  readonly n: number
  readonly bands: number
  readonly rows: number
  readonly parts: readonly Part[]
  readonly clusters?: string
  readonly out?: string
  readonly overwrite: boolean
}

export const duplicatesCommand = (data: Command): Command =>
  data
    .command('duplicates')
    .description('records that are nearly the same, by MinHash with banding')
    .argument('<records>', 'records, .jsonl (also .gz) or .parquet')
    .option('--rule <name>', `what a word is: ${TEXT_RULES.join(', ')}`, 'golongrl')
    .option('-n, --n <words>', 'words of a shingle', wholeNumber(1), 5)
    .option('--bands <count>', 'bands of the signature', wholeNumber(1), 14)
    .option('--rows <count>', 'hashes of a band', wholeNumber(1), 8)
    .option('--parts <names>', 'what of a record is compared: question, gold, context', parts, [
      'question',
      'gold',
    ])
    .option('--clusters <file>', 'write the clusters, JSON Lines', jsonLinesFile)
    .option(
      '--out <file>',
      'write the records without all but the first of each cluster, .jsonl (also .gz)',
      jsonLinesFile,
    )
    .option('--overwrite', 'replace files that are there', false)
    .action(async (records: string, flags: DuplicatesFlags) => {
      const { rule, n, bands, rows } = flags
      const duplicates = orThrow(createNearDuplicates({ rule, n, bands, rows }))
      const places: string[] = []
      for await (const row of readRows(records)) {
        duplicates.add(textOf(row, flags.parts))
        places.push(row.place)
      }
      if (places.length === 0) throw new Error(`${records} has no records.`)
      const clusters = duplicates.clusters()
      if (flags.clusters !== undefined) {
        const lines = clusters.map(({ members, similarities }) =>
          JSON.stringify({ members: members.map((member) => places[member]), similarities }),
        )
        await writeWholeFile(flags.clusters, lines, flags.overwrite)
      }
      const repeated = new Set(clusters.flatMap(({ members }) => members.slice(1)))
      if (flags.out !== undefined)
        await writeWholeFile(flags.out, without(records, repeated), flags.overwrite)
      process.stdout.write(
        `${places.length} records, ${clusters.length} clusters, ${repeated.size} near duplicates of an earlier record\n`,
      )
    })

async function* without(path: string, repeated: ReadonlySet<number>) {
  let record = 0
  for await (const row of readRows(path)) if (!repeated.has(record++)) yield JSON.stringify(objectOf(row))
}
