import { timingSafeEqual } from 'node:crypto'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import { some } from 'hono/combine'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import { describeError, type GolongrlError, type Verdict } from '../../index.js'
import { parseObject } from '../files/parse-object.js'
import type { ScoringError } from '../score-chunk.js'
import type { Rollout, Scorer } from '../scorer.js'
import { coalesce } from './coalesce.js'
import type { RecordSources } from './find-record.js'
import { openApiDocument } from './openapi.js'
import { advantagesReply, readBatch, readRollout, replyBatch, replyVerdict } from './protocols/native.js'
import { readNemoGym, replyNemoGym } from './protocols/nemo-gym.js'
import { readOpenRlhf, replyOpenRlhf } from './protocols/openrlhf.js'
import { readSlime, replySlime } from './protocols/slime.js'
import type { RequestReport, Telemetry } from './telemetry.js'

/** How much a service takes on. */
export interface ServiceLimits {
  /** Bytes of a request's body. Default 33554432 (32 MiB). */
  readonly bodyBytes?: number
  /** UTF-16 units of one response. Default 4194304. */
  readonly responseLength?: number
  /** Rollouts of one batch. Default 8192. */
  readonly batchRollouts?: number
  /** Requests in flight; more are answered with 503 and `Retry-After`. Default 256. */
  readonly requests?: number
}

export interface AppParts {
  readonly scorer: Scorer
  readonly sources: RecordSources
  readonly telemetry: Telemetry
  readonly limits: Required<ServiceLimits>
  /** undefined: anyone who reaches the port may ask. */
  readonly token: string | undefined
  /** False once the service is on its way down. */
  readonly isReady: () => boolean
  readonly log: (report: RequestReport, texts?: { readonly request: string; readonly reply: string }) => void
  /** Whether the log is given the texts. */
  readonly logTexts: boolean
}

/** The routes of the reward service. One handler a protocol; what they share stands around them. */
export function createApp(parts: AppParts): Hono {
  const { scorer, sources, telemetry, limits, token, isReady } = parts
  const scoreTogether = coalesce(scorer)
  const app = new Hono()

  app.use(reporting(parts))
  app.get('/health', (c) => c.json({ status: 'ok' }))
  app.get('/ready', (c) => (isReady() ? c.json({ status: 'ready' }) : c.json({ status: 'closing' }, 503)))

  if (token !== undefined) app.use(authorized(token))
  app.use(concurrencyLimit(limits.requests))
  app.use(
    bodyLimit({
      maxSize: limits.bodyBytes,
      onError: (c) => {
        // The rest of the body is not read, so the connection cannot be used again.
        c.header('connection', 'close')
        return refuse(c, 413, tooLong('body', limits.bodyBytes, 'bytes'))
      },
    }),
  )

  app.get('/metrics', async (c) =>
    c.body(await telemetry.exposition(), 200, { 'content-type': telemetry.contentType }),
  )
  app.get('/openapi.json', (c) => c.json(openApiDocument))

  app.post('/slime', async (c) => {
    const rollout = readSlime(await bodyOf(c), sources)
    if (isLeft(rollout)) return refuse(c, 422, describeError(rollout.left))
    return answer(c, await score([rollout.right]), ([verdict]) =>
      replySlime(verdict!, c.req.query('reply') === 'object'),
    )
  })

  app.post('/get_reward', async (c) => {
    const rollouts = readOpenRlhf(await bodyOf(c), sources)
    if (isLeft(rollouts)) return refuse(c, 422, describeError(rollouts.left))
    return answer(c, await score(rollouts.right), replyOpenRlhf)
  })

  app.post('/seed_session', async (c) => {
    await bodyOf(c)
    c.header('set-cookie', `session=${crypto.randomUUID()}; Path=/; HttpOnly; SameSite=Lax`)
    return reply(c, '{}')
  })

  app.post('/verify', async (c) => {
    const request = await textOf(c)
    const body = parse(request)
    const rollout = readNemoGym(body, sources)
    if (isLeft(rollout)) return refuse(c, 422, describeError(rollout.left))
    return answer(c, await score([rollout.right], true), ([verdict]) => replyNemoGym(request, body, verdict!))
  })

  app.post('/v1/score', async (c) => {
    const body = await bodyOf(c)
    const rollout = readRollout(body, sources)
    if (isLeft(rollout)) return refuse(c, 422, describeError(rollout.left))
    return answer(c, await score([rollout.right], body.explain === true), ([verdict]) =>
      replyVerdict(verdict!),
    )
  })

  app.post('/v1/batch', async (c) => {
    const body = await bodyOf(c)
    const rollouts = readBatch(body, sources, limits.batchRollouts)
    if (isLeft(rollouts)) return refuse(c, 422, describeError(rollouts.left))
    const readable = rollouts.right.flatMap((rollout) => (isLeft(rollout) ? [] : [rollout.right]))
    const verdicts = (await score(readable, body.explain === true))[Symbol.iterator]()
    const results = rollouts.right.map((rollout) => (isLeft(rollout) ? rollout : verdicts.next().value!))
    return reply(c, replyBatch(results))
  })

  app.post('/v1/advantages', async (c) => {
    const advantages = advantagesReply(await bodyOf(c))
    return isLeft(advantages) ? refuse(c, 422, describeError(advantages.left)) : reply(c, advantages.right)
  })

  app.notFound((c) =>
    refuse(c, 404, `There is no ${c.req.method} ${c.req.path}; /openapi.json lists what there is.`),
  )
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error.status, error.message)
    if (error instanceof HTTPException) {
      const challenge = error.getResponse().headers.get('www-authenticate')
      if (challenge !== null) c.header('www-authenticate', challenge)
      return refuse(c, error.status, error.status === 401 ? UNAUTHORIZED : error.message)
    }
    return refuse(c, 500, `The service failed: ${error.message}.`)
  })
  return app

  async function score(
    rollouts: readonly Rollout[],
    explain = false,
  ): Promise<readonly Either<ScoringError, Verdict>[]> {
    for (const { response } of rollouts) {
      if (response.length > limits.responseLength) {
        throw new Refusal(413, tooLong('response', limits.responseLength, 'characters'))
      }
    }
    const verdicts = await scoreTogether(rollouts, explain)
    for (const verdict of verdicts) {
      if (isLeft(verdict)) telemetry.notScored()
      else telemetry.verdict(verdict.right)
    }
    return verdicts
  }
}

