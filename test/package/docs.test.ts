import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const scratch = `${root}build/docs`
const pages = ['README.md', ...readdirSync(`${root}docs`).map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
)

/** A TypeScript block with the block of text right after it: a program and what it prints. */
const PROGRAM = /^```ts\n([^`]*?)^```\n+^```text\n([^`]*?)^```$/gmu

describe('programs in the documentation', () => {
  mkdirSync(scratch, { recursive: true })
  for (const page of pages) {
    const programs = [...readFileSync(`${root}${page}`, 'utf8').matchAll(PROGRAM)]
    it.each(programs.map((match, index) => ({ index, source: match[1]!, printed: match[2]! })))(
      `${page}, program $index prints what the page says`,
      ({ index, source, printed }) => {
        // Inside the repository, so that `golongrl` resolves to the built package.
        const file = `${scratch}/${basename(page, '.md')}-${index}.mjs`
        writeFileSync(file, transformSync(source, { loader: 'ts', format: 'esm' }).code)
        const output = execFileSync(process.execPath, [file], { cwd: root, encoding: 'utf8' })
        expect(output).toBe(printed)
      },
    )
  }
})
