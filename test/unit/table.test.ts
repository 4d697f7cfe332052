import { describe, expect, it } from 'vitest'
import { table } from '../../src/cli/table.js'

const ROWS = [
  ['task type', 'prompts', 'mean'],
  ['graded-ranking', '3', '0.5000'],
]

describe('a table for a terminal', () => {
  it('stands in one piece where it fits', () => {
    expect(table(ROWS, 31)).toBe('task type       prompts    mean\ngraded-ranking        3  0.5000')
  })

  it('continues below itself where it does not', () => {
    const parts = [
      'task type       prompts\ngraded-ranking        3',
      'task type         mean\ngraded-ranking  0.5000',
    ]
    expect(table(ROWS, 30)).toBe(parts.join('\n\n'))
  })

  it('has two columns in each part, however narrow the terminal', () => {
    expect(table(ROWS, 1).split('\n\n')).toHaveLength(2)
  })
})
