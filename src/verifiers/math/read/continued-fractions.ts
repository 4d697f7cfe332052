import type { Tree } from '../tree.js'

/**
 * `[1; \overline{2}]` and `[1; 2, 2, \ldots]`, by their quotients and period, which are no intervals and no numbers under a bar. The
 * number is not computed: asked for a continued fraction, its value is no answer.
 */
export function readContinuedFraction(text: string): Tree | undefined {
  const found = text[0] === '[' ? CONTINUED.exec(text.replace(SPACES, '')) : null
  if (!found) return undefined
  const listed = (found[2] ?? '').split(',').filter((part) => part !== '')
  const before: string[] = []
  let period = found[3]?.split(',')
  if (period) before.push(...listed)
  else {
    // Behind other quotients two of one kind are no period yet: e is [2; 1, 2, 1, 1, 4, ...].
    period = repeated(listed, 2)
    for (const rest = [...listed]; !period && rest.length > 0; period = repeated(rest, 3))
      before.push(rest.shift()!)
  }
  if (!period) return undefined
  while (before.length > 0 && before.at(-1) === period.at(-1))
    period = [before.pop()!, ...period.slice(0, -1)]
  return { kind: 'text', text: `[${[found[1], ...before].join(';')};${period.join(',')}...]` }
}

const SPACES = /\s|\\[,;! ]|\\left|\\right/g
const CONTINUED =
  /^\[(-?\d{1,9});((?:\d{1,9},){0,20})(?:\\overline\{?([\d,]{1,60}?)\}?|\\[lc]?dots|\.\.\.|…)\]$/

/** The shortest list that the whole repeats, that often at least. */
function repeated(items: readonly string[], times: number): string[] | undefined {
  for (let size = 1; times * size <= items.length; size++)
    if (items.length % size === 0 && items.every((item, index) => item === items[index % size]))
      return items.slice(0, size)
  return undefined
}
