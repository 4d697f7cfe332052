/**
 * Nine small tasks on strings, one per metric, for a policy that reads and writes characters. A prompt is a letter that names the
 * task and a few characters; the policy writes the answer, items parted by `/`. The frame around it (think block, answer area)
 * is given, as a chat template gives it.
 */
import type { TaskRecord, TaskType } from 'golongrl'
import type { Random } from '../random.js'

export interface TextPrompt {
  readonly taskType: TaskType
  /** At most PROMPT_LENGTH characters of the alphabet. */
  readonly text: string
  /** The right answer, as the policy should write it. */
  readonly answer: string
  readonly record: TaskRecord
}

export const PROMPT_LENGTH = 9
/** Characters of the longest answer, its end mark included. */
export const ANSWER_LENGTH = 9
export const END = '$'
export const PAD = ' '
export const ALPHABET = `${PAD}${END}/abcdefgh0123456789PCENXMGOS?`

export const drawTextPrompt = (taskType: TaskType, random: Random): TextPrompt => {
  const [text, answer, gold] = DRAW[taskType](random)
  return { taskType, text, answer, record: { taskType, gold } as TaskRecord }
}

/** The response with this answer in it. */
export function respond(taskType: TaskType, answer: string): string {
  const items = answer.split('/')
  switch (taskType) {
    case 'precise-retrieval':
      return `<think>…</think>${answer}`
    case 'comprehension':
      return `<think>…</think>The correct answer is (${answer.toUpperCase()})`
    case 'numerical-reasoning':
      return `<think>…</think>The answer is \\boxed{${answer}}`
    case 'structured-extraction':
      return `<think>…</think><answer>${JSON.stringify({ data: items.map((item) => [...item]) })}</answer>`
    case 'summarization':
      return `<think>…</think>\n[Answer]\n${PREAMBLE} ${items.join(' ')}`
    default:
      return `<think>…</think>\n[Answer]\n${items.join('\n')}`
  }
}

const PREAMBLE = 'the report gives the points below in the order in which they were raised'

type Draw = (random: Random) => readonly [text: string, answer: string, gold: unknown]

const DRAW: Readonly<Record<TaskType, Draw>> = {
  // The digit that stands behind the letter asked for.
  'precise-retrieval': (random) => {
    const [letters, digits] = [some('abcdefgh', 3, random), some('0123456789', 3, random)]
    const asked = random.integer(3)
    return [`P${pairs(letters, digits)}?${letters[asked]}`, digits[asked]!, digits[asked]!]
  },
  // At which of the places a to d the largest digit stands.
  comprehension: (random) => {
    const digits = some('0123456789', 4, random)
    const place = digits.indexOf(digits.toSorted().at(-1)!)
    return [`C${digits.join('')}`, 'abcd'[place]!, 'ABCD'[place]!]
  },
  // The digits among letters.
  'exhaustive-retrieval': (random) => {
    const mixed = [...some('0123456789', 3, random), ...some('abcdefgh', 4, random)]
    const shuffled = random.permutation(7).map((i) => mixed[i]!)
    return listed('E', shuffled, shuffled.filter(isDigit))
  },
  // How many a among seven letters.
  'numerical-reasoning': (random) => {
    const letters = Array.from({ length: 7 }, () => 'ab'[random.integer(2)]!)
    const count = String(letters.filter((letter) => letter === 'a').length)
    return [`N${letters.join('')}`, count, count]
  },
  // The pairs whose digit is at least 5.
  'structured-extraction': (random) => {
    const [letters, digits] = [some('abcdefgh', 3, random), some('0123456789', 3, random)]
    if (digits.every((digit) => digit < '5')) digits[random.integer(3)] = '7'
    const rows = letters.map((letter, i) => letter + digits[i]).filter((row) => row[1]! >= '5')
    return [`X${pairs(letters, digits)}`, rows.join('/'), { data: rows.map((row) => [...row]) }]
  },
  // The letters with an odd digit.
  'structured-matching': (random) => {
    const [letters, digits] = [some('abcdefgh', 4, random), some('0123456789', 4, random)]
    if (digits.every((digit) => Number(digit) % 2 === 0)) digits[random.integer(4)] = '3'
    const odd = letters.filter((_, i) => Number(digits[i]) % 2 === 1)
    return listed('M', [pairs(letters, digits)], odd)
  },
  // Digits, the largest first.
  'graded-ranking': (random) => {
    const digits = some('0123456789', 4, random)
    return listed('G', digits, digits.toSorted().reverse())
  },
  // Letters in the order of the alphabet.
  'sequence-ordering': (random) => {
    const letters = some('abcdefgh', 4, random)
    return listed('O', letters, letters.toSorted())
  },
  // The letters among digits, behind a long preamble that all summaries share: its rewards spread by hundredths.
  summarization: (random) => {
    const mixed = [...some('abcdefgh', 4, random), ...some('0123456789', 3, random)]
    const shuffled = random.permutation(7).map((i) => mixed[i]!)
    const letters = shuffled.filter((character) => !isDigit(character))
    return [`S${shuffled.join('')}`, letters.join('/'), [`${PREAMBLE} ${letters.join(' ')}`]]
  },
}

const listed = (task: string, shown: readonly string[], gold: readonly string[]) =>
  [task + shown.join(''), gold.join('/'), gold] as const

const some = (alphabet: string, count: number, random: Random): string[] =>
  random
    .permutation(alphabet.length)
    .slice(0, count)
    .map((i) => alphabet[i]!)

const pairs = (letters: readonly string[], digits: readonly string[]): string =>
  letters.map((letter, i) => letter + digits[i]).join('')

const isDigit = (character: string): boolean => character >= '0' && character <= '9'
