import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  answerWorkloads,
  calculationWorkload,
  compare,
  doubleTokenWorkload,
  expressionWorkload,
  githubBenchmarks,
  growth,
  type Measurement,
  measure,
  median,
  packedTokenWorkload,
  paddedTokenWorkload,
  ratio,
  recordWorkload,
  regressions,
  rewardWorkload,
  tasksOf,
} from '../../src/bench/index.js'
import { randomFrom } from '../../src/bench/workloads/random.js'
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
    expect(turns).toEqual(['a', 'b', 'b', 'a', 'a', 'b', 'b', 'a'])
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

describe('a subject that fails', () => {
  const workload = {
    name: 'w',
    item: 'call',
    sizes: [1],
    make: (size: number) => size,
    check: (result: unknown) => (result === 1 ? undefined : `${result} is not 1`),
  }
  const quick = { rounds: 2, roundTime: 0, warmupTime: 0 }

  it('loses its own row and is disposed of; a wrong one is not timed', async () => {
    const disposed: string[] = []
    const failures: string[] = []
    const subject = (name: string, run: (size: number) => unknown) => ({
      name,
      run,
      dispose: () => {
        disposed.push(name)
      },
    })
    const measurements = await measure(
      [
        {
          workload,
          subjects: [
            subject('right', (size) => size),
            subject('throws', () => {
              throw new Error('no device')
            }),
            subject('wrong', () => 2),
            subject('wrong later', async () => 3),
          ],
        },
      ],
      { ...quick, onFailure: ({ subject: name, message }) => failures.push(`${name}: ${message}`) },
    )
    expect(measurements.map(({ subject: name }) => name)).toEqual(['right'])
    expect(failures).toEqual([
      'throws: no device',
      'wrong: its result is wrong: 2 is not 1',
      'wrong later: its result is wrong: 3 is not 1',
    ])
    expect(disposed).toEqual(['right', 'throws', 'wrong', 'wrong later'])
  })

  it('is given what its setup makes, before every run', async () => {
    const given: number[] = []
    let made = 0
    const run = (input: number) => {
      given.push(input)
      return 1
    }
    await measure([{ workload, subjects: [{ name: 'a', run, setup: () => ++made }] }], quick)
    expect(given).toEqual(Array.from({ length: made }, (_, i) => i + 1))
  })
})

it('runs too short for the clock are timed in batches', async () => {
  const workload = { name: 'w', item: 'call', sizes: [1], make: (size: number) => size }
  const subjects = [{ name: 'a', run: (size: number) => size === 1 }]
  const [one] = await measure([{ workload, subjects }], { rounds: 1, roundTime: 5, warmupTime: 5 })
  expect(one!.runs).toBeGreaterThan(one!.rounds.length * 16)
})

describe('ratio', () => {
  it('compares rounds that ran side by side', () => {
    // 6/2, 8/2, 20/4; the median of three drawn with replacement is any of them in more than one draw of twenty.
    expect(ratio(measured({ rounds: [6, 8, 20] }), measured({ rounds: [2, 2, 4] }))).toEqual({
      median: 4,
      min: 3,
      max: 5,
      low: 3,
      high: 5,
    })
  })
})

describe('compare', () => {
  const noisy = (centre: number, rounds: number, seed: number): Measurement => {
    const random = randomFrom(seed)
    const times = Array.from({ length: rounds }, () => centre * (1 + 0.05 * random.normal()))
    return measured({ rounds: times, median: median(times) })
  }
  const share = (factor: number, rounds: number): number => {
    const runs = Array.from({ length: 60 }, (_, seed) => seed)
    const verdicts = runs.map(
      (seed) => compare([noisy(1, rounds, seed)], [noisy(factor, rounds, 1000 + seed)])[0]!.verdict,
    )
    return verdicts.filter((verdict) => verdict === 'slower').length / runs.length
  }

  it('sees a tenth at 5 % noise, the better the more rounds', () => {
    const [seven, fifteen, thirty] = [7, 15, 30].map((rounds) => share(1.1, rounds)) as [
      number,
      number,
      number,
    ]
    expect(seven).toBeGreaterThan(0.7)
    expect(fifteen).toBeGreaterThan(seven)
    expect(thirty).toBeGreaterThan(0.99)
  })

  it('calls no more than one in twenty of the same code slower', () => {
    expect(share(1, 15)).toBeLessThanOrEqual(0.05)
  })

  it('sees half as long again at once, and a gain as well', () => {
    const before = measured({ rounds: [9, 10, 11, 10.5] })
    const [slower] = compare([before], [measured({ rounds: [14, 15, 16, 15.5] })])
    expect(slower).toMatchObject({ verdict: 'slower', probability: 2 / 70 })
    expect(slower!.ratio).toBeCloseTo(15.25 / 10.25, 12)
    expect(compare([measured({ rounds: [14, 15, 16, 15.5] })], [before])[0]!.verdict).toBe('faster')
    expect(regressions([slower!], 1.1)).toEqual([slower])
    expect(regressions([slower!], 1.6)).toEqual([])
  })

  it('does not decide on three rounds', () => {
    const [change] = compare([measured({ rounds: [1, 1, 1] })], [measured({ rounds: [9, 9, 9] })])
    expect(change!.verdict).toBe('undecided')
  })

  it('leaves out what only one run has', () => {
    expect(compare([measured({})], [measured({ size: 11 })])).toEqual([])
  })
})

describe('adapters', () => {
  const contest = {
    workload: { name: 'w', item: 'call', sizes: [3], make: (size: number) => size },
    subjects: [
      { name: 'a', run: (size: number) => 2 * size },
      { name: 'b', run: () => 0, largest: 1 },
    ],
  }

  it('hand the subjects of a size to another harness', () => {
    expect(tasksOf(contest, 3).map(({ name, run }) => [name, run()])).toEqual([['w × 3: a', 6]])
  })

  it('write what github-action-benchmark reads', () => {
    expect(githubBenchmarks([measured({ median: 2, items: 10 })], { node: 'v20' })).toEqual([
      {
        name: 'w × 10: a',
        unit: 'ns/rollout',
        value: 200_000,
        range: '± 1.0 %',
        extra: '{"rounds":3,"runs":30,"node":"v20"}',
      },
    ])
  })
})

describe('growth', () => {
  it('fits the exponent of time against size', () => {
    // time = 3 · size²
    const sizes = [10, 100, 1000]
    const rounds = (size: number) => [0.9, 1, 1.1].map((noise) => 3 * noise * size ** 2)
    const [fit] = growth(
      sizes.map((size) => measured({ size, items: size, median: 3 * size ** 2, rounds: rounds(size) })),
    )
    expect(fit!.exponent).toBeCloseTo(2, 12)
    expect(fit!.low).toBeGreaterThan(1.9)
    expect(fit!.low).toBeLessThan(2)
    expect(fit!.high).toBeGreaterThan(2)
    expect(fit!.high).toBeLessThan(2.1)
  })
})
