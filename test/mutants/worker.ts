/** Runs the tests of one room against one mutant after another, and reports each as it goes. */
import type { CollectedTest } from './vitest-shim.js'

const [bundle, ids, slowest] = [
  process.argv[2]!,
  process.argv[3]!.split(',').map(Number),
  Number(process.argv[4]),
]

let awake = -1
/** Constants and tables are computed once, while the tests load: a mutant in them has to be awake by then. */
const metWhileLoading = new Set<number>()
let met: Set<number> | undefined = metWhileLoading
const globals = globalThis as unknown as { mutant: (id: number) => boolean }
globals.mutant = (id) => {
  met?.add(id)
  return id === awake
}

const load = async (address: string): Promise<readonly CollectedTest[]> => (await import(address)).collected
const collected = await load(bundle)

/** Which tests meet which mutant. */
const tests: {
  readonly test: CollectedTest
  readonly index: number
  readonly meets: ReadonlySet<number>
  readonly took: number
  /** Mutants it has killed. */
  kills: number
}[] = []
for (const [index, test] of collected.entries()) {
  met = new Set()
  const before = performance.now()
  try {
    await test.run()
  } catch (error) {
    process.send?.({ leftOut: `${test.name}: fails without a mutant: ${error}` })
    continue
  }
  const took = performance.now() - before
  if (took < slowest) tests.push({ test, index, meets: met, took, kills: 0 })
  else process.send?.({ leftOut: `${test.name}: took ${Math.round(took)} ms` })
}
met = undefined
process.send?.({ ready: tests.length })

for (const id of ids) {
  process.send?.({ started: id })
  awake = id
  const covering = metWhileLoading.has(id) ? tests : tests.filter(({ meets }) => meets.has(id))
  const killer = await killerOf(id, covering)
  awake = -1
  process.send?.({ done: id, killer, covering: covering.length })
}
process.send?.({ finished: true })
process.disconnect?.()

/** A test that fails with this mutant awake: those that have killed most in their time are asked first. */
async function killerOf(id: number, covering: typeof tests): Promise<string | undefined> {
  let fresh = collected
  try {
    if (metWhileLoading.has(id)) fresh = await load(`${bundle}?awake=${id}`)
  } catch {
    return 'loading'
  }
  const promise = ({ kills, took }: (typeof tests)[number]) => (1 + kills) / (1 + took)
  for (const test of covering.toSorted((a, b) => promise(b) - promise(a))) {
    try {
      await fresh[test.index]!.run()
    } catch {
      test.kills++
      return test.test.name
    }
  }
  return undefined
}
