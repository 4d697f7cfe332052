import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { isRight, orThrow, type RecordMap } from '../../src/index.js'
import { checkDataset, createScorer, findRollout, scoreFiles, serve } from '../../src/node/index.js'
import { scratchFolder } from '../package/files/run.js'

const scratch = scratchFolder('map-doors')
afterAll(scratch.remove)

const write = (name: string, rows: readonly unknown[]): string => {
  writeFileSync(scratch.path(name), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  return scratch.path(name)
}

const verlRow = (source: string, index: number, truth: unknown, more: object = {}) => ({
  data_source: source,
  prompt: [{ role: 'user', content: `Question ${index}` }],
  reward_model: { style: 'rule', ground_truth: truth },
  extra_info: { split: 'train', index },
  ...more,
})

async function scored(options: Partial<Parameters<typeof scoreFiles>[0]>) {
  const out = scratch.path('out.jsonl')
  const result = await scoreFiles({ rollouts: '', out, overwrite: true, workers: 0, ...options })
  if (!isRight(result)) return result.left.problems
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ promptId, reward, error }) => [promptId, reward, error?.replace(/^.*?must be/, '')])
}

describe('files', () => {
  it('rows of verl with their responses: an id holds source, split and index', async () => {
    const rollouts = write('verl.jsonl', [
      verlRow('openai/gsm8k', 0, '72', { responses: ['#### 72', '\\boxed{71}'] }),
      verlRow('DigitalLearningGmbH/MATH-lighteval', 0, '\\frac12', { response: '\\boxed{0.5}' }),
      verlRow('searchR1_nq', 0, { target: ['Paris', 'City of Paris'] }, { response: 'city of Paris' }),
    ])
    expect(await scored({ rollouts, map: 'verl' })).toEqual([
      ['openai/gsm8k/train/0', 1, undefined],
      ['openai/gsm8k/train/0', 0, undefined],
      ['DigitalLearningGmbH/MATH-lighteval/train/0', 1, undefined],
      ['searchR1_nq/train/0', 1, undefined],
    ])
  })

  it('rows of verl as records: rollouts name the whole id, or the index where one row has it', async () => {
    const records = write('records.jsonl', [verlRow('openai/gsm8k', 0, '72'), verlRow('numina', 1, '5')])
    const rollouts = write('rollouts.jsonl', [
      { promptId: 'openai/gsm8k/train/0', response: '72' },
      { promptId: 1, response: '5' },
      verlRow('numina', 1, undefined, { reward_model: undefined, response: '4' }),
      { promptId: 'nowhere', response: '5' },
    ])
    expect(await scored({ rollouts, records, map: 'verl' })).toEqual([
      ['openai/gsm8k/train/0', 1, undefined],
      [1, 1, undefined],
      ['numina/train/1', 0, undefined],
      ['nowhere', null, ' the id of a record, but is "nowhere".'],
    ])
  })

  it('two rows with one question and two golds are not merged', async () => {
    const rows = ['2', '3', '2'].map((gold) => ({ question: 'How many?', answer: `#### ${gold}` }))
    const rollouts = write(
      'same.jsonl',
      rows.map((row) => ({ ...row, response: '2' })),
    )
    const expected =
      ' an id that no row with another record has; promptId=… of the map names another, but is "How many?".'
    expect(await scored({ rollouts, map: 'gsm8k' })).toEqual([
      ['How many?', 1, undefined],
      ['How many?', null, expected],
      ['How many?', 1, undefined],
    ])
    const records = write('same-records.jsonl', rows)
    expect(await scored({ rollouts, records, map: 'gsm8k' })).toEqual([
      expect.stringContaining('same-records.jsonl:2'),
    ])
  })

  it('conversations of TRL, paths of one’s own, and a preset with one', async () => {
    const trl = write('trl.jsonl', [
      {
        prompt: [{ role: 'user', content: '1 + 1?' }],
        completions: [[{ role: 'assistant', content: '2' }], [{ role: 'assistant', content: '3' }]],
        solution: '$2$',
      },
    ])
    expect(await scored({ rollouts: trl, map: 'trl' })).toEqual([
      ['1 + 1?', 1, undefined],
      ['1 + 1?', 0, undefined],
    ])
    const own = write('own.jsonl', [{ uid: 'a', meta: { key: ['x', 'y'] }, said: '[Answer]\nx' }])
    const map: RecordMap = {
      gold: 'meta.key',
      taskType: 'structured-matching',
      promptId: 'uid',
      response: 'said',
    }
    expect(await scored({ rollouts: own, map })).toEqual([['a', 0.5, undefined]])
    const text = 'gold=meta.key,taskType=structured-matching,promptId=uid,response=said'
    expect(await scored({ rollouts: own, map: text })).toEqual([['a', 0.5, undefined]])
    expect(await scored({ rollouts: own, map: 'squad,gold=meta.key[1],response=said,promptId=uid' })).toEqual(
      [['a', 0, undefined]],
    )
  })

  it('a run is not resumed under another map', async () => {
    const rollouts = write('resumed.jsonl', [{ id: 1, answer: 'x', gold: 'y', response: 'x' }])
    const options = { rollouts, out: scratch.path('resumed-out.jsonl'), workers: 0, resume: true }
    const map = 'gold=answer,taskType=precise-retrieval'
    // It needs lengths, which show to be missing when the rewards are there.
    const failed = await scoreFiles({ ...options, map, estimator: { estimator: 'opo' } })
    expect(failed).toMatchObject({ _tag: 'Left' })
    const other = await scoreFiles({ ...options, map: 'gold=gold,taskType=precise-retrieval' })
    expect(other).toMatchObject({ left: { problems: [expect.stringContaining('map was gold=answer')] } })
    expect(await scoreFiles({ ...options, map })).toMatchObject({ right: { rollouts: 1 } })
  })

  it('a rollout is found by the id that the map makes', async () => {
    const records = write('gsm.jsonl', [{ question: 'How many?', answer: '1 + 1\n#### 2' }])
    const rollouts = write('gsm-rollouts.jsonl', [{ question: 'How many?', response: '2' }])
    const found = await findRollout({ records, rollouts, promptId: 'How many?', rollout: 0, map: 'gsm8k' })
    expect(found).toEqual({ record: { taskType: 'numerical-reasoning', gold: '2' }, response: '2' })
  })

  it('a wrong map is refused before anything is read', async () => {
    const sentence = 'options.map must be a preset (verl, '
    await expect(checkDataset('no such file', { map: 'gsm8' })).rejects.toThrow(sentence)
    expect(() => createScorer({ map: 'gsm8' })).toThrow('did you mean gsm8k?')
    expect(() => createScorer({ map: { gold: 'x' } as never })).toThrow('options.map.taskType')
  })
})

