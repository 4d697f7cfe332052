import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../../src/answers/json.js'
import {
  canonicalNumber,
  JsonNumber,
  LIST_OF_SCALARS,
  parseJson,
  WrittenList,
  writeJson,
} from '../../../src/answers/json.js'
import { pythonText } from '../../../src/answers/python-text.js'

const n = (text: string): JsonNumber => new JsonNumber(text)

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
      '{1}',
      '{"a"x1}',
      '{"a"1}',
      '[,1]',
    ],
    ...['"a', '"\\x"', '"\\u12g4"', '"\n"', '[]]', '1 2', "'a'", '\ufeff1', '-Infinity'],
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(parseJson(text)).toBeUndefined()
    expect(() => JSON.parse(text)).toThrow()
  })

  it('reads empty lists and objects', () => {
    expect(parseJson(' [ ] ')).toEqual([])
    expect(parseJson('{ }')).toEqual(new Map())
    expect(parseJson('{"a":{},"b":[]}')).toEqual(
      new Map<string, unknown>([
        ['a', new Map()],
        ['b', []],
      ]),
    )
  })

  it('asks first about a list in a list of the outermost object, and steps over what stands for it', () => {
    const asked: string[] = []
    const takeList = (whole: string, start: number, end: number) => {
      const text = whole.slice(start, end)
      asked.push(text)
      return text === '[2]' ? new WrittenList(text) : undefined
    }
    const two = new WrittenList('[2]')
    expect(parseJson('{"data":[[2], [3],"[2]",[[2]],[ "]"],{"a":[2]},[2]],"x":[2]}', { takeList })).toEqual(
      new Map<string, unknown>([
        ['data', [two, [n('3')], '[2]', [[n('2')]], [']'], new Map([['a', [n('2')]]]), two]],
        ['x', [n('2')]],
      ]),
    )
    expect(asked).toEqual(['[2]', '[3]', '[[2]', '[ "]', '[2]'])
    expect(parseJson('[[2],[[2]]]', { takeList })).toEqual([[n('2')], [two]])
    expect(parseJson('{"data":[[2', { takeList })).toBeUndefined()
    expect(asked.at(-1)).toBe('')
  })

  it('writes a list that was left as text as it writes its values', () => {
    const style = { scalar: String, key: String, sortKeys: false }
    expect(
      writeJson(new WrittenList('[ 1,"a" ]'), { ...style, scalar: (value) => JSON.stringify(value) }),
    ).toBe('[{"text":"1"}, "a"]')
    expect(writeJson([new WrittenList('["b"]'), 'c'], style)).toBe('[[b], c]')
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

describe('LIST_OF_SCALARS', () => {
  it.each(['[1]', '["a", -0.5e+3 ,null,\ttrue\n,\rfalse]', '["é,]"]', '[""]'])('knows %j', (text) => {
    expect(LIST_OF_SCALARS.test(text)).toBe(true)
  })

  it.each(['[]', '[[1]]', '[{}]', '[1', '1]', ' [1]', '[1,]', '["\\n"]', '["\n"]', '[01]', '[NaN]'])(
    'leaves %j to the reader',
    (text) => {
      expect(LIST_OF_SCALARS.test(text)).toBe(false)
    },
  )

  it('takes nothing for JSON that the reader does not', () => {
    const token = fc.constantFrom(
      '1',
      '0',
      '-',
      '.',
      'e',
      '+',
      '"',
      'a',
      '\\',
      ',',
      ' ',
      '\n',
      '[',
      ']',
      '{',
      '}',
      ':',
      'null',
      'true',
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = `[${tokens.join('')}]`
        if (!LIST_OF_SCALARS.test(text)) return
        const list = parseJson(text) as readonly JsonValue[]
        expect(list.length).toBeGreaterThan(0)
        expect(new WrittenList(text).read()).toEqual(list)
        for (const value of list) expect(Array.isArray(value) || value instanceof Map).toBe(false)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('canonicalNumber', () => {
  it.each([
    ['0', '-0', '0.0', '-0e5', '0e999999999999999999'],
    ['100', '1e2', '100.0', '1.00E+2', '0.1e3'],
    ['-2.5', '-2.50', '-25e-1'],
    ['9007199254740993', '9007199254740993.0', '9.007199254740993e15'],
    ['1e400', '10e399', '0.1e401'],
    ['1e100000000000001', '10e100000000000000'],
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
    ['1e90071992547409931', '1e90071992547409932'],
    ['1.5', '-1.5'],
    ['-1', '-2'],
    ['0.5', '5'],
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
  ['0.0', '0.0'],
  ['0e0', '0.0'],
  ['1.0', '1.0'],
  ['-1e400', '-inf'],
  ['true', 'True'],
  ['false', 'False'],
  ['[true, false, null]', '[True, False, None]'],
  ['{"b": 1, "a": {}}', "{'b': 1, 'a': {}}"],
  ['"\u00ad\u00ff"', '\u00ad\u00ff'],
  ['["\u0085\u00ad\u00ff"]', "['\\x85\\xad\u00ff']"],
  ['["\u0378\uffff\u3000"]', "['\\u0378\\uffff\\u3000']"],
  ['["\udb40\udc01\udbff\udfff"]', "['\\U000e0001\\U0010ffff']"],
  ['{"a": [1, 2.50, null]}', "{'a': [1, 2.5, None]}"],
])('str(json.loads(%j)) in Python is %j', (json, text) => {
  expect(pythonText(parseJson(json)!)).toBe(text)
})

it("Python's nan has small letters", () => {
  expect(pythonText(parseJson('[NaN]', { nonFinite: true })!)).toBe('[nan]')
  expect(pythonText(parseJson('-Infinity', { nonFinite: true })!)).toBe('-inf')
})
