/** Runs the tests of one room against one mutant after another, and reports each as it goes. */
import type { CollectedTest } from './vitest-shim.js'

const [bundle, from, until] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]

let awake = -1
let met: Set<number> | undefined
const globals = globalThis as unknown as { mutant: (id: number) => boolean }
globals.mutant = (id) => {
  met?.add(id)
  return id === awake
}

const load = async (query: string): Promise<readonly CollectedTest[]> =>
  ((await import(bundle + query)) as { collected: readonly CollectedTest[] }).collected

/** Mutants of constants: awake they have to be when the code is loaded, so each has a copy of its own. */
const constants = new Set<number>()
met = constants
const collected = await load('')

const SLOW_MILLISECONDS = 5_000

/** Which tests meet which mutant, the fastest first. */
const tests: { readonly at: number; readonly meets: ReadonlySet<number>; readonly took: number }[] = []
for (const [at, test] of collected.entries()) {
  met = new Set()
  const before = performance.now()
  try {
    await test.run()
  } catch (error) {
    process.send?.({ broken: `${test.name}: ${error}` })
    continue
  }
  const took = performance.now() - before
  if (took < SLOW_MILLISECONDS) tests.push({ at, meets: met, took })
}
met = undefined
tests.sort((a, b) => a.took - b.took)
process.send?.({ ready: tests.length })

for (let id = from; id < until; id++) {
  process.send?.({ started: id })
  awake = id
  const covering = tests.filter(({ meets }) => constants.has(id) || meets.has(id))
  let killer: string | undefined
  try {
    const copy = constants.has(id) ? await load(`?${id}`) : collected
    for (const { at } of covering) {
      killer = copy[at]!.name
      await copy[at]!.run()
    }
    killer = undefined
  } catch {
    killer ??= 'loading'
  }
  awake = -1
  process.send?.({ done: id, killer, covering: covering.length })
}
process.send?.({ finished: true })
process.disconnect?.()
