import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finished, golongrl, scratchFolder, start } from './files/run.js'

const scratch = scratchFolder('score-faults')
afterAll(scratch.remove)

const text = (path: string) => readFileSync(path, 'utf8')
const write = (name: string, rows: readonly unknown[]) => {
  writeFileSync(scratch.path(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return scratch.path(name)
}

const PROMPTS = 100
const promptsWith = (gold: (i: number) => string) =>
  Array.from({ length: PROMPTS }, (_, i) => ({
    promptId: i,
    record: { taskType: 'precise-retrieval', gold: gold(i) },
  }))
const rolloutsWith = (answer: (i: number, k: number) => string) =>
  Array.from({ length: PROMPTS }, (_, i) => ({
    promptId: i,
    step: i >> 5,
    responses: Array.from({ length: 40 }, (_, k) => `<think>${'so '.repeat(100)}</think>${answer(i, k)}`),
  }))

const answer = (i: number, k: number) => (k % 3 === 0 ? `answer ${i}` : `other ${k}`)
let records: string
let rollouts: string
/** A journal with some of the rows, as an interrupted run left it. */
let journal: string
let expected: string

const score = (out: string, ...more: string[]) => {
  const files = ['--records', records, '--rollouts', rollouts, '--out', out, '--workers', '0']
  return golongrl(['score', ...files, ...more])
}

beforeAll(async () => {
  records = write(
    'records.jsonl',
    promptsWith((i) => `answer ${i}`),
  )
  rollouts = write('rollouts.jsonl', rolloutsWith(answer))
  await score(scratch.path('whole.jsonl'))
  expected = text(scratch.path('whole.jsonl'))
  const out = scratch.path('cut.jsonl')
  const args = ['score', '--records', records, '--rollouts', rollouts, '--out', out, '--workers', '1']
  const child = start(args)
  child.stderr!.on('data', (shown) => String(shown).includes('10%') && child.kill('SIGTERM'))
  expect(await finished(child)).toMatchObject({ code: 130 })
  journal = text(`${out}.part`)
  expect(journal.split('\n').length).toBeGreaterThan(100)
})

let outs = 0
/** A new name for a result, with the interrupted journal beside it. */
const interrupted = (content = journal) => {
  const out = scratch.path(`out-${outs++}.jsonl`)
  writeFileSync(`${out}.part`, content)
  return out
}

describe('--resume', () => {
  it('goes on from a journal and ends with the same file', async () => {
    const out = interrupted()
    expect(await score(out, '--resume')).toMatchObject({ code: 0 })
    expect(text(out)).toBe(expected)
    expect(existsSync(`${out}.lock`)).toBe(false)
  })

  it.each<[what: string, named: string, change: () => readonly string[]]>([
    [
      'golds of the same prompts that were corrected',
      'recordsContent',
      () => {
        write(
          'records.jsonl',
          promptsWith((i) => `answer ${i + 1}`),
        )
        return []
      },
    ],
    [
      'other responses to the same prompts',
      'number 41 of',
      () => {
        write(
          'rollouts.jsonl',
          rolloutsWith((i, k) => (i === 1 ? 'new' : answer(i, k))),
        )
        return []
      },
    ],
    ['--batch-by', 'batchBy', () => ['--batch-by', 'step']],
    ['--prompt-id', 'promptIdPath', () => ['--prompt-id', 'step']],
    ['--profile', 'taskOptions', () => ['--profile', 'published']],
    [
      'the same rollouts under another name',
      'rollouts was',
      () => ['--rollouts', write('moved.jsonl', rolloutsWith(answer))],
    ],
  ])('refuses %s, by name', async (_, named, change) => {
    const out = interrupted()
    const more = change()
    try {
      const { code, stderr } = await score(out, '--resume', '--allow-bad-records', ...more)
      expect([code, existsSync(out)]).toEqual([2, false])
      expect(stderr).toContain(named)
      expect(text(`${out}.part`)).toBe(journal)
    } finally {
      write(
        'records.jsonl',
        promptsWith((i) => `answer ${i}`),
      )
      write('rollouts.jsonl', rolloutsWith(answer))
    }
  })

  it('refuses a module of options that was edited, or a file that it imports or names', async () => {
    const files: Readonly<Record<string, string>> = {
      'options.mjs': "import { tokenize } from './tokenizer.mjs'\nexport default { tokenize }\n",
      'tokenizer.mjs': [
        "import { readFileSync } from 'node:fs'",
        "const splits = readFileSync(new URL('splits.json', import.meta.url), 'utf8')",
        'export const tokenize = (text) => text.split(JSON.parse(splits))',
      ].join('\n'),
      'splits.json': '" "',
    }
    for (const [name, content] of Object.entries(files)) writeFileSync(scratch.path(name), content)
    const out = scratch.path('with-module.jsonl')
    const args = ['score', '--records', records, '--rollouts', rollouts, '--out', out, '--workers', '1']
    const module = ['--options-module', scratch.path('options.mjs')]
    const child = start([...args, ...module])
    child.stderr!.on('data', (shown) => String(shown).includes('10%') && child.kill('SIGTERM'))
    expect(await finished(child)).toMatchObject({ code: 130 })
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(scratch.path(name), `${content} `)
      const { code, stderr } = await golongrl([...args, ...module, '--resume'])
      expect([name, code, stderr]).toEqual([name, 2, expect.stringContaining('taskOptionsModule')])
      writeFileSync(scratch.path(name), content)
    }
    expect(await golongrl([...args, ...module, '--resume'])).toMatchObject({ code: 0 })
  })

  it.each<[what: string, damage: (lines: string[]) => void]>([
    ['a flipped bit in a reward', (lines) => (lines[50] = lines[50]!.replace('"reward":', '"rewarD":'))],
    ['half a line in the middle', (lines) => (lines[50] = lines[50]!.slice(0, 40))],
    ['ten thousand brackets', (lines) => (lines[50] = '['.repeat(10_000))],
    ['a line of 100 MB', (lines) => (lines[50] = 'x'.repeat(100_000_000))],
  ])('names a broken line (%s), and goes on from there', async (_, damage) => {
    const lines = journal.split('\n')
    damage(lines)
    const out = interrupted(lines.join('\n'))
    const { code, stderr } = await score(out, '--resume')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^BadRecord: out-\d+\.jsonl\.part:51 must be .*Scoring goes on from there\.$/mu)
    expect(text(out)).toBe(expected)
  })

  it('finds a line that is missing in the middle', async () => {
    const lines = journal.split('\n')
    lines.splice(50, 1)
    const out = interrupted(lines.join('\n'))
    const { code, stderr } = await score(out, '--resume')
    expect(code).toBe(2)
    expect(stderr).toContain('.part:51 was scored from other rollouts')
  })
})

