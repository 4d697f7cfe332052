import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { findMixUp } from '../../src/cli/find-mix-up.js'
import { readRows } from '../../src/node/files/rows.js'
import { scratchFolder } from '../package/files/run.js'

const scratch = scratchFolder('cli-files')
afterAll(scratch.remove)

const write = (name: string, content: string | Buffer): string => {
  writeFileSync(scratch.path(name), content)
  return scratch.path(name)
}

async function refusal(path: string): Promise<string> {
  try {
    for await (const _ of readRows(path)) return 'was read'
    return 'is empty'
  } catch (error) {
    return (error as Error).message.replace(`${path} `, '')
  }
}

const ROW = '{"promptId":"a"}\n'
mkdirSync(scratch.path('folder.jsonl'))

describe('a file that cannot be read as rows says what to do', () => {
  it.each([
    ['not there', scratch.path('none.jsonl'), 'does not exist'],
    ['a folder', scratch.path('folder.jsonl'), 'is a folder: name a file in it'],
    ['gzip', write('g.jsonl', gzipSync(ROW)), 'is compressed with gzip: its name must end in .jsonl.gz'],
    ['not gzip', write('n.jsonl.gz', ROW), 'is not compressed: take .gz off its name'],
    ['Parquet', write('p.jsonl', 'PAR1....PAR1'), 'is Parquet: its name must end in .parquet'],
    [
      'UTF-16',
      write('u.jsonl', Buffer.from(`\uFEFF${ROW}`, 'utf16le')),
      'is UTF-16: convert it with iconv -f UTF-16 -t UTF-8',
    ],
    [
      'UTF-16 without a mark',
      write('v.jsonl', Buffer.from(ROW, 'utf16le')),
      'is UTF-16: convert it with iconv -f UTF-16 -t UTF-8',
    ],
    [
      'an array',
      write('a.json', `[\n  ${ROW}]`),
      "is one JSON array: write one object a line, as with jq -c '.[]'",
    ],
    [
      'an array on a line',
      write('b.json', `[${ROW.trim()}]`),
      "is one JSON array: write one object a line, as with jq -c '.[]'",
    ],
    ['CSV', write('c.csv', 'promptId\na\n'), 'is a table: convert it to JSON Lines or Parquet'],
    ['rows', write('r.jsonl', `\uFEFF${ROW}`), 'was read'],
    ['rows, the first broken', write('s.jsonl', `[1]\n${ROW}`), 'was read'],
    ['nothing', write('e.jsonl', ''), 'is empty'],
  ])('%s', async (_, path, sentence) => {
    expect(await refusal(path)).toBe(sentence)
  })
})

describe('files in the wrong place', () => {
  const records = write(
    'records.jsonl',
    '{"promptId":"a","record":{"taskType":"precise-retrieval","gold":"x"}}\n',
  )
  const rollouts = write('rollouts.jsonl', '{"promptId":"a","response":"x"}\n')
  const both = write(
    'both.jsonl',
    '{"promptId":"a","response":"x","record":{"taskType":"precise-retrieval","gold":"x"}}\n',
  )
  it.each([
    ['right', rollouts, records, undefined],
    ['rollouts that carry their records', both, undefined, undefined],
    ['swapped', records, rollouts, 'the wrong way round'],
    ['records twice', records, records, 'has records and no responses'],
    ['no records in the file of records', rollouts, write('empty.jsonl', ''), 'is empty'],
    ['forgotten', rollouts, undefined, 'name the file that has them with --records'],
    [
      'rows in another form',
      write('rows.jsonl', '{"id":1,"answer":"x","prediction":"x"}\n'),
      undefined,
      'golongrl check',
    ],
  ])('%s', async (_, given, of, sentence) => {
    const problem = await findMixUp(given, of)
    if (sentence === undefined) expect(problem).toBeUndefined()
    else expect(problem).toContain(sentence)
  })
})
