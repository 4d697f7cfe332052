import type { TaskType } from '../verifiers/verdict.js'

/** A form of answer that a prompt asks for, and the task types whose strict reading finds it. */
interface AnswerForm {
  readonly name: string
  readonly asksFor: RegExp
  readonly readBy: ReadonlySet<TaskType>
}

const LISTS: readonly TaskType[] = [
  'exhaustive-retrieval',
  'structured-matching',
  'graded-ranking',
  'sequence-ordering',
]

const FORMS: readonly AnswerForm[] = [
  {
    name: '\\boxed{}',
    asksFor: /\\boxed\b/,
    readBy: new Set<TaskType>(['numerical-reasoning']),
  },
  {
    name: 'the marker [Answer]',
    asksFor: /\[(?:Answer|答案)\]/,
    readBy: new Set<TaskType>([...LISTS, 'comprehension', 'summarization']),
  },
  {
    name: '<answer> tags',
    asksFor: /<answer>/,
    readBy: new Set<TaskType>(['structured-extraction']),
  },
  {
    name: '"The correct answer is (X)"',
    asksFor: /the (?:correct )?answer is\b/i,
    readBy: new Set<TaskType>(['comprehension', 'numerical-reasoning']),
  },
]

/**
 * Problems with the answer form that a prompt asks for, one sentence each; empty where there is none. A prompt that asks for no form is fine:
 * the system prompt may do so.
 *
 * @param prompt the text of the whole prompt
 */
export function promptProblems(prompt: string, taskType: TaskType): readonly string[] {
  const asked = FORMS.filter(({ asksFor }) => asksFor.test(prompt))
  if (asked.length === 0 || asked.some(({ readBy }) => readBy.has(taskType))) return []
  return asked.map(
    ({ name }) => `the prompt asks for ${name}, which the verifier of ${taskType} does not read`,
  )
}
