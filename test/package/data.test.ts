import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { finished, golongrl, scratchFolder, start } from './files/run.js'

const scratch = scratchFolder('data')
afterAll(scratch.remove)

const write = (name: string, rows: readonly unknown[]) => {
  writeFileSync(scratch.path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return scratch.path(name)
}
const linesOf = (name: string) => readFileSync(scratch.path(name), 'utf8').split('\n').filter(Boolean)
const rowsOf = (name: string) => linesOf(name).map((line) => JSON.parse(line))
const data = (...args: string[]) => golongrl(['data', ...args])

const words = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `word${from + i}`).join(' ')
/** Record 3 repeats 13 words of the benchmark, record 7 nearly repeats record 5. */
const question = (i: number): string =>
  i === 3 ? `so ${words(9000, 13)}` : i === 7 ? `${question(5)} once more` : words(100 * i, 60)
const record = (i: number) => ({
  promptId: `p${i}`,
  record: { taskType: 'precise-retrieval', gold: `gold ${i}`, question: question(i) },
})
const records = write(
  'records.jsonl',
  Array.from({ length: 12 }, (_, i) => record(i)),
)
const bench = write('bench.jsonl', [{ question: `Who ${words(9000, 13)}?`, answer: 'x' }])

describe('golongrl data', () => {
  it('decontaminates: drops what a benchmark holds, and reports where', async () => {
    const [out, report] = [scratch.path('clean.jsonl'), scratch.path('matches.jsonl')]
    const done = await data('decontaminate', records, '--against', bench, '--out', out, '--report', report)
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toMatch(/contaminated +1 \(8\.33 %\)/u)
    expect(rowsOf('clean.jsonl').map(({ promptId }) => promptId)).not.toContain('p3')
    expect(rowsOf('matches.jsonl')).toEqual([
      { record: 'records.jsonl:4', benchmark: 'bench.jsonl:1', text: words(9000, 13), start: 3 },
    ])
  })

  it('finds near duplicates, and counts their similarity exactly when asked', async () => {
    const [out, clusters] = [scratch.path('unique.jsonl'), scratch.path('clusters.jsonl')]
    const done = await data(
      ...[
        'duplicates',
        records,
        '--parts',
        'question',
        '--least',
        '0.8',
        '--out',
        out,
        '--clusters',
        clusters,
      ],
    )
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(done.stdout).toContain('12 records, 1 clusters, 1 near duplicates')
    expect(done.stdout).toContain('1 pairs counted exactly')
    expect(rowsOf('clusters.jsonl')).toMatchObject([
      // Two words more are two shingles more.
      { members: ['records.jsonl:6', 'records.jsonl:8'], exact: [1, 56 / 58] },
    ])
    expect(linesOf('unique.jsonl')).toHaveLength(11)
    await data('duplicates', records, '--parts', 'question', '--least', '0.99', '--out', out, '--overwrite')
    expect(linesOf('unique.jsonl')).toHaveLength(12)
  })

  it('counts lengths by the tokens of a tokenizer.json', async () => {
    // Of "word7" it makes "word" and one token a digit.
    const vocab = ['[UNK]', 'word', 'so', ...Array.from({ length: 10 }, (_, i) => `##${i}`)]
    const tokenizer = scratch.path('tokenizer.json')
    writeFileSync(
      tokenizer,
      JSON.stringify({
        ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null },
        ...{ pre_tokenizer: { type: 'Whitespace' }, post_processor: null, decoder: null },
        model: {
          ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
          ...{
            max_input_chars_per_word: 100,
            vocab: Object.fromEntries(vocab.map((token, i) => [token, i])),
          },
        },
      }),
    )
    const plan = scratch.path('plan.jsonl')
    // Record 3 has 1 + 13 · 5 tokens, record 0 10 · 2 + 50 · 3, record 10 60 · 5.
    const args = ['plan', records, '--batch-size', '1', '--tokenizer', tokenizer, '--out', plan]
    expect(await data(...args, '--stages', '66,170,300')).toMatchObject({ code: 0, stderr: '' })
    const idsOf = (wanted: number) =>
      new Set(rowsOf('plan.jsonl').flatMap(({ stage, promptIds }) => (stage === wanted ? promptIds : [])))
    expect([0, 1].map(idsOf)).toEqual([new Set(['p3']), new Set(['p0', 'p3'])])
    expect(await data(...args, '--stages', '169,240,300', '--overwrite')).toMatchObject({ code: 0 })
    expect(idsOf(0)).toEqual(new Set(['p3']))
  })

  it('measures difficulty from scored rollouts', async () => {
    const scored = write(
      'scored.jsonl',
      [1, 1, 0, 1, 1, 1].map((reward, i) => ({
        ...{ promptId: i >> 2, rollout: i % 4, taskType: 'precise-retrieval', reward },
        reason: reward === 1 ? 'correct' : 'wrong',
      })),
    )
    const keep = scratch.path('keep.txt')
    const done = await data('difficulty', scored, '--rule', 'informative', '--keep', keep, '--json')
    expect(JSON.parse(done.stdout)).toMatchObject({ rule: 'informative', kept: 1 })
    expect(linesOf('keep.txt')).toEqual(['0'])
  })

  it('gives the same records in any order of the file', async () => {
    const turned = write(
      'turned.jsonl',
      Array.from({ length: 12 }, (_, i) => record((5 * i + 2) % 12)),
    )
    const out = scratch.path('turned-clean.jsonl')
    await data('decontaminate', turned, '--against', bench, '--out', out)
    expect(linesOf('turned-clean.jsonl').sort()).toEqual(linesOf('clean.jsonl').sort())
  })
})

