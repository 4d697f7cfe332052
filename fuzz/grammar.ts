import { HOSTILE_FRAGMENTS } from '../src/testing/index.js'
import type { Random } from './random.js'

/**
 * Responses by grammar: well-formed most of the time, with a rule for every marker the extractors know, and now and then a
 * piece of something else in the wrong place.
 */
export function response(random: Random): string {
  const thought = random.chance(0.3) ? `<think>${prose(random)}</think>` : random.chance(0.1) ? '<think>' : ''
  return `${thought}${answerText(random)}`
}

/** What follows the think block. */
export function answerText(random: Random): string {
  switch (random.below(10)) {
    case 8:
      return announced(random)
    case 9:
      return `\\boxed{${statement(random, 3)}}`
    case 0:
      return `${prose(random)}\n[Answer]\n${lines(random)}`
    case 1:
      return `<answer>${random.chance(0.2) ? '```json\n' : ''}${json(random, 3)}</answer>`
    case 2:
      return `${prose(random)} \\boxed{${latex(random, 4)}}${prose(random)}`
    case 3:
      return `The correct answer is${random.pick([' ', ': ', ' option ', ' **', '\n'])}${random.pick(['(B)', 'C', '(a)', 'A or B', '（D）', '`E`'])}`
    case 4:
      return `$$${latex(random, 5)}$$ ${random.pick(['so', 'hence the answer is', 'therefore', '答案：'])} $${latex(random, 3)}$`
    case 5:
      return `<relevant_doc_ids><|doc_${random.below(9)}|></relevant_doc_ids><continue_reasoning>${latex(random, 3)}</continue_reasoning>`
    case 6:
      return lines(random)
    default:
      return Array.from({ length: random.below(12) }, () => random.pick(HOSTILE_FRAGMENTS)).join('')
  }
}

const WORDS =
  'the gold is document 1 of 7, São Paulo, ERR_408 第三章 1.5 -2 x = y + 1/3 50% or and A B'.split(' ')

export const prose = (random: Random): string =>
  Array.from({ length: random.below(14) }, () =>
    random.chance(0.06) ? random.pick(HOSTILE_FRAGMENTS) : random.pick(WORDS),
  ).join(random.pick([' ', ' ', ' ', '\n', '. ']))

const lines = (random: Random): string =>
  Array.from({ length: random.below(9) }, () =>
    random.chance(0.1) ? random.pick(HOSTILE_FRAGMENTS) : `${random.pick(WORDS)} ${random.below(6)}`,
  ).join('\n')

const LATEX_ATOMS = [
  'x',
  'y',
  'n',
  '0',
  '1',
  '2',
  '17',
  '0.5',
  '1,000',
  '\\pi',
  'e',
  'i',
  '\\infty',
  '\\emptyset',
  '\\text{cm}',
  '\\alpha_{1}',
  '10^{-3}',
  '50\\%',
  '\\$3',
  'f(x)',
  "f'",
  '3!',
  '12:30',
  'y(0)',
  'q\\',
  "f''(0)",
  '\\hat{i}',
  'C(5,2)',
  '\\mathbb{Z}',
  '\\text{if }',
  '\\text{for all }',
  'all integers',
  "63^\\circ 45'",
]
const LATEX_COMMANDS = [
  '\\sqrt',
  '\\sin',
  '\\ln',
  '\\log_2',
  '\\overline',
  '\\mathbf',
  '\\text',
  '\\left(',
  '\\binom',
  '\\lfloor',
  '\\vec',
  '\\operatorname{lcm}',
  '\\mathrm',
  '\\sum_{k=1}^{n}',
  '\\int_0^1',
  '\\lim_{x\\to 0}',
  '\\sum_{n=1}^{\\infty}',
  '\\int_{0}^{\\infty}',
  '\\frac{d}{dx}',
  '\\frac{d^2}{dx^2}',
  '\\operatorname{cis}',
  '\\det',
  '\\zeta',
  '\\Gamma',
  '\\neg',
  '\\lceil',
]
const LATEX_OPERATORS = [
  '+',
  '-',
  '\\cdot',
  '\\times',
  '/',
  '=',
  '<',
  '\\le',
  '\\ge',
  '\\ne',
  ',',
  '^',
  '_',
  '\\pm',
  '\\cup',
  '\\cap',
  '\\in',
  '\\to',
  ':',
  '\\div',
  '\\setminus',
  ' ',
  '\\quad\\text{or}\\quad',
  '\\bmod',
  '\\pmod',
  '\\equiv',
  '\\mid',
  '\\notin',
  '\\subset',
  '\\wedge',
  '\\lor',
  '\\approx',
  '\\choose',
  '\\over',
  ', where ',
  '\\text{ and }',
  ' is not ',
]

