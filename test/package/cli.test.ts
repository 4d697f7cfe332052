import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, describe, expect, it } from 'vitest'
import { computeAdvantages, groupRollouts, scoreBatch } from '../../src/index.js'
import type { Finding } from '../../src/node/index.js'
import { finished, golongrl, root, scratchFolder, start } from './files/run.js'

const scratch = scratchFolder('cli')
afterAll(scratch.remove)

const golden = (name: string) => `${root}test/golden/rollouts/${name}`
const lines = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
const write = (name: string, rows: readonly unknown[]) => {
  writeFileSync(scratch.path(name), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
  return scratch.path(name)
}

interface Prompt {
  readonly promptId: string
  readonly record: unknown
}
interface Rollout {
  readonly promptId: string
  readonly response: string
}
interface Scored {
  readonly promptId: string
  readonly rollout: number
  readonly reward: number | null
  readonly reason: string | null
  readonly advantage: number | null
  readonly error: string | null
}

const prompts = lines<Prompt>(golden('prompts.jsonl'))
const rollouts = lines<Rollout>(golden('rollouts.jsonl'))
/** A file that no command gets as far as to write. */
const NEVER = scratch.path('never.jsonl')
const recordOf = new Map(prompts.map(({ promptId, record }) => [promptId, record]))
const files = ['--records', golden('prompts.jsonl'), '--rollouts', golden('rollouts.jsonl')]
/** Two workers take longer to start than most of these runs take. */
const noWorkers = ['--workers', '0']

/** What the library makes of some rollouts: the lines that the command has to write, to the byte. */
function libraryLines(batch: readonly Rollout[], records: ReadonlyMap<string, unknown>): string {
  const verdicts = scoreBatch(
    batch.map(({ promptId, response }) => ({ record: records.get(promptId), response })),
  )
  const verdict = verdicts.map((result) => {
    if (isLeft(result)) throw new Error(result.left.expected)
    return result.right
  })
  const groups = groupRollouts({
    rewards: verdict.map(({ reward }) => reward),
    promptIds: batch.map(({ promptId }) => promptId),
    taskTypes: verdict.map(({ rewardMode }) => rewardMode),
  })
  if (isLeft(groups)) throw new Error(groups.left.expected)
  const computed = computeAdvantages(groups.right, { estimator: 'tmnReweight' })
  if (isLeft(computed)) throw new Error(computed.left.expected)
  const seen = new Map<string, number>()
  return batch
    .map(({ promptId }, i) => {
      const rollout = seen.get(promptId) ?? 0
      seen.set(promptId, rollout + 1)
      const { reward, reason, taskType, rewardMode, metric } = verdict[i]!
      const advantage = computed.right.advantages[i]!
      return `${JSON.stringify({ promptId, rollout, reward, reason, taskType, rewardMode, metric, advantage, error: null })}\n`
    })
    .join('')
}

describe('golongrl score', () => {
  it("gives the reference's published rewards and advantages, from both forms of the file", async () => {
    const jieba = `${root}test/package/files/jieba-words.mjs`
    const flags = ['--profile', 'published', '--options-module', jieba, ...noWorkers]
    const jsonl = await golongrl(['score', ...files, '--out', scratch.path('published.jsonl'), ...flags])
    expect(jsonl).toMatchObject({ code: 0 })
    const parquet = await golongrl([
      ...['score', '--rollouts', golden('rollouts.parquet'), '--out', scratch.path('nested.jsonl')],
      ...flags,
    ])
    expect(parquet).toMatchObject({ code: 0, stdout: jsonl.stdout })
    expect(readFileSync(scratch.path('nested.jsonl'), 'utf8')).toBe(
      readFileSync(scratch.path('published.jsonl'), 'utf8'),
    )

    const expected = lines<{ promptId: string; rollout: number; published: number; tmnReweight: number }>(
      golden('expected.jsonl'),
    )
    const scored = lines<Scored>(scratch.path('published.jsonl'))
    expect(scored.map(({ promptId, rollout }) => [promptId, rollout])).toEqual(
      expected.map(({ promptId, rollout }) => [promptId, rollout]),
    )
    for (const [i, { promptId, published, tmnReweight }] of expected.entries()) {
      // mathVerify is held to the reference by tests of its own.
      if (promptId.startsWith('numerical-reasoning/')) continue
      expect(scored[i]!.reward).toBeCloseTo(published, 9)
      expect(scored[i]!.advantage).toBeCloseTo(tmnReweight, 9)
    }
  })

  it('writes 2,500 rollouts as the library scores them, to the byte, with any number of workers', async () => {
    const copies = Math.ceil(2_500 / rollouts.length)
    const many = Array.from({ length: copies }, (_, copy) =>
      rollouts.map(({ promptId, response }) => ({ promptId: `${promptId}#${copy}`, response })),
    )
      .flat()
      .slice(0, 2_500)
    const records = new Map(
      Array.from({ length: copies }, (_, copy) =>
        prompts.map(({ promptId, record }) => [`${promptId}#${copy}`, record] as const),
      ).flat(),
    )
    const recordsFile = write(
      'many-prompts.jsonl',
      [...records].map(([promptId, record]) => ({ promptId, record })),
    )
    const rolloutsFile = write('many-rollouts.jsonl', many)
    const expected = libraryLines(many, records)
    for (const workers of ['0', '3']) {
      const out = scratch.path(`many-${workers}.jsonl`)
      const run = [
        'score',
        '--records',
        recordsFile,
        '--rollouts',
        rolloutsFile,
        '--out',
        out,
        '--workers',
        workers,
      ]
      expect(await golongrl(run)).toMatchObject({ code: 0 })
      expect(readFileSync(out, 'utf8') === expected).toBe(true)
    }
    // A worker is ended at each fifth; none of its rollouts is lost.
    const out = scratch.path('many-killed.jsonl')
    const run = [
      'score',
      '--records',
      recordsFile,
      '--rollouts',
      rolloutsFile,
      '--out',
      out,
      '--workers',
      '2',
    ]
    const killed = await golongrl(run, {
      node: ['--import', `${root}test/package/files/kill-workers.mjs`],
    })
    expect(killed).toMatchObject({ code: 0 })
    expect(readFileSync(out, 'utf8') === expected).toBe(true)
  }, 240_000)

  it('goes on after an interruption, and ends with the same file', async () => {
    const out = scratch.path('resumed.jsonl')
    const whole = scratch.path('whole.jsonl')
    await golongrl(['score', ...files, '--out', whole, ...noWorkers])
    const child = start(['score', ...files, '--out', out, '--workers', '1'])
    child.stderr!.on('data', (text) => String(text).includes('20%') && child.kill('SIGTERM'))
    const stopped = await finished(child)
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toContain('go on with --resume')
    expect(existsSync(out)).toBe(false)

    // As a cut cable leaves it: half a line at the end.
    writeFileSync(`${out}.part`, `${readFileSync(`${out}.part`, 'utf8')}{"promptId":"prec`)
    expect(await golongrl(['score', ...files, '--out', out])).toMatchObject({ code: 2 })
    const changed = await golongrl(['score', ...files, '--out', out, '--resume', '--profile', 'published'])
    expect(changed.stderr).toContain('other conditions')
    expect(await golongrl(['score', ...files, '--out', out, '--resume', ...noWorkers])).toMatchObject({
      code: 0,
    })
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(whole, 'utf8'))
    expect(existsSync(`${out}.part`)).toBe(false)
    expect(await golongrl(['score', ...files, '--out', out])).toMatchObject({ code: 2 })
  })

  it('takes rollouts of a prompt that do not stand together, and Unicode line separators inside a line', async () => {
    const record = { taskType: 'precise-retrieval', gold: 'a\u2028b' }
    const file = write('mixed.jsonl', [
      { promptId: 1, record, response: '</think>a\u2028b' },
      { promptId: '1', record, response: '</think>a' },
      { promptId: 1, record, responses: ['</think>a', '</think>a\u2028b'] },
      { promptId: '1', record, response: '</think>a\u2028b' },
    ])
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
    for (const source of [file, `${file}.gz`]) {
      const out = scratch.path('mixed-out.jsonl')
      const run = [
        'score',
        '--rollouts',
        source,
        '--out',
        out,
        '--overwrite',
        '--estimator',
        'rloo',
        '--json',
        ...noWorkers,
      ]
      const { code, stdout } = await golongrl(run)
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ out, rollouts: 5, undecided: 0, notScored: 0 })
      // Leave-one-out: 1 - (0 + 1) / 2 for prompt 1, 0 - 1 and 1 - 0 for prompt "1".
      expect(
        lines<Scored>(out).map(({ promptId, rollout, reward, advantage }) => [
          promptId,
          rollout,
          reward,
          advantage,
        ]),
      ).toEqual([
        [1, 0, 1, 0.5],
        ['1', 0, 0, -1],
        [1, 1, 0, -1],
        [1, 2, 1, 0.5],
        ['1', 1, 1, 1],
      ])
    }
  })

  it('computes advantages batch by batch when a field names the batch', async () => {
    const record = { taskType: 'precise-retrieval', gold: 'a' }
    const responses = (answers: string) => [...answers].map((answer) => `</think>${answer}`)
    const file = write('steps.jsonl', [
      { promptId: 'p', step: 1, record, responses: responses('ab') },
      { promptId: 'p', step: 2, record, responses: responses('aab') },
    ])
    const out = scratch.path('steps-out.jsonl')
    const byStep = ['--batch-by', 'step', '--estimator', 'rloo', ...noWorkers]
    await golongrl(['score', '--rollouts', file, '--out', out, ...byStep])
    expect(lines<Scored>(out).map(({ rollout, advantage }) => [rollout, advantage])).toEqual([
      [0, 1],
      [1, -1],
      [0, 0.5],
      [1, 0.5],
      [2, -1],
    ])
  })

  it('writes Parquet with the same rows', async () => {
    const out = scratch.path('scored.parquet')
    expect(await golongrl(['score', ...files, '--out', out])).toMatchObject({ code: 0 })
    await golongrl(['score', ...files, '--out', scratch.path('scored.jsonl'), ...noWorkers])
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) })
    expect(rows.map(({ explanation: _, ...row }) => row)).toEqual(lines(scratch.path('scored.jsonl')))
  })

  it('lists all wrong records before it scores anything', async () => {
    const file = write('wrong-prompts.jsonl', [
      { promptId: 'a', record: { taskType: 'precise-retrieval', gold: '' } },
      { promptId: 'b', record: { taskType: 'telepathy', gold: 'x' } },
      { promptId: 'c', record: { taskType: 'precise-retrieval', gold: 'x' } },
      { promptId: 'c', record: { taskType: 'precise-retrieval', gold: 'x' } },
    ])
    const some = write(
      'some.jsonl',
      ['a', 'c', 'd'].map((promptId) => ({ promptId, response: '</think>x' })),
    )
    const out = scratch.path('wrong-out.jsonl')
    const run = ['score', '--records', file, '--rollouts', some, '--out', out, ...noWorkers]
    const refused = await golongrl(run)
    expect(refused.code).toBe(2)
    expect(
      refused.stderr
        .trim()
        .split('\n')
        .map((line) => line.split(': ')[0]),
    ).toEqual(['wrong-prompts.jsonl:1 (a)', 'wrong-prompts.jsonl:2 (b)', 'wrong-prompts.jsonl:4 (c)'])
    const allowed = await golongrl([...run, '--allow-bad-records'])
    expect(allowed.code).toBe(1)
    expect(
      lines<Scored>(out).map(({ promptId, reward, error }) => [promptId, reward, error === null]),
    ).toEqual([
      ['a', null, false],
      ['c', 1, true],
      ['d', null, false],
    ])
  })

  it('reports a rollout that no worker survives, and scores the others', async () => {
    const record = { taskType: 'odd-length', gold: null }
    const answers = ['a', 'bb', 'die', 'throw', 'c']
    const file = write('deadly.jsonl', [
      { promptId: 'p', record, responses: answers.map((answer) => `</think>${answer}`) },
    ])
    const out = scratch.path('deadly-out.jsonl')
    const module = ['--options-module', `${root}test/package/files/task-options.mjs`]
    expect(
      await golongrl(['score', '--rollouts', file, '--out', out, '--workers', '2', ...module]),
    ).toMatchObject({ code: 1 })
    const scored = lines<Scored>(out)
    expect(scored.map(({ reward }) => reward)).toEqual([1, 0, null, 0, 1])
    expect(scored[2]!.error).toContain('exited with code: 7')
    expect(scored[3]!.reason).toBe('undecided')
  })

  it('needs no more memory for a longer file', async () => {
    const record = { taskType: 'precise-retrieval', gold: 'yes' }
    const response = `<think>${'because '.repeat(4000)}</think>yes`
    const file = write(
      'long.jsonl',
      Array.from({ length: 1600 }, (_, i) => ({ promptId: i >> 4, record, response })),
    )
    const out = scratch.path('long-out.jsonl')
    // 51 MB of text through a heap of 40 MB.
    const small = { node: ['--max-old-space-size=40'] }
    expect(
      await golongrl(['score', '--rollouts', file, '--out', out, '--workers', '1'], small),
    ).toMatchObject({ code: 0 })
    expect(lines(out)).toHaveLength(1600)
  })

  it.each([
    [['score', '--rollouts', 'x.jsonl'], 'required option'],
    [['score', '--rollouts', 'no-such-file.jsonl', '--out', NEVER], 'no-such-file.jsonl'],
    [['score', ...files, '--out', NEVER, '--estimator', 'gdpo'], 'estimator'],
    [['score', ...files, '--out', NEVER, '--estimator-options', '{"epsilon":-1}'], 'epsilon'],
    [['score', ...files, '--out', NEVER, '--options-module', 'no-such-module.mjs'], 'no-such-module.mjs'],
    ...[
      ['{"percentEquivalance":"either"}', 'did you mean options.taskOptions.percentEquivalence?'],
      ['{"profil":"published"}', 'did you mean options.taskOptions.profile?'],
      ['{"gate":{"opn":"required"}}', 'did you mean options.taskOptions.gate.open?'],
      ['{"match":{"anl":0.5}}', 'did you mean options.taskOptions.match.anls?'],
    ].flatMap(([json, words]): [string[], string][] => [
      [['score', ...files, '--out', NEVER, '--task-options', json!], words!],
      [['check', golden('prompts.jsonl'), '--task-options', json!], words!],
      [['serve', '--port', '0', '--task-options', json!], words!],
      [['explain', ...files, '--prompt', 'p', '--task-options', json!], words!],
    ]),
    [['sccore'], '(Did you mean score?)'],
    [['data', 'dificulty', 'x.jsonl'], '(Did you mean difficulty?)'],
    [['score', '--rollout', 'x.jsonl', '--out', NEVER], '(Did you mean --rollouts?)'],
    [['check', 'x.jsonl', '--promt-id', 'id'], '(Did you mean --prompt-id?)'],
    [['score', ...files.slice(0, 2), '--rollouts', '-', '--out', NEVER, '--resume'], 'a second time'],
    [['score', '--records', '-', '--rollouts', '-', '--out', NEVER], 'Only one'],
    [['explain', '--record', 'no-such-file.json', '--response', '-'], 'no-such-file.json does not exist'],
  ])('%j cannot be done: exit code 2 and one sentence', async (args, words) => {
    const { code, stderr } = await golongrl(args)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
    expect(existsSync(`${NEVER}.part`)).toBe(false)
  })
})

