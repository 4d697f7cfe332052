import { expect, it } from 'vitest'
import { f1, readTask, scoreRecord, type TaskOptions } from '../../../src/index.js'

const RECORD = { taskType: 'precise-retrieval', gold: 'x' }

it.each<[string, unknown]>([
  ['options', null],
  ['options', 7],
  ['gate', null],
  ['gate', 'required'],
  ['gate.open', { open: 'maybe' }],
  ['gate.tags', { tags: 'thoughts' }],
  ['gate.tags', { tags: ['<t>'] }],
  ['gate.tags', { tags: ['<t>', '<t>'] }],
  ['gate.tags', { tags: ['<t>', ''] }],
  ['gate.blocks', { blocks: 2 }],
  ['reading', 'loose'],
  ['customTasks', {}],
  ['customTasks', [null]],
  ['customTasks', new Array(1)],
  ['customTasks', [{ taskType: 'mine', metric: 'M', readGold: () => {} }]],
])('%s that cannot be right is named: %j', (argument, value) => {
  const [name] = argument.split('.') as [string]
  const options = (name === 'options' ? value : { [name]: value }) as TaskOptions
  expect(readTask(RECORD, options)).toMatchObject({
    _tag: 'Left',
    left: { argument: expect.stringContaining(argument) },
  })
  expect(scoreRecord(RECORD, '</think>x', options)._tag).toBe('Left')
})

it('a metric asks its options to be an object too', () => {
  expect(f1('a', ['a'], null as never)).toMatchObject({ _tag: 'Left', left: { argument: 'options' } })
})
