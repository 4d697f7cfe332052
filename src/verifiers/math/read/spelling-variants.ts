import { withKindsOfNumbers } from './kinds-of-numbers.js'
import { withStrokes } from './strokes.js'

/** `, n \\text{ an integer}`, `(C \\text{ is an arbitrary constant})`, `\\text{, k integer}`: what a letter is, without "where". */
const DESCRIBED =
  /(?:,|;|\(|\\q?quad|\\text\s?\{\s?[,(])(?:\\[ ,;:(]|[\s(]){0,4}(?:([a-zA-Z](?:_\{?\w\}?)?(?:\s?,\s?[a-zA-Z](?:_\{?\w\}?)?){0,2})(?:\\[ ,;:]|\s){0,2}\\text\s?\{\s?,?\s?|([a-zA-Z]) )(?:is |are |be |being )?(?:an? |any |both |some )?((?:arbitrary |positive |negative |non-?negative |real |natural |whole |even |odd ){0,2}(?:integers?|constants?|parameters?))\s?\.?\)?\}?\)?$/

/** ∁_U A, the complement. */
const COMPLEMENT =
  /(?:\\complement|∁)\s?(?:_\s?\{?(?:\\mathbb\s?\{[A-Z]\}|[A-Z])\}?)?\s?(\([^()]{1,40}\)|[A-Z](?![a-zA-Z]))/g

/** 5C2: choices and arrangements. */
const CHOSEN = /(?<![\w\\}])(\d{1,3})([CP])(\d{1,3})(?!\w)/g

/** P^* = 20: a name. */
const COORDINATE = '-?\\d{1,6}(?:\\.\\d{1,6}|/\\d{1,4})?'
const BARRED_POINT = /* @__PURE__ */ new RegExp(
  `\\((${COORDINATE})\\s?(?:\\||\\\\mid(?![a-zA-Z]))\\s?(${COORDINATE})\\)`,
  'g',
)
const STARRED =
  /(?<=(?<![a-zA-Z])[a-zA-Z])\s?\^\s?\{?\s?(?:\*|\\ast|\\star)(?![a-zA-Z])\s?\}?(?=\s?(?:[=,)]|\\approx))/g

const ACID = /(?<![a-zA-Z\\{])p(?:OH|H)(?![a-zA-Z])/g

/** {}_5C_2, ^5C_2. */
const INDEXED_CHOICES =
  /(?:\{\s?\}|(?<![\w})\]]))[_^]\{?(\w{1,3})\}?\s?(?:\\(?:mathrm|text)\s?\{)?([CP])\}?_\{?(\w{1,3})\}?/g