/** The trainers' protocols have no place for an error: one rollout without a verdict fails the request. */
function answer(
  c: Context,
  verdicts: readonly Either<ScoringError, Verdict>[],
  write: (verdicts: readonly Verdict[]) => string,
): Response {
  const scored: Verdict[] = []
  for (const verdict of verdicts) {
    if (isLeft(verdict)) return refuse(c, statusOf(verdict.left), describeError(verdict.left))
    scored.push(verdict.right)
  }
  return reply(c, write(scored))
}

const statusOf = (error: GolongrlError): 422 | 500 => (error._tag === 'WorkerFailed' ? 500 : 422)

const reply = (c: Context, json: string): Response =>
  c.body(json, 200, { 'content-type': 'application/json' })

type RefusalStatus = 400 | 401 | 404 | 413 | 422 | 500 | 503

/** Every refusal has this shape. */
const refuse = (c: Context, status: number, sentence: string): Response =>
  c.json({ error: sentence }, status as RefusalStatus)

/** Ends the handling of a request from inside it. */
class Refusal extends Error {
  constructor(
    readonly status: RefusalStatus,
    sentence: string,
  ) {
    super(sentence)
  }
}

const tooLong = (argument: string, limit: number, unit: string): string =>
  describeError({ _tag: 'BadRecord', argument, expected: `at most ${limit} ${unit}`, received: 'longer' })

async function textOf(c: Context): Promise<string> {
  try {
    return await c.req.text()
  } catch {
    throw new Refusal(400, 'The body ended before it was complete.')
  }
}

function parse(text: string) {
  const body = parseObject(text, 'body')
  if (isLeft(body)) throw new Refusal(400, describeError(body.left))
  return body.right
}

const bodyOf = async (c: Context) => parse(await textOf(c))

const UNAUTHORIZED =
  'A token is needed: "Authorization: Bearer TOKEN", or http://user:TOKEN@host/… from clients that cannot set headers.'

/** The token as a bearer token, or as the password in the URL. */
const authorized = (token: string): MiddlewareHandler =>
  some(
    bearerAuth({ verifyToken: (given) => isSame(given, token) }),
    basicAuth({ verifyUser: (_user, password) => isSame(password, token) }),
  )

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function concurrencyLimit(most: number): MiddlewareHandler {
  let inFlight = 0
  return async (c, next) => {
    if (inFlight >= most) {
      c.header('retry-after', '1')
      return refuse(c, 503, `The service is busy with ${most} requests; try again.`)
    }
    inFlight++
    try {
      await next()
    } finally {
      inFlight--
    }
  }
}

/** Counts and logs each request, and tells clients of a closing service to open no second request on their connection. */
const reporting =
  ({ telemetry, log, logTexts, isReady }: AppParts): MiddlewareHandler =>
  async (c, next) => {
    const start = performance.now()
    telemetry.requestStarted()
    await next()
    if (!isReady()) c.header('connection', 'close')
    const report = {
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? 'unknown',
      status: c.res.status,
      milliseconds: performance.now() - start,
      bytes: Number(c.req.header('content-length') ?? 0),
    }
    telemetry.requestEnded(report)
    if (logTexts)
      log(report, { request: await c.req.text().catch(() => ''), reply: await c.res.clone().text() })
    else log(report)
  }
