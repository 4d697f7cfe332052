import { distance } from 'fastest-levenshtein'
import type { Items, NumberedLines } from '../answers/items.js'

/** Which golds have no line, each with the line that comes nearest; for an explanation. */
export function missedGolds({ lines }: NumberedLines, items: Items, written: readonly string[]): string[] {
  const found = new Set(lines)
  const missed = [...new Set(items.list)].filter((item) => !found.has(items.numbers.get(item)!))
  if (missed.length === 0) return []
  const others = written.filter((line) => items.numbers.get(line) === undefined).slice(0, MOST_COMPARED)
  const named = missed
    .slice(0, MOST_NAMED)
    .map((gold) => `${JSON.stringify(gold)} (${nearest(gold, others)})`)
  const more = missed.length > MOST_NAMED ? ` and ${missed.length - MOST_NAMED} more` : ''
  return [`Missed: ${named.join(', ')}${more}.`]
}

const MOST_NAMED = 5
const MOST_COMPARED = 100
const LONGEST_COMPARED = 200
/** Of two texts of ten characters three may differ. */
const NEAR = 0.7

function nearest(gold: string, lines: readonly string[]): string {
  let best = ''
  let similarity = NEAR
  for (const line of lines) {
    if (line.length > LONGEST_COMPARED || gold.length > LONGEST_COMPARED) continue
    const alike = 1 - distance(gold, line) / Math.max(gold.length, line.length)
    if (alike < similarity) continue
    similarity = alike
    best = line
  }
  if (best !== '') return `the nearest line is ${JSON.stringify(best)}`
  const around = lines.find((line) => line.includes(gold))
  return around === undefined ? 'no line is like it' : `only within ${JSON.stringify(around.slice(0, 80))}`
}
