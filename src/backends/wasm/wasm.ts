import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { computeAdvantages } from '../../advantages/compute-advantages.js'
import type { BackendUnavailable } from '../../errors.js'
import { isFloatArray } from '../../losses/layout.js'
import type { PolicyLossOptions } from '../../losses/loss-options.js'
import { policyLoss } from '../../losses/policy-loss.js'
import type { TokenBatch } from '../../losses/token-batch.js'
import type { Backend } from '../backend.js'
import { createBackend } from '../create-backend.js'
import { fuseLoss } from './fused-loss.js'
import { compile } from './host.js'
import { KERNEL_BYTES } from './kernel-bytes.js'
import { instantiate, type Kernels } from './kernels.js'
import { runTiles, tilesOf } from './loss-job.js'

/**
 * SIMD kernels in WebAssembly, compiled from `assembly/`: a few kilobytes, inlined, instantiated at the first call.
 *
 * The policy loss of kind vanilla (any KL term, aggregation, layout, advantages per token or rollout, importance
 * weights) is one fused pass over the tokens in float32, summed in float64 by blocks of 64. What has no kernel (the
 * other kinds, sequence-level ratios, a ratio cap) and what float32 cannot hold runs through `policyLoss` in float64.
 * Differences of log-probabilities are taken in the precision of the inputs, so Float64Array inputs lose nothing there.
 *
 * The gradient is a Float32Array unless the caller hands over another. Memory stays at a few hundred kilobytes: the
 * batch streams through it tile by tile.
 *
 * @returns a backend whose calls are `Left BackendUnavailable` where the host cannot compile WebAssembly with SIMD.
 */
export function wasmBackend(): Backend {
  let kernels: Either<BackendUnavailable, Kernels> | undefined
  return createBackend({
    name: 'wasm',
    precision: 'float32',
    advantages: computeAdvantages,
    policyLoss: (batch, options = {}) => {
      kernels ??= loadKernels()
      if (kernels._tag === 'Left') return kernels
      const fused = fuseLoss(batch, options, kernels.right.tileSize, (bytes) => new ArrayBuffer(bytes))
      if (fused !== undefined) {
        runTiles(kernels.right, fused.job, 0, tilesOf(kernels.right, batch.logProbs.length))
        const loss = fused.finish()
        if (loss !== undefined) return right(loss)
      }
      return policyLoss(batch, withGradient(batch, options))
    },
  })
}

/** The options with a Float32Array for the gradient, so that its precision does not depend on who computed it. */
function withGradient(batch: TokenBatch, options: PolicyLossOptions): PolicyLossOptions {
  const { logProbs } = batch
  if (options?.gradLogProbs !== undefined || !isFloatArray(logProbs)) return options
  return { ...options, gradLogProbs: new Float32Array(logProbs.length) }
}

function loadKernels(): Either<BackendUnavailable, Kernels> {
  try {
    return right(instantiate(compile(Uint8Array.from(atob(KERNEL_BYTES), (char) => char.charCodeAt(0)))))
  } catch (error) {
    return left({
      _tag: 'BackendUnavailable',
      backend: 'wasm',
      reason: `WebAssembly with SIMD does not compile (${error instanceof Error ? error.message : error})`,
      remedy: "Use a host that has it; in a page, allow 'wasm-unsafe-eval' in the content security policy.",
      available: ['cpu'],
    })
  }
}
