import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { BackendUnavailable } from '../../errors.js'
import { type Device, deviceOf } from './device.js'
import type { Tf } from './tf.js'

export interface WebgpuOptions {
  /** Which GPU to take where there are several. Default: `'high-performance'`. */
  readonly powerPreference?: 'high-performance' | 'low-power'
}

/** A device and how to give it back. */
interface OpenDevice {
  readonly device: Device
  readonly close: () => void
}

// tfjs has one engine per program, with one backend of a name; hence one device, however many ask for it.
let opening: Promise<Either<BackendUnavailable, OpenDevice>> | undefined
let holders = 0
// Kept for as long as the program runs: once it is collected, Dawn answers no more calls, and a second one never does.
let dawn: Promise<GPU | undefined> | undefined

/** The program's WebGPU device, opened by the first who asks. Every `Right` is to be answered by one `releaseWebgpu`. */
export async function holdWebgpu(options: WebgpuOptions): Promise<Either<BackendUnavailable, Device>> {
  holders++
  opening ??= openDevice(options)
  const opened = await opening
  if (opened._tag === 'Right') return right(opened.right.device)
  await releaseWebgpu()
  return opened
}

/** The last to release it closes the device. */
export async function releaseWebgpu(): Promise<void> {
  holders--
  if (holders > 0 || opening === undefined) return
  const opened = await opening
  opening = undefined
  if (opened._tag === 'Right') opened.right.close()
}

async function openDevice(options: WebgpuOptions): Promise<Either<BackendUnavailable, OpenDevice>> {
  const packages = await importTfjs()
  if (packages === undefined) return unavailable('a package is missing', INSTALL_TFJS)
  const { tf, WebGPUBackend } = packages
  if (BACKEND in tf.engine().registry) return right({ device: deviceOf(tf, BACKEND), close: () => {} })

  const gpu = host.navigator?.gpu ?? (await dawnOfProgram())
  if (gpu === undefined) return unavailable('this host has no navigator.gpu', INSTALL_DAWN)
  const adapter = await gpu.requestAdapter({
    powerPreference: options.powerPreference ?? 'high-performance',
  })
  if (adapter === null) return unavailable('WebGPU finds no GPU', INSTALL_DRIVER)

  const { limits } = adapter
  const gpuDevice = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
  })
  const { info: adapterInfo } = adapter as GPUAdapter & { readonly info?: GPUAdapterInfo }
  const backend = withNavigatorGpu(gpu, () => new WebGPUBackend(gpuDevice, adapterInfo))
  const factory = tf.findBackendFactory(BACKEND)
  if (factory !== null) tf.removeBackend(BACKEND)
  // Priority 0: tfjs must not come to prefer it for the caller's own tensors.
  tf.registerBackend(BACKEND, () => backend, 0)
  tf.findBackend(BACKEND)
  return right({
    device: watched(deviceOf(tf, BACKEND), gpuDevice),
    close: () => {
      tf.removeBackend(BACKEND)
      if (factory !== null) tf.registerBackend(BACKEND, factory)
      gpuDevice.destroy()
    },
  })
}

const BACKEND = 'webgpu'

const host = globalThis as { readonly navigator?: { readonly gpu?: GPU } }

/** What tfjs's kernels make use of where the GPU has it. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const

async function importTfjs() {
  try {
    const [tf, { WebGPUBackend }] = await Promise.all([
      import('@tensorflow/tfjs-core'),
      import('@tensorflow/tfjs-backend-webgpu'),
    ])
    return { tf: tf satisfies Tf, WebGPUBackend }
  } catch {
    return undefined
  }
}

function dawnOfProgram(): Promise<GPU | undefined> {
  dawn ??= createDawn()
  return dawn
}

/** Node's WebGPU, with its classes and constants where browsers have them. */
async function createDawn(): Promise<GPU | undefined> {
  // The name is a variable so that bundlers for browsers do not look for the package.
  const name = 'webgpu'
  try {
    const { create, globals } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as Dawn
    for (const [key, value] of Object.entries(globals)) {
      if (!(key in globalThis))
        Object.defineProperty(globalThis, key, { value, configurable: true, writable: true })
    }
    return create([])
  } catch {
    return undefined
  }
}

interface Dawn {
  readonly create: (options: readonly string[]) => GPU
  readonly globals: object
}

/** tfjs constructs its backend only where `navigator.gpu` exists. It stays there no longer than that takes. */
function withNavigatorGpu<Result>(gpu: GPU, work: () => Result): Result {
  const holder = host.navigator ?? {}
  if ('gpu' in holder) return work()
  const isOurs = host.navigator === undefined
  if (isOurs) Object.defineProperty(globalThis, 'navigator', { value: holder, configurable: true })
  Object.defineProperty(holder, 'gpu', { value: gpu, configurable: true })
  try {
    return work()
  } finally {
    Reflect.deleteProperty(holder, 'gpu')
    if (isOurs) Reflect.deleteProperty(globalThis, 'navigator')
  }
}

/** WebGPU reports errors beside the results, which are then zeros; here they make the call fail. */
function watched(device: Device, gpuDevice: GPUDevice): Device {
  let problem: string | undefined
  gpuDevice.addEventListener('uncapturederror', (event) => {
    problem ??= (event as GPUUncapturedErrorEvent).error.message
  })
  return {
    run: async (build) => {
      const results = await device.run(build)
      const message = problem
      problem = undefined
      if (message !== undefined) throw new Error(message)
      return results
    },
  }
}

const unavailable = (reason: string, remedy: string) =>
  left<BackendUnavailable>({
    _tag: 'BackendUnavailable',
    backend: 'tfjs-webgpu',
    reason,
    remedy,
    available: ['cpu', 'wasm'],
  })

const INSTALL_TFJS = 'npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-webgpu@4.22.0'
const INSTALL_DAWN =
  'In Node: npm install webgpu. In a browser: one with WebGPU, on a page served over https.'
const INSTALL_DRIVER =
  'Install a driver for Vulkan (Linux: with libvulkan1), Metal or Direct3D 12; a software Vulkan driver will do if VK_DRIVER_FILES names it.'
