import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grpo } from '../../../src/advantages/grpo.js'
import { informativeGroups } from '../../../src/advantages/informative-groups.js'
import { rolloutBatches } from '../../../src/testing/index.js'
import { group, prompts } from './batches.js'

describe('informativeGroups', () => {
  it('keeps what differs, counts the rest', () => {
    const groups = prompts([[1, 0], [0.7, 0.7, 0.7], [0.5], [1, 1, 1 - 2 ** -53]])
    expect(informativeGroups(groups)).toEqual({
      valid: Uint8Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1),
      kept: Uint8Array.of(1, 0, 0, 1),
      prompts: 4,
      informativePrompts: 2,
      equalPrompts: 1,
      singlePrompts: 1,
      rollouts: 5,
    })
    expect([...informativeGroups(groups, { singletons: 'keep' }).kept]).toEqual([1, 0, 1, 1])
  })

  it('equal rewards are equal however they round: every multiple of 0.01, in threes', () => {
    for (let i = 1; i <= 99; i++) {
      expect(informativeGroups(prompts([[i / 100, i / 100, i / 100]])).informativePrompts).toBe(0)
    }
  })

  it('invalid rollouts stay out and lend no difference', () => {
    const groups = prompts([[1, 0, 1], [9]], { valid: [1, 0, 1, 0] })
    expect(informativeGroups(groups)).toMatchObject({
      valid: Uint8Array.of(0, 0, 0, 0),
      prompts: 1,
      equalPrompts: 1,
    })
    expect(informativeGroups(group({ rewards: [], promptIds: [] }))).toMatchObject({
      prompts: 0,
      rollouts: 0,
    })
  })

  it('leaves exactly the prompts with a GRPO advantage', () => {
    fc.assert(
      fc.property(rolloutBatches(), (batch) => {
        const groups = group(batch)
        const { valid, rollouts } = informativeGroups(groups)
        const { advantages } = grpo(groups, { singletons: 'zero' })
        const moved = new Set(batch.promptIds.filter((_, i) => advantages[i] !== 0))
        expect([...valid]).toEqual(batch.promptIds.map((id) => Number(moved.has(id))))
        expect(valid.reduce((sum, v) => sum + v, 0)).toBe(rollouts)
      }),
    )
  })

  it('a wrong option is refused', () => {
    expect(() => informativeGroups(prompts([[1]]), { singletons: 'zero' as never })).toThrow(
      'BadOption: options.singletons must be one of drop, keep, but is "zero".',
    )
  })
})
