/**
 * npm run site:pictures: the README's pictures, of the quickstart's report and of the playground, from the build and the
 * built site (npm run build, npm run site). Needs Chromium.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { preview } from 'vite'

const OUTPUT = 'docs/pictures'
const PICTURES = [
  { name: 'playground-verdict', tab: 'verdict', height: 640 },
  { name: 'playground-advantages', tab: 'advantages', height: 1010 },
] as const

const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url))
const server = await preview({ configFile, logLevel: 'silent', preview: { port: 0 } })
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
mkdirSync(OUTPUT, { recursive: true })
for (const { name, tab, height } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: 1000, height }, colorScheme: 'light' })
  await page.goto(`${server.resolvedUrls!.local[0]}#${tab}`)
  await page.getByRole('tabpanel').waitFor()
  await page.screenshot({ path: `${OUTPUT}/${name}.png` })
  await page.close()
}
const report = execFileSync(process.execPath, ['--import', 'tsx', 'examples/quickstart.ts'], {
  encoding: 'utf8',
})
const terminal = await browser.newPage({ viewport: { width: 1060, height: 200 } })
await terminal.setContent('<pre style="margin: 0; padding: 16px; font: 13px/1.35 monospace">')
await terminal.locator('pre').evaluate(
  (pre, text) => {
    pre.textContent = text
  },
  report.slice(report.indexOf('1. Rewards')),
)
await terminal.screenshot({ path: `${OUTPUT}/quickstart.png`, fullPage: true })

await browser.close()
await server.close()
