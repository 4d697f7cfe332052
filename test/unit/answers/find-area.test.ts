import { expect, it } from 'vitest'
import { exactMatch } from '../../../src/index.js'

// A search from before the first character starts at the first: a line break there was found again and again.
it.each(['\nParis', '\n\nParis', 'Paris\n', '\n'])(
  'reads %j, which begins or ends with a line break',
  (answer) => {
    const verdict = exactMatch(answer, 'Paris', { reading: 'lenient' })
    if (verdict._tag === 'Left') throw new Error('the gold is good')
    expect(verdict.right.reward).toBe(answer.trim() === 'Paris' ? 1 : 0)
  },
)
