import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitBatch } from '../../../src/losses/split-batch.js'
import { type ValueBatch, type ValueLossOptions, valueLoss } from '../../../src/losses/value-loss.js'
import { orThrow } from '../../../src/results.js'
import { floats } from './by-hand.js'

const one = (value: number, old: number, target: number): ValueBatch => ({
  rollouts: 1,
  offsets: Int32Array.of(0, 1),
  values: floats(value),
  oldValues: floats(old),
  returns: floats(target),
})
const of = (batch: ValueBatch, options?: ValueLossOptions) => {
  const { loss, gradValues, metrics } = orThrow(valueLoss(batch, options))
  return [loss, gradValues[0], metrics.clipFraction]
}

describe('valueLoss', () => {
  it('by hand', () => {
    expect(of(one(2, 1, 3))).toEqual([0.5, -1, 0])
    expect(of(one(2, 1, 3), { clip: 0.5 })).toEqual([(1.5 * 1.5) / 2, 0, 1])
    expect(of(one(2, 1, 0), { clip: 0.5 })).toEqual([2, 2, 0])
    expect(of(one(1.25, 1, 0), { clip: 0.5 })).toEqual([(1.25 * 1.25) / 2, 1.25, 0])
    expect(of(one(1, 1, 0), { clip: 0 })).toEqual([0.5, 1, 0])
  })

  const number = fc.double({ min: -3, max: 3, noNaN: true })
  it('the gradient is the central difference', () => {
    fc.assert(
      fc.property(
        number,
        number,
        number,
        fc.constantFrom(0.2, 1, Number.POSITIVE_INFINITY),
        (v, old, g, clip) => {
          const step = 1e-6
          const at = (value: number) => of(one(value, old, g), { clip })
          fc.pre(Math.abs(at(v - step)[1]! - at(v + step)[1]!) < 1e-3)
          expect(at(v)[1]).toBeCloseTo((at(v + step)[0]! - at(v - step)[0]!) / (2 * step), 4)
        },
      ),
    )
  })

  it('aggregates as policyLoss does, and parts add up', () => {
    const batch = {
      rollouts: 3,
      tokens: 2,
      responseMask: [1, 1, 1, 0, 0, 0],
      promptOf: [0, 0, 1],
      values: floats(1, 2, 3, NaN, NaN, NaN),
      returns: floats(0, 0, 0, NaN, NaN, NaN),
    }
    const tokens = { logProbs: batch.values, oldLogProbs: batch.values, advantages: floats(0, 0, 0) }
    const losses = {
      'token-mean': (1 + 4 + 9) / 2 / 3,
      'seq-mean-token-mean': ((1 + 4) / 2 + 9) / 2 / 2,
      'seq-mean-token-sum-norm': (1 + 4 + 9) / 2 / (2 * 2),
      'prompt-mean': (1 + 4 + 9) / 2 / 3,
    } as const
    for (const [aggregation, loss] of Object.entries(losses)) {
      const options = { aggregation: aggregation as keyof typeof losses }
      expect(orThrow(valueLoss(batch, options)).loss).toBeCloseTo(loss, 14)
      const parts = orThrow(splitBatch({ ...batch, ...tokens }, { rollouts: 1 })).map(
        ({ logProbs, advantages: _, oldLogProbs: __, ...part }) =>
          orThrow(valueLoss({ ...part, values: logProbs, returns: logProbs.map(() => 0) }, options)).loss,
      )
      expect(parts.reduce((sum, each) => sum + each, 0)).toBeCloseTo(loss, 14)
    }
  })

  it.each<[object, unknown, string]>([
    [{ values: [1] }, {}, 'values'],
    [{ values: floats(NaN) }, {}, 'values[0]'],
    [{ returns: floats(Number.NEGATIVE_INFINITY) }, {}, 'returns[0]'],
    [{ returns: floats(1, 2) }, {}, 'returns'],
    [{ oldValues: floats(1e101) }, {}, 'oldValues[0]'],
    [{ oldValues: undefined }, { clip: 0.2 }, 'oldValues'],
    [{ rollouts: 2 }, {}, 'offsets'],
    [{}, { clip: -1 }, 'options.clip'],
    [{}, { clip: NaN }, 'options.clip'],
    [{}, { aggregation: 'mean' }, 'options.aggregation'],
    [{}, { aggregation: 'prompt-mean' }, 'promptOf'],
    [{}, { cliprange: 1 }, 'options.cliprange'],
  ])('%j, %j is refused', (change, options, argument) => {
    expect(valueLoss({ ...one(1, 1, 1), ...change } as ValueBatch, options as object)).toMatchObject({
      left: { argument },
    })
  })

  it('rows all masked are 0', () => {
    const masked = { rollouts: 1, tokens: 1, responseMask: [0], values: floats(NaN), returns: floats(NaN) }
    expect(orThrow(valueLoss(masked))).toMatchObject({ loss: 0, metrics: { tokens: 0, valueMean: 0 } })
  })
})
