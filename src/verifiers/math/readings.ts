import { NATURAL } from './dialect.js'
import { readTree } from './read-tree.js'
import type { Tree } from './tree.js'
import { isUnitWord } from './units.js'
import type { Work } from './work.js'

/**
 * The ways an answer text can be meant, likeliest first: as mathematics; with the words at its end as a unit; as words.
 */
export function naturalReadings(text: string, work: Work, golds: readonly Tree[] = []): readonly Tree[] {
  const tidy = tidyAnswer(text)
  if (tidy === '') return []
  const readings: Tree[] = []
  const add = (candidate: string) => {
    const tree = readTree(candidate, NATURAL, work)
    if (tree) readings.push(tree)
  }
  const withUnit = bareUnit(tidy)
  if (withUnit !== undefined) add(withUnit)
  add(tidy)
  const words = wholeText(tidy)
  if (words !== undefined && golds.every((gold) => gold.kind !== 'text')) add(words)
  if (readings.length === 0 || golds.some((gold) => gold.kind === 'text')) {
    if (!readings.some((reading) => reading.kind === 'text')) readings.push({ kind: 'text', text: tidy })
  }
  return readings
}

/** Without what stands around an answer: dollars, bold markers, a full stop, `\ ` and `\\` at the end. */
function tidyAnswer(text: string): string {
  let tidy = text.trim()
  for (;;) {
    const before = tidy
    tidy = tidy
      .replace(/^(?:\*\*|__|`|\$\$?|\\[[(])\s*/, '')
      .replace(/\s*(?:\*\*|__|`|(?<!\\)\$\$?|\\[\])])$/, '')
      .replace(/(?:\\ |\\,|\\;|\\quad|\s)+$/, '')
      .replace(/\\\\$/, '')
      .replace(/(?<!\.)[.,;:。，；]$/, '')
      .trim()
    if (tidy === before) return tidy
  }
}

/** `5 cm` → `5\text{ cm}`. */
function bareUnit(text: string): string | undefined {
  const found =
    /^(.*[\d})])(\s*)((?:[a-zA-Z]{2,}|[a-zA-Z]|[\u4e00-\u9fff°]+)(?:\s*\/\s*[a-zA-Z]+)?)(\^\{?-?\d\}?)?$/s.exec(
      text,
    )
  if (!found) return undefined
  const [, value, space, word, power] = found as unknown as [
    string,
    string,
    string,
    string,
    string | undefined,
  ]
  if (word.length === 1 && space === '' && word < '\u4e00') return undefined
  if (!word.split('/').every((part) => isUnitWord(part.trim()))) return undefined
  return `${value}\\text{ ${word}}${power ?? ''}`
}

/** `\text{128元}` → `128元`: words that may hold mathematics. */
function wholeText(text: string): string | undefined {
  const found = /^\\(?:text|mathrm|textbf|mbox)\s*\{([^{}]*)\}$/.exec(text)
  return found?.[1] && /\d/.test(found[1]) ? (bareUnit(found[1].trim()) ?? found[1]) : undefined
}
