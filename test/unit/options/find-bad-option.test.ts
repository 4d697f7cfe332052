import { describe, expect, it } from 'vitest'
import { describeError } from '../../../src/errors.js'
import { findBadOption } from '../../../src/options/find-bad-option.js'
import { nearestName } from '../../../src/options/nearest-name.js'
import type { OptionRows } from '../../../src/options/option-row.js'

const ROWS: OptionRows = {
  gamma: { kind: 'number', from: -100, to: 100, default: 1 },
  epsilon: { kind: 'number', from: 1e-100, finite: true, orZero: true },
  profile: { kind: 'choice', of: ['natural', 'published'] },
  explain: { kind: 'flag' },
  seed: { kind: 'number', whole: true },
  match: {
    kind: 'object',
    fields: { anls: { kind: 'number', above: 0, to: 1 } },
    required: ['anls'],
    or: { kind: 'choice', of: ['exact'] },
  },
  rejection: { kind: 'list', of: { kind: 'object', fields: { upper: { kind: 'number', above: 0 } } } },
  tokenize: {
    kind: 'value',
    expected: 'a function from text to words',
    accepts: (value) => typeof value === 'function',
  },
}

const sentence = (options: unknown): string | undefined => {
  const wrong = findBadOption(options, ROWS)
  return wrong && describeError(wrong)
}

describe('findBadOption', () => {
  it('passes what the rows accept, and what was left out', () => {
    expect(sentence({})).toBeUndefined()
    expect(
      sentence({
        gamma: -100,
        epsilon: 0,
        profile: 'published',
        explain: undefined,
        seed: 3,
        match: { anls: 1 },
        rejection: [{ upper: Number.POSITIVE_INFINITY }],
        tokenize: () => [],
      }),
    ).toBeUndefined()
    expect(sentence({ match: 'exact' })).toBeUndefined()
  })

  const KNOWN = 'Known names: gamma, epsilon, profile, explain, seed, match, rejection, tokenize.'
  it.each([
    [{ gama: 5 }, `options.gama is unknown; did you mean options.gamma? ${KNOWN}`],
    [{ temperature: 5 }, `options.temperature is unknown. ${KNOWN}`],
    [{ gama: undefined }, `options.gama is unknown; did you mean options.gamma? ${KNOWN}`],
    [
      { match: { anl: 1 } },
      'options.match.anl is unknown; did you mean options.match.anls? Known names: anls.',
    ],
    [{ match: {} }, 'options.match.anls must be a number above 0, up to 1, but is missing.'],
    [{ match: 'fuzzy' }, 'options.match must be "exact", or an object { anls }, but is "fuzzy".'],
    [{ match: { anls: 0 } }, 'options.match.anls must be a number above 0, up to 1, but is 0.'],
    [{ gamma: 101 }, 'options.gamma must be a number within ±100, but is 101.'],
    [{ gamma: '1' }, 'options.gamma must be a number within ±100, but is "1".'],
    [{ gamma: null }, 'options.gamma must be a number within ±100, but is null.'],
    [{ gamma: Number.NaN }, 'options.gamma must be a number within ±100, but is NaN.'],
    [{ epsilon: 1e-200 }, 'options.epsilon must be 0, or a finite number of 1e-100 or more, but is 1e-200.'],
    [{ seed: 0.5 }, 'options.seed must be a whole number, but is 0.5.'],
    [{ explain: 1 }, 'options.explain must be true or false, but is 1.'],
    [{ profile: 'fast' }, 'options.profile must be one of natural, published, but is "fast".'],
    [
      { rejection: [{ upper: 1 }, { upper: 0 }] },
      'options.rejection[1].upper must be a number above 0, but is 0.',
    ],
    [{ tokenize: 'jieba' }, 'options.tokenize must be a function from text to words, but is "jieba".'],
    [null, 'options must be an object, but is null.'],
    [[], 'options must be an object, but is an empty list.'],
  ])('refuses %j', (options, expected) => {
    expect(sentence(options)).toBe(`BadOption: ${expected}`)
  })

  it('knows only names of its own rows, whatever an object inherits', () => {
    for (const name of ['toString', '__proto__', 'constructor', 'hasOwnProperty']) {
      expect(sentence(JSON.parse(`{"${name}": 1}`))).toContain(`options.${name} is unknown`)
    }
    expect(sentence({ ['x'.repeat(10_000)]: 1 })?.length).toBeLessThan(400)
  })
})

it.each([
  ['percentEquivalance', ['percentEquivalence', 'precision'], 'percentEquivalence'],
  ['reward_mode', ['taskType', 'rewardMode'], 'rewardMode'],
  ['taskType', ['rewards', 'promptIds', 'taskTypes'], 'taskTypes'],
  ['eps', ['alpha', 'epsilon'], 'epsilon'],
  ['clip_ratio_low', ['clipHigh', 'clipLow'], 'clipLow'],
  ['PROFILE', ['profile'], 'profile'],
  ['beta', ['alpha', 'gamma'], undefined],
  ['', ['alpha'], undefined],
])('nearestName of %s among %j is %s', (name, known, nearest) => {
  expect(nearestName(name, known)).toBe(nearest)
})
