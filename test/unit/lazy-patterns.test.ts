import { describe, expect, it } from 'vitest'
import { withLazyPatterns } from '../../scripts/lazy-patterns.js'
import { lazyPattern } from '../../src/verifiers/math/lazy-pattern.js'

const LONG = `/(?<!\\p{L})(?:${'word|'.repeat(12)}more)(?!\\p{L})/iu`

describe('the build makes patterns lazy', () => {
  it('that are long and have large classes, outside functions', () => {
    const lazy = withLazyPatterns(`const a = [${LONG}]`, 'helper.js')
    expect(lazy).toContain('import { lazyPattern } from "helper.js"\n')
    expect(lazy).toContain('const a = [/* @__PURE__ */ lazyPattern("(?<!\\\\p{L})')
  })

  it('and those that are put together', () => {
    expect(withLazyPatterns("const a = new RegExp(b + c, 'iu')", 'helper.js')).toContain(
      "const a = /* @__PURE__ */ lazyPattern(() => b + c, 'iu')",
    )
  })

  it.each(['const a = /\\p{L}/u', `const f = () => ${LONG}`, 'const f = () => new RegExp(a)'])(
    'and leaves %s alone',
    (source) => {
      expect(withLazyPatterns(source, 'helper.js')).toBe(source)
    },
  )
})

describe('a lazy pattern is used as a regular expression', () => {
  const words = lazyPattern(() => '\\p{L}+', 'gu')
  const one = lazyPattern('\\p{L}+', 'u')

  it('by its own methods', () => {
    expect(one.test('a1')).toBe(true)
    expect(one.exec('1ab')?.index).toBe(1)
    words.lastIndex = 2
    expect(words.exec('ab cd')?.[0]).toBe('cd')
    expect(words.lastIndex).toBe(5)
    words.lastIndex = 0
    expect([words.source, one.source]).toEqual(['\\p{L}+', '\\p{L}+'])
  })

  it('and by those of texts', () => {
    expect('ab 1 cd'.replace(words, 'x')).toBe('x 1 x')
    expect('ab 1 cd'.replaceAll(words, 'x')).toBe('x 1 x')
    expect('1ab'.search(one)).toBe(1)
    expect('1ab2'.split(one)).toEqual(['1', '2'])
    expect('ab 1 cd'.match(words)).toEqual(['ab', 'cd'])
  })
})
