import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  createNearDuplicates,
  type DuplicateCluster,
  shingleSimilarity,
  TEXT_RULES,
  type TextRuleName,
} from '../../data/index.js'
import { orThrow, type RecordMap } from '../../index.js'
import { readRows } from '../../node/index.js'
import { jsonLinesFile } from '../output-file.js'
import { choice, mapFlag, wholeNumber } from '../task-option-flags.js'
import { parts } from './decontaminate.js'
import { objectOf, type Part, textOf } from './record-texts.js'
import { checkFiles, writeWholeFile } from './whole-file.js'

interface DuplicatesFlags {
  readonly rule: TextRuleName
  readonly n: number
  readonly bands: number
  readonly rows: number
  readonly parts: readonly Part[]
  readonly least?: number
  readonly clusters?: string
  readonly out?: string
  readonly overwrite: boolean
  readonly map?: RecordMap
}

export const duplicatesCommand = (data: Command): Command =>
  mapFlag(data.command('duplicates'))
    .description('records that are nearly the same, by MinHash with banding')
    .argument('<records>', 'records, .jsonl (also .gz) or .parquet')
    .addOption(choice(new Option('--rule <name>', 'what a word is'), TEXT_RULES).default('golongrl'))
    .option('-n, --n <words>', 'words of a shingle', wholeNumber(1), 5)
    .option('--bands <count>', 'bands of the signature', wholeNumber(1), 14)
    .option('--rows <count>', 'hashes of a band', wholeNumber(1), 8)
    .option('--parts <names>', 'what of a record is compared: question, gold, context', parts, [
      'question',
      'gold',
    ])
    .option(
      '--least <similarity>',
      'count the similarity to the first of the cluster exactly, and take what is below this for no duplicate',
      share,
    )
    .option('--clusters <file>', 'write the clusters, JSON Lines', jsonLinesFile)
    .option(
      '--out <file>',
      'write the records without all but the first of each cluster, .jsonl (also .gz)',
      jsonLinesFile,
    )
    .option('--overwrite', 'replace files that are there', false)
    .action(async (records: string, flags: DuplicatesFlags) => {
      const { rule, n, bands, rows, overwrite } = flags
      await checkFiles({ inputs: [records], outputs: [flags.out, flags.clusters], overwrite })
      const duplicates = orThrow(createNearDuplicates({ rule, n, bands, rows }))
      let count = 0
      for await (const row of readRows(records)) {
        duplicates.add(textOf(row, flags.parts, flags.map))
        count++
      }
      if (count === 0) throw new Error(`${records} has no records.`)
      const clusters = duplicates.clusters()
      const { least, clusters: clusterFile, out } = flags
      const members =
        least === undefined && clusterFile === undefined
          ? new Map<number, Member>()
          : await readMembers(records, clusters, flags)
      if (clusterFile !== undefined)
        await writeWholeFile(
          clusterFile,
          clusters.map((cluster) => clusterLine(cluster, members, least !== undefined)),
        )
      const isRepeated = (member: number) => least === undefined || members.get(member)!.exact >= least
      const repeated = new Set(clusters.flatMap(({ members }) => members.slice(1).filter(isRepeated)))
      if (out !== undefined) await writeWholeFile(out, without(records, repeated))
      process.stdout.write(
        `${count} records, ${clusters.length} clusters, ${repeated.size} near duplicates of an earlier record\n`,
      )
      if (least !== undefined) process.stdout.write(describeEstimates(clusters, members))
    })

function share(value: string): number {
  const number = Number(value)
  if (!(number >= 0 && number <= 1) || value.trim() === '')
    throw new InvalidArgumentError('It must be a number from 0 to 1.')
  return number
}

interface Member {
  readonly place: string
  /** Its similarity to the first of its cluster, counted by their shingles. */
  readonly exact: number
}

async function readMembers(
  path: string,
  clusters: readonly DuplicateCluster[],
  { parts, rule, n, map }: DuplicatesFlags,
): Promise<ReadonlyMap<number, Member>> {
  const clusterOf = new Map<number, DuplicateCluster>()
  for (const cluster of clusters) for (const member of cluster.members) clusterOf.set(member, cluster)
  /** Texts of the first members, as long as others of their clusters are to come. */
  const firsts = new Map<DuplicateCluster, string>()
  const members = new Map<number, Member>()
  let record = -1
  for await (const row of readRows(path)) {
    const cluster = clusterOf.get(++record)
    if (cluster === undefined) continue
    const text = textOf(row, parts, map)
    const first = firsts.get(cluster) ?? text
    members.set(record, {
      place: row.place,
      exact: orThrow(shingleSimilarity(first, text, { rule, n })),
    })
    if (record === cluster.members.at(-1)) firsts.delete(cluster)
    else firsts.set(cluster, first)
  }
  return members
}

function clusterLine(
  { members, similarities }: DuplicateCluster,
  read: ReadonlyMap<number, Member>,
  withExact: boolean,
): string {
  const all = members.map((member) => read.get(member)!)
  return JSON.stringify({
    members: all.map(({ place }) => place),
    similarities,
    ...(withExact && { exact: all.map(({ exact }) => exact) }),
  })
}

function describeEstimates(clusters: readonly DuplicateCluster[], read: ReadonlyMap<number, Member>): string {
  const errors = clusters.flatMap(({ members, similarities }) =>
    members.slice(1).map((member, i) => Math.abs(similarities[i + 1]! - read.get(member)!.exact)),
  )
  const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
  return `${errors.length} pairs counted exactly: the estimates are off by ${mean.toFixed(3)} in the mean\n`
}

async function* without(path: string, repeated: ReadonlySet<number>) {
  let record = 0
  for await (const row of readRows(path)) if (!repeated.has(record++)) yield JSON.stringify(objectOf(row))
}
