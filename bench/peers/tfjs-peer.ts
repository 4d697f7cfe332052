import { createRequire } from 'node:module'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import type { Backend } from 'golongrl/backends'
import { tfjsBackend } from 'golongrl/backends/tfjs'

/** tfjs in plain JavaScript: what a GPU backend does where there is no GPU. */
export async function tfjsCpuBackend(): Promise<Backend> {
  await tf.setBackend('cpu')
  return tfjsBackend(tf, { backend: 'cpu' })
}

/** tfjs on TensorFlow's C library, where `golongrl setup-tfjs` has built its binding. */
export function tfjsNodeBackend(): Backend | undefined {
  try {
    return tfjsBackend(createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu'), { backend: 'tensorflow' })
  } catch {
    return undefined
  }
}
