/**
 * Looks through the built site (npm run site): every local link leads somewhere, pages ask nothing of another host and complain of
 * nothing, the search finds. The browser's part is skipped, visibly, where there is no Chromium.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { preview } from 'vite'

const SITE = 'build/site'
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

const pages = readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
)
const faults = pages.flatMap((page) =>
  localLinks(readFileSync(join(SITE, page), 'utf8'))
    .filter((link) => !existsSync(resolve(SITE, dirname(page), link)))
    .map((link) => `${page}: no ${link}`),
)
if (CHROMIUM === undefined) console.log('SKIPPED: the site in a browser, there is no Chromium')
else faults.push(...(await browse(CHROMIUM)))
for (const fault of faults) console.error(fault)
console.log(`${pages.length} pages, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1

/** What a page's `href` and `src` name in the site itself, without fragments. */
function localLinks(html: string): string[] {
  return [...html.matchAll(/(?:href|src)="([^"]+)"/g)]
    .map(([, link]) => link!.split(/[#?]/)[0]!)
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map(decodeURIComponent)
}

async function browse(executablePath: string): Promise<string[]> {
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    build: { outDir: SITE },
    preview: { port: 0 },
  })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const origin = server.resolvedUrls!.local[0]!
  const found: string[] = []
  const page = await browser.newPage()
  page.on('pageerror', (error) => found.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) found.push(request.url())
  })
  for (const path of ['index.html', 'documents/docs_learning.html', 'playground/index.html']) {
    await page.goto(origin + path)
  }
  await page.goto(`${origin}index.html`)
  await page.click('#tsd-search-trigger')
  await page.fill('#tsd-search-input', 'dual clip')
  await page.locator('#tsd-search-results li').first().waitFor()
  await browser.close()
  await server.close()
  return found
}
