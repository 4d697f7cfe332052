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

const { collected } = (await import(bundle)) as { collected: readonly CollectedTest[] }

const SLOW_MILLISECONDS = 5_000

/** Which tests meet which mutant, the fastest first. */
const tests: { readonly test: CollectedTest; readonly meets: ReadonlySet<number>; readonly took: number }[] =
  []
for (const test of collected) {
  met = new Set()
  const before = performance.now()
  try {
    await test.run()
  } catch (error) {
    process.send?.({ broken: `${test.name}: ${error}` })
    continue
  }
  const took = performance.now() - before
  if (took < SLOW_MILLISECONDS) tests.push({ test, meets: met, took })
}
met = undefined
tests.sort((a, b) => a.took - b.took)
process.send?.({ ready: tests.length })

for (let id = from; id < until; id++) {
  process.send?.({ started: id })
  awake = id
  const covering = tests.filter(({ meets }) => meets.has(id))
  let killer: string | undefined
  for (const { test } of covering) {
    try {
      await test.run()
    } catch {
      killer = test.name
      break
    }
  }
  awake = -1
  process.send?.({ done: id, killer, covering: covering.length })
}
process.send?.({ finished: true })
process.disconnect?.()
