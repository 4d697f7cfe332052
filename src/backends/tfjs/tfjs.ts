import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { BackendUnavailable, BadOption } from '../../errors.js'
import type { Backend } from '../backend.js'
import { createBackend } from '../create-backend.js'
import { tfjsAdvantages } from './advantages.js'
import { type Device, deviceOf } from './device.js'
import { tfjsPolicyLoss } from './policy-loss.js'
import type { Tf } from './tf.js'

export interface TfjsBackendOptions {
  /** The tfjs backend to compute on: `'cpu'`, `'wasm'`, `'webgl'`, `'webgpu'`, `'tensorflow'`. Default: tfjs's active one. */
  readonly backend?: string
}

/**
 * Advantages and policy losses on the caller's tfjs: its CPU, WASM, WebGL or WebGPU backend, or TensorFlow.
 *
 * ```ts
 * import * as tf from '@tensorflow/tfjs'
 * import { tfjsBackend } from 'golongrl/backends/tfjs'
 * const backend = tfjsBackend(tf)
 * ```
 *
 * The tfjs backend is settled at the first call and stays the same, whichever the caller activates later; the caller's
 * active backend is left as it is. No tensor outlives a call. Precision: float32 on single tokens and rollouts; sums over
 * the batch are finished in float64.
 *
 * @param tf the namespace of `@tensorflow/tfjs`, `@tensorflow/tfjs-core`, `@tensorflow/tfjs-node`, …
 * @returns a backend whose calls are `Left BackendUnavailable` while the tfjs backend is not there or not initialised.
 */
export function tfjsBackend(tf: Tf, options: TfjsBackendOptions = {}): Backend {
  let device: Device | undefined
  return graphBackend(options.backend === undefined ? 'tfjs' : `tfjs-${options.backend}`, async () => {
    device ??= await connect(tf, options.backend)
    return device === undefined ? left(notReady(options.backend)) : right(device)
  })
}

/** A backend that runs our graphs on whatever `connect` finds; it is called at every operation and caches its result. */
export function graphBackend(
  name: string,
  connect: () => Promise<Either<BackendUnavailable | BadOption, Device>>,
  free?: () => Promise<void>,
): Backend {
  return createBackend({
    name,
    precision: 'float32',
    advantages: async (groups, spec) => {
      const device = await connect()
      return isLeft(device) ? device : tfjsAdvantages(device.right, groups, spec)
    },
    policyLoss: async (batch, options) => {
      const device = await connect()
      return isLeft(device) ? device : tfjsPolicyLoss(device.right, batch, options)
    },
    free,
  })
}

async function connect(tf: Tf, backend: string | undefined): Promise<Device | undefined> {
  const name = backend ?? (await activeBackend(tf))
  return name !== undefined && name in tf.engine().registry ? deviceOf(tf, name) : undefined
}

/** tfjs initialises the best backend it knows of when it is first asked; it knows of none if no backend was imported. */
async function activeBackend(tf: Tf): Promise<string | undefined> {
  try {
    await tf.ready()
    return tf.getBackend()
  } catch {
    return undefined
  }
}

const notReady = (backend: string | undefined): BackendUnavailable => ({
  _tag: 'BackendUnavailable',
  backend: backend === undefined ? 'tfjs' : `tfjs-${backend}`,
  reason: `tfjs has no ${backend === undefined ? 'backend' : `initialised backend '${backend}'`}`,
  remedy:
    backend === undefined
      ? "Import one, for instance '@tensorflow/tfjs-backend-cpu'."
      : `Import the package that has it and await tf.setBackend('${backend}') once before.`,
  available: ['cpu', 'wasm'],
})
