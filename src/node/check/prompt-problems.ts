import { scoreTask, type Task } from '../../index.js'
import { QUESTION, textOf } from '../../tasks/record-map/question-id.js'
import { firstAt } from '../../tasks/record-map/row-paths.js'
import { labelOf, property } from '../../verifiers/golds.js'
import type { RowObject } from '../files/row.js'
import type { Problem } from './finding.js'
import { itemsOf } from './gold-problems.js'
import { isFull, perfectResponse, responseOf } from './perfect-response.js'

/**
 * A prompt that asks for another form of answer than the verifier reads: the gold, written as the prompt asks, does not score 1.
 * A prompt that asks for no form is skipped.
 */
export function promptProblems(row: RowObject, task: Task): readonly Problem[] {
  // The parts of a retrieval with a calculation each have a form; the answer as a whole has none.
  if (task.metric === 'math_verify' && property(task.gold, 'doc_ids') !== undefined) return []
  const perfect = perfectResponse(task)
  if (perfect === undefined || !isFull(scoreTask(task, perfect).reward)) return []
  const prompt = promptOf(row)
  const isGoldLetter = task.taskType === 'comprehension' && typeof task.gold === 'string'
  const outside = letterOutside(row, prompt, perfect)
  if (isGoldLetter && outside !== undefined) return [outside]

  const around = AROUND.filter((form) => form.notFor !== task.metric && isAskedFor(form, prompt))
  const items = ITEMS.filter((form) => isAskedFor(form, prompt))
  if (around.length + items.length === 0) return []
  const golds = goldsOf(task)
  const written = (around.length === 0 ? [LINES] : around).flatMap((outer) =>
    items.length === 0 ? [outer.write(golds)] : items.map((inner) => outer.write([inner.write(golds)])),
  )
  if (written.some((answer) => isFull(scoreTask(task, responseOf(task, answer)).reward))) return []
  const asked = [...around, ...items].map(({ name }) => name).join(' and ')
  return [
    {
      kind: 'prompt',
      why: `the prompt asks for ${asked}: the gold in this form, ${JSON.stringify(written[0]!.slice(0, 80))}, scores ${scoreTask(task, responseOf(task, written[0]!)).reward}`,
      remedy: `ask for the form that ${task.metric} reads (golongrl data prompts prints it), or read leniently: --task-options '{"reading":"lenient"}'`,
    },
  ]
}

/** The beginning and the end of the prompt, where instructions are; long documents are in between. */
function promptOf(row: RowObject): string {
  const places = [row, row.record]
  const texts = places.flatMap((place) =>
    QUESTION.map((path) => textOf(firstAt(place, [path]))).filter((text) => text !== undefined),
  )
  return texts
    .map((text) => (text.length > 2 * LONGEST ? `${text.slice(0, LONGEST)}\n${text.slice(-LONGEST)}` : text))
    .join('\n')
}

const LONGEST = 1_500

/** The gold's items; a table as JSON. */
function goldsOf(task: Task): readonly string[] {
  if (task.metric === 'IoU') return [task.perfectAnswer()!.replace(/^<answer>|<\/answer>$/g, '')]
  const label = labelOf(task.gold)
  const letter = /^(?:option )?\(?([a-z])\)?\.?$/iu.exec(label.trim())?.[1]
  if (typeof task.gold === 'string' && letter !== undefined && task.taskType === 'comprehension')
    return [letter.toUpperCase()]
  const items = itemsOf(task.gold)
  const isOne = task.metric === 'Accuracy' || task.metric === 'ROUGE-L'
  return items.length === 0 ? [label] : isOne ? items.slice(0, 1) : items
}

/** A form of answer: how a prompt asks for it, and how an answer in this form is written. */
interface Form {
  readonly name: string
  readonly asked: RegExp
  /** A metric that finds the gold in this form anyway. */
  readonly notFor?: string
  readonly write: (items: readonly string[]) => string
}

const LINES: Form = { name: 'one item a line', asked: /(?!)/, write: (items) => items.join('\n') }

