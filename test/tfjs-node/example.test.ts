import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('the tfjs example learns on TensorFlow', () => {
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'examples/train-with-tfjs.ts', '@tensorflow/tfjs-node-gpu'],
    {
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  expect(output).toContain('learnt: 2 0 3')
})