/** A LaTeX expression of limited depth; one piece in twenty is cut or foreign. */
export function latex(random: Random, depth: number): string {
  if (random.chance(0.03)) return random.pick(HOSTILE_FRAGMENTS)
  if (depth === 0) return random.pick(LATEX_ATOMS)
  const inner = () => latex(random, depth - 1)
  switch (random.below(14)) {
    case 10:
      return statement(random, depth - 1)
    case 0:
      return `\\${random.pick(['frac', 'dfrac', 'tfrac', 'cfrac'])}{${inner()}}{${inner()}}`
    case 1:
      return `${random.pick(LATEX_COMMANDS)}{${inner()}}`
    case 2:
      return `${random.pick(['(', '[', '\\{', '\\left(', '|', '\\langle'])}${inner()}, ${inner()}${random.pick([')', ']', '\\}', '\\right)', '|', '\\rangle'])}`
    case 3:
      return `\\begin{${random.pick(['pmatrix', 'cases', 'aligned', 'bmatrix'])}}${inner()} & ${inner()} \\\\ ${inner()}\\end{pmatrix}`
    case 4:
      return `${inner()}^{${inner()}}`
    case 5:
      return `\\sqrt[${inner()}]{${inner()}}`
    case 6:
      return `\\boxed{${inner()}`
    default:
      return `${inner()}${random.pick(LATEX_OPERATORS)}${inner()}`
  }
}

/** Relations, congruences, sets by a condition, values under one, cases, and what a function is. */
function statement(random: Random, depth: number): string {
  const inner = () => latex(random, Math.max(0, depth - 1))
  const name = () => random.pick(['x', 'n', 'k', 'f(x)', 'T(n)', 'y', 'L', '\\theta', '2x'])
  const relator = () => random.pick(['=', '<', '>', '\\le', '\\ge', '\\ne', '\\in', '\\equiv', '\\approx'])
  switch (random.below(9)) {
    case 0:
      return `${name()} ${relator()} ${inner()}`
    case 1:
      return `${inner()} ${relator()} ${name()} ${relator()} ${inner()}`
    case 2:
      return `${name()} \\equiv ${inner()} \\pmod{${inner()}}`
    case 3:
      return `${inner()} \\bmod ${inner()}`
    case 4:
      return `\\{${inner()} ${random.pick(['\\mid', ':', '|'])} ${name()} ${relator()} ${inner()}\\}`
    case 5:
      return `${inner()}, ${name()} \\in \\mathbb{${random.pick(['Z', 'R', 'N', 'Q', 'C'])}}`
    case 6:
      return `\\begin{cases}${inner()} & ${name()} ${relator()} ${inner()} \\\\ ${inner()} & \\text{otherwise}\\end{cases}`
    case 7:
      return `${inner()} \\text{${random.pick([' for all ', ' where ', ' if ', ' or ', ' and ', ' apples', ' cm'])}} ${inner()}`
    default:
      return `${random.pick([']', '[', '('])}${inner()}${random.pick([',', ';'])}${inner()}${random.pick(['[', ']', ')'])} \\cup ${inner()}`
  }
}

