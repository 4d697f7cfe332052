import { expect, it } from 'vitest'
import { shareRecords } from '../../src/node/files/shared-records.js'
import { createQuickAnswers } from '../../src/node/service/quick-requests.js'
import type { ServiceData } from '../../src/node/service/wire.js'

const RECORD = { taskType: 'precise-retrieval', gold: 'a' }
const LONG_RECORD = { taskType: 'precise-retrieval', gold: 'a'.repeat(20_000) }

const service: ServiceData = {
  records: shareRecords(
    new Map([
      ['short', JSON.stringify(RECORD)],
      ['long', JSON.stringify(LONG_RECORD)],
    ]),
  ),
  labelTask: undefined,
  responseLength: 1000,
  batchRollouts: 10,
}

const slime = (response: string, label: unknown) => ({
  route: '/slime',
  query: '',
  body: JSON.stringify({ response, label }),
})

async function quickAnswers(options = {}) {
  const answer = createQuickAnswers(options, service)
  // Options are read in a turn of their own.
  await new Promise((resolve) => setTimeout(resolve, 10))
  return answer
}

it('answers a short request, whether it carries its record or names it', async () => {
  const answer = await quickAnswers()
  expect(answer(slime('</think>a', RECORD))).toMatchObject({ status: 200, body: '1.0' })
  expect(answer(slime('</think>a', 'short'))).toMatchObject({ status: 200, body: '1.0' })
})

it.each([
  ['long', slime(`${' '.repeat(20_000)}</think>a`, RECORD)],
  ['long in UTF-8', slime(`${'堆'.repeat(6000)}</think>a`, RECORD)],
  ['of a long record', slime('</think>a', 'long')],
  ['wrong', slime('</think>a', 'no such id')],
  ['of many rollouts', { route: '/v1/batch', query: '', body: '{"rollouts":[]}' }],
  ['large', { route: '/slime', query: '', body: { pieces: [new SharedArrayBuffer(70_000)], bytes: 70_000 } }],
])('leaves to a worker what is %s', async (_, request) => {
  expect((await quickAnswers())(request)).toBeUndefined()
})

it('leaves everything to workers where verifiers of the caller may be asked', async () => {
  const answer = await quickAnswers({ taskOptionsModule: 'file:///tasks.js' })
  expect(answer(slime('</think>a', RECORD))).toBeUndefined()
})
