import { describe, expect, it } from 'vitest'
import { canonicalNumber, JsonNumber, parseJson } from '../../../src/answers/json.js'
import { pythonText } from '../../../src/answers/python-text.js'

describe('parseJson', () => {
  it('keeps the text of numbers, and takes __proto__ for a key like any other', () => {
    expect(parseJson('[1.0, -0, 9007199254740993]')).toEqual(
      ['1.0', '-0', '9007199254740993'].map((n) => new JsonNumber(n)),
    )
    expect(parseJson('{"__proto__": true}')).toEqual(new Map([['__proto__', true]]))
  })

  it('keeps the last of a repeated key', () => {
    expect(parseJson('{"a": "1", "a": "2"}')).toEqual(new Map([['a', '2']]))
  })

  it('reads escapes, and lone surrogates', () => {
    expect(parseJson('"\\u0041\\n\\/\\ud83d\\ude00\\ud800"')).toBe('A\n/😀\ud800')
  })

  it.each([
    ...[
      '',
      ' ',
      '[',
      '[1,]',
      '[1 2]',
      '{"a"}',
      '{"a":}',
      '{a:1}',
      '{"a":1,}',
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      '-',
      'tru',
      'NaN',
    ],
    ...['"a', '"\\x"', '"\\u12g4"', '"\n"', '[]]', '1 2', "'a'", '\ufeff1', '-Infinity'],
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(parseJson(text)).toBeUndefined()
    expect(() => JSON.parse(text)).toThrow()
  })

  it("reads Python's NaN and Infinity when asked", () => {
    expect(parseJson('[NaN, -Infinity]', { nonFinite: true })).toEqual([
      new JsonNumber('NaN'),
      new JsonNumber('-Infinity'),
    ])
  })

  it('has no depth that is too deep', () => {
    const depth = 50_000
    expect(parseJson('['.repeat(depth) + ']'.repeat(depth))).toBeDefined()
    expect(parseJson('['.repeat(depth))).toBeUndefined()
  })
})

describe('canonicalNumber', () => {
  it.each([
    ['0', '-0', '0.0', '-0e5', '0e999999999999999999'],
    ['100', '1e2', '100.0', '1.00E+2', '0.1e3'],
    ['-2.5', '-2.50', '-25e-1'],
    ['9007199254740993', '9007199254740993.0', '9.007199254740993e15'],
    ['1e400', '10e399', '0.1e401'],
  ])('is one for equal numbers: %s', (...numbers) => {
    expect(new Set(numbers.map(canonicalNumber)).size).toBe(1)
  })

  it.each([
    ['1', '-1'],
    ['9007199254740993', '9007199254740992'],
    ['0.1', '0.10000000000000001'],
    ['1e-400', '0'],
    ['1e201', '1e202'],
    ['1e-201', '1e-202'],
  ])('tells %s from %s', (a, b) => {
    expect(canonicalNumber(a)).not.toBe(canonicalNumber(b))
  })
})

it.each([
  ['null', 'None'],
  ['true', 'True'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['1e5', '100000.0'],
  ['1e16', '1e+16'],
  ['1e-5', '1e-05'],
  ['0.0001', '0.0001'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['1e400', 'inf'],
  ['"it\'s"', "it's"],
  ['["it\'s", "a\\"b", "both \' \\"", "\\n\\u00a0"]', `["it's", 'a"b', 'both \\' "', '\\n\\xa0']`],
  ['{"a": [1, 2.50, null]}', "{'a': [1, 2.5, None]}"],
])('str(json.loads(%j)) in Python is %j', (json, text) => {
  expect(pythonText(parseJson(json)!)).toBe(text)
})
