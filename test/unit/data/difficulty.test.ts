import { describe, expect, it } from 'vitest'
import { keepByDifficulty, measureDifficulty, qaChecks } from '../../../src/data/difficulty.js'
import { orThrow } from '../../../src/results.js'

/** Rollouts of prompts by their rewards; `null` is undecided. */
const rollouts = (
  prompts: Readonly<Record<string, readonly (number | null)[]>>,
  taskType = 'precise-retrieval',
) =>
  Object.entries(prompts).flatMap(([promptId, rewards]) =>
    rewards.map((reward) => ({
      promptId,
      taskType,
      reward: reward ?? 0,
      reason: reward === null ? 'undecided' : reward === 0 ? 'bad format' : 'correct',
    })),
  )

const eighths = (right: number) => Array.from({ length: 8 }, (_, i) => (i < right ? 1 : 0))

describe('measureDifficulty', () => {
  it('counts undecided and bad format apart', () => {
    expect(measureDifficulty(rollouts({ a: [1, 0, null, 1] }))).toEqual([
      {
        promptId: 'a',
        taskType: 'precise-retrieval',
        rollouts: 4,
        undecided: 1,
        badFormat: 1,
        mean: 2 / 3,
        spread: 1,
        passRate: 2 / 3,
      },
    ])
  })

  it('has a threshold for each task type', () => {
    const graded = rollouts({ a: [0.4, 0.5, 0.9, 1] }, 'summarization')
    expect(measureDifficulty(graded)[0]!.passRate).toBe(3 / 4)
    expect(measureDifficulty(graded, { summarization: 0.95 })[0]!.passRate).toBe(1 / 4)
  })

  it('has no rate where nothing was decided', () => {
    const [prompt] = measureDifficulty(rollouts({ a: [null, null] }))
    expect(prompt).toMatchObject({ mean: Number.NaN, passRate: Number.NaN, spread: 0 })
  })
})

describe('keepByDifficulty', () => {
  const prompts = measureDifficulty(
    rollouts({
      none: eighths(0),
      one: eighths(1),
      half: eighths(4),
      six: eighths(6),
      seven: eighths(7),
      all: eighths(8),
      lost: [null],
    }),
  )
  const keep = (options: Parameters<typeof keepByDifficulty>[1]) =>
    orThrow(keepByDifficulty(prompts, options))

  it('open-r1: between 0.1 and 0.9, both excluded', () => {
    expect(keep({ rule: 'open-r1' })).toEqual(['one', 'half', 'six', 'seven'])
  })
  it('loongrl: one to six of eight', () => {
    expect(keep({ rule: 'loongrl' })).toEqual(['one', 'half', 'six'])
  })
  it('informative: not all the same', () => {
    expect(keep({ rule: 'informative' })).toEqual(['one', 'half', 'six', 'seven'])
  })
  it('two-stage: what the first model solves, and what only the second does', () => {
    const second = measureDifficulty(rollouts({ none: eighths(1), lost: [0] }))
    expect(keep({ rule: 'two-stage', second })).toEqual(['none', 'one', 'half', 'six', 'seven', 'all'])
    expect(keepByDifficulty(prompts, { rule: 'two-stage' })).toMatchObject({
      left: { argument: 'options.second' },
    })
  })
  it('bins: as many of each, the same by the same seed', () => {
    const kept = keep({ rule: 'bins', bins: 2, seed: 3 })
    expect(kept).toEqual(keep({ rule: 'bins', bins: 2, seed: 3 }))
    // Bins: none, one | half, six, seven, all.
    expect(kept.filter((id) => id === 'none' || id === 'one')).toHaveLength(2)
    expect(kept).toHaveLength(4)
  })
  it('refuses a rule that nobody uses', () => {
    expect(keepByDifficulty(prompts, { rule: 'openr1' } as never)).toMatchObject({
      left: { argument: 'options.rule' },
    })
  })
})

it('qaChecks: answered without the document; lost among distractors', () => {
  const prompts = measureDifficulty(rollouts({ known: [1, 1], read: [1, 0], fragile: [1, 1] }))
  const withoutDocument = measureDifficulty(rollouts({ known: [1, 0], read: [0, 0], fragile: [0, 0] }))
  const amongDistractors = measureDifficulty(rollouts({ known: [1, 1], read: [1, 0], fragile: [0, 0] }))
  expect(qaChecks(prompts, { withoutDocument, amongDistractors })).toEqual({
    answeredWithoutDocument: ['known'],
    lostAmongDistractors: ['fragile'],
  })
})
