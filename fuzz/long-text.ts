import { HOSTILE_FRAGMENTS } from '../src/testing/index.js'
import { mathVerify } from '../src/verifiers/math-verify.js'
import { pairsOf, responseOf, SUBJECTS } from '../test/math/read-pairs.js'
import { answerText, latex, mutated, prose } from './grammar.js'
import type { Random } from './random.js'
import { sampleOf } from './regex-samples.js'
import { findPatterns } from './regular-expressions.js'

/** How a long text is made of a few short ones, and what it is scored as. */
export interface Recipe {
  readonly role: keyof typeof ROLES
  readonly gold: string
  readonly make: keyof typeof MAKES
  readonly parts: readonly [string, string, string]
  readonly joint: string
}

export function score({ role, gold, make, parts, joint }: Recipe, size: number): void {
  ROLES[role](MAKES[make](parts, joint, size), gold)
}

/** Makes recipes, and changes them; `given` are responses from elsewhere. */
export async function recipes(given: readonly string[]): Promise<{
  readonly recipe: (random: Random) => Recipe
  readonly changed: (random: Random, recipe: Recipe) => Recipe
}> {
  const patterns = (await findPatterns())
    .filter(({ where }) => where === 'constructed' || where.startsWith('verifiers/math'))
    .map(({ source }) => source)
  const responses = SUBJECTS.flatMap((subject) =>
    pairsOf(subject).map(({ answer }) => responseOf(subject, answer)),
  )
  const anySeed = (random: Random): string => {
    switch (random.below(given.length > 0 ? 12 : 11)) {
      case 0:
      case 1:
      case 2:
        return sampleOf(random, random.pick(patterns))
      case 3:
        return latex(random, 1 + random.below(3))
      case 4:
        return answerText(random)
      case 5:
        return random.pick(responses)
      case 6:
        return random.chance(0.5) ? random.pick(HOSTILE_FRAGMENTS) : prose(random)
      case 7:
      case 8:
        return random.pick(PIECES)
      case 9:
        return random.pick(PIECES) + random.pick(PIECES)
      case 10:
        return seed(random) + random.pick(JOINTS) + seed(random)
      default:
        return random.pick(given)
    }
  }
  const seed = (random: Random): string => anySeed(random).slice(0, LONGEST_SEED) || ' '
  const recipe = (random: Random): Recipe => ({
    role: random.pick(keysOf(ROLES)),
    gold: random.pick(GOLDS),
    make: random.pick(keysOf(MAKES)),
    parts: [seed(random), seed(random), seed(random)],
    joint: random.pick(JOINTS),
  })
  const changed = (random: Random, { parts, ...old }: Recipe): Recipe => {
    const at = random.below(parts.length)
    const others = [...parts, seed(random), seed(random)]
    const part = random.chance(0.5) ? seed(random) : mutated(random, parts[at]!, random.pick(others)) || ' '
    return {
      ...old,
      parts: parts.map((each, index) => (index === at ? part : each)) as unknown as Recipe['parts'],
      ...(random.chance(0.2) && { role: random.pick(keysOf(ROLES)) }),
      ...(random.chance(0.2) && { make: random.pick(keysOf(MAKES)) }),
      ...(random.chance(0.2) && { joint: random.pick(JOINTS) }),
    }
  }
  return { recipe, changed }
}

const LONGEST_SEED = 4_000
const JOINTS = ['', '', ' ', '\n', '. ', '\n\n', ', ', ' + ']

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(table) as Key[]

const many = (part: string, joint: string, size: number): string => {
  const unit = part + joint
  const times = Math.floor(Math.max(0, size) / unit.length)
  return unit.repeat(times) + unit.slice(0, size - times * unit.length)
}

type Make = (parts: Recipe['parts'], joint: string, size: number) => string
const MAKES = {
  many: ([a], joint, size) => many(a, joint, size),
  turns: ([a, b], joint, size) => many(a + joint + b, joint, size),
  halves: ([a, b], joint, size) => many(a, joint, size / 2) + many(b, joint, size / 2),
  'one, many': ([a, b], joint, size) => a + joint + many(b, joint, size - a.length),
  'many, one': ([a, b], joint, size) => many(a, joint, size - b.length) + b,
  'one, many, one': ([a, b, c], joint, size) => a + joint + many(b, joint, size - a.length - c.length) + c,
  'many in a line': ([a], _, size) => many(a.replace(/\n/g, ' '), '', size),
} satisfies Readonly<Record<string, Make>>

/** As base models go on. */
const QUESTIONS = '\nQ: what is 5 + 3?\n'.repeat(6)

