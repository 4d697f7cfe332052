/**
 * golongrl/backends/tfjs: the arithmetic on TensorFlow.js, and through it on GPUs.
 */
export { type TfjsBackendOptions, tfjsBackend } from './tfjs.js'
