import { type GroupedRolloutBatch, groupRollouts, policyLoss, type RolloutBatch, tmnReweight } from 'golongrl'
import { wasmBackend } from 'golongrl/backends'
import { paddedTokenWorkload, rewardWorkload } from 'golongrl/bench'
import { rightOf } from '../right-of.js'
import type { Pair } from './pair.js'

const ROLLOUTS = 1_048_576
const TOKENS = 1 << 23

/** What numpy_peer.py does too. */
export function numpyPairs(): { readonly pairs: readonly Pair[]; readonly end: () => Promise<void> } {
  const wasm = wasmBackend()
  const pairs = [
    rolloutPair('pandas, UUIDs', 'groupRollouts + tmnReweight', (batch) => batch),
    rolloutPair('pandas, integers', 'groupRollouts + tmnReweight', ({ rewards }) => ({
      rewards,
      promptIds: Int32Array.from({ length: ROLLOUTS }, (_, i) => i >> 4),
      taskIndices: Int32Array.from({ length: ROLLOUTS }, (_, i) => (i >> 4) % 9),
    })),
    rolloutPair('pandas, UUIDs shuffled', 'groupRollouts + tmnReweight', shuffled),
    rolloutPair('numpy, groups known', 'groupRollouts({ groupSize }) + tmnReweight', ({ rewards }) => ({
      rewards,
      groupSize: 16,
      taskIndices: Int32Array.from({ length: ROLLOUTS / 16 }, (_, u) => u % 9),
    })),
    ...['numpy closed form', 'torch closed form', 'torch.compile closed form'].flatMap((request) => [
      tokenPair(request, 'policyLoss', (batch) => policyLoss(batch)),
      tokenPair(request, 'wasm backend', (batch) => wasm.policyLoss(batch)()),
      tokenPair(request, 'wasm backend, gradient buffer reused', (batch, gradLogProbs) =>
        wasm.policyLoss(batch, { gradLogProbs })(),
      ),
    ]),
  ]
  return { pairs, end: () => wasm.dispose() }
}

function rolloutPair(
  request: string,
  subject: string,
  given: (batch: RolloutBatch) => RolloutBatch | GroupedRolloutBatch,
): Pair {
  return {
    ...{ request: `${request} ${ROLLOUTS}`, workload: `tmnReweight beside ${request}`, item: 'rollout' },
    ...{ size: ROLLOUTS, subject },
    prepare: () => {
      const batch = given(rewardWorkload.make(ROLLOUTS))
      return () => tmnReweight(rightOf(groupRollouts(batch)))
    },
  }
}

type TokenBatch = Parameters<typeof policyLoss>[0]

function tokenPair(
  request: string,
  subject: string,
  run: (batch: TokenBatch, gradLogProbs: Float32Array) => unknown,
): Pair {
  return {
    ...{ request: `${request} ${TOKENS}`, workload: `policyLoss beside ${request}`, item: 'token' },
    ...{ size: TOKENS, subject },
    prepare: () => {
      const batch = paddedTokenWorkload.make(TOKENS)
      const gradLogProbs = new Float32Array(TOKENS)
      return () => run(batch, gradLogProbs)
    },
  }
}

/** The rollouts of a batch in random order, as trainers that balance their batches have them. */
function shuffled({ rewards, promptIds, taskTypes }: RolloutBatch): RolloutBatch {
  const order = Int32Array.from({ length: rewards.length }, (_, i) => i)
  let state = 1
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const j = state % (i + 1)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return {
    rewards: Float64Array.from(order, (i) => rewards[i]!),
    promptIds: Array.from(order, (i) => promptIds[i]!),
    taskTypes: Array.from(order, (i) => taskTypes![i]!),
  }
}
