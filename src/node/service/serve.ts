import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { badRecord, describeError, TASK_TYPES, type TaskOptions } from '../../index.js'
import { type RecordProblem, type Records, readRecords } from '../files/records.js'
import { createScorer, type ScorerOptions } from '../scorer.js'
import { loadTaskOptions } from '../task-options.js'
import { createApp, type ServiceLimits } from './app.js'
import { createTelemetry, type RequestReport } from './telemetry.js'

export interface ServeOptions extends ScorerOptions {
  /** Where to listen. Default `127.0.0.1`: this machine only. */
  readonly host?: string
  /** Default 8722; 0 takes a free one. */
  readonly port?: number
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
  /** Milliseconds that requests in flight get when the service closes. Default 30000. */
  readonly closeTimeout?: number
  /** Where each request is reported. Default: nowhere. */
  readonly log?: (report: RequestReport, texts?: RequestTexts) => void
  /** Also report the texts of requests and replies. Default false. */
  readonly logTexts?: boolean
}

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
  /** Takes no new connection, answers everything that is in flight, then ends the workers. */
  readonly close: () => Promise<void>
}

/**
 * Starts the reward service. Stateless: any number of copies can stand behind a load balancer.
 *
 * @returns `Left` with one sentence for each wrong record of `records`; nothing listens then. Rejects when the port is taken or
 * a file cannot be read.
 */
export async function serve(options: ServeOptions = {}): Promise<Either<readonly string[], RewardService>> {
  const { host = '127.0.0.1', port = 8722, limits, closeTimeout = 30_000, log = () => {} } = options
  const token = options.token === false ? undefined : (options.token ?? randomBytes(24).toString('base64url'))
  const taskOptions = await loadTaskOptions(options)
  const { labelTask } = options
  if (labelTask !== undefined && !knownTasks(taskOptions).includes(labelTask)) {
    return left([
      describeError(badRecord('labelTask', `one of ${knownTasks(taskOptions).join(', ')}`, labelTask)),
    ])
  }
  if (labelTask !== undefined && options.records !== undefined) {
    // A mistyped id would be taken for a gold, and score 0 for a whole run.
    return left(['Labels are prompt ids of records or bare golds, not both: give records or labelTask.'])
  }
  const records =
    options.records === undefined
      ? NO_RECORDS
      : await readRecords(options.records, options.promptIdPath ?? 'promptId', taskOptions)
  if (records.problems.length > 0) return left(records.problems.map(describeProblem))
  // Labels are texts, whatever the ids are in the file.
  const idOf = new Map([...records.ids()].map((id) => [String(id), id]))

  let ready = true
  const scorer = createScorer(options)
  const app = createApp({
    scorer,
    sources: { recordOfPrompt: (id) => (idOf.has(id) ? records.get(idOf.get(id)!) : undefined), labelTask },
    telemetry: createTelemetry(scorer.replacedWorkers),
    limits: { ...DEFAULT_LIMITS, ...limits },
    token,
    isReady: () => ready,
    log,
    logTexts: options.logTexts ?? false,
  })
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {
      requestTimeout: options.requestTimeout ?? 30_000,
      headersTimeout: Math.min(10_000, options.requestTimeout ?? 30_000),
      connectionsCheckingInterval: 1000,
      // Longer than any client keeps an idle connection, so that it is never the server that closes one under a request.
      keepAliveTimeout: 75_000,
    },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch(async (error) => {
    await scorer.close()
    throw error
  })

  let closing: Promise<void> | undefined
  const close = async () => {
    ready = false
    // A connection is idle only once its last answer is out, so idle ones are looked for again and again.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    const last = setTimeout(() => server.closeAllConnections(), closeTimeout)
    await new Promise((resolve) => server.close(resolve))
    clearInterval(sweep)
    clearTimeout(last)
    await scorer.close()
  }
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return right({
    url: `http://${name}:${address.port}`,
    token,
    records: idOf.size,
    close: () => (closing ??= close()),
  })
}

const DEFAULT_LIMITS: Required<ServiceLimits> = {
  bodyBytes: 1 << 25,
  responseLength: 1 << 22,
  batchRollouts: 8192,
  requests: 256,
}

const NO_RECORDS: Records = { get: () => undefined, ids: () => [], problems: [], fingerprint: '' }

const knownTasks = ({ customTasks = [] }: TaskOptions): readonly string[] => [
  ...TASK_TYPES,
  ...customTasks.map(({ taskType }) => taskType),
]

const describeProblem = ({ place, error }: RecordProblem): string => `${place}: ${describeError(error)}`
