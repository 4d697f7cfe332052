import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { LONG, randomFrom, SEED } from './files/random.js'
import { ask, HONEST, honestClients, POISON, startService } from './files/service.js'

describe('golongrl serve beside hostile clients', () => {
  it('answers eight honest clients and every probe, whatever else is asked', async () => {
    const service = await startService()
    const honest = honestClients(service.url, 8)
    const agent = new Agent({ keepAlive: true })
    const probes = new Set<number>()
    let probing = true
    const prober = (async () => {
      while (probing) {
        for (const path of ['/health', '/metrics']) probes.add((await ask(agent, service.url + path)).status)
        await sleep(50)
      }
    })()
    for (const { name, path, status, body } of POISON) {
      const poison = body()
      const replies = await Promise.all([
        ask(agent, service.url + path, poison),
        ask(agent, service.url + path, poison),
      ])
      for (const reply of replies) expect({ name, ...reply }).toMatchObject({ name, status })
    }
    probing = false
    await prober
    const { milliseconds, wrong } = await honest.stop()
    expect(wrong).toEqual([])
    expect(milliseconds.length).toBeGreaterThan(100)
    expect([...probes]).toEqual([200])
    agent.destroy()
    expect(await service.stop()).toMatchObject({ code: 0, stderr: '' })
  }, 600_000)

  it('answers others while many bodies stall, and refuses those in time', async () => {
    const service = await startService()
    const port = Number(new URL(service.url).port)
    const sockets: Socket[] = []
    for (let i = 0; i < 300; i++) {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      socket.write(
        `POST /slime HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n${'x'.repeat(i * 300)}`,
      )
      sockets.push(socket)
    }
    const honest = honestClients(service.url, 8)
    await sleep(2000)
    expect((await ask(new Agent(), `${service.url}/ready`)).status).toBe(200)
    expect((await honest.stop()).wrong).toEqual([])
    for (const socket of sockets) socket.destroy()
    expect(await service.stop()).toMatchObject({ code: 0 })
  }, 60_000)

  it.runIf(LONG)(
    'holds no more for clients that read no reply than for those that send much',
    async () => {
      const service = await startService()
      const { path, body } = POISON.find(({ name }) => name === 'a session of 20 MB')!
      const content = body()
      const port = Number(new URL(service.url).port)
      const sockets: Socket[] = []
      const agent = new Agent()
      const large = async () => (await ask(agent, service.url + path, content)).status
      while ((await large()) !== 503) {
        expect(sockets.length).toBeLessThan(30)
        const socket = connect(port, '127.0.0.1').on('error', () => {})
        socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${content.length}\r\n\r\n`)
        socket.write(content)
        sockets.push(socket.pause())
      }
      expect(await ask(agent, service.url + HONEST.path, HONEST.body)).toMatchObject({ text: HONEST.reply })
      for (const socket of sockets) socket.destroy()
      while ((await large()) !== 200) await sleep(200)
      agent.destroy()
      expect(await service.stop()).toMatchObject({ code: 0, stderr: '' })
    },
    600_000,
  )
})

describe(`SIGTERM under load, seed ${SEED}`, () => {
  const random = randomFrom(SEED)

  it.each(Array.from({ length: LONG ? 20 : 2 }, (_, round) => round))(
    'round %i loses no request',
    async () => {
      const service = await startService()
      const honest = honestClients(service.url, 16)
      await sleep(200 + random() * 600)
      const end = service.stop()
      await honest.done
      expect(await end).toMatchObject({ code: 0 })
      const { milliseconds, wrong } = honest.result()
      expect(wrong).toEqual([])
      expect(milliseconds.length).toBeGreaterThan(0)
    },
    60_000,
  )
})

describe('a soak', () => {
  it('leaves the heap flat', async () => {
    const service = await startService()
    const honest = honestClients(service.url, 8)
    const agent = new Agent({ keepAlive: true })
    const heap: number[] = []
    const batch = POISON.find(({ name }) => name.includes('65,536'))!
    const poison = batch.body()
    for (const end = Date.now() + (LONG ? 30_000 : 4000); Date.now() < end; await sleep(100)) {
      await ask(agent, service.url + batch.path, poison)
      heap.push(await heapOf(service.url))
    }
    expect((await honest.stop()).wrong).toEqual([])
    // What is left after collections; between them garbage comes and goes.
    const floor = (part: readonly number[]) => Math.min(...part)
    const third = Math.ceil(heap.length / 3)
    const growth = floor(heap.slice(-third)) - floor(heap.slice(0, third))
    expect(growth).toBeLessThan(16 * 2 ** 20)
    agent.destroy()
    await service.stop()
  }, 90_000)
})

async function heapOf(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^nodejs_heap_size_used_bytes (\d+)$/mu.exec(metrics)![1])
}
