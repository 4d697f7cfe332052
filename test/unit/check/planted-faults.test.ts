import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkDataset, type FindingKind } from '../../../src/node/index.js'

const folder = mkdtempSync(join(tmpdir(), 'golongrl-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A row, what is wrong with it, and an id of its own unless the row says otherwise. */
type Planted = readonly [what: string, row: unknown, ...kinds: FindingKind[]]

const record = (taskType: string, gold: unknown, more: object = {}) => ({
  record: { taskType, gold, ...more },
})
const longbench = (mode: string, golds: readonly string[], language = 'English') => ({
  record: {
    data_source: 'longbench_pro',
    reward_model: { ground_truth: { doc_ids: golds, summary: language } },
    extra_info: { reward_mode: mode },
  },
})
const asks = (prompt: string, row: object) => ({ prompt: [{ role: 'user', content: prompt }], ...row })
const table = (rows: unknown, more: object = {}) =>
  record('structured-extraction', JSON.stringify({ ...more, data: rows }))

const FAULTS: readonly Planted[] = [
  ['no id', { promptId: undefined, ...record('precise-retrieval', 'x') }, 'id'],
  ['an id that is null', { promptId: null, ...record('precise-retrieval', 'x') }, 'id'],
  ['an id that is a list', { promptId: ['a'], ...record('precise-retrieval', 'x') }, 'id'],
  ['a blank id', { promptId: ' ', ...record('precise-retrieval', 'x') }, 'id'],
  ['a repeated id', { promptId: 'clean-0', ...record('precise-retrieval', 'x') }, 'id'],
  ['an id once as a number, once as a text', { promptId: '7', ...record('precise-retrieval', 'x') }, 'id'],
  ['an id with a zero-width space', { promptId: 'b\u200b', ...record('precise-retrieval', 'x') }, 'id'],
  ['a repeated id and a bad gold', { promptId: 'clean-1', ...record('graded-ranking', []) }, 'id', 'gold'],
  ['no object', '["a row"]', 'row'],
  ['half a row', '{"promptId": "half", "record": {"taskType"', 'row'],
  ['a misspelt task type', record('exhaustive-retreival', ['a']), 'task'],
  ['a task type that nothing scores', record('telepathy', 'x'), 'task'],
  ['a misspelt sub-task', longbench('T5.1 Full-Sentence Citation Alignement', ['a']), 'task'],
  ['a misspelt field', { record: { taskType: 'precise-retrieval', golds: 'x' } }, 'record'],
  ['a record without a task', { record: { question: 'q', answer: 'a' } }, 'record'],
  ['a misspelt reward mode', record('graded-ranking', ['a', 'b'], { rewardMode: 'NDGC' }), 'reward mode'],
  [
    'a reward mode that is a slip of one of this data set',
    record('precise-retrieval', 'x', { rewardMode: 'needle-hrad' }),
    'reward mode',
  ],
  ['a blank gold', record('precise-retrieval', ' \n'), 'gold'],
  ['a blank item', record('structured-matching', ['a', '']), 'gold'],
  ['a gold that is no list', record('exhaustive-retrieval', 'a'), 'gold'],
  ['mathematics cut short', record('numerical-reasoning', '\\frac{1}{'), 'gold'],
  ['mathematics without its operand', record('numerical-reasoning', '2 +'), 'gold'],
  ['a choice outside the letters', record('comprehension', '5'), 'gold'],
  ['a summary without words', record('summarization', ['…', '---']), 'gold'],
  [
    'a choice that is none of the options',
    asks('Which?\nA. one\nB. two\nC. three\nD. four', record('comprehension', 'E')),
    'unreachable gold',
  ],
  ['an item of two lines', record('exhaustive-retrieval', ['a\nb', 'c']), 'unreachable gold'],
  ['a gold with a think tag', record('precise-retrieval', 'a</think>b'), 'unreachable gold'],
  ['an order of one item', record('sequence-ordering', ['a']), 'unreachable gold'],
  ['a repeated gold', record('structured-matching', ['Paris', 'Lyon', 'paris']), 'repeated gold'],
  ['aliases', record('comprehension', ['Paris', 'City of Paris']), 'unused gold'],
  ['a ragged table', table([['a', 1], ['b', 2, 3], ['c', 4]]), 'ragged table'], // biome-ignore format: one line a fault
  ['rows that do not fit the columns', table([['a', 1]], { columns: ['k', 'v', 'w'] }), 'ragged table'],
  [
    'a zero-width space, and NFD',
    record('precise-retrieval', 'Cafe\u0301\u200b'),
    'characters',
    'characters',
  ],
  ['a byte order mark in a table', table([['\ufeffa', 1]]), 'characters'],
  [
    'a summary in another language',
    longbench('T4.2 Query-Focused Summary', ['The council met.'], 'zh'),
    'language',
  ],
  [
    'a prompt for another form',
    asks('List all. Put the answer into \\boxed{}.', record('exhaustive-retrieval', ['a', 'b'])),
    'prompt',
  ],
]

const CLEAN: readonly unknown[] = [
  record('precise-retrieval', '750 pounds', { rewardMode: 'needle-hard' }),
  record('precise-retrieval', 'x', { rewardMode: 'needle-hard' }),
  record('precise-retrieval', 'y', { rewardMode: 'needle-hard' }),
  { promptId: 7, ...record('precise-retrieval', 'x', { rewardMode: 'set1' }) },
  record('precise-retrieval', 'x', { rewardMode: 'set2' }),
  asks('Which?\nA. one\nB. two\nEnd with: The correct answer is (X)', record('comprehension', '(b)')),
  record('comprehension', { anyOf: ['Paris', 'City of Paris'] }),
  record('summarization', ['The council approved the budget.', '']),
  longbench('T4.1 Global-Coverage Constrained Summary', ['今天天气很好，我们一起去公园散步。'], 'Chinese'),
  longbench('T1.1 Global Cohesive Retrieval', ['a', 'b']),
  record('numerical-reasoning', '[1, 2)'),
  record('numerical-reasoning', 'no solution'),
  asks(
    'Do not use \\boxed{}. First write [Answer], then one item a line.',
    record('exhaustive-retrieval', ['a', 'b']),
  ),
  asks('Return a JSON object {"data": …} between <answer> and </answer>.', table([['a', null], ['b', 2]])), // biome-ignore format: one line a row
  table([]),
  record('exhaustive-retrieval', ['می\u200cروم', '👩\u200d👩\u200d👧']),
  asks('Put the final answer into \\boxed{}.', record('numerical-reasoning', '\\frac{1}{2}')),
  record('graded-ranking', [['a', 'b'], ['c']]),
  {
    data_source: 'EM',
    reward_model: { ground_truth: { golden_label: 'Anna Toft' } },
    extra_info: { reward_mode: 'EM' },
  },
  record('sequence-ordering', ['first', 'second', 'third']),
  record('structured-matching', ['none of them', 'N/A']),
]

const line = (row: unknown, id: string): string =>
  typeof row === 'string' ? row : JSON.stringify({ promptId: id, ...(row as object) })

/** Clean rows first: a repeated id is found where it stands the second time. */
const rows = [
  ...CLEAN.map((row, i) => line(row, `clean-${i}`)),
  ...FAULTS.map(([, row], i) => line(row, `faulty-${i}`)),
]
const path = join(folder, 'planted.jsonl')
writeFileSync(path, `${rows.join('\n')}\n`)

describe('a data set of 57 rows with 36 faults', async () => {
  const { records, findings } = await checkDataset(path)
  const kindsAt = (index: number) =>
    findings.filter(({ place }) => place === `planted.jsonl:${index + 1}`).map(({ kind }) => kind)

  it('has as many', () => {
    expect([records, FAULTS.length]).toEqual([57, 36])
  })

  it.each(FAULTS.map(([what, , ...kinds], i) => [what, i, kinds] as const))('finds %s', (_, i, kinds) => {
    expect(kindsAt(CLEAN.length + i)).toEqual(kinds)
  })

  it('finds nothing else', () => {
    expect(CLEAN.flatMap((row, i) => kindsAt(i).map((kind) => [kind, row]))).toEqual([])
    expect(findings.every(({ place }) => place.includes(':'))).toBe(true)
  })

  it('says of each what it is and what to do', () => {
    for (const { kind, gold, why, remedy, promptId } of findings) {
      expect(why.length * remedy.length, kind).toBeGreaterThan(0)
      if (kind !== 'row' && kind !== 'id' && kind !== 'record') expect([gold, promptId]).not.toContain(null)
    }
  })
})

describe('what only the whole file shows', () => {
  const check = async (content: string, options = {}) => {
    const file = join(folder, 'whole.jsonl')
    writeFileSync(file, content)
    return (await checkDataset(file, options)).findings.map(({ place, kind, why }) => [place, kind, why])
  }

  it('nothing in it', async () => {
    expect(await check('\n')).toEqual([['whole.jsonl', 'file', 'there is no record in it']])
  })

  it('no id where the ids should stand: one finding, with the keys that are there', async () => {
    const row = JSON.stringify({ prompt_id: 1, taskType: 'precise-retrieval', gold: 'x' })
    expect(await check(`${row}\n${row}`)).toEqual([
      [
        'whole.jsonl',
        'id',
        'no row has a prompt id at promptId (prompt_id, taskType, gold; did you mean prompt_id?)',
      ],
    ])
  })

  it('a space that is none, and a letter too many', async () => {
    const rows = [
      { promptId: 1, taskType: 'precise-retrieval', gold: 'a\u00a0b' },
      { promptId: 2, taskType: 'precise-retrieval', gold: 'a', rewardMode: 'EMM' },
      { promptId: 3, taskType: 'exhaustive-retrieval', gold: ['a\u00a0b'], rewardMode: 'F2' },
    ]
    const found = await check(rows.map((row) => JSON.stringify(row)).join('\n'))
    expect(found.map(([place, kind]) => [place, kind])).toEqual([
      ['whole.jsonl:1', 'characters'],
      ['whole.jsonl:2', 'reward mode'],
    ])
  })

  it('a path of the map that leads nowhere', async () => {
    const row = JSON.stringify({ id: 1, question: 'q', answer: 'x' })
    const map = 'gold=anwser,taskType=precise-retrieval,promptId=id'
    expect(await check(row, { map })).toEqual([
      [
        'whole.jsonl:1',
        'row',
        'whole.jsonl:1.anwser must be a key that is there (id, question, answer; did you mean answer?), but is missing.',
      ],
    ])
  })
})
