import { spawn } from 'node:child_process'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ask, honestClients, POISON, startService } from './files/service.js'

/**
 * What hostile requests cost others: `npm run bench:service`. Eight honest clients ask, without pause and with one, alone and beside two that send one
 * kind of hostile request again and again, from a process of their own. The same once more where these go to another service, in a process of its own:
 * what they cost others then is the cores that they and the machine take, which no service can help. Rounds alternate, so that all see the
 * same machine. With names of kinds behind it, those only.
 */

const SECONDS = 1
/** Of each kind, alone and beside. */
const ROUNDS = 2
/** Milliseconds between a reply and the next request of an honest client: without, they take all of two cores by themselves. */
const PAUSES = [0, 10] as const
/** Of the timer whose delay the service measures. */
const LAG_RESOLUTION_MS = 10

const [role, ...rest] = process.argv.slice(2)
if (role === 'send') await sendPoison(rest[0]!, rest[1]!)
else await measure(process.argv.slice(2))

async function sendPoison(url: string, name: string): Promise<void> {
  const { path, body } = POISON.find((poison) => poison.name === name)!
  const poison = body()
  process.stdout.write('ready\n')
  const agent = new Agent({ keepAlive: true })
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      for (;;) await ask(agent, url + path, poison).catch(() => sleep(100))
    }),
  )
}

async function measure(names: readonly string[]): Promise<void> {
  const [service, other] = [await startService(), await startService()]
  for (const { url } of [service, other]) await round(url, 0)
  const row = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)
  row([
    'beside',
    ...PAUSES.flatMap((pause) => [
      `clients ${pause === 0 ? 'without pause' : `that pause ${pause} ms`}: p50, p99 alone (ms)`,
      'p50, p99 beside it (ms)',
      'p99 ratio',
      'p99 ratio beside it at another service',
    ]),
    'probes: p99, worst (ms)',
    'event loop: p99, worst delay (ms)',
  ])
  row(Array.from({ length: 4 * PAUSES.length + 3 }, () => '---'))
  for (const { name } of POISON) {
    if (names.length > 0 && !names.includes(name)) continue
    const none = () => PAUSES.map((): Round[] => [])
    const [alone, beside, apart] = [none(), none(), none()]
    for (let i = 0; i < ROUNDS; i++) {
      await rounds(service.url, alone)
      await whileSent(service.url, name, () => rounds(service.url, beside))
      await whileSent(other.url, name, () => rounds(service.url, apart))
    }
    const p99 = (of: readonly Round[]) => Number(at(others(of), 0.99))
    const all = beside.flat()
    const probes = all.flatMap((round) => round.probes)
    row([
      name,
      ...PAUSES.flatMap((_, k) => [
        `${at(others(alone[k]!), 0.5)}, ${at(others(alone[k]!), 0.99)}`,
        `${at(others(beside[k]!), 0.5)}, ${at(others(beside[k]!), 0.99)}`,
        (p99(beside[k]!) / p99(alone[k]!)).toFixed(2),
        (p99(apart[k]!) / p99(alone[k]!)).toFixed(2),
      ]),
      `${at(probes, 0.99)}, ${at(probes, 1)}`,
      `${Math.max(...all.map(({ delay }) => delay.p99)).toFixed(1)}, ${Math.max(...all.map(({ delay }) => delay.worst)).toFixed(1)}`,
    ])
  }
  await Promise.all([service.stop(), other.stop()])
}

/** While two clients send it again and again. */
async function whileSent(url: string, name: string, run: () => Promise<void>): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(import.meta.url), 'send', url, name],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  await run()
  child.kill('SIGKILL')
  // What the sender left behind is finished or ended.
  await sleep(1000)
}

/** One round of each pause. */
async function rounds(url: string, found: readonly Round[][]): Promise<void> {
  for (const [k, pause] of PAUSES.entries()) found[k]!.push(await round(url, pause))
}

function others(of: readonly Round[]): number[] {
  return of.flatMap(({ milliseconds }) => milliseconds)
}

interface Round {
  /** Of each honest request. */
  readonly milliseconds: readonly number[]
  readonly probes: readonly number[]
  readonly delay: Delay
}

async function round(url: string, pause: number): Promise<Round> {
  const honest = honestClients(url, 8, pause)
  const agent = new Agent({ keepAlive: true })
  const probes: number[] = []
  await delayIn(url)
  for (const end = Date.now() + SECONDS * 1000; Date.now() < end; await sleep(20))
    probes.push((await ask(agent, `${url}/health`)).milliseconds)
  agent.destroy()
  const delay = await delayIn(url)
  const { milliseconds, wrong } = await honest.stop()
  if (wrong.length > 0) process.stderr.write(`${wrong.length} wrong replies, first: ${wrong[0]}\n`)
  return { milliseconds, probes, delay }
}

interface Delay {
  readonly p99: number
  readonly worst: number
}

/** How far the event loop of the service fell behind since it was last asked, in milliseconds: what clients and their machine cost is not in it. */
async function delayIn(url: string): Promise<Delay> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'mu').exec(metrics)![1]) * 1000 -
    LAG_RESOLUTION_MS
  return { p99: value('p99'), worst: value('max') }
}

/** A quantile, in milliseconds. */
function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1)
}