/** Words in which an answer is announced, hedged, refuted or taken back. */
function announced(random: Random): string {
  const label = random.pick([
    'Answer',
    '### Final Answer',
    '**Réponse**',
    '答',
    '答案',
    'Ответ',
    '| **Answer** |',
    '정답',
    'The answer is',
  ])
  const value = () => (random.chance(0.5) ? `$${latex(random, 2)}$` : latex(random, 1))
  const tail = random.pick([
    '',
    '.',
    ' or ',
    ' is wrong',
    '. Wait, that is wrong. It is ',
    ', not ',
    '个梨。',
    ' apples left after 3 days.',
    ' |',
  ])
  return `${prose(random)}\n${label}${random.pick([': ', '：', '\n\n', ' ', ' is '])}${random.pick(['', 'She has ', '一共有', 'more than '])}${value()}${tail}${random.chance(0.3) ? value() : ''}`
}

/** A JSON value, or nearly one. */
export function json(random: Random, depth: number): string {
  if (random.chance(0.02)) return random.pick(HOSTILE_FRAGMENTS)
  const inner = () => json(random, depth - 1)
  const several = (between: () => string) => Array.from({ length: random.below(5) }, between).join(',')
  if (depth === 3 && random.chance(0.7))
    return `{"columns":["a","b"],"data":[${several(() => `[${several(() => json(random, 0))}]`)}]${random.chance(0.05) ? `,"data":${inner()}` : ''}}`
  switch (depth === 0 ? random.below(4) : random.below(6)) {
    case 0:
      return random.pick([
        '0',
        '-0',
        '1',
        '1.0',
        '1e999',
        '-1E-400',
        '123456789012345678901234567890',
        '0.1',
        '01',
        '+1',
        'NaN',
      ])
    case 1:
      return `"${random.pick(['a', '1', '1.50', '', '\\ud800', '\\u0000', '__proto__', 'None', '\\', 'é'])}"`
    case 2:
      return random.pick(['null', 'true', 'false', 'nul', 'Infinity'])
    case 3:
      return random.pick(['1', '2', '2.5', '"x"', '"Zoë"'])
    case 4:
      return `[${several(inner)}${random.chance(0.05) ? ',' : ']'}`
    default:
      return `{${several(() => `"${random.pick(['data', 'a', '__proto__', 'toString', ''])}":${inner()}`)}}`
  }
}

/** Changes a text without regard to its structure: cuts, copies, swaps, and characters from anywhere. */
export function mutated(random: Random, text: string, other: string): string {
  const at = random.below(text.length + 1)
  const length = random.below(8)
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length)
    case 1:
      return (
        text.slice(0, at) +
        String.fromCharCode(random.below(random.pick([128, 256, 0x3000, 0x10000]))) +
        text.slice(at)
      )
    case 2:
      return text.slice(0, at) + other.slice(random.below(other.length + 1))
    case 3:
      return text.slice(0, at) + text.slice(at, at + length).repeat(random.below(9)) + text.slice(at)
    case 4:
      return bytes(random, text)
    default:
      return text.slice(0, at)
  }
}

/** Flips bits in the text's UTF-8 bytes and reads them again, as a broken stream would. */
function bytes(random: Random, text: string): string {
  const encoded = new TextEncoder().encode(text)
  for (let flips = random.below(4) + 1; flips > 0 && encoded.length > 0; flips--) {
    encoded[random.below(encoded.length)]! ^= 1 << random.below(8)
  }
  return new TextDecoder().decode(encoded)
}

/** Up to 64 KiB (in UTF-8) of one construct: repeated, nested, or between an opening and a closing piece. */
export function giant(random: Random): string {
  const size = random.pick([1_000, 8_000, 65_536])
  const unit = random.chance(0.5)
    ? random.pick(HOSTILE_FRAGMENTS)
    : random.chance(0.5)
      ? latex(random, 2)
      : random.pick(WORDS)
  const open = random.pick([
    '',
    '\\boxed{',
    '[Answer]\n',
    '<answer>',
    '<answer>{"data":[[',
    '$',
    'The correct answer is ',
  ])
  const close = random.pick(['', '}', '</answer>', ']]}</answer>', '$', '\n'])
  const room = size - open.length - close.length
  return open + unit.repeat(Math.max(1, Math.floor(room / utf8Length(unit)))) + close
}

const utf8Length = (text: string): number => Math.max(1, new TextEncoder().encode(text).length)
