import { afterAll, beforeAll, describe, it } from 'vitest'
import { webgpuBackend } from '../../src/backends/tfjs/webgpu.js'
import { describeBackend } from '../../src/testing/describe-backend.js'
import { findVulkanDriver } from './vulkan-driver.js'

const driver = findVulkanDriver()

if (driver === undefined) {
  describe('backend tfjs-webgpu', () => {
    it.skip('needs a Vulkan driver: apt-get install chromium libvulkan1, for the software driver SwiftShader', () => {})
  })
} else {
  // The device stays open between the tests, each of which opens and disposes of a backend.
  const holder = webgpuBackend()
  beforeAll(async () => {
    const tf = await import('@tensorflow/tfjs-core')
    await import('@tensorflow/tfjs-backend-webgpu')
    // tfjs computes on the CPU what is small and still there; the kit's batches are.
    tf.env().set('WEBGPU_CPU_FORWARD', false)
    await holder.advantages(EMPTY, { estimator: 'grpo' })()
  })
  afterAll(() => holder.dispose())

  describeBackend(`tfjs-webgpu (${driver})`, () => webgpuBackend(), { describe, it, runs: 12 })
}

const EMPTY = {
  rewards: new Float64Array(0),
  promptIds: [],
  promptOf: new Int32Array(0),
  taskTypes: [''],
  taskOf: new Int32Array(0),
  offsets: new Int32Array(1),
  members: new Int32Array(0),
}
