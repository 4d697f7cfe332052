import { findBadOption } from '../options/find-bad-option.js'
import type { OptionRows } from '../options/option-row.js'
import { refuse } from '../results.js'
import { TASK_TYPES, type TaskType } from '../verifiers/verdict.js'

/** The languages that instructions are written in. */
export type FormatLanguage = 'en' | 'zh'

/**
 * The instruction that makes a model answer in the form that a task type's verifier reads, in strict reading: to be put at the end of a
 * prompt.
 *
 *     answerFormat('exhaustive-retrieval', 'en')
 *     // → 'First write [Answer] on a line of its own. Then write one item per line and nothing else.'
 *
 * A response in this form that says the gold scores 1 (tested for every task type and both languages).
 *
 * @throws for an unknown task type or language, as `orThrow` does
 */
export function answerFormat(taskType: TaskType, language: FormatLanguage): string {
  refuse(findBadOption({ taskType: taskType ?? null, language: language ?? null }, FORMAT_NAMES))
  return FORMATS[taskType][language]
}

const FORMAT_NAMES: OptionRows = {
  taskType: { kind: 'choice', of: TASK_TYPES },
  language: { kind: 'choice', of: ['en', 'zh'] },
}

const FORMATS: Readonly<Record<TaskType, Readonly<Record<FormatLanguage, string>>>> = {
  'precise-retrieval': {
    en: 'Answer with the exact text asked for and nothing else: no quotation marks, no explanation.',
    zh: '只输出所要求的原文，不要加引号，也不要解释。',
  },
  comprehension: {
    en: 'First write [Answer] on a line of its own. Then write the answer alone on the next line. If there are lettered options, end with: The correct answer is (X), where X is the letter of one option.',
    zh: '先单独一行输出[答案]，再在下一行只输出答案。如果有带字母的选项，最后写：The correct answer is (X)，其中 X 是一个选项的字母。',
  },
  'exhaustive-retrieval': {
    en: 'First write [Answer] on a line of its own. Then write one item per line and nothing else.',
    zh: '先单独一行输出[答案]，然后每行输出一项，不要输出其他内容。',
  },
  'structured-matching': {
    en: 'First write [Answer] on a line of its own. Then write one item per line and nothing else.',
    zh: '先单独一行输出[答案]，然后每行输出一项，不要输出其他内容。',
  },
  'graded-ranking': {
    en: 'First write [Answer] on a line of its own. Then write one item per line, the best first, and nothing else.',
    zh: '先单独一行输出[答案]，然后每行输出一项，最好的排在最前，不要输出其他内容。',
  },
  'sequence-ordering': {
    en: 'First write [Answer] on a line of its own. Then write all items in order, one per line, and nothing else.',
    zh: '先单独一行输出[答案]，然后按顺序每行输出一项，不要输出其他内容。',
  },
  'numerical-reasoning': {
    en: 'Put the final answer, and nothing else, into \\boxed{}.',
    zh: '把最终答案放入 \\boxed{} 中，框内不要有其他内容。',
  },
  'structured-extraction': {
    en: 'Answer with one JSON object between <answer> and </answer>: {"data": [[…], …]}, one list for each row of the table.',
    zh: '在 <answer> 和 </answer> 之间输出一个 JSON 对象：{"data": [[…], …]}，表格的每一行对应一个列表。',
  },
  summarization: {
    en: 'First write [Answer] on a line of its own. Then write the summary and nothing else.',
    zh: '先单独一行输出[答案]，然后只输出摘要。',
  },
}
