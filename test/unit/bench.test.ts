import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  answerWorkloads,
  calculationWorkload,
  compare,
  doubleTokenWorkload,
  expressionWorkload,
  growth,
  type Measurement,
  measure,
  packedTokenWorkload,
  paddedTokenWorkload,
  ratio,
  recordWorkload,
  rewardWorkload,
} from '../../src/bench/index.js'
import {
  accuracy,
  choiceAccuracy,
  exactMatch,
  f1,
  iou,
  mathVerify,
  ndcg,
  pairwiseAccuracy,
  policyLoss,
  rougeL,
  scoreBatch,
  subExactMatch,
} from '../../src/index.js'
import { TASK_TYPES } from '../../src/verifiers/verdict.js'

const METRICS: Readonly<Record<string, (prediction: string, gold: never) => ReturnType<typeof f1>>> = {
  exactMatch,
  accuracy,
  choiceAccuracy,
  f1,
  subExactMatch,
  ndcg,
  pairwiseAccuracy,
  iou,
  rougeL,
  mathVerify,
}

const measured = (over: Partial<Measurement>): Measurement => ({
  workload: 'w',
  item: 'rollout',
  size: 10,
  items: 10,
  subject: 'a',
  median: 2,
  p99: 3,
  relativeError: 1,
  rounds: [2, 2, 2],
  runs: 30,
  ...over,
})

describe('measure', () => {
  it('gives every subject its turn at every size, on inputs made once', async () => {
    const made: number[] = []
    const turns: string[] = []
    const measurements = await measure(
      [
        {
          workload: {
            name: 'w',
            item: 'rollout',
            sizes: [1, 2, 99],
            make: (size) => made.push(size) && size,
          },
          subjects: [
            { name: 'a', run: (size: number) => size },
            { name: 'b', run: async (size: number) => size },
          ],
        },
      ],
      { rounds: 2, roundTime: 0, warmupTime: 0, largest: 2, onTurn: (turn) => turns.push(turn.subject) },
    )
    expect(made).toEqual([1, 2])
    expect(turns).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'])
    expect(measurements.map(({ size, subject }) => [size, subject])).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ])
    expect(measurements[0]!.rounds).toHaveLength(2)
  })
})

it.each<[option: string, wrong: readonly unknown[]]>([
  ['rounds', [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '7']],
  ['roundTime', [-1, Number.NaN, Number.POSITIVE_INFINITY]],
  ['warmupTime', [-1, Number.NaN, Number.POSITIVE_INFINITY]],
  ['largest', [Number.NaN]],
])('measure refuses a wrong %s', async (option, wrong) => {
  for (const value of wrong) {
    const measuring = measure([], { [option]: value })
    await expect(measuring, String(value)).rejects.toThrow(`BadOption: options.${option} must be `)
  }
})

describe('a subject with a largest size', () => {
  it('sits out what is larger', async () => {
    const workload = { name: 'w', item: 'rollout', sizes: [1, 2], make: (size: number) => size }
    const subjects = [
      { name: 'a', run: (size: number) => size },
      { name: 'b', run: (size: number) => size, largest: 1 },
    ]
    const turns: string[] = []
    const measurements = await measure([{ workload, subjects }], {
      rounds: 1,
      roundTime: 0,
      warmupTime: 0,
      onTurn: ({ size, subject, done, all }) => turns.push(`${subject}${size} ${done}/${all}`),
    })
    expect(turns).toEqual(['a1 0/3', 'b1 1/3', 'a2 2/3'])
    expect(measurements.map(({ size, subject }) => `${subject}${size}`)).toEqual(['a1', 'b1', 'a2'])
  })
})

describe('the workloads', () => {
  it('are the same at every call', () => {
    for (const workload of Object.values(answerWorkloads)) expect(workload.make(5)).toEqual(workload.make(5))
    expect(rewardWorkload.make(32)).toEqual(rewardWorkload.make(32))
    expect(paddedTokenWorkload.make(8192)).toEqual(paddedTokenWorkload.make(8192))
  })

  it('hold golds that the verifiers accept, and answers of every worth', () => {
    for (const [name, workload] of Object.entries(answerWorkloads)) {
      const verdicts = workload
        .make(200)
        .map(({ prediction, gold }) => METRICS[name]!(prediction, gold as never))
      expect(verdicts.every(isRight), name).toBe(true)
      const rewards = verdicts.map((verdict) => (isRight(verdict) ? verdict.right.reward : Number.NaN))
      expect(new Set(rewards).size, name).toBeGreaterThan(1)
    }
  })

  it('of expressions are right answers, so that a peer has to see that they are', () => {
    for (const workload of [expressionWorkload, calculationWorkload]) {
      for (const { prediction, gold } of workload.make(200)) {
        expect(mathVerify(prediction, gold as string), `${prediction} for ${gold}`).toMatchObject({
          right: { reward: 1 },
        })
      }
    }
  })

  it('of records take 16 responses to each record through the nine task types', () => {
    const rollouts = recordWorkload.make(9 * 16)
    expect(new Set(rollouts.map(({ record }) => record)).size).toBe(9)
    const scored = scoreBatch(rollouts)
    expect(scored.every(isRight)).toBe(true)
    expect(new Set(scored.map((verdict) => (isRight(verdict) ? verdict.right.taskType : '')))).toEqual(
      new Set(TASK_TYPES),
    )
  })

  it('of tokens are batches that policyLoss accepts, in every layout', () => {
    for (const workload of [paddedTokenWorkload, packedTokenWorkload, doubleTokenWorkload]) {
      expect(isRight(policyLoss(workload.make(8192)))).toBe(true)
    }
    // Two float32 in and one out, nothing padded, no mask.
    expect(packedTokenWorkload.bytes!(packedTokenWorkload.make(8192))).toBe(3 * 4 * 8192)
    expect(doubleTokenWorkload.make(8192).logProbs).toBeInstanceOf(Float64Array)
  })
})

describe('ratio', () => {
  it('compares rounds that ran side by side', () => {
    // 6/2, 8/2, 20/4
    expect(ratio(measured({ rounds: [6, 8, 20] }), measured({ rounds: [2, 2, 4] }))).toEqual({
      median: 4,
      min: 3,
      max: 5,
    })
  })
})

describe('compare', () => {
  const before = measured({ median: 10, rounds: [9, 10, 11] })

  it('says nothing of what lies within the spread of the rounds', () => {
    const [change] = compare([before], [measured({ median: 11, rounds: [10, 11, 12] })])
    expect(change).toMatchObject({ ratio: 11 / 10, verdict: 'within noise' })
  })

  it('flags what exceeds it', () => {
    expect(compare([before], [measured({ median: 20, rounds: [20] })])[0]!.verdict).toBe('slower')
    expect(compare([before], [measured({ median: 5, rounds: [5] })])[0]!.verdict).toBe('faster')
  })

  it('leaves out what only one run has', () => {
    expect(compare([before], [measured({ size: 11 })])).toEqual([])
  })
})

describe('growth', () => {
  it('fits the exponent of time against size', () => {
    // time = 3 · size²
    const sizes = [10, 100, 1000]
    const [fit] = growth(sizes.map((size) => measured({ size, items: size, median: 3 * size ** 2 })))
    expect(fit!.exponent).toBeCloseTo(2, 12)
  })
})
