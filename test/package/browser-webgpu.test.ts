import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const FLAGS = [
  ...['--no-sandbox', '--no-first-run', '--disable-background-networking'],
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'],
]

/** The built package, bundled as a page would bundle it: with the tfjs of its own, and no Node in sight. */
const PAGE_SCRIPT = `
import { policyLoss } from 'golongrl'
import { webgpuBackend } from 'golongrl/backends/tfjs'

const tokens = 20000
const oldLogProbs = new Float32Array(tokens).map((_, i) => -1 - (i % 97) / 50)
const batch = {
  logProbs: oldLogProbs.map((value, i) => value + ((i % 13) - 6) / 20),
  oldLogProbs,
  advantages: Float32Array.of(1, -0.5),
  offsets: Int32Array.of(0, 7001, tokens),
  rollouts: 2,
}
window.hasWebgpu = async () => (await navigator.gpu?.requestAdapter()) != null
window.loss = async () => {
  const backend = webgpuBackend()
  const result = await backend.policyLoss(batch)()
  await backend.dispose()
  return { webgpu: result.right?.loss, left: result.left, cpu: policyLoss(batch).right.loss }
}
`

describe.skipIf(CHROMIUM === undefined)('WebGPU in headless Chromium', () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    const script = await bundle(PAGE_SCRIPT)
    server = createServer((request, response) => {
      const isScript = request.url === '/page.js'
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS })
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it('computes the loss of the reference', async ({ skip }) => {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction('window.loss')
    if (!(await page.evaluate('hasWebgpu()'))) skip('this Chromium offers no WebGPU adapter')
    const { webgpu, cpu, left } = (await page.evaluate('loss()')) as Record<string, number>
    expect(left).toBeUndefined()
    expect(webgpu).toBeCloseTo(cpu!, 6)
  })
})

async function bundle(contents: string): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}
