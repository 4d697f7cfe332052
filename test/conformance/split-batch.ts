import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Backend } from '../../src/backends/backend.js'
import { LOSS_KINDS } from '../../src/losses/loss-options.js'
import { mergeLosses } from '../../src/losses/merge-losses.js'
import { policyLoss } from '../../src/losses/policy-loss.js'
import { splitBatch } from '../../src/losses/split-batch.js'
import { orReject, orThrow } from '../../src/results.js'
import {
  EPSILON,
  findDiscrepancy,
  lossNumbers,
  type Numbers,
  nearbyBatches,
} from '../../src/testing/backend/closeness.js'
import { lossCases } from '../../src/testing/backend/loss-cases.js'

/**
 * The parts of a batch, each on the backend, add up to the whole. A float32 backend is as near to the float64 whole as this is to
 * itself when its inputs move by what float32 cannot tell apart; the sum of the parts may be off by as much for each of them.
 */
export function describeSplitBatch(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`the parts of a batch on ${name}`, () => {
    it.each(LOSS_KINDS)('%s', async (kind) => {
      const backend = await create()
      const epsilon = EPSILON[backend.precision]
      const cases = fc.record({
        call: lossCases(kind),
        cut: fc.constantFrom({ rollouts: 1 }, { rollouts: 2 }, { tokens: 12 }),
      })
      try {
        await fc.assert(
          fc.asyncProperty(cases, async ({ call: { batch, options }, cut }) => {
            const whole = policyLoss(batch, options)
            fc.pre(whole._tag === 'Right')
            const parts = orThrow(splitBatch(batch, cut))
            const losses = await Promise.all(parts.map((part) => orReject(backend.policyLoss(part, options))))
            const merged = orThrow(mergeLosses(batch, parts, losses))
            const nearby = nearbyBatches(batch, parts.length * epsilon).map((moved) =>
              sums(lossNumbers(orThrow(policyLoss(moved, options)))),
            )
            const slack = losses.reduce((sum, { loss }) => sum + Math.abs(loss), 1) * epsilon * 8
            expect(
              findDiscrepancy(
                sums(lossNumbers(merged)),
                sums(lossNumbers(orThrow(whole))),
                nearby,
                epsilon,
                slack,
              ),
            ).toBeUndefined()
          }),
          { seed: 20260519, numRuns: 15 },
        )
      } finally {
        await backend.dispose()
      }
    })
  })
}

/** Loss and gradients; metrics have tests of their own. */
const sums = (numbers: Numbers): Numbers =>
  Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.startsWith('metrics.')))
