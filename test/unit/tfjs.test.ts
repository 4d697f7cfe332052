import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import type * as TfjsNodeGpu from '@tensorflow/tfjs-node-gpu'
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { groupRollouts } from '../../src/advantages/group-rollouts.js'
import { cudaBackend } from '../../src/backends/tfjs/cuda.js'
import type { Tf } from '../../src/backends/tfjs/tf.js'
import { tfPolicyLoss } from '../../src/backends/tfjs/tf-policy-loss.js'
import { tfjsBackend } from '../../src/backends/tfjs/tfjs.js'
import { describeError } from '../../src/errors.js'
import { LOSS_KINDS, type PolicyLossOptions } from '../../src/losses/loss-options.js'

const batch = {
  logProbs: Float32Array.of(-0.5, -1, -2, -0.25),
  oldLogProbs: Float32Array.of(-0.5, -1.5, -1, -0.5),
  refLogProbs: Float32Array.of(-0.75, -1, -1.5, -0.5),
  importanceWeights: Float32Array.of(1, 0.5, 1, 2),
  advantages: Float32Array.of(1, -0.5),
  responseMask: [1, 1, 0, 1],
  rollouts: 2,
  tokens: 2,
}
const KLS = ['k1', 'abs', 'k2', 'k3', 'k3-unclamped'] as const
const SPECS = [{ estimator: 'grpo' }, { estimator: 'tmn' }, { estimator: 'tmnReweight' }] as const

function groups() {
  const grouped = groupRollouts({
    rewards: [1, 0, 0.5, 0.25, 1],
    promptIds: ['a', 'a', 'b', 'b', 'c'],
    taskTypes: ['x', 'x', 'x', 'x', 'y'],
  })
  if (grouped._tag === 'Left') throw new Error(describeError(grouped.left))
  return grouped.right
}

/** Everything the graphs can do, once. */
async function computeAll(): Promise<void> {
  const backend = tfjsBackend(tf, { backend: 'cpu' })
  for (const kind of LOSS_KINDS) {
    for (const importanceLevel of ['token', 'sequence'] as const) {
      for (const estimator of KLS) {
        const options = { kind, importanceLevel, kl: { estimator, coefficient: 0.1 } } as PolicyLossOptions
        expect(await backend.policyLoss(batch, options)()).toMatchObject({ _tag: 'Right' })
      }
    }
  }
  for (const spec of SPECS) {
    expect(await backend.advantages(groups(), spec)()).toMatchObject({ _tag: 'Right' })
  }
  await backend.dispose()
}

beforeAll(async () => {
  await tf.setBackend('wasm')
  await tf.setBackend('cpu')
})

describe('tfjsBackend', () => {
  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    await computeAll()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('computes on the backend it was given and leaves the active one active', async () => {
    const backend = tfjsBackend(tf, { backend: 'wasm' })
    const profile = tf.profile(async () => void (await backend.policyLoss(batch)()))
    expect(tf.getBackend()).toBe('cpu')
    await profile
    expect(tf.getBackend()).toBe('cpu')
    expect(backend.name).toBe('tfjs-wasm')
  })

  it('is unavailable while its tfjs backend is not initialised', async () => {
    const answer = await tfjsBackend(tf, { backend: 'webgl' }).policyLoss(batch)()
    expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'BackendUnavailable' } })
    if (answer._tag === 'Left') expect(describeError(answer.left)).toContain("await tf.setBackend('webgl')")
  })

  it('fails, and says so, when its tfjs backend is removed', async () => {
    tf.registerBackend('passing', () => tf.findBackend('cpu'))
    tf.findBackend('passing')
    const backend = tfjsBackend(tf, { backend: 'passing' })
    await backend.advantages(groups(), { estimator: 'rloo' })()
    delete tf.engine().registry.passing
    expect(await backend.policyLoss(batch)()).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'BackendFailed', message: "tfjs's backend 'passing' has been removed" },
    })
  })
})

const tfjsNodeGpu = join(
  createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'),
  '..',
)

describe('cudaBackend', () => {
  it('has a kernel in tfjs-node-gpu for everything our graphs compute', async () => {
    const { kernelNames } = await tf.profile(async () => {
      await computeAll()
      const matrix = (values: ArrayLike<number>) => tf.tensor2d(Float32Array.from(values), [2, 2])
      const tokens = { ...batch, advantages: tf.tensor1d(batch.advantages) }
      tf.tidy(() => {
        tfPolicyLoss(tf, tf.fill([2, 150], -1), {
          oldLogProbs: tf.fill([2, 150], -1),
          advantages: tokens.advantages,
          responseMask: tf.fill([2, 150], 1),
        })
        return matrix(batch.logProbs)
      })
    })
    const kernels = join(tfjsNodeGpu, 'dist')
    const registered = new Set<string>()
    for (const file of readdirSync(join(kernels, 'kernels'))) {
      if (!file.endsWith('.js')) continue
      const source = readFileSync(join(kernels, 'kernels', file), 'utf8')
      for (const [, name] of source.matchAll(/kernelName: tfjs_\d+\.(\w+)/g)) registered.add(name!)
    }
    expect(registered.size).toBeGreaterThan(100)
    expect(new Set(kernelNames).size).toBeGreaterThan(20)
    // tf.tidy shows up among the kernels under this name.
    expect(
      [...new Set(kernelNames)].filter((name) => name !== 'unnamed scope' && !registered.has(name)),
    ).toEqual([])
  })

  it('takes the real package: its types fit', () => {
    expectTypeOf<typeof TfjsNodeGpu>().toExtend<Tf>()
  })

  it('says that the package is missing, and what it needs', async () => {
    const name = '@tensorflow/tfjs-node-gpu'
    const load = () =>
      Promise.reject(
        Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' }),
      )
    const answer = await cudaBackend({ load }).policyLoss(batch)()
    if (answer._tag !== 'Left') throw new Error('it cannot run')
    const sentence = describeError(answer.left)
    for (const part of [
      'is not installed',
      'npx golongrl setup-tfjs --gpu',
      `npm install ${name}@4.22.0`,
      'CUDA 11.2',
      'cuDNN 8.1',
      'Node 20 or 22',
    ]) {
      expect(sentence).toContain(part)
    }
  })

  // After golongrl setup-tfjs it is there.
  it.skipIf(existsSync(join(tfjsNodeGpu, 'lib')))(
    'says that the native part is missing, of the package as it is installed without scripts',
    async () => {
      const answer = await cudaBackend().policyLoss(batch)()
      expect(answer).toMatchObject({
        _tag: 'Left',
        left: { _tag: 'BackendUnavailable', reason: expect.stringContaining('native part') },
      })
    },
  )

  it('does not pass the CPU off as a GPU, and names the Node that the package breaks on', async () => {
    const withoutGpu = {
      version: { 'tfjs-node': '4.22.0' },
      ready: async () => {},
      engine: () => ({ registry: { tensorflow: { isUsingGpuDevice: false } } }),
    } as unknown as typeof TfjsNodeGpu
    const answer = await cudaBackend({ load: async () => ({ default: withoutGpu }) }).policyLoss(batch)()
    const expected = Number.parseInt(process.versions.node, 10) >= 23 ? 'isNullOrUndefined' : 'no CUDA device'
    expect(answer).toMatchObject({ _tag: 'Left', left: { reason: expect.stringContaining(expected) } })
  })
})
