import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { KERNEL_FOLDERS, kernelBytesModule } from '../../src/backends/wasm/build-kernels.js'
import { KERNEL_BYTES } from '../../src/backends/wasm/kernel-bytes.js'
import { instantiate } from '../../src/backends/wasm/kernels.js'
import { OPTION } from '../../src/backends/wasm/loss-job.js'
import { compile } from '../../src/losses/wasm/web-assembly.js'
import { randomNumbers } from '../../src/testing/backend/loss-cases.js'

const kernels = instantiate(compile(KERNEL_BYTES))

test.each(KERNEL_FOLDERS)(
  'the committed bytes are what the compiler makes of assembly/: %s',
  async (folder) => {
    expect(await readFile(`${folder}kernel-bytes.ts`, 'utf8')).toBe(await kernelBytesModule(folder))
  },
)

test('the kernels are a few kilobytes', () => {
  expect(Buffer.from(KERNEL_BYTES, 'base64').length).toBeLessThan(10_240)
})

const random = randomNumbers(1)
const { tileSize } = kernels
const fill = (make: (i: number) => number) => Float32Array.from({ length: tileSize }, (_, i) => make(i))
const set = (name: keyof typeof OPTION, value: number) =>
  kernels.options.fill(value, 4 * OPTION[name], 4 * OPTION[name] + 4)

/** Writes a tile whose log-ratios are these, everything selected, clipping as in the recipe. */
function write(logRatios: Float32Array): void {
  set('lowestLogRatio', -80)
  set('highestLogRatio', 80)
  set('lowestRatio', 0.8)
  set('highestRatio', 1.28)
  set('dualClip', 3)
  kernels.logProbs.set(logRatios)
  kernels.oldLogProbs.fill(0)
  kernels.importanceWeights.fill(1)
  kernels.mask.fill(1)
}

describe('exp in float32', () => {
  /** With advantage −1, weight 1 and no clipping the gradient is the ratio itself. */
  function exponentials(logRatios: Float32Array): Float32Array {
    write(logRatios)
    set('lowestRatio', Number.NEGATIVE_INFINITY)
    set('dualClip', Number.POSITIVE_INFINITY)
    kernels.policyTerm(0, tileSize, false, -1, 1)
    return kernels.gradient
  }

  test('lies within 1.1e-7 of exp, relative, for |x| ≤ 80', () => {
    let worst = 0
    for (let tile = 0; tile < 64; tile++) {
      const span = [1e-3, 0.34, 0.35, 1, 20, 80][tile % 6]!
      const x = fill(() => (2 * random() - 1) * span)
      exponentials(x).forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value / Math.exp(x[i]!) - 1))
      })
    }
    expect(worst).toBeLessThan(1.1e-7)
  })

  test('is exactly 1 at 0', () => {
    expect(exponentials(new Float32Array(tileSize))[7]).toBe(1)
  })
})

describe('the short cut for ratios near 1', () => {
  /** Gradient and sums of 64 tokens, computed as they are and once more with a 65th, which ends the short cut or does not. */
  const compute = (logRatios: Float32Array, perToken: boolean, from: number) => {
    write(logRatios)
    kernels.advantages.set(fill((i) => Math.sin(i)))
    kernels.sums.float64.fill(0)
    kernels.policyTerm(from, from + 64, perToken, 0.7, 0.25)
    const { float64, int32 } = kernels.sums
    return { gradient: kernels.gradient.slice(from, from + 64), sums: [...float64.slice(0, 6), int32[20]] }
  }

  test.each([false, true])('gives the bits of the long way, advantages per token: %s', (perToken) => {
    const near = fill(() => (random() - 0.5) * 0.69)
    const short = compute(near, perToken, 0)
    // The same tokens as a part of a block, which never takes the short cut.
    write(near)
    kernels.sums.float64.fill(0)
    for (let part = 0; part < 64; part += 32) kernels.policyTerm(part, part + 32, perToken, 0.7, 0.25)
    expect(kernels.gradient.slice(0, 64)).toEqual(short.gradient)
    expect(kernels.sums.int32[20]).toBe(short.sums[6])
    for (const [i, sum] of short.sums.slice(0, 6).entries()) {
      expect(kernels.sums.float64[i]).toBeCloseTo(sum!, 5)
    }
  })

  test.each([0.4, -0.4, 30, Number.NaN, Number.POSITIVE_INFINITY])(
    'is given up where one log-ratio is %d',
    (far) => {
      const logRatios = fill(() => (random() - 0.5) * 0.1)
      logRatios[37] = far
      const { gradient, sums } = compute(logRatios, false, 0)
      const expected = (logRatio: number) =>
        Math.exp(logRatio) > 1.28 ? 0 : -0.7 * 0.25 * Math.exp(logRatio)
      gradient.forEach((value, i) => {
        if (Number.isFinite(logRatios[i])) expect(value).toBeCloseTo(expected(logRatios[i]!), 6)
      })
      if (Number.isFinite(far)) {
        const held = logRatios.slice(0, 64).reduce((sum, each) => sum + each, 0)
        expect(sums[2]! + sums[3]!).toBeCloseTo(held, 4)
      } else if (Number.isNaN(far)) expect(sums[2]! + sums[3]!).toBeNaN()
      else expect(Math.max(...kernels.sums.float32.slice(16, 20))).toBe(Number.POSITIVE_INFINITY)
    },
  )
})

