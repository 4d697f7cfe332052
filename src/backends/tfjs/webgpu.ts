import type { Either } from 'fp-ts/lib/Either.js'
import type { BackendUnavailable } from '../../errors.js'
import type { Backend } from '../backend.js'
import type { Device } from './device.js'
import { graphBackend } from './tfjs.js'
import { holdWebgpu, releaseWebgpu, type WebgpuOptions } from './webgpu-device.js'

/**
 * Advantages and policy losses on a GPU through WebGPU: `navigator.gpu` in browsers, workers and Deno, the package `webgpu`
 * (Dawn, on Vulkan, Metal or Direct3D 12) in Node. Needs `@tensorflow/tfjs-core` and `@tensorflow/tfjs-backend-webgpu`; all
 * of them are imported at the first call.
 *
 * tfjs keeps one backend of the name `webgpu` per program. If the caller has initialised it, that one is used and left
 * alone; otherwise it is made here, shared by all backends of this function, and taken down with the last of them. The
 * caller's active tfjs backend stays active. In Node the constants and classes of WebGPU (`GPUBufferUsage` …) become
 * globals, which is where tfjs looks for them.
 *
 * @returns a backend whose calls are `Left BackendUnavailable`, saying what to install, where a package, a driver or a GPU
 * is missing.
 */
export function webgpuBackend(options: WebgpuOptions = {}): Backend {
  let holding: Promise<Either<BackendUnavailable, Device>> | undefined
  return graphBackend(
    'tfjs-webgpu',
    async () => {
      holding ??= holdWebgpu(options)
      const held = await holding
      if (held._tag === 'Left') holding = undefined
      return held
    },
    async () => {
      if (holding !== undefined && (await holding)._tag === 'Right') await releaseWebgpu()
    },
  )
}
