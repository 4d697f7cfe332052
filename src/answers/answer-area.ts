import type { Profile } from '../profile.js'

const MARKERS = ['[Answer]', '[答案]'] as const

/**
 * The part of an answer text that holds the answer: what follows the last marker, `[Answer]` or `[答案]` in
 * this exact spelling, or the whole text when there is none.
 *
 * Where both occur, `natural` takes the later one; `published` takes `[Answer]` wherever it stands.
 */
export function answerArea(text: string, profile: Profile): string {
  let start = 0
  for (const marker of MARKERS) {
    const at = text.lastIndexOf(marker)
    if (at < 0) continue
    start = Math.max(start, at + marker.length)
    if (profile === 'published') break
  }
  return start === 0 ? text : text.slice(start)
}
