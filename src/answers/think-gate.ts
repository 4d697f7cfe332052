import type { Profile } from '../profile.js'
import type { Reading } from './reading.js'
import { isWhiteSpace } from './white-space.js'

/** What a response must look like before its answer is read. */
export interface ThinkGate {
  /**
   * The opening tag:
   * - `optional` (default): with or without it; many chat templates write it into the prompt
   * - `required`: the response begins with it
   * - `prefilled`: the prompt ends with it, so a response that begins with it opened the block twice: bad
   *   format
   */
  readonly open?: 'required' | 'optional' | 'prefilled'
  /**
   * The closing tag:
   * - `required` (default): without it the thinking never ended: bad format
   * - `optional`: a response without any think tag is all answer, as of a model that does not think
   */
  readonly close?: 'required' | 'optional'
  /**
   * The two tags, `[open, close]`, or the name of the model family that writes them. Default `<think>` and
   * `</think>`.
   */
  readonly tags?: ThinkTagPreset | readonly [open: string, close: string]
  /**
   * - `one` (default): the response thinks once
   * - `last`: it may think again, after a tool call for instance; the answer follows the last closing tag
   */
  readonly blocks?: 'one' | 'last'
}

/** The think tags of known model families. */
export const THINK_TAGS = {
  deepseek: ['<think>', '</think>'],
  qwen: ['<think>', '</think>'],
  magistral: ['[THINK]', '[/THINK]'],
  seed: ['<seed:think>', '</seed:think>'],
  kimi: ['◁think▷', '◁/think▷'],
  harmony: ['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
  thinking: ['<thinking>', '</thinking>'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type ThinkTagPreset = keyof typeof THINK_TAGS

/** The answer text, or the sentence that says why there is none. */
export type GateResult = { readonly answer: string } | { readonly failure: string }

/**
 * The answer text: what follows the closing tag of the thinking.
 *
 * `natural` refuses a response without a closing tag, with two of them (unless `blocks` is `last`), or with an
 * opening tag after the last of them. `published` counts and does not look at the order: exactly one closing
 * tag, at most one opening one.
 *
 * The lenient reading knows the tags of `THINK_TAGS` where the gate names none: a response without `</think>`
 * is read by the tags that it closes.
 */
export function passThinkGate(
  response: string,
  gate: ThinkGate,
  profile: Profile,
  reading: Reading = 'strict',
): GateResult {
  const { open = 'optional', close = 'required', blocks = 'one' } = gate
  const [openTag, closeTag] = tagsOf(response, gate, reading)
  if (open !== 'optional') {
    const opened = beginsWith(openTag, response)
    if (open === 'required' && !opened) return { failure: `The response does not begin with ${openTag}.` }
    if (open === 'prefilled' && opened) {
      return { failure: `The response begins with ${openTag}, which the prompt has written already.` }
    }
  }

  const firstClose = response.indexOf(closeTag)
  if (firstClose < 0) {
    if (response.includes(openTag)) return { failure: `${openTag} opens and ${closeTag} never closes it.` }
    return close === 'optional' ? { answer: response } : { failure: `There is no ${closeTag}.` }
  }
  const answerAt = (blocks === 'last' ? response.lastIndexOf(closeTag) : firstClose) + closeTag.length
  if (response.includes(closeTag, answerAt)) return { failure: `There is more than one ${closeTag}.` }
  if (profile === 'published') {
    const openAt = response.indexOf(openTag)
    if (openAt >= 0 && response.includes(openTag, openAt + openTag.length)) {
      return { failure: `There is more than one ${openTag}.` }
    }
  } else if (response.includes(openTag, answerAt)) {
    return { failure: `${openTag} opens again after the last ${closeTag}.` }
  }
  return { answer: response.slice(answerAt) }
}

function tagsOf(response: string, { tags }: ThinkGate, reading: Reading): readonly [string, string] {
  if (typeof tags === 'string') return THINK_TAGS[tags]
  if (tags !== undefined) return tags
  const usual = THINK_TAGS.deepseek
  if (reading === 'strict' || response.includes(usual[1])) return usual
  const known = Object.values(THINK_TAGS)
  return (
    known.find(([, close]) => response.includes(close)) ??
    known.find(([open]) => beginsWith(open, response)) ??
    usual
  )
}

function beginsWith(tag: string, response: string): boolean {
  let start = 0
  while (start < response.length && isWhiteSpace(response.charCodeAt(start))) start++
  return response.startsWith(tag, start)
}
