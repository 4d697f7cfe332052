import { createRequire } from 'node:module'
import { cudaBackend } from '../../src/backends/tfjs/cuda.js'
import { tfjsBackend } from '../../src/backends/tfjs/tfjs.js'

// Set as cudaBackend sets them: here the package is loaded before any backend is made.
process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true'
process.env.CUDA_VISIBLE_DEVICES ??= '0'
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'

export const tf = createRequire(import.meta.url)(
  '@tensorflow/tfjs-node-gpu',
) as typeof import('@tensorflow/tfjs-node-gpu')

const { isUsingGpuDevice } = tf.engine().registry.tensorflow as unknown as { isUsingGpuDevice: boolean }

export const device = isUsingGpuDevice ? 'GPU' : 'CPU'

/** The CUDA backend where there is a GPU; the same graphs on the same library's CPU kernels where there is none. */
export const nativeBackend = () =>
  isUsingGpuDevice ? cudaBackend() : tfjsBackend(tf, { backend: 'tensorflow' })
