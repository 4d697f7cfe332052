import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../src/index.js'
import { readTask, scoreBatch, scoreRecord, scoreTask } from '../../src/index.js'

const item = fc.stringMatching(/^[a-z0-9]{1,6}( [a-z0-9]{1,4})?$/)
const items = fc.array(item, { minLength: 1, maxLength: 8 })
const cell = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), item)
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 5 })

/** A record of our own form with an answer that is its gold. */
const solved: fc.Arbitrary<{ record: { taskType: string; gold: unknown }; answer: string }> = fc.oneof(
  item.map((gold) => ({ record: { taskType: 'precise-retrieval', gold }, answer: gold })),
  items.map((gold) => ({ record: { taskType: 'comprehension', gold }, answer: gold[0]! })),
  fc.constantFrom(...'ABCDEFGXYZ').map((gold) => ({
    record: { taskType: 'comprehension', gold },
    answer: `The correct answer is (${gold}).`,
  })),
  ...['exhaustive-retrieval', 'structured-matching', 'graded-ranking', 'sequence-ordering'].map((taskType) =>
    items.map((gold) => ({ record: { taskType, gold }, answer: gold.join('\n') })),
  ),
  table.map((data) => {
    const gold = JSON.stringify({ data })
    return { record: { taskType: 'structured-extraction', gold }, answer: `<answer>${gold}</answer>` }
  }),
  items.map((words) => ({
    record: { taskType: 'summarization', gold: [words.join(' ')] },
    answer: words.join(' '),
  })),
)

/** Text as a model may write it: markers, tags, broken JSON, lone surrogates. */
const text = fc
  .array(
    fc.oneof(
      item,
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '\n',
        ' ',
        '.',
        '[Answer]',
        '[答案]',
        '<answer>',
        '</answer>',
        '{"data":',
        '[[',
        ']]',
        '}',
        '"',
      ),
      fc.constantFrom(
        '<think>',
        '</think>',
        'The correct answer is ',
        '(A)',
        ' or ',
        '```',
        '\0',
        '\ud800',
        '我们去公园',
        '1e9',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))
const profile = fc.constantFrom<Profile>('natural', 'published')

describe('every text verifier', () => {
  it('gives its gold 1 in the natural profile', () => {
    fc.assert(
      fc.property(solved, ({ record, answer }) => {
        const verdict = scoreRecord(record, `<think>x</think>${answer}`)
        expect(isRight(verdict) && verdict.right).toMatchObject({ reward: 1, reason: 'correct' })
      }),
    )
  })

  it('keeps the reward of a whole record in [0, 1], whatever the text, in both profiles', () => {
    fc.assert(
      fc.property(solved, text, profile, ({ record }, response, chosen) => {
        const verdict = scoreRecord(record, `</think>${response}`, { profile: chosen, explain: true })
        if (isLeft(verdict)) throw new Error(JSON.stringify(verdict.left))
        expect(verdict.right.reward).toBeGreaterThanOrEqual(0)
        expect(verdict.right.reward).toBeLessThanOrEqual(1)
        expect(verdict.right.explanation).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })

  it('scores a text alike with and without an explanation', () => {
    fc.assert(
      fc.property(solved, text, profile, ({ record }, response, chosen) => {
        const brief = scoreRecord(record, response, { profile: chosen })
        const long = scoreRecord(record, response, { profile: chosen, explain: true })
        if (isLeft(brief) || isLeft(long)) throw new Error('the gold is right')
        const { explanation, ...rest } = long.right
        expect(rest).toEqual(brief.right)
      }),
    )
  })

  it('does not look into the think block', () => {
    fc.assert(
      fc.property(solved, item, ({ record, answer }, thought) => {
        const task = readTask(record)
        if (isLeft(task)) throw new Error('the gold is right')
        expect(scoreTask(task.right, `<think>${thought}</think>${answer}`)).toEqual(
          scoreTask(task.right, `</think>${answer}`),
        )
      }),
    )
  })

  it('matches at least as much with ANLS as without', () => {
    const taskType = fc.constantFrom('exhaustive-retrieval', 'structured-matching')
    fc.assert(
      fc.property(items, items, taskType, (gold, lines, type) => {
        const reward = (match: 'exact' | { anls: number }) => {
          const verdict = scoreRecord({ taskType: type, gold }, `</think>${lines.join('\n')}`, { match })
          return isRight(verdict) ? verdict.right.reward : Number.NaN
        }
        expect(reward({ anls: 0.6 })).toBeGreaterThanOrEqual(reward('exact'))
        expect(reward({ anls: 1 })).toBe(reward('exact'))
      }),
    )
  })
})

it('scoreBatch is the map of scoreRecord', () => {
  const rollout = fc.record({
    record: fc.oneof(
      solved.map(({ record }) => record),
      fc.anything(),
    ),
    response: text,
  })
  fc.assert(
    fc.property(fc.array(rollout, { maxLength: 6 }), profile, (rollouts, chosen) => {
      expect(scoreBatch(rollouts, { profile: chosen })).toEqual(
        rollouts.map(({ record, response }) => scoreRecord(record, response, { profile: chosen })),
      )
    }),
  )
})
