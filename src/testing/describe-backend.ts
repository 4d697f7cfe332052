import * as fc from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { ADVANTAGE_ESTIMATORS, computeAdvantages } from '../advantages/compute-advantages.js'
import type { Advantages, PromptGroups } from '../advantages/prompt-groups.js'
import type { Backend } from '../backends/backend.js'
import { type BackendError, describeError } from '../errors.js'
import { LOSS_KINDS, type PolicyLossOptions } from '../losses/loss-options.js'
import { policyLoss } from '../losses/policy-loss.js'
import type { PolicyLoss, TokenBatch } from '../losses/token-batch.js'
import { type AdvantageCase, advantageCases } from './backend/advantage-cases.js'
import {
  advantageNumbers,
  EPSILON,
  findDiscrepancy,
  lossNumbers,
  type Numbers,
  nearbyBatches,
  nearbyGroups,
} from './backend/closeness.js'
import { type LossCase, longLossCases, lossCases } from './backend/loss-cases.js'
import { runnerOf, skip, type TestRunner } from './laws/describe-laws.js'
import { refuseUnknown, refuseUnless } from './laws/law-parameters.js'

/** The test runner, and how many batches are tried. */
export interface DescribeBackendOptions extends TestRunner {
  /** Batches tried for each kind of loss and each estimator. Default 40. */
  readonly runs?: number
  /** Where the random numbers start. The same seed tries the same batches. Default 20260519. */
  readonly seed?: number
  /**
   * Tests that a backend under construction does not pass yet, with the reason: `{ 'computes the loss vespo': 'no kernel yet' }`.
   * They are skipped, with the reason in their title.
   */
  readonly except?: Readonly<Record<string, string>>
}

/**
 * The conformance suite of backends: declares tests that compare a backend with the float64 reference and check the contract
 * of the `Backend` interface.
 *
 * - every kind of loss with its options, aggregations, KL estimators, layouts, masks, weights, with fully masked rollouts,
 *   extreme ratios and NaN under the mask; batches of thousands of tokens
 * - every estimator of advantages on ragged groups, single rollouts, equal rewards, rollouts taken out
 * - what the reference answers with a `Left` is answered with the same `Left`
 * - inputs stay as they were; outputs belong to the caller; calls may overlap; a call is made when its task runs, not before
 * - after `dispose`, calls are a `Left`
 *
 * The tolerance follows from the backend's declared precision, see `backend/closeness.ts`.
 *
 * ```ts
 * import { describe, it } from 'vitest' // or node:test; jest and mocha have them as globals
 * import { describeBackend } from 'golongrl/testing'
 * describeBackend('mine', () => myBackend(), { describe, it })
 * ```
 *
 * @param create a new backend; called once for each test, which disposes of it
 * @throws the Error of a `BadOption` for an unknown option or title, and without a runner
 */
