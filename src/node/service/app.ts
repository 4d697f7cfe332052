import type { IncomingMessage, ServerResponse } from 'node:http'
import { watchGates } from '../gate-notice.js'
import { POST_ROUTES } from './answer.js'
import { createBodyReader } from './body.js'
import type { Desk } from './desk.js'
import { createDoor, type DoorOptions } from './door.js'
import { openApiDocument } from './openapi.js'
import { joinPieces } from './shared-pieces.js'
import type { RequestReport, Telemetry } from './telemetry.js'
import { createTurns, type Turns } from './turns.js'
import { type Answer, refusal, type SharedBytes, SMALL } from './wire.js'

/** How much a service takes on. */
export interface ServiceLimits {
  /** Bytes of a request's body. Default 33554432 (32 MiB). */
  readonly bodyBytes?: number
  /** UTF-16 units of one response. Default 1048576. */
  readonly responseLength?: number
  /** Rollouts, or rewards, of one request. Default 65536. */
  readonly batchRollouts?: number
  /** Requests whose bodies are in and that are not answered yet; more get 503 and `Retry-After`. Default 256. */
  readonly requests?: number
  /** Milliseconds that the event loop may fall behind, in the mean of a second or two; after that requests get 503 and `Retry-After`. Default 1000. */
  readonly eventLoopDelay?: number
}

/** What a service is doing. It takes requests while it is `ready`, and answers them while it is `closing`. */
export type State = 'starting' | 'ready' | 'overloaded' | 'closing'

export interface AppParts {
  readonly desk: Desk
  readonly telemetry: Telemetry
  readonly limits: Required<ServiceLimits>
  readonly door: DoorOptions
  /** What the service is doing, apart from being overloaded by requests. */
  readonly state: () => State
  readonly log: (report: RequestReport, texts?: { readonly request: string; readonly reply: string }) => void
  /** Is told of each task type most of whose responses fail the think gate. */
  readonly notify: (sentence: string) => void
  /** Whether the log is given the texts. */
  readonly logTexts: boolean
}

/**
 * Handles the requests of the reward service. This thread moves bytes: bodies are parsed, scored and answered at the desk, which
 * leaves what may take long to workers, so that probes are answered at once whatever comes.
 */
