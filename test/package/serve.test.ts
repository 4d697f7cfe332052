import { once } from 'node:events'
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Finished, finished, root, start } from './files/run.js'

const TOKEN = 'a-token-for-tests'
const RECORD = JSON.stringify({ taskType: 'precise-retrieval', gold: '750 pounds' })
const RIGHT = '<think>\nThe will says so.\n</think>\n750 pounds'

interface Running {
  readonly url: string
  readonly port: number
  readonly log: () => string
  readonly stop: () => Promise<Finished>
}

/** Starts `golongrl serve` on a free port and waits until it listens. */
async function startService(...flags: string[]): Promise<Running> {
  const child = start(['serve', '--port', '0', '--workers', '2', ...flags], {
    env: { GOLONGRL_TOKEN: TOKEN },
  })
  let log = ''
  child.stdout!.on('data', (text) => (log += text))
  const end = finished(child)
  const [first] = await Promise.race([
    once(child.stdout!, 'data'),
    end.then((result) => [JSON.stringify(result)]),
  ])
  const { url } = JSON.parse(String(first))
  return {
    url,
    port: Number(new URL(url).port),
    log: () => log,
    stop: () => {
      child.kill('SIGTERM')
      return end
    },
  }
}

let service: Running
beforeAll(async () => {
  service = await startService(
    ...['--records', `${root}test/golden/rollouts/prompts.jsonl`],
    ...['--max-body', '1000000', '--max-response', '100000', '--max-requests', '32', '--max-batch', '64'],
  )
})
afterAll(async () => {
  await service.stop()
})

interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

const ask = async (path: string, body: unknown) => JSON.parse((await post(path, body)).text)

/** A service of this process with one worker, whose verifier ends for every answer but `loop`. */
async function serveOddLengths() {
  const { serve } = (await import(`${root}dist/node/index.js`)) as typeof import('../../src/node/index.js')
  const served = await serve({
    ...{ port: 0, workers: 1, token: false, closeTimeout: 300 },
    taskOptionsModule: `${root}test/package/files/task-options.mjs`,
  })
  if (isLeft(served)) throw new Error(served.left.join())
  const { url, close } = served.right
  const ask = (answer: string) => {
    const body = { response: `</think>${answer}`, record: { taskType: 'odd-length', gold: null } }
    return fetch(`${url}/v1/score`, { method: 'POST', body: JSON.stringify(body) })
  }
  return { url, close, ask }
}

describe('slime and miles: remote_rm', () => {
  // What `session.post(url, json=payload)` sends: separators of Python's json, non-ASCII escaped.
  const request = (label: string) =>
    `{"prompt": "How much?", "response": ${JSON.stringify(RIGHT)}, "label": ${label}}`

  it('answers with the bare float', async () => {
    const { status, text, headers } = await post('/slime', request(JSON.stringify(RECORD)))
    expect([status, text, headers.get('content-type')]).toEqual([200, '1.0', 'application/json'])
  })

  it('takes a chat list as the prompt and a prompt id as the label', async () => {
    const prompt = [{ role: 'user', content: 'How much?' }]
    const byId = { prompt, response: RIGHT, label: 'precise-retrieval/pr1-speckled-will' }
    expect((await post('/slime', byId)).text).toBe('1.0')
  })

  it('answers with an object for --reward-key score', async () => {
    const { text } = await post('/slime?reply=object', request(JSON.stringify(RECORD)))
    expect(text).toBe(
      '{"score":1.0,"acc":1,"undecided":0,"reason":"correct","task_type":"precise-retrieval"}',
    )
  })

  it('refuses a label that stands for nothing', async () => {
    const { status, text } = await post('/slime', request('null'))
    expect(status).toBe(422)
    expect(JSON.parse(text).error).toMatch(/^BadRecord: label must be a record .* but is null\.$/u)
  })
})