describe('golongrl data and its files', () => {
  it('killed in the middle, leaves no result; the next run writes the same bytes', async () => {
    const many = write(
      'many.jsonl',
      Array.from({ length: 15_000 }, (_, i) => record(i % 12)),
    )
    const [whole, out] = [scratch.path('whole.jsonl.gz'), scratch.path('killed.jsonl.gz')]
    const args = (to: string) => ['data', 'decontaminate', many, '--against', bench, '--flag', '--out', to]
    const undisturbed = golongrl(args(whole))
    const child = start(args(out))
    const end = finished(child)
    while (!existsSync(`${out}.part`)) await sleep(2)
    child.kill('SIGKILL')
    await end
    expect(existsSync(out)).toBe(false)
    expect(await golongrl(args(out))).toMatchObject({ code: 0 })
    expect(await undisturbed).toMatchObject({ code: 0 })
    expect(readFileSync(out).equals(readFileSync(whole))).toBe(true)
    expect([`${out}.part`, `${out}.lock`].map(existsSync)).toEqual([false, false])
  })

  it('refuses, before it reads, what it could not write or would destroy', async () => {
    const out = scratch.path('out.jsonl')
    const decontaminate = (...args: string[]) => data('decontaminate', records, '--against', bench, ...args)
    mkdirSync(scratch.path('folder'))
    symlinkSync(records, scratch.path('link.jsonl'))
    symlinkSync(records, scratch.path('other.jsonl.part'))
    const cases: readonly (readonly [args: string[], sentence: string])[] = [
      [['--out', records, '--overwrite'], 'is the same file as'],
      [['--out', scratch.path('link.jsonl'), '--overwrite'], 'is the same file as'],
      [['--out', scratch.path('other.jsonl')], 'is the same file as'],
      [['--out', out, '--report', out], 'would be written twice'],
      [['--out', scratch.path('folder')], 'is a folder'],
      [['--out', '/dev/null', '--overwrite'], '/dev/null is no file'],
      [['--out', join(records, 'out.jsonl')], 'cannot be written'],
    ]
    for (const [args, sentence] of cases) {
      const { code, stderr } = await decontaminate(...args)
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
    }
    expect(linesOf('records.jsonl')).toHaveLength(12)
  })

  it('writes behind a symbolic link, and keeps the link', async () => {
    symlinkSync('behind.jsonl', scratch.path('latest.jsonl'))
    await data('decontaminate', records, '--against', bench, '--out', scratch.path('latest.jsonl'))
    expect(linesOf('behind.jsonl')).toHaveLength(11)
    expect(linesOf('latest.jsonl')).toHaveLength(11)
  })
})
