import { describe, expect, it } from 'vitest'
import { withMarks } from '../../scripts/mark-pure.js'

describe('the build marks constants as pure', () => {
  it.each([
    ['const a = new Set(b)', 'const a = /* @__PURE__ */ (() => (new Set(b)))()'],
    [
      'export const a: T = { x: -LARGEST } as const',
      'export const a: T = /* @__PURE__ */ (() => ({ x: -LARGEST } as const))()',
    ],
    [
      'const a = b + 1, c = [...d]',
      'const a = /* @__PURE__ */ (() => (b + 1))(), c = /* @__PURE__ */ (() => ([...d]))()',
    ],
  ])('%s', (source, marked) => {
    expect(withMarks(source)).toBe(marked)
  })

  it.each([
    "const a = 'b'",
    'const a = { b: [1, c] }',
    'const a = () => f(1)',
    'let a = f()',
    'f()',
    'const a = { b() { f() } }',
  ])('and leaves %s alone', (source) => {
    expect(withMarks(source)).toBe(source)
  })
})
