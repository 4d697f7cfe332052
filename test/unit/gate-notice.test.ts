import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gateNotice, watchGates } from '../../src/node/gate-notice.js'
import { scoreFiles } from '../../src/node/index.js'

describe('a gate that most responses fail', () => {
  it.each([
    [5, 8, true],
    [4, 8, false],
    [8, 8, true],
    [7, 7, false],
    [500, 1000, false],
    [501, 1000, true],
  ])('%d of %d: %s', (failed, responses, isTold) => {
    expect(gateNotice('comprehension', failed, responses) !== undefined).toBe(isTold)
  })

  it('a watcher tells once enough are in, and whenever their number has doubled', () => {
    const told: string[] = []
    const watch = watchGates((sentence) => told.push(sentence.split(' fail')[0]!))
    for (let i = 0; i < 200; i++) {
      watch('summarization', i % 4 === 0 ? 'partial' : 'bad format', 1)
      watch('comprehension', i % 4 === 0 ? 'bad format' : 'correct', 1)
    }
    expect(told).toEqual([
      'summarization: 24 of 32 responses',
      'summarization: 48 of 64 responses',
      'summarization: 96 of 128 responses',
    ])
  })

  it('is in the summary of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'golongrl-gate-'))
    try {
      const rollouts = join(folder, 'rollouts.jsonl')
      const row = (taskType: string) => ({
        promptId: taskType,
        record: { taskType, gold: taskType === 'comprehension' ? 'B' : 'x' },
        responses: Array(10).fill('<think>no end'),
      })
      writeFileSync(
        rollouts,
        [row('comprehension'), { ...row('precise-retrieval'), responses: Array(10).fill('x') }]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      )
      const summary = await scoreFiles({ rollouts, out: join(folder, 'out.jsonl'), workers: 0 })
      expect(summary).toMatchObject({
        right: {
          notices: [expect.stringMatching(/^comprehension: 10 of 10 responses fail the think gate/u)],
        },
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
