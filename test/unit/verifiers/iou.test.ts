import { describe, expect, it } from 'vitest'
import { iou } from '../../../src/index.js'
import { type Expected, expectVerdict, verdictOf, wrongArgument } from './expect-verdict.js'

const PUBLISHED = { profile: 'published' }

describe('iou', () => {
  it.each<[string, unknown, object, Expected]>([
    [
      'x <answer>{"data":[[1],[2],[4]]}</answer>',
      '{"data":[[1],[2],[3]]}',
      {},
      {
        reward: 2 / 4,
        reason: 'partial',
        extracted: '{"data":[[1],[2],[4]]}',
        steps: ['3 rows against 3 gold rows: 2 in common, 4 in the union.'],
      },
    ],
    ['{"data":[[1]]}', '{"data":[[1.0]]}', {}, { reward: 1, reason: 'correct' }],
    // A gold row that is taken is not there for another that equals it.
    ['{"data":[[1],[1.0]]}', '{"data":[[1]]}', {}, { reward: 1 / 2, reason: 'partial' }],
    ['{"data":[[1],[1.0]]}', '{"data":[[1],[1]]}', {}, { reward: 1, reason: 'correct' }],
    ['{"data":[]}', '{"data":[]}', {}, { reward: 1, reason: 'correct' }],
    ['{"data":[]}', '{"data":[]}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":[]}', '{"data":[[1]]}', {}, { reward: 0, reason: 'wrong' }],
    ['nothing', '{"data":[[1]]}', {}, { reward: 0, reason: 'no answer', steps: ['No table could be read.'] }],
    ['{"data":"ab"}', '{"data":["a","b"]}', {}, { reward: 0, reason: 'no answer' }],
    ['{"data":"ab"}', '{"data":["a","b"]}', PUBLISHED, { reward: 0, reason: 'no answer' }],
    ['{"data":5}', '{"data":[]}', PUBLISHED, { reward: 0, reason: 'no answer' }],
    ['{}', '{"data":[]}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    [
      '{"data":[[1]]}',
      [{ data: [[1]] }],
      PUBLISHED,
      { reward: 0, reason: 'wrong', steps: ['The gold is no table the reference can read.'] },
    ],
    // The reference reads a label that is a text, and makes rows of whatever its `data` is made of.
    ['{"data":[["a"]]}', { golden_label: { data: [['a']] } }, PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":[["a"]]}', { golden_label: null }, PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":["a","b"]}', '{"data":{"a":1}}', PUBLISHED, { reward: 1 / 2, reason: 'partial' }],
    ['{"data":["a","b"]}', '{"data":"ab"}', PUBLISHED, { reward: 1, reason: 'correct' }],
    ['{"data":[["a"]]}', '{"data":"a"}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":["5"]}', '{"data":5}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":[null]}', '{"data":null}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    // A list of one cell is not that cell, in either profile.
    ['{"data":[["a"]]}', '{"data":["a"]}', {}, { reward: 0, reason: 'wrong' }],
    ['{"data":[["a"]]}', '{"data":["a"]}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    // Tags that are empty or only mentioned are passed over.
    [
      '<answer>{"data":[[1]]}</answer> (in <answer></answer> tags, as <answer>asked</answer>)',
      '{"data":[[1]]}',
      {},
      { reward: 1, reason: 'correct', extracted: '{"data":[[1]]}' },
    ],
    ['{"data":[["e\u0301"]]}', '{"data":[["\u00e9"]]}', {}, { reward: 1, reason: 'correct' }],
    ['{"data":[["e\u0301"]]}', '{"data":[["\u00e9"]]}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['nothing', 'nothing', PUBLISHED, { reward: 0, reason: 'no answer', steps: ['No table could be read.'] }],
    // The last table of a list is the gold.
    ['{"data":[[1]]}', [{ data: [[2]] }, { data: [[1]] }], {}, { reward: 1, reason: 'correct' }],
    ['{"data":[[1]]}', { golden_label: '{"data":[[1]]}' }, {}, { reward: 1, reason: 'correct' }],
    // White space that JSON does not know is stripped by the published rules.
    ['{"data":[[1]]}', '\u3000{"data":[[1]]}', PUBLISHED, { reward: 1, reason: 'correct' }],
    // A gold of JavaScript values cannot tell 1 from 1.0, so the published rules do not either there.
    ['{"data":[[1.0]]}', { data: [[1]] }, PUBLISHED, { reward: 1, reason: 'correct' }],
    ['{"data":[[1.0]]}', '{"data":[[1]]}', PUBLISHED, { reward: 0, reason: 'wrong' }],
    ['{"data":[["1.0"]]}', { data: [[1]] }, {}, { reward: 1, reason: 'correct' }],
    ['{"data":[[NaN]]}', { data: [[Number.NaN]] }, PUBLISHED, { reward: 1, reason: 'correct' }],
  ])('judges %j', (answer, gold, options, expected) => {
    expectVerdict(iou, answer, gold, options, expected)
  })

  it.each<[string, string, number]>([
    ['[1],[1]', '[1]', 1 / 2],
    ['[1]', '[1],[1]', 1 / 2],
    ['[1],[1.0],[1e0]', '[1],[1]', 2 / 3],
    ['[1.0],[1.0]', '[1],[1]', 1],
    ['[1.0],[1.0],[1.0]', '[1],[1],[1]', 1],
    ['[1.0],[1.0],[1.0]', '[1],[1],[2]', 2 / 4],
    ['[3],[2],[1]', '[1],[2],[3]', 1],
    // Rows of other lists of the gold are none of its table.
    ['[1],[2]', '[2]],"more":[[1]', 1 / 2],
    ['[1],[ 2]', '[2],[2]],"more":[[ 2],[1]', 1 / 3],
    ['["a]"],[[1]]', '[[1]],["a]"],["b"]', 2 / 3],
    ['"a","b"', '"b","c"', 1 / 3],
  ])('rows as multisets: %s against %s is %d', (answer, gold, reward) => {
    expect(verdictOf(iou(`{"data":[${answer}]}`, `{"data":[${gold}]}`)).reward).toBe(reward)
  })

  it.each<[string, string, boolean]>([
    ['1', '"1"', true],
    ['1', '"01"', false],
    ['-1.50', '"-1.5"', true],
    ['"1e0"', '1', false],
    ['null', '"null"', false],
    ['true', '"true"', false],
    ['true', 'false', false],
    ['null', 'false', false],
    ['"a"', '"A"', false],
    ['"ab"', '"a","b"', false],
    ['{"a":1,"b":2}', '{"b":2.0,"a":"1"}', true],
    ['{"a":1,"b":2}', '{"a":2,"b":1}', false],
    ['{"b":1,"a":2}', '{"a":1,"b":2}', false],
    ['[1,[2]]', '[1.0,["2"]]', true],
    ['[1,2]', '[12]', false],
    ['{}', '[]', false],
  ])('cells: %s equals %s: %s', (a, b, equal) => {
    expect(verdictOf(iou(`{"data":[[${a}]]}`, `{"data":[[${b}]]}`)).reward).toBe(equal ? 1 : 0)
  })

  it.each<[unknown, string]>([
    ['no table', 'gold'],
    ['\u3000{"data":[]}', 'gold'],
    [{ golden_label: 'no table' }, 'gold.golden_label'],
    [{ golden_label: null }, 'gold'],
    [undefined, 'gold'],
    [{ data: [[Number.NaN]] }, 'gold'],
    [{ data: [[() => 0]] }, 'gold'],
    [{ data: [[{ a: () => 0 }]] }, 'gold'],
    [{ data: () => 0 }, 'gold'],
  ])('refuses the gold %j at %s', (gold, argument) => {
    expect(wrongArgument(iou('x', gold))).toBe(argument)
  })

  const inLists = (depth: number): unknown => (depth === 0 ? [] : [inLists(depth - 1)])
  const inObjects = (depth: number): unknown => (depth === 0 ? {} : { a: inObjects(depth - 1) })
  // The gold object is level 0 and `data` level 1: what a row nests may go down to level 500.
  it.each([inLists, inObjects])('takes a gold of 500 levels, not of 501 (%o)', (nest) => {
    const gold = (levels: number) => ({ data: [nest(levels - 2)] })
    expect(verdictOf(iou('x', gold(500))).reason).toBe('no answer')
    expect(wrongArgument(iou('x', gold(501)))).toBe('gold')
  })

  it('takes rows of any length', () => {
    const row = (last: string) => `{"data":[["${'x'.repeat(100_000)}",${last}]]}`
    expect(verdictOf(iou(row('1'), row('1'))).reward).toBe(1)
    expect(verdictOf(iou(row('1.0'), row('1'))).reward).toBe(1)
    expect(verdictOf(iou(row('2'), row('1'))).reward).toBe(0)
    const cells = (last: string) => `{"data":[[${'1,'.repeat(100_000)}${last}]]}`
    expect(verdictOf(iou(cells('1.0'), cells('1'))).reward).toBe(1)
  })

  it('takes integers of any size', () => {
    const gold = { data: [[2n ** 60n]] }
    expect(verdictOf(iou('{"data":[[1152921504606846976]]}', gold)).reward).toBe(1)
    expect(verdictOf(iou('{"data":[[1152921504606846977]]}', gold)).reward).toBe(0)
  })

  it('refuses a cyclic gold', () => {
    const row: unknown[] = []
    row.push(row)
    expect(wrongArgument(iou('x', { data: [row] }))).toBe('gold')
  })
})

it('tells rows apart that differ only where their hash does not look', () => {
  const rows = Array.from({ length: 300 }, (_, i) => [
    `same ${1000 + i} ${'x'.repeat(40)}`,
    'y'.repeat(60),
    'end',
  ])
  const textOf = (data: unknown) => `<answer>${JSON.stringify({ data })}</answer>`
  const gold = JSON.stringify({ data: rows })
  expect(iou(textOf(rows), gold)).toMatchObject({ right: { reward: 1 } })
  const changed = [...rows.slice(1), [`same 2000 ${'x'.repeat(40)}`, 'y'.repeat(60), 'end']]
  expect(iou(textOf(changed), gold)).toMatchObject({ right: { reward: 299 / 301 } })
})
