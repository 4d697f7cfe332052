import { describe, expect, it } from 'vitest'
import { readPlan, replyStep } from '../../src/node/service/protocols/step.js'
import { orThrow } from '../../src/results.js'
import type { Verdict } from '../../src/verifiers/verdict.js'

const verdict = (
  reward: number,
  reason: Verdict['reason'] = reward === 1 ? 'correct' : 'wrong',
  taskType = 'em',
) => ({
  verdict: { reward, reason, taskType, rewardMode: taskType, metric: 'EM' } as Verdict,
  error: null,
})
const step = (body: object, results: readonly object[]) => {
  const { status, body: text } = replyStep(results as never, orThrow(readPlan(body as never)))
  return { status, reply: JSON.parse(text as string) }
}
const rollout = (promptId: string, more: object = {}) => ({ promptId, response: '', ...more })

describe('/v1/step', () => {
  it('filters on raw rewards, shapes, and compares what is left', () => {
    const rollouts = [
      rollout('a', { length: 90 }),
      rollout('a', { length: 10 }),
      rollout('b', { length: 99 }),
      rollout('b', { length: 1 }),
    ]
    const body = {
      rollouts,
      filter: 'informative',
      shape: { overlong: { maxLength: 100, cache: 20 } },
      estimator: { estimator: 'grpo', normalizeByStd: false },
    }
    const { status, reply } = step(body, [verdict(1), verdict(0), verdict(1), verdict(1)])
    expect(status).toBe(200)
    expect(reply).toMatchObject({
      rewards: [1, 0, 1, 1],
      shaped: [0.5, 0, expect.closeTo(0.05, 12), 1],
      valid: [1, 1, 0, 0],
      advantages: [0.25, -0.25, 0, 0],
      groups: { prompts: 2, informative: 1, equal: 1, single: 0 },
    })
    expect(
      step({ ...body, clip: 0.1 }, [verdict(1), verdict(0), verdict(1), verdict(1)]).reply.advantages[0],
    ).toBe(0.1)
  })

  it('what is undecided or wrong takes no part', () => {
    const rollouts = [rollout('a'), rollout('a'), rollout('a'), rollout('a')]
    const failed = { verdict: null, error: 'no record' }
    const { reply } = step({ rollouts }, [verdict(1), verdict(0), verdict(0, 'undecided'), failed])
    expect(reply).toMatchObject({ rewards: [1, 0, null, null], valid: [1, 1, 0, 0] })
    expect(reply.advantages.slice(2)).toEqual([0, 0])
    expect(reply.advantages[0]).toBeGreaterThan(0)
    expect(step({ rollouts: [] }, []).reply).toMatchObject({ advantages: [], groups: { prompts: 0 } })
  })

  it('rollouts of one record belong together', () => {
    const rollouts = [1, 1, 2].map((gold) => ({ response: '', record: { taskType: 'em', gold } }))
    const { promptIds } = orThrow(readPlan({ rollouts }))
    expect(promptIds[0]).toBe(promptIds[1])
    expect(promptIds[2]).not.toBe(promptIds[0])
  })

  it('task scales go there and back', () => {
    const body = { rollouts: [rollout('a'), rollout('a')], estimator: { estimator: 'tmn', scales: {} } }
    const { reply } = step(body, [verdict(1), verdict(0)])
    const again = { ...body, estimator: { estimator: 'tmn', scales: reply.statistics.scales } }
    expect(step(again, [verdict(1), verdict(0)]).reply.advantages).toEqual(reply.advantages)
  })

  it.each<[object, string]>([
    [{ filter: 'all' }, 'options.filter'],
    [{ filtr: 'none' }, 'options.filtr'],
    [{ clip: 0 }, 'options.clip'],
    [{ shape: 3 }, 'options.shape'],
    [{ rollouts: 3 }, 'rollouts'],
    [{ estimator: 'ppo' }, 'options.estimator'],
    [{ estimator: { estimator: 'grpo', epsilon: -1 } }, 'options.epsilon'],
    [{ shape: { overlong: { maxLength: 1 } } }, 'options.shape.overlong.cache'],
    [{ rollouts: [rollout('a', { length: 3 }), rollout('a')] }, 'rollouts[1].length'],
  ])('%j is refused', (change, argument) => {
    expect(readPlan({ rollouts: [], ...change } as never)).toMatchObject({ left: { argument } })
  })

  it.each<[object, string]>([
    [{ shape: { overlong: { maxLength: 1, cache: 2 } } }, 'options.shape.overlong.cache'],
    [{ shape: { overlong: { maxLength: 1, cache: 1 } } }, 'lengths'],
    [{ rollouts: [rollout('a', { length: -1 }), rollout('a', { length: 1 })] }, 'lengths[0]'],
  ])('%j is a 422 that names it', (change, argument) => {
    const body = { rollouts: [rollout('a'), rollout('a')], ...change }
    const { status, reply } = step(body, [verdict(1), verdict(0)])
    expect(status).toBe(422)
    expect(reply.error).toContain(argument)
  })
})
