/** Ways to write one answer, or one response, that look different and say the same. */
export interface Dress {
  readonly name: string
  /** The text in this dress; itself where the dress does not fit. */
  readonly wear: (text: string) => string
}

const dress = (name: string, wear: (text: string) => string): Dress => ({ name, wear })
const swap = (name: string, pattern: RegExp, by: string | ((found: string) => string)): Dress =>
  dress(name, (text) => text.replace(pattern, by as string))
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
  dress('display', (answer) => (isFormula(answer) ? `\\[${answer}\\]` : answer)),
  dress('underlined', (answer) => (isFormula(answer) ? `\\underline{${answer}}` : answer)),
  dress('horizontal space', (answer) => `${answer}\\hspace{2mm}`),
  dress('line break', (answer) => (isFormula(answer) ? `${answer} \\\\` : answer)),
  dress('full stop', (answer) => (/[.!?…]$/.test(answer) ? answer : `${answer}.`)),
  dress('full stop behind a space', (answer) => (/[.!?…]$/.test(answer) ? answer : `${answer}\\,.`)),
  dress('answer label', (answer) => `\\text{Answer: }${answer}`),
  dress('asterisks', (answer) => (isFormula(answer) ? `**${answer}**` : answer)),
  dress('mathrm of a number', (answer) => answer.replace(/^-?\d+$/, '\\mathrm{$&}')),
]

/** Mathematics without words of its own, as it stands in a sentence; of a chain the last member is stated there. */
const isSayable = (answer: string): boolean =>
  !/\$|\\text|\\boxed|[^\x20-\x7e]|^[A-Za-z ,.'-]*$|[.!?…]$|\b(?:or|and|AM|PM)\b|\\approx|\\iff|\\Leftrightarrow|=.*=.*\d$|^[\d+=]+$/.test(
    answer,
  )

const sentence = (before: string, after: string): Dress =>
  dress(`"${before}…${after}"`, (answer) => (isSayable(answer) ? `${before}${answer}${after}` : answer))

