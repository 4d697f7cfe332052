import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Finished, finished, start } from '../../package/files/run.js'
import { LONG } from './random.js'

export interface RunningService {
  readonly url: string
  /** Sends SIGTERM and waits for the end. */
  readonly stop: () => Promise<Finished>
}

/** `golongrl serve` without a token, once it is ready. */
export async function startService(...flags: readonly string[]): Promise<RunningService> {
  const child = start(['serve', '--port', '0', '--no-token', '--quiet', '--workers', '2', ...flags])
  const end = finished(child)
  const [line] = await Promise.race([
    once(child.stdout!, 'data'),
    end.then((result) => [JSON.stringify(result)]),
  ])
  const { url } = JSON.parse(String(line))
  const agent = new Agent()
  while ((await ask(agent, `${url}/ready`)).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return {
    url,
    stop: () => {
      child.kill('SIGTERM')
      return end
    },
  }
}

export interface Reply {
  readonly status: number
  readonly text: string
  readonly milliseconds: number
}

/** One request; a body makes it a POST. Rejects when the connection breaks before the reply is in. */
export const ask = (agent: Agent, url: string, body?: string | Buffer): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const begin = performance.now()
    const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST' }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => {
        // Of long replies the start is enough.
        if (text.length < 1000) text += part
      })
      reply.on('end', () =>
        resolve({ status: reply.statusCode!, text, milliseconds: performance.now() - begin }),
      )
      reply.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** A request as a trainer sends it, and its reply. */
export const HONEST = {
  path: '/slime',
  body: JSON.stringify({
    response: `<think>${'so '.repeat(500)}</think>[Answer]\nS1\nS8`,
    label: JSON.stringify({ taskType: 'exhaustive-retrieval', gold: ['S1', 'S8'] }),
  }),
  reply: '1.0',
}

/**
 * Clients that ask one honest request after another over connections of their own, until they are told to stop.
 *
 * @param pause milliseconds between a reply and the next request; in the short run 10, so that tests beside it get on
 */
export function honestClients(url: string, count: number, pause = LONG ? 0 : 10) {
  const agents = Array.from({ length: count }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  const milliseconds: number[] = []
  const wrong: string[] = []
  let stopped = false
  const done = Promise.all(
    agents.map(async (agent) => {
      while (!stopped) {
        try {
          const reply = await ask(agent, url + HONEST.path, HONEST.body)
          milliseconds.push(reply.milliseconds)
          if (reply.status !== 200 || reply.text !== HONEST.reply) wrong.push(`${reply.status} ${reply.text}`)
          if (pause > 0) await sleep(pause)
        } catch (error) {
          // A service that has gone takes no connection: nothing of ours was in it.
          if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return
          wrong.push(String(error))
        }
      }
    }),
  )
  return {
    stop: async () => {
      stopped = true
      await done
      for (const agent of agents) agent.destroy()
      return { milliseconds, wrong }
    },
    /** Resolves when the service has gone. */
    done,
    result: () => ({ milliseconds, wrong }),
  }
}

const bytes = (text: string) => Buffer.from(text)

const summary = (text: string, reference: string) => ({
  response: `</think>${text}`,
  label: { taskType: 'summarization', gold: [reference] },
})

/** What is answered in full keeps both cores busy: the short run asks for less. */
const ANSWERS = LONG ? 20_000 : 500
const CHARACTERS = LONG ? 1_000_000 : 100_000

/** Requests that take long, or much memory, or that nobody should send, and the status of their replies. */
export const POISON: readonly {
  readonly name: string
  readonly path: string
  readonly status: number
  readonly body: () => Buffer
}[] = [
  {
    name: '33 MB of small objects',
    path: '/v1/score',
    status: 413,
    body: () => bytes(`{"z":[${'{},'.repeat(11_000_000)}{}]}`),
  },
  {
    name: '6 million rewards',
    path: '/v1/advantages',
    status: 422,
    body: () => bytes(`{"rewards":[${'1,'.repeat(6_000_000)}1],"promptIds":[${'1,'.repeat(6_000_000)}1]}`),
  },
  {
    name: '65,536 rewards',
    path: '/v1/advantages',
    status: 200,
    body: () => {
      const rewards = Array.from({ length: 65_536 }, (_, i) => i % 2)
      return bytes(JSON.stringify({ rewards, promptIds: rewards.map((_, i) => i >> 4) }))
    },
  },
  {
    name: `a Chinese summary of ${CHARACTERS.toLocaleString('en')} characters`,
    path: '/slime',
    status: 200,
    body: () =>
      bytes(JSON.stringify(summary('堆积如山的文字'.repeat(CHARACTERS / 7), '堆积如山的文字'.repeat(1000)))),
  },
  {
    name: `a batch of ${ANSWERS.toLocaleString('en')} answers`,
    path: '/v1/batch',
    status: 200,
    body: () =>
      bytes(
        JSON.stringify({
          rollouts: Array.from({ length: ANSWERS }, (_, i) => ({
            response: `</think>\\boxed{\\frac{${i}}{7}+x^2}`,
            record: { taskType: 'numerical-reasoning', gold: `x^2+\\frac{${i}}{7}` },
          })),
        }),
      ),
  },
  {
    name: 'a session of 20 MB',
    path: '/verify',
    status: 200,
    body: () =>
      bytes(
        JSON.stringify({
          responses_create_params: { input: 'word '.repeat(4_000_000) },
          response: { output: [{ type: 'message', content: '</think>a' }] },
          taskType: 'precise-retrieval',
          gold: 'a',
        }),
      ),
  },
  {
    name: 'nesting 10,000,000 deep',
    path: '/verify',
    status: 422,
    body: () => bytes(`{"a":${'['.repeat(10_000_000)}`),
  },
]
