import * as fc from 'fast-check'
import { type AnswerKind, answeredGolds, LETTERS } from './answered-golds.js'

/** A gold and an answer of any quality, each in one of its notations. */
export interface WrittenAnswer {
  readonly gold: unknown
  readonly answer: string
}

/**
 * Golds and answers in every notation that a verifier of this kind reads or refuses: markers, cases, white space, numbers and
 * escapes of JSON, statements of a choice, several references. The reward is not known: they serve to compare two verifiers.
 * One gold in seven is malformed.
 */
export function writtenAnswers(kind: AnswerKind): fc.Arbitrary<WrittenAnswer> {
  return fc.oneof(
    { weight: 6, arbitrary: answersOfKind(kind) },
    { weight: 1, arbitrary: fc.record({ gold: fc.constantFrom(...NO_GOLDS), answer: fc.constant('a') }) },
  )
}

function answersOfKind(kind: AnswerKind): fc.Arbitrary<WrittenAnswer> {
  switch (kind) {
    case 'precise-retrieval':
      return fc.record({ gold: labelled(fc.oneof(spaced(item()), item())), answer: singleAnswer() })
    case 'comprehension':
      return fc.record({ gold: goldList(), answer: singleAnswer() })
    case 'choice':
      return fc.record({ gold: labelled(choiceLabel()), answer: choiceAnswer() })
    case 'numerical-reasoning':
      return answeredGolds(kind, { quality: 1 })
    case 'structured-extraction':
      return tableAnswer()
    case 'summarization':
      return fc.record({
        gold: fc.array(summary(), { minLength: 1, maxLength: 3 }),
        answer: inArea(summary()),
      })
    case 'graded-ranking':
      return fc.record({ gold: fc.oneof(goldList(), goldList(), gradedGold()), answer: listAnswer() })
    default:
      return fc.record({ gold: goldList(), answer: listAnswer() })
  }
}

const NO_GOLDS: readonly unknown[] = [
  '',
  ' ',
  [],
  [''],
  ['a', ' '],
  ['a', 1],
  [1],
  null,
  undefined,
  7,
  {},
  { golden_label: 7 },
  { golden_label: ' ' },
  { doc_ids: 'a' },
  [[], ['a']],
  [['a'], []],
  [['a'], 'b'],
  [[['a'], 'b'], ['c']],
  [{ item: 'a', grade: -1 }],
  [{ item: 'a', grade: 1001 }],
  [{ item: 'a', grade: 0 }],
  [{ item: 1, grade: 1 }],
  [{ item: 'a', grade: 'b' }],
  '{"data":1}',
  '{}',
  '[1]',
  { data: 1 },
  { data: [[() => 0]] },
  { data: [[Number.NaN]] },
  { data: [[{ a: undefined }]] },
  cyclic(),
]

function cyclic(): unknown {
  const data: unknown[] = []
  data.push(data)
  return { data }
}

const oneOf = fc.constantFrom

/** A few items, many of them variants of each other in case, form or length. */
const ITEMS = [
  'a',
  'A',
  'b',
  'B b',
  'b  b',
  'é',
  'e\u0301',
  'İ',
  'ß',
  'abc',
  'abcd',
  'answer]',
  'c\u0000x',
  'c😀x',
  '第三章',
  '１',
]

const item = (): fc.Arbitrary<string> => oneOf(...ITEMS)

/** Every character that JavaScript or Python counts as white space, and two that neither does. */
const SPACES = [
  ' ',
  '\t',
  '\r',
  '\u000b',
  '\u000c',
  '\u001c',
  '\u001f',
  '\u0085',
  '\u00a0',
  '\u1680',
  '\u2000',
  '\u200a',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u205f',
  '\u3000',
  '\u200b',
  '\ufeff',
  '\u001b',
  '\u2010',
  '  ',
]

const space = (): fc.Arbitrary<string> => oneOf(...SPACES)

