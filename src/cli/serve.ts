import type { Command } from 'commander'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type RequestReport, type RequestTexts, type ServiceLimits, serve } from '../node/index.js'
import { EXIT } from './exit-codes.js'
import { type TaskOptionFlags, taskOptionFlags, taskOptionsOf, wholeNumber } from './task-option-flags.js'
import { type WorkerFlags, workerFlags, workersOf } from './worker-flags.js'

interface ServeFlags extends TaskOptionFlags, WorkerFlags {
  readonly host: string
  readonly port: number
  /** `--no-token` makes it false. */
  readonly token: string | false | undefined
  readonly allowHost?: readonly string[]
  readonly records?: string
  readonly promptId: string
  readonly labelTask?: string
  readonly maxBody?: number
  readonly maxResponse?: number
  readonly maxBatch?: number
  readonly maxRequests?: number
  readonly logTexts: boolean
  readonly quiet: boolean
  readonly stopWithStdin: boolean
}

export const serveCommand = (command: Command): Command =>
  taskOptionFlags(
    workerFlags(command)
      .option('--host <address>', 'address to listen on', '127.0.0.1')
      .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0), 8722)
      .option(
        '--token <token>',
        'what clients must send (default: $GOLONGRL_TOKEN, else a random one, printed)',
      )
      .option('--no-token', 'let everyone in who reaches the port')
      .option('--allow-host <name...>', 'Host names of requests to answer, beside its own')
      .option('--records <file>', 'records that labels name by prompt id')
      .option('--prompt-id <path>', 'where the prompt id stands', 'promptId')
      .option('--label-task <task type>', 'the task type of labels that are bare golds')
      .option('--max-body <bytes>', 'largest request (default: 33554432)', wholeNumber(1))
      .option('--max-response <characters>', 'longest response (default: 1048576)', wholeNumber(1))
      .option(
        '--max-batch <rollouts>',
        'most rollouts or rewards of one request (default: 65536)',
        wholeNumber(1),
      )
      .option('--max-requests <count>', 'most requests at hand (default: 256)', wholeNumber(1))
      .option('--log-texts', 'also log requests and replies in full', false)
      .option('--quiet', 'log no single requests', false)
      .option('--stop-with-stdin', 'end when standard input does: with the program that started it', false),
  ).action(async (flags: ServeFlags) => {
    const service = await serve({
      ...taskOptionsOf(flags),
      host: flags.host,
      port: flags.port,
      token: tokenOf(flags.token),
      allowedHosts: flags.allowHost,
      records: flags.records,
      promptIdPath: flags.promptId,
      labelTask: flags.labelTask,
      ...workersOf(flags),
      limits: limitsOf(flags),
      logTexts: flags.logTexts,
      onNotice: (sentence) => log({ message: 'notice', notice: sentence }),
      log: flags.quiet ? undefined : logRequest,
    })
    if (isLeft(service)) {
      for (const problem of service.left) process.stderr.write(`${problem}\n`)
      process.exitCode = EXIT.cannot
      return
    }
    const { url, token, records, close } = service.right
    // A generated token is printed: there is no other way to learn it.
    const isRandom = token !== undefined && tokenOf(flags.token) === undefined
    log({
      message: 'listening',
      url,
      records,
      ...(isRandom && { token }),
      ...(token === undefined && { open: true }),
    })
    // A service goes on when nobody reads its log any more.
    process.stdout.removeAllListeners('error').on('error', () => {})
    const stop = async (signal: string) => {
      log({ message: 'closing', signal })
      await close()
      log({ message: 'closed' })
      // An open standard input would keep the process alive.
      process.stdin.destroy()
    }
    process.once('SIGTERM', stop).once('SIGINT', stop)
    if (flags.stopWithStdin) process.stdin.resume().once('end', () => stop('end of standard input'))
  })

/** The token asked for; undefined leaves it to the service to make one. */
const tokenOf = (flag: string | false | undefined): string | false | undefined =>
  flag ?? (process.env.GOLONGRL_TOKEN || undefined)

const limitsOf = ({ maxBody, maxResponse, maxBatch, maxRequests }: ServeFlags): ServiceLimits => ({
  ...(maxBody !== undefined && { bodyBytes: maxBody }),
  ...(maxResponse !== undefined && { responseLength: maxResponse }),
  ...(maxBatch !== undefined && { batchRollouts: maxBatch }),
  ...(maxRequests !== undefined && { requests: maxRequests }),
})

const logRequest = (report: RequestReport, texts?: RequestTexts): void =>
  log({
    message: 'request',
    ...report,
    milliseconds: Math.round(report.milliseconds * 1000) / 1000,
    ...texts,
  })

/**
 * One JSON object a line, on standard output. The lines of one turn of the event loop are written together: a call of the
 * system takes longer than all else that is done for a line.
 */
const log = (fields: Readonly<Record<string, unknown>>): void => {
  // Where nobody reads it, the log would fill the memory.
  if (process.stdout.writableLength > MOST_UNREAD) {
    lost++
    return
  }
  if (lines === '') setImmediate(writeLines)
  if (lost > 0) lines += lineOf({ message: 'lost', lines: lost })
  lost = 0
  lines += lineOf(fields)
}

const lineOf = (fields: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`

const MOST_UNREAD = 1 << 24

let lines = ''
/** Lines that were left out since the last one. */
let lost = 0

function writeLines(): void {
  process.stdout.write(lines)
  lines = ''
}

process.once('exit', () => {
  if (lines !== '') writeLines()
})