const ROLES = {
  response: (text, gold) => mathVerify(text, gold),
  published: (text, gold) => mathVerify(text, gold, { profile: 'published' }),
  lenient: (text, gold) => mathVerify(text, gold, { reading: 'lenient' }),
  box: (text, gold) => mathVerify(`\\boxed{${text}}`, gold),
  formula: (text, gold) => mathVerify(`The answer is $${text}$.`, gold),
  'behind a box': (text, gold) => mathVerify(`\\boxed{5} ${text}`, gold),
  // As much as is still searched behind a box.
  'round a box': (text, gold) =>
    mathVerify(`${text.slice(20_000)} \\boxed{5} ${text.slice(0, 19_000)}`, gold),
  'before questions': (text, gold) => mathVerify(text + QUESTIONS, gold),
  'thinking and questions': (text, gold) => {
    const half = text.slice(text.length / 2) + QUESTIONS
    mathVerify(`<think>${half}</think>${half}`, gold)
  },
  'before a box': (text, gold) => mathVerify(`${text} \\boxed{5}`, gold),
  thinking: (text, gold) => mathVerify(`<think>${text}</think> It is 5.`, gold),
  'behind thinking': (text, gold) => mathVerify(`<think>x</think>${text}`, gold),
  announced: (text, gold) => mathVerify(`The answer is ${text}`, gold),
  gold: (text) => mathVerify('\\boxed{5}', text),
  'gold and box': (text) => mathVerify(`\\boxed{${text}}`, `${text}1`),
  'gold and response': (text) => mathVerify(`${text}1`, text),
} satisfies Readonly<Record<string, (text: string, gold: string) => void>>

const GOLDS = [
  '5',
  '\\frac{1}{3}',
  'x^2+1',
  '(1, 2)',
  '\\{1, 2\\}',
  'x=2',
  '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
  'x > 1',
  'k\\pi, k \\in \\mathbb{Z}',
  '\\text{even}',
  'yes',
  '5\\text{ km}',
  'B',
]

const PIECES = [
  ...' \n\t$*_^{}()[]|,.;:!?=<>+-/\\&%#~\'"`’0157axXeinABé中のカ답，。；：（）【】「」…·×÷±√∞∑∫πθ≤≥≠∈∪∩→⇒²₂½°′\u0301\u200b\u00a0\ufeff'.split(
    '',
  ),
  '😀',
  '👨‍👩‍👧',
  '\ud800',
  'a\u0301',
  '\r\n',
  '\n\n',
  '  ',
  '$$',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '\\{',
  '\\}',
  '\\left(',
  '\\right)',
  '\\boxed{',
  '\\boxed{5}',
  '\\boxed{5} ',
  '\\boxed{\\text{(A) } 5}\n',
  '\\fbox{',
  '\\text{',
  '\\text{ and }',
  '\\mathrm{m}',
  '\\frac{1}{2}',
  '\\frac{',
  '\\frac12',
  '\\sqrt{',
  '\\sqrt[3]{x}',
  '\\begin{cases}',
  '\\end{cases}',
  '\\begin{pmatrix}',
  '\\begin{array}{cc}',
  '\\\\',
  '\\quad ',
  '\\,',
  '\\color{red}{',
  '\\textcolor{red}{5}',
  '\\sum_{k=1}^{n}',
  '\\int_0^1 x dx',
  '\\lim_{x\\to 0}',
  '\\log_2 ',
  '\\sin x',
  '\\pm 1',
  '\\cup (1,2)',
  '\\in \\mathbb{Z}',
  '\\dots',
  ', ...',
  'x_1',
  'x_{1}^{2}',
  'x^2+',
  'f(x)=',
  "f'(x)",
  '2^',
  '1/2',
  '1,000',
  '3.14',
  '1.5e3',
  '0.(3)',
  '12:30',
  '50\\%',
  '\\$5',
  '5 km',
  'x = 5',
  'x = 5 or ',
  'x > 5 and ',
  '(1, 2)',
  '[1, 2)',
  '| a | b |\n',
  '|---|---|\n',
  '| **Answer** | 5 |\n',
  '- item 5\n',
  '* **x** = 5\n',
  '1. first\n',
  '(a) 5 ',
  '(i) 5\n',
  'a) 5, ',
  '# Answer\n',
  '### Final answer\n',
  '#### 5\n',
  'Answer: 5\n',
  'Final answer: ',
  '**Answer:** 5\n',
  'The answer is 5. ',
  'the answer is ',
  'So the answer is $5$.\n',
  'Therefore, x = 5. ',
  'Hence ',
  'Wait, that is wrong. ',
  'Let me check. ',
  'not ',
  'or ',
  ' and ',
  'is ',
  'if x ',
  'because ',
  'option B ',
  '(B) ',
  'A',
  'True. ',
  'yes ',
  'no solution ',
  'twenty-one ',
  'three hundred and ',
  'half of ',
  'all real numbers except ',
  'The set of ',
  '5 apples and 3 pears, ',
  'She has 5 apples left. ',
  '5 + 3 = 8. ',
  '5 + 3 = 8\n',
  '= 8 ',
  '答案：5。',
  '答案是',
  '因此，x=5。',
  '所以',
  'したがって5です。',
  '정답은 5입니다. ',
  'Ответ: 5. ',
  'La respuesta es 5. ',
  'Die Antwort ist 5. ',
  'La réponse est 5. ',
  '五十',
  'Question: What is 2+2?\n',
  'User: ',
  '<|im_end|>',
  '<|im_start|>user\n',
  '</think>',
  '<think>',
  '<answer>',
  '</answer>',
  '<answer>5</answer>',
  '```python\nprint(5)\n```\n',
  '`5` ',
  '**5** ',
  '*5* ',
  '__5__ ',
  '"5" ',
  'Step 1: ',
  'http://a.b/c ',
  '![a](b) ',
  '<b>5</b> ',
  '&nbsp;',
  'ab ',
  'abc, ',
  'word',
  'A sentence of some words. ',
  '5',
  '5 ',
  '5, ',
  '5\n',
  '5. ',
  '-5 ',
  '12345678901234567890',
]