/** Sentences that state an answer without a box. */
export const SENTENCES: readonly Dress[] = [
  sentence('Therefore, $', '$.'),
  sentence('Hence we obtain $', '$.'),
  sentence('It follows that $', '$.'),
  sentence('We conclude that the answer is $', '$.'),
  sentence('This gives\n$$', '$$'),
  sentence('In conclusion, the result is \\(', '\\).'),
  sentence('After simplification we are left with $', '$.'),
  sentence('Final answer: $', '$'),
  sentence('So the required value equals $', '$.'),
  sentence('**Answer:** \\[', '\\]'),
  sentence('Thus, after some algebra, we find\n\\[\n', '\n\\]'),
  sentence('Putting it all together: $', '$.'),
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
  swap('ℝ', /(?<!\\in)\\mathbb\s?\{R\}/g, 'ℝ'),
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
  swap('⋅', /(?<!O_4)\\cdot(?![a-zA-Z])/g, '⋅'),
  swap('×', command('times'), '×'),
  swap('π', /\\pi(?![a-zA-Z_])/g, 'π'),
  swap('−', /(?<![a-zA-Z]|\\ce.*|[A-Z]\}?_.*)-(?![a-zA-Z]{2}|0,8)/g, '−'),
  swap('θ', command('theta'), 'θ'),
  swap('λ', /\\lambda(?![a-zA-Z_])/g, 'λ'),
  swap('ℤ', /(?<=\\in )\\mathbb\s?\{Z\}(?!_)/g, 'ℤ'),
  swap('mathbb without braces', /\\mathbb\s?\{([NZQRC])\}/g, '\\mathbb $1'),
  swap('bold number sets', /(?<=\\in\s?)\\mathbb\s?\{([NZQRC])\}/g, '\\mathbf{$1}'),
  swap('dots', /\\[lc]dots(?![a-zA-Z])/g, '\\dots'),
  swap('…', /\\[lc]?dots(?![a-zA-Z])/g, '…'),
  swap('lbrace', /(?<!\}|max|min)\\\{([^{}\\]*)\\\}/g, '\\lbrace $1\\rbrace'),
  swap('grown braces', /(?<!\}|max|min)\\\{([^{}\\]*)\\\}/g, '\\left\\{$1\\right\\}'),
  swap('grown parentheses', /(?<![\\a-zA-Z])\(([^()[\]]*)\)/g, '\\left($1\\right)'),
  swap('big parentheses', /(?<![\\a-zA-Z])\(([^()[\]]*)\)/g, '\\bigl($1\\bigr)'),
  swap('bars', /\|([^|\\]{1,12})\|(?!.*\|)/g, '\\lvert $1\\rvert'),
  swap('prime', /(?<=(?<![\\a-z])[a-z])'(?!')/g, '^{\\prime}'),
  swap('spaced signs', /(?<=[\d})]) ?([+=]) ?(?=[\w\\(])/g, ' $1 '),
  swap('tight signs', / ([+=<>-]) /g, '$1'),
  swap('ties', /\\text\s?\{[^{}]*\}/g, (words) => words.replace(/(?<=[a-z]) (?=[a-z])/g, '~')),
  swap('quad before a condition', /,\s?(?=[a-z]\s?(?:\\in|\\ne|\\ge|\\le|>|<)(?![a-zA-Z]))/g, ',\\quad '),
  swap('roots', /\\sqrt(\d)(?!\d)/g, '\\sqrt{$1}'),
  swap('√', /\\sqrt\{(\d+)\}/g, '√$1'),
  swap('squares', /(?<=(?<![_^a-z].?)[a-z])\^(?:2|\{2\})(?![\d+^-])/g, '²'),
  swap('exp', /(?<![a-zA-Z\\])e\^\{(-?\d?[xt])\}/g, '\\exp($1)'),
  swap('exponents in braces of roman e', /(?<![a-zA-Z\\])e\^/g, '\\mathrm{e}^'),
  swap('imaginary unit', /(?<![a-zA-Z\\])i(?![a-zA-Z])/g, '\\mathrm{i}'),
  swap('inverse functions', /\\arc(sin|cos|tan)(?![a-zA-Z])/g, '\\$1^{-1}'),
  swap('text of words', /\\mathrm(?=\{[a-z]{3,}\})/g, '\\text'),
  swap('colon of a set', /(?<=\\\{[^|:]*)(?:\||\\mid)(?=[^|]*\\\})/g, ':'),
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
  dress('page', (response) =>
    /[<>&`]|wrong/.test(response)
      ? response
      : `<p>${response.replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>').replaceAll('\n', '<br>\n')}</p>`,
  ),
  swap('entities', /[<>−×≤≥π√](?![a-z/|▁｜])/g, (sign) => `&#${sign.codePointAt(0)};`),
  swap('parentheses of formulas', /(?<![\\$\w])\$([^$\n]*[^$\n\\])\$(?![\d$])/g, '\\($1\\)'),
  swap('brackets of displays', /\$\$([^$]+)\$\$/g, '\\[$1\\]'),
  dress('heading', (response) => `## Solution\n\n${response}`),
]

/** What models say before they begin, which is no answer whatever words are in it. */
const PREAMBLES: readonly string[] = [
  'Let me work through this step by step.',
  'Okay, so I need to figure out the answer to this problem. Let me think.',
  'To solve this, we go through these steps:\n\n1. **Read the problem.** Note what is given.\n2. **Choose a method.**\n3. **State the answer.** Answer exactly what was asked.',
  'Intermediate results often look like answers (typical distractors are $0$, $1$ or $100$), so I check each line.',
  'I remember a similar exercise, whose answer was $\\boxed{?}$, a box left blank for the reader.',
  'The answer should be given in simplest form. We begin with what is known.',
  'We are asked for the final answer only, but here is the whole working.',
  '# Plan\n\n- understand the question\n- compute\n- give the final answer in a box',
  'Before we start: the final answer must be put in \\boxed{}.',
  'At the end I will write the result as \\boxed{answer}.',
  'The last line of this solution has the form "Answer: $ANSWER".',
  'Many people would guess 0 at once, and they would be wrong.',
  'There are two ways to do it; the first has 12 cases, so I take the second.',
  "Great question! Here's how to find the answer.",
  'Here is the answer, with all steps.',
  'Step 1: find out what is asked.',
  'The following solution has 3 parts and uses 2 lemmas.',
  '**Given:** the data of the problem. **Wanted:** the answer.',
  'Let me not guess: a guess gives something like 2 or 3 or 10, and it would be luck if it were right.',
  '好的，我们来一步一步解决这个问题。最终答案应写在 \\boxed{} 中。',
  'Gesucht ist die Antwort auf die Frage. Wir gehen Schritt für Schritt vor.',
  'On cherche la réponse à la question posée. Voici le raisonnement.',
  'Vamos a buscar la respuesta paso a paso.',
]

/** What they say when they have done. */
const POSTSCRIPTS: readonly string[] = [
  'Let me know if anything is unclear!',
  'I hope this helps.',
  'Feel free to ask if you have more questions.',
  'This completes the solution.',
  'And we are done.',
  'Is there anything else you would like to know?',
  'Good luck with your exam!',
  '*Note: other methods lead to the same result.*',
  'Would you like me to explain step 2 in more detail?',
  'Q.E.D.',
  '希望对你有帮助！',
  'Viel Erfolg!',
  'N’hésitez pas à me poser d’autres questions.',
]

/** A question in a response may be the task restated, which belongs to what stands before it. */
const QUESTION = /^\W{0,4}(?:Q|Question|Problem|Human)\W{0,4}:/m

/** Round a whole response. */
export const COMPANY: readonly Dress[] = [
  ...PREAMBLES.map((words) =>
    dress(`behind "${words}"`, (response) =>
      QUESTION.test(response) ? response : `${words}\n\n${response}`,
    ),
  ),
  ...POSTSCRIPTS.map((words) => dress(`before "${words}"`, (response) => `${response}\n\n${words}`)),
]
