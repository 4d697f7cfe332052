/** Ways to write one answer, or one response, that look different and say the same. */
export interface Dress {
  readonly name: string
  /** The text in this dress; itself where the dress does not fit. */
  readonly wear: (text: string) => string
}

const dress = (name: string, wear: (text: string) => string): Dress => ({ name, wear })
const swap = (name: string, pattern: RegExp, by: string): Dress =>
  dress(name, (text) => text.replace(pattern, by))
const command = (names: string): RegExp => new RegExp(`\\\\(?:${names})(?![a-zA-Z])`, 'g')

/** Digits, commands and signs: no word, whose font is another matter. */
const isFormula = (answer: string): boolean =>
  !/\\(?:text|mathrm|operatorname|begin|ce|mbox)|[A-Za-z]{2}|[^\x20-\x7e]|\$/.test(
    answer.replace(/\\[a-zA-Z]+/g, ''),
  ) && !/^[a-zA-Z]?$/.test(answer)

/** Round a whole answer, in its box. A text of a program, whose backslashes are doubled, has no commands to wear. */
export const FRAMES: readonly Dress[] = [
  dress('spaces', (answer) => ` ${answer} `),
  dress('lines', (answer) => `\n${answer}\n`),
  dress('thin spaces', (answer) => `\\,${answer}\\,`),
  dress('thick spaces', (answer) => `\\;${answer}\\;`),
  dress('narrow spaces', (answer) => `\\!${answer}\\!`),
  dress('quad', (answer) => `${answer}\\quad`),
  dress('braces', (answer) => `{${answer}}`),
  dress('displaystyle', (answer) => `\\displaystyle ${answer}`),
  dress('large', (answer) => `{\\large ${answer}}`),
  dress('colour of a group', (answer) => `{\\color{red} ${answer}}`),
  dress('colour before a group', (answer) => `\\color{red}{${answer}}`),
  dress('textcolor', (answer) => `\\textcolor{blue}{${answer}}`),
  dress('strut', (answer) => `\\mathstrut ${answer}`),
  dress('bold', (answer) => (isFormula(answer) ? `\\boldsymbol{${answer}}` : answer)),
  dress('bold group', (answer) => (isFormula(answer) ? `{\\bf ${answer}}` : answer)),
  dress('sans serif', (answer) => (isFormula(answer) ? `\\mathsf{${answer}}` : answer)),
  dress('ensuremath', (answer) => `\\ensuremath{${answer}}`),
  dress('one line of an environment', (answer) =>
    /\\begin|\\\\|&/.test(answer) ? answer : `\\begin{aligned}&${answer}\\end{aligned}`,
  ),
  dress('dollars', (answer) => (isFormula(answer) ? `$${answer}$` : answer)),
  dress('parentheses of a formula', (answer) => (isFormula(answer) ? `\\(${answer}\\)` : answer)),
]

/** Other commands for the same signs. */
export const SPELLINGS: readonly Dress[] = [
  swap('dfrac', /(?<!mathrm\{)\\frac(?![a-zA-Z])/g, '\\dfrac'),
  swap('tfrac', /(?<!mathrm\{)\\frac(?![a-zA-Z])/g, '\\tfrac'),
  swap('over', /\\frac\{([^{}]+)\}\{([^{}]+)\}/g, '{$1 \\over $2}'),
  swap('leq', command('le'), '\\leq'),
  swap('leqslant', command('leq?'), '\\leqslant'),
  swap('≥', command('geq?'), '≥'),
  swap('≠', command('neq?'), '≠'),
  swap('∞', command('infty'), '∞'),
  swap('±', command('pm'), '±'),
  swap('∪', command('cup'), '∪'),
  swap('∈', command('in'), '∈'),
  swap('ℝ', /\\mathbb\s?\{R\}/g, 'ℝ'),
  swap('rightarrow', /(?<!:.*)\\to(?![a-zA-Z])/g, '\\rightarrow'),
  swap('textrm', command('text'), '\\textrm'),
  swap('textbf', /\\text(?=\s?\{\s?[^{}]{2})/g, '\\textbf'),
  swap('operatorname', /\\(sin|cos|tan|ln|log|exp)(?![a-zA-Z])/g, '\\operatorname{$1}'),
  swap('upright functions', /\\(sin|cos|tan|ln|log|exp)(?![a-zA-Z])/g, '\\mathrm{$1}'),
  swap('upright d', /(?<=\\int.*[^a-zA-Z\\])d([xyt])(?![a-zA-Z'])/g, '\\mathrm{d}$1'),
  dress('braced exponents', (answer) =>
    /\\ce|\\Big|\^.{1,4}\^|^[^\\]*$/.test(answer) ? answer : answer.replace(/\^(\d)(?![\d!])/g, '^{$1}'),
  ),
  swap('degrees', /\^\{?\\circ\}?/g, '°'),
  swap('binomial as choose', /\\binom\{([^{}]+)\}\{([^{}]+)\}/g, '{$1 \\choose $2}'),
  swap('limits', command('int'), '\\int\\limits'),
]

/** Of a whole response. */
export const RESPONSES: readonly Dress[] = [
  swap('line ends of Windows', /\n/g, '\r\n'),
  swap('spaces before line ends', /\n/g, '  \n'),
  swap('no-break spaces', /(?<=\w) (?=\w)/g, '\u00a0'),
  swap('two spaces', /(?<=[a-z]) (?=[a-z])/g, '  '),
  dress('byte order mark', (response) => `\ufeff${response}`),
  dress('think block', (response) => `<think>\nLet me see.\n</think>\n\n${response}`),
  dress('think block on the line', (response) => `<think>Let me see.</think> ${response}`),
  dress('end of turn', (response) => `${response}<|im_end|>`),
  dress('end of sequence', (response) => `${response}</s>`),
  dress('closing tag', (response) => `${response}\n</solution>`),
  dress('check mark', (response) => `${response} ✅`),
  dress('end of proof', (response) => `${response} ∎`),
  dress('rule', (response) => `${response}\n\n---\n`),
  dress('quotation', (response) =>
    response.includes('\n') ? `> ${response.replaceAll('\n', '\n> ')}` : response,
  ),
]
