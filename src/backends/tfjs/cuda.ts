import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { BackendUnavailable } from '../../errors.js'
import type { Backend } from '../backend.js'
import { type Device, deviceOf } from './device.js'
import type { Tf } from './tf.js'
import { graphBackend } from './tfjs.js'

type TfjsNodeGpu = typeof import('@tensorflow/tfjs-node-gpu')

export interface CudaBackendOptions {
  /** How to get at the package, where a bare import does not find it. Default: `import('@tensorflow/tfjs-node-gpu')`. */
  readonly load?: () => Promise<unknown>
}

/**
 * Advantages and policy losses on an NVIDIA GPU, through TensorFlow's C library in `@tensorflow/tfjs-node-gpu`. The package
 * is imported at the first call; importing golongrl does not touch it.
 *
 * Version 4.22.0 of it needs: x86-64 Linux or Windows, an NVIDIA driver, CUDA 11.2 and cuDNN 8.1 on the library path, and
 * Node 20 or 22; on Node 23 and later it fails at its first operation. Its native part (TensorFlow 2.9.1) is downloaded by
 * its install script, which `ignore-scripts` suppresses. Importing it makes its backend tfjs's active one.
 *
 * @returns a backend whose calls are `Left BackendUnavailable`, saying what to install, where any of that is missing.
 * @see https://www.tensorflow.org/install/source#gpu for the CUDA and cuDNN versions of TensorFlow 2.9
 */
export function cudaBackend({ load = importPackage }: CudaBackendOptions = {}): Backend {
  let device: Device | undefined
  return graphBackend('tfjs-cuda', async () => {
    if (device !== undefined) return right(device)
    const found = await findCuda(load)
    if (found._tag === 'Right') device = found.right
    return found
  })
}

async function findCuda(load: () => Promise<unknown>): Promise<Either<BackendUnavailable, Device>> {
  let tf: TfjsNodeGpu
  try {
    const module = (await load()) as TfjsNodeGpu | { readonly default: TfjsNodeGpu }
    tf = 'default' in module ? module.default : module
  } catch (error) {
    return unavailable(whyNotLoaded(error))
  }
  const node = Number.parseInt(globalThis.process?.versions?.node ?? '', 10)
  if (node >= 23 && tf.version['tfjs-node'] === '4.22.0') {
    return unavailable(
      `@tensorflow/tfjs-node-gpu 4.22.0 calls util.isNullOrUndefined, which Node ${node} lacks`,
    )
  }
  await tf.ready()
  const { registry } = tf.engine()
  if (!(BACKEND in registry)) return unavailable("the package's TensorFlow backend did not start")
  const { isUsingGpuDevice } = registry[BACKEND] as { isUsingGpuDevice?: boolean }
  if (isUsingGpuDevice !== true) return unavailable('TensorFlow runs, but sees no CUDA device')
  return right(deviceOf(tf satisfies Tf, BACKEND))
}

const BACKEND = 'tensorflow'

// The name is a variable so that bundlers for browsers do not look for the package.
function importPackage(): Promise<unknown> {
  const name = '@tensorflow/tfjs-node-gpu'
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name)
}

function whyNotLoaded(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string }
  if (code?.endsWith('MODULE_NOT_FOUND') && message?.includes("'@tensorflow/tfjs-node-gpu'")) {
    return 'the package @tensorflow/tfjs-node-gpu is not installed'
  }
  if (message?.includes('native addon module')) {
    return 'the native part of @tensorflow/tfjs-node-gpu is missing: its install script did not run, or could not download it'
  }
  return `@tensorflow/tfjs-node-gpu could not be loaded (${message ?? String(error)})`
}

const unavailable = (reason: string) =>
  left<BackendUnavailable>({
    _tag: 'BackendUnavailable',
    backend: 'tfjs-cuda',
    reason,
    remedy:
      'Needed: npm install @tensorflow/tfjs-node-gpu@4.22.0 with its install script allowed; an NVIDIA driver, CUDA 11.2 and cuDNN 8.1 on the library path; Node 20 or 22 on x86-64 Linux or Windows.',
    available: ['cpu', 'wasm'],
  })
