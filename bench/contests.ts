/** Who competes in what. Ours comes first; the others are what it is compared with. */
import {
  accuracy,
  choiceAccuracy,
  exactMatch,
  f1,
  groupRollouts,
  grpo,
  iou,
  mathVerify,
  ndcg,
  pairwiseAccuracy,
  policyLoss,
  type RolloutBatch,
  rougeL,
  scoreBatch,
  subExactMatch,
  type TokenBatch,
  tmnReweight,
} from 'golongrl'
import { type Backend, wasmBackend } from 'golongrl/backends'
import {
  type Answer,
  type AnyContest,
  answerWorkloads,
  type Contest,
  calculationWorkload,
  doubleTokenWorkload,
  expressionWorkload,
  growingAnswerWorkloads,
  packedTokenWorkload,
  paddedTokenWorkload,
  type RecordedAnswer,
  recordWorkload,
  rewardWorkload,
  type Subject,
  type Workload,
} from 'golongrl/bench'
import { inMemoryOf } from './in-memory-of.js'
import { calculatorPeer, computeEngine, latexPeer, rougePeer } from './peers/text-peers.js'
import { tfjsCpuBackend, tfjsNodeBackend } from './peers/tfjs-peer.js'
import { rightOf } from './right-of.js'

export type Metric = typeof exactMatch

/** The ten functions of the nine task types. */
export const METRICS: Readonly<Record<string, Metric>> = {
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

export async function contests(): Promise<readonly AnyContest[]> {
  const latex = await computeEngine()
  return [
    ...Object.entries(answerWorkloads).map(([name, workload]) =>
      answerContest(name, workload, name === 'rougeL' ? [rougePeer] : []),
    ),
    answerContest('mathVerify', expressionWorkload, latex === undefined ? [] : [latexPeer(latex)]),
    answerContest('mathVerify', calculationWorkload, [calculatorPeer]),
    recordContest,
    rewardContest,
    await lossContest(paddedTokenWorkload),
    await lossContest(packedTokenWorkload),
    await lossContest(doubleTokenWorkload),
    ...Object.entries(growingAnswerWorkloads).map(([name, workload]) => answerContest(name, workload, [])),
  ]
}

function answerContest(
  name: string,
  workload: Workload<readonly Answer[]>,
  peers: readonly Subject<readonly Answer[]>[],
): Contest<readonly Answer[]> {
  const metric = METRICS[name]!
  const run = (answers: readonly Answer[]): number => {
    let scored = 0
    for (const { prediction, gold } of answers) if (metric(prediction, gold) !== undefined) scored++
    return scored
  }
  return { workload, subjects: [{ name: 'golongrl', run }, ...peers] }
}

const recordContest: Contest<readonly RecordedAnswer[]> = {
  workload: recordWorkload,
  subjects: [{ name: 'golongrl', run: (rollouts) => scoreBatch(rollouts) }],
}

const grouped = (batch: RolloutBatch) => rightOf(groupRollouts(batch))

const rewardContest: Contest<RolloutBatch> = {
  workload: rewardWorkload,
  subjects: [
    { name: 'groupRollouts + tmnReweight', run: (batch) => tmnReweight(grouped(batch)) },
    { name: 'groupRollouts + grpo', run: (batch) => grpo(grouped(batch)) },
    { name: 'groupRollouts alone', run: grouped },
  ],
}

/** tfjs on one core takes seconds for eight times as many. */
const MOST_FOR_TFJS_CPU = 1 << 17

async function lossContest(workload: Workload<TokenBatch>): Promise<Contest<TokenBatch>> {
  const wasm = wasmBackend()
  const tensorflow = tfjsNodeBackend()
  return {
    workload,
    subjects: [
      { name: 'policyLoss', run: (batch) => policyLoss(batch) },
      reusingSubject('policyLoss', (batch, gradLogProbs) => policyLoss(batch, { gradLogProbs })),
      backendSubject(wasm),
      reusingSubject('wasm backend', (batch, gradLogProbs) => wasm.policyLoss(batch, { gradLogProbs })()),
      ...(workload === doubleTokenWorkload ? [] : [inMemorySubject()]),
      { ...backendSubject(await tfjsCpuBackend()), largest: MOST_FOR_TFJS_CPU },
      ...(tensorflow === undefined ? [] : [backendSubject(tensorflow)]),
      copySubject(workload),
    ],
  }
}

const backendSubject = (backend: Backend): Subject<TokenBatch> => ({
  name: `${backend.name} backend`,
  run: (batch) => backend.policyLoss(batch)(),
  dispose: () => backend.dispose(),
})

/** As a trainer would call it at every step: fresh memory can cost more than the arithmetic. */
function reusingSubject(
  name: string,
  run: (batch: TokenBatch, gradLogProbs: Float32Array) => unknown,
): Subject<TokenBatch> {
  let gradient = new Float32Array(0)
  return {
    name: `${name}, gradient buffer reused`,
    run: (batch) => {
      const { length } = batch.logProbs
      if (gradient.length !== length) gradient = new Float32Array(length)
      return run(batch, gradient)
    },
  }
}

/** As a trainer would call it that keeps its tokens where the kernels read them. */
function inMemorySubject(): Subject<TokenBatch> {
  const backend = wasmBackend()
  const placed = new WeakMap<TokenBatch, ReturnType<typeof inMemoryOf>>()
  return {
    name: 'wasm backend, arrays of allocate()',
    run: (batch) => {
      const own = placed.get(batch) ?? inMemoryOf(backend, batch)
      placed.set(batch, own)
      return backend.policyLoss(own.batch, { gradLogProbs: own.gradLogProbs })()
    },
    dispose: () => backend.dispose(),
  }
}

/** The name under which reports look for the copy. */
export const COPY = 'copy (TypedArray.set)'

/** A copy that reads and writes as many bytes as the work must at the least: what memory can do at best. */
function copySubject({ bytes = () => 0 }: Workload<TokenBatch>): Subject<TokenBatch> {
  const buffers = new WeakMap<TokenBatch, { readonly source: Uint8Array; readonly target: Uint8Array }>()
  return {
    name: COPY,
    run: (batch) => {
      let pair = buffers.get(batch)
      if (pair === undefined) {
        const half = Math.floor(bytes(batch) / 2)
        // Filled, since untouched pages all share one page of zeros.
        pair = { source: new Uint8Array(half).fill(1), target: new Uint8Array(half).fill(2) }
        buffers.set(batch, pair)
      }
      pair.target.set(pair.source)
      return pair.target
    },
  }
}
