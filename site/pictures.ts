/** npm run site:pictures: the README's pictures of the playground, from the built site (npm run site). Needs Chromium. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { preview } from 'vite'

const OUTPUT = 'docs/pictures'
const PICTURES = [
  { name: 'playground-verdict', tab: 'verdict', height: 640 },
  { name: 'playground-advantages', tab: 'advantages', height: 760 },
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
await browser.close()
await server.close()
