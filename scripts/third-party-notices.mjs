/**
 * Writes dist/THIRD-PARTY-NOTICES.txt: the licence of every package whose code the build holds.
 * The bundler notes in comments where each piece of code came from; that is the list.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const modules = new URL('../node_modules/', import.meta.url)

const bundles = readdirSync(dist, { recursive: true }).filter((file) => /\.c?js$/.test(file))
const names = new Set()
for (const bundle of bundles) {
  const code = readFileSync(new URL(bundle, dist), 'utf8')
  for (const [, name] of code.matchAll(/^ *\/\/ [^\n]*node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm))
    names.add(name)
}

const notices = [...names].sort().map((name) => {
  const folder = new URL(`${name}/`, modules)
  const { version, license } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  const papers = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
  const texts = papers.map((file) => readFileSync(new URL(file, folder), 'utf8').trim())
  return [`${name} ${version}, ${license}`, ...texts].join('\n\n')
})
writeFileSync(
  new URL('THIRD-PARTY-NOTICES.txt', dist),
  `golongrl's build contains code of these packages.\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
)
