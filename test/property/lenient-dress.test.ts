import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, it } from 'vitest'
import { type Reading, readTask, scoreTask, type Task } from '../../src/index.js'

/**
 * The laws of the lenient reading. An answer in any dress that models put on is paid what the bare answer is paid, right or
 * wrong; and no answer is paid less than the strict reading pays.
 */

/** Items that no dress is part of. */
const ITEMS = [
  ...[
    'Paris',
    'New York',
    'Köln',
    'São Paulo',
    'E3',
    'E12',
    '[7]',
    '12.5',
    '-3',
    '1999-2001',
    'a_b',
    'x.y(z)',
  ],
  ...[
    '東京',
    '第三章',
    'Δx',
    "O'Brien",
    'Q&A',
    'C++',
    'ferry to Sula',
    'Москва',
    'कलम',
    '750 pounds',
    '3:45 pm',
  ],
]

type Dress = (item: string, i: number) => string

const fullWidth: Dress = (item) =>
  item.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

const CHARACTERS: readonly Dress[] = [
  (item) => item,
  (item) => item.normalize('NFD'),
  fullWidth,
  (item) => `${item}\u200b`,
  (item) => `\ufeff${item}`,
  (item) => `${item.slice(0, 1)}\u00ad${item.slice(1)}`,
  (item) => `\u200e${item}\u200f`,
]

const AROUND: readonly Dress[] = [
  (item) => item,
  (item) => `**${item}**`,
  (item) => `__${item}__`,
  (item) => `\`${item}\``,
  (item) => `<b>${item}</b>`,
  (item) => `"${item}"`,
  (item) => `“${item}”`,
  (item) => `«${item}»`,
  (item) => `「${item}」`,
  (item) => `**"${item}"**`,
  (item) => `\\text{${item}}`,
]

const BEHIND: readonly Dress[] = ['', '.', ',', ';', '。', '  ', '\r', '<br>', '\u00a0'].map(
  (end) => (item) => `${item}${end}`,
)

const MARKS: readonly Dress[] = [
  (item) => item,
  (item, i) => `${i + 1}. ${item}`,
  (item, i) => `${i + 1}) ${item}`,
  (item, i) => `(${i + 1}) ${item}`,
  (item, i) => `${i + 1}、${item}`,
  (item, i) => `${'①②③④⑤⑥⑦⑧⑨'[i]}${item}`,
  (item, i) => `**${i + 1}.** ${item}`,
  ...['- ', '* ', '• ', '– ', '  - ', '- [x] ', '> ', '→ '].map((mark) => (item: string) => `${mark}${item}`),
]

/** Marks that only two lines or more make marks. */
const COUNTED: readonly Dress[] = [
  (item, i) => `${'abcdefghi'[i]}) ${item}`,
  (item, i) => `${['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'][i]}. ${item}`,
  (item, i) => `${i + 1}: ${item}`,
  (item, i) => `#${i + 1} ${item}`,
]

type Frame = (area: string) => string

const FRAMES: readonly Frame[] = [
  (area) => area,
  (area) => `[Answer]\n${area}`,
  (area) => `**[Answer]**\n${area}`,
  (area) => `[Answer]:\n${area}`,
  (area) => `## [Answer]\n\n${area}`,
  (area) => `【答案】\n${area}`,
  (area) => `Answer:\n${area}`,
  (area) => `**Final answer:**\n${area}`,
  (area) => `### Réponse\n${area}`,
  (area) => `答案：\n${area}`,
  (area) => `First I looked at all of it.\n\nFinal Answer:\n${area}`,
  (area) => `\`\`\`\n${area}\n\`\`\``,
  (area) => `[Answer]\n\`\`\`text\n${area}\n\`\`\``,
  (area) => `<answer>\n${area}\n</answer>`,
  (area) => `<answer>${area}</answer>`,
  (area) => `It says so.\n<answer>\n${area}\n</answer>`,
]

const TOKENS = [
  '',
  '<|im_end|>',
  '</s>',
  '<|endoftext|>',
  '<|eot_id|>\n',
  '<|im_end|>\n<|endoftext|>',
  '\n\n',
]