describe('OpenRLHF: remote_url', () => {
  const query = `<|im_start|>user\nHow much?<|im_end|>\n<|im_start|>assistant\n${RIGHT}<|im_end|>`
  const prompt = '<|im_start|>user\nHow much?<|im_end|>\n<|im_start|>assistant\n'

  it('takes the prompt off the query, and the special tokens off its end', async () => {
    const { text } = await post('/get_reward', { query: [query], prompts: [prompt], labels: [RECORD] })
    expect(text).toBe(
      '{"rewards":[1.0],"scores":[1.0],"extra_logs":{"correct":1.0,"partial":0.0,"wrong":0.0,"no_answer":0.0,"bad_format":0.0,"undecided":0.0}}',
    )
  })

  it('takes a start token that only the query has', async () => {
    const { rewards } = await ask('/get_reward', {
      query: [`<s>${prompt}${RIGHT}</s>\n`],
      prompts: [prompt],
      labels: [RECORD],
    })
    expect(rewards).toEqual([1])
  })

  it('answers empty lists, which all servers but the first are sent', async () => {
    const { status, text } = await post('/get_reward', { query: [], prompts: [], labels: [] })
    expect([status, text]).toEqual([200, '{"rewards":[],"scores":[],"extra_logs":{}}'])
  })

  it.each([
    [{ query: ['a'], prompts: ['b'], labels: [RECORD] }, 'query[0]'],
    [{ query: ['a'], prompts: [], labels: [RECORD] }, 'prompts'],
    [{ query: 'a', prompts: ['a'], labels: [RECORD] }, 'query'],
    [{ query: ['a'], prompts: ['a'], labels: [{}] }, 'labels[0]'],
  ])('refuses %j', async (body, argument) => {
    const { status, text } = await post('/get_reward', body)
    expect(status).toBe(422)
    expect(JSON.parse(text).error).toContain(`BadRecord: ${argument}`)
  })
})

describe('NeMo-Gym', () => {
  const message = (text: string) =>
    `{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","annotations":[],"text":${JSON.stringify(text)}}]}`
  const request = (output: string, row: string) =>
    `{"responses_create_params":{"input":[{"role":"user","content":"Q?"}],"temperature":1.0},"response":{"id":"resp_1","created_at":0.0,"model":"m","object":"response","parallel_tool_calls":true,"tool_choice":"auto","tools":[],"output":[${output}]},${row}}`

  it('opens a session', async () => {
    const { status, text, headers } = await post('/seed_session', { any: 'row' })
    expect([status, text]).toEqual([200, '{}'])
    expect(headers.get('set-cookie')).toMatch(/^session=/u)
  })

  it('echoes the request to the byte and adds the reward', async () => {
    const body = request(message(RIGHT), `"big":12345678901234567890,"label":${JSON.stringify(RECORD)}`)
    const { text } = await post('/verify', body)
    expect(text).toBe(
      `${body.slice(0, -1)},"reward":1.0,"reward_components":{"task":1.0,"format":1.0},"task":1.0,"format":1.0,"extracted_answer":"750 pounds","reason":"correct"}`,
    )
  })

  it('replaces a reward that the row brought along', async () => {
    const { text } = await post(
      '/verify',
      request(message('<think>never closed'), `"reward":0.3,"label":${JSON.stringify(RECORD)}`),
    )
    expect(text.match(/"reward":/gu)).toHaveLength(1)
    expect(JSON.parse(text)).toMatchObject({ reward: 0 })
  })

  it('puts split-off reasoning back as a think block', async () => {
    const reasoning =
      '{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"It says so."}]}'
    const body = request(
      `${reasoning},${message('750 pounds')}`,
      '"prompt_id":"precise-retrieval/pr1-speckled-will"',
    )
    expect(await ask('/verify', body)).toMatchObject({ reward: 1 })
  })

  it('takes a row that is a record', async () => {
    const asRecord = request(message(RIGHT), RECORD.slice(1, -1))
    expect(await ask('/verify', asRecord)).toMatchObject({ reward: 1 })
  })

  it('refuses a request without output', async () => {
    expect((await post('/verify', { response: {} })).status).toBe(422)
  })
})

