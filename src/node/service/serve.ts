import { randomBytes } from 'node:crypto'
import { createServer, type Server, STATUS_CODES } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { badOption } from '../../errors.js'
import { describeError, TASK_TYPES, type TaskOptions } from '../../index.js'
import { oneOf } from '../../options/nearest-name.js'
import { joinRows, type OptionRow, type OptionRows } from '../../options/option-row.js'
import { type RecordProblem, type Records, readRecords } from '../files/records.js'
import { shareRecords } from '../files/shared-records.js'
import { SCORER_OPTIONS, type ScorerOptions } from '../scorer.js'
import { findBadSource, mapOf, readTaskOptions } from '../task-options.js'
import { createApp, type ServiceLimits, type State } from './app.js'
import { createDesk } from './desk.js'
import { isLoopback, LOOPBACK_NAMES, tokenProblem } from './door.js'
import { watchEventLoop } from './event-loop.js'
import { createTelemetry, type RequestReport } from './telemetry.js'
import { refusal } from './wire.js'

export interface ServeOptions extends ScorerOptions {
  /** Where to listen. Default `127.0.0.1`: this machine only. */
  readonly host?: string
  /** Default 8722; 0 takes a free one. */
  readonly port?: number
  /**
   * Host names under which the service may be asked, beside its own; any other is refused. Default: with a token, or on an
   * address that other machines reach, all names; otherwise those of this machine for itself.
   */
  readonly allowedHosts?: readonly string[]
  /** What clients must send, as bearer token or as the password of basic authentication. Default: a random one. `false`: none. */
  readonly token?: string | false
  /** File of the records that labels and prompt ids refer to. Default: none; labels carry their records. */
  readonly records?: string
  /** Where a row of `records` has its id. Default `promptId`. */
  readonly promptIdPath?: string
  /** The task type of labels that are bare golds, without `records`. Default: none; a bare gold is refused. */
  readonly labelTask?: string
  readonly limits?: ServiceLimits
  /** Milliseconds a client may take to send a request. Default 30000. */
  readonly requestTimeout?: number
  /** Where each request is reported. Default: nowhere. */
  readonly log?: (report: RequestReport, texts?: RequestTexts) => void
  /**
   * Told when most responses of a task type fail the think gate, which a wrong setting does to all of them: after 32 responses,
   * and again whenever their number has doubled. Default: nowhere.
   */
  readonly onNotice?: (sentence: string) => void
  /** Also report the texts of requests and replies. Default false. */
  readonly logTexts?: boolean
}

const count: OptionRow = { kind: 'number', from: 1, whole: true }
const text: OptionRow = { kind: 'text' }
const callback: OptionRow = {
  kind: 'value',
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
}

const SERVE_OPTIONS: OptionRows<ServeOptions> = joinRows(SCORER_OPTIONS, {
  host: { ...text, default: '127.0.0.1' },
  port: { kind: 'number', from: 0, to: 65_535, whole: true, default: 8722 },
  allowedHosts: { kind: 'list', of: text },
  token: {
    kind: 'value',
    expected: 'a string, or false',
    accepts: (value) => typeof value === 'string' || value === false,
  },
  records: text,
  promptIdPath: { ...text, default: 'promptId' },
  labelTask: text,
  limits: {
    kind: 'object',
    fields: {
      bodyBytes: count,
      responseLength: count,
      batchRollouts: count,
      requests: count,
      eventLoopDelay: { kind: 'number', above: 0 },
    } satisfies OptionRows<ServiceLimits>,
  },
  requestTimeout: count,
  log: callback,
  onNotice: callback,
  logTexts: { kind: 'flag', default: false },
})

export interface RequestTexts {
  readonly request: string
  readonly reply: string
}

export interface RewardService {
  readonly url: string
  /** What clients must send; undefined when nothing is asked for. */
  readonly token: string | undefined
  /** Records at hand. */
  readonly records: number
  /** Takes no new connection, answers everything that is in flight (for up to `closeTimeout`), then ends the workers. */
  readonly close: () => Promise<void>
}

/**
 * Starts the reward service. Stateless: any number of copies can stand behind a load balancer. It listens before its workers
 * have started; until then `/ready` says no, and requests wait.
 *
 * @returns `Left` with one sentence for each option or record that cannot be right; nothing listens then. Rejects when the port
 * is taken or a file cannot be read.
 */
