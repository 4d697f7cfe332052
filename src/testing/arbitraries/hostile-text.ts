import * as fc from 'fast-check'
import { findBadOption } from '../../options/find-bad-option.js'
import type { OptionRows } from '../../options/option-row.js'
import { refuse } from '../../results.js'

/** Markers that answer extractors look for, and characters that break a careless implementation. */
export const HOSTILE_FRAGMENTS: readonly string[] = [
  '<think>',
  '</think>',
  '[Answer]',
  '[答案]',
  '<answer>',
  '</answer>',
  '{"data":[[',
  ']]}',
  '"data":',
  '```json\n',
  '```',
  'The correct answer is (',
  'the correct answer is: **',
  '(B)',
  '\\boxed{',
  '}',
  '\\frac{',
  '\\sqrt[',
  '\\left(',
  '\\begin{pmatrix}',
  '\\end{cases}',
  '\\text{',
  '$',
  '$$',
  '\\[',
  '\\(',
  '^{^{',
  '9^9^9^9',
  '1e308',
  '1e-400',
  '10^{10^{10}}',
  '100000!',
  '<relevant_doc_ids>',
  '</relevant_doc_ids>',
  '<continue_reasoning>',
  '<|doc_1|>',
  '__proto__',
  'constructor',
  'toString',
  '\n',
  '\r\n',
  '\u2028',
  '\u0085',
  '\u0000',
  '\ufeff',
  '\u200b',
  '\u202e',
  '\ud800',
  '\udc00',
  'İ',
  'ß',
  'ﬁ',
  'e\u0301',
  '１２',
  '٣',
  '第三章',
  '\u00a0',
  'שלום',
  'नमस्ते',
  'Москва',
  'ＦＵＬＬ',
  '👩‍👩‍👧',
  ' ',
  '\t',
  ',',
  '-',
  '0',
  'a',
]

/** UTF-16 units of a long text. */
const LONG = 65_536

/**
 * Malformed texts: unclosed markers, truncated LaTeX, lone surrogates, control characters, and repeated fragments, in any
 * order.
 *
 * @param options.longest pieces in a text at most. Default 24. A piece may be repeated up to 200 times.
 * @param options.huge whether one text in thirty is of 64 Ki characters. Default false.
 * @throws the Error of a `BadOption` for a wrong option
 */
export const hostileText = (
  options: { readonly longest?: number; readonly huge?: boolean } = {},
): fc.Arbitrary<string> => {
  refuse(findBadOption(options, HOSTILE_TEXT_OPTIONS))
  const pieces = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...HOSTILE_FRAGMENTS) },
        { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
        { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: codePoints() }) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...HOSTILE_FRAGMENTS), fc.integer({ min: 2, max: 200 }))
            .map(([fragment, times]) => fragment.repeat(times)),
        },
        { weight: 1, arbitrary: spoiltRun() },
      ),
      { maxLength: options.longest ?? 24 },
    )
    .map((drawn) => drawn.join(''))
  if (options.huge !== true) return pieces
  return fc.oneof(
    { weight: 29, arbitrary: pieces },
    { weight: 1, arbitrary: pieces.map((text) => repeated(text === '' ? 'a' : text, LONG)) },
  )
}

/** Any code point. The unit `binary` of fast-check is the same, and lists a million of them for each string. */
const codePoints = (): fc.Arbitrary<string> =>
  fc
    .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
    .map((code) => String.fromCodePoint(code))

/** A run that a pattern like `(\w+\s?)+$` matches in 2ⁿ ways, up to a character that it does not match. */
const spoiltRun = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('a', '0', ' ', 'a ', 'A1', '-'),
      fc.integer({ min: 25, max: 80 }),
      fc.constantFrom('!', '\u0000', '§'),
    )
    .map(([unit, times, end]) => unit.repeat(times) + end)

const HOSTILE_TEXT_OPTIONS: OptionRows<{ readonly longest?: number; readonly huge?: boolean }> = {
  longest: { kind: 'number', from: 0, whole: true, default: 24 },
  huge: { kind: 'flag', default: false },
}

/** A text repeated up to a length. */
export const repeated = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length)