describe('over a range of tokens', () => {
  const mask = new Uint8Array(tileSize).map(() => (random() < 0.4 ? 0 : 1 + Math.floor(random() * 255)))
  const ranges = Array.from({ length: 300 }, () => {
    const from = Math.floor(random() * 200)
    return [from, from + Math.floor(random() * 150)] as const
  })

  test('how many the mask selects', () => {
    kernels.mask.set(mask)
    for (const [, to] of ranges) {
      expect(kernels.countTokens(to), `0 … ${to}`).toBe(
        mask.subarray(0, to).filter((byte) => byte !== 0).length,
      )
    }
  })

  /** What the kernel calls stretches of the first `count` tokens. */
  const stretches = (count: number): [number, number][] => {
    const found: [number, number][] = []
    for (let done = 0; done < count; ) {
      const stretch = kernels.selectedStretch(done, count)
      const [from, to] = [stretch & 0xffff, stretch >>> 16]
      if (to > from) found.push([from, to])
      done = to
    }
    return found
  }

  test('the range that the mask selects from, where no gap is long', () => {
    for (const [from, to] of ranges) {
      kernels.mask.fill(1)
      kernels.mask.fill(0, 0, 400)
      kernels.mask.set(mask.subarray(from, to), from)
      const selected = [...kernels.mask.subarray(0, 400).keys()].filter((i) => kernels.mask[i] !== 0)
      const expected = selected.length === 0 ? [] : [[selected[0], selected.at(-1)! + 1]]
      expect(stretches(400)).toEqual(expected)
    }
  })

  test('a long gap parts what the mask selects', () => {
    for (let trial = 0; trial < 300; trial++) {
      kernels.mask.fill(0)
      const parts: [number, number][] = []
      for (let at = Math.floor(random() * 40); at < tileSize; ) {
        const to = Math.min(tileSize, at + 1 + Math.floor(random() * 700))
        kernels.mask.fill(255, at, to)
        parts.push([at, to])
        at = to + 540 + Math.floor(random() * 2000)
      }
      expect(stretches(tileSize)).toEqual(parts)
    }
    kernels.mask.fill(0).fill(1, 100, 101).fill(1, 600, 601)
    expect(stretches(tileSize)).toEqual([[100, 601]])
  })

  test.each([false, true])('the tokens clipped below and above, advantages per token: %s', (perToken) => {
    const logRatios = fill(() => random() - 0.5)
    const own = fill(() => random() - 0.5)
    for (const [k, [from, to]] of ranges.entries()) {
      const rowAdvantage = [-1, 0, 1][k % 3]!
      const advantageOf = (i: number) => (perToken ? own[i]! : rowAdvantage)
      const below = (i: number) => mask[i] !== 0 && advantageOf(i) < 0 && logRatios[i]! < Math.log(0.8)
      const above = (i: number) => mask[i] !== 0 && advantageOf(i) > 0 && logRatios[i]! > Math.log(1.28)
      write(logRatios)
      kernels.advantages.set(own)
      kernels.mask.set(mask)
      const clips = kernels.policyTerm(from, to, perToken, rowAdvantage, 1)
      const tokens = Array.from({ length: to - from }, (_, i) => from + i)
      expect([clips & 0xffff, clips >>> 16]).toEqual([
        tokens.filter(below).length,
        tokens.filter(above).length,
      ])
    }
  })
})
