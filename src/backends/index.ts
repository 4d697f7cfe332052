/**
 * golongrl/backends: where the arithmetic runs. A backend is an argument: nothing is detected or loaded at import.
 *
 * ```ts
 * import { wasmBackend } from 'golongrl/backends'
 * const backend = wasmBackend()
 * const result = await backend.policyLoss(batch, options)()
 * ```
 *
 * tfjs, CUDA and WebGPU have an entry of their own, `golongrl/backends/tfjs`.
 *
 * @module golongrl/backends
 */
export * from './backend.js'
export * from './cpu.js'
export * from './create-backend.js'
export * from './wasm/wasm.js'