/** A list as a model writes it. */
const dressedList = (most: number) =>
  fc
    .record({
      items: fc.uniqueArray(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: most }),
      characters: fc.constantFrom(...CHARACTERS),
      around: fc.constantFrom(...AROUND),
      behind: fc.constantFrom(...BEHIND),
      mark: fc.constantFrom(...MARKS, ...COUNTED),
      between: fc.constantFrom('\n', '\n\n'),
      frame: fc.constantFrom(...FRAMES),
      token: fc.constantFrom(...TOKENS),
    })
    .map(({ items, characters, around, behind, mark, between, frame, token }) => {
      const marked = items.length === 1 && COUNTED.includes(mark) ? MARKS[0]! : mark
      const lines = items.map((item, i) => marked(behind(around(characters(item, i), i), i), i))
      return { items, dressed: `${frame(lines.join(between))}${token}` }
    })

const taskOf = (taskType: string, gold: unknown, reading: Reading): Task => {
  const task = readTask({ taskType, gold }, { reading })
  if (!isRight(task)) throw new Error(`${taskType} refuses ${JSON.stringify(gold)}`)
  return task.right
}

const rewardOf = (taskType: string, gold: unknown, answer: string, reading: Reading): number =>
  scoreTask(taskOf(taskType, gold, reading), answer).reward

const NEARLY = 1e-9

/** Fails with everything that shows the breach. */
function expectPaid(taskType: string, gold: unknown, bare: string, dressed: string): void {
  const strict = rewardOf(taskType, gold, bare, 'strict')
  const lenient = rewardOf(taskType, gold, dressed, 'lenient')
  if (Math.abs(strict - lenient) > NEARLY)
    throw new Error(`${JSON.stringify({ taskType, gold, bare, dressed, strict, lenient })}`)
}

function expectNoLess(taskType: string, gold: unknown, answer: string): void {
  const strict = rewardOf(taskType, gold, answer, 'strict')
  const lenient = rewardOf(taskType, gold, answer, 'lenient')
  if (lenient < strict - NEARLY)
    throw new Error(`${JSON.stringify({ taskType, gold, answer, strict, lenient })}`)
}

const RUNS = { numRuns: Number(process.env.LENIENT_RUNS ?? 150) }