describe('/v1', () => {
  it('scores one response, with an explanation when asked', async () => {
    const { verdict, scoringVersion } = await ask('/v1/score', {
      record: JSON.parse(RECORD),
      response: RIGHT,
      explain: true,
    })
    expect(scoringVersion).toBeGreaterThan(0)
    expect(verdict).toMatchObject({ reward: 1, reason: 'correct', explanation: { extracted: '750 pounds' } })
  })

  it('scores a batch in order; a wrong record is an error in its place', async () => {
    const { results } = await ask('/v1/batch', {
      records: { shared: JSON.parse(RECORD) },
      rollouts: [
        { promptId: 'shared', response: RIGHT },
        { promptId: 'nobody', response: RIGHT },
        { record: { taskType: 'precise-retrieval', gold: '' }, response: RIGHT },
        { promptId: 'shared', response: '</think>no' },
      ],
    })
    expect(results.map(({ verdict }: { verdict: { reward: number } | null }) => verdict?.reward)).toEqual([
      1,
      undefined,
      undefined,
      0,
    ])
    expect(results[2].error).toContain('record.gold')
  })

  it('a step: verdicts, filter, shaped rewards and advantages in one request', async () => {
    const record = JSON.parse(RECORD)
    const rollouts = [RIGHT, 'no', RIGHT].map((response) => ({ record, promptId: 'p', response, length: 10 }))
    const body = { rollouts, estimator: 'grpo', filter: 'informative', shape: { scale: 2 } }
    const reply = await ask('/v1/step', body)
    expect(reply.results.map((result: { verdict: { reward: number } }) => result.verdict.reward)).toEqual([
      1, 0, 1,
    ])
    expect(reply).toMatchObject({ shaped: [2, 0, 2], valid: [1, 1, 1], groups: { informative: 1 } })
    expect(reply.advantages[0]).toBeCloseTo(1 / Math.sqrt(3), 5)
    const { status, text } = await post('/v1/step', { rollouts: [], shap: {} })
    expect([status, text]).toEqual([422, expect.stringContaining('did you mean options.shape?')])
  })

  it('computes advantages', async () => {
    const batch = { rewards: [1, 0, 0, 1], promptIds: ['a', 'a', 'a', 'b'], estimator: 'rloo' }
    const { advantages } = await ask('/v1/advantages', batch)
    // Leave-one-out means: 0, 1/2, 1/2.
    expect(advantages.slice(0, 3)).toEqual([1, -0.5, -0.5])
    const { promptIds: _, ...rest } = batch
    for (const known of [{ offsets: [0, 3, 4] }, { promptIndices: [2, 2, 2, 0], taskIndices: [1, 1, 1, 0] }])
      expect((await ask('/v1/advantages', { ...rest, ...known })).advantages).toEqual(advantages)
    const pairs = { ...rest, groupSize: 2, taskTypes: ['f1', 'em'] }
    expect((await ask('/v1/advantages', pairs)).advantages).toEqual([1, -1, -1, 1])
    const both = await post('/v1/advantages', { ...batch, groupSize: 2 })
    expect(JSON.parse(both.text).error).toContain('BadBatch: groupSize must be left out')
    const { status, text } = await post('/v1/advantages', { ...batch, promptIds: ['a'] })
    expect(status).toBe(422)
    expect(JSON.parse(text).error).toContain('BadBatch: promptIds')
  })

  it('describes itself: every path of the OpenAPI document is there', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    const document = (await (await fetch(`${service.url}/openapi.json`, { headers })).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        const body = method === 'post' ? { body: '{}' } : {}
        const { status } = await fetch(service.url + path, { method: method.toUpperCase(), headers, ...body })
        expect([path, status]).not.toEqual([path, 404])
      }
    }
  })
})