export async function serve(options: ServeOptions = {}): Promise<Either<readonly string[], RewardService>> {
  const { host = '127.0.0.1', port = 8722, closeTimeout = 30_000, workers = availableParallelism() } = options
  const wrong = findBadSource(options, SERVE_OPTIONS)
  if (wrong !== undefined) return left([describeError(wrong)])
  const token = options.token === false ? undefined : (options.token ?? randomBytes(24).toString('base64url'))
  const wrongToken = token === undefined ? undefined : tokenProblem(token)
  if (wrongToken !== undefined) return left([wrongToken])
  const loaded = await readTaskOptions(options)
  if (isLeft(loaded)) return left([describeError(loaded.left)])
  const taskOptions = loaded.right
  const map = mapOf(options)
  const wrongLabels = labelTaskProblem(options, taskOptions)
  if (wrongLabels !== undefined) return left([wrongLabels])
  const records =
    options.records === undefined
      ? NO_RECORDS
      : await readRecords(options.records, options.promptIdPath ?? 'promptId', taskOptions, map)
  if (records.problems.length > 0) return left(records.problems.map(describeProblem))
  // Labels are texts, whatever the ids are in the file.
  const shared = { ...records.shared, ids: records.shared.ids.map(String) }

  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const eventLoop = watchEventLoop()
  let phase: 'starting' | 'ready' | 'closing' = 'starting'
  const state = (): State =>
    phase === 'ready' && eventLoop.delay() > limits.eventLoopDelay ? 'overloaded' : phase
  const { responseLength, batchRollouts } = limits
  const { labelTask } = options
  const desk = createDesk(
    { ...options, workers },
    { records: shared, labelTask, map, responseLength, batchRollouts },
  )
  const ownNames = token === undefined && isLoopback(host) ? LOOPBACK_NAMES : undefined
  const hosts =
    ownNames || options.allowedHosts ? [...(ownNames ?? [host]), ...(options.allowedHosts ?? [])] : undefined
  const app = createApp({
    desk,
    telemetry: createTelemetry(desk.replacedWorkers),
    limits,
    door: { token, hosts },
    state,
    log: options.log ?? (() => {}),
    notify: options.onNotice ?? (() => {}),
    logTexts: options.logTexts ?? false,
  })
  const { requestTimeout = 30_000 } = options
  const server = createServer(
    {
      requestTimeout,
      headersTimeout: Math.min(10_000, requestTimeout),
      connectionsCheckingInterval: Math.min(1000, requestTimeout),
      // Longer than any client keeps an idle connection, so that it is never the server that closes one under a request.
      keepAliveTimeout: 75_000,
      // The app refuses in its own form what has none.
      requireHostHeader: false,
    },
    app,
  )
  server.on('checkContinue', app)
  server.on('checkExpectation', app)
  refuseBadRequests(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch(async (error) => {
    eventLoop.stop()
    await desk.close(0)
    throw error
  })
  void desk.warm().then(() => {
    if (phase === 'starting') phase = 'ready'
  })

  let closing: Promise<void> | undefined
  const close = async () => {
    phase = 'closing'
    await drain(server, closeTimeout, () => desk.close(0))
    await desk.close(0)
    eventLoop.stop()
  }
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return right({
    url: `http://${name}:${address.port}`,
    token,
    records: shared.ids.length,
    close: () => {
      closing ??= close()
      return closing
    },
  })
}

/**
 * Ends a server without losing a request: no new connections; every answer from now on tells its client to open no second
 * request on its connection; one without a request stays open for a moment, as a request may be under way.
 *
 * @param giveUp is called when `milliseconds` have passed, to have what is still at work answered; a second later all
 * connections are closed
 */
async function drain(server: Server, milliseconds: number, giveUp: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // `Server.close` of node:http would close idle connections at once.
    NetServer.prototype.close.call(server, () => resolve())
  })
  const late = setTimeout(() => {
    void giveUp()
    setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref()
  }, milliseconds)
  await Promise.race([closed, sleep(Math.min(IDLE_GRACE_MS, milliseconds))])
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  server.closeIdleConnections()
  await closed
  clearInterval(sweep)
  clearTimeout(late)
}

const IDLE_GRACE_MS = 2000
const LAST_ANSWERS_MS = 1000

/** What is no HTTP, or comes too slowly, is refused in the form of all refusals. */
function refuseBadRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const { status, sentence } = BAD_REQUESTS[error.code ?? ''] ?? BAD_REQUEST
    const body = String(refusal(status, sentence).body)
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      () => socket.destroy(),
    )
  })
}

const BAD_REQUEST = { status: 400, sentence: 'This is no HTTP request.' }

const BAD_REQUESTS: Readonly<Record<string, typeof BAD_REQUEST>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, sentence: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, sentence: 'The headers are too long.' },
}

/** A mistyped id would be taken for a gold, and score 0 for a whole run. */
function labelTaskProblem(
  { labelTask, records }: ServeOptions,
  taskOptions: TaskOptions,
): string | undefined {
  if (labelTask === undefined) return undefined
  const known = knownTasks(taskOptions)
  if (!known.includes(labelTask))
    return describeError(badOption('options.labelTask', oneOf(known, labelTask), labelTask))
  return records === undefined
    ? undefined
    : 'Labels are prompt ids of records or bare golds, not both: give records or labelTask.'
}

const DEFAULT_LIMITS: Required<ServiceLimits> = {
  bodyBytes: 1 << 25,
  responseLength: 1 << 20,
  batchRollouts: 1 << 16,
  requests: 256,
  eventLoopDelay: 1000,
}

const NO_RECORDS: Records = { shared: shareRecords(new Map()), problems: [], fingerprint: '' }

const knownTasks = ({ customTasks = [] }: TaskOptions): readonly string[] => [
  ...TASK_TYPES,
  ...customTasks.map(({ taskType }) => taskType),
]

const describeProblem = ({ place, error }: RecordProblem): string => `${place}: ${describeError(error)}`
