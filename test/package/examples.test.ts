import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const names = readdirSync(`${root}examples`)
  .filter((file) => file.endsWith('.expected.txt'))
  .map((file) => file.slice(0, -'.expected.txt'.length))

describe('examples, importing the built package by its name', () => {
  it.each(names)('%s prints what stands beside it', (name) => {
    const printed = execFileSync(process.execPath, ['--import', 'tsx', `examples/${name}.ts`], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(printed).toBe(readFileSync(`${root}examples/${name}.expected.txt`, 'utf8'))
  })
})
