import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { root } from './files/run.js'

const { createScorer } = (await import(
  `${root}dist/node/index.js`
)) as typeof import('../../src/node/index.js')

const taskOptionsModule = `${root}test/package/files/task-options.mjs`
const record = { taskType: 'odd-length', gold: null }
const rollouts = (answers: readonly string[]) =>
  answers.map((answer) => ({ record, response: `</think>${answer}` }))

describe('a rollout that its worker cannot survive', () => {
  const memory = 2 ** 28

  it.each([
    ['loop', 'it took more than 1000 ms'],
    ['wait', 'it took more than 1000 ms'],
    ['heap', `it took more than ${memory} bytes of memory`],
    ['buffer', `it took more than ${memory} bytes of memory`],
    ['die', 'exited with code: 7'],
  ])('%s: is reported, and all others get their verdicts', async (word, message) => {
    const scorer = createScorer({
      ...{ workers: 2, taskOptionsModule, chunkSize: 8 },
      ...{ rolloutTimeout: word === 'loop' || word === 'wait' ? 1000 : 30_000, rolloutMemory: memory },
    })
    const answers = Array.from({ length: 40 }, (_, i) => (i % 20 === 5 ? word : 'a'.repeat(1 + (i % 2))))
    const verdicts = await scorer.scoreBatch(rollouts(answers))
    expect(verdicts.map((verdict) => (isLeft(verdict) ? 'none' : verdict.right.reward))).toEqual(
      answers.map((answer) => (answer === word ? 'none' : answer.length % 2)),
    )
    for (const verdict of verdicts) {
      if (isLeft(verdict))
        expect(verdict.left).toMatchObject({
          _tag: 'WorkerFailed',
          message: expect.stringContaining(message),
        })
    }
    await scorer.close()
  })
})

describe('a rollout whose worker seldom gets a core', () => {
  // Linux alone counts how long a thread waits for a core.
  it.runIf(process.platform === 'linux')('has its verdict, however long that takes', async () => {
    const child = spawn('taskset', ['-c', '0', process.execPath, `${root}test/package/files/starved.mjs`])
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    expect(await once(child, 'close')).toEqual([0, null])
    expect(JSON.parse(output)).toEqual({
      verdict: expect.objectContaining({ _tag: 'Right' }),
      exceedsLimit: true,
    })
  })
})

describe('close', () => {
  it('ends an endless verifier within its time; its rollout has no verdict', async () => {
    const scorer = createScorer({ workers: 1, taskOptionsModule, closeTimeout: 200 })
    await scorer.scoreBatch(rollouts(['a']))
    const pending = scorer.scoreBatch(rollouts(['loop', 'a']))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await scorer.close()
    expect(await pending).toMatchObject([
      { left: { _tag: 'WorkerFailed' } },
      { left: { _tag: 'WorkerFailed' } },
    ])
  })

  it('waits for the batches at hand; of those that take longer it keeps the verdicts', async () => {
    const answers = Array.from({ length: 3000 }, (_, i) => 'a'.repeat(1 + (i % 2)))
    const patient = createScorer({ workers: 1, taskOptionsModule })
    const whole = patient.scoreBatch(rollouts(answers))
    await patient.close()
    expect((await whole).map((verdict) => !isLeft(verdict) && verdict.right.reward)).toEqual(
      answers.map((answer) => answer.length % 2),
    )
    const hasty = createScorer({ workers: 1, taskOptionsModule, chunkSize: 1, closeTimeout: 200 })
    await hasty.scoreBatch(rollouts(['a']))
    const cut = hasty.scoreBatch(rollouts(['a', 'a', 'loop', ...answers]))
    await hasty.close()
    const verdicts = await cut
    expect(verdicts.length).toBe(answers.length + 3)
    expect(verdicts.slice(0, 2)).toMatchObject([{ right: { reward: 1 } }, { right: { reward: 1 } }])
    expect(verdicts.slice(2).every((verdict) => isLeft(verdict))).toBe(true)
  })

  it.each([0, 1])('refuses what comes after it, with %d workers', async (workers) => {
    const scorer = createScorer({ workers })
    await scorer.close()
    for (const answers of [['a'], []])
      await expect(scorer.scoreBatch(rollouts(answers))).rejects.toThrow('The scorer is closed.')
  })
})