export function describeBackend(
  name: string,
  create: () => Backend | Promise<Backend>,
  options: DescribeBackendOptions = {},
): void {
  refuseUnknown('options', options, ['describe', 'it', 'runs', 'seed', 'except'])
  const { runs = 40, seed = 20260519, except = {} } = options
  refuseUnless(typeof create === 'function', 'create', 'a function that makes a backend', create)
  refuseUnless(Number.isSafeInteger(runs) && runs > 0, 'options.runs', 'a whole number, 1 or more', runs)
  refuseUnless(Number.isSafeInteger(seed), 'options.seed', 'a whole number', seed)
  for (const title of Object.keys(except))
    refuseUnless(
      BACKEND_TESTS.includes(title),
      'options.except',
      `titles among ${BACKEND_TESTS.join(', ')}`,
      title,
    )
  const { describe, it } = runnerOf(options)
  const parameters = { numRuns: runs, seed }

  const test = (title: string, check: (backend: Backend) => Promise<void>) => {
    const reason = except[title]
    if (reason !== undefined) return skip(it, title, reason)
    it(title, async () => {
      const backend = await create()
      try {
        await check(backend)
      } finally {
        await backend.dispose()
      }
    })
  }
  const property = <Case>(
    title: string,
    cases: fc.Arbitrary<Case>,
    holds: (backend: Backend, each: Case) => Promise<void>,
    extent: Partial<typeof parameters> & { readonly endOnFailure?: boolean } = {},
  ) =>
    test(title, (backend) =>
      fc.assert(
        fc.asyncProperty(cases, (each) => holds(backend, each)),
        { ...parameters, ...extent },
      ),
    )

  describe(`backend ${name}`, () => {
    test('says its name and its precision', async (backend) => {
      if (typeof backend.name !== 'string' || backend.name === '') fail(`its name is ${backend.name}`)
      if (!(backend.precision in EPSILON)) fail(`its precision is ${backend.precision}`)
    })
    for (const kind of LOSS_KINDS) property(`computes the loss ${kind}`, lossCases(kind), sameLoss)
    // Not shrunk: each try takes as long as a hundred short batches, and those are shrunk.
    property('computes long batches', longLossCases(), sameLoss, {
      numRuns: Math.ceil(parameters.numRuns / 8),
      endOnFailure: true,
    })
    for (const estimator of ADVANTAGE_ESTIMATORS) {
      property(`computes the advantages ${estimator}`, advantageCases(estimator), sameAdvantages)
    }
    test('answers wrong calls with the Left of the reference', wrongCalls)
    property('leaves its inputs alone', lossCases('vanilla'), inputsUntouched)
    test('hands over outputs that are the caller’s', outputsOwned)
    test('computes when the task runs, each time it runs', lazyTasks)
    test('takes calls that overlap', overlappingCalls)
    test('writes the gradient where the caller says', gradientGiven)
    test('refuses calls after it has been disposed of', refusesAfterDispose)
  })
}

/** The titles of the tests, as `except` takes them. */
const BACKEND_TESTS: readonly string[] = [
  'says its name and its precision',
  ...LOSS_KINDS.map((kind) => `computes the loss ${kind}`),
  'computes long batches',
  ...ADVANTAGE_ESTIMATORS.map((estimator) => `computes the advantages ${estimator}`),
  'answers wrong calls with the Left of the reference',
  'leaves its inputs alone',
  'hands over outputs that are the caller’s',
  'computes when the task runs, each time it runs',
  'takes calls that overlap',
  'writes the gradient where the caller says',
  'refuses calls after it has been disposed of',
]

async function sameLoss(backend: Backend, { batch, options }: LossCase): Promise<void> {
  const reference = policyLoss(batch, options)
  const epsilon = EPSILON[backend.precision]
  const nearby = () =>
    nearbyBatches(batch, epsilon).map((moved) => lossNumbers(rightOf(policyLoss(moved, options))))
  compare(await backend.policyLoss(batch, options)(), reference, lossNumbers, nearby, epsilon)
}

async function sameAdvantages(backend: Backend, { groups, spec }: AdvantageCase): Promise<void> {
  const reference = computeAdvantages(groups, spec)
  const epsilon = EPSILON[backend.precision]
  const nearby = () =>
    nearbyGroups(groups, epsilon).map((moved) => advantageNumbers(rightOf(computeAdvantages(moved, spec))))
  compare(await backend.advantages(groups, spec)(), reference, advantageNumbers, nearby, epsilon)
}

function compare<Result>(
  actual: Either<BackendError, Result>,
  reference: Either<BackendError, Result>,
  numbers: (result: Result) => Numbers,
  nearby: () => readonly Numbers[],
  epsilon: number,
): void {
  if (isLeft(reference)) {
    sameLeft(actual, reference.left)
    return
  }
  if (isLeft(actual)) fail(`a good call was answered with ${describeError(actual.left)}`)
  const found = findDiscrepancy(numbers(actual.right), numbers(reference.right), nearby(), epsilon)
  if (found !== undefined) fail(found)
}

function sameLeft(actual: Either<BackendError, unknown>, expected: BackendError): void {
  if (isRight(actual)) fail(`a wrong call was answered, not refused: ${describeError(expected)}`)
  if (describeError(actual.left) !== describeError(expected)) {
    fail(`expected Left ${describeError(expected)} The backend returned Left ${describeError(actual.left)}`)
  }
}

const BATCH: TokenBatch = {
  logProbs: Float32Array.of(-0.5, -1, -2, -0.25, -1.5, -3),
  oldLogProbs: Float32Array.of(-0.5, -1.5, -1, -0.5, -1.25, -3),
  refLogProbs: Float32Array.of(-0.75, -1, -1.5, -0.5, -1, -2),
  advantages: Float32Array.of(1, -0.5),
  responseMask: Uint8Array.of(1, 1, 0, 1, 1, 1),
  rollouts: 2,
  tokens: 3,
}