describe('the pool', () => {
  it('maps the records of rollouts; a row that it cannot read is a Left of its own', async () => {
    const scorer = createScorer({ map: 'verl', workers: 0 })
    const row = verlRow('openai/gsm8k', 0, '72')
    const verdicts = await scorer.scoreBatch([
      { record: row, response: '72' },
      { record: { data_source: 'openai/gsm8k' }, response: '72' },
      { record: row, response: '71' },
    ])
    await scorer.close()
    expect(verdicts.map((verdict) => (isRight(verdict) ? verdict.right.reward : verdict.left))).toEqual([
      1,
      expect.objectContaining({ argument: 'row.reward_model' }),
      0,
    ])
  })

  it('a custom task takes the rows of its data source', async () => {
    const row = verlRow('my/data', 0, 'anything')
    const taskOptionsModule = new URL('../package/files/task-options.mjs', import.meta.url)
    const scorer = createScorer({ map: 'verl', workers: 0, taskOptionsModule })
    const odd = verlRow('odd-length', 1, null)
    const verdicts = await scorer.scoreBatch([
      { record: row, response: 'x' },
      { record: { ...odd, reward_model: { ground_truth: 'any' } }, response: 'odd' },
    ])
    await scorer.close()
    expect(verdicts[0]).toMatchObject({ left: { argument: 'record.taskType', received: '"my/data"' } })
    expect(verdicts[1]).toMatchObject({ right: { taskType: 'odd-length', reward: 1 } })
  })
})

describe('the service', () => {
  it('maps records, labels that are rows, and labels that are bare golds', async () => {
    const service = orThrow(await serve({ port: 0, workers: 0, token: false, map: 'gsm8k' }))
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${service.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
      return response.json()
    }
    const row = { question: 'How many?', answer: '1 + 1\n#### 1,002' }
    try {
      expect(await post('/v1/score', { record: row, response: '1002' })).toMatchObject({
        verdict: { reward: 1 },
      })
      expect(await post('/slime', { prompt: '', response: '1002', label: row.answer })).toBe(1)
      expect(await post('/slime', { prompt: '', response: '1002', label: '1,002' })).toBe(1)
      expect(await post('/slime', { prompt: '', response: '1002', label: JSON.stringify(row) })).toBe(1)
      const openRlhf = { query: ['q1002', 'q3'], prompts: ['q', 'q'], labels: [row, '1002'] }
      expect(await post('/get_reward', openRlhf)).toMatchObject({ rewards: [1, 0] })
      const own = { taskType: 'precise-retrieval', gold: 'x' }
      const batch = {
        rollouts: [
          { record: own, response: 'x' },
          { promptId: 'p', response: '1002' },
        ],
        records: { p: row },
      }
      expect(await post('/v1/batch', batch)).toMatchObject({
        results: [{ verdict: { reward: 1 } }, { verdict: { reward: 1 } }],
      })
      expect(await post('/v1/score', { record: { question: 'q' }, response: 'x' })).toEqual({
        error: 'BadRecord: record.answer must be a key that is there (question), but is missing.',
      })
    } finally {
      await service.close()
    }
  })
})
