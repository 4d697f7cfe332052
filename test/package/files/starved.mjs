// Scores one rollout of 300 ms of processor time on a core that many others want, and prints what became of it.
import { spawn } from 'node:child_process'
import { createScorer } from '../../../dist/node/index.js'

const taskOptionsModule = new URL('./task-options.mjs', import.meta.url).href
const rollout = (answer) => ({
  record: { taskType: 'odd-length', gold: null },
  response: `</think>${answer}`,
})
const scorer = createScorer({ workers: 1, taskOptionsModule, rolloutTimeout: 1000 })
await scorer.scoreBatch([rollout('a')])
const others = Array.from({ length: 9 }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
)
const start = performance.now()
const [verdict] = await scorer.scoreBatch([rollout('work')])
const milliseconds = performance.now() - start
for (const other of others) other.kill('SIGKILL')
await scorer.close()
console.log(JSON.stringify({ verdict, exceedsLimit: milliseconds > 1000 }))
