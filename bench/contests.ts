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
  rougeL,
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
  growingAnswerWorkloads,
  packedTokenWorkload,
  paddedTokenWorkload,
  rewardWorkload,
} from 'golongrl/bench'
import { l as jsRougeL } from 'js-rouge'

type Metric = (prediction: string, gold: never) => unknown

const METRICS: Readonly<Record<string, Metric>> = {
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

export function contests(): readonly AnyContest[] {
  return [
    ...Object.entries(answerWorkloads).map(([name, workload]) =>
      name === 'rougeL' ? withPeer(answerContest(name, workload)) : answerContest(name, workload),
    ),
    ...Object.entries(growingAnswerWorkloads).map(([name, workload]) => answerContest(name, workload)),
    rewardContest,
    lossContest(paddedTokenWorkload),
    lossContest(packedTokenWorkload),
  ]
}

function answerContest(
  name: string,
  workload: Contest<readonly Answer[]>['workload'],
): Contest<readonly Answer[]> {
  const metric = METRICS[name]!
  const ours = { name: 'golongrl', run: scoreAll((prediction, gold) => metric(prediction, gold as never)) }
  return { workload, subjects: [ours] }
}

/** js-rouge's ROUGE-L: another tokenizer and sentence splitting, the same longest common subsequence. */
const withPeer = (contest: Contest<readonly Answer[]>): Contest<readonly Answer[]> => ({
  ...contest,
  subjects: [
    ...contest.subjects,
    {
      name: 'js-rouge',
      run: scoreAll((prediction, gold) => jsRougeL(prediction, (gold as readonly string[])[0]!)),
    },
  ],
})

const scoreAll =
  (score: (prediction: string, gold: unknown) => unknown) =>
  (answers: readonly Answer[]): number => {
    let scored = 0
    for (const { prediction, gold } of answers) if (score(prediction, gold) !== undefined) scored++
    return scored
  }

const rewardContest: Contest<Parameters<typeof groupRollouts>[0]> = {
  workload: rewardWorkload,
  subjects: [
    { name: 'groupRollouts + tmnReweight', run: (batch) => tmnReweight(grouped(batch)) },
    { name: 'groupRollouts + grpo', run: (batch) => grpo(grouped(batch)) },
    { name: 'groupRollouts alone', run: grouped },
  ],
}

function grouped(batch: Parameters<typeof groupRollouts>[0]) {
  const groups = groupRollouts(batch)
  if (groups._tag === 'Left') throw new Error(groups.left.argument)
  return groups.right
}

function lossContest(workload: Contest<TokenBatch>['workload']): Contest<TokenBatch> {
  return {
    workload,
    subjects: [
      { name: 'policyLoss', run: (batch) => policyLoss(batch) },
      ...[wasmBackend()].map(backendSubject),
    ],
  }
}

const backendSubject = (backend: Backend) => ({
  name: `${backend.name} backend`,
  run: (batch: TokenBatch) => backend.policyLoss(batch)(),
  dispose: () => backend.dispose(),
})
