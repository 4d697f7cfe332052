import * as fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { policyLoss } from '../../src/losses/policy-loss.js'
import type { TokenBatch } from '../../src/losses/token-batch.js'
import { clipRange, sumTokens, type VanillaOptions } from '../../src/losses/vanilla.js'
import { sumTokensByKernel } from '../../src/losses/wasm/sum-tokens.js'
import { checked } from '../unit/losses/by-hand.js'

/** Numbers at which a comparison or a rounding goes one way or the other. */
const EDGES = [0, -0, 1e-320, 19.99999, 20, 20.00001, 1e30, -1e30, 3e38, -1e300, NaN, Infinity, -Infinity]

interface Shape {
  /** Tokens of each row. */
  readonly rows: readonly number[]
  readonly mask: 'none' | 'all' | 'padded right' | 'padded left' | 'holes'
  /** By how many nats the policies differ. */
  readonly distance: number
  /** Which share of the numbers are edges. */
  readonly edges: number
  readonly types: readonly [single: boolean, oldSingle: boolean, gradientSingle: boolean]
  /** By how many tokens the arrays are shifted in their buffers. */
  readonly shift: number
  readonly seed: number
}

function batchOf({ rows, mask, distance, edges, types, shift, seed }: Shape): TokenBatch {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const offsets = new Int32Array(rows.length + 1)
  for (const [r, length] of rows.entries()) offsets[r + 1] = offsets[r]! + length
  const size = offsets[rows.length]!
  const numbers = (single: boolean, make: (i: number) => number) => {
    const values = new (single ? Float32Array : Float64Array)(size + shift).subarray(shift)
    for (let i = 0; i < size; i++) {
      values[i] = random() < edges ? EDGES[Math.floor(random() * EDGES.length)]! : make(i)
    }
    return values
  }
  const oldLogProbs = numbers(types[1], () => -3 * random())
  const selects = {
    none: () => true,
    all: () => true,
    'padded right': (at: number, length: number) => at < length / 2,
    'padded left': (at: number, length: number) => at > length / 2,
    holes: () => random() < 0.9,
  }[mask]
  const responseMask = new Uint8Array(size + shift).subarray(shift)
  for (const [r, length] of rows.entries()) {
    for (let at = 0; at < length; at++)
      responseMask[offsets[r]! + at] = selects(at, length) ? 1 + (at % 255) : 0
  }
  return {
    logProbs: numbers(types[0], (i) => oldLogProbs[i]! + distance * (random() - 0.5)),
    oldLogProbs,
    advantages: Float64Array.from(
      rows,
      () => [0, -0, 1e-310, 1, -1, random(), -random()][Math.floor(random() * 7)]!,
    ),
    ...(mask !== 'none' && { responseMask }),
    ...{ rollouts: rows.length, offsets },
  }
}

const shapes = (rows: fc.Arbitrary<readonly number[]>): fc.Arbitrary<Shape> =>
  fc.record({
    rows,
    mask: fc.constantFrom('none', 'all', 'padded right', 'padded left', 'holes'),
    distance: fc.constantFrom(0, 0.1, 0.1, 1, 10, 60),
    edges: fc.constantFrom(0, 0, 0.001, 0.02),
    types: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    shift: fc.nat({ max: 3 }),
    seed: fc.nat(),
  })

const options: fc.Arbitrary<VanillaOptions> = fc.record(
  {
    // With 0 a ratio of 1 lies on the bound.
    clipLow: fc.constantFrom(0.2, 0, 0.001, 1, 3),
    clipHigh: fc.constantFrom(0.28, 0, 0.001, 3),
    dualClip: fc.constantFrom(3, 1.01, Infinity),
    ratioCap: fc.constantFrom(0.5, 1.1, 5),
    logRatioLimit: fc.constantFrom(0.05, 1, 20),
  },
  { requiredKeys: [] },
)

/** Both passes, with what each wrote. */
function bothPasses(shape: Shape, { logRatioLimit = 20, ...range }: VanillaOptions, given = batchOf(shape)) {
  const batch = checked(given)
  // As many tokens as rollouts are one of each.
  fc.pre(!batch.advantagePerToken)
  const weights = Float64Array.from(shape.rows, (_, r) => 1 / (r + 3))
  const gradient = () => new (shape.types[2] ? Float32Array : Float64Array)(batch.logProbs.length)
  const [byKernel, byReference] = [gradient(), gradient()]
  return {
    kernel: [sumTokensByKernel(batch, weights, clipRange(range), logRatioLimit, byKernel, 0), byKernel],
    reference: [sumTokens(batch, weights, clipRange(range), logRatioLimit, false, byReference), byReference],
  }
}

describe('the kernel of policyLoss gives the numbers of vanilla, to the bit', () => {
  test('of short rows', () => {
    const rows = fc.array(fc.nat({ max: 70 }), { maxLength: 8 })
    fc.assert(
      fc.property(shapes(rows), options, (shape, given) => {
        const { kernel, reference } = bothPasses(shape, given)
        expect(kernel).toStrictEqual(reference)
      }),
      { numRuns: 300 },
    )
  })

  test('of a NaN whose lower bits would be an index far outside the table', () => {
    const shape: Shape = {
      ...{ rows: [40], mask: 'all', distance: 0.1, edges: 0, shift: 0, seed: 3 },
      types: [false, false, false],
    }
    const batch = batchOf(shape)
    new BigUint64Array(batch.logProbs.buffer)[4] = 0x7ff8_0000_1000_0000n
    const { kernel, reference } = bothPasses(shape, {}, batch)
    expect(kernel).toStrictEqual(reference)
  })

  test('of rows that reach over tiles and stretches', () => {
    const rows = fc.array(fc.constantFrom(0, 5, 700, 3000, 8192, 9001), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(shapes(rows), options, (shape, given) => {
        const { kernel, reference } = bothPasses(shape, given)
        expect(kernel[0]).toStrictEqual(reference[0])
        const [left, right] = [kernel[1], reference[1]] as readonly Float64Array[]
        expect(left!.findIndex((value, i) => !Object.is(value, right![i]))).toBe(-1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('policyLoss', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  const large: Shape = {
    ...{ rows: [20_000, 1, 30_000], mask: 'padded right', distance: 0.5, edges: 0 },
    ...{ types: [true, true, false], shift: 1, seed: 7 },
  }
  const forbidden = {
    Module: class {
      constructor() {
        throw new Error('forbidden by the content security policy')
      }
    },
  }

  test.each([
    ['no WebAssembly', undefined],
    ['WebAssembly that may not be compiled', forbidden],
  ])('gives the same on a host with %s', async (_, WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly)
    vi.resetModules()
    const fresh = await import('../../src/losses/policy-loss.js')
    const [there, wild] = [batchOf(large), batchOf({ ...large, edges: 0.0001 })]
    expect(fresh.policyLoss(there)).toStrictEqual(policyLoss(there))
    expect(fresh.policyLoss(wild)).toStrictEqual(policyLoss(wild))
    expect(policyLoss(there)._tag).toBe('Right')
    expect(policyLoss(wild)._tag).toBe('Left')
  })
})