describe('at the door', () => {
  it('wants the token, as bearer or as the password in the URL', async () => {
    const body = { prompt: '', response: RIGHT, label: RECORD }
    expect((await post('/slime', body, { authorization: '' })).status).toBe(401)
    expect((await post('/slime', body, { authorization: 'Bearer wrong' })).status).toBe(401)
    const basic = `Basic ${Buffer.from(`anyone:${TOKEN}`).toString('base64')}`
    expect((await post('/slime', body, { authorization: basic })).text).toBe('1.0')
    expect((await fetch(`${service.url}/health`)).status).toBe(200)
    expect((await fetch(`${service.url}/ready`)).status).not.toBe(401)
    expect((await fetch(`${service.url}/metrics`)).status).toBe(401)
  })

  it.each([
    ['no JSON', '{"response":', 400],
    ['no object', '[1, 2]', 400],
    ['nothing', '', 400],
    ['a response that is no text', '{"response": 7}', 422],
    ['a body over the limit', JSON.stringify({ response: 'x'.repeat(1_000_001) }), 413],
    [
      'a response over the limit',
      JSON.stringify({ response: 'x'.repeat(100_001), record: JSON.parse(RECORD) }),
      413,
    ],
    ['a batch over the limit', JSON.stringify({ rollouts: Array.from({ length: 65 }, () => ({})) }), 422],
  ])('refuses %s with one sentence', async (_, body, status) => {
    const path = body.startsWith('{"rollouts') ? '/v1/batch' : '/v1/score'
    const reply = await post(path, body)
    expect(reply.status).toBe(status)
    expect(JSON.parse(reply.text).error).toMatch(/^[^\n]+\.$/u)
  })

  it.each([
    ['another method', 'PUT', '/v1/score', 405],
    ['an unknown path', 'POST', '/v2/score', 404],
  ])('refuses %s', async (_, method, path, status) => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    const reply = await fetch(service.url + path, { method, headers, body: '{}' })
    expect([reply.status, typeof ((await reply.json()) as { error: string }).error]).toEqual([
      status,
      'string',
    ])
  })

  it.each([
    ['a body that is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['the same in a large body', Buffer.concat([Buffer.alloc(100_000, ' '), Buffer.from([0xff])]), 400],
    ['nesting 10,000 deep', `{"label":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 422],
    ['a record nested 10,000 deep', `{"response":"","label":"${'['.repeat(10_000)}"}`, 422],
    ['a list of 65 queries', JSON.stringify({ query: Array(65).fill(''), prompts: [], labels: [] }), 422],
    ['65 rewards', JSON.stringify({ rewards: Array(65).fill(0), promptIds: Array(65).fill(0) }), 422],
    ['rewards of an id beyond 2^53', '{"rewards":[1],"promptIds":[9007199254740993]}', 422],
    ['an option of the estimator beside it', '{"rewards":[1],"promptIds":[1],"alpha":1}', 422],
  ])('refuses %s', async (what, body, status) => {
    const path = what.includes('queries')
      ? '/get_reward'
      : /reward|estimator/u.test(what)
        ? '/v1/advantages'
        : '/slime'
    const reply = await fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: body as RequestInit['body'] & {},
    })
    const { error } = (await reply.json()) as { error: string }
    expect([what, reply.status]).toEqual([what, status])
    if (what.includes('estimator')) expect(error).toContain('did you mean options.estimator.alpha?')
  })

  /** What the service writes back to these bytes, until it has written `until` or closes the connection. */
  const raw = (bytes: string, until?: string): Promise<string> =>
    new Promise((resolve) => {
      let text = ''
      const socket = connect(service.port, '127.0.0.1', () => socket.write(bytes))
      socket.on('error', () => {}).on('close', () => resolve(text))
      socket.setEncoding('utf8').on('data', (part) => {
        text += part
        if (until !== undefined && text.includes(until)) socket.destroy()
      })
    })
  const OWN = `host: localhost\r\nauthorization: Bearer ${TOKEN}\r\n`
  const SCORED = JSON.stringify({ response: RIGHT, label: RECORD })
  const CHUNKED = `transfer-encoding: chunked\r\n\r\n${SCORED.length.toString(16)}\r\n${SCORED}\r\n0\r\n\r\n`

  it.each([
    ['the whole address', `GET http://localhost:1/health HTTP/1.1\r\n${OWN}\r\n`, '{"status":"ok"}'],
    ['chunks', `POST /slime HTTP/1.1\r\n${OWN}${CHUNKED}`, '1.0'],
    [
      'the body once it is asked for',
      `POST /slime HTTP/1.1\r\n${OWN}expect: 100-continue\r\n${CHUNKED}`,
      '100 Continue',
    ],
    [
      'three requests at once',
      `GET /health HTTP/1.1\r\n${OWN}\r\nPOST /slime HTTP/1.1\r\n${OWN}${CHUNKED}GET /openapi.json HTTP/1.1\r\n${OWN}\r\n`,
      '"openapi"',
    ],
  ])('takes %s', async (_, bytes, reply) => {
    const text = await raw(bytes, reply)
    expect(text).toMatch(/^HTTP\/1\.1 (?:200|100) /u)
    expect(text).toContain(reply)
  })

  it.each([
    ['no Host', 'GET /metrics HTTP/1.1\r\n\r\n', 400],
    ['an unknown expectation', `GET /metrics HTTP/1.1\r\n${OWN}expect: wonders\r\n\r\n`, 417],
    ['two lengths', `POST /slime HTTP/1.1\r\n${OWN}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`, 400],
    ['a chunk of no length', `POST /slime HTTP/1.1\r\n${OWN}transfer-encoding: chunked\r\n\r\nZ\r\n`, 400],
    ['a header of 20,000 characters', `GET /health HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['a body of a gigabyte', `POST /slime HTTP/1.1\r\n${OWN}content-length: 1000000000\r\n\r\n{`, 413],
    [
      'chunks without end',
      `POST /slime HTTP/1.1\r\n${OWN}transfer-encoding: chunked\r\n\r\n${`f4240\r\n${'x'.repeat(1e6)}\r\n`.repeat(2)}`,
      413,
    ],
    [
      'a body of a gigabyte that waits to be asked for, without a token',
      'POST /slime HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-length: 1000000000\r\n\r\n',
      401,
    ],
    [
      'a large body where none belongs',
      `GET /openapi.json HTTP/1.1\r\n${OWN}content-length: 900000\r\n\r\n{`,
      200,
    ],
  ])('answers %s, and closes the connection where more would come', async (what, bytes, status) => {
    const text = await raw(bytes, what === 'no Host' || what.includes('expectation') ? '}' : undefined)
    expect([what, text.slice(9, 12)]).toEqual([what, String(status)])
    const body = JSON.parse(text.slice(text.indexOf('\r\n\r\n')))
    if (status !== 200) expect(body.error).toMatch(/^[^\n]+\.$/u)
  })

  it('takes no slot for a body that is not in: others are served while 64 bodies stall', async () => {
    const sockets: Socket[] = []
    for (let i = 0; i < 64; i++) {
      const socket = connect(service.port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      const head = `POST /slime HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n`
      socket.write(`${head}content-length: 900000\r\n\r\n{"response":"${'x'.repeat(i * 1000)}`)
      sockets.push(socket)
    }
    for (let i = 0; i < 10; i++)
      expect((await post('/slime', { response: RIGHT, label: RECORD })).text).toBe('1.0')
    expect((await fetch(`${service.url}/ready`)).status).toBe(200)
    for (const socket of sockets) socket.destroy()
  })

  it('answers 503 to more requests than it takes on, and serves on', async () => {
    const rollouts = Array.from({ length: 64 }, () => ({ record: JSON.parse(RECORD), response: RIGHT }))
    const replies = await Promise.all(Array.from({ length: 200 }, () => post('/v1/batch', { rollouts })))
    const statuses = new Set(replies.map(({ status }) => status))
    for (const status of statuses) expect([200, 503]).toContain(status)
    const busy = replies.find(({ status }) => status === 503)
    if (busy !== undefined) expect(busy.headers.get('retry-after')).toBe('1')
    expect((await post('/slime', { response: RIGHT, label: RECORD })).text).toBe('1.0')
  })

  it('outlives clients that hang up in the middle, and clients that never finish', async () => {
    const sockets: Socket[] = []
    for (let i = 0; i < 50; i++) {
      const socket = connect(service.port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(
        `POST /v1/score HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 1000\r\n\r\n{"resp`,
      )
      if (i % 2 === 0) socket.destroy()
      else sockets.push(socket)
    }
    expect((await post('/slime', { response: RIGHT, label: RECORD })).text).toBe('1.0')
    for (const socket of sockets) socket.destroy()
    expect((await post('/slime', { response: RIGHT, label: RECORD })).text).toBe('1.0')
  })

  it('logs once that most responses of a task type fail the gate', async () => {
    const rollouts = Array(40).fill({
      record: { taskType: 'graded-ranking', gold: ['a'] },
      response: '<think>',
    })
    await ask('/v1/batch', { rollouts })
    await expect
      .poll(service.log)
      .toContain('"message":"notice","notice":"graded-ranking: 32 of 32 responses fail')
  })

  it('counts, and logs no texts', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    const metrics = await (await fetch(`${service.url}/metrics`, { headers })).text()
    expect(metrics).toMatch(/golongrl_requests_total\{route="\/slime",status="200"\} \d+/u)
    expect(metrics).toMatch(/golongrl_verdicts_total\{task_type="precise-retrieval",reason="correct"\} \d+/u)
    expect(service.log()).toContain('"route":"/slime","status":200')
    expect(service.log()).not.toContain('750 pounds')
    expect(service.log()).not.toContain(TOKEN)
  })
})

describe('golongrl serve', () => {
  it.each([
    ['an empty token', ''],
    ['a token with a space', 'a b'],
    ['a token beyond ASCII', 'schlüssel'],
    ['a token with a colon', 'a:b'],
  ])('does not start with %s', async (_, token) => {
    const { code, stderr } = await finished(start(['serve', '--port', '0', '--token', token]))
    expect([code, stderr.startsWith('The token must be')]).toEqual([2, true])
  })

  it('answers to its own names only, on the loopback address and without a token', async () => {
    const own = await startService('--no-token', '--allow-host', 'rewards.test')
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        get({ port: own.port, path: '/metrics', headers: { host } }, (reply) => {
          reply.resume().once('end', () => resolve(reply.statusCode))
        }).once('error', reject)
      })
    for (const host of ['localhost', `127.0.0.1:${own.port}`, '[::1]:80', 'LOCALHOST:1', 'rewards.test'])
      expect([host, await statusFor(host)]).toEqual([host, 200])
    for (const host of ['evil.example', 'localhost.evil.example', `evil.example:${own.port}`])
      expect([host, await statusFor(host)]).toEqual([host, 403])
    await own.stop()
  })

  it('is not ready before its workers are, and closes in its time under an endless verifier', async () => {
    const { url, close, ask } = await serveOddLengths()
    const status = async () => (await fetch(`${url}/ready`)).status
    expect(await status()).toBe(503)
    while ((await status()) !== 200) await new Promise((resolve) => setTimeout(resolve, 20))
    const endless = ask('loop')
    await new Promise((resolve) => setTimeout(resolve, 300))
    const other = await ask('a')
    expect(await other.json()).toMatchObject({ verdict: { reward: 1 } })
    await close()
    expect((await endless).status).toBe(503)
  })

  it('takes back the requests that wait behind an endless one, and answers them elsewhere', async () => {
    const { url, close, ask } = await serveOddLengths()
    while ((await fetch(`${url}/ready`)).status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 20))
    // Connections that are open already: their requests arrive together.
    await Promise.all(Array.from({ length: 16 }, () => ask('a')))
    const answers = ['a', 'bb', 'loop', ...Array.from({ length: 13 }, (_, i) => 'c'.repeat(i + 1))]
    let endlessIsOver = false
    const replies = answers.map(async (answer) => {
      const { status } = await ask(answer)
      endlessIsOver ||= answer === 'loop'
      return status
    })
    const others = replies.filter((_, i) => answers[i] !== 'loop')
    expect(await Promise.all(others)).toEqual(others.map(() => 200))
    expect(endlessIsOver).toBe(false)
    await close()
    expect(await replies[2]).toBe(503)
  })

  it('makes a token of its own, and nobody gets in without it', async () => {
    const child = start(['serve', '--port', '0'], { env: { GOLONGRL_TOKEN: '' } })
    const end = finished(child)
    const { url, token } = JSON.parse(String((await once(child.stdout!, 'data'))[0]))
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u)
    // Whoever reads the log may stop; the service goes on.
    child.stdout!.destroy()
    const body = JSON.stringify({ response: RIGHT, label: RECORD })
    for (let i = 0; i < 20; i++)
      expect((await fetch(`${url}/slime`, { method: 'POST', body })).status).toBe(401)
    const headers = { authorization: `Bearer ${token}` }
    expect(await (await fetch(`${url}/slime`, { method: 'POST', body, headers })).text()).toBe('1.0')
    child.kill('SIGTERM')
    expect(await end).toMatchObject({ code: 0 })
  })

  it('takes bare golds for labels when it knows their task type', async () => {
    const own = await startService('--no-token', '--label-task', 'graded-ranking')
    const ask = async (path: string, body: unknown) =>
      await (await fetch(own.url + path, { method: 'POST', body: JSON.stringify(body) })).text()
    const response = '</think>[Answer]\na\nb'
    expect(await ask('/slime', { response, label: '["a", "b"]' })).toBe('1.0')
    expect(await ask('/slime', { response, label: RECORD })).toBe('0.0')
    const output = [{ type: 'message', content: [{ type: 'output_text', text: response }] }]
    expect(await ask('/verify', { response: { output }, expected_answer: ['a', 'b'] })).toContain(
      '"reward":1.0',
    )
    expect(await ask('/v1/score', { response, promptId: 'a' })).toContain('BadRecord: promptId')
    await own.stop()
  })

  /** Until the service has as many requests for batches, at work or answered. */
  async function arrived(url: string, count: number): Promise<void> {
    for (;;) {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      const numbers = (name: RegExp) => [...metrics.matchAll(name)].map((match) => Number(match[1]))
      const counted = [
        ...numbers(/^golongrl_requests_in_flight (\d+)$/gm),
        ...numbers(/^golongrl_requests_total\{route="\/v1\/batch".*\} (\d+)$/gm),
      ]
      // The request for metrics is at work, too.
      if (counted.reduce((sum, value) => sum + value, -1) >= count) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  it('answers what is in flight before it ends', async () => {
    const own = await startService('--no-token', '--quiet')
    const rollouts = Array.from({ length: 4000 }, () => ({ record: JSON.parse(RECORD), response: RIGHT }))
    const requests = Array.from({ length: 4 }, async () => {
      const response = await fetch(`${own.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({ rollouts }),
      })
      return ((await response.json()) as { results: unknown[] }).results.length
    })
    await arrived(own.url, requests.length)
    const ended = own.stop()
    expect(await Promise.all(requests)).toEqual([4000, 4000, 4000, 4000])
    expect(await ended).toMatchObject({ code: 0 })
    await expect(fetch(`${own.url}/health`)).rejects.toThrow()
  })

  it('does not start on wrong records, on a port that is taken, or without knowing the task of its labels', async () => {
    const wrong = start(['serve', '--port', '0', '--records', `${root}package.json`])
    expect(await finished(wrong)).toMatchObject({ code: 2 })
    const taken = start(['serve', '--port', String(service.port)])
    expect((await finished(taken)).stderr).toContain('EADDRINUSE')
    const unknown = start(['serve', '--port', '0', '--label-task', 'telepathy'])
    expect(await finished(unknown)).toMatchObject({ code: 2 })
  })
})
