import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as golongrl from '../../src/index.js'

const page = readFileSync(new URL('../../docs/losses.md', import.meta.url), 'utf8')

/** The page is one program: its examples share their variables, in order. */
const lines = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.split('\n'))

/** `expression // → value` becomes a record of what the expression gives. */
const program = lines
  .filter((line) => !line.startsWith('import '))
  .map((line, i) => {
    const shown = /^;?(.+?) \/\/ → .+$/.exec(line)
    return shown ? `;record(${i}, ${shown[1]})` : line
  })
  .join('\n')

const results = new Map<number, unknown>()
const run = new Function('record', ...Object.keys(golongrl), program)
run((line: number, value: unknown) => results.set(line, plain(value)), ...Object.values(golongrl))

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'number') return Number(value.toFixed(4)) + 0
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
  }
  return value
}

describe('docs/losses.md', () => {
  const promised = lines
    .filter((line) => !line.startsWith('import '))
    .flatMap((line, i) => {
      const shown = /^;?(.+?) \/\/ → (.+)$/.exec(line)
      return shown ? [[shown[1]!, shown[2]!, i] as const] : []
    })

  it('shows results', () => {
    expect(promised.length).toBeGreaterThan(35)
  })

  it.each(promised)('%s → %s', (_, text, line) => {
    expect(results.get(line)).toEqual(JSON.parse(text))
  })
})
