import { TASK_TYPES } from '../../verifiers/verdict.js'
import { type PresetName, RECORD_PRESETS, suggestPreset } from './presets.js'
import { PROMPT_IDS, RESPONSES, type RecordMap } from './record-map.js'
import { unpacked, valueAt } from './row-paths.js'

/**
 * The map that the rows of an unknown file most likely need: a preset whose rows look like these, else paths found by their
 * names and by the form of the golds.
 *
 * @param rows the first ones of the file
 * @param customTasks names of task types beside the nine
 * @returns undefined where no column looks like a gold
 */
export function suggestMap(
  rows: readonly unknown[],
  customTasks: readonly string[] = [],
): RecordMap | undefined {
  const columns = columnsOf(rows)
  const preset = suggestPreset(rows[0])
  const fits = preset !== undefined && rows.every((row) => suggestPreset(row) === preset)
  if (fits) return { preset, ...unusualResponse(columns) }
  const gold = named(columns, GOLDS)
  if (gold === undefined) return undefined
  const kinds = [...TASK_TYPES, ...customTasks]
  const taskColumn = columns.find(({ values }) => values.every((value) => kinds.includes(value as never)))
  const id = named(columns, PROMPT_IDS, ({ values }) => new Set(values).size === values.length)
  const rest = {
    ...(id !== undefined && { promptId: id.path }),
    ...unusualResponse(columns.filter((column) => column !== gold)),
  }
  if (taskColumn !== undefined) return { gold: gold.path, taskType: taskColumn.path, ...rest }
  const form = formOf(gold)
  return (RECORD_PRESETS as readonly string[]).includes(form)
    ? { preset: form as PresetName, gold: gold.path, ...rest }
    : { gold: gold.path, taskType: form, ...rest }
}

/** A path that leads to something in every row. */
interface Column {
  readonly path: string
  readonly name: string
  readonly values: readonly unknown[]
}

function columnsOf(rows: readonly unknown[]): readonly Column[] {
  return pathsIn(rows[0], 3).flatMap((path) => {
    const values = rows.map((row) => valueAt(row, path))
    const found = values.flatMap((value) =>
      value._tag === 'Right' && value.right !== null ? [value.right] : [],
    )
    return found.length < rows.length ? [] : [{ path, name: path.split('.').at(-1)!, values: found }]
  })
}

/** Paths to all that an object holds, those of the object itself first. */
function pathsIn(value: unknown, depth: number): readonly string[] {
  const object = unpacked(value)
  if (typeof object !== 'object' || object === null || Array.isArray(object) || depth === 0) return []
  const entries = Object.entries(object).filter(([key]) => !/[.,=]/.test(key))
  return [
    ...entries.map(([key]) => key),
    ...entries.flatMap(([key, inner]) => pathsIn(inner, depth - 1).map((path) => `${key}.${path}`)),
  ]
}

/** The column whose name comes first in a list of names. */
function named(
  columns: readonly Column[],
  names: readonly string[],
  accepts: (column: Column) => boolean = () => true,
): Column | undefined {
  for (const name of names) {
    const letters = lettersOf(name)
    const found = columns.find((column) => lettersOf(column.name) === letters && accepts(column))
    if (found !== undefined) return found
  }
  return undefined
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const GOLDS = [
  ...['gold', 'golds', 'gold_answer', 'ground_truth', 'golden_label', 'final_answer', 'expected_answer'],
  ...['reference_answer', 'correct_answer', 'answer', 'answers', 'label', 'labels', 'target', 'targets'],
  ...[
    'solution',
    'expected',
    'expected_output',
    'references',
    'reference',
    'outputs',
    'highlights',
    'summary',
  ],
  ...['doc_ids', 'correct'],
]

function unusualResponse(columns: readonly Column[]): Pick<RecordMap, 'response'> {
  if (named(columns, RESPONSES) !== undefined) return {}
  const found = named(columns, ['output', 'model_response', 'model_answer', 'llm_output', 'assistant'])
  return found === undefined ? {} : { response: found.path }
}

/** The task type, or the preset of bare golds, that golds of this form are of. */
function formOf({ name, values }: Column): string {
  const golds = values.map(unpacked)
  const texts = golds.filter((gold) => typeof gold === 'string' || typeof gold === 'number').map(String)
  if (texts.length < golds.length) {
    const first = golds.find((gold) => typeof gold === 'object' && gold !== null)
    if (!Array.isArray(first)) return 'data' in (first as object) ? 'structured-extraction' : 'squad'
    if (typeof first[0] === 'object') return 'graded-ranking'
    if (/rank/iu.test(name)) return 'graded-ranking'
    if (/order|sequence|sort/iu.test(name)) return 'sequence-ordering'
    if (golds.flat().some((gold) => String(gold).split(/\s/u).length > SUMMARY)) return 'summarization'
    return golds.every((gold) => Array.isArray(gold) && gold.length === 1)
      ? 'comprehension'
      : 'exhaustive-retrieval'
  }
  const most = (form: RegExp) => texts.filter((text) => form.test(text.trim())).length >= 0.8 * texts.length
  if (most(/^\s*\(?[A-J]\)?\.?\s*$/u)) return 'comprehension'
  if (most(/#### ?\S/u)) return 'gsm8k'
  if (most(/\\boxed/u)) return 'math'
  if (most(/\\[a-z]|^\$?[-+−]?[\d.,/^%() ]+\$?$/u)) return 'numerical-reasoning'
  if (texts.some((text) => text.split(/\s/u).length > SUMMARY) || /summar|highlight/iu.test(name))
    return 'summarization'
  return 'precise-retrieval'
}

/** More words than a short answer has. */
const SUMMARY = 25
