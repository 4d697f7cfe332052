/** How often the generators must meet the cases that laws are about. A generator that drifts away from them fails here. */
import * as fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { choiceAccuracy, f1, iou, ndcg, rougeL, subExactMatch } from '../../src/index.js'
import {
  type AnswerKind,
  answeredGolds,
  hostileText,
  lossLaws,
  type PaddedTokenBatch,
  rolloutBatches,
  tokenBatches,
  verifierLaws,
  writtenAnswers,
} from '../../src/testing/index.js'

const share = <Value>(values: fc.Arbitrary<Value>, holds: (value: Value) => boolean, numRuns = 600): number =>
  fc.sample(values, { seed: 1, numRuns }).filter(holds).length / numRuns

const sizesOf = (ids: readonly unknown[]): readonly number[] =>
  [...new Set(ids)].map((id) => ids.filter((other) => other === id).length)

describe('token batches', () => {
  const batches = tokenBatches()
  const selectedRatios = (batch: PaddedTokenBatch) =>
    [...batch.logProbs.keys()]
      .filter((i) => batch.responseMask[i] === 1)
      .map((i) => Math.exp(batch.logProbs[i]! - batch.oldLogProbs[i]!))

  it('hold a clipped token in four of five', () => {
    expect(
      share(batches, (batch) => selectedRatios(batch).some((ratio) => ratio < 0.8 || ratio > 1.28)),
    ).toBeGreaterThan(0.8)
  })
  it('hold an unclipped token whose policies differ in four of five', () => {
    expect(
      share(batches, (batch) =>
        selectedRatios(batch).some((ratio) => ratio > 0.8 && ratio < 1.2 && Math.abs(ratio - 1) > 1e-3),
      ),
    ).toBeGreaterThan(0.8)
  })
  it('hold a token at a clip bound in one of three', () => {
    const bounds = [0.8, 0.9, 1.1, 1.2, 1.28]
    expect(
      share(batches, (batch) =>
        selectedRatios(batch).some((ratio) => bounds.some((bound) => Math.abs(ratio - bound) < 1e-12)),
      ),
    ).toBeGreaterThan(0.33)
  })
  it('have no tiny numbers: at most one log-ratio in three below 1e-5', () => {
    const all = fc.sample(batches, { seed: 1, numRuns: 300 }).flatMap(selectedRatios)
    expect(all.filter((ratio) => Math.abs(ratio - 1) < 1e-5).length / all.length).toBeLessThan(1 / 3)
  })
  it('have padding, several rows, more than six columns', () => {
    expect(share(batches, ({ responseMask }) => responseMask.includes(0))).toBeGreaterThan(0.8)
    expect(share(batches, ({ rollouts }) => rollouts > 1)).toBeGreaterThan(0.7)
    expect(share(batches, ({ tokens }) => tokens > 6)).toBeGreaterThan(0.5)
  })
})

describe('rollout batches', () => {
  it('hold groups above 8, single rollouts, equal rewards, numeric ids', () => {
    expect(
      share(rolloutBatches(), ({ promptIds }) => sizesOf(promptIds).some((size) => size > 8)),
    ).toBeGreaterThan(0.2)
    expect(share(rolloutBatches(), ({ promptIds }) => sizesOf(promptIds).includes(1))).toBeGreaterThan(0.1)
    expect(share(rolloutBatches(), ({ promptIds }) => typeof promptIds[0] === 'number')).toBeGreaterThan(0.1)
  })
  it('hold negative, large and nearly equal rewards when asked', () => {
    expect(
      share(rolloutBatches({ rewards: 'wide' }), ({ rewards }) => rewards.some((reward) => reward < 0)),
    ).toBeGreaterThan(0.3)
    expect(
      share(rolloutBatches({ rewards: 'wide' }), ({ rewards }) =>
        rewards.some((reward) => Math.abs(reward) > 1e5),
      ),
    ).toBeGreaterThan(0.2)
    expect(
      share(rolloutBatches({ rewards: 'close' }), ({ rewards }) => {
        const sorted = rewards.toSorted((a, b) => a - b)
        return sorted.some(
          (reward, i) => i > 0 && reward - sorted[i - 1]! > 0 && reward - sorted[i - 1]! < 2e-9,
        )
      }),
    ).toBeGreaterThan(0.8)
  })
})

describe('golds and texts', () => {
  it('hold one item, and more than eight', () => {
    const golds = answeredGolds('exhaustive-retrieval').map(({ gold }) => gold as readonly string[])
    expect(share(golds, (gold) => gold.length === 1)).toBeGreaterThan(0.08)
    expect(share(golds, (gold) => gold.length > 8)).toBeGreaterThan(0.15)
  })
  it('hold texts of 64 Ki characters, and runs that almost match', () => {
    expect(share(hostileText({ huge: true }), (text) => text.length === 65_536)).toBeGreaterThan(0.01)
    expect(
      share(hostileText(), (text) => /(?:a|0| |A1|-){25,}[!§]/.test(text.slice(0, 5_000))),
    ).toBeGreaterThan(0.1)
  })
})