const spaced = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    text,
    fc.tuple(space(), text, space()).map((parts) => parts.join('')),
    fc.tuple(text, space(), text).map((parts) => parts.join('')),
  )

/** A text after a marker, between two markers, or without a marker. */
const inArea = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.oneof(text, oneOf('', 'Answer]', 'x')), marker(), text)
        .map((parts) => parts.join('')),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(marker(), text, marker(), text, marker(), text).map((parts) => parts.join('')),
    },
  )

const marker = (): fc.Arbitrary<string> =>
  oneOf('[Answer]', '[答案]', '[Answer]\n', '[answer]', 'Answer]', '答案]', '[Answer] ')

const singleAnswer = (): fc.Arbitrary<string> =>
  inArea(
    fc.oneof(
      spaced(item()),
      oneOf('', '\n', ' \n '),
      fc.tuple(spaced(item()), oneOf('\n', '\r\n', '\n\n'), item()).map((parts) => parts.join('')),
    ),
  )

const listAnswer = (): fc.Arbitrary<string> =>
  inArea(
    fc
      .tuple(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: spaced(item()) },
            { weight: 1, arbitrary: oneOf('', ' ', 'x', 'y', 'X') },
          ),
          {
            maxLength: 10,
          },
        ),
        oneOf('\n', '\n', '\r\n'),
      )
      .map(([lines, end]) => lines.join(end)),
  )

const goldList = (): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.array(fc.oneof(item(), spaced(item())), { minLength: 1, maxLength: 8 }), fc.nat({ max: 4 }))
    .map(([list, form]) => (form === 0 ? { doc_ids: list } : list))

const labelled = (text: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.tuple(text, fc.nat({ max: 3 })).map(([label, form]) => (form === 0 ? { golden_label: label } : label))

const gradedGold = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.array(fc.record({ item: item(), grade: oneOf(0, 1, 2, 3, 0.5, 1000) }), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(fc.array(item(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  )

const letter = (): fc.Arbitrary<string> => oneOf('A', 'B', 'C', 'I', ...LETTERS)

const letterForm = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      letter(),
      oneOf('(x)', 'x', '( x )', '（x）', '**x**', '`x`', '(*x*)', '[x]', 'x.', 'xy', "x'oh", 'x-flat', 'x_'),
      fc.boolean(),
    )
    .map(([drawn, form, small]) =>
      form.replace('x', small && form.includes('(') ? drawn.toLowerCase() : drawn),
    )

const choiceLabel = (): fc.Arbitrary<string> =>
  fc.oneof(
    letter(),
    letter().map((drawn) => drawn.toLowerCase()),
    fc
      .tuple(oneOf('', 'Option ', 'choice', ' '), letterForm(), oneOf('', '.', '．', ' '))
      .map((parts) => parts.join('')),
    letter().map((drawn) => `The correct answer is (${drawn})`),
    oneOf('AB', '1', 'option', 'none'),
  )

const statement = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      oneOf(
        '',
        '',
        '',
        'So ',
        'I doubt that ',
        'It is not true that ',
        "I don't think ",
        'It is wrong that ',
        'I doubt it. ',
        'I doubt that it rains and that the man who saw it in the garden of the house by the river at noon on a day in May was right when he said that ',
      ),
      oneOf(
        'The correct answer is',
        'the CORRECT answer is',
        'the  correct\nanswer\u00a0is',
        'The answer is',
        'the correct answer isn',
        '**The correct answer is**',
      ),
      oneOf(' ', ': ', ' : ', '：', ' option ', ': Choice ', ' options ', '\n', ''),
      letterForm(),
      fc.oneof(oneOf('', '.', ' because it is so.', ' dog', ' do', ' is right'), continuation()),
    )
    .map((parts) => parts.join(''))

/** What follows a stated letter: conjunctions, refutations, explanations, the option's text, and usually another letter. */
const continuation = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(
        oneOf(
          ' or ',
          ' and ',
          ', ',
          '/',
          ' ',
          '. ',
          '.. ',
          '! ',
          '\n',
          '\n\n',
          ' not ',
          ' but ',
          ' rather than ',
          ' because ',
          ' since ',
          ' maybe ',
          ' the option ',
          ' as well as ',
          ' if not ',
          '或',
          '因为',
          '不是',
          '\u200b',
          '&nbsp;',
          '<br>',
          '\\text{',
          ' red',
          ' red house by the old river and the sea',
          ': Paris',
          ' 12 ',
        ),
        { minLength: 1, maxLength: 4 },
      ),
      letterForm(),
      oneOf(
        '',
        '.',
        ' is wrong',
        ' contradicts the text',
        ' is possible',
        ' too',
        ' and (D) are wrong',
        ' x',
      ),
    )
    .map(([joints, other, end]) => joints.join('') + other + end)

const choiceAnswer = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(statement(), { minLength: 1, maxLength: 2 }),
      oneOf('\n', ' ', '. '),
      oneOf('', '(D)', 'D'),
    )
    .map(([statements, between, end]) => statements.join(between) + end)