const OPTIONS: PolicyLossOptions = { kl: { estimator: 'k3', coefficient: 0.1 } }

/** Two prompts of two rollouts. */
const GROUPS: PromptGroups = {
  rewards: Float64Array.of(1, 0, 0.5, 0.25),
  promptIds: ['a', 'b'],
  promptOf: Int32Array.of(0, 0, 1, 1),
  taskTypes: [''],
  taskOf: Int32Array.of(0, 0),
  offsets: Int32Array.of(0, 2, 4),
  members: Int32Array.of(0, 1, 2, 3),
}

async function wrongCalls(backend: Backend): Promise<void> {
  const at = (values: ArrayLike<number>, index: number, value: number) =>
    Float32Array.from(values).fill(value, index, index + 1)
  const batches: readonly Partial<Record<keyof TokenBatch, unknown>>[] = [
    { logProbs: at(BATCH.logProbs, 1, Number.NaN) },
    { oldLogProbs: at(BATCH.oldLogProbs, 5, Number.POSITIVE_INFINITY) },
    { refLogProbs: at(BATCH.refLogProbs!, 3, Number.NaN) },
    { advantages: Float32Array.of(1, Number.NaN) },
    { advantages: Float32Array.of(Number.NEGATIVE_INFINITY, 1) },
    { importanceWeights: new Float32Array(6).fill(Number.NaN) },
    { logProbs: [-1, -2, -3, -4, -5, -6] },
    { oldLogProbs: new Float32Array(5) },
    { advantages: new Float32Array(4) },
    { responseMask: undefined },
    { responseMask: new Uint8Array(7) },
    { refLogProbs: undefined },
    { rollouts: 3 },
    { rollouts: -1 },
    { tokens: undefined },
    { offsets: Int32Array.of(0, 4, 3) },
  ]
  for (const wrong of batches) {
    const batch = { ...BATCH, ...wrong } as TokenBatch
    sameLeft(await backend.policyLoss(batch, OPTIONS)(), leftOf(policyLoss(batch, OPTIONS)))
  }
  const options: readonly unknown[] = [
    { kind: 'ppo' },
    { aggregation: 'mean' },
    { clipLow: -1 },
    { dualClip: 1 },
    { dualClip: Number.NaN },
    { kl: { estimator: 'k4', coefficient: 1 } },
    { kl: { estimator: 'k3', coefficient: Number.NaN } },
    { entropyCoefficient: 1 },
    { denominators: { tokens: 0 } },
    { gradLogProbs: new Float32Array(5) },
    { clipping: 0.2 },
  ]
  for (const wrong of options) {
    const given = wrong as PolicyLossOptions
    sameLeft(await backend.policyLoss(BATCH, given)(), leftOf(policyLoss(BATCH, given)))
  }
  // Every input is finite, but the gradient overflows in float32.
  const steep = { ...BATCH, advantages: Float64Array.of(1e39, 1) }
  const single = { ...OPTIONS, aggregation: 'token-sum', gradLogProbs: new Float32Array(6) } as const
  sameLeft(await backend.policyLoss(steep, single)(), leftOf(policyLoss(steep, single)))
  // The batch is missing although the options give a buffer for its gradient.
  const missing = undefined as unknown as TokenBatch
  const buffer = { gradLogProbs: new Float32Array(6) }
  sameLeft(await backend.policyLoss(missing, buffer)(), leftOf(policyLoss(missing, buffer)))
  const specs: readonly unknown[] = [
    { estimator: 'ppo' },
    { estimator: 'tmn', epsilon: -1 },
    { estimator: 'remax' },
  ]
  for (const wrong of specs) {
    const spec = wrong as AdvantageCase['spec']
    sameLeft(await backend.advantages(GROUPS, spec)(), leftOf(computeAdvantages(GROUPS, spec)))
  }
}

async function inputsUntouched(backend: Backend, { batch, options }: LossCase): Promise<void> {
  const before = snapshot(batch)
  await backend.policyLoss(batch, options)()
  if (snapshot(batch) !== before) fail('policyLoss changed its inputs')
  const groupsBefore = snapshot(GROUPS)
  await backend.advantages(GROUPS, { estimator: 'tmnReweight' })()
  if (snapshot(GROUPS) !== groupsBefore) fail('advantages changed its inputs')
}

