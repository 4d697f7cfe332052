/**
 * golongrl/backends/tfjs: the arithmetic on TensorFlow.js, and through it on GPUs.
 *
 * @module golongrl/backends/tfjs
 */
export { type CudaBackendOptions, cudaBackend } from './cuda.js'
export { type TfPolicyLossOptions, type TfTokens, tfPolicyLoss } from './tf-policy-loss.js'
export { type TfjsBackendOptions, tfjsBackend } from './tfjs.js'
export { webgpuBackend } from './webgpu.js'
export type { WebgpuOptions } from './webgpu-device.js'
