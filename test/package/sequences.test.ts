/** Any sequence of calls to a scorer, and of requests to a service, keeps what each call alone is promised. */
import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import type { RewardService, Scorer } from '../../src/node/index.js'
import { root } from './files/run.js'

const { createScorer, serve } = (await import(
  `${root}dist/node/index.js`
)) as typeof import('../../src/node/index.js')

/** What is known of the subject: whether it is closed, and how many workers have died. */
interface Model {
  isClosed: boolean
  deaths: number
}

type Command<Real> = fc.AsyncCommand<Model, Real>

const command = <Real>(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Command<Real> => ({ check, run, toString: () => name })

const seed = Number(process.env.GOLONGRL_SEED ?? 20260519)

const record = { taskType: 'odd-length', gold: null }
/** Odd lengths earn 1, even ones 0, and so does a verifier that throws; one may end its worker. */
const answers = fc.array(fc.constantFrom('a', 'bb', 'ccc', 'a', 'throw', 'die'), { maxLength: 6 })
const rolloutsOf = (list: readonly string[]) =>
  list.map((answer) => ({ record, response: `</think>${answer}` }))
const expected = (answer: string) =>
  answer === 'die' ? 'WorkerFailed' : answer === 'throw' ? 0 : answer.length % 2

const rewardsOf = (verdicts: Awaited<ReturnType<Scorer['scoreBatch']>>) =>
  verdicts.map((verdict) => (isLeft(verdict) ? verdict.left._tag : verdict.right.reward))

const scorerCommands = [
  answers.map((list) =>
    command<Scorer>(`scoreBatch(${list})`, async (model, scorer) => {
      if (model.isClosed) {
        await expect(scorer.scoreBatch(rolloutsOf(list))).rejects.toThrow('The scorer is closed.')
        return
      }
      expect(rewardsOf(await scorer.scoreBatch(rolloutsOf(list)))).toEqual(list.map(expected))
      if (list.includes('die')) model.deaths++
      expect(scorer.replacedWorkers()).toBeGreaterThanOrEqual(model.deaths)
    }),
  ),
  fc.tuple(answers, answers).map(([first, second]) =>
    command<Scorer>(
      `two at once (${first}), (${second})`,
      async (model, scorer) => {
        const both = await Promise.all([first, second].map((list) => scorer.scoreBatch(rolloutsOf(list))))
        expect(both.map(rewardsOf)).toEqual([first.map(expected), second.map(expected)])
        if (first.includes('die') || second.includes('die')) model.deaths++
      },
      ({ isClosed }) => !isClosed,
    ),
  ),
  answers.map((list) =>
    command<Scorer>(
      `score(${list})`,
      async (model, scorer) => {
        const seen: unknown[] = []
        for await (const { verdict } of scorer.score(rolloutsOf(list))) seen.push(...rewardsOf([verdict]))
        expect(seen).toEqual(list.map(expected))
        if (list.includes('die')) model.deaths++
      },
      ({ isClosed }) => !isClosed,
    ),
  ),
  fc.constant(
    command<Scorer>(
      'scoreBatch, aborted',
      async (_model, scorer) => {
        const signal = AbortSignal.abort(new Error('enough'))
        await expect(scorer.scoreBatch(rolloutsOf(['a', 'bb']), { signal })).rejects.toThrow('enough')
      },
      ({ isClosed }) => !isClosed,
    ),
  ),
  fc.constant(
    command<Scorer>('close', async (model, scorer) => {
      await scorer.close()
      model.isClosed = true
    }),
  ),
]

it('any sequence of calls to a scorer', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(scorerCommands, { maxCommands: 12, size: 'max' }), async (commands) => {
      const real = createScorer({
        workers: 1,
        taskOptionsModule: `${root}test/package/files/task-options.mjs`,
        rolloutTimeout: 60_000,
      })
      try {
        await fc.asyncModelRun(() => ({ model: { isClosed: false, deaths: 0 }, real }), commands)
      } finally {
        await real.close()
      }
    }),
    { seed, numRuns: 4, endOnFailure: true },
  )
})

const label = (gold: string) => JSON.stringify({ taskType: 'precise-retrieval', gold })

async function post(service: RewardService, path: string, body: string): Promise<[number, string]> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return [response.status, await response.text()]
}

const request = <Arguments>(
  name: string,
  values: fc.Arbitrary<Arguments>,
  ask: (service: RewardService, value: Arguments) => Promise<void>,
) =>
  values.map((value) =>
    command<RewardService>(`${name}(${fc.stringify(value)})`, async ({ isClosed }, service) => {
      if (isClosed) await expect(fetch(`${service.url}/health`)).rejects.toThrow()
      else await ask(service, value)
    }),
  )

const text = fc.constantFrom('12 km', 'Zoë', '第三章', 'no')

const serviceCommands = [
  request('slime', fc.tuple(text, text), async (service, [answer, gold]) => {
    const body = JSON.stringify({ prompt: 'Q', response: `<think>x</think>${answer}`, label: label(gold) })
    expect(await post(service, '/slime', body)).toEqual([200, answer === gold ? '1.0' : '0.0'])
  }),
  request('OpenRLHF', fc.array(fc.tuple(text, text), { maxLength: 4 }), async (service, pairs) => {
    const [status, reply] = await post(
      service,
      '/get_reward',
      JSON.stringify({
        query: pairs.map(([answer]) => `Q</think>${answer}`),
        prompts: pairs.map(() => 'Q'),
        labels: pairs.map(([, gold]) => label(gold)),
      }),
    )
    expect([status, JSON.parse(reply).rewards]).toEqual([200, pairs.map(([a, g]) => Number(a === g))])
  }),
  request('no JSON', fc.constantFrom('', '{', '[', '"'), async (service, body) => {
    const [status] = await post(service, '/slime', body)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  }),
  request('too much', fc.constant(20_000), async (service, length) => {
    const [status] = await post(service, '/slime', JSON.stringify({ response: 'x'.repeat(length) }))
    expect(status).toBe(413)
  }),
  request('no such route', fc.constantFrom('/nowhere', '/slime/x'), async (service, path) => {
    expect((await post(service, path, '{}'))[0]).toBe(404)
  }),
  request('health', fc.constant(null), async (service) => {
    expect((await fetch(`${service.url}/health`)).status).toBe(200)
  }),
  fc.constant(
    command<RewardService>('close', async (model, service) => {
      await service.close()
      model.isClosed = true
    }),
  ),
]

it('any sequence of requests to a service', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(serviceCommands, { maxCommands: 25, size: 'max' }), async (commands) => {
      const started = await serve({ port: 0, token: false, workers: 0, limits: { bodyBytes: 10_000 } })
      if (isLeft(started)) throw new Error(JSON.stringify(started.left))
      const real = started.right
      try {
        await fc.asyncModelRun(() => ({ model: { isClosed: false, deaths: 0 }, real }), commands)
      } finally {
        await real.close()
      }
    }),
    { seed, numRuns: 5, endOnFailure: true },
  )
})
