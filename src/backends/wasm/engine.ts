import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type BackendError, badBatch } from '../../errors.js'
import { type CompiledModule, compile } from '../../losses/wasm/web-assembly.js'
import { canShareMemory } from './host.js'
import { KERNEL_BYTES } from './kernel-bytes.js'
import { instantiate, type Kernels } from './kernels.js'
import { type ParallelEngine, parallelEngine } from './parallel.js'
import { bytesFor, type TokenArrays, tokenArrays } from './token-arrays.js'

/** See `WasmBackendOptions`. */
interface EngineOptions {
  readonly threads?: number
  readonly module?: object
}

/** What runs jobs. */
export interface Engine {
  readonly module: CompiledModule
  /** The kernels of this thread, with memory for a tile. */
  readonly kernels: Kernels
  /** Others, by the buffer that is their memory, for the batches that lie in it. It lives as long as its arrays. */
  readonly kernelsOf: WeakMap<ArrayBufferLike, Kernels>
  readonly parallel: ParallelEngine | undefined
}

export const kernelsFor = ({ kernels, kernelsOf }: Engine, { buffer }: ArrayBufferView): Kernels =>
  kernelsOf.get(buffer) ?? kernels

export const cannotAllocate = (message: string): Either<BackendError, never> =>
  left({ _tag: 'BackendFailed', backend: 'wasm', operation: 'allocate', message })

export function allocate(engine: Engine, tokens: number): Either<BackendError, TokenArrays> {
  if (!Number.isSafeInteger(tokens) || tokens < 1) {
    return left(badBatch('tokens', 'a whole number, 1 or more', tokens))
  }
  try {
    if (engine.parallel !== undefined) {
      return right(tokenArrays(new SharedArrayBuffer(bytesFor(tokens)), 0, tokens))
    }
    const kernels = instantiate(engine.module, bytesFor(tokens))
    engine.kernelsOf.set(kernels.memory, kernels)
    return right(tokenArrays(kernels.memory, kernels.ownBytes, tokens))
  } catch (error) {
    return cannotAllocate(
      `no memory for ${tokens} tokens (${error instanceof Error ? error.message : error})`,
    )
  }
}

/** @param options known to be right */
export function startEngine({ threads = 1, module: given }: EngineOptions): Either<BackendError, Engine> {
  try {
    const module = (given as CompiledModule | undefined) ?? compile(KERNEL_BYTES)
    const parallel = threads > 1 && canShareMemory() ? parallelEngine(threads, module) : undefined
    return right({ module, kernels: instantiate(module), kernelsOf: new WeakMap(), parallel })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return left({
      _tag: 'BackendUnavailable',
      backend: 'wasm',
      available: ['cpu'],
      ...cannotStart(given, message),
    })
  }
}

const cannotStart = (given: object | undefined, message: string): { reason: string; remedy: string } =>
  given === undefined
    ? {
        reason: `WebAssembly with SIMD does not compile (${message})`,
        remedy:
          "Use a host that has it; in a page, allow 'wasm-unsafe-eval' in the content security policy; in Workers, hand over options.module.",
      }
    : {
        reason: `options.module is no module of these kernels (${message})`,
        remedy: 'Import golongrl/kernels.wasm of the same version of the package.',
      }
