import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { BackendUnavailable } from '../../errors.js'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import type { Backend } from '../backend.js'
import { freeGpuBytes, tokensThatFit } from './cuda-memory.js'
import { applyCudaSettings, type CudaSettings, type NodeProcess } from './cuda-settings.js'
import { type Device, deviceOf } from './device.js'
import type { Tf } from './tf.js'
import { graphBackend } from './tfjs.js'

type TfjsNodeGpu = typeof import('@tensorflow/tfjs-node-gpu')

export interface CudaBackendOptions extends CudaSettings {
  /** How to get at the package, where a bare import does not find it. Default: `import('@tensorflow/tfjs-node-gpu')`. */
  readonly load?: () => Promise<unknown>
}

const CUDA_BACKEND_OPTIONS: OptionRows<CudaBackendOptions> = {
  memoryGrowth: { kind: 'flag', default: true },
  device: {
    kind: 'value',
    expected: "CUDA's index of a GPU, from 0, or its UUID",
    accepts: (value) =>
      (Number.isInteger(value) && (value as number) >= 0) || (typeof value === 'string' && value !== ''),
  },
  load: { kind: 'value', expected: 'a function', accepts: (value) => typeof value === 'function' },
}

/**
 * Advantages and policy losses on an NVIDIA GPU, through TensorFlow's C library in `@tensorflow/tfjs-node-gpu`. The package
 * is imported at the first call; importing golongrl does not touch it. Importing it makes its backend tfjs's active one.
 *
 * `npx golongrl setup-tfjs --gpu` installs it with a TensorFlow of today and CUDA 12 (Linux on x86-64). The package's own
 * install script downloads TensorFlow 2.9.1, which needs CUDA 11.2 and cuDNN 8.1. Either runs on Node 20 and 22.
 *
 * Batches go to the device in chunks that fit in half of the memory that `nvidia-smi` reports free at the first call.
 *
 * @returns a backend whose calls are `Left BackendUnavailable`, saying what to install or to set, where the package, its
 * native part or a GPU is missing, and where a setting comes after TensorFlow was loaded; `Left BadOption` for a wrong option.
 * @see https://www.tensorflow.org/install/source#gpu for the CUDA versions of each TensorFlow
 */
export function cudaBackend(options: CudaBackendOptions = {}): Backend {
  const wrong = findBadOption(options, CUDA_BACKEND_OPTIONS)
  let device: Device | undefined
  return graphBackend('tfjs-cuda', async () => {
    if (wrong !== undefined) return left(wrong)
    if (device !== undefined) return right(device)
    const found = await findCuda(options)
    if (found._tag === 'Right') device = found.right
    return found
  })
}

async function findCuda({
  load = importPackage,
  ...settings
}: CudaBackendOptions): Promise<Either<BackendUnavailable, Device>> {
  const { versions } = globalThis.process ?? {}
  if (versions?.node === undefined) return unavailable('it runs in Node only')
  const late = applyCudaSettings(settings, nodeProcess())
  if (late !== undefined) return unavailable(late, 'Make the settings before anything imports the package.')
  let tf: TfjsNodeGpu
  try {
    const module = (await load()) as TfjsNodeGpu & { readonly default?: TfjsNodeGpu }
    tf = module.default ?? module
  } catch (error) {
    return unavailable(whyNotLoaded(error))
  }
  if (
    tf.version['tfjs-node'] === '4.22.0' &&
    !('isNullOrUndefined' in process.getBuiltinModule('node:util'))
  ) {
    return unavailable(
      `@tensorflow/tfjs-node-gpu 4.22.0 calls util.isNullOrUndefined, which Node ${versions.node} lacks`,
    )
  }
  await tf.ready()
  const { registry } = tf.engine()
  if (!(BACKEND in registry)) return unavailable("the package's TensorFlow backend did not start")
  const { isUsingGpuDevice } = registry[BACKEND] as { isUsingGpuDevice?: boolean }
  if (isUsingGpuDevice !== true) return unavailable('TensorFlow runs, but sees no CUDA device')
  const freeBytes = await freeGpuBytes(process.env.CUDA_VISIBLE_DEVICES ?? '0')
  return right(
    deviceOf(tf satisfies Tf, BACKEND, freeBytes === undefined ? undefined : tokensThatFit(freeBytes)),
  )
}

const BACKEND = 'tensorflow'

function nodeProcess(): NodeProcess {
  const { isMainThread } = process.getBuiltinModule('node:worker_threads')
  // Native add-ons are modules of CommonJS, whose cache every thread has for itself.
  const { _cache } = process.getBuiltinModule('node:module') as unknown as { _cache: object }
  const isLoaded = Object.keys(_cache).some((file) => file.endsWith('tfjs_binding.node'))
  return { env: process.env, isMainThread, isLoaded }
}

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
    return 'the native part of @tensorflow/tfjs-node-gpu is missing: it comes with no plain installation without scripts'
  }
  return `@tensorflow/tfjs-node-gpu could not be loaded (${message ?? String(error)})`
}

const NEEDED =
  'On Linux on x86-64: npx golongrl setup-tfjs --gpu, with pip, a C++ compiler and an NVIDIA driver for CUDA 12. ' +
  "Or the package's own way: npm install @tensorflow/tfjs-node-gpu@4.22.0 with its install script allowed, CUDA 11.2 and cuDNN 8.1 " +
  'on the library path. Node 20 or 22.'

const unavailable = (reason: string, remedy = NEEDED) =>
  left<BackendUnavailable>({
    _tag: 'BackendUnavailable',
    backend: 'tfjs-cuda',
    reason,
    remedy,
    available: ['cpu', 'wasm'],
  })
