/** Runs the tests of one room against one mutant after another, and reports each as it goes. */
import { readFileSync } from 'node:fs'
import type { CollectedTest } from './vitest-shim.js'

const [bundle, ids, slowest, isLaws, fileOf] = [
  process.argv[2]!,
  process.argv[3]!.split(',').map(Number),
  Number(process.argv[4]),
  process.argv[5] === 'laws',
  JSON.parse(readFileSync(process.argv[6]!, 'utf8')) as readonly number[],
]

let awake = -1
/** Constants and tables are computed once, while the tests load: a mutant in them has to be awake by then. */
const metWhileLoading = new Set<number>()
let met: Set<number> | undefined = metWhileLoading
const globals = globalThis as unknown as { mutant: (id: number) => boolean }
let wasReached = false
globals.mutant = (id) => {
  met?.add(id)
  if (id !== awake) return false
  wasReached = true
  return true
}

const load = async (address: string): Promise<readonly CollectedTest[]> => (await import(address)).collected

/** Laws look at a few values first: that is enough to see which files they reach, and takes a tenth of the time. */
const FEW = '0.1'

if (isLaws) process.env.LAW_RUNS = FEW
const probes = await load(bundle)
if (isLaws) process.env.LAW_RUNS = '1'
const collected = isLaws ? await load(`${bundle}?whole`) : probes

/** Which tests meet which mutant. */
interface Known {
  readonly test: CollectedTest
  readonly index: number
  readonly meets: ReadonlySet<number>
  /** The files of the mutants that it meets. */
  readonly enters: ReadonlySet<number>
  readonly took: number
  /** Mutants it has killed. */
  kills: number
  /** Whether the whole test passes without a mutant; known once it is asked. */
  isSound?: boolean
}
const tests: Known[] = []
for (const [index, test] of probes.entries()) {
  met = new Set()
  const before = performance.now()
  try {
    await test.run()
  } catch (error) {
    leaveOut(test, error)
    continue
  }
  const took = performance.now() - before
  if (took < slowest)
    tests.push({
      test,
      index,
      meets: met,
      enters: new Set(Array.from(met, (id) => fileOf[id]!)),
      took,
      kills: 0,
      ...(!isLaws && { isSound: true }),
    })
  else process.send?.({ leftOut: `${test.name}: took ${Math.round(took)} ms` })
}
met = undefined
process.send?.({ ready: tests.length })
// Nobody is left to hear the outcome.
process.on('disconnect', () => process.exit())

for (const id of ids) {
  process.send?.({ started: id })
  // A law that entered the file may reach with other values what it did not with a few.
  const reaches = ({ meets, enters }: Known) => meets.has(id) || (isLaws && enters.has(fileOf[id]!))
  const covering = metWhileLoading.has(id) ? tests : tests.filter(reaches)
  wasReached = metWhileLoading.has(id)
  const killer = await killerOf(id, covering)
  process.send?.({ done: id, killer, covering: wasReached ? covering.length : 0 })
}
process.send?.({ finished: true })
process.disconnect?.()

function leaveOut({ name }: CollectedTest, error: unknown): void {
  process.send?.({ leftOut: `${name}: fails without a mutant: ${error}` })
}

/** A test that fails with this mutant awake: comparisons, and those that have killed most in their time, are asked first. */
async function killerOf(id: number, covering: readonly Known[]): Promise<string | undefined> {
  let fresh = collected
  awake = id
  try {
    if (metWhileLoading.has(id)) fresh = await load(`${bundle}?awake=${id}`)
  } catch {
    return 'loading'
  } finally {
    awake = -1
  }
  const promise = ({ test, meets, kills, took }: Known) =>
    ((meets.has(id) ? 1 : 0.01) * ((test.name.endsWith('like the reference') ? 5 : 1) + kills)) / (1 + took)
  for (const known of covering.toSorted((a, b) => promise(b) - promise(a))) {
    if (known.isSound === false) continue
    awake = id
    const error = await failureOf(fresh[known.index]!)
    awake = -1
    if (error === undefined || !(await isSound(known))) continue
    known.kills++
    return known.test.name
  }
  return undefined
}

/** Whether a test that has just failed passes without the mutant. */
async function isSound(known: Known): Promise<boolean> {
  if (known.isSound === undefined) {
    const error = await failureOf(collected[known.index]!)
    known.isSound = error === undefined
    if (error !== undefined) leaveOut(known.test, error)
  }
  return known.isSound
}

async function failureOf(test: CollectedTest): Promise<unknown> {
  try {
    await test.run()
    return undefined
  } catch (error) {
    return error ?? 'failed'
  }
}