const NUMBERS = [
  '0',
  '-0',
  '0.0',
  '1',
  '1.0',
  '1e0',
  '10e-1',
  '0.1E1',
  '1E+0',
  '100',
  '1e2',
  '10',
  '9007199254740993',
  '9007199254740992',
  '1e999',
  '1e9999999999999999',
  '0.5',
  '-1',
  '-1.0',
]
const NO_NUMBERS = ['01', '+1', '1.', '.5', '1e', '1e+', '-', 'NaN', 'Infinity', '-Infinity', '0x1']
const STRINGS = [
  '"a"',
  '"A"',
  '"1"',
  '"1.0"',
  '"01"',
  '"1e0"',
  '"-1"',
  '""',
  '"é"',
  '"e\\u0301"',
  '"\\u0061"',
  '"\\n"',
  '"\\t\\b\\f\\r"',
  '"\\/"',
  '"/"',
  '"\\\\"',
  '"\\""',
  '"null"',
  '"true"',
  '"]"',
  '"a,b"',
]
const NO_STRINGS = ['"\\x"', '"\\u00g1"', '"\n"', '"\\', "'a'", '"a']

const cell = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: oneOf(...NUMBERS) },
    { weight: 8, arbitrary: oneOf(...STRINGS) },
    { weight: 3, arbitrary: oneOf('null', 'true', 'false') },
    {
      weight: 3,
      arbitrary: oneOf(
        '[]',
        '[1]',
        '["1", 2]',
        '{}',
        '{"a":1,"b":[2]}',
        '{"b":[2.0],"a":1}',
        '{"a":2,"a":1,"b":[2]}',
        '{"__proto__":1}',
        '[[1],[]]',
        '["it\'s"]',
        '["it\'s \\"so\\""]',
        '["\\u00a0x\\u200b é"]',
        '[-0,-0.0,0]',
      ),
    },
    { weight: 1, arbitrary: oneOf(...NO_NUMBERS, ...NO_STRINGS, 'nul', 'None', '') },
  )

const between = (): fc.Arbitrary<string> => oneOf(',', ',', ', ', ' ,\n', '\t,\r')

const row = (): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.array(cell(), { maxLength: 3 }), between())
        .map(([cells, comma]) => `[${cells.join(comma)}]`),
    },
    { weight: 1, arbitrary: cell() },
  )

const rootOf = (rows: readonly string[], comma: string, form: string): string =>
  form.replace('?', () => rows.join(comma))

const ROOTS = [
  '{"data":[?]}',
  '{"data":[?]}',
  '{"columns":["a","b"],"data":[?]}',
  ' { "data" : [ ? ] } ',
  '{"data":[1],"data":[?]}',
  '\u00a0{"data":[?]}\u001f',
]
const NO_ROOTS = [
  '[?]',
  '{"data":[?]',
  '{"data":[?]}}',
  '{"data":{"a":[?]}}',
  '{data:[?]}',
  '{"data":[?],}',
  '{"data":[?,]}',
  '{"rows":[?]}',
  '{"data"[?]}',
]