/** Every number of an object's arrays, to the bit; NaN included. */
const snapshot = (inputs: object): string =>
  JSON.stringify(inputs, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, String)
    return value
  })

async function outputsOwned(backend: Backend): Promise<void> {
  const first = rightOf(await backend.policyLoss(BATCH, OPTIONS)())
  const kept = first.gradLogProbs.slice()
  const advantages = rightOf(await backend.advantages(GROUPS, { estimator: 'grpo' })())
  const keptAdvantages = advantages.advantages.slice()

  const second = rightOf(await backend.policyLoss(BATCH, OPTIONS)())
  second.gradLogProbs.fill(7)
  rightOf(await backend.advantages(GROUPS, { estimator: 'grpo' })()).advantages.fill(7)
  if (first.gradLogProbs.some((value, i) => value !== kept[i]))
    fail('a later call changed an earlier gradient')
  if (advantages.advantages.some((value, i) => value !== keptAdvantages[i])) {
    fail('a later call changed earlier advantages')
  }
  const third = rightOf(await backend.policyLoss(BATCH, OPTIONS)())
  if (third.gradLogProbs.includes(7)) fail('writing to a gradient changed a later one')
}

async function lazyTasks(backend: Backend): Promise<void> {
  const logProbs = BATCH.logProbs.slice()
  const batch = { ...BATCH, logProbs }
  const task = backend.policyLoss(batch, OPTIONS)
  logProbs[0] = -0.375
  await same(backend, batch, task)
  logProbs[0] = -0.625
  await same(backend, batch, task)
}

async function overlappingCalls(backend: Backend): Promise<void> {
  const batches = [0.1, 0.2, 0.3, 0.4].map((shift) => ({
    ...BATCH,
    logProbs: BATCH.logProbs.map((value) => value - shift),
  }))
  await Promise.all([
    ...batches.map((batch) => same(backend, batch, backend.policyLoss(batch, OPTIONS))),
    ...ADVANTAGE_ESTIMATORS.map((estimator) =>
      sameAdvantages(backend, { groups: GROUPS, spec: { estimator } }),
    ),
  ])
}

async function same(
  { precision }: Pick<Backend, 'precision'>,
  batch: TokenBatch,
  task: () => Promise<Either<BackendError, PolicyLoss>>,
): Promise<void> {
  const epsilon = EPSILON[precision]
  const nearby = () =>
    nearbyBatches(batch, epsilon).map((moved) => lossNumbers(rightOf(policyLoss(moved, OPTIONS))))
  compare(await task(), policyLoss(batch, OPTIONS), lossNumbers, nearby, epsilon)
}

async function gradientGiven(backend: Backend): Promise<void> {
  for (const gradLogProbs of [new Float32Array(6).fill(7), new Float64Array(6).fill(7)]) {
    const options = { ...OPTIONS, gradLogProbs }
    const result = rightOf(await backend.policyLoss(BATCH, options)())
    if (result.gradLogProbs !== gradLogProbs) fail('the gradient is not the array that the caller gave')
    const precision = gradLogProbs instanceof Float32Array ? 'float32' : backend.precision
    await same({ precision }, BATCH, async () => ({ _tag: 'Right', right: result }))
  }
}

async function refusesAfterDispose(backend: Backend): Promise<void> {
  const underWay = backend.policyLoss(BATCH, OPTIONS)()
  await backend.dispose()
  await backend.dispose()
  await underWay
  const after = [
    await backend.policyLoss(BATCH, OPTIONS)(),
    await backend.advantages(GROUPS, { estimator: 'grpo' })(),
  ]
  if (after.some(({ _tag }) => _tag === 'Right')) fail('a call after dispose was answered')
}

function rightOf<Result>(result: Either<BackendError, Result>): Result {
  if (isLeft(result)) fail(`a good call was answered with ${describeError(result.left)}`)
  return result.right
}

function leftOf(result: Either<BackendError, PolicyLoss | Advantages>): BackendError {
  if (isRight(result)) fail('the reference takes a call that this kit believes to be wrong')
  return result.left
}

function fail(message: string): never {
  throw new Error(message)
}
