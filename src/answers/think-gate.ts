import type { Profile } from '../profile.js'
import { isWhiteSpace } from './white-space.js'

/** What a response must look like before its answer is read. */
export interface ThinkGate {
  /**
   * The opening `<think>`:
   * - `optional` (default): with or without it; many chat templates write it into the prompt
   * - `required`: the response begins with it
   * - `prefilled`: the prompt ends with it, so a response that begins with it opened the block twice: bad
   *   format
   */
  readonly open?: 'required' | 'optional' | 'prefilled'
  /**
   * The closing `</think>`:
   * - `required` (default): without it the thinking never ended: bad format
   * - `optional`: a response without any think tag is all answer, as of a model that does not think
   */
  readonly close?: 'required' | 'optional'
}

const OPEN = '<think>'
const CLOSE = '</think>'

/**
 * The answer text: what follows the one `</think>` of a response.
 *
 * `natural` refuses a response without `</think>`, with two of them, or with a `<think>` after it.
 * `published` counts and does not look at the order: exactly one `</think>`, at most one `<think>`.
 *
 * @returns the answer text, or undefined when the gate is not passed
 */
export function passThinkGate(response: string, gate: ThinkGate, profile: Profile): string | undefined {
  const { open = 'optional', close = 'required' } = gate
  if (open !== 'optional' && beginsWithOpen(response) !== (open === 'required')) return undefined

  const closeAt = response.indexOf(CLOSE)
  if (closeAt < 0) return close === 'optional' && !response.includes(OPEN) ? response : undefined

  const answerAt = closeAt + CLOSE.length
  if (response.includes(CLOSE, answerAt)) return undefined
  if (profile === 'published') {
    const openAt = response.indexOf(OPEN)
    if (openAt >= 0 && response.includes(OPEN, openAt + OPEN.length)) return undefined
  } else if (response.includes(OPEN, answerAt)) return undefined
  return response.slice(answerAt)
}

function beginsWithOpen(response: string): boolean {
  let start = 0
  while (start < response.length && isWhiteSpace(response.charCodeAt(start))) start++
  return response.startsWith(OPEN, start)
}