describe('standard input and output in the place of files', () => {
  it('score reads rollouts from one and writes rows to the other', async () => {
    const file = scratch.path('from-files.jsonl')
    const report = await golongrl(['score', ...files, '--out', file, ...noWorkers])
    const run = ['score', '--records', golden('prompts.jsonl'), '--rollouts', '-', '--out', '-']
    const input = gzipSync(readFileSync(golden('rollouts.jsonl')))
    const { code, stdout, stderr } = await golongrl(run, { input })
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync(file, 'utf8'))
    expect(stderr).toContain(report.stdout)
  })

  it('check reads records', async () => {
    const input = readFileSync(golden('prompts.jsonl'))
    const { code, stdout } = await golongrl(['check', '-', '--json'], { input })
    expect(code).toBe(0)
    expect(stdout).toBe((await golongrl(['check', golden('prompts.jsonl'), '--json'])).stdout)
  })
})

describe('golongrl --version', () => {
  it('imports nothing of the library', () => {
    const main = readFileSync(`${root}dist/cli/main.js`, 'utf8')
    expect(main).not.toMatch(/^import .*'(?:golongrl|\.\.\/)/mu)
  })
})

describe('golongrl check', () => {
  it('finds nothing wrong with a good data set, and counts it', async () => {
    const { code, stdout } = await golongrl(['check', golden('prompts.jsonl'), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ records: 56, findings: [] })
  })

  it('lists unknown tasks, bad golds and repeated ids at once', async () => {
    const file = write('faulty.jsonl', [
      { promptId: 1, record: { taskType: 'telepathy', gold: 'x' } },
      { promptId: 2, record: { taskType: 'telepathy', gold: 'y' } },
      { promptId: 3, record: { data_source: 'nobody', reward_model: { ground_truth: {} } } },
      { promptId: 3, record: { taskType: 'graded-ranking', gold: [] } },
      { promptId: 4, record: { taskType: 'precise-retrieval', gold: 'fine' } },
      ['no object'],
    ])
    const { code, stdout } = await golongrl(['check', file, '--json'])
    const report = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report.findings.map(({ place, promptId, kind }: Finding) => [place, promptId, kind])).toEqual([
      ['faulty.jsonl:1', 1, 'task'],
      ['faulty.jsonl:2', 2, 'task'],
      ['faulty.jsonl:3', 3, 'task'],
      ['faulty.jsonl:4', 3, 'id'],
      ['faulty.jsonl:4', 3, 'gold'],
      ['faulty.jsonl:6', null, 'row'],
    ])
    const { stdout: text } = await golongrl(['check', file])
    expect(text).toContain('faulty.jsonl:4 (3): gold\n  gold  []\n  why   record.gold must be a list')
    expect(text).toContain('6 records, 6 findings')
  })

  it('finds golds that do not score 1 against themselves', async () => {
    // The gold is two lines, and the metric compares one.
    const file = write('unreachable.jsonl', [
      { promptId: 1, record: { taskType: 'precise-retrieval', gold: 'before</think>after' } },
    ])
    const { code, stdout } = await golongrl(['check', file, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).findings).toMatchObject([
      { place: 'unreachable.jsonl:1', promptId: 1, kind: 'unreachable gold', gold: '"before</think>after"' },
    ])
  })
})

