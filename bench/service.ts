/** Services under load: ours and the one of peers/service_peer.py. */
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { LIGHT_METRICS, releasedRecord } from './peers/released-record.js'
import { type TextRollout, textRollouts } from './peers/text-pairs.js'

/** One service under load. */
export interface Load {
  readonly perSecond: number
  /** Milliseconds, by the clock. */
  readonly p50: number
  readonly p99: number
  /** Microseconds of processor time a request, of all threads of the service. */
  readonly processor: number
}

export interface Service {
  readonly name: string
  readonly port: number
  readonly process: ChildProcess
}

const TOKEN = 'bench'

/** Ours: one worker, and one for small requests; its log goes to a file. */
export async function startOurs(log: string, workers = 1): Promise<Service> {
  const port = await freePort()
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const args = ['serve', '--port', String(port), '--token', TOKEN, '--workers', String(workers)]
  const child = spawn(process.execPath, [...execArguments(), main, ...args], {
    stdio: ['ignore', openSync(log, 'w'), 'inherit'],
  })
  return ready({ name: 'golongrl serve', port, process: child }, '/ready')
}

/** For `--cpu-prof` and its like. */
const execArguments = (): readonly string[] =>
  (process.env.BENCH_NODE_ARGUMENTS ?? '').split(' ').filter(Boolean)

/** @param rewardScore the folder of the released functions; without it the twin scores */
export async function startFastApi(python: string, rewardScore: string | undefined): Promise<Service> {
  const port = await freePort()
  const script = fileURLToPath(new URL('peers/service_peer.py', import.meta.url))
  const args = ['-B', script, String(port), ...(rewardScore === undefined ? [] : [rewardScore])]
  const child = spawn(python, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  return ready({ name: 'FastAPI + uvicorn', port, process: child }, '/openapi.json')
}

export const stop = (service: Service): Promise<unknown> =>
  new Promise((resolve) => {
    service.process.once('exit', resolve)
    service.process.kill('SIGTERM')
  })

/** The light metrics in turn; 2,000 characters a response or so. */
export function slimeRequests(): readonly Buffer[] {
  const rollouts = textRollouts()
  const lists = LIGHT_METRICS.map((metric) => rollouts[metric]!.map((rollout) => slimeBody(metric, rollout)))
  return lists[0]!.flatMap((_, i) => lists.map((list) => request('/slime', list[i]!)))
}

const slimeBody = (metric: string, { gold, response }: TextRollout): string =>
  JSON.stringify({ prompt: 'A question.', response, label: JSON.stringify(releasedRecord(metric, gold)) })

/** Requests of `size` rollouts each, their records by prompt id. */
export function batchRequests(size: number): readonly Buffer[] {
  const rollouts = textRollouts()
  const all = LIGHT_METRICS.flatMap((metric) =>
    rollouts[metric]!.map(({ gold, response }) => ({ record: releasedRecord(metric, gold), response })),
  )
  return Array.from({ length: 4 }, (_, number) => {
    const records: Record<string, object> = {}
    const chosen = Array.from({ length: size }, (_, i) => {
      const { record } = all[(number * size + (i >> 4)) % all.length]!
      records[`p${i >> 4}`] = record
      return { promptId: `p${i >> 4}`, response: all[(number * size + i) % all.length]!.response }
    })
    return request('/v1/batch', JSON.stringify({ records, rollouts: chosen }))
  })
}

export function request(path: string, body: string): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return Buffer.from(head + body)
}

/** So many connections, each of which asks again as soon as it is answered. */
export async function load(
  { port, process: { pid } }: Service,
  requests: readonly Buffer[],
  connections: number,
  seconds: number,
): Promise<Load> {
  const milliseconds: number[] = []
  let next = 0
  let open = true
  const before = processorSeconds(pid!)
  const start = performance.now()
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<void>((resolve, reject) => {
          let asked = 0
          const ask = (socket: Socket) => {
            asked = performance.now()
            socket.write(requests[next++ % requests.length]!)
          }
          const socket = connect(port, '127.0.0.1', () => ask(socket)).setNoDelay(true)
          onReplies(socket, (status) => {
            if (status !== 200) return reject(new Error(`a reply of status ${status}`))
            milliseconds.push(performance.now() - asked)
            if (open) return ask(socket)
            socket.destroy()
            resolve()
          })
          socket.on('error', reject)
          setTimeout(() => {
            open = false
          }, seconds * 1000)
        }),
    ),
  )
  const took = (performance.now() - start) / 1000
  milliseconds.sort((a, b) => a - b)
  const at = (share: number): number => milliseconds[Math.floor(share * (milliseconds.length - 1))]!
  return {
    perSecond: milliseconds.length / took,
    p50: at(0.5),
    p99: at(0.99),
    processor: ((processorSeconds(pid!) - before) * 1e6) / milliseconds.length,
  }
}

/** Cuts what comes in into replies, each with its `content-length`. */
function onReplies(socket: Socket, take: (status: number) => void): void {
  let text = ''
  socket.setEncoding('latin1').on('data', (block: string) => {
    text += block
    for (;;) {
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1])
      if (text.length < end + 4 + length) return
      const status = Number(text.slice(9, 12))
      text = text.slice(end + 4 + length)
      take(status)
    }
  })
}

/** User and system time of a process, all threads (Linux: clock ticks are hundredths of a second). */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function ready(service: Service, path: string): Promise<Service> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (service.process.exitCode !== null) break
    const reply = await fetch(`http://127.0.0.1:${service.port}${path}`).catch(() => undefined)
    if (reply?.status === 200) return service
    await sleep(100)
  }
  throw new Error(`${service.name} does not start`)
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
