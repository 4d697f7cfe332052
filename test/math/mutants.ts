/**
 * A gold with one thing in it changed: a digit, a sign, a letter, a bracket, a function. Hardly ever is that the same
 * answer, so a verifier that pays for one shows itself.
 */
export interface Mutant {
  readonly gold: string
  readonly answer: string
  readonly change: 'digit' | 'sign' | 'letter' | 'bracket' | 'function'
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  sin: 'cos', cos: 'sin', tan: 'cot', ln: 'sin', log: 'ln', sqrt: 'sin', frac: 'binom', dfrac: 'binom', binom: 'frac', arcsin: 'arccos', arctan: 'arcsin',
  max: 'min', min: 'max', lfloor: 'lceil', cup: 'cap', cap: 'cup', le: 'ge', leq: 'geq', ge: 'le', geq: 'leq', pi: 'theta', infty: 'pi', sinh: 'cosh',
} // biome-ignore format: a table

const BRACKETS: Readonly<Record<string, string>> = { '(': '[', '[': '(', ')': ']', ']': ')' }

/** Every mutant of a gold, at most one of a kind at each place. */
export function* mutantsOf(gold: string): Generator<Mutant> {
  const replaced = (at: number, length: number, by: string): string =>
    gold.slice(0, at) + by + gold.slice(at + length)
  for (let at = 0; at < gold.length; at++) {
    const char = gold[at]!
    const command = /^\\([a-zA-Z]+)/.exec(gold.slice(at))?.[1]
    if (command !== undefined) {
      const other = Object.hasOwn(FUNCTIONS, command) ? FUNCTIONS[command] : undefined
      // A mutated \lfloor would lack its end.
      if (other !== undefined && command !== 'lfloor')
        yield { gold, change: 'function', answer: replaced(at + 1, command.length, other) }
      // The words of \text{…} and the names of environments stay as they are.
      const words = /^\\(?:text|textbf|mathrm|mbox|operatorname|begin|end|mathbb)\s?\{[^{}]*\}/.exec(
        gold.slice(at),
      )?.[0]
      at += words === undefined ? command.length : words.length - 1
      continue
    }
    if (/\d/.test(char)) {
      yield { gold, change: 'digit', answer: replaced(at, 1, String((Number(char) + 1) % 10)) }
      if (char > '1') yield { gold, change: 'digit', answer: replaced(at, 1, String(Number(char) - 1)) }
    } else if (char === '+' || char === '-') {
      yield { gold, change: 'sign', answer: replaced(at, 1, char === '+' ? '-' : '+') }
    } else if (
      /[a-zA-Z]/.test(char) &&
      !/[a-zA-Z]/.test(gold[at - 1] ?? '') &&
      !/[a-zA-Z]/.test(gold[at + 1] ?? '')
    ) {
      yield { gold, change: 'letter', answer: replaced(at, 1, char === 'q' ? 'w' : 'q') }
    } else if (Object.hasOwn(BRACKETS, char) && gold[at - 1] !== '\\') {
      yield { gold, change: 'bracket', answer: replaced(at, 1, BRACKETS[char]!) }
    }
  }
  if (!/^\s*[-+(]/.test(gold)) yield { gold, change: 'sign', answer: `-${gold}` }
}
