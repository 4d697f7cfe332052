import { describe, expect, it } from 'vitest'
import { checkDataset, createScorer, loadTaskOptions, scoreFiles, serve } from '../../src/node/index.js'

const badOption = (sentence: string) =>
  expect.objectContaining({ name: 'ResultError', message: `BadOption: ${sentence}` })

it.each<[name: string, value: number, range: string]>([
  ['workers', Number.NaN, '0 or more'],
  ['workers', -1, '0 or more'],
  ['workers', 0.5, '0 or more'],
  ['workers', Number.POSITIVE_INFINITY, '0 or more'],
  ['chunkSize', Number.NaN, '1 or more'],
  ['chunkSize', 0, '1 or more'],
  ['chunkSize', -1, '1 or more'],
  ['chunkSize', 1.5, '1 or more'],
  ['chunkSize', Number.POSITIVE_INFINITY, '1 or more'],
  ['rolloutTimeout', 0, '1 or more'],
  ['rolloutMemory', 0, '1 or more'],
  ['closeTimeout', -1, '0 or more'],
])('createScorer refuses %s of %d', (name, value, range) => {
  expect(() => createScorer({ workers: 0, [name]: value })).toThrow(
    badOption(`options.${name} must be a whole number of ${range}, but is ${value}.`),
  )
})

it('createScorer takes the least of each', async () => {
  const scorer = createScorer({ workers: 0, chunkSize: 1 })
  expect(await scorer.scoreBatch([])).toEqual([])
})

it('createScorer refuses a name that is none; so do its functions', async () => {
  expect(() => createScorer({ worker: 0 } as object)).toThrow('did you mean options.workers?')
  const scorer = createScorer({ workers: 0 })
  await expect(scorer.scoreBatch([], { explian: true } as object)).rejects.toThrow(
    'did you mean options.explain?',
  )
})

describe('task options are checked once, before any work', () => {
  const examples: readonly [options: object, start: string][] = [
    [
      { percentEquivalance: 'either' },
      'percentEquivalance is unknown; did you mean options.taskOptions.percentEquivalence?',
    ],
    [{ profil: 'published' }, 'profil is unknown; did you mean options.taskOptions.profile?'],
    [{ gate: { opn: 'required' } }, 'gate.opn is unknown; did you mean options.taskOptions.gate.open?'],
    [{ match: { anl: 0.5 } }, 'match.anl is unknown; did you mean options.taskOptions.match.anls?'],
    [
      { profile: 'publishd' },
      'profile must be one of natural, published (did you mean "published"?), but is "publishd".',
    ],
  ]
  const none = '/nowhere/at-all.jsonl'

  it.each(examples)('%j', async (taskOptions, start) => {
    const sentence = `BadOption: options.taskOptions.${start}`
    expect(() => createScorer({ workers: 0, taskOptions })).toThrow(sentence)
    await expect(loadTaskOptions({ taskOptions })).rejects.toThrow(sentence)
    await expect(checkDataset(none, { taskOptions })).rejects.toThrow(sentence)
    expect(await scoreFiles({ rollouts: none, out: none, taskOptions })).toMatchObject({
      left: { _tag: 'CannotScore', problems: [expect.stringContaining(sentence)] },
    })
    expect(await serve({ port: 0, workers: 0, taskOptions })).toMatchObject({
      left: [expect.stringContaining(sentence)],
    })
  })

  it('those of a module too', async () => {
    const taskOptionsModule = new URL('data:text/javascript,export default { profil: "published" }')
    const sentence = 'did you mean options.taskOptions.profile?'
    await expect(
      createScorer({ workers: 0, taskOptionsModule }).scoreBatch([{ record: {}, response: '' }]),
    ).rejects.toThrow(sentence)
    await expect(checkDataset(none, { taskOptionsModule })).rejects.toThrow(sentence)
    expect(await serve({ port: 0, workers: 0, taskOptionsModule })).toMatchObject({
      left: [expect.stringContaining(sentence)],
    })
  })

  it('and the names of the functions’ own', async () => {
    expect(await scoreFiles({ rollouts: none, out: none, overwite: true } as never)).toMatchObject({
      left: { problems: [expect.stringContaining('did you mean options.overwrite?')] },
    })
    expect(await serve({ port: 0, limits: { request: 1 } } as object)).toMatchObject({
      left: [expect.stringContaining('did you mean options.limits.requests?')],
    })
    await expect(checkDataset(none, { promptIdpath: 'id' } as object)).rejects.toThrow(
      'did you mean options.promptIdPath?',
    )
  })
})
