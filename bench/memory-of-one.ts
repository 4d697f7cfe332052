/** node --expose-gc --import tsx bench/memory-of-one.ts WORK tiny|full: prints one `MemoryUse` as JSON. */
import { readFileSync, writeFileSync } from 'node:fs'
import { groupRollouts, policyLoss, scoreBatch, tmnReweight } from 'golongrl'
import { wasmBackend } from 'golongrl/backends'
import { paddedTokenWorkload, recordWorkload, rewardWorkload } from 'golongrl/bench'
import type { MemoryUse } from './memory.js'

const [work = '', sizes = 'tiny'] = process.argv.slice(2)

interface Job {
  readonly item: string
  readonly size: number
  readonly make: (size: number) => unknown
  readonly run: (input: never) => unknown
}

const pick = (tiny: number, full: number): number => (sizes === 'full' ? full : tiny)
const wasm = wasmBackend()

const JOBS: Readonly<Record<string, Job>> = {
  tmnReweight: {
    item: 'rollout',
    size: pick(2_048, 1_048_576),
    make: rewardWorkload.make,
    run: (batch: Parameters<typeof groupRollouts>[0]) => {
      const groups = groupRollouts(batch)
      return groups._tag === 'Right' ? tmnReweight(groups.right) : undefined
    },
  },
  policyLoss: {
    item: 'token',
    size: pick(65_536, 1 << 23),
    make: paddedTokenWorkload.make,
    run: policyLoss,
  },
  'wasm policyLoss': {
    item: 'token',
    size: pick(65_536, 1 << 23),
    make: paddedTokenWorkload.make,
    run: (batch: Parameters<typeof policyLoss>[0]) => wasm.policyLoss(batch)(),
  },
  scoreBatch: {
    item: 'response',
    size: pick(256, 16_384),
    make: recordWorkload.make,
    run: (rollouts: Parameters<typeof scoreBatch>[0]) => scoreBatch(rollouts),
  },
}

const job = JOBS[work]
if (job === undefined) throw new Error(`no work called ${work}`)
// Code and tables are loaded and compiled before anything is measured.
await job.run(job.make(pick(2_048, 4_096)) as never)

const empty = inUse()
const input = job.make(job.size)
const loaded = inUse()
forgetPeak()
const resident = process.memoryUsage.rss()
const result = await job.run(input as never)
const peak = peakResident()
const after = inUse()
const use: MemoryUse = {
  work,
  item: job.item,
  size: job.size,
  inputPerItem: perItem(loaded - empty),
  resultPerItem: perItem(after - loaded),
  peakPerItem: perItem(Math.max(0, peak - resident)),
}
console.log(JSON.stringify(use))
await wasm.dispose()
// Both are still needed here, so that neither can have been collected.
if (result === undefined || input === undefined) throw new Error('nothing was done')

function inUse(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What making the input took is not the work's. Linux alone can forget; elsewhere the peak may be too high. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {}
}

/** Linux counts the peak of the parent process in `maxRSS` too, which a large parent would hide behind. */
function peakResident(): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

function perItem(bytes: number): number {
  return Math.round((bytes / job!.size) * 10) / 10
}
