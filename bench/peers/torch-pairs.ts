import { groupRollouts, grpo, policyLoss, tmnReweight } from 'golongrl'
import { type Backend, wasmBackend } from 'golongrl/backends'
import { paddedTokenWorkload, rewardWorkload } from 'golongrl/bench'
import { inMemoryOf } from '../in-memory-of.js'
import { rightOf } from '../right-of.js'
import type { Pair } from './pair.js'

type Batch = Parameters<typeof groupRollouts>[0]

const grouped = (batch: Batch) => rightOf(groupRollouts(batch))

const withIntegerIds = (batch: Batch): Batch => ({
  ...batch,
  promptIds: Int32Array.from({ length: batch.rewards.length }, (_, i) => i >> 4),
})

function rolloutPair(workload: string, size: number, subject: string, run: (batch: Batch) => unknown): Pair {
  const ids = workload.endsWith('integer ids') ? withIntegerIds : (batch: Batch) => batch
  return {
    ...{ request: `${workload} ${size}`, workload, item: 'rollout', size, subject },
    prepare: () => {
      const batch = ids(rewardWorkload.make(size))
      return () => run(batch)
    },
  }
}

type TokenBatch = Parameters<typeof policyLoss>[0]

interface Placed {
  readonly batch: TokenBatch
  readonly gradLogProbs: Float32Array
}

/** @param place where the batch and its gradient lie; by default each by itself */
function tokenPair(
  size: number,
  subject: string,
  run: (batch: TokenBatch, gradLogProbs: Float32Array) => unknown,
  place: (batch: TokenBatch) => Placed = (batch) => ({ batch, gradLogProbs: new Float32Array(size) }),
  workload = 'policyLoss',
): Pair {
  return {
    ...{ request: `${workload} ${size}`, workload, item: 'token', size, subject },
    prepare: () => {
      const { batch, gradLogProbs } = place(paddedTokenWorkload.make(size))
      return () => run(batch, gradLogProbs)
    },
  }
}

const COMPILED = 'policyLoss, torch.compile'

/** What torch_peer.py does too. */
export function torchPairs(): { readonly pairs: readonly Pair[]; readonly end: () => Promise<void> } {
  const wasm = wasmBackend()
  const onTwo = wasmBackend({ threads: 2 })
  const reweight = (batch: Batch) => tmnReweight(grouped(batch))
  const reusing = (backend: Backend) => (batch: TokenBatch, gradLogProbs: Float32Array) =>
    backend.policyLoss(batch, { gradLogProbs })()
  const pairs = [
    ...[2_048, 1_048_576].flatMap((size) => [
      rolloutPair('tmnReweight', size, 'groupRollouts + tmnReweight', reweight),
      rolloutPair('tmnReweight, integer ids', size, 'groupRollouts + tmnReweight', reweight),
    ]),
    rolloutPair('grpo', 2_048, 'groupRollouts + grpo', (batch) => grpo(grouped(batch))),
    ...[1 << 20, 1 << 23].flatMap((size) => [
      tokenPair(size, 'policyLoss', (batch) => policyLoss(batch)),
      tokenPair(size, 'wasm backend', (batch) => wasm.policyLoss(batch)()),
      tokenPair(size, 'policyLoss, gradient buffer reused', (batch, gradLogProbs) =>
        policyLoss(batch, { gradLogProbs }),
      ),
      tokenPair(size, 'wasm backend, gradient buffer reused', reusing(wasm)),
      tokenPair(size, 'wasm backend, arrays of allocate()', reusing(wasm), (batch) =>
        inMemoryOf(wasm, batch),
      ),
      tokenPair(size, 'wasm backend, 2 threads', (batch) => onTwo.policyLoss(batch)()),
    ]),
    tokenPair(1 << 23, 'wasm backend', (batch) => wasm.policyLoss(batch)(), undefined, COMPILED),
    tokenPair(1 << 23, 'wasm backend, gradient buffer reused', reusing(wasm), undefined, COMPILED),
  ]
  return { pairs, end: async () => void (await Promise.all([wasm.dispose(), onTwo.dispose()])) }
}
