import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { kernelBytesModule } from '../../src/backends/wasm/build-kernels.js'
import { compile } from '../../src/backends/wasm/host.js'
import { KERNEL_BYTES } from '../../src/backends/wasm/kernel-bytes.js'
import { instantiate } from '../../src/backends/wasm/kernels.js'
import { OPTION } from '../../src/backends/wasm/loss-job.js'
import { randomNumbers } from '../../src/testing/backend/loss-cases.js'

const kernels = instantiate(compile(Buffer.from(KERNEL_BYTES, 'base64')))

test('the committed bytes are what the compiler makes of assembly/', async () => {
  const committed = await readFile(
    new URL('../../src/backends/wasm/kernel-bytes.ts', import.meta.url),
    'utf8',
  )
  expect(committed).toBe(await kernelBytesModule())
})

test('the kernels are a few kilobytes', () => {
  expect(Buffer.from(KERNEL_BYTES, 'base64').length).toBeLessThan(8192)
})

describe('exp in float32', () => {
  /** With advantage −1, weight 1 and no clipping the gradient is the ratio itself. */
  function exponentials(logRatios: Float32Array): Float32Array {
    const set = (option: number, value: number) => kernels.options.fill(value, 4 * option, 4 * option + 4)
    set(OPTION.lowestLogRatio, -80)
    set(OPTION.highestLogRatio, 80)
    set(OPTION.lowestRatio, Number.NEGATIVE_INFINITY)
    set(OPTION.highestRatio, Number.POSITIVE_INFINITY)
    set(OPTION.dualClip, Number.POSITIVE_INFINITY)
    kernels.single.logProbs.set(logRatios)
    kernels.single.oldLogProbs.fill(0)
    kernels.advantages.fill(-1)
    kernels.policyWeights.fill(1)
    kernels.mask.fill(1)
    kernels.single.policyTerm(kernels.tileSize)
    return kernels.gradient
  }

  test('lies within 1.1e-7 of exp, relative, for |x| ≤ 80', () => {
    const random = randomNumbers(1)
    let worst = 0
    for (let tile = 0; tile < 64; tile++) {
      const span = [1e-3, 0.35, 1, 20, 80][tile % 5]!
      const x = new Float32Array(kernels.tileSize).map(() => (2 * random() - 1) * span)
      exponentials(x).forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value / Math.exp(x[i]!) - 1))
      })
    }
    expect(worst).toBeLessThan(1.1e-7)
  })

  test('is exactly 1 at 0', () => {
    expect(exponentials(new Float32Array(kernels.tileSize))[7]).toBe(1)
  })
})

describe('counting over a range of tokens', () => {
  const random = randomNumbers(2)
  const mask = new Uint8Array(kernels.tileSize).map(() =>
    random() < 0.4 ? 0 : 1 + Math.floor(random() * 255),
  )
  const ranges = Array.from({ length: 300 }, () => {
    const from = Math.floor(random() * 200)
    return [from, from + Math.floor(random() * 150)] as const
  })

  test('selected tokens', () => {
    kernels.mask.set(mask)
    for (const [from, to] of ranges) {
      const expected = mask.subarray(from, to).filter((byte) => byte !== 0).length
      expect(kernels.countTokens(from, to), `${from} … ${to}`).toBe(expected)
    }
  })

  test('clipped tokens, below and above', () => {
    const set = (option: number, value: number) => kernels.options.fill(value, 4 * option, 4 * option + 4)
    set(OPTION.lowestRatio, 0.8)
    set(OPTION.highestRatio, 1.28)
    kernels.mask.set(mask)
    const logRatios = new Float32Array(kernels.tileSize).map(() => random() - 0.5)
    const advantages = new Float32Array(kernels.tileSize).map(() => random() - 0.5)
    kernels.single.logProbs.set(logRatios)
    kernels.single.oldLogProbs.fill(0)
    kernels.advantages.set(advantages)
    kernels.single.policyTerm(kernels.tileSize)
    const below = (i: number) => mask[i] !== 0 && advantages[i]! < 0 && logRatios[i]! < Math.log(0.8)
    const above = (i: number) => mask[i] !== 0 && advantages[i]! > 0 && logRatios[i]! > Math.log(1.28)
    for (const [from, to] of ranges) {
      const tokens = Array.from({ length: to - from }, (_, i) => from + i)
      const clips = kernels.countClips(from, to)
      expect([clips & 0xffff, clips >>> 16]).toEqual([
        tokens.filter(below).length,
        tokens.filter(above).length,
      ])
    }
  })
})
