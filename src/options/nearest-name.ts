import { distance } from 'fastest-levenshtein'

/**
 * The known name that a misspelt one most likely stands for: the same letters in another spelling (`reward_mode` for
 * `rewardMode`), a beginning of it or the other way round (`eps` for `epsilon`), or the name of the smallest edit
 * distance, up to 3 edits in 7 letters.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined
  const written = lettersOf(name)
  let nearest: string | undefined
  let smallest = MOST_EDITS_PER_LETTER
  for (const candidate of known) {
    const letters = lettersOf(candidate)
    if (letters === written) return candidate
    const starts =
      Math.min(written.length, letters.length) >= 3 &&
      (letters.startsWith(written) || written.startsWith(letters))
    const edits = distance(written, letters) / Math.max(written.length, letters.length)
    const far = starts ? Math.min(edits, MOST_EDITS_PER_LETTER) : edits
    if (far > smallest || (far === smallest && nearest !== undefined)) continue
    nearest = candidate
    smallest = far
  }
  return nearest
}

/** Longer than every known name; longer names are not compared. */
export const LONGEST_NAME = 100
const MOST_EDITS_PER_LETTER = 3 / 7

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The known name that a field of the caller's data clearly misspells: the same letters, or up to 1 edit in 4. */
export function slipOf(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined
  const written = lettersOf(name)
  return known.find((candidate) => {
    const letters = lettersOf(candidate)
    const longer = Math.max(written.length, letters.length)
    if (Math.abs(written.length - letters.length) > longer / 4) return false
    return letters === written || distance(written, letters) <= longer / 4
  })
}

/** What a name must be, as a phrase behind "must be": the known names, and the one that is likely meant. */
export function oneOf(known: readonly string[], name: unknown): string {
  const meant = typeof name === 'string' ? nearestName(name, known) : undefined
  return `one of ${known.join(', ')}${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`
}
