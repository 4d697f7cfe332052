import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type ContaminatedRecord,
  createDecontaminator,
  TEXT_RULES,
  type TextRuleName,
} from '../../data/index.js'
import { orThrow, type RecordMap } from '../../index.js'
import { readRows } from '../../node/index.js'
import { jsonLinesFile } from '../output-file.js'
import { table } from '../table.js'
import { choice, mapFlag, recordMap, wholeNumber } from '../task-option-flags.js'
import { objectOf, PARTS, type Part, textOf } from './record-texts.js'
import { checkFiles, writeWholeFile } from './whole-file.js'

interface DecontaminateFlags {
  readonly against: readonly string[]
  readonly rule: TextRuleName
  readonly n?: number
  readonly common: number
  readonly parts: readonly Part[]
  readonly benchmarkParts: readonly Part[]
  readonly flag: boolean
  readonly out?: string
  readonly report?: string
  readonly overwrite: boolean
  readonly map?: RecordMap
  readonly benchmarkMap?: RecordMap
}

export const decontaminateCommand = (data: Command): Command =>
  mapFlag(data.command('decontaminate'))
    .description('records that share n words in a row with a benchmark')
    .argument('<records>', 'records, .jsonl (also .gz) or .parquet')
    .requiredOption('--against <files...>', 'benchmarks, of the same kinds')
    .addOption(choice(new Option('--rule <name>', 'what a word is'), TEXT_RULES).default('golongrl'))
    .option('-n, --n <words>', "words of an n-gram (default: the rule's own, 13)", wholeNumber(1))
    .option(
      '--common <records>',
      'n-grams in more records than this are templates and are ignored',
      wholeNumber(1),
      10,
    )
    .option('--parts <names>', 'what of a record is looked at: question, gold, context', parts, [
      'question',
      'gold',
    ])
    .option('--benchmark-parts <names>', 'what of a benchmark is indexed', parts, ['question', 'gold'])
    .option('--benchmark-map <map>', 'how the rows of benchmarks become records, as --map', recordMap)
    .option('--flag', 'keep all records, with a field contamination, instead of dropping', false)
    .option('--out <file>', 'where the records go, .jsonl (also .gz)', jsonLinesFile)
    .option('--report <file>', 'write every match, JSON Lines: record, benchmark, text, place', jsonLinesFile)
    .option('--overwrite', 'replace files that are there', false)
    .action(async (records: string, flags: DecontaminateFlags) => {
      const { rule, common, n, against, out, report, overwrite } = flags
      await checkFiles({ inputs: [records, ...against], outputs: [out, report], overwrite })
      const decontaminator = orThrow(createDecontaminator({ rule, common, ...(n !== undefined && { n }) }))
      const benchmarks: string[] = []
      for (const path of against) {
        for await (const row of readRows(path)) {
          decontaminator.addBenchmark(textOf(row, flags.benchmarkParts, flags.benchmarkMap))
          benchmarks.push(row.place)
        }
      }
      if (benchmarks.length === 0) throw new Error(`${against.join(', ')}: no benchmark text in it.`)

      let count = 0
      for await (const row of readRows(records)) {
        decontaminator.addRecord(textOf(row, flags.parts, flags.map))
        count++
      }
      if (count === 0) throw new Error(`${records} has no records.`)
      const contaminated = new Map(decontaminator.contaminated().map((each) => [each.record, each]))
      if (out !== undefined)
        await writeWholeFile(out, keptLines(records, contaminated, benchmarks, flags.flag))
      if (report !== undefined) await writeWholeFile(report, reportLines(records, contaminated, benchmarks))
      const { ngrams, common: ignored } = decontaminator.counts()
      const share = (100 * contaminated.size) / count
      process.stdout.write(
        `${table([
          ['', 'count'],
          ['benchmark texts', String(benchmarks.length)],
          ['n-grams of them', String(ngrams)],
          ['of these common to many records', String(ignored)],
          ['records', String(count)],
          ['contaminated', `${contaminated.size} (${share.toFixed(2)} %)`],
        ])}\n`,
      )
    })

/** The command's list of parts, `question,gold`. */
export function parts(value: string): readonly Part[] {
  const names = value.split(',')
  const unknown = names.find((name) => !(PARTS as readonly string[]).includes(name))
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is none of ${PARTS.join(', ')}.`)
  return names as Part[]
}

type Contaminated = ReadonlyMap<number, ContaminatedRecord>

async function* keptLines(
  path: string,
  contaminated: Contaminated,
  benchmarks: readonly string[],
  flag: boolean,
) {
  let record = 0
  for await (const row of readRows(path)) {
    const matches = contaminated.get(record++)?.matches
    if (flag) {
      const contamination =
        matches?.map((match) => ({ ...match, benchmark: benchmarks[match.benchmark] })) ?? []
      yield JSON.stringify({ ...objectOf(row), contamination })
    } else if (matches === undefined) yield JSON.stringify(objectOf(row))
  }
}

async function* reportLines(path: string, contaminated: Contaminated, benchmarks: readonly string[]) {
  let record = 0
  for await (const { place } of readRows(path)) {
    for (const { benchmark, text, start } of contaminated.get(record++)?.matches ?? []) {
      yield JSON.stringify({ record: place, benchmark: benchmarks[benchmark], text, start })
    }
  }
}