describe('written answers', () => {
  const written = <Gold>(kind: AnswerKind, holds: (answer: string, gold: Gold) => boolean) =>
    share(writtenAnswers(kind), ({ answer, gold }) => holds(answer, gold as Gold))

  it('hold markers, equal items in another form, and lists that earn a part', () => {
    expect(written('exhaustive-retrieval', (answer) => answer.includes('[Answer]'))).toBeGreaterThan(0.15)
    expect(written('exhaustive-retrieval', (answer) => /e\u0301|İ/.test(answer))).toBeGreaterThan(0.15)
    const partial = (verdict: ReturnType<typeof f1>) =>
      verdict._tag === 'Right' && verdict.right.reward > 0 && verdict.right.reward < 1
    expect(written('exhaustive-retrieval', (answer, gold) => partial(f1(answer, gold)))).toBeGreaterThan(0.25)
    expect(written('summarization', (answer, gold) => partial(rougeL(answer, gold)))).toBeGreaterThan(0.25)
    expect(written('structured-extraction', (answer, gold) => partial(iou(answer, gold)))).toBeGreaterThan(
      0.1,
    )
  })
  it('hold choices that are right and choices that are hedged', () => {
    const rewards = (reward: number) =>
      written('choice', (answer, gold) => {
        const verdict = choiceAccuracy(answer, gold)
        return verdict._tag === 'Right' && verdict.right.reward === reward
      })
    expect(rewards(1)).toBeGreaterThan(0.02)
    expect(rewards(0)).toBeGreaterThan(0.5)
  })
  it('hold golds that are none', () => {
    expect(written('graded-ranking', (answer, gold) => ndcg(answer, gold)._tag === 'Left')).toBeGreaterThan(
      0.03,
    )
  })
})

describe('like the reference', () => {
  const kind = 'exhaustive-retrieval'
  const laws = { only: ['like the reference'] }
  it('passes the reference itself, and one that gives the reward alone', () => {
    expect(verifierLaws(f1, { kind, reference: f1, laws })).toEqual(laws.only)
    const rewardAlone = (answer: string, gold: unknown) => {
      const verdict = f1(answer, gold)
      return verdict._tag === 'Right' ? verdict.right.reward : 0
    }
    expect(verifierLaws(rewardAlone, { kind, reference: f1, laws })).toEqual(laws.only)
  })
  it('tells another reward, another reason and a gold that is taken', () => {
    expect(() => verifierLaws(subExactMatch, { kind, reference: f1, laws })).toThrow(/the reference gives/)
    const changed = (change: object) => (answer: string, gold: unknown) => {
      const verdict = f1(answer, gold)
      return verdict._tag === 'Right' ? right({ ...verdict.right, ...change }) : verdict
    }
    expect(() => verifierLaws(changed({ reason: 'partial' }), { kind, reference: f1, laws })).toThrow(
      /reason "partial"/,
    )
    const taking = (answer: string, gold: unknown) => {
      const verdict = f1(answer, gold)
      return verdict._tag === 'Right' ? verdict : right({ reward: 0, reason: 'wrong' })
    }
    expect(() => verifierLaws(taking, { kind, reference: f1, laws })).toThrow(/that the reference refuses/)
  })
})

describe('the kit itself', () => {
  it('breaks a law that never meets its case', () => {
    const rightAlone = { golds: fc.constant('x'), right: () => '', runs: 10 }
    expect(() => verifierLaws((answer: string) => (answer === '' ? 1 : 0), rightAlone)).toThrow(
      'never met its case',
    )
  })

  it('finds a counter-example again by seed and path, and shrinks it to one token', () => {
    const kept = (batch: { readonly logProbs: ArrayLike<number> }) => ({
      loss: 0,
      gradLogProbs: Float64Array.from({ length: batch.logProbs.length }, () => 1),
    })
    const message = (options: object): string => {
      try {
        lossLaws(kept, options)
      } catch (error) {
        return String(error)
      }
      throw new Error('no law was broken')
    }
    const only = ['the gradient is the derivative']
    const first = message({ laws: { only } })
    const [, seed, path] = /Again: \{ seed: (\d+), path: '([\d:]+)'/.exec(first)!
    expect(message({ laws: { only }, seed: Number(seed), path })).toContain('"rollouts":1,"tokens":1')
  })

  it.each<[wrong: object, sentence: string]>([
    [{ kind: 'exhaustive-retrieval', runs: 0 }, 'options.runs must be a whole number, 1 or more, but is 0'],
    [{ kind: 'f1' }, 'options.kind must be one of precise-retrieval'],
    [{ kind: 'exhaustive-retrieval', kinds: 1 }, 'options.kinds is unknown; did you mean options.kind?'],
    [{}, 'options.kind must be given without golds'],
    [{ kind: 'choice', laws: { except: ['no such law'] } }, 'options.laws.except must be names among'],
    [{ kind: 'choice', seed: 1.5 }, 'options.seed must be a whole number or random, but is 1.5'],
    [{ kind: 'choice', path: '1:2' }, 'options.path must be given together with laws.only'],
    [{ kind: 'choice', timeLimit: 0 }, 'options.timeLimit must be a number of milliseconds above 0'],
  ])('refuses %j', (wrong, sentence) => {
    expect(() => verifierLaws(() => 0, wrong as never)).toThrow(sentence)
  })
})
