import { describe, expect, it } from 'vitest'
import { badBatch, describeError } from '../../src/errors.js'

describe('describeError', () => {
  it('names the argument, what was expected and what came', () => {
    expect(describeError(badBatch('rewards[3]', 'a finite number', Number.NaN))).toBe(
      'BadBatch: rewards[3] must be a finite number, but is NaN.',
    )
  })
})
