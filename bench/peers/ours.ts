/**
 * The golongrl side of one pair in a process of its own, as its twin is: no heap, and no compiled code, of the other pairs. Answers
 * each line with the milliseconds of one run.
 */
import { createInterface } from 'node:readline'
import { millisecondsOf, warmUp } from './clock.js'
import { numpyPairs } from './numpy-pairs.js'
import { torchPairs } from './torch-pairs.js'

const [set, index] = process.argv.slice(2)
const { pairs, end } = set === 'numpy' ? numpyPairs() : torchPairs()
const run = pairs[Number(index)]!.prepare()
const repeats = await warmUp(run)
for await (const _ of createInterface({ input: process.stdin }))
  console.log(await millisecondsOf(run, repeats))
await end()
