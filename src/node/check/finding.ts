import type { PromptId } from '../files/prompt-ids.js'

/** One thing that is wrong with a data set. */
export interface Finding {
  /** `prompts.jsonl:17`, or the file's name for what concerns all of it. */
  readonly place: string
  readonly promptId: PromptId | null
  readonly kind: FindingKind
  /** The gold as it stands there, shortened; null where there is none to show. */
  readonly gold: string | null
  readonly why: string
  /** What to do about it. */
  readonly remedy: string
}

/**
 * - `file`: nothing in it; `row`: no object, or a path of the map leads nowhere; `id`: missing, repeated, or no id
 * - `task`: nothing scores it; `record`: a field that cannot be right
 * - `gold`: cannot be right; `unreachable gold`: no answer scores 1; `repeated gold`; `unused gold`: an alias that the metric
 *   never looks at; `ragged table`; `characters`: invisible ones, or not in normal form C
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
