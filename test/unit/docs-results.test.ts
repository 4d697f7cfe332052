import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as golongrl from '../../src/index.js'

/** `expression // → value`: what a line of an example promises. */
const PROMISE = /^;?(.+?) \/\/ → (.+)$/

describe.each([
  { page: 'docs/advantages.md', promises: 30 },
  { page: 'docs/losses.md', promises: 35 },
  { page: 'docs/recipes.md', promises: 4 },
])('$page', ({ page, promises }) => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  // The page is one program: its examples share their variables, in order.
  const lines = [...text.matchAll(/```ts\n([\s\S]*?)```/g)]
    .flatMap((block) => block[1]!.split('\n'))
    .filter((line) => !line.startsWith('import '))
  const results = run(lines)
  const promised = lines.flatMap((line, i) => {
    const [, expression, value] = PROMISE.exec(line) ?? []
    return expression === undefined ? [] : [[expression, value!, i] as const]
  })

  it('shows results', () => {
    expect(promised.length).toBeGreaterThan(promises)
  })

  it.each(promised)('%s → %s', (_, value, line) => {
    expect(results.get(line)).toEqual(JSON.parse(value))
  })
})

/** What each promising line gives, by line number. */
function run(lines: readonly string[]): ReadonlyMap<number, unknown> {
  const program = lines.map((line, i) =>
    line.replace(PROMISE, (_, expression) => `;record(${i}, ${expression})`),
  )
  const results = new Map<number, unknown>()
  new Function('record', ...Object.keys(golongrl), program.join('\n'))(
    (line: number, value: unknown) => results.set(line, plain(value)),
    ...Object.values(golongrl),
  )
  return results
}

/** Four decimals, as the pages print them; arrays for typed arrays. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'number') return Number(value.toFixed(4)) + 0
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]))
  }
  return value
}