/** The second. */
const ORDINAL = /^(\d{1,9})\^?\{?(?:\\(?:text|mathrm)\s?\{)?(?:st|nd|rd|th)\}{0,2}$/

const UNIT_COMMAND = /(?<=\d(?:\s|\\[ ,;:!]|~){0,3})\\(?:si|unit)\s?\{([^{}]{1,60})\}/g

/**
 * Ways to write what is usually written another way, and that way: `4\mathrm{i}` is `4i`. First of each a part that the text must
 * have, and last other characters that it must have, so that most patterns need not be tried.
 */
const SPELLINGS: readonly (readonly [part: string, pattern: RegExp, usual: string, more?: string])[] = [
  ['', /^(?:\\text\s?\{\s?)?(?:negative|minus)\s?\}?\s?(?=[\d\\$(])/i, '-'],
  // <1, 2>, \left<1, 2\right>: a vector.
  [
    ',',
    /(?<=^|=\s?)(?:\\left\s?)?(?:<|\\lt(?![a-zA-Z]))([^<>=|,]{1,200},[^<>=|]{1,200})(?:>|(?<=\s)\\gt)$/,
    '\\langle $1\\rangle ',
  ],
  // n an integer, (n is any integer), C constant
  ...['integer', 'constant', 'parameter'].map(
    (kind) => [kind, DESCRIBED, ', \\text{ where }$1$2\\text{ is $3}'] as const,
  ),
  // f(x) = 0 for all x, f(x) = x for all x
  [
    'for',
    /(?:\\forall(?![a-zA-Z])|\\text\s?\{\s?for (?:all|every|any)(?: real(?: numbers?)?)?\s?\})(?:\\ |\s)?[a-z](?:\s?\\in\s?\\mathbb\s?\{?R\}?)?(?=(?:\s|\\ |,|;|\\quad|\\text\s?\{\s?,?\s?(?:and|or)\s?\}){1,4}[a-zA-Z][^=]{0,20}(?:=|\\equiv))/g,
    '',
  ],
  // f(x) ~ 1/x as x → ∞
  [
    '\\infty',
    /(?:[\s,;]|\\[ ,;:]|\\q?quad){0,6}(?:\\text\s?\{\s?,?\s?(?:as|when|for)\s?\$?\}?\s?|\()\s?[a-zA-Z]\s?(?:\\to|\\rightarrow|→)\s?\+?\\infty\s?[)}$]{0,2}$/,
    '',
  ],
  ['B', /\\(?:mathrm|operatorname|text)\s?\{\s?B(?:eta)?\s?\}(?=\s?(?:\\left\s?)?\()/g, 'B'],
  // \lim f(x) = \lim g(x) = 3, where nothing says what x tends to: the last member.
  ['\\lim', /^\\lim(?![a-zA-Z]|\s?_|\s?\\limits)[^=<>]{1,200}=(?:[^=<>]{1,200}=){0,4}(?=[^=<>]{1,100}$)/, ''],
  // 6.02\mathrm{e}23, 1.6\text{E}-19; 2\mathrm{e}-1 is a difference.
  ['{e}', /(?<=\d)\s?\\(?:mathrm|text)\s?\{e\}\s?(?=\d)/g, 'e'],
  ['{E}', /(?<=\d)\s?\\(?:mathrm|text)\s?\{E\}\s?(?=[+-]?\d)/g, 'e'],
  // 2\mathrm{e}^3: no unit, and neither an electron nor the name in m_\mathrm{e}.
  [
    '{e}',
    /(?<!_\s?\{?\s?)\\(?:mathrm|operatorname|text(?=\s?\{e\}\s?\^))\s?\{e\}(?!\s?\^\s?\{?\s?[-+]\s?(?:[^\w\\\s(]|$))/g,
    ' e ',
  ],
  // f ≡ 0
  ['\\equiv', /(?<![a-zA-Z\\])([fgh])\s?\\equiv(?=\s?-?\d)/g, '$1(x)='],
  // \text{Ellipse } C: …
  ['\\text', /^\\text\s?\{\s?[A-Za-z][a-z ]{2,20}\}\s?\\?[A-Za-z]{1,3}(?:_\w)?\s?:(?=[^:]{0,80}=)/, '', ':='],
  ['\\complement', COMPLEMENT, '\\overline{$1}'],
  ['∁', COMPLEMENT, '\\overline{$1}'],
  ['*', STARRED, '_{*}', '^'],
  ['st', STARRED, '_{*}', '\\^'],
  // x < 1或x > 3
  ['或', /(?<=[^\p{Script=Han}{\s]\s?)或者?(?=\s?[^\p{Script=Han}}\s])/gu, '\\text{ or }'],
  ['和', /(?<=[^\p{Script=Han}{\s]\s?)和(?=\s?[^\p{Script=Han}}\s])/gu, '\\text{ and }'],
  ['且', /(?<=[^\p{Script=Han}{\s]\s?)(?:并且|且)(?=\s?[^\p{Script=Han}}\s])/gu, '\\text{ and }'],
  ['与', /(?<=[^\p{Script=Han}{\s]\s?)与(?=\s?[^\p{Script=Han}}\s])/gu, '\\text{ and }'],
  ['{', /\\(?:mathrm|text)\s?\{\s?i\s?\}/g, ' i ', '\\ti}'],
  [
    'mod',
    /\(\s?(?:\\(?:text|mathrm|operatorname)\s?\{\s?mod\s?\}|\\?b?mod(?![a-zA-Z]))(?:\\[ ,;:]|[\s~]){0,4}([^()]{1,40})\)/g,
    '\\pmod{$1}',
  ],
  // x^2 - 1 \text{ in }\mathbb{F}_5[x]: modulo 5.
  [
    '\\mathbb',
    /\s?(?:\\text\s?\{\s?(?:in|over)\s?\}|\\in(?=[^a-zA-Z][^[]{0,20}\[))\s?\\mathbb\s?\{?[FZ]\}?_\{?(\d{1,4})\}?(?:\s?\[[a-z]\])?$/,
    '\\pmod{$1}',
  ],
  // π₁(S¹) ≅ ℤ: the group that it is. Not of triangles.
  ['\\mathbb', /(?:\\(?:cong|simeq)(?![a-zA-Z])|≅|≃)(?=\s?\\mathbb)/, '='],
  ['\\angle', /(?<![a-zA-Z\\])m\s?(?=\\angle(?![a-zA-Z]))/g, ''],
  ['pH', ACID, '\\text{$&}'],
  ['pOH', ACID, '\\text{$&}'],
  ['∠', /∠\s?/g, '\\angle '],
  // The field of nine elements, a sum of groups, a ket as a vector of a basis, N(0, 1).
  [
    'GF',
    /\\(?:mathrm|text|operatorname|mathbb|mathbf)\s?\{\s?GF\s?\}\s?\((\w{1,6})\)|(?<![a-zA-Z\\])GF\s?\((\w{1,6})\)/g,
    '\\mathbb{F}_{$1$2}',
  ],
  ['\\mathbb', /(?<=\\mathbb\s?\{?Z\}?_\{?\d{1,3}\}?\s?)(?:\\oplus(?![a-zA-Z])|⊕)/g, '\\times ', 'Z_'],
  ['N', /\\(?:mathcal|mathrm|text|operatorname)\s?\{?\s?N\s?\}?\s?(?:\\left)?(?=\()/g, 'N', '\\('],
  // 2∠60°, a number by its size and its angle.
  [
    '\\angle',
    /(?<![\w\\}.])(\d{1,9}(?:\.\d{1,9})?)\s?\\angle\s?(-?\d{1,6}(?:\.\d{1,6})?)\s?(?:\^\s?\{?\\circ\}?|°)/g,
    '$1e^{i\\frac{$2\\pi}{180}}',
  ],
  // \text{(a) } 12, \text{(b) } 35: parts by their labels.
  ['\\text', /\\(?:text|textbf|mathrm)\s?\{\s?(\([a-h1-9]\))\s?\}(?=\s?[-\d\\$])/g, '$1 ', '('],
  // P(2|3), as German books write points.
  ['|', BARRED_POINT, '($1,$2)', '('],
  ['\\mid', BARRED_POINT, '($1,$2)', '('],
  // x = kπ (k ∈ ℤ)
  ['\\mathbb', /\((\w(?:,\s?\w){0,2}\s?\\in\s?\\mathbb\s?\{?[ZN]\}?[^()]{0,20})\)$/, ', $1', '()'],
  ['=', /\(([a-z]\s?=\s?-?\d{1,3}\s?,[^()=]{1,60})\)$/, ', $1', '(,)'],
  ['integers', /^\\text\s?\{\s?(all (?:positive )?integers)\s?\}\s?[a-z]$/, '$1'],
  ['\\text', /\\text\s?\{\s?\\?\$\s?\}/g, '\\$', '$'],
  ['\\tag', /\\tag\*?\s?\{[^{}]{0,20}\}/g, ''],
  // E[X], \mathbb{E}(X), E(X²): an expectation and no product; \Pr(A).
  ['P', /\\(?:mathbb|mathrm|text|operatorname)\s?\{?P\}?\s?(?=[[(])|\\Pr(?![a-zA-Z])/g, 'P', '\\'],
  ['[', /(?<![a-zA-Z\\])(E|Var|Cov|P)\s?(?:\\left)?\[([^[\]\\]{1,40})(?:\\right)?\]/g, '$1($2)'],
  [
    '[',
    /\\(?:mathbb|mathrm|text|operatorname)\s?\{?(E|Var|Cov)\}?\s?(?:\\left)?\[([^[\]\\]{1,40})(?:\\right)?\]/g,
    '$1($2)',
  ],
  [
    'E',
    /\\(?:mathbb|mathrm|text|operatorname)\s?\{?E\}?\s?(?=\()|(?<![a-zA-Z\\])E(?=\((?:[A-Z](?:[\^_]\{?\w\}?)?|[^()]{0,20}[XYZ][^()]{0,20})\))/g,
    '\\operatorname{E}',
    '(',
  ],
  // E[(X - E[X])^2]
  [
    ')^',
    /(?:\\(?:mathbb|mathrm|text|operatorname)\s?\{?E\}?|(?<![a-zA-Z\\])E)\s?(?:\\left)?[[(](?:\\left)?(\((?=[^[\]]{0,20}[X-Z])[^[\]]{1,40})\)\s?\^\s?\{?2\}?\s?(?:\\right)?[\])]/g,
    '\\operatorname{E}($1)^2)',
  ],
  ['\\ce', /\\ce\s?\{/g, '\\text{'],
  // 11,\! 111: a thin space among digits is none.
  ['\\!', /(?<=\d),\s?\\!\s?(?=\d{3})/g, ',\\!'],
  ['.\\', /(?<!\d)\.(?=\\(?:overline|dot|bar)(?![a-zA-Z]))/g, '0.'],
  // Isotopes: _6^{14}C, {}^{14}_6\mathrm{C}.
  [
    '_',
    /(?:\{\s?\}\s?|(?<![\w})\]]\s?))(?:_\{?(\d{1,3})\}?\s?\^\{?(\d{1,3})\}?|\^\{?(\d{1,3})\}?\s?_\{?(\d{1,3})\}?)\s?(?:\\(?:mathrm|text|rm)\s?\{\s?([A-Z][a-z]?)\s?\}|([A-Z][a-z]?)(?![a-zA-Z]))/g,
    '{}^{$2$3}_{$1$4}\\text{$5$6}',
    '^',
  ],
  ['C', INDEXED_CHOICES, '\\chosen$2{$1}{$3}', '_'],
  ['P', INDEXED_CHOICES, '\\chosen$2{$1}{$3}', '_'],
  ['C', CHOSEN, '\\chosen$2{$1}{$3}'],
  ['P', CHOSEN, '\\chosen$2{$1}{$3}'],
  ['_', /(?<![\w\\])([CP])\^\{?(\d{1,3})\}?_\{?(\d{1,3})\}?/g, '\\chosen$1{$3}{$2}'],
  ['out of', /^(\d{1,9})\s?(?:\\text\s?\{\s?)?out of\s?\}?\s?(\d{1,9})$/, '\\frac{$1}{$2}'],
  ['in', /^(\d{1,9})\s?(?:\\text\s?\{\s?)?in\s?\}?\s?(\d{1,9})$/, '\\frac{$1}{$2}'],
  [
    'of a',
    /(\d{1,9}\/\d{1,9}) of an? (hour|minute|day|week|year|meter|metre|kilometer|mile|dollar)\b/g,
    '$1\\text{ $2}',
  ],
  ['又', /(\d{1,9})又(\d{1,9})分之(\d{1,9})/g, '$1\\frac{$3}{$2}'],
  ['\\mathbb', /\\mathbb\s?\{?Z\}?\s?\/\s?(\w{1,3})\s?\\mathbb\s?\{?Z\}?/g, '\\mathbb{Z}_{$1}', 'Z/'],
  // 0xFF, 0b101, 0o17, as programs write numbers in other bases.
  [
    '0',
    /^(?:\\(?:text|texttt|mathrm|mathtt)\s?\{\s?)?0[xX]([\dA-Fa-f]{1,32})\s?\}?(?:_\{?16\}?)?$/,
    '0$1_{16}',
    'x',
  ],
  ['0', /^(?:\\(?:text|texttt|mathrm|mathtt)\s?\{\s?)?0[bB]([01]{1,60})\s?\}?(?:_\{?2\}?)?$/, '$1_{2}', 'b'],
  ['0', /^(?:\\(?:text|texttt|mathrm|mathtt)\s?\{\s?)?0[oO]([0-7]{1,32})\s?\}?(?:_\{?8\}?)?$/, '$1_{8}', 'o'],
  ['_{(', /(?<=\d\)?)_\{\((\d{1,2})\)\}/g, '_{$1}'],
  // Digits that are letters: \text{2A}_{16}, FF_{16}.
  ['}_', /\\(?:text|mathrm)\s?\{([\dA-F]{1,20})\}(?=_\{?(?:\d|\\text))/g, '$1'],
  ['16', /(?<![\w\\])([A-F][\dA-F]{0,20})(?=_\{?16)/g, '0$1'],
  ['half', /(?<=\d)\s?(?:\\text\s?\{)?\s?and (?:a|one)[ -]half\b\s?\}?/g, '\\frac{1}{2}'],
  [' to ', /(?<=\d) to (?=\d)/g, ':'],
  // Distributions by their short names: Poisson(3) is Poi(3).
  [
    '}(',
    /(?<=\\(?:text|operatorname|mathrm)\s?\{)(?:(Bin)om(?:ial)?|(Poi)s(?:son)?|(Exp)onential|(Unif)orm|(Geo)m(?:etric)?|(Ber)n(?:oulli)?)(?=\}\()/g,
    '$1$2$3$4$5$6',
  ],
  // 2 twice, 5
  ['twice', /(?<=\d)\s?\\text\s?\{\s?twice\s?\}/g, '\\text{ (twice)}', ','],
  // boys:girls = 3:2
  [':', /^[A-Za-z][a-z]{2,19} ?: ?[A-Za-z][a-z]{2,19}(?= ?= ?\d)/, '\\text{$&}', '='],
  ['比', /^(\d{1,9})\s?比\s?(\d{1,9})$/, '$1:$2'],
  ['zu', /^(\d{1,9})\s?zu\s?(\d{1,9})$/, '$1:$2'],
  ['every', /^(\d{1,9}) out of every (\d{1,9})$/, '\\frac{$1}{$2}'],
  // 3{,}5: the comma of a decimal.
  ['{,}', /(?<!\d|\{,\})(\d{1,12})\{,\}(\d{1,2}|\d{4,12}|(?<=(?<!\d)0\{,\})\d{3})(?!\d|\{,)/g, '$1.$2'],
  ...['st', 'nd', 'rd', 'th'].map((end) => [end, ORDINAL, '$1'] as const),
  // L = \{1, 2\}: a set of solutions.
  ['\\{', /^(?:[LS]|\\math(?:bb|cal|rm)\s?\{?[LS]\}?)\s?=\s?(?=\\\{[^{}|]{1,120}\\\}$)/, ''],
  // x=1\text{ oder }x=2, and in other languages.
  [
    '\\text',
    /\\text\s?\{(?:\s{0,2}(?:oder|ou|oppure|lub|albo|или|або|veya|atau|hoặc|eller|nebo|vagy|sau|または|또는)\s{0,2}|\so\s)\}/giu,
    '\\text{ or }',
  ],
  [
    '\\text',
    /\\text\s?\{(?:\s{0,2}(?:und|et|и|ve|dan|và|och|および)\s{0,2}|\s[eyi]\s)\}/giu,
    '\\text{ and }',
  ],
  // \frac{\pi}{2}\text{ rad, or }90^\circ: the unit, and the joint.
  [', ', /\\text\s?\{(\s?\p{L}{1,12}[²³]?)\s?,\s(or|i\.e\.|that is)\s?,?\s?\}/gu, '\\text{$1}\\text{ $2 }'],
  // One value written twice.
  [
    '\\text',
    /\\text\s?\{\s?,?\s?(?:or,? )?(?:equivalently|i\.e\.|that is|in other words),?\s?\}/g,
    '\\text{ or }',
  ],
  // (1, 2)or(2, 1), x=1orx=2
  // As SymPy prints them.
  ['Matrix(', /^Matrix\((\[\[[^()]{1,400}\]\])\)$/, '$1'],
  ['FiniteSet(', /\bFiniteSet\(([^()]{1,200})\)/g, '\\{$1\\}'],
  ['Rational(', /\bRational\((-?\d{1,20}),\s?(\d{1,20})\)/g, '($1/$2)'],
  ['Eq(', /^Eq\(([^(),]{1,100}),([^,]{1,200})\)$/, '$1=$2'],
  ['or', /(?<=[\d)}])or(?=[\d(\\-]|[a-zA-Z](?![a-zA-Z]))/g, '\\text{ or }'],
  ['and', /(?<=[\d)}])and(?=[\d(\\-]|[a-zA-Z](?![a-zA-Z]))/g, '\\text{ and }'],
  ['$ ', /^([^$]{1,60})\$ (?=\p{L}{3,20}$)/u, '$1 '],
  // [45 degrees]
  ['[', /^\[(-?\d[^[\],;]{0,40})\]$/, '$1'],
  // A union B
  [
    ' union',
    /(?<=(?<![a-zA-Z])[A-Z]|[\])}])(?: |\s?\\text\s?\{\s?)union(?: |\s?\}\s?)(?=[([{\\]|[A-Z](?![a-zA-Z]))/g,
    '\\cup ',
  ],
  [
    ' intersect',
    /(?<=(?<![a-zA-Z])[A-Z]|[\])}])(?: |\s?\\text\s?\{\s?)intersect(?:ion)?(?: |\s?\}\s?)(?=[([{\\]|[A-Z](?![a-zA-Z]))/g,
    '\\cap ',
  ],
  // 3 | n
  ['|', /^([^|=<>(){}\\]{1,20})\|(?!\|)([^|=<>{}]{1,40})$/, '$1\\mid $2'],
  // A & C; A = 1 & B = 2
  ['&', /(?<=^|, ?)([A-H]) ?\\?& ?(?=[A-H]$)/, '$1\\text{ and }'],
  ['&', /^([^&\\]{1,40}[=<>][^&\\]{1,40})&&?([^&\\]{1,40}[=<>][^&\\]{1,40})$/, '$1\\text{ and }$2'],
  ['angle ', /(?<![a-zA-Z\\])(angle|triangle) (?=[A-Z]{1,3}(?![a-zA-Z]))/g, '\\$1 '],
  ['\\not', /\\not\s?\\(su[bp]seteq|mid)(?![a-zA-Z])/g, '\\n$1'],
  // f: ℝ → ℝ, f(x) = 2x
  [
    '\\to',
    /^[a-zA-Z]\s?(?::|\\colon(?![a-zA-Z]))[^,=]{1,60}\\to(?![a-zA-Z])[^,=]{1,40},(?:\s|\\[ ,;:]|\\quad){0,4}(?=[a-zA-Z]\s?\()/,
    '',
  ],
  // 1\text{ hour and }20\text{ minutes}
  [
    'and',
    /(?<=\d)\s?\\text\s?\{\s?(hours?|minutes?|days?|weeks?|years?|feet|foot|pounds?|degrees)\s?,?\s?and\s?\}/g,
    '\\text{ $1 }',
  ],
  ['€', /(?<=\d)\s?€$/, '\\text{ €}'],
  // Ninety kilometres an hour, the hour first.
  ['每', /^每(\p{Script=Han}{1,3}?)(\d[\d.]{0,12})\s?(\p{Script=Han}{1,4})$/u, '$2\\text{$3/$1}'],
  ['又', /^(\d{1,2})又(\d{1,9})\/(\d{1,9})$/, '$1\\frac{$2}{$3}'],
  // (1, 2)^T is the column.
  [
    ')^',
    /^(\([^(),]{1,120},[^()]{1,120}\))\^\{?(?:T|\\top|\\intercal|\\(?:mathrm|text|mathsf)\s?\{T\})\}?$/,
    '$1',
  ],
  ['\\dot', /\\dot\s?(?=\d)(\d)/g, '\\dot{$1}'],
  // 0.1(6), as repeating decimals are written in eastern Europe.
  // n is divisible by 7, 2^{10}-1\text{ is a multiple of }11, p\text{ divides }ab
  [
    'is ',
    /^((?:[^a-zA-Z]|(?<![a-zA-Z]|\\text\s?\{\s?)[a-zA-Z](?![a-zA-Z])|(?<=\\)(?:cdot|frac)(?![a-zA-Z])){1,60}?)\s?(?:\\text\s?\{\s?)?is (?:divisible by|a multiple of)\s?\}?\s?([a-z]|\d{1,9})\s?\}?$/,
    '$2\\mid $1',
  ],
  // Var(X) = 9, so \sigma^2 = 9
  [
    'so',
    /^[^,;=]{1,80}=[^,;=]{1,60}(?:, ?(?:\\text ?\{ ?)?|\\text ?\{ ?, ?)so[ }]{1,3}(?=[^,;=]{1,80}=[^=]{1,80}$)/,
    '',
    ',=',
  ],
  [
    'divides',
    /^([a-z]|\d{1,9})\s?(?:\\text\s?\{\s?)?divides\s?\}?\s?(?=[^,]{1,60}$)(?!all|every)/,
    '$1\\mid ',
  ],
  // 2 (\text{multiplicity }3), 2\text{ with multiplicity }n - 1
  [
    'mult',
    /\(?\s?\\text\s?\{\s?,?\s?\(?\s?(?:with |of )?(?:algebraic )?mult(?:iplicity|\.)\s?(?:\}\s?([\w+-]{1,6})\s?(?:\\text\s?\{\s?\)\s?\}|\)\s?\}?|(?=[,;\s]|$|\\text|\\q?quad|\\ ))|\$?([\w+-]{1,6})\$?\s?\)?\s?\})/g,
    '\\text{ (multiplicity $1$2)}',
  ],
  // 4.7\text{ k}\Omega, 4.7\,k\Omega, 2\,\mu\text{m}, 2\,\mu F
  [
    '\\Omega',
    /(?<=[\d}](?:\s|\\[ ,;:!]|~){0,3})(?:\\(?:text|mathrm|rm)\s?\{\s?([kMGmµμn]?)\s?\}|([kMGmµμn])|\\mu\s?)?\s?\\Omega$/,
    '\\text{ $1$2Ω}',
  ],
  [
    '\\mu',
    /(?<=[\d}](?:\s|\\[ ,;:!]|~){0,3})\\mu\s?\\(?:text|mathrm|rm)\s?\{\s?([a-zA-Z]{1,3})\s?\}/g,
    '\\text{ µ$1}',
  ],
  ['\\mu', /(?<=\d(?:\\[ ,;:]|~)\s?)\\mu\s?([mFAVsLCHTWJ])$/, '\\text{ µ$1}'],
  // \SI{5}{\kilo\metre}
  ['}{', /\\(?:SI|qty)\{([\d.,+-]{1,40})\}\{([^{}]{1,60})\}/g, '$1\\text{ $2}'],
  ['\\si', UNIT_COMMAND, '\\text{ $1}', '{'],
  ['\\unit', UNIT_COMMAND, '\\text{ $1}', '{'],
  // (f ∘ g)(2), and L{f}(s), which is called F(s).
  ['\\circ', /\(([a-zA-Z])\s?\\circ\s?([a-zA-Z])\)\s?\(([^()]{1,20})\)/g, '$1($2($3))'],
  ['\\mathcal', /^\\mathcal\s?\{?L\}?\s?\\\{f(?:\(t\))?\\\}(?:\(s\))?(?=\s?=)/, 'F(s)'],
  ['_{1', /^([a-z]|\\lambda)_\{1,\s?2\}(?=\s?=)/, '$1'],
  ['(', /^(-?\d{1,20}\.\d{0,20})\((\d{1,20})\)$/, '$1\\overline{$2}'],
  // C_n^k
  ['C_', /(?<![\w\\])C_\{?([nmN])\}?\^\{?([a-z\d])\}?(?!\w)/g, '\\chosenC{$1}{$2}'],
  ['mod', /\\text\s?\{\s?mod\s?\}\s?(?=\w)/g, '\\bmod '],
  [
    'except',
    /^\\text\s?\{\s?all real numbers except(?: \$?x ?=)?\s?\}\s?(-?[\w\\{}]{1,20})$/,
    '\\mathbb{R}\\setminus\\{$1\\}',
  ],
  ['R', /(?<![a-zA-Z])R\s?\\?\$\s?(?=\d)/g, '\\text{R$}', '$'],
  ['\\mathring', /(?<=\d(?:\s|\\[ ,;:!]|~){0,3})\\mathring\s?\{?A\}?/g, '\\text{ Å}'],
  ['US', /\bUS\s?(?=\\?\$)/g, ''],
  // Hours in other languages: uur, hodina, jam, godzina.
  ['km', /(?<=\bkm)\s?\/\s?(?:u(?:ur)?|hod|jam|godz|timme|giờ|sa(?:at)?)(?!\p{L})\.?/gu, '/h', '/'],
  ['10', /(?<=\d)\s?x\s?(?=10\s?\^)/g, '\\times ', 'x^'],
  [
    '\\frac',
    /\\frac\s?\{\s?\\(?:text|mathrm)\s?\{([a-zA-Z ]{1,20})\}(\^\{?\d\}?)?\s?\}\s?\{\s?\\(?:text|mathrm)\s?\{([a-zA-Z ]{1,20})\}(\^\{?\d\}?)?\s?\}/g,
    '\\text{$1$2/$3$4}',
  ],
]

/** The characters of a text as bits, capitals as their small letters and all that ASCII lacks as one. */
function charactersOf(text: string): { readonly letters: number; readonly signs: number } {
  let letters = 0
  let signs = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 64) signs |= 1 << (code & 31)
    else letters |= code < 128 ? 1 << (code & 31) : 1
  }
  return { letters, signs }
}

const RULES = SPELLINGS.map(([part, pattern, usual, more = '']) => ({
  ...charactersOf(part + more),
  part,
  pattern,
  usual,
}))

/** `x \equiv 3 \bmod 7` is a congruence, where `10 \bmod 3` is 1. */
const REMAINDER = /\\b?mod(?![a-zA-Z])\s?(\{[^{}]{1,40}\}|\w{1,20})/g

/** Digits, single letters, fractions and roots: nothing that is ever written another way. */
const PLAIN =
  /^(?!0[bo]\d|<|[^<]{0,20}= ?<|[^*]{0,40}\^\{?\*)(?:,(?!\})|[\d\s.+\-*/=<>{}^]|\\(?:frac|dfrac|sqrt|cdot|pi)(?![a-zA-Z])|[a-wyz](?![a-zA-Z])|x(?![a-zA-Z]|\s?10))*$/

/** π as a command, because as a letter it would begin the words behind it. */
export function usualSpelling(text: string): string {
  if (PLAIN.test(text)) return text
  let spelt = text.replaceAll('π', '\\pi ').replaceAll('／', '/')
  if (spelt.includes('\\')) spelt = spelt.replace(TWICE_NAMED, (_, name: string) => `\\${USUAL_NAMES[name]}`)
  let { letters, signs } = charactersOf(spelt)
  for (const rule of RULES) {
    if ((rule.letters & ~letters) !== 0 || (rule.signs & ~signs) !== 0 || !spelt.includes(rule.part)) continue
    const before = spelt
    spelt = spelt.replace(rule.pattern, rule.usual)
    if (spelt !== before) ({ letters, signs } = charactersOf(spelt))
  }
  spelt = withStrokes(spelt)
  if (/\\rangle|⟩|\\ket/.test(spelt)) spelt = withKets(spelt)
  if (/[∋∌⊃⊇⊅⊉]|\\(?:ni|n?sup|not)/.test(spelt)) spelt = fromLeft(spelt)
  const plain = withKindsOfNumbers(spelt)
  const open = isFrench(plain) ? withRoundBrackets(plain) : plain
  return /\\equiv|≡/.test(open) ? open.replace(REMAINDER, '\\pmod{$1}') : open
}

/** Commands of one meaning. */
const USUAL_NAMES: Readonly<Record<string, string>> = {
  bot: 'perp', gets: 'leftarrow', longleftarrow: 'leftarrow', longrightarrow: 'rightarrow', longleftrightarrow: 'leftrightarrow',
  Longleftarrow: 'Leftarrow', impliedby: 'Leftarrow', Longrightarrow: 'Rightarrow', implies: 'Rightarrow',
  Longleftrightarrow: 'Leftrightarrow', iff: 'Leftrightarrow',
} // biome-ignore format: a table

const TWICE_NAMED = /* @__PURE__ */ new RegExp(`\\\\(${Object.keys(USUAL_NAMES).join('|')})(?![a-zA-Z])`, 'g')

/** A sign about sets that is read from the right, as from the left: `A ∋ x` is x ∈ A, `A \nsupseteq B` is B ⊈ A. */
function fromLeft(text: string): string {
  const [, left, sign, right] = FROM_RIGHT.exec(text) ?? []
  const usual = sign && FROM_LEFT[sign.replace(/[\\\s]/g, '')]
  if (!usual || (usual.includes('sub') && !(SET_NAME.test(left!) && SET_NAME.test(right!)))) return text
  return `${right}\\${usual} ${left}`
}

const FROM_RIGHT =
  /^([^,]{1,40}?)\s?([∋∌⊃⊇⊅⊉]|(?:\\not\s?)?\\(?:ni|n?supset(?:eq)?)(?![a-zA-Z]))\s?([^,]{1,40})$/
const FROM_LEFT: Readonly<Record<string, string>> = {
  '∋': 'in', ni: 'in', '∌': 'notin', notni: 'notin', '⊃': 'subset', supset: 'subset', '⊇': 'subseteq', supseteq: 'subseteq',
  '⊅': 'not\\subset', notsupset: 'not\\subset', '⊉': 'nsubseteq', nsupseteq: 'nsubseteq',
} // biome-ignore format: a table
/** p ⊃ q is an implication. */
const SET_NAME = /^(?:[A-Z]|\\mathbb\s?\{?[A-Z]\}?|[ℕℤℚℝℂ])$/

/** `|0\rangle` as a vector of a basis. In a product of two the order counts, and `\langle a|b\rangle` is a number. */
const withKets = (text: string): string =>
  /\\langle|⟨|(?:\\rangle|⟩)\s?(?:\\otimes\s?)?\||\\ket\s?\{[^{}]{0,9}\}\s?\\ket/.test(text)
    ? text
    : text.replace(KET, '\\mathfrak{K}_{$1$2}')

const KET =
  /\|\s?(\w{1,4}|[+-]|\\[a-z]{2,7})\s?(?:\\rangle(?![a-zA-Z])|⟩)|\\ket\s?\{\s?(\w{1,4}|[+-]|\\[a-z]{2,7})\s?\}/g

/** `]0, 1[`, `[0; 1[`: a bracket that looks away from its end leaves it out. */
const isFrench = (text: string): boolean =>
  /[\][]/.test(text) && !/\\sqrt\s?\[/.test(text) && squareBrackets(text).some(({ isOdd }) => isOdd)

interface SquareBracket {
  readonly at: number
  readonly opens: boolean
  /** It looks the wrong way for its place. */
  readonly isOdd: boolean
}

/** Brackets in turn open and close an interval; none where they cannot, as `[0, 1]]`. */
function squareBrackets(text: string): readonly SquareBracket[] {
  const brackets: SquareBracket[] = []
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '(' || char === '{') depth++
    else if (char === ')' || char === '}') depth--
    else if (char === '[' || char === ']') {
      const opens = brackets.length % 2 === 0
      brackets.push({ at, opens, isOdd: opens === (char === ']') })
    }
    if (brackets.length > 16) return []
  }
  const parts = brackets.flatMap(({ at, opens }, index) =>
    opens && brackets[index + 1] ? [text.slice(at + 1, brackets[index + 1]!.at)] : [],
  )
  const fits = depth === 0 && brackets.length % 2 === 0 && parts.every((part) => /[,;]/.test(part))
  return fits ? brackets : []
}

function withRoundBrackets(text: string): string {
  const chars = [...text]
  if (chars.length !== text.length) return text
  for (const { at, opens, isOdd } of squareBrackets(text)) if (isOdd) chars[at] = opens ? '(' : ')'
  return chars.join('')
}
