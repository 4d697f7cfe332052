import { distance } from 'fastest-levenshtein'
import type { Items, NumberedLines } from '../answers/items.js'
import { numberAnswerLines, numberLines } from '../answers/items.js'
import { inBrackets } from '../answers/lenient/undress.js'
import { answerLines } from '../answers/lines.js'
import type { OptionRow } from '../options/option-row.js'
import type { Profile } from '../profile.js'

/**
 * When a predicted line counts as a gold item.
 *
 * - `exact` (default): when they are equal
 * - `{ anls: t }`, 0 < t ≤ 1: when their normalised Levenshtein similarity, 1 − distance / length of the
 *   longer one in characters (code points), is at least t
 *
 * @see Biten et al. 2019, Scene Text Visual Question Answering, for ANLS
 */
export type ItemMatcher = 'exact' | { readonly anls: number }

/** Options of the verifiers that compare lists of items. */
export interface MatchOptions {
  /** When a predicted line counts as a gold item. Default `exact`. */
  readonly match?: ItemMatcher
}

export const MATCH: OptionRow = {
  kind: 'object',
  fields: { anls: { kind: 'number', above: 0, to: 1 } },
  required: ['anls'],
  or: { kind: 'choice', of: ['exact'] },
  default: 'exact',
}

/**
 * Pairs looked at, and character comparisons, 32 at a time, that fuzzy matching may spend on one answer: 400 lines of 10
 * characters against 400 items, or 50 of 150 against 50. Some 20 ms.
 */
const MOST_STEPS = 2_000_000

/**
 * The lines of an answer, numbered; those that match a gold item bear its number, so that from here on
 * equality decides.
 *
 * @returns undefined when the work limit was hit
 */
export function matchAnswer(
  text: string,
  items: Items,
  profile: Profile,
  match: ItemMatcher = 'exact',
): NumberedLines | undefined {
  if (match === 'exact') return numberAnswerLines(text, items, profile)
  const lines = matchLines(answerLines(text, profile), items.list, match.anls)
  return lines && numberLines(lines, items)
}

/**
 * Items that the lenient reading found, numbered: as a gold item is written, else in the form in which the lenient reading
 * compares; else, with a fuzzy matcher, as the gold item that they come nearest to.
 *
 * @returns undefined when the work limit was hit
 */
export function matchItems(
  found: readonly string[],
  items: Items,
  match: ItemMatcher = 'exact',
): NumberedLines | undefined {
  const { numbers, lenient, list } = items
  const golds = [...new Set(list)]
  const inGoldForm = (line: string) =>
    numbers.get(line) !== undefined ? line : golds[lenient?.get(line) ?? -1]
  const lines = found.map((line) => inGoldForm(line) ?? inGoldForm(inBrackets(line) ?? line) ?? line)
  const matched = match === 'exact' ? lines : matchLines(lines, list, match.anls)
  return matched && numberLines(matched, items)
}

/**
 * The predicted lines, each fuzzy match replaced by the gold item it stands for. An item is matched by at most one distinct line and a line stands for at most one item:
 * equal pairs first, then by falling similarity; ties go to the earlier gold item, then to the earlier line.
 *
 * @returns undefined when the work limit was hit
 */
function matchLines(
  lines: readonly string[],
  golds: readonly string[],
  anls: number,
): readonly string[] | undefined {
  const known = new Set(golds)
  const written = new Set(lines)
  const openGolds = [...known].filter((gold) => !written.has(gold))
  const openLines = [...written].filter((line) => !known.has(line))
  const oneUnit = unitsOf(openGolds)
  const goldUnits = openGolds.map(oneUnit)
  const lineUnits = openLines.map(oneUnit)

  const pairs: { gold: number; line: number; similarity: number }[] = []
  let steps = 0
  for (let g = 0; g < goldUnits.length; g++) {
    const gold = goldUnits[g]!
    for (let l = 0; l < lineUnits.length; l++) {
      const line = lineUnits[l]!
      const longer = Math.max(gold.length, line.length)
      // The lengths alone already cost |difference| edits.
      const comparable = 1 - Math.abs(gold.length - line.length) / longer >= anls
      steps += comparable ? 1 + Math.ceil(gold.length / 32) * line.length : 1
      if (steps > MOST_STEPS) return undefined
      if (!comparable) continue
      const similarity = 1 - distance(gold, line) / longer
      if (similarity >= anls) pairs.push({ gold: g, line: l, similarity })
    }
  }
  // The sort is stable: equally similar pairs stay in the order of the golds, then of the lines.
  pairs.sort((a, b) => b.similarity - a.similarity)

  const standsFor = new Map<string, string>()
  const taken = new Set<number>()
  for (const { gold, line } of pairs) {
    const text = openLines[line] as string
    if (taken.has(gold) || standsFor.has(text)) continue
    taken.add(gold)
    standsFor.set(text, openGolds[gold] as string)
  }
  return lines.map((line) => standsFor.get(line) ?? line)
}

/**
 * A text with one UTF-16 unit for each of its characters, so that a distance counts characters. Those beyond the basic plane get
 * units of their own, from the surrogates; one that no gold has equals nothing, whichever unit stands for it.
 */
function unitsOf(golds: readonly string[]): (text: string) => string {
  const units = new Map<string, string>()
  for (const gold of golds) {
    for (const [character] of gold.matchAll(BEYOND_BASIC_PLANE)) {
      if (!units.has(character)) units.set(character, String.fromCharCode(FIRST_SURROGATE + units.size))
    }
  }
  return (text) => text.replace(BEYOND_BASIC_PLANE, (character) => units.get(character) ?? NO_GOLD)
}

const BEYOND_BASIC_PLANE = /[\u{10000}-\u{10ffff}]/gu
/** Two thousand characters beyond the basic plane have a place here; no list of golds has as many. */
const FIRST_SURROGATE = 0xd800
const NO_GOLD = '\uffff'

/** The verdict where fuzzy matching gave up. */
export const UNDECIDED_MATCH = { reward: 0, reason: 'undecided' } as const
