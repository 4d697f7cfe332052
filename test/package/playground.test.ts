import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KINDS } from '../../site/src/loss/kinds.js'
import { EXAMPLES } from '../../site/src/verdict/examples.js'
import { scoreRecord, TASK_TYPES } from '../../src/index.js'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]
/** Milliseconds; a busy machine takes its time. */
const LONG = 240_000
const TABS = ['verdict', 'advantages', 'loss', 'train'] as const
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(CHROMIUM === undefined)('the playground, in headless Chromium', () => {
  let folder: string
  let server: Server
  let browser: Browser
  let page: Page
  /** Pages that are loaded anew for each test: a new one takes half a second. */
  let visitor: Page
  let phone: Page
  const complaints: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'golongrl-playground-'))
    const configFile = fileURLToPath(new URL('../../site/vite.config.ts', import.meta.url))
    await build({ configFile, logLevel: 'silent', build: { outDir: folder } })
    server = await serve(folder)
    browser = await chromium.launch({ executablePath: CHROMIUM!, headless: true, args: FLAGS })
    page = await open()
    visitor = await open()
    phone = await open('', { viewport: { width: 360, height: 740 } })
  }, LONG)

  afterAll(async () => {
    await browser?.close()
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** Whatever a page complains of, and whatever it asks of another host, is kept. */
  async function open(address = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const opened = await browser.newPage(options)
    opened.setDefaultTimeout(LONG)
    opened.on('pageerror', (error) => complaints.push(String(error)))
    opened.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    opened.on('request', (request) => {
      if (!request.url().startsWith(origin()) && !request.url().startsWith('data:'))
        complaints.push(request.url())
    })
    await visit(opened, address)
    return opened
  }

  /** Loads the playground anew in a page. */
  async function visit(visitor: Page, address: string): Promise<void> {
    // Where only the fragment differs nothing would be loaded.
    await visitor.goto('about:blank')
    await visitor.goto(`${origin()}/index.html${address}`)
    await visitor.waitForSelector('#panel')
  }

  /** Waits for the page to show this reward. */
  const expectReward = (reward: string): Promise<void> =>
    page.locator('#reward', { hasText: new RegExp(`^${reward.replace('.', '\\.')}$`) }).waitFor()

  it('is small', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    )
    const sizes = files.map((file) => gzipSync(readFileSync(join(file.parentPath, file.name))).length)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(322_000)
  })

  it.each(TASK_TYPES)('judges the example of %s as Node does', async (name) => {
    await page.click('#tab-verdict')
    await page.getByRole('button', { name, exact: true }).click()
    const { record, response } = EXAMPLES[name]
    const verdict = scoreRecord(JSON.parse(record), response)
    if (verdict._tag === 'Left') throw new Error('the example is good')
    await expectReward(String(Number(verdict.right.reward.toFixed(4))))
  })

  it('says where another reading or profile pays otherwise', async () => {
    await page.getByRole('button', { name: 'exhaustive-retrieval', exact: true }).click()
    expect(await page.locator('mark.differs').count()).toBe(0)
    await page.fill('#response', '<think></think>[Answer]\n- **E3**\n- **E8**')
    await expectReward('0')
    // 2 right of 2 lines, of 4 golds: 2 · 2 / (2 + 4)
    await page.locator('label', { hasText: 'lenient' }).getByText('would be 0.6667').waitFor()
    await page.getByLabel(/^lenient/).check()
    await expectReward('0.6667')
  })

  it('keeps its state in a link', async () => {
    await page.fill('#response', '<think></think>[Answer]\nE3 — “日本”')
    await page.getByRole('button', { name: 'Link to this' }).click()
    const other = await open(new URL(page.url()).hash)
    expect(await other.inputValue('#response')).toBe('<think></think>[Answer]\nE3 — “日本”')
    expect(await other.getByLabel(/^lenient/).isChecked()).toBe(true)
    await other.close()
  })

  it.each([
    '#verdict=e30',
    '#verdict=!!',
    '#advantages=bnVsbA',
    '#advantages=W3t9XQ',
    '#loss=W10',
    '#train=eyJzZWVkIjotMX0',
    '#none',
  ])('opens %s, a link that holds nothing of use, at a beginning', async (address) => {
    await visit(visitor, address)
    expect(await visitor.locator('h2').count()).toBe(1)
  })

  it('is driven by keys', async () => {
    await page.focus('#tab-verdict')
    await page.keyboard.press('ArrowRight')
    expect(await page.getAttribute('#tab-advantages', 'aria-selected')).toBe('true')
    const drGrpo = (advantages: string) =>
      page.getByRole('img', { name: `Dr.GRPO, advantages: ${advantages}` }).waitFor()
    // Rewards 1, 0, 0, 1 have the mean 0.5.
    await drGrpo('0.5, −0.5, −0.5, 0.5')
    await page.getByRole('slider', { name: 'Reward of rollout 1, prompt 1' }).focus()
    await page.keyboard.press('Home')
    // 0, 0, 0, 1: a quarter.
    await drGrpo('−0.25, −0.25, −0.25, 0.75')
  })

  it('is driven by dragging', async () => {
    const slider = page.getByRole('slider', { name: 'Reward of rollout 1, prompt 1' })
    const box = (await slider.locator('.grip').boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 1)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + 0.5 * box.height, { steps: 4 })
    await page.mouse.up()
    await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeCloseTo(0.5, 1)
  })

  it('shades where the clip silences a token', async () => {
    await page.click('#tab-loss')
    const gradient = page.getByRole('img', { name: /^Gradient/ })
    expect(await gradient.getAttribute('aria-label')).toMatch(/Without gradient: 1\.2[89] to 4/)
    await page.getByLabel('Kind').selectOption('cispo')
    await page.getByRole('img', { name: /^Gradient.*Without gradient: nowhere/ }).waitFor()
  })

  it.each(KINDS.map(({ kind }) => kind))('draws the loss %s', async (kind) => {
    await page.getByLabel('Kind').selectOption(kind)
    await page.locator('p', { hasText: KINDS.find((one) => one.kind === kind)!.note }).waitFor()
    expect(await page.locator('path.curve').first().getAttribute('d')).toMatch(/^M[\d.,L]+$/)
  })

  it(
    'trains in a worker to the digits of Node',
    async () => {
      const { trainFully } = await import('../../examples/learn/experiment.js')
      const order = { setting: 'balanced', estimators: ['tmn-reweight'], seed: 3 } as const
      const other = await open(`#train=${Buffer.from(JSON.stringify(order)).toString('base64url')}`)
      await other.getByRole('button', { name: 'Train', exact: true }).click()
      await other.getByText('Stopped at step 120 of 120.').waitFor()
      const shown = await other.locator('tbody td').allTextContents()
      const { curve } = trainFully({ setting: 'balanced', estimator: 'tmn-reweight', seed: 3 })
      expect(shown.map(Number)).toEqual(curve.at(-1)!.map((value) => Number(value.toFixed(3))))
      await other.close()
    },
    LONG,
  )

  it.each(TABS.flatMap((tab) => [[tab, 'light'] as const, [tab, 'dark'] as const]))(
    '%s, %s: nothing for axe to find, and no wider than a phone',
    async (tab, colorScheme) => {
      await phone.emulateMedia({ colorScheme })
      await visit(phone, `#${tab}`)
      expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      await phone.evaluate(axe)
      const found = await phone.evaluate<string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      )
      expect(found).toEqual([])
    },
  )

  it('never complains, and asks nothing of another host', () => {
    expect(complaints).toEqual([])
  })
})

if (CHROMIUM === undefined) {
  process.stderr.write('SKIPPED: test/package/playground.test.ts needs Chromium: apt-get install chromium\n')
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url!, 'http://localhost').pathname)
    if (!existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
