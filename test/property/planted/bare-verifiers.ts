/** What planted verifiers of lists are made of, and how their laws are asked. */
export type ListVerifier = (answer: string, gold: readonly string[]) => number

export const norm = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()
export const linesOf = (answer: string): readonly string[] => answer.split('\n').map(norm).filter(Boolean)

const sets = new WeakMap<readonly string[], ReadonlySet<string>>()
/** Kept for each list: verifiers ask it for every line. */
export function setOf(items: readonly string[]): ReadonlySet<string> {
  const set = sets.get(items) ?? new Set(items.map(norm))
  sets.set(items, set)
  return set
}

/** Laws over texts of 64 Ki characters. They are asked only where the others hold; that of time first, as a slow verifier is slow in all. */
export const SLOW = ['time grows with the text', 'total', 'bounded', 'leaves the gold alone']

/** One of the laws measures time: a machine busy with something else is asked again. */
export const TIMED = { retry: 2 }
