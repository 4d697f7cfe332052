import { normalizeItem } from '../../answers/lines.js'
import type { Task } from '../../index.js'
import { labelOf, property } from '../../verifiers/golds.js'
import type { Problem } from './finding.js'
import { mathFault } from './math-fault.js'

/** What is wrong with a gold that its verifier can read. */
export function goldProblems(task: Task): readonly Problem[] {
  return [...(BY_METRIC[task.metric]?.(task) ?? []), ...placeholderProblems(task.gold)]
}

/** The texts of a list of golds, graded or tied ones too. */
export function itemsOf(gold: unknown): readonly string[] {
  const list = property(gold, 'anyOf') ?? property(gold, 'doc_ids') ?? gold
  return (Array.isArray(list) ? list.flat() : [list])
    .map((item) => property(item, 'item') ?? item)
    .filter((item) => typeof item === 'string')
}

const BY_METRIC: Readonly<Record<string, (task: Task) => readonly Problem[]>> = {
  EM: ({ gold }) => unusualSpaces(gold),
  F1: ({ gold }) => repeatedItems(gold),
  SubEM: ({ gold }) => repeatedItems(gold),
  NDCG: ({ gold }) => repeatedItems(gold),
  Pairwise: ({ gold }) => [...repeatedItems(gold), ...loneItem(gold)],
  Accuracy: ({ gold }) => unusedAliases(gold),
  IoU: ({ gold }) => raggedTable(gold),
  math_verify: ({ gold }) => unreadableMathematics(gold),
}

/** Other metrics join white space of every kind. */
function unusualSpaces(gold: unknown): readonly Problem[] {
  const space = /[\u00a0\u1680\u2000-\u200a\u202f\u205f]/u.exec(labelOf(gold).trim())?.[0]
  return space === undefined
    ? []
    : [
        {
          kind: 'characters',
          why: `the gold holds U+${space.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}, which looks like a space, but an exact match tells the two apart`,
          remedy: 'write a space',
        },
      ]
}

function repeatedItems(gold: unknown): readonly Problem[] {
  const items = itemsOf(gold)
  const lines = items.map((item) => normalizeItem(item, 'natural'))
  const again = lines.findIndex((line, i) => lines.indexOf(line) < i)
  if (again < 0) return []
  return [
    {
      kind: 'repeated gold',
      why: `${JSON.stringify(items[again])} occurs ${lines.filter((line) => line === lines[again]).length} times, apart from case and spaces`,
      remedy: 'write each item once: natural counts it once, the published metrics count it again',
    },
  ]
}

function loneItem(gold: unknown): readonly Problem[] {
  if (new Set(itemsOf(gold).map((item) => normalizeItem(item, 'natural'))).size !== 1) return []
  return [
    {
      kind: 'unreachable gold',
      why: 'a single item has no order: there are no pairs, and the published metric gives 0 to every answer',
      remedy: 'give at least two items, or score the item as precise-retrieval',
    },
  ]
}

function unusedAliases(gold: unknown): readonly Problem[] {
  if (
    typeof gold === 'string' ||
    property(gold, 'anyOf') !== undefined ||
    property(gold, 'golden_label') !== undefined
  )
    return []
  const items = itemsOf(gold)
  if (items.length < 2) return []
  const others = new Set(items.map((item) => normalizeItem(item, 'natural'))).size - 1
  return [
    others === 0
      ? {
          kind: 'repeated gold',
          why: `${JSON.stringify(items[0])} occurs ${items.length} times, apart from case and spaces`,
          remedy: 'write it once',
        }
      : {
          kind: 'unused gold',
          why: `Accuracy compares with the first gold alone and never looks at ${items
            .slice(1, 4)
            .map((item) => JSON.stringify(item))
            .join(', ')}`,
          remedy:
            'write { "anyOf": [...] } where any of them is right, or use exhaustive-retrieval where all are asked for',
        },
  ]
}

function raggedTable(gold: unknown): readonly Problem[] {
  const last: unknown = Array.isArray(gold) ? gold.at(-1) : gold
  const table = parsed(property(last, 'golden_label') ?? last)
  const rows = property(table, 'data')
  if (!Array.isArray(rows) || rows.length === 0) return []
  const columns = property(table, 'columns')
  const widths = rows.map(widthOf)
  const usual = Array.isArray(columns) ? columns.length : mostFrequent(widths)
  const odd = widths.findIndex((width) => width !== usual)
  if (odd < 0) return []
  return [
    {
      kind: 'ragged table',
      why: `row ${odd + 1} has ${cells(widths[odd]!)} where ${Array.isArray(columns) ? 'there are' : 'most rows have'} ${cells(usual)}`,
      remedy:
        'give every row the same cells, null for an empty one: a model that completes the row does not match it',
    },
  ]
}

/** How many cells a row has; 0 for a row that is a single value. */
const widthOf = (row: unknown): number =>
  Array.isArray(row) ? row.length : typeof row === 'object' && row !== null ? Object.keys(row).length : 0

const cells = (width: number): string =>
  width === 0 ? 'a single value' : width === 1 ? '1 cell' : `${width} cells`

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}

function parsed(table: unknown): unknown {
  if (typeof table !== 'string') return table
  try {
    return JSON.parse(table)
  } catch {
    return undefined
  }
}

function unreadableMathematics(gold: unknown): readonly Problem[] {
  const fault = mathFault(labelOf(gold))
  return fault === undefined
    ? []
    : [
        {
          kind: 'gold',
          why: `the gold cannot be read as mathematics: ${fault}`,
          remedy: 'write the whole expression: as it stands only the same characters score',
        },
      ]
}

/** Texts that programs write for a missing value. */
function placeholderProblems(gold: unknown): readonly Problem[] {
  const label = property(gold, 'golden_label')
  const found = [...itemsOf(gold), ...(typeof label === 'string' ? [label] : [])].find((text) =>
    /^(?:nan|null|undefined|\[object Object\]|todo|tbd|<NA>|\?+|\.{3}|…)$/iu.test(text.trim()),
  )
  return found === undefined
    ? []
    : [
        {
          kind: 'gold',
          why: `${JSON.stringify(found)} is what programs write for a missing value`,
          remedy: 'fill in the gold, or leave the record out',
        },
      ]
}
