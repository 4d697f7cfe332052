import { describe, expect, it } from 'vitest'
import { cudaBackend } from '../../src/backends/tfjs/cuda.js'
import { tokensThatFit } from '../../src/backends/tfjs/cuda-memory.js'
import { applyCudaSettings, type NodeProcess } from '../../src/backends/tfjs/cuda-settings.js'

const node = (env: Record<string, string>, rest: Partial<NodeProcess> = {}) => ({
  env,
  isMainThread: true,
  isLoaded: false,
  ...rest,
})

describe('applyCudaSettings', () => {
  it('takes memory as it is needed, on the first GPU, unless told otherwise', () => {
    const env = {}
    expect(applyCudaSettings({}, node(env))).toBeUndefined()
    expect(env).toEqual({ TF_FORCE_GPU_ALLOW_GROWTH: 'true', CUDA_VISIBLE_DEVICES: '0' })
  })

  it('keeps what the environment says, and of several GPUs the first', () => {
    const env = { TF_FORCE_GPU_ALLOW_GROWTH: 'false', CUDA_VISIBLE_DEVICES: '3,1' }
    expect(applyCudaSettings({}, node(env))).toBeUndefined()
    expect(env).toEqual({ TF_FORCE_GPU_ALLOW_GROWTH: 'false', CUDA_VISIBLE_DEVICES: '3' })
  })

  it('writes what it is asked for', () => {
    const env = { CUDA_VISIBLE_DEVICES: '3,1' }
    expect(applyCudaSettings({ memoryGrowth: false, device: 'GPU-5a' }, node(env))).toBeUndefined()
    expect(env).toEqual({ TF_FORCE_GPU_ALLOW_GROWTH: 'false', CUDA_VISIBLE_DEVICES: 'GPU-5a' })
  })

  it('says that a setting comes too late, when it differs from what the library was loaded with', () => {
    const loaded = node({ CUDA_VISIBLE_DEVICES: '0' }, { isLoaded: true })
    expect(applyCudaSettings({ device: 1 }, loaded)).toBe(
      'TensorFlow was loaded before with CUDA_VISIBLE_DEVICES=0, and CUDA_VISIBLE_DEVICES=1 comes too late',
    )
    expect(applyCudaSettings({ device: 0 }, loaded)).toBeUndefined()
    expect(applyCudaSettings({}, loaded)).toBeUndefined()
    expect(loaded.env).toEqual({ CUDA_VISIBLE_DEVICES: '0' })
  })

  it('says that a worker thread has no say', () => {
    const worker = node({}, { isMainThread: false })
    expect(applyCudaSettings({ memoryGrowth: true }, worker)).toContain('a worker thread cannot set')
    expect(worker.env).toEqual({})
  })
})

describe('tokensThatFit', () => {
  it('fills half of the free memory, within the bounds of a graph', () => {
    expect(tokensThatFit(800 * 2 ** 20)).toBe(2 ** 20)
    expect(tokensThatFit(2 ** 40)).toBe(2 ** 22)
    expect(tokensThatFit(0)).toBe(64)
  })
})

describe('cudaBackend', () => {
  it('refuses a wrong option by name, at every call and before anything loads', async () => {
    const load = () => Promise.reject(new Error('not to be called'))
    const answer = await cudaBackend({ load, memorygrowth: true } as object).policyLoss({} as never)()
    expect(answer).toMatchObject({ left: { _tag: 'BadOption', argument: 'options.memorygrowth' } })
    expect(await cudaBackend({ load, device: -1 }).policyLoss({} as never)()).toMatchObject({
      left: { _tag: 'BadOption', argument: 'options.device' },
    })
  })
})