describe('the lock file', () => {
  const holder = (own: object) =>
    `${JSON.stringify({ host: hostname(), since: '2026-01-01T00:00:00.000Z', process: 'another', ...own })}\n`

  it.each([
    ['a process that runs', holder({ pid: process.pid })],
    ['a process of another machine', holder({ pid: 1, host: 'elsewhere' })],
    ['a process of another container', holder({ pid: 2 ** 22 - 1, system: { pids: 'pid:[1]' } })],
    ['something else', 'not ours'],
    ['a process that cannot be', holder({ pid: -1 })],
  ])('of %s keeps a run from starting', async (_, content) => {
    const out = interrupted()
    writeFileSync(`${out}.lock`, content)
    for (const flag of ['--resume', '--overwrite']) {
      const { code, stderr } = await score(out, flag)
      expect([code, stderr.includes(`${out}.lock`)]).toEqual([2, true])
    }
    expect(text(`${out}.part`)).toBe(journal)
    expect(text(`${out}.lock`)).toBe(content)
  })

  it('that is a folder, or a link that leads nowhere, keeps a run from starting', async () => {
    const out = interrupted()
    for (const make of [() => symlinkSync('nowhere', `${out}.lock`), () => mkdirSync(`${out}.lock`)]) {
      make()
      const { code, stderr } = await score(out, '--resume')
      expect([code, stderr]).toEqual([2, expect.stringContaining(`${out}.lock is no lock file`)])
      rmSync(`${out}.lock`, { recursive: true })
    }
  })

  const isLinux = process.platform === 'linux'
  it.each<[what: string, own: object]>([
    ['a dead process', {}],
    [
      'a process whose id another one has by now',
      isLinux ? { pid: process.pid, system: { started: '1' } } : {},
    ],
    [
      'a process of before the system was started',
      isLinux ? { pid: process.pid, system: { boot: 'x' } } : {},
    ],
  ])('of %s is taken over', async (_, own) => {
    const child = start(['--version'])
    await finished(child)
    const out = interrupted()
    writeFileSync(`${out}.lock`, holder({ pid: child.pid, ...own }))
    expect(await score(out, '--resume')).toMatchObject({ code: 0 })
    expect(text(out)).toBe(expected)
  })

  it('lets one of two runs through, and the result is whole', async () => {
    const out = interrupted()
    const both = await Promise.all([score(out, '--resume'), score(out, '--resume')])
    expect(both.map(({ code }) => code)).toContain(0)
    expect(text(out)).toBe(expected)
  })
})

