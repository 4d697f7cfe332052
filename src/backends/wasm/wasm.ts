import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type AdvantageSpec, computeAdvantages, estimatorNamed } from '../../advantages/compute-advantages.js'
import { groupedRewards, type MeasuredGroups } from '../../advantages/moments.js'
import type { PromptGroups } from '../../advantages/prompt-groups.js'
import type { BackendError } from '../../errors.js'
import { checkLossCall, computeLoss, type LossCall } from '../../losses/policy-loss.js'
import type { PolicyLoss } from '../../losses/token-batch.js'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import type { Backend } from '../backend.js'
import { createBackend } from '../create-backend.js'
import { allocate, cannotAllocate, type Engine, kernelsFor, startEngine } from './engine.js'
import { exactMoments } from './exact-moments.js'
import { countWith, fuseLoss } from './fused-loss.js'
import { runTiles, tilesOf } from './run-tiles.js'
import type { TokenArrays } from './token-arrays.js'

export type { TokenArrays } from './token-arrays.js'

export interface WasmBackendOptions {
  /**
   * Worker threads that share the tokens of a batch of 131,072 tokens or more; 1 computes on the calling thread. More
   * than 1 needs shared memory and workers: Node, Bun, Deno, cross-origin-isolated pages; elsewhere it counts as 1. Results
   * are the same to the bit. Default: 1.
   *
   * Inputs that lie on a SharedArrayBuffer are read in place, others are copied to one. Unless the caller hands over
   * `gradLogProbs`, the gradient of such a batch lies on a SharedArrayBuffer of its own.
   */
  readonly threads?: number
  /**
   * The kernels, compiled: a `WebAssembly.Module` of the package's file `golongrl/kernels.wasm`. For hosts that forbid compiling at
   * run time and import such a file as a module instead, as Cloudflare Workers do. Default: compiled from the bytes inlined here.
   */
  readonly module?: object
}

const WASM_BACKEND_OPTIONS: OptionRows<WasmBackendOptions> = {
  threads: { kind: 'number', whole: true, from: 1, default: 1 },
  module: {
    kind: 'value',
    expected: 'a WebAssembly.Module of golongrl/kernels.wasm',
    accepts: (value) => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value),
  },
}

export interface WasmBackend extends Backend {
  /**
   * Arrays for the tokens of a batch in memory that the kernels reach, so that nothing but the last tile is copied: make them once, fill them
   * at each step, and hand them over, `gradLogProbs` among the options. A batch may use some of them only, or `subarray`s.
   * Their memory is freed with the last of them. With threads they lie on a SharedArrayBuffer.
   *
   * @param tokens N·T, or of the largest packed batch
   * @returns `Left BadBatch` where `tokens` is not a whole number of 1 or more, `Left BackendFailed` where the host has not as much
   * memory: 25 bytes a token, at most 4 GiB without threads (171 million tokens), taken from the system as they are touched
   */
  readonly allocate: (tokens: number) => Either<BackendError, TokenArrays>
}

/**
 * SIMD kernels in WebAssembly, compiled from `assembly/`: a few kilobytes, inlined, instantiated at the first call.
 *
 * The policy loss of kind vanilla (any KL term, aggregation, layout, advantages per token or rollout, importance
 * weights) is one fused pass over the tokens in float32, summed in float64 by blocks of 64. What has no kernel (the
 * other kinds, sequence-level ratios, a ratio cap) and what float32 cannot hold runs through `policyLoss` in float64. What
 * belongs to a single token and is below 1.2e-38 counts with the digits that float32 has for it, or as 0.
 * Differences of log-probabilities are taken in the precision of the inputs, so Float64Array inputs lose nothing there.
 *
 * Advantages: the means and variances of the prompts come from a kernel in float64 with exact sums, bit for bit those of
 * `computeAdvantages`, which does the rest.
 *
 * The gradient is a Float32Array unless the caller hands over another; one that float32 cannot hold is then a `Left`. Memory stays at a few hundred kilobytes a thread:
 * the batch streams through it tile by tile. Of a batch in arrays of `allocate` only the last tile is copied.
 *
 * @returns a backend whose calls are `Left BackendUnavailable` where the host cannot compile WebAssembly with SIMD, and
 * `Left BadOption` for an option of an unknown name or out of its range.
 */
export function wasmBackend(options: WasmBackendOptions = {}): WasmBackend {
  let engine: Either<BackendError, Engine> | undefined
  const start = (): Either<BackendError, Engine> => {
    const wrong = findBadOption(options, WASM_BACKEND_OPTIONS)
    return wrong === undefined ? startEngine(options) : left(wrong)
  }
  const backend = createBackend({
    name: 'wasm',
    precision: 'float32',
    advantages: (groups, spec) => {
      engine ??= start()
      return engine._tag === 'Left' ? engine : computeAdvantages(measured(engine.right, groups, spec), spec)
    },
    policyLoss: async (batch, lossOptions = {}) => {
      engine ??= start()
      if (engine._tag === 'Left') return engine
      const running = engine.right
      const call = checkLossCall(
        batch,
        lossOptions,
        countWith((mask) => kernelsFor(running, mask)),
      )
      if (call._tag === 'Left') return call
      // The gradient has the same precision whichever way it was computed.
      return (await fusedLoss(running, call.right)) ?? computeLoss(call.right, Float32Array)
    },
    free: async () => {
      if (engine?._tag === 'Right') await engine.right.parallel?.end()
      engine = cannotAllocate('the backend has been disposed of')
    },
  })
  return {
    ...backend,
    allocate: (tokens) => {
      engine ??= start()
      return engine._tag === 'Left' ? engine : allocate(engine.right, tokens)
    },
  }
}

/** The groups with the moments that the estimator would compute, computed by the kernel. */
function measured(
  { kernels }: Engine,
  groups: PromptGroups,
  spec: AdvantageSpec,
): PromptGroups | MeasuredGroups {
  if (!estimatorNamed(spec?.estimator)?.startsFromMoments) return groups
  return { ...groups, moments: exactMoments(kernels, groupedRewards(groups), groups.offsets) }
}

/** Below this many tokens, waking workers takes longer than the work. */
const FEWEST_TOKENS_FOR_WORKERS = 131_072

async function fusedLoss(
  engine: Engine,
  call: LossCall,
): Promise<Either<BackendError, PolicyLoss> | undefined> {
  const { parallel } = engine
  const kernels = kernelsFor(engine, call.batch.logProbs)
  const { length } = call.batch.logProbs
  const inParallel = parallel !== undefined && length >= FEWEST_TOKENS_FOR_WORKERS
  const fused = fuseLoss(call, kernels, (bytes) =>
    inParallel ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
  )
  if (fused === undefined) return undefined
  const tiles = tilesOf(kernels, length)
  if (inParallel) await parallel.run(fused.job, tiles)
  else runTiles(kernels, fused.job, 0, tiles)
  const loss = fused.finish()
  return loss && right(loss)
}