const WRAPPINGS = [
  '<answer>?</answer>',
  '<answer>?</answer>',
  '?',
  '<answer>?',
  'x <answer>\n```json\n?\n```</answer> y',
  '```\n?\n```',
  '<answer>{"data":[]}</answer> <answer>?</answer>',
  '<answer>?</answer> <answer>x</answer>',
  '?</answer>',
  '<answer>?</answer></answer>',
  '<answer></answer>',
  '<answer>``````</answer>',
  '<answer>```</answer>',
  '<answer>```?```</answer>',
]

/** The rows of the gold in another order, most of them unchanged, some changed, repeated or missing. */
const tableAnswer = (): fc.Arbitrary<WrittenAnswer> =>
  fc
    .record({
      pool: fc.array(row(), { minLength: 1, maxLength: 5 }),
      picks: fc.array(fc.nat(), { maxLength: 6 }),
      golds: fc.array(fc.nat(), { maxLength: 5 }),
      more: fc.array(row(), { maxLength: 2 }),
      comma: between(),
      root: fc.oneof({ weight: 8, arbitrary: oneOf(...ROOTS) }, { weight: 1, arbitrary: oneOf(...NO_ROOTS) }),
      goldRoot: fc.oneof(
        { weight: 12, arbitrary: oneOf(...ROOTS) },
        { weight: 1, arbitrary: oneOf(...NO_ROOTS) },
      ),
      wrapping: oneOf(...WRAPPINGS),
      form: fc.nat({ max: 5 }),
    })
    .map(({ pool, picks, golds, more, comma, root, goldRoot, wrapping, form }) => {
      const picked = (numbers: readonly number[]) => numbers.map((number) => pool[number % pool.length]!)
      const written = rootOf(picked(golds), ',', goldRoot)
      const table = rootOf([...picked(picks), ...more], comma, root)
      return { gold: goldForm(written, form), answer: wrapping.replace('?', () => table) }
    })

function goldForm(written: string, form: number): unknown {
  switch (form) {
    case 0:
      return { golden_label: written }
    case 1:
      return ['another', written]
    case 2:
    case 3:
      try {
        return form === 2 ? JSON.parse(written) : { golden_label: JSON.parse(written) }
      } catch {
        return written
      }
    default:
      return written
  }
}

const WORDS = [
  'a',
  'b',
  'c',
  'd',
  'A',
  'ab',
  'é',
  'e\u0301',
  'İz',
  '3',
  '1.5',
  '第三章',
  '哈哈',
  'ไทย',
  'x-y',
  "it's",
  '.',
  '\n',
  '!',
]

/** Runs of one repeated word, so that the bit vector of a machine word contains one word only. */
const stretches = (): fc.Arbitrary<string[]> =>
  fc
    .array(fc.tuple(oneOf(...WORDS.slice(0, 6)), fc.integer({ min: 1, max: 45 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((drawn) => drawn.flatMap(([word, times]) => new Array<string>(times).fill(word)))

/** Texts of a small vocabulary, so that words repeat; some are longer than three machine words. */
const summary = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.array(oneOf(...WORDS), { maxLength: 12 }) },
        {
          weight: 2,
          arbitrary: fc.array(oneOf(...WORDS.slice(0, 6)), { minLength: 28, maxLength: 130, size: 'max' }),
        },
        { weight: 2, arbitrary: stretches() },
        {
          weight: 1,
          arbitrary: fc.array(oneOf(...WORDS.slice(11, 14)), { minLength: 1, maxLength: 200, size: 'max' }),
        },
      ),
      oneOf(' ', ' ', '\n', ''),
    )
    .map(([words, gap]) => words.join(gap))