describe('golongrl explain', () => {
  it('shows how the reward of a rollout in a file comes about', async () => {
    const { code, stdout } = await golongrl([
      ...['explain', '--records', golden('prompts.jsonl'), '--rollouts', golden('rollouts.jsonl')],
      ...['--prompt', prompts[0]!.promptId, '--rollout', '1', '--json'],
    ])
    expect(code).toBe(0)
    const [first, second] = scoreBatch(
      rollouts.slice(0, 2).map(({ promptId, response }) => ({ record: recordOf.get(promptId), response })),
      { explain: true },
    )
    expect(first).toBeDefined()
    expect(JSON.parse(stdout)).toEqual(second && !isLeft(second) ? second.right : undefined)
  })

  it('shows it for a record and a response from standard input', async () => {
    const record = write('record.json', [{ taskType: 'exhaustive-retrieval', gold: ['a', 'b'] }])
    const { stdout } = await golongrl(['explain', '--record', record, '--response', '-'], {
      input: '<think>…</think>[Answer]\na\nc',
    })
    expect(stdout).toContain('task       exhaustive-retrieval, scored by F1')
    // One of two lines among two golds: 2 · 1 / (2 + 2).
    expect(stdout).toContain('reward     0.5')
  })
})

describe('docs/command.md', () => {
  const page = readFileSync(`${root}docs/command.md`, 'utf8')
  const sessions = [...page.matchAll(/^```console\n\$ golongrl (?<args>.+)\n(?<printed>[^`]*)^```$/gmu)]

  it.each(sessions.map(({ groups }) => [groups!.args!, groups!.printed!]))(
    'golongrl %s',
    async (args, printed) => {
      mkdirSync(`${root}build`, { recursive: true })
      expect(await golongrl(args.split(' '))).toMatchObject({ code: 0, stdout: printed })
    },
  )
})
