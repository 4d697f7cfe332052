import type { PromptId } from '../files/prompt-ids.js'

/** One thing that is wrong with a data set. */
export interface Finding {
  /** `prompts.jsonl:17`, or the file's name where the finding is about the whole file. */
  readonly place: string
  readonly promptId: PromptId | null
  readonly kind: FindingKind
  /** The gold as the file has it, shortened; null where the finding is not about a gold. */
  readonly gold: string | null
  readonly why: string
  /** What to do about it. */
  readonly remedy: string
}

/**
 * - `file`: empty; `row`: not an object, or without a field that the map names; `id`: missing, repeated, or of a wrong type
 * - `task`: no verifier for it; `record`: a field with a wrong value
 * - `gold`: refused by the verifier; `unreachable gold`: no answer scores 1; `repeated gold`; `unused gold`: an alias that the metric
 *   ignores; `ragged table`; `characters`: invisible ones, or not in normal form C
 * - `reward mode`: most likely misspelt; `language`: most likely misspelt
 * - `prompt`: asks for another form of answer than the verifier reads
 */
export type FindingKind =
  | 'file'
  | 'row'
  | 'id'
  | 'task'
  | 'record'
  | 'gold'
  | 'unreachable gold'
  | 'repeated gold'
  | 'unused gold'
  | 'ragged table'
  | 'characters'
  | 'reward mode'
  | 'language'
  | 'prompt'

/** What a check of one record has found. */
export type Problem = Pick<Finding, 'kind' | 'why' | 'remedy'>
