import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** What a page does with the built package, in a browser's own words. */
const PAGE_SCRIPT = `
import { exactMatch, f1, mathVerify, groupRollouts, policyLoss, tmnReweight } from 'golongrl'
import { wasmBackend } from 'golongrl/backends'
import { describeBackend } from 'golongrl/testing'

window.pure = () => [
  f1('Paris\\nRome', ['Paris', 'Oslo']),
  exactMatch('42', '42'),
  mathVerify('\\\\boxed{\\\\frac{1}{2}}', '0.5'),
].map(({ right }) => right.reward)

window.advantages = () => {
  const groups = groupRollouts({ rewards: [1, 0, 0.5, 0.25], promptIds: ['a', 'a', 'b', 'b'] })
  return [...tmnReweight(groups.right).advantages]
}

const tokens = 200000
const oldLogProbs = new Float32Array(tokens).map((_, i) => -1 - (i % 97) / 50)
const batch = {
  logProbs: oldLogProbs.map((value, i) => value + ((i % 13) - 6) / 20),
  oldLogProbs,
  advantages: Float32Array.of(1, -0.5),
  offsets: Int32Array.of(0, 70001, tokens),
  rollouts: 2,
}
window.losses = async (threads) => {
  const backend = wasmBackend({ threads })
  const result = await backend.policyLoss(batch)()
  await backend.dispose()
  const shared = !(result.right.gradLogProbs.buffer instanceof ArrayBuffer)
  return { wasm: result.right.loss, cpu: policyLoss(batch).right.loss, shared }
}

window.conformance = async () => {
  const failures = []
  const tests = []
  const it = (title, body) => tests.push({ title, body })
  describeBackend('wasm', wasmBackend, { describe: (_, suite) => suite(), it, runs: 10 })
  for (const { title, body } of tests) await body().catch((error) => failures.push(title + ': ' + error))
  return { tests: tests.length, failures }
}
`

describe.skipIf(CHROMIUM === undefined)('in headless Chromium', () => {
  let server: Server
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const script = await bundle(PAGE_SCRIPT)
    server = await serve(script)
    browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS })
    page = await open(browser, server, '/')
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it('verifies answers', async () => {
    // Of {Paris, Rome} and {Paris, Oslo} one agrees: 2 · 1 / (2 + 2).
    expect(await page.evaluate('pure()')).toEqual([2 / 4, 1, 1])
  })

  it('computes advantages to the bit as Node does', async () => {
    const { groupRollouts, tmnReweight } = await import('../../src/index.js')
    const groups = groupRollouts({ rewards: [1, 0, 0.5, 0.25], promptIds: ['a', 'a', 'b', 'b'] })
    if (groups._tag === 'Left') throw new Error('the batch is good')
    expect(await page.evaluate('advantages()')).toEqual([...tmnReweight(groups.right).advantages])
  })

  it('runs the wasm backend, on threads where the page is cross-origin isolated', async () => {
    const one = await page.evaluate<Losses>('losses(1)')
    expect(one.wasm).toBeCloseTo(one.cpu, 6)
    expect(await page.evaluate('crossOriginIsolated')).toBe(true)
    expect(await page.evaluate<Losses>('losses(2)')).toEqual({ ...one, shared: true })
  })

  it('runs the wasm backend on one thread where the page is not', async () => {
    const plain = await open(browser, server, '/not-isolated')
    expect(await plain.evaluate('crossOriginIsolated')).toBe(false)
    expect((await plain.evaluate<Losses>('losses(2)')).shared).toBe(false)
    await plain.close()
  })

  it('passes the conformance suite with the wasm backend', async () => {
    const { tests, failures } = await page.evaluate<{ tests: number; failures: string[] }>('conformance()')
    expect(failures).toEqual([])
    expect(tests).toBeGreaterThan(30)
  })
})

if (CHROMIUM === undefined) {
  process.stderr.write('SKIPPED: test/package/browser.test.ts needs Chromium: apt-get install chromium\n')
}

interface Losses {
  readonly wasm: number
  readonly cpu: number
  readonly shared: boolean
}

/** Bundled for the browser from the built package, which the test's own directory resolves by its name. */
async function bundle(source: string): Promise<string> {
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir },
    ...{
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'silent',
    },
  })
  return outputFiles[0]!.text
}

function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isolation =
      request.url === '/not-isolated'
        ? {}
        : { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    if (request.url === '/page.js') {
      response.writeHead(200, { 'content-type': 'text/javascript', ...isolation }).end(script)
    } else {
      response.writeHead(200, { 'content-type': 'text/html', ...isolation })
      response.end('<!doctype html><script type="module" src="/page.js"></script>')
    }
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function open(browser: Browser, server: Server, path: string): Promise<Page> {
  const page = await browser.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  await page.waitForFunction('typeof conformance === "function"')
  return page
}