/** What surrounds the answer. */
const AROUND: readonly Form[] = [
  { name: '\\boxed{}', asked: /\\boxed|\bboxed ?\{/i, write: (items) => `\\boxed{${items.join(', ')}}` },
  {
    name: 'the marker [Answer]',
    asked: /\[(?:Answer|答案)\]/,
    write: (items) => `[Answer]\n${items.join('\n')}`,
  },
  { name: '<answer> tags', asked: /<answer>/i, write: (items) => `<answer>${items.join('\n')}</answer>` },
  {
    name: '"The correct answer is (X)"',
    asked: /the correct answer is ?[("“:<[{A-ZX…]/i,
    write: (items) => `The correct answer is (${items.join(', ')})`,
  },
  {
    name: '"Answer: …"',
    asked: /["'“‘`*](?:final )?answer ?:|(?:^|\n|format|form|with):? ?(?:final )?answer ?: ?[$<[{(…_.]/i,
    write: (items) => `Answer: ${items.join(', ')}`,
  },
  { name: '####', asked: /####/, write: (items) => `#### ${items.join(', ')}` },
  {
    name: 'the letter alone',
    asked:
      /\bonly (?:with )?(?:the|a|one) (?:single |correct |option ){0,3}letter\b|\bletter (?:only|alone)\b|只(?:需)?(?:输出|回答|给出)(?:正确)?(?:选项)?(?:的)?字母/i,
    write: (items) => items.join(', '),
  },
  {
    name: 'a code block',
    asked:
      /\b(?:in|inside|within|as) (?:a|one|triple)[- ](?:markdown |fenced |backtick ){0,3}(?:code (?:block|fence)|backticks)|代码块/i,
    write: (items) => `\`\`\`\n${items.join('\n')}\n\`\`\``,
  },
  {
    name: 'a whole sentence',
    notFor: 'ROUGE-L',
    asked: /\b(?:in|with|as|write) a (?:complete|full|whole) sentence|完整的?句子/i,
    write: (items) => `The answer is ${items.join(', ')}.`,
  },
]

/** How the items of a list are written. */
const ITEMS: readonly Form[] = [
  {
    name: 'commas between the items',
    asked: /comma[- ]separated|separated by (?:a )?commas?|用(?:英文|中文)?逗号(?:分隔|隔开|分开)/i,
    write: (items) => items.join(', '),
  },
  {
    name: 'semicolons between the items',
    asked: /semicolon[- ]separated|separated by (?:a )?semicolons?|用分号(?:分隔|隔开|分开)/i,
    write: (items) => items.join('; '),
  },
  {
    name: 'a numbered list',
    asked: /\bnumbered list\b|\bnumber (?:each|the) (?:item|line)s?\b|编号列表|按编号/i,
    write: (items) => items.map((item, i) => `${i + 1}. ${item}`).join('\n'),
  },
  {
    name: 'bullet points',
    asked: /\bbullet(?:ed)?[- ](?:list|points?)\b|\bas bullets\b|项目符号|无序列表/i,
    write: (items) => items.map((item) => `- ${item}`).join('\n'),
  },
  {
    name: 'JSON',
    asked:
      /\b(?:as|in|return|output|write|valid|a|an) (?:a |an |valid |one |single ){0,3}JSON\b|JSON ?(?:格式|数组|对象|列表)/i,
    write: (items) => (/^\s*\{/.test(items[0] ?? '') ? items[0]! : JSON.stringify(items)),
  },
  {
    name: 'a table',
    asked: /\bmarkdown table\b|\bas a table\b|Markdown ?表格/i,
    write: (items) => ['| item |', '|---|', ...items.map((item) => `| ${item} |`)].join('\n'),
  },
]

/** Whether the form is asked for and not forbidden, as by "do not use \boxed". */
function isAskedFor({ asked }: Form, prompt: string): boolean {
  return [...prompt.matchAll(new RegExp(asked, `${asked.flags}g`))].some(
    ({ index }) => !DENIED.test(prompt.slice(Math.max(0, index - 30), index)),
  )
}

const DENIED =
  /\b(?:not|no|without|never|don['’]t|avoid|instead of|rather than)\b[^.!?\n]{0,24}$|(?:不要|不用|无需|勿|别|不使用)[^。！？\n]{0,8}$/i

/** A gold letter that is not among the options of the prompt. */
function letterOutside(row: RowObject, prompt: string, perfect: string): Problem | undefined {
  const letter = /\(([A-Z])\)$/.exec(perfect.trim())?.[1]
  const offered = lettersOffered(row, prompt)
  if (letter === undefined || offered.length < 2 || offered.includes(letter)) return undefined
  return {
    kind: 'unreachable gold',
    why: `the gold is ${letter}, and the prompt offers ${offered[0]} to ${offered.at(-1)}`,
    remedy: 'correct the letter, or list its option',
  }
}

/** The letters that begin lines of the prompt, from A on without a gap; or those of the row's own options. */
function lettersOffered(row: RowObject, prompt: string): string {
  const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  for (const place of [row, row.record]) {
    const options = firstAt(place, ['choices', 'options', 'extra_info.options', 'extra_info.choices'])
    if (Array.isArray(options)) return all.slice(0, options.length)
    const named = [...all].filter(
      (letter) => firstAt(place, [`choice_${letter}`, `option_${letter}`]) !== undefined,
    )
    if (named.length > 1) return named.join('')
  }
  const written = new Set(
    [...prompt.matchAll(/^[ \t]{0,8}[(（]?([A-Z]) ?[)）.．:：、][ \t]{0,8}\S/gmu)].map(
      ([, letter]) => letter,
    ),
  )
  let count = 0
  while (count < all.length && written.has(all[count])) count++
  return all.slice(0, count)
}