describe('--out', () => {
  const same = ['--overwrite', '--resume']

  it.each<[what: string, prepare: (out: string) => void]>([
    ['a symbolic link to the rollouts', (out) => symlinkSync(rollouts, out)],
    ['a symbolic link to the records', (out) => symlinkSync(records, out)],
    ['a hard link to the rollouts', (out) => linkSync(rollouts, out)],
    ['a name whose .part leads to the rollouts', (out) => symlinkSync(rollouts, `${out}.part`)],
    ['a name whose .new leads to the records', (out) => symlinkSync(records, `${out}.new`)],
  ])('is refused when it is %s', async (_, prepare) => {
    const before = [text(rollouts), text(records)]
    const out = scratch.path(`link-${outs++}.jsonl`)
    prepare(out)
    const { code, stderr } = await score(out, ...same)
    expect(code).toBe(2)
    expect(stderr).toContain('is the same file as')
    expect([text(rollouts), text(records)]).toEqual(before)
  })

  it('is refused when it is an input by the same path', async () => {
    const before = text(rollouts)
    expect(await score(rollouts, ...same)).toMatchObject({ code: 2 })
    expect(text(rollouts)).toBe(before)
  })
})

describe('lines that cannot be read', () => {
  it.each<[what: string, line: Buffer, words: string]>([
    ['half a line', Buffer.from('{"promptId":1,"resp'), 'a JSON object'],
    ['nesting 10,000 deep', Buffer.from(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 'nested'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'UTF-8'],
    [
      '100 MB',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(100_000_000, 'x'), Buffer.from('"}')]),
      'at most',
    ],
  ])('%s: that row alone, with file and line', async (_, line, words) => {
    const record = { taskType: 'precise-retrieval', gold: 'a' }
    const row = Buffer.from(`${JSON.stringify({ promptId: 'p', record, response: '</think>a' })}\n`)
    const file = scratch.path('one-broken.jsonl')
    writeFileSync(file, Buffer.concat([row, line, Buffer.from('\n'), row]))
    const out = scratch.path('one-broken-out.jsonl')
    rmSync(out, { force: true })
    // The line itself would not fit.
    const small = { node: ['--max-old-space-size=60'] }
    const { code } = await golongrl(['score', '--rollouts', file, '--out', out, '--workers', '1'], small)
    expect(code).toBe(1)
    const rows = text(out)
      .trim()
      .split('\n')
      .map((scored) => JSON.parse(scored))
    expect(rows.map(({ reward }) => reward)).toEqual([1, null, 1])
    expect(rows[1].error).toContain('one-broken.jsonl:2')
    expect(rows[1].error).toContain(words)
    rmSync(file)
  })
})
