import { matchesOf } from '../matches.js'

/** "$\\cos x = \\frac12$, whereas $\\sin x$ would be $\\frac{\\sqrt3}{2}$": where another value is set against the one before it. */
export function contrastBefore(
  before: string,
): { readonly at: number; readonly isContrary: boolean } | undefined {
  const near = before.slice(-LONGEST_REASON)
  const found = [...matchesOf(near, CONTRAST)].at(-1)
  if (!found) return undefined
  const words = near.slice(found.index + found[0].length)
  const isContrary = /\bwould\b/i.test(words)
  return /[.!?\n]/.test(words) || (!isContrary && /but/i.test(found[0]))
    ? undefined
    : { at: before.length - near.length + found.index, isContrary }
}

const CONTRAST =
  /(?<=[$)\]\d%]|\d \p{L}{1,14}|\d{4}),? (?:whereas|while|but|and the (?:next|other|second|rest))\s/giu

/** The part of a sentence in which a contrast, or the words of a place, stand before a formula. */
export const LONGEST_REASON = 200