export function createApp(parts: AppParts): (request: IncomingMessage, response: ServerResponse) => void {
  const { desk, telemetry, limits, state, log, logTexts } = parts
  const refuseAtDoor = createDoor(parts.door)
  const turns = createTurns()
  const bodies = createBodyReader(limits.bodyBytes, MOST_BODIES_HELD * limits.bodyBytes, turns)
  const openApi = JSON.stringify(openApiDocument)
  const watchGate = watchGates(parts.notify)
  let inFlight = 0
  const currentState = (): State =>
    state() === 'ready' && inFlight >= limits.requests ? 'overloaded' : state()

  /** Replies that need no body, nor a token where they stand before the door. */
  const PROBES: Readonly<Record<string, () => Answer>> = {
    '/health': () => ({ status: 200, body: '{"status":"ok"}' }),
    '/ready': () => {
      const status = currentState()
      return { status: status === 'ready' ? 200 : 503, body: JSON.stringify({ status }) }
    },
  }
  const PAGES: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/metrics': async () => ({
      status: 200,
      body: await telemetry.exposition(),
      headers: { 'content-type': telemetry.contentType },
    }),
    '/openapi.json': () => ({ status: 200, body: openApi }),
  }

  async function answerTo(request: IncomingMessage, response: ServerResponse, path: string, query: string) {
    const isGet = request.method === 'GET' || request.method === 'HEAD'
    if (isGet && Object.hasOwn(PROBES, path)) return { answer: PROBES[path]!() }
    if (request.headers.host === undefined && request.httpVersion === '1.1') return { answer: NO_HOST }
    if (!/^(?:100-continue)?$/iu.test(request.headers.expect ?? '')) return { answer: NO_EXPECTATIONS }
    const refused = refuseAtDoor(request)
    if (refused !== undefined) return { answer: refused }
    if (isGet && Object.hasOwn(PAGES, path)) return { answer: await PAGES[path]!() }
    if (request.method === 'POST' && POST_ROUTES.has(path))
      return await answerPost(request, response, path, query)
    return { answer: noSuchRoute(request.method ?? '', path) }
  }

  async function answerPost(
    request: IncomingMessage,
    response: ServerResponse,
    route: string,
    query: string,
  ) {
    // Until then the client waits with its body: one that is refused need not send it.
    if (request.headers.expect !== undefined && bytesOf(request) <= limits.bodyBytes) response.writeContinue()
    const busy = state() === 'overloaded' ? BUSY('it has fallen behind') : undefined
    const body = await bodies.read(request, busy)
    if ('refusal' in body) return { answer: body.refusal }
    try {
      if (inFlight >= limits.requests) return { answer: BUSY(`it has ${limits.requests} requests at hand`) }
      inFlight++
      try {
        const answer = await desk.answer({ route, query, body: body.content }, () => !response.closed)
        telemetry.scored(answer)
        for (const [taskType, reason, count] of answer.tally ?? []) watchGate(taskType, reason, count)
        return { answer, text: logTexts ? textOf(body.content) : undefined }
      } finally {
        inFlight--
      }
    } finally {
      // What a client does not read of its reply stays in memory, and counts as what it has sent.
      if (response.closed) bodies.release(body.content)
      else response.once('close', () => bodies.release(body.content))
    }
  }

  return (request, response) => {
    const start = performance.now()
    telemetry.requestStarted()
    const [path = '', query = ''] = (request.url ?? '').replace(ORIGIN, '').split('?', 2)
    answerTo(request, response, path, query)
      .catch((error) => ({ answer: refusal(500, `The service failed: ${String(error)}.`) }))
      .then(({ answer, text = '' }: { answer: Answer; text?: string | undefined }) => {
        if (state() === 'closing' || hasMuchToSend(request)) response.setHeader('connection', 'close')
        send(response, answer, turns)
        const isKnown = POST_ROUTES.has(path) || Object.hasOwn(PROBES, path) || Object.hasOwn(PAGES, path)
        const report = {
          method: request.method ?? '',
          route: isKnown ? path : 'unknown',
          status: answer.status,
          milliseconds: performance.now() - start,
          bytes: bytesOf(request),
        }
        telemetry.requestEnded(report)
        if (logTexts) log(report, { request: text, reply: textOf(answer.body) })
        else log(report)
      })
  }

  function noSuchRoute(method: string, path: string): Answer {
    const allow = POST_ROUTES.has(path)
      ? 'POST'
      : Object.hasOwn(PROBES, path) || Object.hasOwn(PAGES, path)
        ? 'GET, HEAD'
        : undefined
    return allow === undefined
      ? refusal(404, `There is no ${path.slice(0, LONGEST_QUOTE)}; /openapi.json lists what there is.`)
      : refusal(405, `${path} takes ${allow}, not ${method}.`, { allow })
  }
}

/** Clients of a proxy name the whole address. */
const ORIGIN = /^https?:\/\/[^/?]{0,300}/iu

/** Whether a large body is still to come, or one without end: on a connection that stays, it would be read and thrown away. */
const hasMuchToSend = (request: IncomingMessage): boolean =>
  !request.complete && (request.headers['transfer-encoding'] !== undefined || bytesOf(request) > SMALL)

/** The length of a body, where it is announced. */
const bytesOf = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0)

/** Large bodies at hand together, in full ones. */
const MOST_BODIES_HELD = 8

const LONGEST_QUOTE = 80

/** Of a client that reads its reply. */
const LONGEST_PAUSE_MS = 30_000

const NO_EXPECTATIONS = refusal(417, 'The service meets no expectation but 100-continue.')

const NO_HOST = refusal(400, 'The request must have a Host header.')

const BUSY = (why: string): Answer =>
  refusal(503, `The service is busy: ${why}; try again.`, { 'retry-after': '1' })

function send(response: ServerResponse, { status, body, headers }: Answer, turns: Turns): void {
  response.setTimeout(LONGEST_PAUSE_MS, () => response.destroy())
  const content = typeof body === 'string' ? body : new Uint8Array(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    // Otherwise Node sends it in chunks, which takes longer on both sides.
    'content-length': Buffer.byteLength(content),
    ...headers,
  })
  if (typeof content === 'string' || content.length <= SMALL) response.end(content)
  else sendInTurns(response, content, turns)
}

/** Block by block: the system takes megabytes at once from one who has them, and everybody else waits meanwhile. */
function sendInTurns(response: ServerResponse, content: Uint8Array, turns: Turns): void {
  let sent = 0
  const next = () => {
    if (response.destroyed) return
    const block = content.subarray(sent, sent + SMALL)
    sent += block.length
    if (sent === content.length) response.end(block)
    else response.write(block)
  }
  response.on('drain', () => turns.wait(next))
  next()
}

function textOf(content: string | SharedArrayBuffer | SharedBytes): string {
  if (typeof content === 'string') return content
  return 'pieces' in content ? joinPieces(content).toString() : Buffer.from(content).toString()
}
