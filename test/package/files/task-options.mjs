import { readFileSync } from 'node:fs'

// Task options with what cannot be sent to a thread: a task type of its own, with verifiers that misbehave.

/** Milliseconds of processor time that this thread has had, on Linux. */
const processorTime = () => Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6

const score = (answer) => {
  if (answer.includes('work')) for (const end = processorTime() + 300; processorTime() < end; );
  if (answer.includes('die')) process.exit(7)
  if (answer.includes('loop')) for (;;);
  if (answer.includes('heap')) for (const all = []; ; ) all.push(new Array(1e6).fill(all.length))
  if (answer.includes('buffer')) for (const all = []; ; ) all.push(new Float64Array(1e6).fill(1))
  if (answer.includes('wait')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  if (answer.includes('throw')) throw new Error('no such luck')
  return { reward: answer.trim().length % 2, reason: answer.trim().length % 2 === 1 ? 'correct' : 'wrong' }
}

export default {
  customTasks: [
    { taskType: 'odd-length', metric: 'odd', readGold: (gold) => ({ _tag: 'Right', right: gold }), score },
  ],
}
