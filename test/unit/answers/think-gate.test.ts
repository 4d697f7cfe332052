import { describe, expect, it } from 'vitest'
import { passThinkGate, THINK_TAGS, type ThinkGate } from '../../../src/answers/think-gate.js'

it.each(Object.entries(THINK_TAGS))('%s: %j', (preset, [open, close]) => {
  const gate = { tags: preset as keyof typeof THINK_TAGS }
  expect(passThinkGate(`${open}hm${close}Paris`, gate, 'natural')).toEqual({ answer: 'Paris' })
  expect(passThinkGate(`${open}hm`, gate, 'natural')).toEqual({
    failure: `${open} opens and ${close} never closes it.`,
  })
  expect(passThinkGate(`${open}hm${close}Paris`, { tags: [open, close] }, 'natural')).toEqual({
    answer: 'Paris',
  })
  expect(passThinkGate(`${open}hm${close}Paris`, {}, 'natural', 'lenient')).toEqual({ answer: 'Paris' })
  expect(passThinkGate(`${open}hm`, { close: 'optional' }, 'natural', 'lenient')).toEqual({
    failure: `${open} opens and ${close} never closes it.`,
  })
})

describe('every part of the gate says how it failed', () => {
  it.each<[string, ThinkGate, string]>([
    ['Paris', {}, 'There is no </think>.'],
    ['<think>Paris', {}, '<think> opens and </think> never closes it.'],
    ['<think>Paris', { close: 'optional' }, '<think> opens and </think> never closes it.'],
    ['a</think>b</think>c', {}, 'There is more than one </think>.'],
    ['a</think>b<think>c', {}, '<think> opens again after the last </think>.'],
    ['a</think>b', { open: 'required' }, 'The response does not begin with <think>.'],
    [
      '<think>a</think>b',
      { open: 'prefilled' },
      'The response begins with <think>, which the prompt has written already.',
    ],
    ['a</think>b</think>c<think>', { blocks: 'last' }, '<think> opens again after the last </think>.'],
  ])('%j with %j: %s', (response, gate, failure) => {
    expect(passThinkGate(response, gate, 'natural')).toEqual({ failure })
  })

  it('published: more than one opening tag', () => {
    expect(passThinkGate('<think><think></think>a', {}, 'published')).toEqual({
      failure: 'There is more than one <think>.',
    })
  })
})

it('blocks: last takes what follows the last of several blocks', () => {
  const response = '<think>search</think>[tool]<think>read</think>Paris'
  expect(passThinkGate(response, { blocks: 'last' }, 'natural')).toEqual({ answer: 'Paris' })
  expect(passThinkGate(response, {}, 'natural')).toHaveProperty('failure')
})

it('a response that closes the usual tag is read by it, whatever other tags it mentions', () => {
  const response = '<think>[/THINK] is not ours</think>Paris'
  expect(passThinkGate(response, {}, 'natural', 'lenient')).toEqual({ answer: 'Paris' })
})
