import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advantagesOfColumns, checkSpec, putOptional } from '../../src/node/files/advantage-columns.js'
import { isSameJson } from '../../src/node/files/is-same-json.js'
import { lines, wholeLines } from '../../src/node/files/lines.js'
import { promptIdOf } from '../../src/node/files/prompt-ids.js'
import { readOpenRlhf } from '../../src/node/service/protocols/openrlhf.js'
import { float } from '../../src/node/service/protocols/python-json.js'

describe('lines', () => {
  it('are those of the text, however the bytes are cut into blocks', async () => {
    const character = fc.constantFrom('a', '\n', '\r', '\u2028', 'é', '漢', '😀')
    await fc.assert(
      fc.asyncProperty(fc.array(character), fc.integer({ min: 1, max: 7 }), async (characters, size) => {
        const text = characters.join('')
        const bytes = Buffer.from(text)
        // All blocks in one piece of memory, as a file is read.
        const memory = Buffer.alloc(size)
        async function* blocks() {
          for (let start = 0; start < bytes.length; start += size) {
            const length = bytes.copy(memory, 0, start, start + size)
            yield memory.subarray(0, length)
          }
        }
        const read = []
        for await (const line of lines(blocks())) read.push({ ...line, text: line.bytes?.toString() })
        const expected = text.split('\n')
        if (expected.at(-1) === '') expected.pop()
        expect(read.map((line) => line.text)).toEqual(expected)
        expect(read.at(-1)?.end ?? 0).toBe(bytes.length)
        expect(read.every((line, i) => line.complete || i === read.length - 1)).toBe(true)
      }),
    )
  })
})

describe('whole lines', () => {
  it('are all lines, in pieces of so many at most, however the bytes are cut into blocks', async () => {
    const character = fc.constantFrom('a', '\n', 'é')
    const cut = { size: fc.integer({ min: 1, max: 9 }), most: fc.integer({ min: 1, max: 3 }) }
    await fc.assert(
      fc.asyncProperty(fc.array(character), cut.size, cut.most, async (characters, size, most) => {
        const bytes = Buffer.from(characters.join(''))
        async function* blocks() {
          for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
        }
        const pieces = []
        for await (const piece of wholeLines(blocks(), most)) pieces.push(piece)
        expect(Buffer.concat(pieces.map((piece) => piece.bytes!)).equals(bytes)).toBe(true)
        for (const [i, { bytes: text, count }] of pieces.entries()) {
          expect(text!.filter((byte) => byte === 10).length).toBe(count)
          expect(count).toBeLessThanOrEqual(most)
          if (i < pieces.length - 1) expect(text!.at(-1)).toBe(10)
        }
        expect(pieces.at(-1)?.end ?? 0).toBe(bytes.length)
      }),
    )
  })
})

describe('isSameJson', () => {
  it('holds for values whose JSON texts are the same, and for no others', () => {
    const small = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, 0, 1, '', 'a'),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 2 }),
      ),
    })).value
    const asRead = (value: unknown) => JSON.parse(JSON.stringify(value))
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(isSameJson(asRead(a), asRead(a))).toBe(true)
        expect(isSameJson(asRead(a), asRead(b))).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
    // What JSON text does not tell apart is no reason to take a gold for another.
    for (const [a, b] of [
      [0, -0],
      [Number.NaN, null],
      [new Date(0), new Date(1)],
    ] as const)
      expect(isSameJson({ gold: a }, { gold: b })).toBe(false)
  })
})

describe('advantages of columns', () => {
  const group = (batch: string, type = 'EM') => ({ batch, type, size: 0 })

  it('are those of each batch by itself; a masked rollout has none', () => {
    const columns = {
      rewards: [1, 0, Number.NaN, 3, 1],
      groupOf: [0, 0, 0, 1, 1],
      lengths: [],
      baselines: [],
      groups: [group('a'), group('b')],
    }
    const advantages = advantagesOfColumns(columns, { estimator: 'rloo' })
    // Leave-one-out in each batch: 1 - 0 and 0 - 1; 3 - 1 and 1 - 3.
    expect(advantages).toMatchObject({ _tag: 'Right', right: Float64Array.of(1, -1, Number.NaN, 2, -2) })
  })

  it('say what is missing when a row lacks what the estimator needs', () => {
    const baselines: number[] = []
    putOptional(baselines, 0, undefined)
    putOptional(baselines, 1, 0.5)
    expect(baselines).toEqual([Number.NaN, 0.5])
    const columns = { rewards: [1, 0], groupOf: [0, 0], lengths: [], baselines, groups: [group('')] }
    expect(advantagesOfColumns(columns, { estimator: 'remax' })).toMatchObject({
      left: { argument: 'baselines' },
    })
    expect(checkSpec({ estimator: 'remax' })).toMatchObject({ _tag: 'Right' })
    expect(checkSpec({ estimator: 'gdpo' })).toMatchObject({ _tag: 'Left', left: { argument: 'estimator' } })
  })
})

describe('prompt ids', () => {
  it.each([
    ['"a"', 'a'],
    ['7', 7],
    ['9007199254740991', 2 ** 53 - 1],
    ['9007199254740993', undefined],
    ['1e400', undefined],
    ['null', undefined],
  ])('%s is %j', (json, id) => {
    expect(promptIdOf(JSON.parse(`{"promptId":${json}}`), 'promptId')).toBe(id)
  })
})

describe('protocols', () => {
  it('write floats as Python does', () => {
    expect([0, 1, 0.5, 1 / 3, 1e-7].map(float)).toEqual(['0.0', '1.0', '0.5', '0.3333333333333333', '1e-7'])
  })

  it('take closing tokens off a query in one pass, however much white space there is', () => {
    const record = { taskType: 'precise-retrieval', gold: 'x' }
    const sources = { recordOfPrompt: () => undefined, labelTask: undefined }
    const read = (text: string) =>
      readOpenRlhf({ query: [`Q${text}`], prompts: ['Q'], labels: [record] }, sources, 1)
    const long = `${' '.repeat(2_000_000)}x`
    expect(read(`${long}<|im_end|>\n<pad><pad>`)).toMatchObject({ right: [{ response: long }] })
    expect(read('<answer>{}</answer>')).toMatchObject({ right: [{ response: '<answer>{}</answer>' }] })
  })
})
