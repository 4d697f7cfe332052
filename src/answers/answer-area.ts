import type { Profile } from '../profile.js'

/** The markers without their opening bracket, which is far more frequent and so slower to search for. */
const MARKERS = ['Answer]', '答案]'] as const

/**
 * The part of an answer text that holds the answer: what follows the last marker, `[Answer]` or `[答案]` in
 * this exact spelling, or the whole text when there is none.
 *
 * Where both occur, `natural` takes the later one; `published` takes `[Answer]` wherever it stands.
 */
export function answerArea(text: string, profile: Profile): string {
  let start = 0
  for (const marker of MARKERS) {
    const end = endOfLast(marker, text)
    if (end === 0) continue
    start = Math.max(start, end)
    if (profile === 'published') break
  }
  return text.slice(start)
}

/** Where the last marker ends; 0 when there is none. */
function endOfLast(marker: string, text: string): number {
  let end = 0
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
    if (text.charCodeAt(at - 1) === OPEN_BRACKET) end = at + marker.length
  }
  return end
}

const OPEN_BRACKET = 0x5b