describe('an answer in any dress is paid what the bare answer is paid', () => {
  it.each(['exhaustive-retrieval', 'structured-matching', 'graded-ranking', 'sequence-ordering'])(
    '%s',
    (taskType) => {
      const golds = fc.uniqueArray(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: 5 })
      fc.assert(
        fc.property(golds, dressedList(6), (gold, { items, dressed }) => {
          expectPaid(taskType, gold, `[Answer]\n${items.join('\n')}`, dressed)
          expectNoLess(taskType, gold, dressed)
        }),
        RUNS,
      )
      fc.assert(
        fc.property(dressedList(6), ({ items, dressed }) =>
          expectPaid(taskType, items, `[Answer]\n${items.join('\n')}`, dressed),
        ),
        RUNS,
      )
    },
  )

  it.each([
    ['precise-retrieval', (gold: string): unknown => gold, (bare: string) => bare],
    ['comprehension', (gold: string): unknown => [gold], (bare: string) => `[Answer]\n${bare}`],
    ['comprehension', (gold: string): unknown => ({ anyOf: ['nothing', gold] }), (bare: string) => bare],
  ])('%s', (taskType, goldOf, bareOf) => {
    fc.assert(
      fc.property(fc.constantFrom(...ITEMS), dressedList(1), fc.boolean(), (other, list, isRight) => {
        const gold = isRight ? list.items[0]! : other
        expectPaid(taskType, goldOf(gold), bareOf(list.items[0]!), list.dressed)
        expectNoLess(taskType, goldOf(gold), list.dressed)
      }),
      RUNS,
    )
  })

  it('a choice', () => {
    const letter = fc.constantFrom('A', 'B', 'C', 'D')
    fc.assert(
      fc.property(
        letter,
        letter,
        fc.constantFrom(...STATEMENTS),
        fc.constantFrom(...LETTERS),
        fc.constantFrom(...TOKENS),
        (gold, said, statement, dress, token) => {
          const answer = `${statement(dress(said))}${token}`
          expectPaid('comprehension', gold, `The correct answer is (${said})`, answer)
          expectNoLess('comprehension', gold, answer)
        },
      ),
      RUNS,
    )
  })

  it('a table', () => {
    const cell = fc.oneof(fc.constantFrom(...ITEMS), fc.integer({ min: -99, max: 99 }), fc.constant(null))
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 4 })
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.boolean(),
        fc.constantFrom(...TABLES),
        fc.constantFrom(...TOKENS),
        (gold, other, isRight, dress, token) => {
          const table = JSON.stringify({ data: isRight ? gold : other })
          expectPaid('structured-extraction', { data: gold }, table, `${dress(table)}${token}`)
        },
      ),
      RUNS,
    )
  })

  it('a summary, and mathematics', () => {
    const sentence = 'The council approved the budget for 2024.'
    fc.assert(
      fc.property(
        fc.constantFrom(...CHARACTERS),
        fc.constantFrom(...AROUND),
        fc.constantFrom(...FRAMES),
        fc.constantFrom(...TOKENS),
        (characters, around, frame, token) => {
          const dressed = `${frame(around(characters(sentence, 0), 0))}${token}`
          expectPaid('summarization', [sentence], sentence, dressed)
          expectPaid('numerical-reasoning', '\\frac{1}{2}', '\\boxed{0.5}', `So \\boxed{0.5}\u200b.${token}`)
        },
      ),
      RUNS,
    )
  })
})

type Statement = (letter: string) => string

const LETTERS: readonly Statement[] = [
  (letter) => letter,
  (letter) => `(${letter})`,
  (letter) => `**${letter}**`,
  (letter) => `**(${letter})**`,
  (letter) => `"${letter}"`,
  (letter) => `\\boxed{${letter}}`,
  (letter) => `$${letter}$`,
  (letter) => `【${letter}】`,
  (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
  (letter) => `\u200b${letter}`,
]

const STATEMENTS: readonly Statement[] = [
  (letter) => letter,
  (letter) => `The correct answer is ${letter}.`,
  (letter) => `The answer is ${letter}`,
  (letter) => `Answer: ${letter}`,
  (letter) => `**Final Answer:** ${letter}`,
  (letter) => `### Final Answer\n\n${letter}`,
  (letter) => `答案：${letter}`,
  (letter) => `所以答案是 ${letter}。`,
  (letter) => `正确答案为${letter}`,
  (letter) => `Antwort: ${letter}`,
  (letter) => `La respuesta correcta es ${letter}.`,
  (letter) => `Ответ: ${letter}`,
  (letter) => `उत्तर: ${letter}`,
  (letter) => `정답: ${letter}`,
  (letter) => `<answer>${letter}</answer>`,
  (letter) => `[Answer]\n${letter}`,
  (letter) => `Let me see what the text says.\n\n${letter}`,
  (letter) => `So the answer must be ${letter}.`,
]

const TABLES: readonly Frame[] = [
  (table) => table,
  (table) => `<answer>${table}</answer>`,
  (table) => `<answer>\n\`\`\`json\n${table}\n\`\`\`\n</answer>`,
  (table) => `\`\`\`json\n${table}\n\`\`\``,
  (table) => `Here it is:\n<answer>${table}</answer>`,
  (table) => `<answer>${table.replace(/\]\}$/, ',]}').replace('[,]', '[]')}</answer>`,
  (table) => `<answer>${table.replace('"data":', '"data": /* all rows */ ')}</answer>`,
  (table) => `<answer>${table.replace(/"/g, '“')}</answer>`,
  (table) => `<answer>${table.replaceAll('null', 'None')}</answer>`,
  (table) => `Answer:\n${table}`,
]
